"""What runs the tasks of a corpus: processes of this machine (`local`) or a Ray cluster (`cluster`).

An engine is given tasks one by one and gives a future for each. Who hands them in (`corpora.flow`) keeps at
most `slots` of them under way, so that neither the driver nor the engine holds more than that of a corpus.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from konturen.errors import KonturenError
from konturen.settings import Settings

Work = Callable[[bytes, Settings], bytes]
"""What a worker does with a task: a function of a module, bytes in, bytes out; it keeps what it loaded."""


class WorkerDiedError(KonturenError):
    """The process that was at a task ended without an answer: killed, out of memory, or crashed."""


@dataclass(frozen=True, slots=True)
class Task:
    """Bytes for a worker, and what is to be done with them."""

    work: Work
    content: bytes


class Engine(Protocol):
    """Runs tasks in processes that load the coder once each."""

    slots: int
    """How many tasks may be under way at once."""

    def submit(self, task: Task) -> Future[bytes]:
        """Begin a task; its future raises WorkerDiedError where the worker died, and what the work raised."""
        ...

    def close(self) -> None:
        """End all workers; tasks that are under way are dropped."""
        ...
