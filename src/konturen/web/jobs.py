"""What the server does beside its pages: texts that were handed in are read and coded, feeds are asked.

One thread does one thing after the other, texts that a person handed in before those that feeds name. Jobs live
in memory: what was handed in is held until its job has run, and beyond that where it failed. In the ledger each
text is written wholly or not at all.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Condition, Thread
from time import monotonic
from typing import Literal, TypeVar

from konturen.desk import adding, following
from konturen.desk.adding import Given, Net
from konturen.desk.fetching import manners_of
from konturen.desk.rounds import Options, Report, Tools, Watch
from konturen.errors import BusyError, KonturenError, QueryError
from konturen.inbox.manners import Clock, Manners
from konturen.ledger.ledger import Ledger
from konturen.ledger.writer import Receipt
from konturen.pipeline import Pipeline, now

MOST_WAITING = 100
"""Jobs that may wait at once."""
MOST_BYTES = 200_000_000
"""What may be held of them in memory."""
FINISHED = 200
"""Jobs that have ended and are still shown."""
TRIES = 8
"""How often the ledger is asked while another program writes to it: two minutes."""
FAULTS = 20
"""Failures of a round that are told one by one."""

State = Literal["waiting", "reading", "coding", "writing", "busy", "asking", "done", "failed", "cancelled"]
"""`busy`: another program writes to the ledger. `asking`: feeds are asked, and their new texts are read."""
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")
T = TypeVar("T")
log = logging.getLogger("konturen.web")


@dataclass(frozen=True, slots=True)
class Round:
    """That feeds are to be asked: these, by their numbers, or all (None)."""

    name: str
    only: frozenset[int] | None = None


Task = Given | Round


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a text: it is new, known (its new place was noted: `place`), with what was found in it, and
    the two actors between whom it says most."""

    outcome: Literal["new", "place", "known"]
    document: str
    statements: int
    facts: int
    pair: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a round: lists asked and unchanged; texts new, known, failed, put off; why some failed."""

    asked: int
    unchanged: int
    new: int
    known: int
    failed: int
    put_off: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a job failed."""

    what: str
    where: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands: who asked for what and when, how far it is, what came of it. `done` of `total` are
    sentences, of a round texts; `again` is whether it can be repeated with what was handed in."""

    id: int
    by: str
    kind: Literal["address", "text", "file", "feeds"]
    name: str
    asked: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    ended: str | None = None
    came: Came | None = None
    tally: Tally | None = None
    fault: Fault | None = None
    again: bool = False

    @property
    def runs(self) -> bool:
        """Whether it is being done or waits for it."""
        return self.state not in ENDED


class _StoppedError(Exception):
    """A person has cancelled the job."""


class Jobs:
    """The jobs of a server; its thread lives while there is something to do."""

    def __init__(self, ledger: Ledger, pipeline: Pipeline, net: Net) -> None:
        self._ledger, self._pipeline, self._net = ledger, pipeline, net
        self._jobs: dict[int, Job] = {}
        self._tasks: dict[int, Task] = {}
        self._stopped: set[int] = set()
        self._last = self._asking = 0
        self._thread: Thread | None = None
        self._manners: Manners | None = None
        self._changed = Condition()

    def listed(self) -> tuple[Job, ...]:
        """All jobs, those asked for last first."""
        with self._changed:
            return tuple(self._jobs[id] for id in sorted(self._jobs, reverse=True))

    def add(self, tasks: Sequence[Task], by: str) -> tuple[Job, ...]:
        """Do these when it is their turn; QueryError, and none of them is done, where too many wait already."""
        with self._changed:
            waiting = sum(job.state == "waiting" for job in self._jobs.values())
            size = sum(map(_size, tasks))
            if waiting + len(tasks) > MOST_WAITING or not self._room(size):
                what = f"{waiting} jobs are waiting, and no more can be taken now; nothing of this was taken."
                raise QueryError(what, hint="Wait until some are done, and send it again.")
            rounds = [t for t in tasks if isinstance(t, Round)]
            if rounds and any(job.runs and job.kind == "feeds" for job in self._jobs.values()):
                raise QueryError("the feeds are being asked already.", hint="Wait until that is done.")
            made = []
            for task in tasks:
                self._last += 1
                kind = "feeds" if isinstance(task, Round) else task.kind
                made.append(Job(self._last, by, kind, task.name, now()))
                self._jobs[self._last], self._tasks[self._last] = made[-1], task
            self._begin()
            return tuple(made)

    def again(self, id: int, by: str, language: str = "") -> Job:
        """Do what has failed once more, in a language where one is named; QueryError where it is not held."""
        with self._changed:
            job, task = self._jobs.get(id), self._tasks.get(id)
            if job is None or task is None or job.runs:
                raise QueryError("this is no longer held.", hint="Hand it in again.")
            if isinstance(task, Given) and language:
                task = replace(task, language=language)
            del self._tasks[id]  # the new job holds it from now on
            try:
                (made,) = self.add([task], by)
            except QueryError:
                self._tasks[id] = task
                raise
            del self._jobs[id]
            return made

    def cancel(self, id: int, by: str | None) -> None:
        """Do it no longer: one that waits at once, one that runs at its next step, nothing of it being written.

        QueryError where it has ended, or somebody else than `by` (None: anybody) asked for it.
        """
        with self._changed:
            job = self._jobs.get(id)
            if job is None or not job.runs:
                raise QueryError("this has ended already.")
            if by is not None and job.by != by:
                raise QueryError("somebody else asked for this.", hint="An editor can cancel it.")
            if job.state == "waiting":
                self._end(id, "cancelled")
            else:
                self._stopped.add(id)
                self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do, at most so long; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not any(job.runs for job in self._jobs.values()), seconds)

    # What follows runs under the lock.

    def _begin(self) -> None:
        self._changed.notify_all()
        if self._thread is None:
            self._thread = Thread(target=self._work, name="konturen-jobs", daemon=True)
            self._thread.start()

    def _room(self, size: int) -> bool:
        """Whether so many bytes more can be held; what failed longest ago is let go for them."""
        for id in sorted(self._tasks):
            if self._held() + size <= MOST_BYTES:
                break
            if not self._jobs[id].runs:
                self._let_go(id)
        return self._held() + size <= MOST_BYTES

    def _held(self) -> int:
        return sum(map(_size, self._tasks.values()))

    def _let_go(self, id: int) -> None:
        self._tasks.pop(id, None)
        self._jobs[id] = replace(self._jobs[id], again=False)

    def _end(self, id: int, state: State, **more: Came | Tally | Fault | None) -> None:
        keep = state == "failed"
        self._jobs[id] = replace(self._jobs[id], state=state, ended=now(), again=keep, **more)  # type: ignore[arg-type]
        self._stopped.discard(id)
        if not keep:
            self._tasks.pop(id, None)
        for old in [one for one in sorted(self._jobs) if not self._jobs[one].runs][:-FINISHED]:
            del self._jobs[old]
            self._tasks.pop(old, None)
        self._changed.notify_all()

    def _next(self, texts_only: bool) -> int | None:
        """The job whose turn it is."""
        waiting = [id for id in sorted(self._jobs) if self._jobs[id].state == "waiting"]
        texts = [id for id in waiting if self._jobs[id].kind != "feeds"]
        return next(iter(texts if texts_only else [*texts, *waiting]), None)

    def _take(self, texts_only: bool) -> tuple[int, Task] | None:
        """The same, begun: it can no longer be taken away from the thread."""
        id = self._next(texts_only)
        if id is None:
            return None
        task = self._tasks[id]
        self._jobs[id] = replace(self._jobs[id], state="asking" if isinstance(task, Round) else "reading")
        return id, task

    # What follows runs in the thread.

    def _work(self) -> None:
        while True:
            with self._changed:
                found = self._take(texts_only=False)
                if found is None:
                    self._thread = None
                    return
            self._do(*found)

    def _do(self, id: int, task: Task) -> None:
        """One job, whatever comes of it."""
        try:
            made = self._round(id, task) if isinstance(task, Round) else self._text(id, task)
        except _StoppedError:
            with self._changed:
                self._end(id, "cancelled")
        except KonturenError as error:
            self._failed(id, Fault(error.what, error.where, _hint(error)))
        except Exception:
            log.exception("fault in job %s", id)
            hint = "Please report it; the log of konturen serve names it."
            self._failed(id, Fault("Konturen made a fault; nothing of this was stored.", None, hint))
        else:
            with self._changed:
                tally = made if isinstance(made, Tally) else None
                self._end(id, "done", came=made if isinstance(made, Came) else None, tally=tally)

    def _failed(self, id: int, fault: Fault) -> None:
        with self._changed:
            self._end(id, "failed", fault=fault)

    def _tell(self, id: int, state: State, done: int = 0, total: int = 0) -> None:
        """Say how far a job is; _StoppedError where a person has cancelled it."""
        with self._changed:
            if id in self._stopped:
                raise _StoppedError
            self._jobs[id] = replace(self._jobs[id], state=state, done=done, total=total)

    def _text(self, id: int, given: Given) -> Came:
        document = adding.read(given, self._pipeline, self._net)
        self._tell(id, "coding")
        coded = self._patient(
            id,
            lambda: self._pipeline.prepared(
                self._ledger, document, counted=lambda done, total: self._tell(id, "coding", done, total)
            ),
        )
        self._tell(id, "writing")
        receipt = self._patient(id, lambda: self._ledger.writer.record(coded, now()))
        return _came(receipt, adding.pair(coded))

    def _patient(self, id: int, call: Callable[[], T]) -> T:
        """Do it again while another program writes to the ledger."""
        for left in reversed(range(TRIES)):
            try:
                return call()
            except BusyError:
                if not left:
                    raise
                self._tell(id, "busy")
        raise AssertionError

    def _round(self, id: int, task: Round) -> Tally:
        self._asking = id
        tools = Tools(Clock(sleep=self._idle, chance=random.random), self._net.pace, self._net.get)
        if self._manners is None:  # kept: it knows which server was asked when
            self._manners = manners_of(self._pipeline, tools)

        def begins(number: int, count: int, location: str) -> None:
            self._texts_first()
            self._tell(id, "asking", number - 1, count)

        watch = Watch(begins, lambda _: self._tell(id, "asking", *self._far(id)))
        options = Options(True, task.only, tools, watch)
        return _tally(following.fetch(self._ledger, self._pipeline, options, self._manners))

    def _far(self, id: int) -> tuple[int, int]:
        with self._changed:
            return self._jobs[id].done, self._jobs[id].total

    def _texts_first(self) -> None:
        """Do what persons have handed in meanwhile."""
        while True:
            with self._changed:
                found = self._take(texts_only=True)
            if found is None:
                return
            self._do(*found)

    def _idle(self, seconds: float) -> None:
        """Wait, as politeness to a server asks, and do meanwhile what persons hand in."""
        until = monotonic() + seconds

        def called() -> bool:
            return self._asking in self._stopped or self._next(texts_only=True) is not None

        while (left := until - monotonic()) > 0:
            with self._changed:
                self._changed.wait_for(called, left)
                if self._asking in self._stopped:
                    raise _StoppedError
            self._texts_first()


def _size(task: Task) -> int:
    return len(task.content) if isinstance(task, Given) else 0


def _hint(error: KonturenError) -> str | None:
    """What to do next, where that is not an option of the command line."""
    return None if error.hint and ("--" in error.hint or "run " in error.hint) else error.hint


def _came(receipt: Receipt, pair: tuple[str, str] | None) -> Came:
    outcome: Literal["new", "place", "known"] = "place" if receipt.new_place else "known"
    return Came(
        "new" if receipt.new_document else outcome,
        receipt.document_id,
        receipt.statements,
        receipt.facts,
        pair if receipt.new_document else None,
    )


def _tally(report: Report) -> Tally:
    new, known, failed, put_off = (len(report.of(came)) for came in ("new", "known", "failed", "put off"))
    faults = tuple(f"{one.address}: {one.reason}" for one in report.results if one.reason)[:FAULTS]
    return Tally(report.asked, report.unchanged, new, known, failed, put_off + report.waiting, faults)
