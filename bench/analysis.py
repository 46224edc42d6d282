"""What an analysis of a million statements costs: the table of all pairs, the network of them, and reading the
columns behind both.

    python bench/analysis.py [--ledger FILE] [--write docs/benchmarks.md]

The table is counted from made columns (five thousand actors drawn evenly, a hundred thousand texts: most pairs are
different, the hardest case) and, with --ledger, from those of a ledger that `bench/ledger.py` has filled. Medians
of five by the clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from konturen.acts import Acts
from konturen.analysis.network import snapshot
from konturen.analysis.pairs import relation_table
from konturen.codebook import built_in
from konturen.ledger.ledger import open_ledger
from table import put

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests import made

ROWS, ACTORS, TEXTS, ROUNDS = 1_000_000, 5_000, 100_000, 5
AT = 19_900


def seconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The median of several runs."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def row(name: str, acts: Acts) -> str:
    """A line of the table of figures."""
    pairs = len(relation_table(acts, built_in(), AT))
    took = seconds(lambda: relation_table(acts, built_in(), AT))
    return f"| all pairs of {len(acts):,} {name} ({pairs:,} pairs), s | {took:.2f} | 2 |"


def network(name: str, acts: Acts) -> str:
    """The same of the network of all pairs, with communities, balance and brokers; counted once."""
    begun = time.perf_counter()
    found = snapshot(acts, built_in(), AT)
    took = time.perf_counter() - begun
    size = f"{found.figures.actors:,} actors, {found.figures.pairs:,} pairs, {found.balance.triads:,} triads"
    return f"| network of {len(acts):,} {name} ({size}; ways from {found.pivots} actors), s | {took:.1f} | |"


def main() -> None:
    """Count, print and write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger", help="a ledger of made texts, to read its columns")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines = ["| measure | figure | target |", "|---|---|---|"]
    acts = made.acts(3, ROWS, ACTORS, TEXTS)
    lines += [row("made statements", acts), network("made statements", acts)]
    if options.ledger:
        with open_ledger(options.ledger) as ledger:
            reading = seconds(ledger.reader.acts, 1)
            acts = ledger.reader.acts()
        lines += [row("statements of a ledger", acts), network("statements of a ledger", acts)]
        lines.append(f"| reading the columns of {len(acts):,} statements, s | {reading:.1f} | |")
    told = "By `python bench/analysis.py`.\n\n" + "\n".join(lines)
    print(told)
    if options.write:
        put(options.write, "analysis", told)


if __name__ == "__main__":
    main()
