"""A child process that kills itself at the n-th step of its work with the ledger, and what it had acknowledged."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

Say = Callable[[str], None]
Work = Callable[[Say], None]
INSTRUCTIONS = 20
"""After how many instructions of SQLite's machine a step is counted: the middle of a statement is one, too."""
NEVER = 2**62


@dataclass(frozen=True)
class Death:
    """What a child said before it ended, and whether it was killed."""

    said: tuple[str, ...]
    killed: bool


def steps(work: Work) -> int:
    """How many steps a work has when nobody interrupts it."""
    ended = die(work, NEVER)
    assert not ended.killed, ended
    return int(ended.said[-1].removeprefix("steps "))


def die(work: Work, at: int, seconds: float | None = None) -> Death:
    """Do a work in a child that is killed (SIGKILL) at a step of its own, or after some seconds."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ear)
            taken = _arm(at)
            work(lambda word: _tell(mouth, word))
            _tell(mouth, f"steps {next(taken)}")
        except BaseException:  # noqa: BLE001 - the parent is told, and nothing of it may run on here
            _tell(mouth, "fault " + traceback.format_exc().replace("\n", " | "))
        finally:
            os._exit(0)
    os.close(mouth)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(ear, "rb") as heard:
        said = tuple(heard.read().decode().splitlines())
    _, status = os.waitpid(child, 0)
    assert not any(word.startswith("fault") for word in said), said
    return Death(said, os.WIFSIGNALED(status))


def _tell(mouth: int, word: str) -> None:
    os.write(mouth, word.encode() + b"\n")


def _arm(at: int) -> count[int]:
    """Count every statement before and after it, every commit, every few instructions and every wait for the
    disk; the `at`-th step is the last thing that this process does."""
    taken = count(1)

    def step(*_: object) -> int:
        if next(taken) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def connected(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_progress_handler(step, INSTRUCTIONS)

    event.listen(Pool, "connect", connected)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
        event.listen(Engine, name, step)
    for name in ("fsync", "link", "replace", "unlink"):
        setattr(os, name, _stepping(getattr(os, name), step))
    return taken


def _stepping(call: Callable[..., object], step: Callable[[], int]) -> Callable[..., object]:
    def stepped(*given: object, **named: object) -> object:
        step()
        done = call(*given, **named)
        step()
        return done

    return stepped
