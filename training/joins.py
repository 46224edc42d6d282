"""Unrelated items behind one another in one window, as neighbouring paragraphs stand in a text.

At run time a window holds five sentences of news and more; most written items are one or two. Trained on those alone,
the network lets neighbouring paragraphs blur each other.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from konturen.coding.candidates import Placed, antecedent_lags, candidate_pairs

ALONE = 0.25
"""Share of items that stay by themselves."""
SHORTEST, LONGEST = 80, 230
"""Bounds, in tokens, between which the length of a joined window is drawn."""
TRIES = 4
"""Neighbours that are tried for a window before it is closed: one that names the same actors does not fit."""

Example = dict[str, Any]


def joined(items: list[Example], generator: random.Random) -> list[Example]:
    """The items of an epoch as windows: each item in exactly one, beside others of its language."""
    waiting: dict[str, list[Example]] = defaultdict(list)
    windows = []
    for item in generator.sample(items, len(items)):
        if generator.random() < ALONE:
            windows.append(item)
        else:
            waiting[item["id"][:2]].append(item)
    for own in waiting.values():
        while own:
            windows.append(_window(own, generator))
    return windows


def _window(waiting: list[Example], generator: random.Random) -> Example:
    """One window of the next items that fit; takes them out of those that wait."""
    window = waiting.pop()
    room = generator.randint(SHORTEST, LONGEST)
    for _ in range(TRIES):
        if not waiting:
            break
        place = generator.randrange(len(waiting))
        other = waiting[place]
        if len(window["ids"]) + len(other["ids"]) <= room and not _named(window) & _named(other):
            waiting[place] = waiting[-1]
            waiting.pop()
            window = join(window, other)
    return window


def _named(example: Example) -> set[tuple[int, ...]]:
    """The mentions of an example as pieces."""
    return {tuple(example["ids"][start:end]) for start, end in example["mentions"]}


def join(first: Example, second: Example) -> Example:
    """One example of two: the second's text behind the first's. No pair across the two holds a claim.

    Sentences that are context only (real text) stay so: their pairs are not scored.
    """
    mentions, kinds, homes = _mentions(first, second)
    placed = [Placed(a, b, home, kind) for (a, b), home, kind in zip(mentions, homes, kinds, strict=True)]
    pairs = candidate_pairs(placed)
    index = {(p.source, p.target): n for n, p in enumerate(pairs)}
    count, nobody = len(first["mentions"]), len(mentions)

    def place(example: Example, number: int) -> int:
        source, target = example["pairs"][number][:2]
        shift = count if example is second else 0
        return index[source + shift, nobody if target == len(example["mentions"]) else target + shift]

    scored = {
        place(example, number)
        for example in (first, second)
        for number in set(range(len(example["pairs"]))) - set(example["ignored"])
    }
    across = {n for n, p in enumerate(pairs) if p.target < nobody and (p.source < count) != (p.target < count)}
    claims = [[place(first, claim[0]), *claim[1:]] for claim in first["claims"]]
    claims += [[place(second, claim[0]), *_moved_claim(claim[1:], first)] for claim in second["claims"]]
    late = [[number + count, [n + count for n in before]] for number, before in second["antecedents"]]
    return (
        first
        | {name: first[name][:-1] + second[name][1:] for name in ("ids", "names", "references")}
        | {
            name: first[name] + _moved(second[name], first)
            for name in ("types", "hidden", "dates", "sentences")
        }
        | {
            "mentions": mentions,
            "kinds": kinds,
            "homes": homes,
            "gaps": antecedent_lags(placed),
            "antecedents": first["antecedents"] + late,
            "pairs": [[p.source, p.target, p.place, p.sentence] for p in pairs],
            "claims": claims,
            "ignored": sorted(set(range(len(pairs))) - scored - across),
        }
    )


def _mentions(first: Example, second: Example) -> tuple[list[list[int]], list[int], list[int]]:
    """Mentions, their kinds and their sentences of both."""
    return (
        first["mentions"] + _moved(second["mentions"], first),
        first["kinds"] + second["kinds"],
        first["homes"] + [home + len(first["sentences"]) for home in second["homes"]],
    )


def _moved(spans: list[list[Any]], first: Example) -> list[list[Any]]:
    """Spans of the second behind the first, whose stop mark and the second's start mark go."""
    by = len(first["ids"]) - 2
    return [[span[0] + by, span[1] + by, *span[2:]] for span in spans]


def _moved_claim(claim: list[int], first: Example) -> list[int]:
    """Relation, status, mutual, cue, speaker and date of a claim of the second."""
    relation, status, mutual, start, end, speaker, date = claim
    [[start, end]] = _moved([[start, end]], first)
    return [
        relation,
        status,
        mutual,
        start,
        end,
        speaker if speaker < 0 else speaker + len(first["mentions"]),
        date if date < 0 else date + len(first["dates"]),
    ]
