"""How actors of a ledger stand to each other: the Python twin of `konturen relation`, `pairs` and `tracks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from konturen.acts import Acts, day_of
from konturen.analysis import pairs as of_all
from konturen.analysis import relations as of_pair
from konturen.analysis import tracks as by_track
from konturen.analysis.pairs import PairRelation
from konturen.analysis.relations import Relation
from konturen.analysis.tracks import TrackRow
from konturen.desk.analysing import Held, apart, days, material, span_of
from konturen.errors import QueryError
from konturen.settings import Settings
from konturen.tables import Table


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of a ledger at a day."""

    at: date
    table: Table[PairRelation]


@dataclass(frozen=True, slots=True)
class Tracks:
    """Two sides by track over a period."""

    a: str
    b: str
    since: date
    until: date
    table: Table[TrackRow]


def relation(a: str, b: str, ledger: Held, at: str | None = None, settings: Settings | None = None) -> Relation:
    """How `a` stands to `b` at the end of a date (EDTF); without one at the last day the ledger knows of them.

    QueryError where a name fits nobody or several actors, or where nothing about the two has a date and none is
    given; DateError where `at` is no date.
    """
    chosen = material(ledger, settings)
    sides = apart((chosen.side(a), chosen.side(b)))
    acts = chosen.acts(sides)
    return of_pair.relation(acts, chosen.codebook, sides, _day(acts, at))


def pairs(ledger: Held, at: str | None = None, settings: Settings | None = None) -> Pairs:
    """All pairs at the end of a date, or at the last day the ledger knows; errors as for `relation`."""
    chosen = material(ledger, settings)
    acts = chosen.acts()
    if not len(acts) and at is None:
        return Pairs(date.min, Table(PairRelation, ()))
    day = _day(acts, at)
    return Pairs(_date(day), of_all.relation_table(acts, chosen.codebook, day))


def tracks(a: str, b: str, ledger: Held, period: str | None = None, settings: Settings | None = None) -> Tracks:
    """The tracks between two sides over a period (EDTF); without one over all that the ledger knows of them.

    A state stands for all actors of its country. Errors as for `relation`.
    """
    chosen = material(ledger, settings)
    sides = apart((chosen.country(a), chosen.country(b)))
    acts = chosen.acts(sides)
    span = days("--period", period) if period else span_of(acts)
    if span is None:
        raise _undated()
    rows = by_track.tracks(acts, chosen.codebook, sides, span)
    return Tracks(sides[0].name, sides[1].name, _date(span[0]), _date(span[1]), rows)


def _day(acts: Acts, at: str | None) -> int:
    if at is not None:
        return days("--at", at)[1]
    span = span_of(acts)
    if span is None:
        raise _undated()
    return span[1]


def _undated() -> QueryError:
    return QueryError(
        "no act here has a date, nor has a text that tells one.",
        hint="Give a day: --at 2026-11-23, or a period.",
    )


def _date(day: int) -> date:
    found = day_of(day)
    assert found is not None
    return found
