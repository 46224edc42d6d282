"""Event-data formats: which statements are events there, and PLOVER JSON lines.

These formats know no modality: only what happened or goes on goes out. A statement without a date is no event
either, and so is one whose relation the vocabulary lacks (`data/event_codes.toml`). Each reason is counted.

The fields of PLOVER are those of chapter "Data Fields" of its manual (PLOVER_MANUAL.tex,
github.com/openeventdata/PLOVER): `source` and `recipient` are lists of actors, `event` and `event_text` lists,
`quad_code` a number from 1 to 4, `text_story` a list of sentences.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from konturen.export.context import Context, Parts, days, iso, rows
from konturen.flat import Flat
from konturen.imports.countries import ALPHA2
from konturen.lines import dumps

GOES_OUT = ("happened", "ongoing")
QUADS = {
    "VERBAL COOPERATION": 1,
    "MATERIAL COOPERATION": 2,
    "VERBAL CONFLICT": 3,
    "MATERIAL CONFLICT": 4,
}
"""PLOVER's numbers of its four quads."""


@dataclass(frozen=True, slots=True)
class Cameo:
    """A root event of CAMEO: `code` is the root-level event code, `quad` its QuadClass."""

    root: str
    code: str
    quad: int
    goldstein: float
    label: str


@dataclass(frozen=True, slots=True)
class Codes:
    """What relations are elsewhere: PLOVER type and quad, CAMEO root, and the roles of types of actors."""

    plover: Mapping[str, tuple[str, str]]
    cameo: Mapping[str, Cameo]
    roles: Mapping[str, str]
    plover_roles: Mapping[str, str]


@cache
def codes() -> Codes:
    """The codes that ship with the package."""
    raw = resources.files("konturen.data").joinpath("event_codes.toml").read_text("utf-8")
    held = tomllib.loads(raw)
    relations: dict[str, Any] = held["relation"]
    return Codes(
        {k: (v["plover"]["type"], v["plover"]["quad"]) for k, v in relations.items() if "plover" in v},
        {k: Cameo(**v["cameo"]) for k, v in relations.items() if "cameo" in v},
        held["roles"],
        held["plover_roles"],
    )


def events(parts: Parts, context: Context, known: Mapping[str, Any]) -> Iterator[tuple[Flat, date]]:
    """The statements that are events of a vocabulary, each with its day; the others are counted by reason."""
    for row in rows(parts):
        day = days(row.when)[0]
        if row.status not in GOES_OUT:
            context.left[row.status] += 1
        elif row.relation not in known:
            context.left[f"{row.relation} has no counterpart"] += 1
        elif day is None:
            context.left["no date"] += 1
        else:
            context.written += 1
            yield row, day


def coder(row: Flat, context: Context) -> str:
    """Who coded a statement, as event data name it."""
    return f"konturen {row.coder}"


def alpha3(country: str | None) -> str | None:
    """The alpha-3 code of an alpha-2 code."""
    return None if country is None else _alpha3().get(country)


@cache
def _alpha3() -> Mapping[str, str]:
    return {two: three for three, two in ALPHA2.items()}


def plover(parts: Parts, context: Context) -> Iterator[str]:
    """PLOVER JSON lines: one event a line; `text_info` has the sentence, `cite_info` coder and codebook."""
    table = codes()
    for row, day in events(parts, context, table.plover):
        type_, quad = table.plover[row.relation]
        last = days(row.when)[1]
        line: dict[str, Any] = {"id": row.id, "date": iso(day)}
        if last is not None and last != day:
            line["enddate"] = iso(last)
        line["source"] = [
            _entity(context, row.source_actor, row.source_name, row.source_type, row.source_surface)
        ]
        if row.target_actor is not None:
            line["recipient"] = [
                _entity(context, row.target_actor, row.target_name, row.target_type, row.target_surface)
            ]
        line |= {
            "event": [type_],
            "quad_code": QUADS[quad],
            "event_text": [row.cue] if row.cue else None,
            "text": row.evidence_text,
            "text_info": {
                "start": row.evidence_start,
                "end": row.evidence_end,
                "text_story": [row.evidence_text],
            },
            "cite_info": _bare(
                {
                    **{"corpus": row.outlet, "citation": f"konturen:{row.document_id}"},
                    **{"url": row.document, "title": row.title, "language": row.language},
                    **{"publication": row.published, "coder": coder(row, context)},
                    **{"codebook": context.codebook, "version": context.version},
                }
            ),
            "coder": coder(row, context),
            "coded_date": row.recorded[:10],
            "coded_time": row.recorded[11:19],
            "comment": f"status {row.status}; score {row.score:.3f}; judged {row.judgement}",
        }
        yield dumps(_bare(line)) + "\n"


def _entity(context: Context, key: str, name: str | None, type_: str | None, surface: str | None) -> Any:
    wikidata = context.wikidata(key)
    return _bare(
        {
            "code": alpha3(context.country(key)),
            "sector": codes().plover_roles.get(type_ or ""),
            "actor_text": surface or name,
            "identifier_id": f"wikidata:{wikidata}" if wikidata else f"konturen:{key}",
            "identifier_text": name,
        }
    )


def _bare(line: Mapping[str, Any]) -> dict[str, Any]:
    """Without the keys that have no value: what is missing is missing."""
    return {key: value for key, value in line.items() if value is not None}
