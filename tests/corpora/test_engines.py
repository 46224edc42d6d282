"""The engines of a corpus run: the same suite for processes of this machine and for Ray."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from konturen.corpora.cluster import Cluster
from konturen.corpora.engine import Engine, Task, WorkerDiedError
from konturen.corpora.local import Local
from konturen.errors import QueryError, SourceError
from konturen.settings import Settings
from tests.corpora import works

ROOT = Path(__file__).parent.parent.parent
SETTINGS = Settings(language="de")
SECONDS = 120.0

WITH_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (the extra ray).")
pytestmark = pytest.mark.filterwarnings("default")  # Ray's own modules warn when they are imported


@pytest.fixture(scope="module", autouse=True)
def _nodes_find_the_tests() -> Iterator[None]:
    """Processes of Ray get the folders of the tests and of the package from the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src")]))
        yield


@pytest.fixture(scope="module", params=["local", pytest.param("ray", marks=WITH_RAY)])
def engine(request: pytest.FixtureRequest, _nodes_find_the_tests: None) -> Iterator[Engine]:
    made: Engine = Local(2, SETTINGS) if request.param == "local" else Cluster(None, 2, SETTINGS)
    yield made
    made.close()


def _until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _held(path: Path) -> int:
    """The number of the process that works.hold wrote into a file."""
    assert _until(lambda: path.exists() and path.read_text().isdigit())
    return int(path.read_text())


def test_answers_are_those_of_the_function(engine: Engine) -> None:
    """Each future has what the work gives when it is called directly."""
    contents = [f"text {n}".encode() for n in range(40)]
    futures = [engine.submit(Task(works.upper, content)) for content in contents]
    assert [f.result(SECONDS) for f in futures] == [works.upper(content, SETTINGS) for content in contents]


def test_large_contents_come_through(engine: Engine) -> None:
    """Four megabytes go to a worker and come back whole."""
    content = bytes(range(97, 123)) * 160_000
    assert engine.submit(Task(works.upper, content)).result(SECONDS) == works.upper(content, SETTINGS)


def test_slots_keep_all_workers_busy(engine: Engine) -> None:
    """At least as many tasks may be under way as there are workers."""
    assert engine.slots >= 2


def test_a_death_takes_one_task_only(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    """The task whose process was killed raises WorkerDiedError; those beside and after it are answered,
    and nothing is printed."""
    before = [engine.submit(Task(works.upper, b"a")) for _ in range(5)]
    killed = [engine.submit(Task(works.kill_me, b"")) for _ in range(3)]
    after = [engine.submit(Task(works.upper, b"b")) for _ in range(5)]
    for future in killed:
        with pytest.raises(WorkerDiedError):
            future.result(SECONDS)
    assert [f.result(SECONDS) for f in before + after] == [b"Ade"] * 5 + [b"Bde"] * 5
    time.sleep(1)
    assert capfd.readouterr().out == ""


def test_a_worker_killed_from_outside_costs_its_task(engine: Engine, tmp_path: Path) -> None:
    """SIGKILL from elsewhere in the middle of a task is told for that task, and the engine goes on."""
    future = engine.submit(Task(works.hold, str(tmp_path / "pid").encode()))
    os.kill(_held(tmp_path / "pid"), signal.SIGKILL)
    with pytest.raises(WorkerDiedError):
        future.result(SECONDS)
    assert engine.submit(Task(works.upper, b"c")).result(SECONDS) == b"Cde"


def test_errors_of_the_package_keep_their_words(engine: Engine) -> None:
    """A KonturenError of the work comes through with its type, what, where and hint."""
    with pytest.raises(SourceError) as told:
        engine.submit(Task(works.refuse, b"q")).result(SECONDS)
    assert (told.value.what, told.value.where, told.value.hint) == ("no text: q.", "a place", "Give another.")


def test_errors_nobody_foresaw_keep_their_type(engine: Engine) -> None:
    """Any other error comes through as what it is."""
    with pytest.raises(ZeroDivisionError, match="by what"):
        engine.submit(Task(works.fail, b"by what")).result(SECONDS)


def test_workers_keep_what_they_loaded(engine: Engine) -> None:
    """Further tasks are answered by processes that have answered before."""
    told = [engine.submit(Task(works.count, b"")).result(SECONDS).split() for _ in range(8)]
    assert max(int(calls) for _, calls in told) > 1


def test_workers_take_one_thread_each(engine: Engine) -> None:
    """Settings and the libraries' environment both say one thread."""
    told = json.loads(engine.submit(Task(works.about, b"0")).result(SECONDS))
    assert (told["setting"], told["threads"]) == (1, "1")


@pytest.mark.parametrize(
    "kind",
    [Local, pytest.param(lambda workers, settings: Cluster(None, workers, settings), marks=WITH_RAY)],
)
def test_no_workers_are_refused(kind: Callable[[int, Settings], Engine]) -> None:
    """Zero workers are an error with what to give."""
    with pytest.raises(QueryError, match="Give 1 or more"):
        kind(0, SETTINGS)


def test_a_worker_that_dies_idle_costs_nothing() -> None:
    """A process killed between two tasks is replaced and no task fails."""
    engine = Local(1, SETTINGS)
    try:
        pid = int(engine.submit(Task(works.count, b"")).result(SECONDS).split()[0])
        os.kill(pid, signal.SIGKILL)
        assert _until(lambda: _gone(pid))
        time.sleep(0.5)
        assert engine.submit(Task(works.upper, b"d")).result(SECONDS) == b"Dde"
    finally:
        engine.close()


def test_local_workers_ignore_interrupts_and_step_back_if_asked() -> None:
    """Ctrl-C is the driver's; a lower priority is taken only where it is asked for."""
    for low, nice in ((False, os.nice(0)), (True, min(os.nice(0) + 10, 19))):
        engine = Local(1, SETTINGS, low_priority=low)
        told = json.loads(engine.submit(Task(works.about, b"0")).result(SECONDS))
        engine.close()
        assert (told["ignores_interrupt"], told["nice"]) == (True, nice)


def test_close_leaves_no_process(tmp_path: Path) -> None:
    """After close the worker is gone, its task and those in the line are over, and nothing can be submitted."""
    engine = Local(1, SETTINGS)
    futures = [engine.submit(Task(works.hold, str(tmp_path / "pid").encode())) for _ in range(3)]
    pid = _held(tmp_path / "pid")
    engine.close()
    # What others open now is theirs: nothing closes it late.
    others = [os.pipe() for _ in range(20)]
    assert _gone(pid)
    time.sleep(0.2)
    for ends in others:
        for end in ends:
            os.close(end)
    assert all(future.done() for future in futures)
    with pytest.raises(RuntimeError):
        engine.submit(Task(works.upper, b""))
    engine.close()


_DRIVER = """
import sys
from tests.corpora import works
from konturen.corpora.{module} import {kind}
from konturen.corpora.engine import Task
from konturen.settings import Settings

if __name__ == "__main__":
    engine = {kind}({arguments}, Settings())
    engine.submit(Task(works.hold, sys.argv[1].encode())).result()
"""


@pytest.mark.parametrize(
    ("module", "kind", "arguments"),
    [("local", "Local", "1"), pytest.param("cluster", "Cluster", "None, 1", marks=WITH_RAY)],
)
def test_workers_die_with_a_killed_driver(tmp_path: Path, module: str, kind: str, arguments: str) -> None:
    """A driver killed with SIGKILL leaves no worker behind, even one in the middle of a task."""
    script = tmp_path / "driver.py"
    script.write_text(_DRIVER.format(module=module, kind=kind, arguments=arguments))
    with subprocess.Popen([sys.executable, str(script), str(tmp_path / "pid")]) as driver:
        worker = _held(tmp_path / "pid")
        driver.kill()
    assert _until(lambda: _gone(worker))
