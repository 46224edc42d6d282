"""The history of two sides and two of its periods: the Python twins of `konturen history` and `compare`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from konturen.acts import Acts, day_number
from konturen.analysis.comparing import Comparison, Period, before_and_after
from konturen.analysis.comparing import compare as compared
from konturen.analysis.history import History
from konturen.analysis.history import history as traced
from konturen.analysis.relations import Side
from konturen.analysis.telling import MONTHS, By, Sides
from konturen.api import identify
from konturen.codebook import built_in
from konturen.dates import DateError, parse
from konturen.desk.analysing import SURE, days
from konturen.desk.roster import namer
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, State
from konturen.pipeline import Pipeline
from konturen.settings import Settings

Names = str | Sequence[str]
"""One side: an actor, or several that stand for it together."""


def history(
    ledger: Ledger, a: Names, b: Names, *, by: By = "year", settings: Settings | None = None
) -> History:
    """How two sides stood to each other by month, quarter or year, and the turning points.

    QueryError where a name fits nobody or several, an actor is on both sides, or `by` is something else.
    """
    if by not in MONTHS:
        raise QueryError(f"by: there is no {by!r}.", hint=f"Choose one of: {', '.join(MONTHS)}.")
    acts, sides = _between(ledger, a, b, settings)
    return traced(acts, built_in(), sides, by)


def compare(
    ledger: Ledger, a: Names, b: Names, periods: tuple[str, str], *, settings: Settings | None = None
) -> Comparison:
    """Two periods (EDTF) between two sides: the difference of tone, what came and what went.

    QueryError where a name fits nobody or several; DateError where a period is none, has no end, or ends before
    it begins.
    """
    spans = _period("first period", periods[0]), _period("second period", periods[1])
    return _compared(ledger, a, b, spans, settings)


def before_after(
    ledger: Ledger, a: Names, b: Names, date: str, *, settings: Settings | None = None
) -> Comparison:
    """All that was before a date (EDTF; before its first day) between two sides, and all from then on."""
    try:
        first = parse(date).earliest
    except DateError as error:
        raise DateError(f"before-after: {error}") from error
    if first is None:
        raise DateError(
            f"before-after: {date!r} has no first day.", hint="Give a day, a month or a year: 2024-05."
        )
    return _compared(ledger, a, b, before_and_after(day_number(first)), settings)


def _period(name: str, value: str) -> Period:
    try:
        return days(name, value)
    except DateError as error:
        told = str(error)
        raise DateError(told if name in told else f"{name}: {told}") from error


def _compared(
    ledger: Ledger, a: Names, b: Names, periods: tuple[Period, Period], settings: Settings | None
) -> Comparison:
    acts, sides = _between(ledger, a, b, settings)
    return compared(acts, built_in(), sides, periods)


def _between(ledger: Ledger, a: Names, b: Names, settings: Settings | None) -> tuple[Acts, Sides]:
    """The statements between two sides; QueryError where one actor is named twice."""
    chosen = settings or Settings(min_score=SURE)
    catalog = Pipeline(chosen).catalog_of(ledger)
    reader, held, made = ledger.reader.named(namer(catalog)), set[str](), list[Side]()
    for names in ([side] if isinstance(side, str) else list(side) for side in (a, b)):
        own = set[str]()
        for name in names:
            ids = identify(reader, name, catalog)
            if ids & held:
                raise QueryError(f"{name!r} is named twice.", hint="Name different actors.")
            held |= ids
            own |= ids
        if not own:
            raise QueryError("a side has no actor.", hint="Name at least one on each side.")
        made.append(Side(", ".join(names), frozenset(own)))
    sides = made[0], made[1]
    query = Query(between=(sides[0].ids, sides[1].ids), min_score=chosen.min_score)
    return reader.acts(query), sides


def figures(found: Comparison) -> dict[str, Any]:
    """A comparison without its periods and its changes, which are tables."""
    tables = ("before", "after", "changes")
    return {f.name: getattr(found, f.name) for f in fields(found) if f.name not in tables}


def sentences(ledger: Ledger, ids: Iterable[str]) -> Mapping[str, Recorded]:
    """The statements of these ids by id, with their sentences and texts, as judged; also rejected ones."""
    return by_id(ledger.reader, ids)


def by_id(reader: Reader, ids: Iterable[str]) -> Mapping[str, Recorded]:
    """The same of a reader."""
    wanted = frozenset(ids)
    if not wanted:
        return {}
    every: frozenset[State] = frozenset({"accepted", "rejected", "amended", "unsure", "disputed", "none"})
    return {one.id: one for one in reader.statements(Query(ids=wanted, judgement=every))}


def words(quoted: Mapping[str, Recorded], ids: Iterable[str]) -> list[dict[str, Any]]:
    """The sentences of statements that are there, with their texts, for JSON."""
    return [
        {
            "id": id,
            "relation": one.statement.relation,
            "status": one.statement.status,
            "when": one.statement.when,
            "sentence": one.statement.evidence.text,
            "document_id": one.document.id,
            "source_id": one.document.source,
            "outlet": one.document.outlet,
            "published": one.document.published,
        }
        for id in dict.fromkeys(ids)
        if (one := quoted.get(id))
    ]
