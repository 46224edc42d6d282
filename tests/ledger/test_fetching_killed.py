"""A program that is really killed while it fetches leaves a ledger with which the next one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from konturen.desk import following
from konturen.ledger.ledger import open_ledger
from tests.inbox.server import serving
from tests.ledger.test_fetching import World, counts

TEXTS = 12
CHILD = """
import sys
from konturen.desk import following
from konturen.inbox.manners import Clock, Pace
from konturen.ledger.ledger import open_ledger
from konturen.desk.rounds import Options, Tools
from tests.inbox.server import Web
from tests.ledger.test_fetching import Fake
from konturen.settings import Settings

web = Web()
with open_ledger(sys.argv[1]) as ledger:
    following.fetch(ledger, Fake(Settings()), Options(tools=Tools(Clock(), Pace(0.01, 90.0), web.get())))
"""


def test_killed_programs_lose_nothing_and_repeat_at_most_one_text_each(tmp_path: Path) -> None:
    """Killed (SIGKILL) again and again at other moments, the texts are all recorded in the end, and for each
    kill at most one of them was fetched twice."""
    path = str(tmp_path / "l.sqlite")
    root = Path(__file__).parent.parent.parent
    paths = os.pathsep.join([str(root), *sys.path])
    kills = 0
    with serving() as web, open_ledger(path, create=True) as ledger:
        names = [str(n) for n in range(TEXTS)]
        world = World(web, ledger)
        world.follow(world.feed("a.example/feed", *names, ETag='"v"'))
        for moment in (1, 3, 4, 8):
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD, path], env={**os.environ, "PYTHONPATH": paths}, cwd=root
            )
            end = time.monotonic() + 60
            while len(set(web.paths())) < moment and child.poll() is None and time.monotonic() < end:
                time.sleep(0.002)
            child.send_signal(signal.SIGKILL)
            kills += child.wait(30) == -signal.SIGKILL
        world.fetch(everything=True)
        asked = [web.paths().count(f"a.example/{name}") for name in names]
        assert kills >= 3
        assert min(asked) == 1
        assert sum(asked) <= TEXTS + kills
        assert len(ledger.reader.documents()) == TEXTS
        assert following.failures(ledger) == ()
        assert counts(world.fetch()) == (0, 0, 0, 0)
