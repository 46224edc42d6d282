"""The embedded coder on the public sets under `shared/data/check`, which it never saw.

    python bench/check.py [--shared ../shared] [--write docs/benchmarks.md]

  rel_plv         1,050 English sentences, both actors given, 15 PLOVER classes: macro F1 and accuracy
  rel_dse         1,461 English sentences, both actors given: who is for or against whom, F1 of the four signed classes
  rel_rusentrel   44 whole Russian articles, nothing given: directed pairs with polarity, F1

A plain baseline stands beside each figure. The sets are for measuring only; nothing is tuned on them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from given import directions
from konturen.codebook import built_in
from konturen.coding.classifier import Classifier
from konturen.pipeline import Pipeline
from konturen.records import Document, End
from konturen.settings import Settings
from table import put

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""PLV knows one class for both."""

NEUTRAL = 1
"""Relations of at most this tone, either way, take no side."""


SAID_BY = re.compile(r"\{[^{}\n]*\}")
"""What the annotators wrote before each paragraph, "{Author, Unknown}"; no part of the article."""


@dataclass(frozen=True)
class Row:
    """A figure of the table."""

    set: str
    measure: str
    konturen: float
    baseline: float
    note: str


def f1_by_class(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """F1 of each gold class from (gold, predicted)."""
    found = {}
    for name in sorted({gold for gold, _ in pairs}):
        right = sum(g == p == name for g, p in pairs)
        said, there = sum(p == name for _, p in pairs), sum(g == name for g, _ in pairs)
        found[name] = 2 * right / (said + there) if said + there else 0.0
    return found


def plv(folder: Path, classifier: Classifier) -> Iterator[Row]:
    """Relation of two given actors."""
    pairs, left_out = [], 0
    with (folder / "PLV_train.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            marked = (
                re.search(r"<s>(.+?)</s>", row["marked_sentence"]),
                re.search(r"<t>(.+?)</t>", row["marked_sentence"]),
            )
            if not (marked[0] and marked[1]):
                left_out += 1
                continue
            text = re.sub(r"</?[st]>", "", row["marked_sentence"])
            source, target = (_unmarked(row["marked_sentence"], m.start(1), m.end(1)) for m in marked if m)
            both = directions(classifier, text, source, target, "en")
            best = Counter[str]()
            if both:
                for relation, value in zip(classifier.relations, both[0], strict=True):
                    if built_in().relations[relation].kind != "structure" and relation not in (
                        "ALLIED_WITH",
                        "OPPOSES",
                    ):
                        name = MERGED.get(relation, relation)
                        best[name] = max(best[name], float(value))
            pairs.append((row["gold_root"], max(sorted(best), key=lambda n: best[n], default="")))
    classes = f1_by_class(pairs)
    most = Counter(g for g, _ in pairs).most_common(1)[0][1] / len(pairs)
    note = f"{len(pairs)} sentences, {left_out} without two marked actors left out"
    yield Row(
        "rel_plv",
        "macro F1 of 15 classes",
        sum(classes.values()) / len(classes),
        2 * most / (1 + most) / len(classes),
        note,
    )
    yield Row(
        "rel_plv", "accuracy", sum(g == p for g, p in pairs) / len(pairs), most, "baseline: the commonest class"
    )
    weak = sorted(classes, key=lambda n: classes[n])[:5]
    print("rel_plv weakest:", ", ".join(f"{n} {classes[n]:.2f}" for n in weak))


def _unmarked(marked: str, start: int, end: int) -> tuple[int, int]:
    """Offsets after the marks are taken out."""
    before = len(re.sub(r"</?[st]>", "", marked[:start]))
    return before, before + len(re.sub(r"</?[st]>", "", marked[start:end]))


def dse(folder: Path, classifier: Classifier) -> Iterator[Row]:
    """Sign and direction of two given actors: 0 none, 1 and 2 positive forth and back, 3 and 4 negative."""
    threshold = classifier.calibration["en"].threshold
    tones = {name: built_in().relations[name].tone for name in classifier.relations}
    pairs, base, left_out = [], [], 0
    for line in gzip.decompress((folder / "valid.txt.gz").read_bytes()).decode("utf-8").splitlines():
        marked, _, _, label = line.split("\t")
        spans = [(m.start(1), m.end(1)) for m in re.finditer(r"\[([^\[\]]+)\]", marked)]
        if len(spans) != 2:
            left_out += 1
            continue
        text = re.sub(r"[\[\]]", "", marked)
        first, second = ((a - 1 - 2 * n, b - 1 - 2 * n) for n, (a, b) in enumerate(spans))
        both = directions(classifier, text, first, second, "en")
        best, said = threshold, "0"
        for number, way in enumerate(both or ()):
            for relation, value in zip(classifier.relations, way, strict=True):
                if abs(tones[relation]) > NEUTRAL and value > best:
                    best, said = float(value), str(number + (1 if tones[relation] > 0 else 3))
        pairs.append((label, said))
        base.append((label, "3"))
    yield Row(
        "rel_dse",
        "micro F1 of the four signed classes",
        _signed(pairs),
        _signed(base),
        f"{len(pairs)} sentences, {left_out} left out; baseline: always the first against the second",
    )


def _signed(pairs: list[tuple[str, str]]) -> float:
    right = sum(g == p != "0" for g, p in pairs)
    return 2 * right / (sum(p != "0" for _, p in pairs) + sum(g != "0" for g, _ in pairs))


def rusentrel(folder: Path, pipeline: Pipeline) -> Iterator[Row]:
    """Directed pairs with polarity of whole articles."""
    groups: dict[str, int] = {}
    for number, line in enumerate((folder / "synonyms.txt").read_text("utf-8").splitlines()):
        for name in line.split(","):
            groups.setdefault(name.strip().lower(), number)
    right = said = there = guessed = seen = missing = 0
    for file in sorted((folder / "train").glob("art*.opin.txt")):
        article = file.with_name(file.name.replace(".opin", ""))
        if not article.exists():
            missing += 1
            continue
        text = SAID_BY.sub("", article.read_text("utf-8-sig"))
        gold = {}
        for line in file.read_text("utf-8-sig").splitlines():
            if line.strip():
                source, target, sign, *_ = (part.strip().lower() for part in line.split(","))
                gold[_group(groups, source), _group(groups, target)] = sign
        coded = pipeline.code(Document(file.name, text, "ru", "text/plain", "", b""))
        tones: Counter[tuple[int, int]] = Counter()
        for s in coded.statements:
            tone = built_in().relations[s.relation].tone
            if s.target is None or s.status == "denied" or abs(tone) <= NEUTRAL:
                continue
            a, b = _end_group(groups, s.source), _end_group(groups, s.target)
            for pair in [(a, b), (b, a)] if s.mutual else [(a, b)]:
                tones[pair] += 1 if tone > 0 else -1
        found = {pair: "pos" if value > 0 else "neg" for pair, value in tones.items() if value}
        right += sum(gold.get(pair) == sign for pair, sign in found.items())
        said, there = said + len(found), there + len(gold)
        named = {_named(groups, m.surface, m.name) for m in coded.mentions if m.name}
        guessed += sum(sign == "neg" and pair[0] in named and pair[1] in named for pair, sign in gold.items())
        seen += len(named) * (len(named) - 1)
    yield Row(
        "rel_rusentrel",
        "F1 of directed pairs with polarity",
        2 * right / (said + there),
        2 * guessed / (seen + there),
        f"P {right / max(1, said):.2f} R {right / there:.2f}; {missing} articles lack their text; baseline: everybody against everybody",
    )


def _group(groups: dict[str, int], name: str) -> int:
    return groups.setdefault(name, len(groups) + 10_000)


def _end_group(groups: dict[str, int], end: End) -> int:
    return _named(groups, end.surface, end.name)


def _named(groups: dict[str, int], surface: str, name: str) -> int:
    """The group of an actor: that of its words, else of its name."""
    found = groups.get(surface.lower(), groups.get(name.lower()))
    return _group(groups, name.lower()) if found is None else found


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| set | measure | Konturen | baseline | note |", "|---|---|---|---|---|"]
    return "\n".join(
        [*lines, *(f"| {r.set} | {r.measure} | {r.konturen:.3f} | {r.baseline:.3f} | {r.note} |" for r in rows)]
    )


def main() -> None:
    """Measure and print; with --write put the table into a file between its marks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    check = options.shared / "data" / "check"
    classifier = Classifier.shipped()
    rows = [
        *plv(check / "rel_plv", classifier),
        *dse(check / "rel_dse", classifier),
        *rusentrel(check / "rel_rusentrel", Pipeline(Settings())),
    ]
    print(f"coder {classifier.name}\n{table(rows)}")
    if options.write:
        put(options.write, "check", f"Coder `{classifier.name}`, by `python bench/check.py`.\n\n{table(rows)}")


if __name__ == "__main__":
    main()
