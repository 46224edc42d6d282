"""What a round through what is followed takes and gives, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from konturen.inbox.manners import Clock, Get, Pace
from konturen.pipeline import Progress

Came = Literal["new", "known", "failed", "put off"]
"""What came of a text. `put off`: its server or its writer is not ready; it is asked again."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a round uses of the world: the clock, the pace, and how an address is asked (None: the network)."""

    clock: Clock = field(default_factory=Clock)
    pace: Pace = field(default_factory=Pace)
    get: Get | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told: which text of how many begins, and which stage of it."""

    source: Callable[[int, int, str], None] = lambda number, count, location: None
    stage: Progress = lambda stage: None


@dataclass(frozen=True, slots=True)
class Options:
    """`everything` asks lists that are not due and texts that have failed, too; `only` keeps to these
    subscriptions, by their numbers."""

    everything: bool = False
    only: frozenset[int] | None = None
    tools: Tools = field(default_factory=Tools)
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one text or, with `of_list`, of one list that could not be read."""

    came: Came
    address: str
    source: str
    reason: str | None = None
    document: str | None = None
    of_list: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a round has done. `asked` counts the lists that were asked, `unchanged` those that were so;
    `waiting` the texts that are still to be read, because their servers are to be left alone for now."""

    results: tuple[Result, ...]
    asked: int
    unchanged: int
    waiting: int

    def of(self, came: Came) -> tuple[Result, ...]:
        """The results of one kind."""
        return tuple(result for result in self.results if result.came == came)
