"""How far two annotators who did not see each other's labels agree.

    python training/agreement.py [--shared ../shared]

Compares `training/real` with `training/real/second` and `training/corpus` with `training/second`, document by document and item by
item, where both hold it. Statements match as in the measure of the sealed set: their cues stand in one sentence, and
*pair*: both ends share a mark; *lenient*: direction and class too; *strict*: relation and status too. Given as F1,
which takes no side; beside it Cohen's kappa of relation and of status on the matched pairs.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from items import Item, ItemError, Line, Mark, read
from konturen.codebook import built_in
from konturen.reading.sentences import split
from konturen.records import Document
from real import loaded

HERE = Path(__file__).parent
LEVELS = ("pair", "lenient", "strict")


@dataclass(frozen=True)
class Labels:
    """What one annotator said of one text."""

    id: str
    language: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    sentences: tuple[tuple[int, int], ...]

    def home(self, line: Line) -> int:
        """The sentence in which a statement's cue stands."""
        return max((n for n, (start, _) in enumerate(self.sentences) if start <= line.cue[0]), default=0)

    def spans(self, key: str | None) -> list[tuple[int, int]]:
        """Where an actor is marked."""
        return [(m.start, m.end) for m in self.marks if key in m.keys]


def _share(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for start, end in a for begin, stop in b)


@dataclass(frozen=True)
class Match:
    """A statement of each annotator about the same two actors in the same sentence."""

    first: Line
    second: Line
    forth: bool

    def level(self) -> int:
        """0 pair, 1 lenient, 2 strict."""
        relations = built_in().relations
        a, b = relations[self.first.relation], relations[self.second.relation]
        if not (self.forth or self.first.mutual or self.second.mutual) or a.kind != b.kind:
            return 0
        return (
            2 if (self.first.relation, self.first.status) == (self.second.relation, self.second.status) else 1
        )


def matches(first: Labels, second: Labels) -> list[Match]:
    """One to one, the closest first."""
    found: list[tuple[int, int, tuple[int, int], Match]] = []
    for n, a in enumerate(first.lines):
        for m, b in enumerate(second.lines):
            if first.home(a) != second.home(b):
                continue
            ends = [
                (first.spans(a.source), second.spans(b.source)),
                (first.spans(a.target), second.spans(b.target)),
            ]
            turned = [
                (first.spans(a.source), second.spans(b.target)),
                (first.spans(a.target), second.spans(b.source)),
            ]
            alone = a.target is None and b.target is None and _share(*ends[0])
            forth = alone or all(_share(*pair) for pair in ends)
            if forth or all(_share(*pair) for pair in turned):
                match = Match(a, b, forth)
                same = (a.relation == b.relation) + (a.status == b.status)
                found.append((-match.level(), -same, (n, m), match))
    kept, used = [], set()
    for _, _, place, match in sorted(found, key=lambda f: f[:3]):
        n, m = place
        if ("a", n) not in used and ("b", m) not in used:
            used |= {("a", n), ("b", m)}
            kept.append(match)
    return kept


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two raters' labels."""
    if not pairs:
        return 0.0
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[name] * right[name] for name in left) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def of_items(files: Iterable[Path]) -> Iterator[Labels]:
    """The labels of corpus items; ItemError for a faulty one."""
    for found in read(sorted(files)):
        if isinstance(found, ItemError):
            raise found
        yield _of_item(found)


def _of_item(item: Item) -> Labels:
    document = Document("item", item.text, item.language, "text/plain", "", b"")
    spans = tuple((s.span.start, s.span.end) for s in split(document))
    return Labels(item.id, item.language, item.marks, item.lines, spans)


def of_real(shared: Path, folder: Path) -> Iterator[Labels]:
    """The labels of real documents."""
    for document in loaded(shared, folder):
        source = document.source
        yield Labels(source.id, source.language, document.marks, document.lines, source.sentences)


def table(name: str, first: Iterable[Labels], second: Iterable[Labels]) -> Iterator[str]:
    """One line a language for what both annotated."""
    others = {(labels.language, labels.id): labels for labels in second}
    both: dict[str, list[tuple[Labels, Labels]]] = defaultdict(list)
    for labels in first:
        if (labels.language, labels.id) in others:
            both[labels.language].append((labels, others[labels.language, labels.id]))
    for language, pairs in sorted(both.items()):
        found = [match for a, b in pairs for match in matches(a, b)]
        total = sum(len(a.lines) + len(b.lines) for a, b in pairs)
        f1 = [2 * sum(m.level() >= level for m in found) / max(1, total) for level in range(len(LEVELS))]
        relations = kappa([(m.first.relation, m.second.relation) for m in found])
        states = kappa([(m.first.status, m.second.status) for m in found])
        values = " | ".join(f"{value:.2f}" for value in (*f1, relations, states))
        yield f"| {name}, {language} | {len(pairs)} | {total / 2:.0f} | {values} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    options = parser.parse_args()
    print("| texts | count | statements | pair F1 | lenient F1 | strict F1 | kappa relation | kappa status |")
    print("|" + "---|" * 8)
    real = table(
        "real text", of_real(options.shared, HERE / "real"), of_real(options.shared, HERE / "real" / "second")
    )
    written = table(
        "written", of_items((HERE / "corpus").glob("*/*.txt")), of_items((HERE / "second").glob("*.txt"))
    )
    print("\n".join([*real, *written]))


if __name__ == "__main__":
    main()
