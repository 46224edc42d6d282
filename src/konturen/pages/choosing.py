"""Which actors and statements a view of many begins with."""

from __future__ import annotations

import numpy as np

from konturen.acts import NOBODY, Acts, Numbers
from konturen.analysis.matrix import last_day
from konturen.desk.analysing import days
from konturen.web.ask import Ask


def on_track(acts: Acts, track: str) -> Acts:
    """The statements of a track; all where none is named."""
    if not track:
        return acts
    number = acts.tracks.index(track) if track in acts.tracks else NOBODY
    return acts.where(acts.track == number)


def spoken(acts: Acts, most: int) -> list[int]:
    """The numbers of those actors that most statements have at their ends, the most spoken of first."""
    size = len(acts.actors)
    counts = np.bincount(acts.source, minlength=size) + np.bincount(
        acts.target[acts.target != NOBODY], minlength=size
    )
    order = np.lexsort((np.arange(size), -counts))[:most]
    return [int(one) for one in order if counts[one]]


def around(acts: Acts, ids: frozenset[str], most: int) -> list[int]:
    """The numbers of the actors of these ids and of those of whom most is said together with them."""
    held = acts.standing_for(ids)
    own = np.flatnonzero(held[:-1]).tolist()
    near = acts.where((held[acts.source] != held[acts.target]) & (acts.target != NOBODY))
    others = np.where(held[near.source], near.target, near.source)
    counts = np.bincount(others, minlength=len(acts.actors))
    order = np.lexsort((np.arange(len(counts)), -counts))[: max(most - len(own), 0)]
    return [*own, *(int(one) for one in order if counts[one])]


def among(acts: Acts, numbers: list[int]) -> Acts:
    """The statements both of whose ends are of these actors, with nobody else in them."""
    chosen: Numbers = np.array(numbers, np.int32)
    held = np.isin(np.arange(len(acts.actors) + 1), chosen)
    return acts.where(held[acts.source] & held[acts.target]).compact()


def day(ask: Ask, acts: Acts) -> int | None:
    """The day as of which a view is shown: the one asked for, else the last that these statements know."""
    at = ask.date("at")
    return days("at", at)[1] if at else last_day(acts)
