"""The history of two sides and two of its periods: the Python twins of `konturen history` and `compare`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from konturen.acts import Acts, day_number
from konturen.analysis.comparing import Comparison, Period, before_and_after
from konturen.analysis.comparing import compare as compared
from konturen.analysis.history import History
from konturen.analysis.history import history as traced
from konturen.analysis.telling import MONTHS, By, Sides
from konturen.codebook import Codebook
from konturen.dates import DateError, parse
from konturen.desk.analysing import Held, Names, apart, days, material
from konturen.errors import QueryError
from konturen.settings import Settings


def history(a: Names, b: Names, ledger: Held, *, by: By = "year", settings: Settings | None = None) -> History:
    """How two sides stood to each other by month, quarter or year, and the turning points.

    QueryError where a name fits nobody or several, an actor is on both sides, or `by` is something else.
    """
    if by not in MONTHS:
        raise QueryError(f"by: there is no {by!r}.", hint=f"Choose one of: {', '.join(MONTHS)}.")
    acts, codebook, sides = _between(ledger, a, b, settings)
    return traced(acts, codebook, sides, by)


def compare(
    a: Names, b: Names, periods: tuple[str, str], ledger: Held, *, settings: Settings | None = None
) -> Comparison:
    """Two periods (EDTF) between two sides: the difference of tone, what came and what went.

    QueryError where a name fits nobody or several; DateError where a period is none, has no end, or ends before
    it begins.
    """
    spans = days("first period", periods[0]), days("second period", periods[1])
    return _compared(ledger, a, b, spans, settings)


def before_after(
    a: Names, b: Names, date: str, ledger: Held, *, settings: Settings | None = None
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


def _compared(
    ledger: Held, a: Names, b: Names, periods: tuple[Period, Period], settings: Settings | None
) -> Comparison:
    acts, codebook, sides = _between(ledger, a, b, settings)
    return compared(acts, codebook, sides, periods)


def _between(ledger: Held, a: Names, b: Names, settings: Settings | None) -> tuple[Acts, Codebook, Sides]:
    """The statements between two sides; QueryError where one actor is named twice."""
    chosen = material(ledger, settings)
    sides = apart((chosen.together(a), chosen.together(b)))
    return chosen.acts(sides), chosen.codebook, sides


def figures(found: Comparison) -> dict[str, Any]:
    """A comparison without its periods and its changes, which are tables."""
    tables = ("before", "after", "changes")
    return {f.name: getattr(found, f.name) for f in fields(found) if f.name not in tables}
