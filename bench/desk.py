"""What the desk costs: time at the server, bytes on the wire, time to readable in Chromium, many people at once.

    python bench/desk.py LEDGER [--browser] [--people N --seconds S] [--write docs/benchmarks.md]

LEDGER is a file or address of a ledger, for instance the one that bench/ledger.py --folder has made: nothing is
written there. Every page of the tour is called over loopback, from a server in a process of its own, as `konturen serve`
starts it, once its statements are in memory: the first time, for further pairs of actors, and again `ROUNDS`
times, because what was counted is kept while nothing is recorded. --browser measures the first contentful paint
and the end of loading in Debian's Chromium. --people has Locust (a public load generator; pip install locust) send
so many people through the pages of all these pairs at once, each of whom reads for one to five seconds between two.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from table import put
from tour import tour

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from konturen.ledger.ledger import open_ledger  # noqa: E402

ROUNDS = 9
PAIRS = 10
"""Pairs of actors whose pages are asked for, those of whom most is said."""
MARK = "desk"


@contextmanager
def serving(ledger: str) -> Iterator[str]:
    """A server of the desk in a process of its own; its address."""
    command = [sys.executable, "-m", "konturen", "serve", "--ledger", ledger, "--port", "0"]
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
        _ready(address, "/tracks")
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

_LOCUST = """
import random
from locust import HttpUser, between, task
PATHS = {paths!r}
class Reader(HttpUser):
    wait_time = between(1, 5)
    @task
    def page(self):
        name, path = random.choice(PATHS)
        self.client.get(path, name=name)
"""


def _ready(address: str, path: str) -> int:
    """The status of a page once the statements are in memory: two actors may have nobody to be put in a matrix."""
    while (status := httpx.get(address + path, timeout=300).status_code) == 503:
        time.sleep(1)
    return status


def crowd(address: str, paths: list[tuple[str, str]], people: int, seconds: int) -> list[list[str]]:
    """So many people at once for so long: requests, failures, median, p95 and slowest (ms), of all pages and each."""
    paths = [(name, path) for name, path in paths if _ready(address, path) == 200]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "locustfile.py"
        file.write_text(_LOCUST.format(paths=paths), "utf-8")
        command = [sys.executable, "-m", "locust", "-f", str(file), "--headless", "--only-summary"]
        command += ["--users", str(people), "--spawn-rate", "5", "--run-time", f"{seconds}s"]
        command += ["--host", address, "--csv", str(Path(folder) / "found")]
        subprocess.run(command, check=False, capture_output=True, text=True)
        with (Path(folder) / "found_stats.csv").open(encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
    kept = ("Name", "Request Count", "Failure Count", "50%", "95%", "Max Response Time")
    return [[f"{float(row[key]):.0f}" if at > 1 else row[key] for at, key in enumerate(kept)] for row in found]


def main() -> None:
    """Measure and print; with --write into the page of benchmarks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--no-pages", action="store_true", help="leave the pages one by one out")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    with open_ledger(asked.ledger) as ledger:
        tours = [dict(tour(ledger, number)) for number in range(PAIRS)]
    paths = list(tours[0].items())
    everything = sorted({one for found in tours for one in found.items()})
    parts = []
    with serving(asked.ledger) as address:
        if not asked.no_pages:
            head = [
                "page",
                "status",
                "first ms",
                "further actors ms",
                "again ms",
                "slowest again ms",
                "kB",
                "kB on the wire",
            ]
            parts.append(_table(head, pages(address, tours)))
        if asked.browser:
            head = ["page", "first contentful paint ms", "loaded ms", "requests"]
            parts.append(_table(head, readable(address, paths)))
        if parts and asked.write:
            put(asked.write, MARK, "\n\n".join(parts))
        if asked.people:
            head = ["page", "requests", "failures", "median ms", "p95 ms", "slowest ms"]
            found = _table(head, crowd(address, everything, asked.people, asked.seconds))
            parts.append(found)
            if asked.write:
                put(asked.write, f"{MARK}-people", found)
    print("\n\n".join(parts))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


if __name__ == "__main__":
    main()
