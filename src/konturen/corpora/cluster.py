"""The engine of a cluster: Ray, which has the queue, the nodes and what happens when one of them dies.

Only remote functions of Ray Core are used, without retries: what is tried again, and in which pieces, is for
`corpora.flow` to decide, on every engine alike.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Any

from konturen.corpora.engine import Task, WorkerDiedError
from konturen.errors import KonturenError, QueryError
from konturen.settings import Settings
from konturen.tables import needed

CONNECT_SECONDS = 8.0
"""How long a cluster may take to answer before its address counts as wrong."""
PROBE_SECONDS = 180.0
"""How long the nodes may take to begin a process and load the coder in it."""

_ADDRESS = "Give HOST:PORT of the cluster's head (ray start --head prints it), or none to use this machine."


class Cluster:
    """A Ray cluster at `address` (HOST:PORT, or "auto"), or one of this machine alone where that is None.

    `workers` is how many tasks run at once, None for as many as there are cores. KonturenError where there is
    no cluster at the address (within ten seconds), and where a node lacks Konturen or has another version.
    """

    def __init__(self, address: str | None, workers: int | None, settings: Settings) -> None:
        if workers is not None and workers < 1:
            raise QueryError(f"{workers} workers cannot do anything.", "--workers", "Give 1 or more.")
        # Ray reads these when it is imported and when it begins: nothing is told to anybody.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        self._ray = needed("ray", "ray")
        self._settings = replace(settings, threads=1)
        self._lock = threading.Lock()
        self._open: set[Future[bytes]] = set()
        self._closed = False
        _connect(self._ray, address, workers)
        try:
            if address is not None:
                _check_nodes(self._ray, self._settings)
            cores = int(self._ray.cluster_resources().get("CPU", 1))
        except BaseException:
            self._ray.shutdown()
            raise
        # One more than run at once, so that a worker's next task lies ready when it is done; not where a limit
        # on a cluster with more cores was asked for, which would run it.
        self.slots = (workers or max(cores, 1)) + (1 if address is None or workers is None else 0)
        self._work = self._ray.remote(num_cpus=1, max_retries=0)(_work)

    def submit(self, task: Task) -> Future[bytes]:
        """Begin a task; see `Engine.submit`."""
        answer: Future[bytes] = Future()
        answer.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                raise RuntimeError("the engine is closed")
            self._open.add(answer)
        inner = self._work.remote(task, self._settings).future()
        inner.add_done_callback(partial(self._done, answer))
        return answer

    def close(self) -> None:
        """Leave the cluster, which ends this driver's tasks; one of this machine alone ends with it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            left, self._open = self._open, set()
        self._ray.shutdown()
        for answer in left:
            answer.set_exception(_died("the engine was closed"))

    def _done(self, answer: Future[bytes], inner: Future[bytes]) -> None:
        with self._lock:
            if answer not in self._open:
                return
            self._open.remove(answer)
        error = inner.exception()
        if error is None:
            answer.set_result(inner.result())
        else:
            answer.set_exception(_meant(self._ray, error))


def _work(task: Task, settings: Settings) -> bytes:
    return task.work(task.content, settings)


def _versions(settings: Settings) -> tuple[str, str]:
    """What has to be the same on all nodes for the same bytes: Konturen and its coder."""
    from konturen.pipeline import Pipeline

    return version("konturen"), Pipeline(settings).coder_name


def _meant(ray: Any, error: BaseException) -> BaseException:
    """The error that the work raised, or that its worker died, from what Ray wraps them in."""
    errors = ray.exceptions
    if isinstance(error, errors.RayTaskError):
        cause = getattr(error, "cause", None)
        return cause if isinstance(cause, BaseException) else error
    dead = (
        errors.WorkerCrashedError,
        errors.RayActorError,
        errors.NodeDiedError,
        errors.OutOfMemoryError,
        errors.LocalRayletDiedError,
        errors.ObjectLostError,
        errors.TaskCancelledError,
    )
    return _died(type(error).__name__) if isinstance(error, dead) else error


def _died(reason: str) -> WorkerDiedError:
    what = f"the process that was at it ended without an answer ({reason})."
    hint = "If the node has too little memory, take fewer workers."
    return WorkerDiedError(what, "Ray worker", hint)


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    """Begin or join a cluster, without Ray's dashboard, telemetry and words on the terminal."""
    if ray.is_initialized():
        raise KonturenError("this process is in a Ray cluster already.", "ray", "Call ray.shutdown() first.")
    _silence()
    quiet = {"logging_level": logging.ERROR, "log_to_driver": False, "configure_logging": True}
    try:
        if address is None:
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
            return
        if address.startswith("ray://"):
            raise QueryError("addresses of Ray clients are not taken.", address, _ADDRESS)
        if address != "auto":
            _check_answers(address)
        ray.init(address=address, **quiet)
    except (ConnectionError, ValueError, RuntimeError, TimeoutError, OSError) as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise KonturenError(f"Ray cannot be used: {first}", address or "ray", _ADDRESS) from error


def _silence() -> None:
    """Keep Ray from printing each dead worker to standard output, which `log_to_driver` does not stop and no
    setting does (2.60): it would stand between lines that are data, and the death is told by the future."""
    module: Any = import_module("ray._private.worker")
    if hasattr(module, "print_to_stdstream"):
        module.print_to_stdstream = lambda *_, **__: None


def _check_answers(address: str) -> None:
    """KonturenError where no cluster answers in time. Asked in a process of its own: Ray's own `init` waits for
    minutes, and ends the process that called it."""
    command = [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address]
    try:
        asked = subprocess.run(command, capture_output=True, timeout=CONNECT_SECONDS, check=False)
        answers = asked.returncode == 0
    except subprocess.TimeoutExpired:
        answers = False
    if not answers:
        raise KonturenError("no Ray cluster answers there.", address, _ADDRESS)


def _check_nodes(ray: Any, settings: Settings) -> None:
    """KonturenError where a node lacks Konturen, or has another version or coder than this machine."""
    here = _versions(settings)
    strategy = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy
    probe = ray.remote(num_cpus=0, max_retries=0)(_versions)
    nodes = [node for node in ray.nodes() if node["Alive"]]
    asked = [
        (node, probe.options(scheduling_strategy=strategy(node["NodeID"], soft=False)).remote(settings))
        for node in nodes
    ]
    for node, answer in asked:
        where = f"node {node.get('NodeManagerAddress')}"
        try:
            there = tuple(ray.get(answer, timeout=PROBE_SECONDS))
        except ray.exceptions.RayError as error:
            first = (str(_meant(ray, error)).strip().splitlines() or [type(error).__name__])[0]
            hint = f"Install konturen {here[0]} on all nodes, in the same Python."
            raise KonturenError(f"Konturen cannot run there: {first}.", where, hint) from error
        if there != here:
            what = f"it has konturen {there[0]} with coder {there[1]}, this machine {here[0]} with {here[1]}."
            raise KonturenError(what, where, "Install the same version on all nodes.")
