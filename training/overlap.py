"""Corpus items and annotated real texts that share wording with the example texts, which are for measuring.

python training/overlap.py [--shared ../shared] [--words 5]    exit code 1 if an item shares so many words in a row
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from items import Item, read
from real import loaded

HERE = Path(__file__).parent
COMMON = 3
"""Runs of words that a whole real text may share with another by accident ("the president of the")."""


def grams(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of that many words, case and marks ignored."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def main() -> int:
    """Print each item with what it shares."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--words", type=int, default=5)
    options = parser.parse_args()
    seen: set[tuple[str, ...]] = set()
    for file in sorted((options.shared / "examples").glob("*.json")):
        seen |= grams(json.loads(file.read_text("utf-8"))["text"], options.words)
    found = 0
    for item in read(sorted((HERE / "corpus").glob("*/*.txt"))):
        if isinstance(item, Item) and (shared := grams(item.text, options.words) & seen):
            found += 1
            print(item.id, "|", "; ".join(" ".join(gram) for gram in sorted(shared)))
    for document in loaded(options.shared):
        source = document.source
        if len(shared := grams(source.text[: source.sentences[-1][1]], options.words) & seen) > COMMON:
            found += 1
            print(source.language, source.id, "|", len(shared))
    print(f"{found} items or real texts share {options.words} words in a row with an example text")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
