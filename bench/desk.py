"""What the desk costs: time at the server, bytes on the wire, time to readable in Chromium, many people at once.

    python bench/desk.py LEDGER [--browser] [--people N --judges M --seconds S] [--write docs/benchmarks.md]

LEDGER is a file or address of a ledger, for instance the one that bench/ledger.py --folder has made: nothing is
written there but, with --people, the accounts of these people and their verdicts. Every page of the tour is called over loopback, from a server in a process of its own, as `konturen serve`
starts it, once its statements are in memory: the first time, for further pairs of actors, and again `ROUNDS`
times, because what was counted is kept while nothing is recorded. --browser measures the first contentful paint
and the end of loading in Debian's Chromium. --people has so many at the desk of a team at once (see `crowd`), on the
pages of all these pairs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from crowd import Crowd, accounts, crowd
from table import put
from tour import tour

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from konturen.ledger.ledger import open_ledger  # noqa: E402

ROUNDS = 9
PAIRS = 10
"""Pairs of actors whose pages are asked for, those of whom most is said."""
MARK = "desk"
PAGES = [
    "page",
    "status",
    "first ms",
    "further actors ms",
    "again ms",
    "slowest again ms",
    "kB",
    "kB on the wire",
]


@contextmanager
def serving(ledger: str, *how: str) -> Iterator[str]:
    """A server of the desk in a process of its own; its address."""
    command = [sys.executable, "-m", "konturen", "serve", "--ledger", ledger, "--port", "0", *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT / "src") as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        try:
            yield said.split("at ")[1].split()[0].rstrip("/")
        finally:
            process.terminate()


def pages(address: str, tours: list[dict[str, str]]) -> list[list[str]]:
    """Of each page: status, first time, median with further actors, median when repeated, slowest repeated (ms),
    bytes, compressed bytes."""
    rows = []
    with httpx.Client(base_url=address, timeout=300, headers={"accept-encoding": "gzip"}) as client:
        _ready(client, "/tracks")
        for name, path in tours[0].items():
            first, status, wire = _called(client, path)
            others = [_called(client, other[name])[0] for other in tours[1:] if other.get(name, path) != path]
            again = [_called(client, path)[0] for _ in range(ROUNDS)]
            size = len(client.get(path).content)
            further = f"{statistics.median(others):.0f}" if others else ""
            figures = (first, statistics.median(again), max(again))
            shown = [f"{one:.0f}" for one in figures]
            rows.append(
                [name, str(status), shown[0], further, *shown[1:], f"{size / 1000:.0f}", f"{wire / 1000:.1f}"]
            )
            print(" ".join(one or "-" for one in rows[-1]), flush=True)
    return rows


def _called(client: httpx.Client, path: str) -> tuple[float, int, int]:
    """A page: milliseconds until its last byte, status, bytes on the wire."""
    begun = time.perf_counter()
    with client.stream("GET", path) as answer:
        wire = sum(map(len, answer.iter_raw()))
    return (time.perf_counter() - begun) * 1000, answer.status_code, wire


def readable(address: str, paths: list[tuple[str, str]]) -> list[list[str]]:
    """Of each page in Chromium: first contentful paint and end of loading (ms), medians of three, and requests."""
    from tests.web.desk import browser

    rows = []
    with browser() as chromium:
        page = chromium.new_context(locale="en-GB").new_page()
        page.goto(address + "/sources")
        for name, path in paths:
            found = []
            for _ in range(3):
                page.goto(address + path, wait_until="load")
                page.wait_for_timeout(150)  # the entry of the paint comes after the load
                found.append(json.loads(page.evaluate(_PAINTED)))
            paint, loaded, requests = (statistics.median(one[at] for one in found) for at in range(3))
            rows.append([name, f"{paint:.0f}", f"{loaded:.0f}", f"{requests:.0f}"])
            print(" ".join(rows[-1]), flush=True)
    return rows


_PAINTED = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const load = performance.getEntriesByType("navigation")[0];
  return JSON.stringify([paint ? paint.startTime : 0, load.loadEventEnd, performance.getEntriesByType("resource").length + 1]);
}"""


def _ready(client: httpx.Client, path: str) -> int:
    """The status of a page once the statements are in memory: two actors may have nobody to be put in a matrix."""
    while (status := client.get(path).status_code) == 503:
        time.sleep(1)
    return status


def main() -> None:
    """Measure and print; with --write into the page of benchmarks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--judges", type=int, default=0, help="so many of them judge")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--no-pages", action="store_true", help="leave the pages one by one out")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    with open_ledger(asked.ledger) as ledger:
        tours = [dict(tour(ledger, number)) for number in range(PAIRS)]
    paths = list(tours[0].items())
    everything = sorted({one for found in tours for one in found.items()})
    parts = []
    if asked.browser or not asked.no_pages:
        with serving(asked.ledger) as address:
            if not asked.no_pages:
                parts.append(_table(PAGES, pages(address, tours)))
            if asked.browser:
                head = ["page", "first contentful paint ms", "loaded ms", "requests"]
                parts.append(_table(head, readable(address, paths)))
        if asked.write:
            put(asked.write, MARK, "\n\n".join(parts))
    if asked.people:
        found = _crowded(asked.ledger, everything, Crowd(asked.people, asked.judges, asked.seconds))
        parts.append(found)
        if asked.write:
            put(asked.write, f"{MARK}-people", found)
    print("\n\n".join(parts))


def _crowded(ledger: str, paths: list[tuple[str, str]], asked: Crowd) -> str:
    """The table of many at once, at a desk where each page was opened before; without pages that are errors."""
    ((name, password),) = accounts(ledger, 1)
    with serving(ledger, "--team") as address:
        with httpx.Client(base_url=address, timeout=300) as client:
            client.post("/sign-in", data={"name": name, "password": password})
            shown = [(name, path) for name, path in paths if _ready(client, path) == 200]
        found = crowd(address, ledger, shown, asked)
    return _table(["page", "requests", "failures", "median ms", "p95 ms", "slowest ms"], found)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


if __name__ == "__main__":
    main()
