"""Clusters that a run joins by address: two nodes that the test begins, and addresses where there is none."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen.corpora.cluster import Cluster
from konturen.corpora.engine import Task
from konturen.errors import KonturenError
from konturen.settings import Settings
from tests.corpora import works

ROOT = Path(__file__).parent.parent.parent
SETTINGS = Settings(language="de")
SECONDS = 120.0

ray = pytest.importorskip("ray")
pytestmark = pytest.mark.filterwarnings("default")  # Ray's own modules warn when they are imported


@pytest.fixture(autouse=True)
def _nodes_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Processes of Ray get the folders of the tests and of the package from the environment."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src")]))
    yield
    ray.shutdown()


def test_two_nodes_both_get_work() -> None:
    """Tasks of one driver run on both nodes of a cluster that it joins by address, and close leaves it up."""
    from ray.cluster_utils import Cluster as Nodes

    nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        nodes.add_node(num_cpus=1)
        engine = Cluster(nodes.address, 2, SETTINGS)
        try:
            futures = [engine.submit(Task(works.node, b"1")) for _ in range(6)]
            assert len({future.result(SECONDS) for future in futures}) == 2
        finally:
            engine.close()
        again = Cluster(nodes.address, None, SETTINGS)
        assert again.submit(Task(works.upper, b"e")).result(SECONDS) == b"Ede"
        again.close()
    finally:
        nodes.shutdown()


def test_wrong_addresses_end_soon_with_what_to_do() -> None:
    """Nobody there, somebody who is no cluster and says nothing, and another kind of address: told with a hint."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for address in (
            "127.0.0.1:1",
            f"127.0.0.1:{port}",
            "no-such-host.invalid:6379",
            "ray://h:1",
            "nonsense",
        ):
            with pytest.raises(KonturenError) as told:
                Cluster(address, 1, SETTINGS)
            assert told.value.where == address
            assert "ray start --head" in (told.value.hint or "")
