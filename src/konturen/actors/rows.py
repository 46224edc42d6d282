"""The lines of the catalog as they are held: small tuples that share what repeats.

A hundred thousand names as the objects that JSON gives are some hundred MB, and building values for all of
them takes longer than reading them. So a row keeps its names and forms flat: text, meta, text, meta, ...;
each distinct meta is held once for the whole catalog. Values are built from rows when somebody asks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, cast

from konturen.actors.ties import TieRelation
from konturen.records import ActorType

NameKind = Literal[
    "official",
    "short",
    "abbreviation",
    "adjective",
    "demonym",
    "capital",
    "former",
    "native",
    "transliteration",
    "epithet",
    "surname",
]
SINGLE = ("type", "country", "founded", "dissolved", "gender")
"""Fields that hold one value; where files differ all are kept and the last is shown."""

Pool = dict[object, Any]
"""Equal values by themselves: what repeats is held once."""
NameMeta = tuple[str, NameKind, str | None, str | None, str | None, str | None]
"""Language, kind, source, as_of, since, until."""
FormCode = tuple[str, NameKind, bool]
"""Language, kind, ambiguous."""
TieRow = tuple[TieRelation, str, Mapping[str, str], str | None, str | None, str | None, str | None, str | None]
"""Relation, actor, title, since, until, source, as_of, evidence."""
Given = tuple[str, str, str]
"""Field, value, origin."""


class Row(NamedTuple):
    """All that the catalog holds of an actor. `names`, `forms`, `unformed` and `ids` are flat pairs."""

    id: str
    type: ActorType
    country: str | None
    names: tuple[Any, ...]
    forms: tuple[Any, ...]
    unformed: tuple[Any, ...]
    """The names (flat, as in `names`) of lines without "forms": theirs are made by rule."""
    ties: tuple[TieRow, ...]
    ids: tuple[str, ...]
    founded: str | None
    dissolved: str | None
    gender: str | None
    origin: str
    given: tuple[Given, ...] | None
    """All single values that several lines give; None for a row of one line."""


def compact(line: Mapping[str, Any], origin: str, pool: Pool) -> Row:
    """A checked line as a row."""
    get = line.get
    keep = pool.setdefault
    names: list[Any] = []
    texts: dict[str, str] = {}
    for name in get("names") or ():
        also, text = name.get, name["text"]
        meta = (
            also("language") or "",
            name["kind"],
            also("source"),
            also("as_of"),
            also("since"),
            also("until"),
        )
        texts[text] = text
        names.append(text)
        names.append(keep(meta, meta))
    flat = tuple(names)
    forms: list[Any] = []
    listed = get("forms")
    for surface, *rest in listed or ():
        code = tuple(rest) if len(rest) > 2 else (*rest, False)
        forms.append(texts.get(surface, surface))
        forms.append(keep(code, code))
    kind = sys.intern(line["type"])
    country = get("country")
    ids = get("ids")
    return Row(
        line["id"],
        cast("ActorType", kind),
        sys.intern(country) if country else None,
        flat,
        tuple(forms),
        flat if listed is None else (),
        tuple([_tie(tie) for tie in get("ties") or ()]),
        _flat_ids(ids) if ids else (),
        get("founded"),
        get("dissolved"),
        get("gender"),
        origin,
        None,
    )


def _tie(tie: Mapping[str, Any]) -> TieRow:
    get = tie.get
    return (
        cast("TieRelation", sys.intern(tie["relation"])),
        tie["actor"],
        get("title") or {},
        get("from"),
        get("to"),
        get("source"),
        get("as_of"),
        get("evidence"),
    )


def _flat_ids(ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple([part for scheme, value in ids.items() for part in (sys.intern(scheme), value)])


def pairs(flat: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """The pairs of a flat tuple."""
    return zip(flat[::2], flat[1::2], strict=True)


def completed(known: Row, row: Row) -> Row:
    """What two rows of one actor say together: lists joined, of single values the later row's shown."""
    ids = dict(pairs(known.ids)) | dict(pairs(row.ids))
    return Row(
        known.id,
        row.type,
        row.country or known.country,
        _joined(known.names, row.names),
        _joined(known.forms, row.forms),
        _joined(known.unformed, row.unformed),
        known.ties + tuple(tie for tie in row.ties if tie not in known.ties),
        _flat_ids(ids),
        row.founded or known.founded,
        row.dissolved or known.dissolved,
        row.gender or known.gender,
        row.origin,
        given(known) + given(row),
    )


def _joined(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    if not first or not second:
        return first or second
    there = set(pairs(first))
    more = [part for pair in pairs(second) if pair not in there for part in pair]
    return first + tuple(more)


def given(row: Row) -> tuple[Given, ...]:
    """All single values and outside ids that the lines of a row give, in their order, with the file of each."""
    if row.given is not None:
        return row.given
    single = [(name, getattr(row, name), row.origin) for name in SINGLE]
    outside = [(f"ids.{scheme}", value, row.origin) for scheme, value in pairs(row.ids)]
    return tuple([one for one in (*single, *outside) if one[1]])
