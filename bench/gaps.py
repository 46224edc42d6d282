"""How long the analyses of gaps, the matrix and plans take: PYTHONPATH=src python bench/gaps.py [--statements N].

Made-up statements from a fixed seed; columns are ready, no ledger is read. The target of the issue: 200 by 200
actors under one second.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sized

import numpy as np

from konturen.acts import Acts, Origin, Party
from konturen.analysis.gaps import Counterpart, gaps
from konturen.analysis.matrix import matrix
from konturen.analysis.plans import plans
from konturen.codebook import built_in
from konturen.records import STATUSES

SIDE, ACTORS, TEXTS, SEED = 200, 2000, 5000, 6
FIRST, LAST = 18_000, 20_500
RUNS = 3


def made(count: int) -> Acts:
    """So many statements between `ACTORS` actors, of whom the first twice `SIDE` are the sides."""
    draw = np.random.default_rng(SEED)

    def ints(upto: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return draw.integers(0, upto, count).astype(np.int32)

    first = draw.integers(FIRST, LAST, count).astype(np.int32)
    relations = tuple(built_in().relations)
    origins = tuple(Origin(f"t{n}", n, "de", None, None, FIRST + n % (LAST - FIRST)) for n in range(TEXTS))
    flags = draw.random(count) < 0.5
    return Acts(
        ids=np.array([b"%016x" % n for n in range(count)], "S16"),
        document=ints(TEXTS),
        sentence=np.arange(count, dtype=np.int32),
        source=ints(ACTORS),
        target=ints(ACTORS),
        speaker=np.full(count, -1, np.int32),
        relation=ints(len(relations)),
        status=ints(len(STATUSES)),
        track=np.zeros(count, np.int32),
        mutual=flags,
        first=first,
        last=first,
        score=np.ones(count, np.float32),
        judged=flags,
        confirmed=flags,
        actors=tuple(Party(f"a{n}", f"Actor {n}", "party") for n in range(ACTORS)),
        origins=origins,
        relations=relations,
        tracks=("inter-party",),
    )


def sides() -> tuple[list[Counterpart], list[Counterpart]]:
    """Two sides of `SIDE` parties each, every tenth pair of one name."""
    return tuple(  # type: ignore[return-value]
        [
            Counterpart(
                f"a{n}",
                f"Actor {n}",
                "party",
                {f"name {n % SIDE // 10 * 10}": f"Name {n}"},
                state=f"a{399 + k}",
            )
            for n in range(k * SIDE, (k + 1) * SIDE)
        ]
        for k in range(2)
    )


def best(run: Callable[[], Sized]) -> tuple[float, int]:
    """The shortest of several runs in seconds, and how many rows it gives."""
    times, rows = [], 0
    for _ in range(RUNS):
        start = time.perf_counter()
        rows = len(run())
        times.append(time.perf_counter() - start)
    return min(times), rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    book = built_in()
    a, b = sides()
    print(f"{'statements':>10}  {'what':<22} {'seconds':>8} {'rows':>8}")
    for count in parser.parse_args().statements:
        acts = made(count)
        for name, run in (
            (f"gaps {SIDE} by {SIDE}", lambda acts=acts: gaps(acts, book, a, b, LAST)),
            (f"matrix {SIDE} by {SIDE}", lambda acts=acts: matrix(acts, book, a, b, LAST)),
            ("plans", lambda acts=acts: plans(acts, book, LAST)),
        ):
            seconds, rows = best(run)
            print(f"{count:>10,}  {name:<22} {seconds:>8.2f} {rows:>8,}")


if __name__ == "__main__":
    main()
