"""Statements as columns: what analyses and exports count. One row a statement, small numbers for what repeats.

`Acts` is a value that `Reader.acts` gives. It holds no sentence: `ids` lead back to each (`Query(ids=...)`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from konturen.records import STATUSES

T = TypeVar("T")
NOBODY = -1
"""In a column of numbers of actors, outlets or genres: there is none. A speaker's: the author."""
UNDATED = np.iinfo(np.int32).min
"""A day that nobody knows."""
OPEN = np.iinfo(np.int32).max
"""As a last day: it goes on."""
EPOCH = date(1970, 1, 1)
HAPPENED, ONGOING, PLANNED, POSSIBLE, DENIED = range(len(STATUSES))
"""Numbers of the statuses, in their order."""

Ids = NDArray[np.bytes_]
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

    ids: Ids
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

    def compact(self) -> Acts:
        """The same rows with those actors and texts only that stand in them: quick to count where they are few.

        Sources, relations and tracks keep their numbers.
        """
        texts, document = np.unique(self.document, return_inverse=True)
        ends = np.concatenate([self.source, self.target, self.speaker])
        people, numbers = np.unique(ends[ends != NOBODY], return_inverse=True)
        placed = np.full(len(ends), NOBODY, np.int32)
        placed[ends != NOBODY] = numbers
        source, target, speaker = np.split(placed, 3)
        return replace(
            self,
            document=document.astype(np.int32),
            source=source,
            target=target,
            speaker=speaker,
            actors=tuple(self.actors[number] for number in people),
            origins=tuple(self.origins[number] for number in texts),
        )

    def of_actors(self, ids: Collection[str]) -> Flags:
        """Which rows have an actor of these ids as their source or target."""
        held = self.standing_for(ids)
        found: Flags = held[self.source] | held[self.target]
        return found

    def standing_for(self, ids: Collection[str]) -> Flags:
        """Of each number of an actor whether it is one of these ids; the last place stands for nobody."""
        return np.array([actor.id in ids for actor in self.actors] + [False], np.bool_)

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


def joined(one: Acts, more: Acts) -> Acts:
    """The rows of two, the second ones behind the first, under common numbers.

    A text that stands in both is described as the first does. Sentences of the second are others than those of
    the first; the sources of texts that only the second has have to be numbered anew (`with_sources`).
    """
    actors, actor_of = _together(one.actors, more.actors, lambda party: party.id)
    origins, text_of = _together(one.origins, more.origins, lambda origin: origin.id)
    relations, relation_of = _together(one.relations, more.relations, str)
    tracks, track_of = _together(one.tracks, more.tracks, str)
    first_sentence = int(one.sentence.max()) + 1 if len(one) else 0
    moved = {
        "document": text_of[more.document],
        "sentence": more.sentence + first_sentence,
        **{name: actor_of[getattr(more, name)] for name in ("source", "target", "speaker")},
        "relation": relation_of[more.relation],
        "track": track_of[more.track],
    }
    columns = {
        f.name: np.concatenate([getattr(one, f.name), moved.get(f.name, getattr(more, f.name))])
        for f in fields(Acts)
        if isinstance(getattr(one, f.name), np.ndarray)
    }
    return Acts(**columns, actors=actors, origins=origins, relations=relations, tracks=tracks)


def with_sources(acts: Acts, standing: Mapping[str, str]) -> Acts:
    """The same rows with independent sources numbered anew; `standing` says for which text a copy stands."""
    numbers: dict[str, int] = {}
    origins = tuple(
        replace(origin, source=numbers.setdefault(standing.get(origin.id, origin.id), len(numbers)))
        for origin in acts.origins
    )
    return replace(acts, origins=origins)


def _together(
    one: tuple[T, ...], more: tuple[T, ...], key: Callable[[T], str]
) -> tuple[tuple[T, ...], Numbers]:
    """Two lists as one, and the number in it of each place of the second; the last place stands for nobody."""
    held = {key(value): number for number, value in enumerate(one)}
    listed = list(one)
    numbers = []
    for value in more:
        number = held.setdefault(key(value), len(listed))
        if number == len(listed):
            listed.append(value)
        numbers.append(number)
    return tuple(listed), np.array([*numbers, NOBODY], np.int32)
