"""International organisations: the written table, then the shared set."""

from __future__ import annotations

import re
from pathlib import Path

from ambiguity import is_unclear_abbreviation, settle
from sources import AS_OF, LANGUAGES
from states import TableError
from values import Actor, Form, Kind, Name, Tie
from written import surfaces

TABLE = Path(__file__).parent / "organisations.psv"
COLUMNS = 10
EU_FAMILY = "EU institutions and bodies"
LEFT_OUT = re.compile(r"joint undertaking|Research Infrastructure|FAO statutory|all-Ireland", re.IGNORECASE)
"""Types of the shared set that are no political actors."""

SAME_ENTITY = frozenset({"Q15211422", "Q588982", "Q190023"})
"""Rows of the shared set that repeat another one or hold a neighbour's names (checked by hand, 2026-11)."""

DISSOLVED = {
    "warsaw-pact": ("1955-05-14", "1991-07-01"),
    "comecon": ("1949-01", "1991-06-28"),
    "league-of-nations": ("1920-01-10", "1946-04"),
}
"""Founded and dissolved, of organisations that are no more (written, 2026-11)."""

SUPPLEMENT = {"long": 8}
"""From how many letters on a name counts as written out rather than as an abbreviation."""


SEATS = {"eu": {"de": "Brüssel", "en": "Brussels", "ru": "Брюссель"}}
"""Towns that stand for an organisation; ambiguous, since they are a state's capital, too."""


def build(rows: dict[str, dict[str, str]]) -> list[Actor]:
    """Written organisations, then those of the shared set with names in all three languages."""
    written = [_written(line, rows) for line in _lines()]
    known = {actor.ids["wikidata"] for actor in written if "wikidata" in actor.ids} | SAME_ENTITY
    taken = {name.text for actor in written for name in actor.names}
    others = []
    for qid, row in sorted(rows.items()):
        names = [row[f"name_{language}"] for language in LANGUAGES]
        usable = all(names) and not LEFT_OUT.search(row["type"] or "") and not taken & set(names)
        if qid not in known and usable and _is_cyrillic(row["name_ru"]):
            others.append(_shared(qid, row))
    return written + others


def _lines() -> list[list[str]]:
    lines = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != COLUMNS:
            raise TableError(f"{TABLE}:{number}: {len(columns)} columns instead of {COLUMNS}")
        lines.append(columns)
    return lines


def _written(columns: list[str], rows: dict[str, dict[str, str]]) -> Actor:
    qid, slug, type_, parent = columns[:4]
    row = rows.get(qid, {})
    names: list[Name] = []
    for index, language in enumerate(LANGUAGES):
        for kind, cell in (("short", columns[4 + index]), ("abbreviation", columns[7 + index])):
            names += _names(cell, language, kind, row)
    for language, town in SEATS.get(slug, {}).items():
        names.append(Name(town, language, "capital", "written", AS_OF["written"], True))
    ties = _part_of(parent)
    founded, dissolved = DISSOLVED.get(slug, (None, None))
    ids = {"wikidata": qid} if qid.startswith("Q") else {}
    return Actor(f"igo-{slug}", type_, None, tuple(names), _forms(names), ids, ties, founded, dissolved)


def _names(cell: str, language: str, kind: str, row: dict[str, str]) -> list[Name]:
    found = []
    real: Kind = "abbreviation" if kind == "abbreviation" else "short"
    for entry in filter(None, cell.split("; ")):
        text = entry.strip("[]")
        shared = text in (row.get(f"name_{language}"), row.get(f"abbr_{language}"))
        source = "supraverden" if shared else "written"
        unclear = entry.startswith("[") or (real == "abbreviation" and is_unclear_abbreviation(text))
        found.append(Name(text, language, real, source, AS_OF[source], unclear))
    return found


def _shared(qid: str, row: dict[str, str]) -> Actor:
    names = []
    for language in LANGUAGES:
        text = re.sub(r" \([^)]*\)$", "", row[f"name_{language}"]).strip()
        kind: Kind = "abbreviation" if _is_short(text) else "short"
        unclear = kind == "abbreviation" and is_unclear_abbreviation(text)
        names.append(Name(text, language, kind, "supraverden", AS_OF["supraverden"], unclear))
        abbreviation = row.get(f"abbr_{language}") or ""
        if abbreviation and abbreviation != text and len(abbreviation) <= SUPPLEMENT["long"]:
            unclear = is_unclear_abbreviation(abbreviation)
            names.append(
                Name(abbreviation, language, "abbreviation", "supraverden", AS_OF["supraverden"], unclear)
            )
    european = row["family"] == EU_FAMILY
    type_ = "institution" if european else "igo"
    ties = _part_of("eu") if european else ()
    slug = re.sub(r"[^a-z0-9]+", "-", row["name_en"].lower()).strip("-")
    return Actor(f"igo-{slug}", type_, None, tuple(names), _forms(names), {"wikidata": qid}, ties)


def _part_of(parent: str) -> tuple[Tie, ...]:
    if not parent:
        return ()
    return (Tie("part_of", f"igo-{parent}", {}, None, None, "written", AS_OF["written"]),)


def _forms(names: list[Name]) -> tuple[Form, ...]:
    forms = []
    for name in names:
        for text in surfaces(name.text, name.language, name.kind):
            forms.append(Form(text, name.language, name.kind, name.ambiguous))
    return settle(forms)


def _is_short(text: str) -> bool:
    return " " not in text and text.upper() == text


def _is_cyrillic(text: str) -> bool:
    return bool(re.search("[а-яё]", text.lower()))
