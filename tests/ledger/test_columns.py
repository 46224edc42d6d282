"""Columns that are kept in memory are those that a fresh reading gives, on both databases."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from konturen.acts import NOBODY, Acts
from konturen.desk.columns import Columns
from konturen.errors import QueryError
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger
from konturen.ledger.verdicts import Ruling
from tests.ledger.newer import newer
from tests.ledger.world import ACTORS, LATER, TEXTS, WHEN, text

MORE = (*TEXTS, text(3, [(ACTORS[0], ACTORS[1])]), text(3, [(ACTORS[0], ACTORS[1]), (ACTORS[2], ACTORS[3])]))
"""The last two are nearly the same: copies."""
STATES: Any = ("accept", "reject", "unsure", "amend")


def told(acts: Acts) -> list[tuple[object, ...]]:
    """The rows without numbers: as ids, names and days, in the order of ids."""

    def who(number: int) -> object:
        return None if number == NOBODY else acts.actors[number].id

    return sorted(
        (
            *(acts.ids[row], acts.origins[acts.document[row]].id, acts.relations[acts.relation[row]]),
            *(who(acts.source[row]), who(acts.target[row]), who(acts.speaker[row])),
            *(int(acts.status[row]), acts.tracks[acts.track[row]], bool(acts.mutual[row])),
            *(int(acts.first[row]), int(acts.last[row]), float(acts.score[row])),
            *(bool(acts.judged[row]), bool(acts.confirmed[row])),
        )
        for row in range(len(acts))
    )  # fmt: skip


def groups(acts: Acts, numbers: Any) -> set[frozenset[bytes]]:
    """Which statements have one number: sentences, or sources."""
    found = defaultdict(set)
    for row, number in enumerate(numbers):
        found[int(number)].add(acts.ids[row])
    return {frozenset(ids) for ids in found.values()}


def change(book: Ledger, chance: random.Random) -> None:
    """Record something: a text, a verdict, a decision on actors, a newer coding, or take one back."""
    what = chance.choice(("text", "text", "verdict", "verdict", "same", "split", "recode", "copies", "back"))
    records = book.reader.statements()
    if what == "text":
        book.writer.record(chance.choice(MORE), chance.choice((WHEN, LATER)))
    elif what == "verdict" and records:
        word = chance.choice(STATES)
        amended = {"relation": "AGREE", "target": chance.choice(ACTORS)} if word == "amend" else None
        subject = chance.choice(records).id
        book.writer.rule([Ruling("statement", subject, word, chance.choice("AB"), None, amended)], LATER)
    elif what in ("same", "split"):
        left, right = chance.sample(ACTORS, 2)
        kind: Any = "same" if what == "same" else "different"
        book.writer.judge(Decision(kind, left, right, "Ann"), LATER, lambda _: True)
    elif what == "recode" and records:
        known = {one.document.id: one for one in MORE}
        coded = known[chance.choice(records).document.id]
        book.writer.recode(newer(coded, chance.random(), f"test/{chance.randrange(9)}"), LATER)
    elif what == "copies" and len(book.reader.documents()) > 1:
        first, second = sorted(chance.sample([info.id for info in book.reader.documents()], 2))
        book.writer.rule(
            [Ruling("copies", f"{first}+{second}", chance.choice(("accept", "reject")), "A")], LATER
        )
    elif what == "back":
        standing = [one.judgement.id for one in book.reader.judgements() if one.stands]
        if standing:
            book.writer.withdraw(chance.choice(standing), "Ann", LATER)


@pytest.mark.parametrize("seed", range(6))
def test_kept_columns_are_those_of_a_fresh_reading(book: Ledger, seed: int) -> None:
    """After every one of 25 random changes rows, sentences and independent sources are the ledger's own."""
    chance, kept = random.Random(seed), Columns()
    for _ in range(25):
        try:
            change(book, chance)
        except QueryError:
            continue  # said already, or against what stands
        if chance.random() < 0.4:
            continue  # several changes between two looks
        acts, fresh = kept.acts(book.reader), book.reader.acts()
        assert told(acts) == told(fresh)
        assert groups(acts, acts.sentence) == groups(fresh, fresh.sentence)
        assert groups(acts, acts.origin) == groups(fresh, fresh.origin)
    assert len(kept.acts(book.reader)) > 0


def test_a_look_at_an_unchanged_ledger_gives_the_same_value(book: Ledger) -> None:
    """Nothing is read again where nothing was recorded."""
    book.writer.record(TEXTS[0], WHEN)
    kept = Columns()
    assert kept.acts(book.reader) is kept.acts(book.reader)


def test_compact_columns_tell_the_same(book: Ledger) -> None:
    """Leaving out actors and texts that stand nowhere changes no row."""
    for one in TEXTS:
        book.writer.record(one, WHEN)
    acts = book.reader.acts()
    some = acts.where(np.arange(0, len(acts), 3))
    assert told(some.compact()) == told(some)
    assert groups(some, some.origin) == groups(some, some.compact().origin)
    assert len(some.compact().origins) <= len(some)
