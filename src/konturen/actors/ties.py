"""Dated roles and memberships: what each relation between two actors means, and when a tie holds.

All comparing of dates is as precise as both sides are: "2022" and "2022-03-01" may be the same time.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from konturen.dates import parse

TieRelation = Literal["leads", "member_of", "part_of", "youth_wing_of", "governs", "seats_in", "succeeds"]

_TIME = re.compile(r"[T ](?=\d\d:)")

RELATIONS: Mapping[TieRelation, str] = {
    "leads": "The person heads the other: a state, a party, an institution, an organisation.",
    "member_of": "The person, party, organisation or state belongs to the other as one of its members.",
    "part_of": "The actor is a body of the other: an agency, a chamber, a department, a wing.",
    "youth_wing_of": "The organisation is the youth organisation of the party.",
    "governs": "The party, person or body is in government of the state.",
    "seats_in": "The party has seats in the house of parliament.",
    "succeeds": "The actor took the place of the other, which ended or was renamed into it.",
}
"""What each relation says, from the actor that has the tie to the other."""

ACYCLIC: tuple[frozenset[TieRelation], ...] = (
    frozenset({"part_of", "member_of", "youth_wing_of"}),
    frozenset({"governs"}),
    frozenset({"succeeds"}),
)
"""Relations that go one way: ties of one group must never lead from an actor back to itself."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A dated role or membership: this actor `relation` the other; `title` by language; ends are EDTF or
    None. `evidence` is a quotation or an address."""

    relation: TieRelation
    actor: str
    title: Mapping[str, str]
    since: str | None
    until: str | None
    source: str | None
    as_of: str | None
    evidence: str | None = None

    def holds(self, date: str | None) -> bool:
        """Whether the tie holds at a date (EDTF or ISO, any precision); without a date: whether it has no
        end. Raises DateError for what is no date."""
        return holds(self.since, self.until, date)


def holds(since: str | None, until: str | None, date: str | None) -> bool:
    """Whether some day of `date` may lie between two ends; an end that is None is open.

    Without a date: whether there is no end. Raises DateError for what is no date.
    """
    if date is None:
        return until is None
    first, last = bounds(date)
    return (since is None or bounds(since)[0] <= last) and (until is None or first <= bounds(until)[1])


def backwards(since: str | None, until: str | None) -> bool:
    """Whether the end is over before the beginning, as precise as both are. Raises DateError."""
    return since is not None and until is not None and bounds(until)[1] < bounds(since)[0]


@lru_cache(maxsize=8192)
def bounds(value: str) -> tuple[datetime.date, datetime.date]:
    """First and last day that a date may mean; the time of day of an ISO timestamp counts for nothing.

    An open end is the first or last day there is. Raises DateError.
    """
    when = parse(_TIME.split(value, maxsplit=1)[0])
    return when.earliest or datetime.date.min, when.latest or datetime.date.max
