"""The shipped classifier on annotated items with the actors given: by language, by relation, confusions, reliability.

    python bench/held.py [--shared ../shared] [--items FILE...] [--write docs/benchmarks.md]

Without --items the held-out tenth of the corpus and of the annotated real text is read. Two plain baselines stand beside
each figure: every pair of one sentence has the commonest relation (co-occurrence), and the nearest word that is known as
a cue from the training items gives its relation (lexicon).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

import numpy as np

from items import RELATIONS, Item, ItemError, read
from konturen.codebook import built_in
from konturen.coding.candidates import GAPS, Pair, Placed
from konturen.coding.classifier import Classifier, Scene
from konturen.coding.tokens import Tokens
from prepare import all_items, item_example
from table import prf, put

LANGUAGES = ("de", "en", "ru")
BINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Bounds of the classes of scores for reliability."""
LEAST = 3
"""How often a cue must stand for a relation in the training items to be in the lexicon."""


@dataclass(frozen=True)
class Claim:
    """A claim of an item: pair by number, relation; gold or said."""

    item: str
    pair: int
    relation: int


@dataclass(frozen=True)
class Seen:
    """What one item holds and what is said of it."""

    item: Item
    gold: frozenset[Claim]
    lost: int
    """Statements whose ends lie too far apart for the coder."""
    said: dict[Claim, float]
    status: tuple[int, int]
    """Claims that were found, and those of them with the right status."""
    cooccurring: frozenset[Claim]
    lexical: frozenset[Claim]

    @property
    def real(self) -> bool:
        return "-real-" in self.item.id


class Lexicon:
    """Cue words of the training items with the relation that each mostly stands for."""

    def __init__(self, items: Iterable[Item]) -> None:
        counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self.common: Counter[int] = Counter()
        """How often each act stands in the items; structure is no act."""
        for item in items:
            for line in item.lines:
                cue = item.text[slice(*line.cue)].casefold()
                counts[item.language, cue][RELATIONS.index(line.relation)] += 1
                if built_in().relations[line.relation].kind != "structure":
                    self.common[RELATIONS.index(line.relation)] += 1
        self._known = {key: c.most_common(1)[0][0] for key, c in counts.items() if c.total() >= LEAST}

    def nearest(self, item: Item, start: int, end: int) -> int | None:
        """The relation of the known cue nearest to a stretch of an item's text, within its sentence's reach."""
        best: tuple[int, int, int] | None = None
        for match in re.finditer(r"\w+", item.text):
            relation = self._known.get((item.language, match[0].casefold()))
            if relation is not None:
                far = max(start - match.end(), match.start() - end, 0)
                middle = abs(match.start() + match.end() - start - end)
                best = min(best or (far, middle, relation), (far, middle, relation))
        return best[2] if best and best[0] <= REACH else None


FORWARD = len(GAPS) + 1
"""Places below this are those of a pair in one sentence with the source first."""
REACH = 60
"""Characters from the pair within which the lexicon looks for a cue."""


def seen(item: Item, classifier: Classifier, lexicon: Lexicon) -> Seen:
    """Score one item with its actors given."""
    example = item_example(item, classifier.tokenizer)
    pairs = [Pair(*p) for p in example["pairs"]]
    gold = frozenset(Claim(item.id, c[0], c[1]) for c in example["claims"])
    open_pairs = [n for n in range(len(pairs)) if n not in set(example["ignored"])]
    calibration = classifier.calibration.get(item.language) or classifier.calibration["all"]
    said: dict[Claim, float] = {}
    status = (0, 0)
    if pairs:
        scene = _scene(example, classifier)
        scores = classifier.score(scene, pairs)
        chances = 1 / (1 + np.exp(-(calibration.slope * scores.claim + calibration.offset)))
        for row, relation in zip(*np.nonzero(chances >= BINS[0]), strict=True):
            claim = Claim(item.id, int(scores.pairs[row]), int(relation))
            if claim.pair in set(open_pairs):
                said[claim] = float(chances[row, relation])
        status = _status(
            example, scene, classifier, {c: v for c, v in said.items() if v >= calibration.threshold}
        )
    return Seen(item, gold,
        example["lost"], said, status, _cooccurring(item, pairs, open_pairs, lexicon),
                _lexical(item, pairs, open_pairs, lexicon))  # fmt: skip


def _scene(example: dict[str, Any], classifier: Classifier) -> Scene:
    tokens = Tokens(tuple(example["ids"]), ((0, 0),) * len(example["ids"]))
    placed = [
        Placed(start, end, home, kind)
        for (start, end), home, kind in zip(
            example["mentions"], example["homes"], example["kinds"], strict=True
        )
    ]
    return Scene(classifier.encode(tokens), placed, example["dates"], example["sentences"])


def _status(
    example: dict[str, Any], scene: Scene, classifier: Classifier, said: dict[Claim, float]
) -> tuple[int, int]:
    """How many gold claims were said, and how many of those in the right status."""
    found = {(c.pair, c.relation) for c in said}
    rows = [c for c in example["claims"] if (c[0], c[1]) in found]
    if not rows:
        return 0, 0
    scores = classifier.score(scene, [Pair(*example["pairs"][c[0]]) for c in rows], spared=None)
    vectors = np.stack([scores.vectors[n, c[1]] for n, c in enumerate(rows)])
    status = classifier.details(scene, vectors).status.argmax(-1)
    return len(rows), sum(int(s) == c[2] for s, c in zip(status, rows, strict=True))


def _cooccurring(
    item: Item, pairs: Sequence[Pair], open_pairs: Sequence[int], lexicon: Lexicon
) -> frozenset[Claim]:
    """Baseline: the commonest relation from the earlier to the later actor of each pair in a sentence."""
    common = lexicon.common.most_common(1)[0][0]
    last = len(_marks(item))
    return frozenset(
        Claim(item.id, n, common) for n in open_pairs if pairs[n].target != last and pairs[n].place < FORWARD
    )


def _lexical(
    item: Item, pairs: Sequence[Pair], open_pairs: Sequence[int], lexicon: Lexicon
) -> frozenset[Claim]:
    """Baseline: the relation of the nearest known cue, from the earlier to the later actor."""
    marks, found = _marks(item), set()
    for n in open_pairs:
        pair = pairs[n]
        if pair.target != len(marks) and pair.place < FORWARD:
            start, end = marks[pair.source].start, marks[pair.target].end
            relation = lexicon.nearest(item, start, end)
            if relation is not None:
                found.add(Claim(item.id, n, relation))
    return frozenset(found)


def _marks(item: Item) -> list[Any]:
    return [mark for mark in item.marks for _ in mark.keys]


def scored(
    group: Sequence[Seen], classifier: Classifier, relation: int | None = None
) -> tuple[float, float, float]:
    right = said = there = 0
    for one in group:
        calibration = classifier.calibration.get(one.item.language) or classifier.calibration["all"]
        kept = {c for c, v in one.said.items() if v >= calibration.threshold and relation in (None, c.relation)}
        gold = {c for c in one.gold if relation in (None, c.relation)}
        right, said = right + len(kept & gold), said + len(kept)
        there += len(gold) + (one.lost if relation is None else 0)
    return prf(right, said, there)


def _base(group: Sequence[Seen], lexical: bool) -> float:
    sets = [(one.lexical if lexical else one.cooccurring, one.gold) for one in group]
    return prf(sum(len(a & b) for a, b in sets), sum(len(a) for a, _ in sets), sum(len(b) for _, b in sets))[2]


def by_language(all_seen: Sequence[Seen], classifier: Classifier) -> Iterator[str]:
    """One line a language, and one for the real text of each."""
    yield "| items | count | claims | P | R | F1 | status | co-occurrence F1 | lexicon F1 |"
    yield "|" + "---|" * 9
    for language in LANGUAGES:
        for real in (False, True):
            group = [s for s in all_seen if s.item.language == language and s.real == real]
            if group:
                values = " | ".join(f"{v:.2f}" for v in scored(group, classifier))
                found, right = (sum(s.status[n] for s in group) for n in (0, 1))
                name = f"{language}, {'real text' if real else 'written'}"
                yield (
                    f"| {name} | {len(group)} | {sum(len(s.gold) for s in group)} | {values} | {right / max(1, found):.2f} "
                    f"| {_base(group, False):.2f} | {_base(group, True):.2f} |"
                )


def by_relation(all_seen: Sequence[Seen], classifier: Classifier) -> Iterator[str]:
    """One line a relation: P, R, F1 of all, F1 a language, and what it is taken for."""
    yield "| relation | claims | P | R | F1 | de | en | ru | taken for |"
    yield "|" + "---|" * 9
    for number, name in enumerate(RELATIONS):
        count = sum(c.relation == number for s in all_seen for c in s.gold)
        values = " | ".join(f"{v:.2f}" for v in scored(all_seen, classifier, number))
        each = " | ".join(
            f"{scored([s for s in all_seen if s.item.language == n], classifier, number)[2]:.2f}"
            for n in LANGUAGES
        )
        yield f"| {name} | {count} | {values} | {each} | {_confused(all_seen, number)} |"


def _confused(all_seen: Sequence[Seen], number: int) -> str:
    """What the loudest claim about the pair is where this relation is true and another is louder."""
    found: Counter[str] = Counter()
    for one in all_seen:
        for claim in one.gold:
            about = {c: v for c, v in one.said.items() if c.relation != number and c.pair == claim.pair}
            if claim.relation == number and about:
                best = max(about, key=lambda c: about[c])
                if about[best] > one.said.get(claim, 0):
                    found[RELATIONS[best.relation]] += 1
    return ", ".join(f"{name} {count}" for name, count in found.most_common(3)) or "-"


def reliability(all_seen: Sequence[Seen]) -> Iterator[str]:
    """How often claims of a score are true, by language; and the mean gap between the two."""
    yield "| score | " + " | ".join(f"{n}: claims | true" for n in LANGUAGES) + " |"
    yield "|" + "---|" * 7
    gaps: dict[str, float] = defaultdict(float)
    total: Counter[str] = Counter()
    for low, high in pairwise(BINS):
        cells = []
        for language in LANGUAGES:
            inside = [
                (v, c in s.gold)
                for s in all_seen
                for c, v in s.said.items()
                if s.item.language == language and low <= v < high + (high == BINS[-1])
            ]
            true = sum(hit for _, hit in inside)
            gaps[language] += abs(sum(v for v, _ in inside) - true)
            total[language] += len(inside)
            cells += [str(len(inside)), f"{true / len(inside):.2f}" if inside else "-"]
        yield f"| {low:.1f} to {high:.1f} | " + " | ".join(cells) + " |"
    yield ""
    yield "Mean gap: " + ", ".join(f"{n} {gaps[n] / max(1, total[n]):.3f}" for n in LANGUAGES) + "."


def measured(shared: Path, files: Sequence[Path], classifier: Classifier) -> list[Seen]:
    """All items of the files, or the held-out ones, scored."""
    corpus = list(all_items(shared))
    lexicon = Lexicon(item for item, held in corpus if not held)
    items = [item for item, held in corpus if held]
    if files:
        items = []
        for found in read(list(files)):
            if isinstance(found, ItemError):
                raise found
            items.append(found)
    return [seen(item, classifier, lexicon) for item in items]


def main() -> None:
    """Measure and print; with --write put the tables into the results page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--items", type=Path, nargs="*", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    classifier = Classifier.shipped()
    found = measured(options.shared, options.items, classifier)
    parts = [by_language(found, classifier), by_relation(found, classifier), reliability(found)]
    told = f"Coder `{classifier.name}`, by `python bench/held.py`.\n\n" + "\n\n".join(
        "\n".join(p) for p in parts
    )
    print(told)
    if options.write:
        put(options.write, "held", told)


if __name__ == "__main__":
    main()
