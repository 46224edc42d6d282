"""How fast actors are found: characters a second of matching and resolving, on real German news.

    python bench/actors.py [FILE.jsonl]     default: ../shared/data/train/text_wikinews_de/articles.jsonl

Prints the time to load the catalog, to build the automaton (once a process), and the speed over all texts.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe
from konturen.actors.matching import matcher
from konturen.actors.mentions import find
from konturen.records import Sentence, Span

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "train" / "text_wikinews_de" / "articles.jsonl"
HOSTILE = {
    "no spaces": "A" * 200_000,
    "names without end": "Russland " * 22_000,
    "brackets": "X (YZ) " * 28_000,
    "quotes": "„" * 200_000,
    "marks": "а\u0301\u0323" * 66_000,
    "adjectives": "russische " * 20_000,
}


def sentences(text: str, language: str) -> list[Sentence]:
    """A rough split, good enough to measure speed (reading has the real one)."""
    found: list[Sentence] = []
    for match in re.finditer(r"\S[^.!?\n]*[.!?]*", text):
        found.append(Sentence(Span(match.start(), match.end()), match[0], len(found), 0, language))
    return found


def main(path: Path) -> None:
    """Measure and print."""
    start = time.perf_counter()
    catalog = Catalog.load()
    print(f"catalog: {len(catalog)} actors loaded in {time.perf_counter() - start:.3f} s")
    start = time.perf_counter()
    matcher(catalog, "de")
    print(f"automaton (de) built in {time.perf_counter() - start:.3f} s")
    texts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    documents = [sentences(row["text"], "de") for row in texts]
    characters = sum(len(row["text"]) for row in texts)
    start = time.perf_counter()
    found = sum(len(row) for document in documents for row in find(document, "de", catalog))
    taken = time.perf_counter() - start
    print(
        f"names: {found} mentions in {characters} characters, {characters / taken / 1e6:.2f} million "
        f"characters/s"
    )
    start = time.perf_counter()
    for document in documents:
        find(document, "de", catalog, [describe(sentence) for sentence in document])
    taken = time.perf_counter() - start
    print(f"with pronouns and descriptions: {characters / taken / 1e6:.2f} million characters/s")
    for name, text in HOSTILE.items():
        times = []
        for part in (text[: len(text) // 2], text):
            start = time.perf_counter()
            find([Sentence(Span(0, len(part)), part, 0, 0, "de")], "de", catalog)
            times.append(time.perf_counter() - start)
        print(
            f"hostile, {name}: {times[1]:.2f} s for {len(text)} characters, {times[1] / times[0]:.1f} times "
            f"the half"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
