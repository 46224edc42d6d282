"""Columns of statements made for tests: a few actors, texts and days, all drawn from one number."""

from __future__ import annotations

import numpy as np

from konturen.acts import NOBODY, OPEN, UNDATED, Acts, Origin, Party

RELATIONS = ("AGREE", "CONSULT", "ACCUSE", "REQUEST", "SANCTION", "MEMBER_OF", "COOPERATE")
TRACKS = ("interstate", "inter-party")
DAYS = (18_000, 20_000)
"""First and last day of what is told."""


def acts(seed: int, rows: int = 60, actors: int = 5, texts: int = 12) -> Acts:
    """So many statements between so many actors, in so many texts, some of which are copies."""
    chance = np.random.default_rng(seed)
    source = chance.integers(0, actors, rows).astype(np.int32)
    target = ((source + chance.integers(1, actors, rows)) % actors).astype(np.int32)
    target[chance.random(rows) < 0.05] = NOBODY
    first = chance.integers(*DAYS, rows).astype(np.int32)
    last = (first + chance.choice([0, 0, 30, 900], rows)).astype(np.int32)
    last[chance.random(rows) < 0.1] = OPEN
    undated = chance.random(rows) < 0.15
    first[undated] = last[undated] = UNDATED
    published = chance.integers(*DAYS, texts)
    published[chance.random(texts) < 0.2] = UNDATED
    document = chance.integers(0, texts, rows).astype(np.int32)
    return Acts(
        ids=np.array([f"{number:016x}" for number in range(rows)], "S16"),
        document=document,
        sentence=np.arange(rows, dtype=np.int32) // 2,
        source=source,
        target=target,
        speaker=np.full(rows, NOBODY, np.int32),
        relation=chance.integers(0, len(RELATIONS), rows).astype(np.int32),
        status=chance.integers(0, 5, rows).astype(np.int32),
        track=chance.integers(0, len(TRACKS), rows).astype(np.int32),
        mutual=chance.random(rows) < 0.3,
        first=first,
        last=last,
        score=chance.random(rows).astype(np.float32),
        judged=chance.random(rows) < 0.2,
        confirmed=np.zeros(rows, bool),
        actors=tuple(Party(f"party-{chr(97 + n)}", f"Party {chr(65 + n)}", "party") for n in range(actors)),
        origins=tuple(
            Origin(f"{n:016x}", n // 2 if n % 5 else n, "de", None, None, int(day))
            for n, day in enumerate(published)
        ),
        relations=RELATIONS,
        tracks=TRACKS,
    )
