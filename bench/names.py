"""Precision and recall of `konturen actors same` on a table of name pairs, beside nomenklatura and rapidfuzz.

    PYTHONPATH=src python bench/names.py [--others PYTHON] [--errors] [--write]

The tables `bench/names/dev.tsv` and `test.tsv` were written for the project, blind to its code: persons, parties,
organisations and states in German, English, Russian and other spellings, half of the pairs near misses. Rules were
developed on dev only; test was looked at once it was to be reported. "letters" compares the names alone, "with the
catalog" is what the command answers. The others are measured with an interpreter that has them (`--others`, see
`names_baselines.py`) at their usual thresholds; the last two columns let everybody choose the threshold on the very
table.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz, process

from konturen.actors.catalog import Catalog
from konturen.actors.identity import same_actor
from konturen.names.same import SAME, compare
from table import prf, put

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
WANTED_RECALL, WANTED_PRECISION = 0.9, 0.98
USUAL = {"nomenklatura": 0.7, "rapidfuzz": 0.85}
"""Thresholds: nomenklatura's own default; what users of rapidfuzz commonly take."""


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one actor's, of what kind, and why the pair stands in the table."""

    one: str
    other: str
    same: bool
    kind: str
    note: str


def pairs(name: str) -> list[Pair]:
    """The pairs of a table."""
    lines = (HERE / "names" / f"{name}.tsv").read_text("utf-8").splitlines()
    columns = (line.split("\t") for line in lines if line)
    return [Pair(one, other, label == "1", kind, note) for one, other, label, kind, note in columns]


def figures(table: Sequence[Pair], scores: Sequence[float], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 at a threshold."""
    said = [score >= threshold for score in scores]
    right = sum(s and p.same for s, p in zip(said, table, strict=True))
    return prf(right, sum(said), sum(p.same for p in table))


def others(table: Sequence[Pair], python: str) -> dict[str, list[float]]:
    """The scores of the other libraries."""
    given = "".join(f"{p.one}\t{p.other}\t{p.kind}\n" for p in table)
    command = [python, str(HERE / "names_baselines.py")]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, encoding="utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: [row[name] for row in rows] for name in rows[0]}


def recall_at(table: Sequence[Pair], scores: Sequence[float], precision: float) -> float:
    """The best recall at which the precision is reached, whatever the threshold; 0 where it never is."""
    options = [figures(table, scores, threshold) for threshold in set(scores)]
    return max((recall for p, recall, _ in options if p >= precision), default=0.0)


def precision_at(table: Sequence[Pair], scores: Sequence[float], recall: float) -> float:
    """The best precision at which the recall is reached, whatever the threshold."""
    options = [figures(table, scores, threshold) for threshold in set(scores)]
    return max(p for p, r, _ in options if r >= recall)


def rows(name: str, python: str | None, errors: bool) -> list[str]:
    """The lines of one table."""
    table, catalog = pairs(name), Catalog.load()
    ways = {"letters": compare, "with the catalog": lambda a, b: same_actor(a, b, catalog)}
    lines = []
    for way, answer in ways.items():
        answers = [answer(p.one, p.other) for p in table]
        scores = [a.score for a in answers]
        for kind in ("all", "person", "party", "organisation", "state"):
            chosen = [i for i, p in enumerate(table) if kind in ("all", p.kind)]
            lines.append(
                _line(
                    name,
                    f"konturen, {way}",
                    kind,
                    [table[i] for i in chosen],
                    [scores[i] for i in chosen],
                    SAME,
                )
            )
        if errors:
            for pair, found in zip(table, answers, strict=True):
                if found.same != pair.same:
                    print(
                        f"{way}: {'missed' if pair.same else 'FALSE'} {pair.one} | {pair.other} ({pair.note}): {found.score:.2f} {found.reason}"
                    )
    for other, scores in (others(table, python) if python else {}).items():
        lines.append(_line(name, other, "all", table, scores, USUAL[other.split(" ")[0]]))
    return lines


def _line(
    name: str, by: str, kind: str, table: Sequence[Pair], scores: Sequence[float], threshold: float
) -> str:
    p, r, f = figures(table, scores, threshold)
    at = f"{precision_at(table, scores, WANTED_RECALL):.3f} | {recall_at(table, scores, WANTED_PRECISION):.3f}"
    return f"| {name} | {by} | {kind} | {len(table)} | {threshold:.2f} | {p:.3f} | {r:.3f} | {f:.3f} | {at} |"


PERSONS, LANGUAGES, NEAREST = 400, ("de", "en", "ru"), 2


def persons() -> list[str]:
    """A second measure, of letters alone: persons of the catalog, each by her names in two languages, and the
    nearest other persons by rapidfuzz as near misses. Some Western given names were added after a look at its
    errors: before, recall from German or English to Russian was .93."""
    catalog = Catalog.load()
    named: dict[str, dict[str, str]] = {}
    for actor in catalog.of_type("person"):
        for name in actor.names:
            if name.kind == "short" and " " in name.text and name.language in LANGUAGES:
                named.setdefault(actor.id, {}).setdefault(name.language, name.text)
    chosen = random.Random(1).sample(sorted(named), PERSONS)
    lines = []
    for first, second in combinations(LANGUAGES, 2):
        both = [named[key] for key in chosen if {first, second} <= named[key].keys()]
        both = [names for names in both if names[first] != names[second]]
        found = sum(compare(names[first], names[second]).same for names in both)
        others = [(key, anyascii(names[second])) for key, names in named.items() if second in names]
        tried = wrong = 0
        for key in chosen:
            if first not in named[key]:
                continue
            spelled = [text for _, text in others]
            near = process.extract(
                anyascii(named[key][first]), spelled, scorer=fuzz.token_sort_ratio, limit=NEAREST + 1
            )
            for other in [others[at][0] for *_, at in near if others[at][0] != key][:NEAREST]:
                tried += 1
                wrong += compare(named[key][first], named[other][second]).same
        lines.append(
            f"| {first}, {second} | {len(both)} | {found / max(1, len(both)):.3f} | {tried} | {wrong} |"
        )
    return lines


def main() -> None:
    """Print the tables; with --write put them into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", help="an interpreter with nomenklatura and rapidfuzz")
    parser.add_argument("--errors", action="store_true", help="print the pairs that are judged wrongly")
    parser.add_argument("--tables", default="dev,test")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    head = "| table | by | kind | pairs | threshold | precision | recall | F1 | precision at recall .90 | recall at precision .98 |\n|---|---|---|---|---|---|---|---|---|---|"
    lines = [line for name in chosen.tables.split(",") for line in rows(name, chosen.others, chosen.errors)]
    text = "\n".join([head, *lines])
    head = (
        "| persons of the catalog | pairs | recall | near misses | taken for the same |\n|---|---|---|---|---|"
    )
    text += "\n\n" + "\n".join([head, *persons()])
    print(text)
    if chosen.write:
        put(PAGE, "names", f"By `python bench/names.py --others PYTHON`.\n\n{text}")


if __name__ == "__main__":
    sys.exit(main())
