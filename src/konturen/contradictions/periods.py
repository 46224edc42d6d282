"""When a statement holds, as days, and which of many clash.

A statement holds at *some* time of its period ("met in May": on one day of it) or *throughout* it ("did not
meet in May", "a member from 2005 to 2010"). Two clash where the one's "some time" lies wholly within the
other's "throughout", or where two that hold throughout overlap. Two that hold at some time never clash.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from konturen.contradictions.rules import RelationRule, Rules
from konturen.dates import DateError, When, parse
from konturen.ledger.values import Recorded, RecordedFact


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last day, whether it holds throughout them, and whether the sentence itself is dated."""

    first: date
    last: date
    throughout: bool
    dated: bool


def published(record: Recorded | RecordedFact) -> tuple[date, date] | None:
    """First and last day on which the text may have been published; None where that is not known."""
    when = read(record.document.published)
    if when is None or when.earliest is None or when.latest is None:
        return None
    return when.earliest, when.latest


def read(value: str | None) -> When | None:
    """A date, None where it is none."""
    try:
        return parse(value) if value else None
    except DateError:
        return None


def known_until(record: Recorded | RecordedFact) -> date:
    """The last day of which a text can tell: that of its publication, else that of its recording."""
    days = published(record)
    if days:
        return days[1]
    when = read(record.recorded[:10])
    return when.latest or date.max if when else date.max


def moved(day: date, days: int) -> date:
    """A day some days off, at most the first or last that there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def asserted(record: Recorded, rule: RelationRule, settings: Rules) -> Extent | None:
    """When what happened or lasts did so."""
    s = record.statement
    lasting = s.status == "ongoing"
    when = read(s.when)
    if when is not None:
        first = when.earliest or date.min
        last = when.latest or max(first, known_until(record))
        throughout = (lasting or rule.state) and (when.interval or first == last) and not when.approximate
        return Extent(first, last, throughout, True)
    days = published(record)
    if days is None:
        return None
    if rule.state and not lasting:
        return Extent(date.min, days[1], False, False)
    return Extent(*days, throughout=lasting and days[0] == days[1], dated=False)


def denied(record: Recorded, rule: RelationRule, settings: Rules) -> Extent | None:
    """When it did not happen or was not so."""
    s, text = record.statement, record.statement.evidence.text
    if settings.says("refused", text):
        return None  # what is refused for later is a plan
    if settings.says("never", text):
        return Extent(date.min, known_until(record), True, True)
    when = read(s.when)
    if when is not None:
        first = when.earliest or date.min
        last = when.latest or max(first, known_until(record))
        point = when.start.grain if when.start else "day"
        coarse = rule.state and not when.interval and point not in ("day", "month")
        return Extent(first, last, not coarse and not when.approximate, True)
    days = published(record)
    if days is None:
        return None
    # A text of which only the month is known speaks for no day surely: then the end lies before the beginning.
    first, last = moved(days[1], -settings.close), moved(days[0], settings.lag)
    if settings.says("not_yet", text):
        last = days[0]
    elif settings.says("ended", text):
        first, last = days[1], moved(days[0], settings.close)
    elif rule.state:
        last = moved(days[0], settings.close)
    return Extent(first, last, True, False) if first <= last else None


def state_of(record: Recorded, rule: RelationRule, settings: Rules) -> Extent | None:
    """When a state was so, for a comparison with its reverse: an undated one for some days."""
    extent = asserted(record, rule, settings)
    if extent is None or extent.dated:
        return extent
    if not extent.throughout:
        return None
    return Extent(extent.first, moved(extent.first, settings.close), True, False)


class _Sets:
    """Disjoint sets of numbers, joined two by two."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        self._parent[self.root(one)] = self.root(other)


def cases(sides: Sequence[Sequence[Extent]]) -> list[tuple[list[int], list[int]]]:
    """The clashes of two lists of extents, each with the numbers of its members on either side.

    What clashes with the same belongs to one case. Sorted once, then one pass: n log n. Of those who hold
    throughout and have clashed together only the last to end is kept; whatever clashes later with any of them
    clashes with it.
    """
    order = sorted(
        (
            (e.first, not e.throughout, e.last, side, at)
            for side, extents in enumerate(sides)
            for at, e in enumerate(extents)
        ),
        key=lambda item: item[:2],
    )
    base = len(sides[0])
    sets = _Sets(base + len(sides[1]))
    running: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for first, sometime, last, side, at in order:
        own, bound = side * base + at, last if sometime else first
        other = running[1 - side]
        latest: tuple[int, int] | None = None
        while other and -other[0][0] >= bound.toordinal():
            found = heapq.heappop(other)
            latest = latest or found
            sets.join(own, found[1])
        if latest:
            heapq.heappush(other, latest)
        if not sometime:
            heapq.heappush(running[side], (-last.toordinal(), own))
    members: dict[int, tuple[list[int], list[int]]] = {}
    for side, extents in enumerate(sides):
        for at in range(len(extents)):
            members.setdefault(sets.root(side * base + at), ([], []))[side].append(at)
    return [case for case in members.values() if case[0] and case[1]]


def common(sides: Sequence[Sequence[Extent]]) -> str:
    """The days that both sides speak of, as EDTF."""
    first = max(min(e.first for e in own) for own in sides)
    last = min(max(e.last for e in own) for own in sides)
    return edtf(min(first, last), max(first, last))


def edtf(first: date, last: date) -> str:
    """Two days as one EDTF value."""
    if first == last:
        return first.isoformat()
    return f"{'..' if first == date.min else first.isoformat()}/{last.isoformat()}"
