"""The mention head on the test parts of public name corpora: F1 of person, organisation, place, exact spans.

    python bench/ner.py [--shared ../shared] [--write docs/benchmarks.md]

UNER English EWT test, GermEval 2014 test (outer level, without -deriv and -part), factRuEval 2016 test. The baseline takes
each run of capitalised words for a name, of the class that gives it most.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from konturen.coding.classifier import Classifier
from konturen.coding.tagging import tagged
from konturen.coding.windows import windows
from konturen.records import Document, Sentence, Span
from names import KINDS, NameText, test_names
from table import prf, put

SETS = {"en": "UNER-EWT test", "de": "GermEval 2014 test", "ru": "factRuEval 2016 test"}
COARSE = {
    "person": "PER",
    "state": "LOC",
    "place": "LOC",
    **dict.fromkeys(("party", "organisation", "institution", "movement", "igo", "media", "other"), "ORG"),
}
"""Our types as the classes of the public corpora."""
TARGET = 0.85

Name = tuple[int, int, str]


def gold(text: NameText) -> set[Name]:
    """The names of a sentence with their classes."""
    back = {kinds: name for name, kinds in KINDS.items()}
    return {(start, end, back[kinds]) for start, end, kinds in text.names}


def said(text: NameText, language: str, classifier: Classifier) -> set[Name]:
    """What the head marks as names."""
    document = Document(text.id, text.text, language, "text/plain", "", b"")
    sentence = Sentence(Span(0, len(text.text)), text.text, 0, 0, language)
    found = set()
    for window in windows(document, [sentence], classifier.tokens):
        for tag in tagged(window, classifier.encode(window.tokens), classifier):
            if tag.form == "name":
                kind = "place" if tag.place else tag.type
                found.add((tag.span.start, tag.span.end, COARSE[kind]))
    return found


def guessed(text: NameText, kind: str) -> set[Name]:
    """The baseline: runs of capitalised words not at the beginning, all of one class."""
    runs = re.finditer(r"(?<=\s)[^\W\d_a-zа-яёäöüß]\w+(?: [^\W\d_a-zа-яёäöüß]\w+)*", text.text)
    return {(m.start(), m.end(), kind) for m in runs}


def f1(pairs: list[tuple[set[Name], set[Name]]], kind: str | None) -> tuple[float, float, float]:
    """Precision, recall and F1 of one class or of all."""
    count: Counter[str] = Counter()
    for true, found in pairs:
        a, b = ({n for n in names if kind in (None, n[2])} for names in (true, found))
        count += Counter(right=len(a & b), said=len(b), there=len(a))
    return prf(count["right"], count["said"], count["there"])


def main() -> None:
    """Measure and print; with --write put the table into the results page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    classifier = Classifier.shipped()
    lines = ["| set | sentences | P | R | F1 | person | organisation | place | baseline F1 |", "|" + "---|" * 9]
    for language, texts in test_names(options.shared / "data" / "train").items():
        seen = list(texts)
        pairs = [(gold(text), said(text, language, classifier)) for text in seen]
        base = max(f1([(gold(text), guessed(text, kind)) for text in seen], None)[2] for kind in KINDS)
        parts = " | ".join(f"{f1(pairs, kind)[2]:.3f}" for kind in ("PER", "ORG", "LOC"))
        whole = " | ".join(f"{value:.3f}" for value in f1(pairs, None))
        lines.append(f"| {SETS[language]} | {len(seen)} | {whole} | {parts} | {base:.3f} |")
    told = "\n".join([*lines, "", f"Coder `{classifier.name}`; target {TARGET}."])
    print(told)
    if options.write:
        put(options.write, "ner", f"By `python bench/ner.py`.\n\n{told}")


if __name__ == "__main__":
    main()
