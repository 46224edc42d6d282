"""Real texts with nothing given: the whole path against the stand-off labels of held-out documents.

    python bench/texts.py [--shared ../shared] [--labels DIR] [--errors] [--write docs/benchmarks.md]

The measure is that of the annotators' agreement (`training/agreement.py`), which follows the sealed set's: a statement said and one
labelled match where they stand in one sentence and are about the same two actors (pair), with direction and class
(lenient), with relation and status (strict). The baseline says of every two actors of one sentence that the first does
the commonest act to the second. Without --labels these are the documents of training/real/test, which are never
trained on, and those of training/real that are held out.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from agreement import LEVELS, Labels, matches
from items import Line, Mark
from konturen.pipeline import Pipeline
from konturen.records import Coded, Document
from prepare import held_out
from real import Annotated, items, loaded
from table import prf, put

TEST = Path(__file__).parent.parent / "training" / "real" / "test"
COMMONEST = "ASSAULT"
"""The act that stands most often in the labels of real text, structure aside."""


@dataclass(frozen=True)
class Compared:
    """One document: what is labelled, what is said, what the baseline says."""

    gold: Labels
    said: Labels
    base: Labels


def whole(document: Annotated) -> Document:
    """The annotated part of a document as a document."""
    source = document.source
    text = source.text[: source.sentences[-1][1]]
    return Document(source.id, text, source.language, "text/plain", "", b"", published=source.date or None)


def said(document: Annotated, coded: Coded) -> Labels:
    """The coder's statements in the form of labels: an actor's key is its id."""
    marks = [
        Mark(m.span.start, m.span.end, (m.actor,), m.type, m.form)
        for m in coded.mentions
        if m.actor is not None
    ]
    lines = [
        Line(s.source.actor, s.relation, s.mutual, s.target.actor if s.target else None, s.status,
             (s.evidence.start, s.evidence.end), None, s.speaker.actor if s.speaker else None)
        for s in coded.statements
    ]  # fmt: skip
    source = document.source
    return Labels(source.id, source.language, tuple(marks), tuple(lines), source.sentences)


def baseline(found: Labels) -> Labels:
    """Every two actors of one sentence."""
    lines = []
    for start, end in found.sentences:
        here = [m.keys[0] for m in found.marks if start <= m.start < end]
        for a, b in combinations(dict.fromkeys(here), 2):
            lines.append(Line(a, COMMONEST, False, b, "happened", (start, end), None, None))
    return Labels(found.id, found.language, found.marks, tuple(lines), found.sentences)


def documents(shared: Path, labels: Path | None) -> list[Annotated]:
    """The documents of a folder of labels; without one those that training never sees."""
    if labels:
        return list(loaded(shared, labels))
    held = [document for document in loaded(shared) if held_out(next(items(document)).id)]
    return [*loaded(shared, TEST), *held]


def compared(documents: Iterable[Annotated], pipeline: Pipeline) -> Iterable[Compared]:
    """Code each document and put it beside its labels."""
    for document in documents:
        source = document.source
        gold = Labels(source.id, source.language, document.marks, document.lines, source.sentences)
        found = said(document, pipeline.code(whole(document)))
        yield Compared(gold, found, baseline(found))


def at_level(pairs: Sequence[tuple[Labels, Labels]], level: int) -> tuple[float, float, float]:
    """Precision, recall and F1 at a depth."""
    right = sum(match.level() >= level for gold, found in pairs for match in matches(gold, found))
    there, told = sum(len(g.lines) for g, _ in pairs), sum(len(f.lines) for _, f in pairs)
    return prf(right, told, there)


def table(found: Sequence[Compared]) -> str:
    """One line a language."""
    groups: dict[str, list[Compared]] = defaultdict(list)
    for one in found:
        groups[one.gold.language].append(one)
        groups["all"].append(one)
    lines = [
        "| language | texts | labelled | said | "
        + " | ".join(f"{n} P / R / F1" for n in LEVELS)
        + " | baseline F1 |",
        "|" + "---|" * (5 + len(LEVELS)),
    ]
    for name, group in sorted(groups.items(), key=lambda g: (g[0] == "all", g[0])):
        pairs = [(one.gold, one.said) for one in group]
        cells = [" / ".join(f"{v:.2f}" for v in at_level(pairs, level)) for level in range(len(LEVELS))]
        base = " / ".join(
            f"{at_level([(o.gold, o.base) for o in group], n)[2]:.2f}" for n in range(len(LEVELS))
        )
        labelled, told = sum(len(g.lines) for g, _ in pairs), sum(len(s.lines) for _, s in pairs)
        lines.append(f"| {name} | {len(group)} | {labelled} | {told} | " + " | ".join(cells) + f" | {base} |")
    return "\n".join(lines)


def tell(one: Compared, text: str) -> None:
    """Print what is labelled and what is said, sentence by sentence."""

    def show(labels: Labels, line: Line, sign: str) -> str:
        names = [
            text[slice(*spans[0])] if (spans := labels.spans(key)) else "-"
            for key in (line.source, line.target)
        ]
        arrow = "=" if line.mutual else ">"
        return f"   {sign} {names[0]} {line.relation} {arrow} {names[1]} | {line.status}"

    print(f"== {one.gold.language} {one.gold.id}")
    for number, (start, end) in enumerate(one.gold.sentences):
        own = [show(one.gold, n, "gold") for n in one.gold.lines if one.gold.home(n) == number]
        own += [show(one.said, n, "said") for n in one.said.lines if one.said.home(n) == number]
        if own:
            print(" ".join(text[start:end].split()), *own, sep="\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    pipeline = Pipeline()
    chosen = documents(options.shared, options.labels)
    found = list(compared(chosen, pipeline))
    if options.errors:
        texts = {(d.source.language, d.source.id): d.source.text for d in chosen}
        for one in found:
            tell(one, texts[one.gold.language, one.gold.id])
    told = f"Coder `{pipeline.coder.name}`, by `python bench/texts.py`.\n\n{table(found)}"
    print(told)
    if options.write:
        put(options.write, "texts", told)


if __name__ == "__main__":
    main()
