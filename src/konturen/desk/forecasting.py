"""Which pairs without contact will have one, from a ledger: the Python twin of `konturen forecast`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from konturen.actors.catalog import Catalog
from konturen.acts import Acts
from konturen.analysis import forecast as of_memory
from konturen.analysis.expected import Backtest, Forecast, TooLittle
from konturen.analysis.memory import Memory
from konturen.desk import analysing
from konturen.desk.analysing import Held
from konturen.desk.counterparts import Sides
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.lines import Line
from konturen.settings import Settings
from konturen.tables import Table

UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Days of a unit of a horizon."""
LONGEST = 36_500
"""Days that a horizon may have."""
_HORIZON = re.compile(r"(\d{1,6})\s*(day|week|month|year)s?", re.ASCII)


def forecast(
    ledger: Held,
    at: str | None = None,
    horizon: str | int = "1 year",
    between: tuple[str, str] | None = None,
    kind: str | None = None,
    settings: Settings | None = None,
) -> Forecast | TooLittle:
    """Which pairs without contact at the end of a date (EDTF) have one within the horizon, with its backtest;
    `TooLittle`, which says what is missing, where the past is too short to test it.

    Without `at` the day is that of the last text. `horizon` is in days or words ("1 year", "6 months").
    `between` are two sides as `gaps` takes them (a state, or actors parted by commas), `kind` the kind of their
    actors; the model is learned and tested on all pairs of the ledger. QueryError where a name fits nobody or
    several, the horizon is no time ahead, or the day lies after the last text; DateError where `at` is no date.
    """
    if kind is not None and between is None:
        raise QueryError("--kind: a kind is one of two sides.", hint="Name two sides, too.")
    ahead = days_of(horizon)
    day = analysing.days("--at", at)[1] if at is not None else None
    found = analysing.material(ledger, settings)
    acts = found.acts()
    sides = _sides(found.ledger, found.catalog, acts, day, (between, kind)) if between else None
    memory = Memory(acts, found.codebook, states_of(acts, found.catalog))
    return of_memory.forecast(memory, found.codebook, ahead, day, sides)


def days_of(horizon: str | int) -> int:
    """The days of a horizon; QueryError that names the option where it is none."""
    told = f"{horizon} days" if isinstance(horizon, int) else horizon.strip().lower()
    told = f"{told} days" if told.isascii() and told.isdigit() else told
    read = _HORIZON.fullmatch(told)
    number = int(read[1]) * UNITS[read[2]] if read else 0
    if not 0 < number <= LONGEST:
        what = f"--horizon: {str(horizon)!r} is no time ahead of 1 to {LONGEST} days."
        raise QueryError(what, hint="Give 1 year, 6 months, 90 days.")
    return number


def states_of(acts: Acts, catalog: Catalog) -> dict[str, str]:
    """The state of each actor whose country the catalog knows, by ids."""
    states = catalog.states()
    return {
        actor.id: states[country]
        for actor in acts.actors
        if actor.id in catalog and (country := catalog.country_of(actor.id)) and country in states
    }


def _sides(
    ledger: Ledger,
    catalog: Catalog,
    acts: Acts,
    day: int | None,
    wanted: tuple[tuple[str, str], str | None],
) -> tuple[frozenset[str], frozenset[str]]:
    between, kind = wanted
    sides = Sides(ledger, catalog, acts, day)
    one, other = (sides.side(name, kind) for name in between)
    a, b = (frozenset(actor.id for actor in side.actors) for side in (one, other))
    if a & b:
        raise QueryError(f"{one.name!r} and {other.name!r} have actors in common.", hint="Name two others.")
    return a, b


def lines(found: Forecast | TooLittle) -> Iterator[Line]:
    """The answer in the line format: the backtest first, then the pairs, each with its scores."""
    if isinstance(found, TooLittle):
        yield {"kind": "no-forecast", **_plain(asdict(found))}
        return
    head = {
        f.name: getattr(found, f.name)
        for f in fields(found)
        if f.name not in ("rows", "coefficients", "backtest")
    }
    yield {"kind": "forecast-of", **_plain(head), "better": found.backtest.better}
    yield from _test_lines(found.backtest)
    yield from _of("coefficient", found.coefficients)
    yield from _of("forecast", found.rows)


def _test_lines(test: Backtest) -> Iterator[Line]:
    yield from _of("score", test.scores)
    yield from _of("test", test.tests)
    yield from _of("calibration", test.calibration)


def _of(kind: str, table: Table[Any]) -> Iterable[Line]:
    return ({"kind": kind, **line} for line in table.lines())


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }
