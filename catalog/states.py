"""States: three written tables, one a language, joined with the shared sets on the ISO code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import russian
from ambiguity import is_unclear_abbreviation, settle
from konturen.names import english, german
from konturen.names.russian import adjective_forms, demonym_forms
from sources import AS_OF, LANGUAGES, StateSources
from values import Actor, Form, Kind, Name

TABLES = Path(__file__).parent / "states"
COLUMNS = 6

WITHOUT_ISO = {
    "X-ABK": ("abkhazia", "Q23334", None, "1992", None),
    "X-OST": ("south-ossetia", "Q23427", None, "1991", None),
    "X-PMR": ("transnistria", "Q907112", None, "1990", None),
    "X-NCY": ("northern-cyprus", "Q23681", None, "1983", None),
    "X-SUN": ("sun", "Q15180", "SUN", "1922-12-30", "1991-12-26"),
    "X-YUG": ("yug", "Q83286", "YUG", "1945-11-29", "1992-04-27"),
    "X-SCG": ("scg", "Q37024", "SCG", "1992-04-27", "2006-06-05"),
    "X-DDR": ("ddr", "Q16957", "DDR", "1949-10-07", "1990-10-03"),
    "X-CSK": ("csk", "Q33946", "CSK", "1918-10-28", "1992-12-31"),
}
"""States without a current ISO code: id, Wikidata, ISO 3166-3 code, founded, dissolved (written, 2026-11)."""


class TableError(ValueError):
    """A written table cannot be read; the message names file, line and what is wrong."""


def read_table(path: Path) -> dict[str, list[str]]:
    """Code -> the row's columns after the code; refuses a row of another width and a repeated code."""
    rows: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        code, *columns = (column.strip() for column in line.split("|"))
        if len(columns) + 1 != COLUMNS or code in rows:
            raise TableError(f"{path}:{number}: {len(columns) + 1} columns or a repeated code: {code}")
        rows[code] = columns
    return rows


def read_native(path: Path) -> dict[str, list[Name]]:
    """Code -> names in the country's own languages, and their usual transliterations."""
    found: dict[str, list[Name]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        code, *cells = line.split("|")
        if code in found or not cells:
            raise TableError(f"{path}:{number}: no names or a repeated code: {code}")
        for cell in cells:
            language, colon, names = cell.partition(": ")
            own, _, further = names.partition(" / ")
            if not colon or not own:
                raise TableError(f"{path}:{number}: a cell is no LANGUAGE: NAMES: {cell}")
            for text, kind in [(own, "native"), (further, "transliteration")]:
                found.setdefault(code, []).extend(
                    Name(name, language, cast("Kind", kind), "written", AS_OF["written"])
                    for name in filter(None, text.split("; "))
                )
    return found


def build(sources: dict[str, StateSources], parlgov: dict[str, str]) -> list[Actor]:
    """All states of the tables with names, adjectives, demonyms and capitals in three languages."""
    tables = {language: read_table(TABLES / f"{language}.psv") for language in LANGUAGES}
    codes = set(tables["ru"])
    for language, table in tables.items():
        if set(table) != codes:
            raise TableError(f"{language}.psv: its codes differ from ru.psv: {sorted(set(table) ^ codes)}")
    native = read_native(TABLES / "native.psv")
    if not set(native) <= codes:
        raise TableError(f"native.psv: no states: {sorted(set(native) - codes)}")
    made = (
        _state(code, {key: table[code] for key, table in tables.items()}, sources, parlgov) for code in codes
    )
    return [_with_native(state, native.get(state.ids.get("iso2", ""), [])) for state in made]


def _with_native(state: Actor, native: list[Name]) -> Actor:
    """The state with those native names that it has not yet. No form is made of them."""
    texts = {name.text for name in state.names}
    return replace(state, names=(*state.names, *(name for name in native if name.text not in texts)))


def _state(
    code: str, rows: dict[str, list[str]], sources: dict[str, StateSources], parlgov: dict[str, str]
) -> Actor:
    source = sources.get(code)
    names: list[Name] = []
    forms: list[Form] = []
    dissolved = WITHOUT_ISO[code][4] if code in WITHOUT_ISO else None
    for language in LANGUAGES:
        for kind, entries in _entries(rows[language]):
            for entry in entries:
                names += _names(entry, language, kind, source)
                if not (kind == "capital" and dissolved):
                    forms += _forms(entry, language, kind)
    if source is None:
        slug, wikidata, iso3, founded, dissolved = WITHOUT_ISO[code]
        ids = {"wikidata": wikidata} | ({"iso3": iso3} if iso3 else {})
        return Actor(f"state-{slug}", "state", iso3, tuple(names), settle(forms), ids, (), founded, dissolved)
    ids = {"iso2": code, "iso3": source.iso3}
    ids |= {"wikidata": source.wikidata} if source.wikidata else {}
    ids |= {"parlgov": parlgov[source.iso3]} if source.iso3 in parlgov else {}
    return Actor(f"state-{source.iso3.lower()}", "state", code, tuple(names), settle(forms), ids)


def _entries(row: list[str]) -> list[tuple[Kind, list[str]]]:
    """The entries of each column; an official name that is an ambiguous short name is ambiguous, too."""
    kinds: tuple[Kind, ...] = ("short", "official", "adjective", "demonym", "capital")
    official = f"[{row[1]}]" if f"[{row[1]}]" in row[0].split("; ") else row[1]
    row = [row[0], official, *row[2:]]
    return [
        (kind, [part for part in cell.split("; ") if part != "-"])
        for kind, cell in zip(kinds, row, strict=True)
    ]


def _plain(entry: str) -> str:
    return entry.replace("[", "").replace("]", "").removesuffix("0").removesuffix("=").removesuffix("~")


def _kind(entry: str, kind: Kind) -> Kind:
    """`abbreviation` for a short name of one word, most of it capitals (UdSSR), else the kind of the column."""
    letters = _plain(entry).replace(".", "")
    capitals = sum(letter.isupper() for letter in letters)
    return "abbreviation" if kind == "short" and 2 * capitals > len(letters) else kind


def _words(entry: str, language: str, kind: Kind) -> list[str]:
    """The names that one entry of a table holds: a demonym has a masculine, a feminine, a plural."""
    if kind != "demonym":
        return [_plain(entry)]
    if language == "de":
        return [_plain(part).split("+")[0] for part in entry.split("/")]
    return [_plain(part) for part in entry.split(", ") if part != "-"]


def _names(entry: str, language: str, kind: Kind, source: StateSources | None) -> list[Name]:
    real = _kind(entry, kind)
    parts = entry.split(", ") if kind == "demonym" and language != "de" else [entry]
    unclear = {word for part in parts if "[" in part for word in _words(part, language, kind)}
    names = []
    for word in dict.fromkeys(_words(entry, language, kind)):
        origin = source.source_of(word, language) if source else "written"
        ambiguous = word in unclear or (real == "abbreviation" and is_unclear_abbreviation(word))
        names.append(Name(word, language, real, origin, AS_OF[origin], ambiguous))
    return names


def _forms(entry: str, language: str, kind: Kind) -> list[Form]:
    real = _kind(entry, kind)
    if language == "ru" and kind == "demonym":
        return _russian_demonym(entry)
    unclear = "[" in entry or (real == "abbreviation" and is_unclear_abbreviation(_plain(entry)))
    if language == "en" and kind == "demonym":
        parts = entry.split(", ")
        return [Form(_plain(part), language, kind, "[" in part) for part in parts]
    surfaces = _surfaces(entry.replace("[", "").replace("]", ""), language, kind)
    return [Form(surface, language, real, unclear) for surface in dict.fromkeys(surfaces)]


def _russian_demonym(entry: str) -> list[Form]:
    """All cases; forms that only the ambiguous word of the three has are ambiguous (чешка, not чехи)."""
    masculine, feminine, plural = (part if part != "-" else "" for part in entry.split(", "))
    bare = [part.replace("[", "").replace("]", "") for part in (masculine, feminine, plural)]
    everything = demonym_forms(bare[0], bare[1], bare[2])
    if masculine.startswith("["):
        return [Form(text, "ru", "demonym", True) for text in everything]
    clear = set(everything)
    if feminine.startswith("["):
        clear = set(demonym_forms(bare[0], "", bare[2]))
    return [Form(text, "ru", "demonym", text not in clear) for text in everything]


def _surfaces(entry: str, language: str, kind: Kind) -> list[str]:
    if language == "en":
        return english.phrase_forms(entry)
    if language == "ru":
        return adjective_forms(entry) if kind == "adjective" else russian.phrase_forms(entry)
    if kind == "adjective":
        return [entry.removesuffix("=")] if entry.endswith("=") else german.adjective_forms(entry)
    return german.demonym_forms(entry) if kind == "demonym" else german_name(entry)


def german_name(entry: str) -> list[str]:
    """All cases of a written German name; a trailing "0" says that it takes no -s."""
    return german.phrase_forms(entry.removesuffix("0"), invariable=entry.endswith("0"))
