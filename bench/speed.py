"""How fast the whole path from text to statements is, and which stage takes how much of it.

    python bench/speed.py [--shared ../shared] [--texts N] [--threads 1,2] [--write docs/benchmarks.md]

Codes the first N Wikinews articles of German and Russian and as many English current-event items, bound together by
day, in one process a number of threads. The machine is noisy: shares and ratios hold, single figures vary by a tenth.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from konturen.coding.classifier import Classifier
from konturen.pipeline import Pipeline
from konturen.records import Document
from konturen.settings import Settings
from table import put

ANCHORS = {"UniversalPetrarch with its parser": 96, "PETRARCH2 with an approximate parser": 233}
"""Sentences a second on one core, from `shared/coder.md`."""


@dataclass(frozen=True)
class Timing:
    """What one process measured."""

    threads: int
    documents: int
    sentences: int
    statements: int
    seconds: float
    stages: dict[str, float]
    peak_mib: float


def texts(shared: Path, count: int) -> Iterator[Document]:
    """Real articles in three languages."""
    folder = shared / "data" / "train"
    for name, language in (("text_wikinews_de", "de"), ("text_wikinews_ru", "ru")):
        with (folder / name / "articles.jsonl").open(encoding="utf-8") as file:
            for number, line in zip(range(count), file, strict=False):
                yield _document(f"{language}-{number}", json.loads(line)["text"], language)
    with (folder / "text_current_events_en" / "events.jsonl").open(encoding="utf-8") as file:
        days = groupby((json.loads(line) for line in file), key=lambda event: str(event["date"]))
        for _, (day, events) in zip(range(count), days, strict=False):
            yield _document(f"en-{day}", "\n\n".join(event["text"] for event in events), "en")


def _document(name: str, text: str, language: str) -> Document:
    return Document(name, text, language, "text/plain", "", b"")


class _Clock:
    """Seconds by stage; the encoder's and the pair heads' own time is taken out of the stages around them."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._stage, self._since = "start", time.perf_counter()

    def tell(self, stage: str) -> None:
        """A stage begins."""
        now = time.perf_counter()
        self.seconds[self._stage] += now - self._since
        self._stage, self._since = stage, now

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time booked under its own name."""

        def inner(*given: Any, **named: Any) -> Any:
            outer = self._stage
            self.tell(name)
            try:
                return work(*given, **named)
            finally:
                self.tell(outer)

        return inner


def measure(shared: Path, count: int, threads: int) -> Timing:
    """Code the texts in this process."""
    documents = list(texts(shared, count))
    pipeline = Pipeline(Settings(threads=threads))
    clock = _Clock()
    Classifier.encode = clock.timed("encoder", Classifier.encode)  # type: ignore[method-assign]

    for name in ("score", "details", "antecedents"):
        setattr(Classifier, name, clock.timed("heads", getattr(Classifier, name)))
    for document in documents[::4]:
        pipeline.code(document)  # loads and warms everything
    sentences = statements = 0
    clock.tell("other")
    clock.seconds.clear()
    begun = time.perf_counter()
    for document in documents:
        coded = pipeline.code(document, clock.tell)
        clock.tell("other")
        sentences += coded.coverage.sentences
        statements += len(coded.statements)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Timing(threads, len(documents), sentences, statements, seconds, dict(clock.seconds), peak)


def in_process(options: argparse.Namespace, threads: int) -> Timing:
    """Measure in a fresh process bound to as many cores as threads."""
    command = [sys.executable, __file__, "--shared", str(options.shared), "--texts", str(options.texts)]
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[:threads]))
    done = subprocess.run(
        ["taskset", "-c", cores, *command, "--one", str(threads)], check=True, capture_output=True, text=True
    )
    return Timing(**json.loads(done.stdout))


def table(timings: list[Timing]) -> str:
    """The timings as Markdown."""
    stages = sorted(timings[0].stages, key=lambda name: -timings[0].stages[name])
    lines = [
        "| cores | sentences/s | outside the encoder | peak memory | " + " | ".join(stages) + " |",
        "|---" * (4 + len(stages)) + "|",
    ]
    for t in timings:
        outside = 1 - t.stages["encoder"] / t.seconds
        shares = " | ".join(f"{t.stages.get(name, 0) / t.seconds:.0%}" for name in stages)
        lines.append(
            f"| {t.threads} | {t.sentences / t.seconds:.0f} | {outside:.0%} | {t.peak_mib:.0f} MiB | {shares} |"
        )
    first = timings[0]
    told = f"{first.documents} texts, {first.sentences} sentences, {first.statements} statements."
    beat = "; ".join(f"{name} {speed}" for name, speed in ANCHORS.items())
    return "\n".join([*lines, "", f"{told} To beat on one core (figures of `shared/coder.md`): {beat}."])


def main() -> None:
    """Measure in fresh processes and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--texts", type=int, default=60, help="texts of each language")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--one", type=int, help="measure in this process with so many threads and print JSON")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.shared, options.texts, options.one).__dict__))
        return
    told = table([in_process(options, int(n)) for n in options.threads.split(",")])
    print(told)
    if options.write:
        put(options.write, "speed", f"By `python bench/speed.py`.\n\n{told}")


if __name__ == "__main__":
    main()
