"""Many people at once at the desk of a team, sent by Locust (a public load generator; pip install locust).

All sign in; what is waited for counts once all are there. Who reads opens random pages and reads each for one to five seconds. Who judges is given suggestions by
the review, thinks for eight to sixteen seconds (300 an hour are one in twelve), and accepts, rejects or is unsure.
"""

from __future__ import annotations

import csv
import json
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from konturen.accounts.accounts import open_accounts
from konturen.accounts.audit import By

SPAWNED = 5
"""People that come in a second."""

_LOCUST = """
import itertools, json, pathlib, random
from locust import HttpUser, between, task
GIVEN = json.loads(pathlib.Path(__file__).with_name("given.json").read_text("utf-8"))
PEOPLE = iter(GIVEN["people"])

class Person(HttpUser):
    abstract = True
    def on_start(self):
        name, password = next(PEOPLE)
        self.client.post("/sign-in", data={"name": name, "password": password}, name="sign-in")

class Reader(Person):
    fixed_count = GIVEN["readers"]
    wait_time = between(1, 5)
    @task
    def page(self):
        name, path = random.choice(GIVEN["paths"])
        self.client.get(path, name=name)

class Judge(Person):
    fixed_count = GIVEN["judges"]
    wait_time = between(8, 16)
    @task
    def judge(self):
        # Each begins somewhere else in the queue, as persons with countries of their own do.
        shown = self.client.get("/review?as=json&who=others&order=" + random.choice(GIVEN["orders"]), name="review").json()
        if shown["line"]:
            said = {"id": shown["line"]["id"], "verdict": random.choice(["accept", "accept", "reject", "unsure"])}
            self.client.post("/review", data=said, name="verdict and the next")
"""


@dataclass(frozen=True)
class Crowd:
    """How many people read, how many of all judge, and for how many seconds."""

    people: int
    judges: int
    seconds: int


def accounts(ledger: str, number: int) -> list[tuple[str, str]]:
    """New accounts of coders in a ledger's database: names and passwords."""
    run = secrets.token_hex(3)
    made = [(f"bench {run} {one}", secrets.token_urlsafe(16)) for one in range(number)]
    with open_accounts(ledger, create=True) as held:
        if not held.listed():
            held.add(f"bench {run} admin", "admin", secrets.token_urlsafe(16), By("bench", ""))
        for name, password in made:
            held.add(name, "coder", password, By("bench", ""))
    return made


def crowd(address: str, ledger: str, paths: list[tuple[str, str]], asked: Crowd) -> list[list[str]]:
    """What people at once wait for: requests, failures, median, p95 and slowest (ms), of all and of each page."""
    given = {
        "people": accounts(ledger, asked.people),
        "readers": asked.people - asked.judges,
        "judges": asked.judges,
        "paths": paths,
        "orders": ["doubt", "sure", "newest"],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "locustfile.py"
        file.write_text(_LOCUST, "utf-8")
        file.with_name("given.json").write_text(json.dumps(given), "utf-8")
        command = [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(file),
            "--headless",
            "--only-summary",
            "--reset-stats",
        ]
        command += [
            "--users",
            str(asked.people),
            "--spawn-rate",
            str(SPAWNED),
            "--run-time",
            f"{asked.seconds}s",
        ]
        command += ["--host", address, "--csv", str(Path(folder) / "found")]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        found = Path(folder) / "found_stats.csv"
        if not found.exists():
            raise RuntimeError(ran.stderr[-2000:])
        failures = (Path(folder) / "found_failures.csv").read_text("utf-8").splitlines()
        print("\n".join(failures[1:]), file=sys.stderr)
        with found.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    kept = ("Name", "Request Count", "Failure Count", "50%", "95%", "Max Response Time")
    return [[f"{float(row[key]):.0f}" if at > 1 else row[key] for at, key in enumerate(kept)] for row in rows]
