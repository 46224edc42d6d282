"""Tasks through an engine: as many under way as it has slots, and none lost with the worker that was at it.

A task whose worker died is cut in two, and each half is done again by itself. A text that was alone with its
worker when it died, twice, is the one that kills: it is set aside, and all others of its task are there. What
comes of a task is the same however often it was cut, since its answers stand in the order of its texts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from konturen.corpora.engine import Engine, Task, Work, WorkerDiedError

U = TypeVar("U")
TRIES = 2
"""How often a text may kill its worker before it is set aside: once may be somebody else's fault."""


@dataclass(frozen=True, slots=True)
class Batch(Generic[U]):
    """Texts that are done together: `number` is that of the task in its run, `work` what is done with them, and
    `pack` makes bytes of some of them."""

    number: int
    texts: Sequence[U]
    work: Work
    pack: Callable[[Sequence[U]], bytes]


@dataclass(frozen=True, slots=True)
class Killer(Generic[U]):
    """A text that killed its worker, and how the last one ended."""

    text: U
    reason: str


@dataclass(frozen=True, slots=True)
class Answered(Generic[U]):
    """What came of a batch: the answers of its pieces in the order of the texts, and the texts that kill."""

    number: int
    answers: tuple[bytes, ...]
    killers: tuple[Killer[U], ...]


@dataclass(frozen=True, slots=True)
class _Piece(Generic[U]):
    """A part of a batch: which texts, from where on, and how often its worker died."""

    batch: Batch[U]
    begin: int
    end: int
    deaths: int = 0

    def task(self) -> Task:
        return Task(self.batch.work, self.batch.pack(self.batch.texts[self.begin : self.end]))

    def after_death(self) -> tuple[_Piece[U], ...]:
        """What is to be done instead; nothing where it is one text that has killed often enough."""
        if self.end - self.begin > 1:
            middle = (self.begin + self.end) // 2
            return replace(self, end=middle, deaths=0), replace(self, begin=middle, deaths=0)
        return (replace(self, deaths=self.deaths + 1),) if self.deaths + 1 < TRIES else ()


@dataclass(slots=True)
class _Open(Generic[U]):
    """What is there of a batch, by the place of the first text, and how many pieces are still to come."""

    left: int = 1
    answers: dict[int, bytes] = field(default_factory=dict)
    killers: dict[int, Killer[U]] = field(default_factory=dict)


def answered(engine: Engine, batches: Iterable[Batch[U]]) -> Iterator[Answered[U]]:
    """What comes of batches, each as soon as it is whole; the next one is asked for when a slot is free.

    What the work itself raises comes through. Batches that are under way then, or when nobody asks further,
    are dropped.
    """
    source, again = iter(batches), deque[_Piece[U]]()
    running: dict[Future[bytes], _Piece[U]] = {}
    open_: dict[int, _Open[U]] = {}
    exhausted = False
    try:
        while True:
            while len(running) < engine.slots and not (exhausted and not again):
                piece = again.popleft() if again else _next(source, open_)
                if piece is None:
                    exhausted = True
                else:
                    running[engine.submit(piece.task())] = piece
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                piece = running.pop(future)
                held = open_[piece.batch.number]
                held.left -= 1
                try:
                    held.answers[piece.begin] = future.result()
                except WorkerDiedError as error:
                    pieces = piece.after_death()
                    held.left += len(pieces)
                    again.extend(pieces)
                    if not pieces:
                        held.killers[piece.begin] = Killer(piece.batch.texts[piece.begin], error.what)
                if not held.left:
                    yield _whole(piece.batch.number, open_.pop(piece.batch.number))
    finally:
        for future in running:
            future.cancel()


def _next(source: Iterator[Batch[U]], open_: dict[int, _Open[U]]) -> _Piece[U] | None:
    """The next batch as one piece; None where there is none."""
    batch = next(source, None)
    if batch is None:
        return None
    open_[batch.number] = _Open()
    return _Piece(batch, 0, len(batch.texts))


def _whole(number: int, held: _Open[U]) -> Answered[U]:
    answers, killers = (tuple(part[place] for place in sorted(part)) for part in (held.answers, held.killers))
    return Answered(number, answers, killers)  # type: ignore[arg-type]
