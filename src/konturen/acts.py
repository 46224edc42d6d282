"""Statements as columns: what analyses and exports count. One row a statement, small numbers for what repeats.

`Acts` is a value that `Reader.acts` gives. It holds no sentence: `ids` lead back to each (`Query(ids=...)`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from konturen.records import STATUSES

NOBODY = -1
"""In a column of numbers of actors, outlets or genres: there is none. A speaker's: the author."""
UNDATED = np.iinfo(np.int32).min
"""A day that nobody knows."""
OPEN = np.iinfo(np.int32).max
"""As a last day: it goes on."""
EPOCH = date(1970, 1, 1)
HAPPENED, ONGOING, PLANNED, POSSIBLE, DENIED = range(len(STATUSES))
"""Numbers of the statuses, in their order."""

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]


def day_number(day: date) -> int:
    """A day as the columns count it: days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date | None:
    """The day of a number; None for `UNDATED` and `OPEN`."""
    return None if number in (UNDATED, OPEN) else EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class Party:
    """An actor that stands at an end of some statement, or speaks."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A text that statements stand in; `source` numbers the independent sources, copies have the same one.

    `published` is a day number or `UNDATED`.
    """

    id: str
    source: int
    language: str
    outlet: str | None
    genre: str | None
    published: int


@dataclass(frozen=True, slots=True, eq=False)
class Acts:
    """Statements as columns of one length, in the order of `Reader.statements`.

    `source`, `target` and `speaker` number `actors`, `document` numbers `origins`, `relation` numbers
    `relations`, `track` numbers `tracks`, `status` numbers `STATUSES`. `first` and `last` are the days that
    `when` reaches from and to (`UNDATED`; `OPEN` where it goes on). `confirmed` says that persons accepted or
    amended the statement, `judged` that somebody said anything of it. `sentence` numbers the sentences: the
    same one in several statements has one number.
    """

    ids: NDArray[np.bytes_]
    document: Numbers
    sentence: Numbers
    source: Numbers
    target: Numbers
    speaker: Numbers
    relation: Numbers
    status: Numbers
    track: Numbers
    mutual: Flags
    first: Numbers
    last: Numbers
    score: NDArray[np.float32]
    judged: Flags
    confirmed: Flags
    actors: tuple[Party, ...]
    origins: tuple[Origin, ...]
    relations: tuple[str, ...]
    tracks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, rows: NDArray[Any]) -> Acts:
        """The rows that a mask or an array of places chooses; actors and texts keep their numbers."""
        chosen = {
            f.name: getattr(self, f.name)[rows]
            if isinstance(getattr(self, f.name), np.ndarray)
            else getattr(self, f.name)
            for f in fields(self)
        }
        return Acts(**chosen)

    @property
    def published(self) -> Numbers:
        """The day of publication of each statement's text."""
        return np.array([origin.published for origin in self.origins], np.int32)[self.document]

    @property
    def origin(self) -> Numbers:
        """The independent source of each statement's text."""
        return np.array([origin.source for origin in self.origins], np.int32)[self.document]

    @property
    def day(self) -> Numbers:
        """The day a statement counts for: the first of `when`, else its text's publication, or `UNDATED`."""
        return np.where(self.first == UNDATED, self.published, self.first).astype(np.int32)

    def number_of(self) -> Mapping[str, int]:
        """The number of each actor by its id."""
        return {actor.id: number for number, actor in enumerate(self.actors)}
