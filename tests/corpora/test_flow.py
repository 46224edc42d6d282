"""Tasks through an engine: nothing is lost with a worker, and what kills is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.corpora.engine import Task, WorkerDiedError
from konturen.corpora.flow import TRIES, Answered, Batch, answered
from konturen.settings import Settings


def work(content: bytes, settings: Settings) -> bytes:
    """The texts of a task in capitals."""
    del settings
    return content.upper()


@dataclass
class Mortal:
    """An engine that answers at once, out of order at will, and whose worker dies of some texts or by chance."""

    slots: int = 3
    deadly: frozenset[bytes] = frozenset()
    accidents: list[bool] = field(default_factory=list)
    most: int = 0
    under_way: int = 0
    tasks: list[bytes] = field(default_factory=list)

    def submit(self, task: Task) -> Future[bytes]:
        """A future that is ready."""
        self.tasks.append(task.content)
        future: Future[bytes] = Future()
        if self.deadly & set(task.content.split(b",")) or (self.accidents and self.accidents.pop()):
            future.set_exception(WorkerDiedError("the worker was killed (signal 9)."))
        else:
            future.set_result(task.work(task.content, Settings()))
        return future

    def close(self) -> None:
        """Nothing is left to end."""


def batches(sizes: Sequence[int]) -> Iterator[Batch[bytes]]:
    """Batches of texts that are numbered through."""
    at = 0
    for number, size in enumerate(sizes):
        texts = [f"t{at + n}".encode() for n in range(size)]
        at += size
        yield Batch(number, texts, work, b",".join)


def told(found: Sequence[Answered[bytes]]) -> list[bytes]:
    """The texts of all answers, by the number of the batch."""
    ordered = sorted(found, key=lambda one: one.number)
    return [text for one in ordered for answer in one.answers for text in answer.split(b",")]


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 9), max_size=8),
    deadly=st.frozensets(st.integers(0, 40), max_size=4),
    accidents=st.lists(st.booleans(), max_size=12),
    slots=st.integers(1, 4),
)
def test_every_text_is_answered_once_or_set_aside(
    sizes: list[int], deadly: frozenset[int], accidents: list[bool], slots: int
) -> None:
    """Whatever dies and how often: each text stands in one answer, in its order, or is a killer; and only a text
    that was alone with its worker when it died is one."""
    kill = frozenset(f"t{n}".encode() for n in deadly)
    engine = Mortal(slots, kill, list(accidents))
    found = list(answered(engine, batches(sizes)))
    killers = {one.text for each in found for one in each.killers}
    everything = [f"t{n}".encode() for n in range(sum(sizes))]
    assert told(found) == [text.upper() for text in everything if text not in killers]
    assert kill & set(everything) <= killers
    assert all(engine.tasks.count(text) >= TRIES for text in killers)


def test_one_killer_costs_its_batch_nothing_else() -> None:
    """Of 64 texts one kills: it is set aside with how its worker ended, and 63 are answered."""
    (found,) = answered(Mortal(deadly=frozenset({b"t17"})), batches([64]))
    assert [(one.text, one.reason) for one in found.killers] == [(b"t17", "the worker was killed (signal 9).")]
    assert len(told([found])) == 63


def test_no_more_is_taken_than_can_be_under_way() -> None:
    """A batch is asked for when a slot is free: the driver never holds more of a corpus than that."""
    taken: list[int] = []

    def source() -> Iterator[Batch[bytes]]:
        for batch in batches([1] * 50):
            taken.append(batch.number)
            yield batch

    for done, _ in enumerate(answered(Mortal(slots=3), source()), 1):
        assert len(taken) <= done + 3


def test_what_the_work_raises_comes_through() -> None:
    """A fault of the work is no death: it ends the run with its own words."""

    def broken(content: bytes, settings: Settings) -> bytes:
        raise ValueError("a fault of ours")

    class Faulty(Mortal):
        def submit(self, task: Task) -> Future[bytes]:
            future: Future[bytes] = Future()
            try:
                future.set_result(task.work(task.content, Settings()))
            except ValueError as error:
                future.set_exception(error)
            return future

    with pytest.raises(ValueError, match="a fault of ours"):
        list(answered(Faulty(), [Batch(0, [b"x"], broken, b",".join)]))
