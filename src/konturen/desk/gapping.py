"""Gaps and the matrix of two sides in a ledger: the Python twins of `konturen gaps` and `konturen matrix`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from konturen.actors.roles import Level
from konturen.acts import Acts, day_of
from konturen.analysis.gaps import Gap
from konturen.analysis.gaps import gaps as find_gaps
from konturen.analysis.matrix import Cell, last_day
from konturen.analysis.matrix import matrix as build_matrix
from konturen.desk import analysing
from konturen.desk.analysing import Held
from konturen.desk.counterparts import Side, Sides
from konturen.desk.quoting import sentences
from konturen.desk.rolled_acts import rolled
from konturen.errors import QueryError
from konturen.ledger.values import Recorded
from konturen.settings import Settings
from konturen.tables import Table


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which counterparts: of a kind (None: parties of states, those named as they are), at a day (EDTF; None:
    the last that the ledger knows), with `everybody` also those of whom no text speaks; persons and bodies as
    the party or state that they stood for at the time (`roll_up`)."""

    kind: str | None = None
    at: str | None = None
    everybody: bool = False
    roll_up: Level | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps between two sides at a day (None: nothing in the ledger has a date), the first ones first.

    `sentences` are the denying and foreseeing statements by id.
    """

    a: Side
    b: Side
    at: date | None
    at_known: bool
    pairs: int
    table: Table[Gap]
    sentences: Mapping[str, Recorded]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two sides against each other at a day (None: nothing in the ledger has a date); `sentences` by id."""

    a: Side
    b: Side
    at: date | None
    at_known: bool
    table: Table[Cell]
    sentences: Mapping[str, Recorded]


def gaps(a: str, b: str, ledger: Held, wanted: Wanted | None = None, settings: Settings | None = None) -> Gaps:
    """Counterparts on two sides (states, or lists of actors) without contact; see `konturen.analysis.gaps`.

    QueryError where a name fits nobody or several, DateError where the day is none.
    """
    asked = _Asked(ledger, a, b, wanted or Wanted(), settings)
    table = find_gaps(asked.acts, asked.codebook, asked.a.actors, asked.b.actors, asked.at)
    pairs = sum(one.kind == other.kind for one in asked.a.actors for other in asked.b.actors)
    told = sentences(asked.reader, (id for gap in table for id in (*gap.denied, *gap.foreseen_ids)))
    return Gaps(asked.a, asked.b, asked.day, asked.given, pairs, table, told)


def matrix(
    a: str, b: str, ledger: Held, wanted: Wanted | None = None, settings: Settings | None = None
) -> Matrix:
    """All actors of one side against all of another; see `konturen.analysis.matrix`. Errors as `gaps`."""
    asked = _Asked(ledger, a, b, wanted or Wanted(), settings)
    # Without any date nothing decays: the day does not matter.
    at = asked.at if asked.at is not None else 0
    table = build_matrix(asked.acts, asked.codebook, asked.a.actors, asked.b.actors, at)
    told = sentences(asked.reader, (id for cell in table for id in cell.denied))
    return Matrix(asked.a, asked.b, asked.day, asked.given, table, told)


class _Asked:
    """What both begin with: statements as columns, the two sides, the day."""

    def __init__(self, ledger: Held, a: str, b: str, wanted: Wanted, settings: Settings | None) -> None:
        material = analysing.material(ledger, settings)
        catalog = material.catalog
        self.reader, self.codebook = material.reader, material.codebook
        acts: Acts = material.acts()
        self.given = wanted.at is not None
        self.at = analysing.days("--at", wanted.at)[1] if wanted.at is not None else last_day(acts)
        self.day = day_of(self.at) if self.at is not None else None
        sides = Sides(material.ledger, catalog, acts, self.at)
        self.a = sides.side(a, wanted.kind, wanted.everybody)
        self.b = sides.side(b, wanted.kind, wanted.everybody)
        for side in (self.a, self.b):
            if not side.actors:
                what = f"no text mentions anybody of {side.name!r} of that kind."
                error = QueryError(what, "--kind", "With --all those of the catalog are shown.")
                raise error.named("nobody_of_kind", name=side.name)
        self.a, self.b = _told_apart(self.a, self.b)
        if wanted.roll_up is not None:
            acts = rolled(acts, catalog, wanted.roll_up)
        self.acts = acts


def _told_apart(*sides: Side) -> tuple[Side, ...]:
    """The sides, with the side's name behind the names that actors of both bear."""
    names = [{one.name for one in side.actors} for side in sides]
    both = frozenset.intersection(*map(frozenset, names))
    return tuple(
        replace(
            side,
            actors=tuple(
                replace(one, name=f"{one.name} ({side.name})" if one.name in both else one.name)
                for one in side.actors
            ),
        )
        for side in sides
    )
