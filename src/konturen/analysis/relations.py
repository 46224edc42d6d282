"""How two actors stand to each other at a date: tone, intensity, agreements, contact, who acts, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from konturen.acts import DENIED, PLANNED, POSSIBLE, UNDATED, Acts, day_of
from konturen.analysis.counting import (
    Reals,
    Voices,
    acting,
    between,
    contacts,
    distinct,
    events,
    holding,
    interval,
    known,
    rounded,
    toward,
    voices,
    weights,
)
from konturen.codebook import Codebook

SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Relation:
    """How `a` stands to `b` at a day, as the sources say.

    `tone` runs from -10 to 10 (the codebook's scale): the mean of what independent sources say, each one's
    acts and the sources by their weight at the day; `tone_low` and `tone_high` hold 95 of 100 values where the
    sources are drawn anew, None below the codebook's `least_sources`. `intensity` is the number of different
    acts by their weight; `intensity_least` is what is left of it without the source on which most hangs.
    `asymmetry` runs from -1 (only `b` acts) to 1 (only `a` does); None where all is mutual. `accord` is the
    share of sources whose tone has the sign of the whole. `judged` is the share of statements of which persons
    said something. `planned`, `possible` and `denied` count statements, none of which is an act; `undated` are
    acts without any date, which do not count. `agreements` are the ids of statements that tell an agreement in
    force, `last_contact_id` one that tells the last contact, `ids` those of all statements counted here.
    """

    a: str
    b: str
    at: date
    tone: float | None
    tone_low: float | None
    tone_high: float | None
    intensity: float
    intensity_least: float
    asymmetry: float | None
    a_acts: int
    b_acts: int
    mutual_acts: int
    agreements: tuple[str, ...]
    last_contact: date | None
    last_contact_id: str | None
    accord: float | None
    judged: float | None
    statements: int
    sentences: int
    documents: int
    sources: int
    planned: int
    possible: int
    denied: int
    undated: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: how it is called, and the ids of its actors."""

    name: str
    ids: frozenset[str]


def relation(acts: Acts, codebook: Codebook, sides: tuple[Side, Side], at: int, seed: int = SEED) -> Relation:
    """How two sides stand to each other at a day (a number of `konturen.acts`).

    What lies later than the day is left out, except that plans and possibilities told by then count as such.
    """
    a, b = sides
    own = acts.where(between(acts, a.ids, b.ids))
    own = own.where(known(own, at))
    weight = weights(own, codebook, at)
    said = voices(own, codebook, at)
    low, high = _interval(said, codebook, seed)
    intensity, least = _intensity(own, weight)
    forward, backward, mutual = _directions(own, weight, sides)
    contact, contact_id = _last_contact(own, codebook, weight)
    ids = tuple(one.decode() for one in own.ids)
    return Relation(
        a=a.name,
        b=b.name,
        at=_date(at),
        tone=said.mean,
        tone_low=low,
        tone_high=high,
        intensity=intensity,
        intensity_least=least,
        asymmetry=(forward - backward) / (forward + backward) if forward + backward else None,
        a_acts=forward,
        b_acts=backward,
        mutual_acts=mutual,
        agreements=tuple(one.decode() for one in own.ids[holding(own, codebook, at)]),
        last_contact=contact,
        last_contact_id=contact_id,
        accord=_accord(said),
        judged=float(own.judged.mean()) if len(own) else None,
        statements=len(own),
        sentences=distinct(own.sentence),
        documents=distinct(own.document),
        sources=distinct(own.origin),
        planned=int((own.status == PLANNED).sum()),
        possible=int((own.status == POSSIBLE).sum()),
        denied=int((own.status == DENIED).sum()),
        undated=int((acting(own) & (own.day == UNDATED)).sum()),
        ids=ids,
    )


def _date(at: int) -> date:
    found = day_of(at)
    if found is None:
        raise ValueError("no day")
    return found


def _interval(said: Voices, codebook: Codebook, seed: int) -> tuple[float | None, float | None]:
    if len(said) < codebook.scale.least_sources:
        return None, None
    return interval(said.weight * said.tone, said.weight, seed)


def _accord(said: Voices) -> float | None:
    mean = said.mean
    if mean is None or len(said) < 2:
        return None
    return rounded((np.sign(said.tone) == np.sign(mean)).mean())


def _intensity(acts: Acts, weight: Reals) -> tuple[float, float]:
    """The weight of all events, each once, and what is left of it without the source on which most hangs."""
    chosen = weight > 0
    if not chosen.any():
        return 0.0, 0.0
    own = acts.where(chosen)
    event, source = events(own), np.unique(own.origin, return_inverse=True)[1]
    heavy = np.zeros(int(event.max()) + 1)
    np.maximum.at(heavy, event, weight[chosen])
    told = np.unique(np.column_stack([event, source]), axis=0)
    alone = np.bincount(told[:, 0])[told[:, 0]] == 1
    hanging = np.bincount(told[alone, 1], heavy[told[alone, 0]], minlength=1)
    return rounded(heavy.sum()), rounded(heavy.sum() - hanging.max())


def _directions(acts: Acts, weight: Reals, sides: tuple[Side, Side]) -> tuple[int, int, int]:
    """How many different acts go from the first side to the second, back, and both ways."""
    own = acts.where(weight > 0)
    event, a, b = events(own), *sides
    forward = toward(own, a.ids, b.ids) & ~own.mutual
    backward = toward(own, b.ids, a.ids) & ~own.mutual & ~forward
    return tuple(len(np.unique(event[rows])) for rows in (forward, backward, own.mutual))  # type: ignore[return-value]


def _last_contact(acts: Acts, codebook: Codebook, weight: Reals) -> tuple[date | None, str | None]:
    rows = np.flatnonzero(contacts(acts, codebook) & (weight > 0))
    if not len(rows):
        return None, None
    day = acts.day[rows]
    # Of several that tell it the one with the smallest id: the order of statements does not matter.
    last = min(acts.ids[rows[day == day.max()]])
    return day_of(int(day.max())), bytes(last).decode()
