"""Sentences of RuOpinionNE-2024 (MIT) with who is for or against whom: for training, as partial labels.

Its polarity does not say which relation holds, only on which side it lies; what it does not list may still stand in
a relation without a side. So a listed pair must be claimed in some relation of its side, and all others are left open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from items import RELATIONS
from konturen.codebook import built_in

FOR, AGAINST = (
    tuple(n for n, name in enumerate(RELATIONS) if built_in().relations[name].kind == kind)
    for kind in ("cooperation", "conflict")
)
NOBODY = frozenset({"NULL", "AUTHOR"})
LONGEST = 700
"""Sentences of more characters are left out."""

Offsets = tuple[int, int]


@dataclass(frozen=True)
class Opinions:
    """A sentence with (source, target, whether for) by offsets."""

    id: str
    text: str
    opinions: tuple[tuple[Offsets, Offsets, bool], ...]


def _span(given: list[list[str]], text: str) -> Offsets | None:
    """The offsets of an end that is one whole name or description."""
    if len(given[0]) != 1 or given[0][0] in NOBODY:
        return None
    start, end = (int(n) for n in given[1][0].split(":"))
    return (start, end) if text[start:end] == given[0][0] else None


def opinions(train: Path) -> Iterator[Opinions]:
    """All sentences in which somebody named is for or against somebody."""
    with (train / "rel_ruopinionne" / "train.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found = {}
            for opinion in row["opinions"]:
                source, target = _span(opinion["Source"], row["text"]), _span(opinion["Target"], row["text"])
                if source and target and not (source[0] < target[1] and target[0] < source[1]):
                    found[source, target] = opinion["Polarity"] == "POS"
            if found and len(row["text"]) <= LONGEST:
                yield Opinions(
                    f"ru-opinion-{row['sent_id']}",
                    row["text"],
                    tuple((source, target, sign) for (source, target), sign in found.items()),
                )
