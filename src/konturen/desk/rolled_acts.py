"""Statements as columns as told of parties or states: the same as `desk.rolled`, for analyses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from konturen.actors.catalog import Catalog
from konturen.actors.roles import Level, roll_up
from konturen.acts import NOBODY, UNDATED, Acts, Numbers, Party, day_of


def rolled(acts: Acts, catalog: Catalog, level: Level) -> Acts:
    """The same statements, each end as the party or state for which it stood on the statement's day.

    An end that stood for nobody stays as it is, as does a statement whose ends would become one.
    """
    actors, numbers = list(acts.actors), dict(acts.number_of())
    source, target = (_rolled(acts, column, catalog, level, actors, numbers) for column in ("source", "target"))
    one = (source == target) & (acts.target != NOBODY)
    return replace(
        acts,
        source=np.where(one, acts.source, source).astype(np.int32),
        target=np.where(one, acts.target, target).astype(np.int32),
        actors=tuple(actors),
    )


def _rolled(
    acts: Acts, column: str, catalog: Catalog, level: Level, actors: list[Party], numbers: dict[str, int]
) -> Numbers:
    ends: Numbers = getattr(acts, column)
    moving = [a.id in catalog and a.type not in (level, "state", "igo", "media") for a in acts.actors]
    rows = np.flatnonzero((ends != NOBODY) & np.array([*moving, False])[ends])
    found = ends.copy()
    if not len(rows):
        return found
    keys, place = np.unique(np.column_stack([ends[rows], acts.day[rows]]), axis=0, return_inverse=True)
    new = []
    for number, day in keys.tolist():
        at = day_of(day) if day != UNDATED else None
        up = roll_up(catalog, acts.actors[number].id, level, at.isoformat() if at else None)
        key = up.actor if up else acts.actors[number].id
        if key not in numbers:
            numbers[key] = len(actors)
            actors.append(Party(key, catalog.name(key, "en"), catalog.type_of(key)))
        new.append(numbers[key])
    found[rows] = np.array(new, np.int32)[place.ravel()]
    return found
