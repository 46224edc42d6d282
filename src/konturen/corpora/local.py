"""The engine of one machine: a pool of processes, one coder each, and a process that dies takes one task only.

`ProcessPoolExecutor` knows that one of its processes died, but not at which task, and gives up all of them. So
each worker is an executor of its own with one process; tasks that none is free for wait in a line.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from typing import Protocol

from konturen.corpora.engine import Task, WorkerDiedError
from konturen.errors import QueryError
from konturen.settings import Settings

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "RAYON_NUM_THREADS",
    "ARROW_IO_THREADS",
    "POLARS_MAX_THREADS",
)
"""What libraries take the number of their threads from: as many workers as cores, one thread each."""
LOW_PRIORITY = 10
"""Added to the nice value of workers that are to leave the machine to others."""


class Local:
    """Processes of this machine; `workers` of them, each with one thread and what it loaded.

    A task's future raises WorkerDiedError where its process died; the next task gets a new process. Workers
    leave Ctrl-C to the driver and end with it, however it ends. With `low_priority` they leave the machine to
    others. `slots` is one more than there are workers, so that none waits for the driver to look.
    """

    def __init__(self, workers: int, settings: Settings, low_priority: bool = False) -> None:
        if workers < 1:
            raise QueryError(f"{workers} workers cannot do anything.", "--workers", "Give 1 or more.")
        self.slots = workers + 1
        self._settings = replace(settings, threads=1)
        self._low_priority = low_priority
        self._context = multiprocessing.get_context("spawn")
        # Its other end is only this process's: when this process is gone, workers read the end of the pipe.
        self._watched, self._held = self._context.Pipe(duplex=False)
        self._lock = threading.RLock()
        self._waiting: deque[tuple[Task, Future[bytes]]] = deque()
        self._executors: list[ProcessPoolExecutor | None] = [None] * workers
        self._free = list(reversed(range(workers)))
        self._closed = False

    def submit(self, task: Task) -> Future[bytes]:
        """Begin a task, or put it in the line; see `Engine.submit`."""
        answer: Future[bytes] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the engine is closed")
            self._waiting.append((task, answer))
            self._begin()
        return answer

    def close(self) -> None:
        """End all workers at once and wait until they are gone; tasks that are under way are cancelled."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            left = [answer for _, answer in self._waiting]
            self._waiting.clear()
            executors = [executor for executor in self._executors if executor is not None]
        for answer in left:
            answer.cancel()
        for executor in executors:
            for process in _processes(executor):
                process.kill()
        for executor in executors:
            executor.shutdown(wait=True, cancel_futures=True)
        self._held.close()
        self._watched.close()

    def _begin(self) -> None:
        """Hand tasks of the line to free workers. The lock is held."""
        while self._free and self._waiting:
            task, answer = self._waiting.popleft()
            if not answer.set_running_or_notify_cancel():
                continue
            at = self._free.pop()
            try:
                executor, inner = self._handed(at, task)
            except OSError as error:  # no memory or no process number for a new one
                self._free.append(at)
                answer.set_exception(error)
                continue
            inner.add_done_callback(partial(self._done, at, executor, answer))

    def _handed(self, at: int, task: Task) -> tuple[ProcessPoolExecutor, Future[bytes]]:
        """Give a task to worker number `at`, whose process begins now if there is none."""
        executor = self._executors[at]
        if executor is not None:
            try:
                return executor, executor.submit(_work, task, self._settings)
            except BrokenProcessPool:  # it died while it had nothing to do: that is nobody's fault
                _bury(executor)
        executor = self._executors[at] = self._started()
        with _as_workers_begin():
            return executor, executor.submit(_work, task, self._settings)

    def _done(
        self, at: int, executor: ProcessPoolExecutor, answer: Future[bytes], inner: Future[bytes]
    ) -> None:
        """Free the worker, begin the next task, and say how this one ended."""
        error = None if inner.cancelled() else inner.exception()
        with self._lock:
            if isinstance(error, BrokenProcessPool):
                self._executors[at] = None
                # `close` ends those that it has killed itself: ended twice at once, one would close what it no
                # longer has, which may be somebody else's by then.
                if not self._closed:
                    _bury(executor)
            self._free.append(at)
            if not self._closed:
                self._begin()
        if isinstance(error, BrokenProcessPool) or inner.cancelled():
            answer.set_exception(_died())
        elif error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(inner.result())

    def _started(self) -> ProcessPoolExecutor:
        """An executor of one process, which begins with its first task."""
        return ProcessPoolExecutor(
            max_workers=1,
            mp_context=self._context,
            initializer=_prepare,
            initargs=(self._watched, os.getpid(), self._low_priority),
        )


def _bury(executor: ProcessPoolExecutor) -> None:
    """Give back what a dead executor holds: in another thread, for its own holds the lock that this needs."""
    threading.Thread(target=executor.shutdown, name="corpus-worker-end", daemon=True).start()


@contextmanager
def _as_workers_begin() -> Iterator[None]:
    """While a process begins: one thread for each library, which many take before any of our code runs in it,
    and no Ctrl-C before it can leave that to the driver."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    masks = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Process(Protocol):
    def kill(self) -> None: ...


def _processes(executor: ProcessPoolExecutor) -> list[_Process]:
    """The processes of an executor. Python 3.14 has `kill_workers`; before, only this attribute knows them."""
    return list((getattr(executor, "_processes", None) or {}).values())


def _died() -> WorkerDiedError:
    return WorkerDiedError(
        "the process that was at it ended without an answer.",
        "corpus worker",
        "If the machine has too little memory, take fewer --workers.",
    )


def _work(task: Task, settings: Settings) -> bytes:
    return task.work(task.content, settings)


def _prepare(watched: Connection, driver: int, low_priority: bool) -> None:
    """Make this process a worker, before its first task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if low_priority and hasattr(os, "nice"):
        os.nice(LOW_PRIORITY)
    threading.Thread(target=_end_with, args=(watched,), name="driver-watch", daemon=True).start()
    if hasattr(os, "getppid") and os.name == "posix" and os.getppid() != driver:
        os._exit(1)  # the driver was gone before anybody watched


def _end_with(watched: Connection) -> None:
    """Wait until nobody holds the other end of the pipe any more: then the driver is gone."""
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)
