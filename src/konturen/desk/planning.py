"""Plans of a ledger and what became of them: the Python twin of `konturen plans`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from konturen.acts import day_of
from konturen.analysis.fates import fates
from konturen.analysis.matrix import last_day
from konturen.analysis.plans import Plan, Record, records, rows
from konturen.desk import analysing
from konturen.desk.analysing import Held, apart, days
from konturen.desk.quoting import sentences
from konturen.ledger.values import Recorded
from konturen.settings import Settings
from konturen.tables import Table


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans as they stand at a day, and the record of those who announced them or whose they are.

    `at` is the day asked for, else (`at_known` is False) the last day that the ledger knows, None where nothing
    in it has a date. `sentences` are the statements of the plans and of what kept or contradicted them, by id.
    """

    at: date | None
    at_known: bool
    table: Table[Plan]
    records: Table[Record]
    sentences: Mapping[str, Recorded]


def plans(
    ledger: Held,
    a: str | None = None,
    b: str | None = None,
    at: str | None = None,
    settings: Settings | None = None,
) -> Plans:
    """The plans of everybody, of one actor, or of two with each other, at a day (EDTF); see `analysis.plans`.

    The last day that the ledger knows is that of all its statements. QueryError where a name fits nobody or
    several, DateError where the day is none.
    """
    material = analysing.material(ledger, settings)
    sides = [material.side(name) for name in (a, b) if name is not None]
    between = apart((sides[0], sides[1])) if len(sides) > 1 else None
    whole = material.acts() if at is None or between is None else None
    day = days("--at", at)[1] if at is not None else last_day(whole) if whole is not None else None
    # Plans of one actor are chosen below: she may have announced plans of others.
    own = material.acts(between) if between or whole is None else whole
    found = fates(own, material.codebook, day)
    chosen = found.of_actors(sides[0].ids) if len(sides) == 1 else np.ones(len(found), bool)
    order = found.order()
    table = rows(found, order[chosen[order]].tolist())
    ids = {id for plan in table for id in (*plan.ids, *([plan.by] if plan.by else []))}
    return Plans(
        day_of(day) if day is not None else None,
        at is not None,
        table,
        records(found, chosen),
        sentences(material.reader, ids),
    )
