"""Eight people judge at once: every judgement that was acknowledged is there afterwards, just so.

    python bench/people.py [--seconds 300] [--people 8] [--sqlite] [--write docs/benchmarks.md]

Each person is a process of its own that judges random statements and facts of one ledger as fast as it can
(accept, reject, unsure, amend), takes some of it back and now and then looks whether its own last word stands. The ledger lies in a PostgreSQL server that is started for it, with its default care for the disk
(`fsync`), or with --sqlite in a file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, TypeAlias, cast

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.ledger import world
from tests.postgres import own

from konturen.desk.agreement import Agreement
from konturen.desk.reviewing import agreement
from konturen.ledger.ledger import open_ledger
from konturen.ledger.values import VerdictWord
from konturen.ledger.verdicts import Ruling, Verdict, VerdictKind
from konturen.pipeline import now
from table import put

TEXTS, PAIRS = 100, 4
"""Texts of the ledger, and statements in each."""
BACK, LOOK = 0.1, 0.02
"""How often a person takes something back, and looks what stands."""
WORDS: tuple[VerdictWord, ...] = ("accept", "accept", "accept", "reject", "unsure", "amend")
Subjects: TypeAlias = list[tuple[VerdictKind, str]]


@dataclass(frozen=True)
class Work:
    """What one person did: the verdicts that were acknowledged, the seconds of each, what she found wrong."""

    person: str
    done: list[Verdict] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """What all did together, and what of it was not there afterwards."""

    works: list[Work]
    seconds: float
    lost: list[str]
    agreement: Agreement

    @property
    def verdicts(self) -> int:
        """How many verdicts and withdrawals were acknowledged."""
        return sum(len(work.done) for work in self.works)

    @property
    def wrong(self) -> list[str]:
        """What persons found wrong while they worked."""
        return [said for work in self.works for said in work.wrong]


def fill(address: str, texts: int = TEXTS) -> Subjects:
    """Record small texts; what can be judged in them."""
    with open_ledger(address, create=True) as ledger:
        for number in range(texts):
            pairs = [random.Random(number * 97 + n).sample(world.ACTORS, 2) for n in range(PAIRS)]
            ledger.writer.record(world.text(number, [(a, b) for a, b in pairs]), now())
        found: Subjects = [("statement", r.id) for r in ledger.reader.statements()]
        return [*found, *(("fact", f.id) for f in ledger.reader.facts())]


def judge(address: str, number: int, seconds: float, subjects: Subjects, told: Queue[Work]) -> None:
    """One person at work."""
    work = Work(f"person {number}")
    drawn = random.Random(number)
    try:
        _judge(address, work, drawn, time.monotonic() + seconds, subjects)
    except Exception as error:  # noqa: BLE001 - the parent is told, whatever it is
        work.wrong.append(f"{work.person}: {type(error).__name__}: {error}")
    told.put(work)


def _judge(address: str, work: Work, drawn: random.Random, until: float, subjects: Subjects) -> None:
    standing: list[Verdict] = []
    step = 0
    with open_ledger(address) as ledger:
        while time.monotonic() < until:
            step += 1
            kind, subject = drawn.choice(subjects)
            begun = time.perf_counter()
            if standing and drawn.random() < BACK:
                taken = standing.pop(drawn.randrange(len(standing)))
                made, new = ledger.writer.withdraw_verdict(taken.id, work.person, now()), True
            else:
                word = drawn.choice(WORDS)
                fields: dict[str, Any] = {"when": f"20{drawn.randint(10, 20)}"} if word == "amend" else {}
                ruling = Ruling(kind, subject, word, work.person, f"step {step}", fields or None)
                ((made, new),) = ledger.writer.rule([ruling], now())
                standing.append(made)
            work.seconds.append(time.perf_counter() - begun)
            if new:
                work.done.append(made)
            if made.withdraws is None and drawn.random() < LOOK:
                _look(ledger.reader.verdicts(kind), made, work)


def _look(states: Any, made: Verdict, work: Work) -> None:
    """What was acknowledged stands for everybody at once."""
    if not any(state.verdict == made and state.stands for state in states):
        work.wrong.append(f"{made} was acknowledged and is not there")


def run(address: str, people: int, seconds: float, texts: int = TEXTS) -> Result:
    """Let people judge at once, and compare the ledger with all that they were told."""
    subjects = fill(address, texts)
    context = multiprocessing.get_context("fork")
    told: Queue[Work] = context.Queue()
    begun = time.monotonic()
    workers = [
        context.Process(target=judge, args=(address, number, seconds, subjects, told))
        for number in range(1, people + 1)
    ]
    for worker in workers:
        worker.start()
    works = sorted((told.get(timeout=seconds + 120) for _ in workers), key=lambda work: work.person)
    for worker in workers:
        worker.join()
    taken = time.monotonic() - begun
    with open_ledger(address) as ledger:
        states = ledger.reader.verdicts()
        held = {v.id: v for state in states for v in (state.verdict, state.withdrawn) if v is not None}
        lost = [
            f"{v} is not there as it was acknowledged" for w in works for v in w.done if held.get(v.id) != v
        ]
        acknowledged = {v.id for w in works for v in w.done}
        lost += [f"{held[id]} is there and nobody was told" for id in sorted(held.keys() - acknowledged)]
        lost += [str(hurt) for hurt in ledger.reader.examine()]
        return Result(works, taken, lost, agreement(ledger))


def page(result: Result, where: str) -> str:
    """The table of the results page."""
    lines = [
        f"`python bench/people.py`: {len(result.works)} processes judge {TEXTS * (PAIRS + 1)} statements and facts of one "
        f"ledger ({where}) for {result.seconds:.0f} s on {multiprocessing.cpu_count()} cores; each verdict is a transaction.\n",
        "| person | verdicts and withdrawals | a second | median ms | 95 % ms | slowest ms |",
        "|---|---|---|---|---|---|",
    ]
    for work in result.works:
        lines.append(_row(work.person, work.done, work.seconds, result.seconds))
    everything = [second for work in result.works for second in work.seconds]
    lines.append(_row("all", [v for w in result.works for v in w.done], everything, result.seconds))
    lines.append(
        f"\nAcknowledged: {result.verdicts:,}; lost, altered or more than acknowledged: {len(result.lost)}; faults while "
        f"judging: {len(result.wrong)}. `konturen check` finds nothing hurt afterwards."
        if not result.lost
        else f"\nLost or hurt: {len(result.lost)}"
    )
    return "\n".join(lines)


def _row(name: str, done: list[Verdict], seconds: list[float], taken: float) -> str:
    ordered = sorted(seconds)
    late = ordered[int(len(ordered) * 0.95)]
    figures = (statistics.median(ordered), late, ordered[-1])
    return (
        f"| {name} | {len(done):,} | {len(done) / taken:.1f} | "
        + " | ".join(f"{1000 * figure:.1f}" for figure in figures)
        + " |"
    )


@contextmanager
def place(sqlite: bool) -> Iterator[str]:
    """The address of an empty ledger."""
    if sqlite:
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "people.sqlite")
    else:
        with own() as server:
            yield server.schema("people")


def main() -> int:
    """Run, print, and write the page if asked; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=cast(str, __doc__).splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    with place(given.sqlite) as address:
        result = run(address, given.people, given.seconds)
    text = page(result, "SQLite" if given.sqlite else "PostgreSQL")
    print(text)
    for said in (*result.lost[:20], *result.wrong[:20]):
        print(said, file=sys.stderr)
    if given.write:
        put(given.write, "people", text)
    return 1 if result.lost or result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
