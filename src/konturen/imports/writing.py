"""Exports of catalog rows: our JSON lines, plain CSV (the columns of `table`) and FollowTheMoney JSON lines.

All are iterators of pieces of text, so that a caller can write them whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from konturen.imports.rows import RELATIONS
from konturen.imports.table import COLUMNS, SCHEMES, SINGLE

FORMATS = ("jsonl", "csv", "followthemoney")

_HALVES = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ISO = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?\Z")
_SCHEMAS = {"person": "Person", "state": "PublicBody", "institution": "PublicBody"}
_TOPICS = {"party": "pol.party", "igo": "gov.igo"}
_PROPERTIES = {"abbreviation": "weakAlias", "former": "previousName"}
_NAMING = ("short", "official", "native", "transliteration", "epithet")
_LINKS = {
    "member_of": ("Membership", "member", "organization"),
    "leads": ("Directorship", "director", "organization"),
    "succeeds": ("Succession", "successor", "predecessor"),
}

Row = Mapping[str, Any]


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """One row a line, without the forms, which are computed from the names."""
    for row in rows:
        yield _dumps({key: value for key, value in row.items() if key != "forms"}) + "\n"


def _dumps(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _HALVES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def csv_table(rows: Sequence[Row]) -> Iterator[str]:
    """A table that `konturen.imports.table` reads back: a line a name and a line a tie, an actor's own values
    on its first. A cell that a spreadsheet would take for a formula gets an apostrophe before it; reading
    takes it off."""
    schemes = sorted({scheme for row in rows for scheme in row.get("ids") or ()} - set(SCHEMES))
    languages = sorted({lang for row in rows for tie in row.get("ties", ()) for lang in tie.get("title") or ()})
    columns = [column for column in COLUMNS if column != "title"]
    columns += [f"id_{scheme}" for scheme in schemes] + [f"title_{language}" for language in languages]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        for cells in _cells(row):
            writer.writerow({column: _shielded(value) for column, value in cells.items() if value})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if not rows:
        yield out.getvalue()


def _cells(row: Row) -> Iterator[dict[str, str]]:
    base = {"id": row["id"], "type": row["type"]}
    own: dict[str, str] = {column: row.get(column) or "" for column in SINGLE}
    for scheme, value in (row.get("ids") or {}).items():
        own[scheme if scheme in SCHEMES else f"id_{scheme}"] = value
    names: Sequence[Row] = row.get("names") or ({},)
    for name in names:
        told = {
            key: name.get(key) or ""
            for key in ("language", "kind", "since", "until", "source", "as_of")
            if name
        }
        yield base | own | {"name": name.get("text", "")} | told
        own = {}
    for tie in row.get("ties", ()):
        cells = {tie["relation"]: tie["actor"]}
        cells |= {key: tie.get(key) or "" for key in ("from", "to", "source", "as_of", "evidence")}
        cells |= {f"title_{language}": text for language, text in (tie.get("title") or {}).items()}
        yield base | cells


def _shielded(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


def followthemoney(rows: Iterable[Row]) -> Iterator[str]:
    """An entity a line for each actor, then one for each of its ties.

    The type stands as `classification` and the relation as `summary` of the link, so that both come back. What
    the format does not know is left out: languages and sources of names, demonyms and adjectives, dates that
    are no ISO dates. A link has an id that follows from what it says.
    """
    for row in rows:
        yield _dumps(_entity(row)) + "\n"
        for tie in row.get("ties", ()):
            if tie["relation"] in RELATIONS:
                yield _dumps(_link(row["id"], tie)) + "\n"


def _entity(row: Row) -> dict[str, Any]:
    kind = row["type"]
    found: dict[str, list[str]] = {}
    for name in row.get("names", ()):
        if name["kind"] in _NAMING:
            _put(found, "alias" if "name" in found else "name", name["text"])
        elif name["kind"] in _PROPERTIES:
            _put(found, _PROPERTIES[name["kind"]], name["text"])
    if "name" not in found:
        _put(found, "name", next((values[0] for values in found.values()), row["id"]))
    begin, end = ("birthDate", "deathDate") if kind == "person" else ("incorporationDate", "dissolutionDate")
    country = row.get("country")
    for key, value in (
        ("country", country.lower() if country and len(country) == 2 else None),
        ("wikidataId", (row.get("ids") or {}).get("wikidata")),
        (begin, _iso(row.get("founded"))),
        (end, _iso(row.get("dissolved"))),
        ("gender", {"m": "male", "f": "female"}.get(row.get("gender") or "")),
        ("classification", kind),
        ("topics", _TOPICS.get(kind)),
    ):
        _put(found, key, value)
    return {"id": row["id"], "schema": _SCHEMAS.get(kind, "Organization"), "properties": found}


def _link(actor: str, tie: Row) -> dict[str, Any]:
    schema, one, other = _LINKS.get(tie["relation"], ("UnknownLink", "subject", "object"))
    found: dict[str, list[str]] = {one: [actor], other: [tie["actor"]]}
    for text in (tie.get("title") or {}).values():
        _put(found, "role", text)
    _put(found, "startDate", _iso(tie.get("from")))
    _put(found, "endDate", _iso(tie.get("to")))
    _put(found, "summary", tie["relation"])
    told = json.dumps([schema, found], sort_keys=True, ensure_ascii=True).encode()
    return {"id": f"link-{hashlib.sha256(told).hexdigest()[:24]}", "schema": schema, "properties": found}


def _put(found: dict[str, list[str]], key: str, value: str | None) -> None:
    if value and value not in found.get(key, ()):
        found.setdefault(key, []).append(value)


def _iso(value: str | None) -> str | None:
    return value if value and _ISO.match(value) else None
