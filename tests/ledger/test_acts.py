"""Columns hold what `statements` lists, on both databases."""

from __future__ import annotations

import random
from dataclasses import fields, replace

import numpy as np
import pytest

from konturen.acts import NOBODY, OPEN, UNDATED, Acts, day_number, day_of
from konturen.dates import parse
from konturen.errors import QueryError
from konturen.ledger.acts import columns, light
from konturen.ledger.ledger import Ledger
from konturen.ledger.values import Query
from konturen.ledger.verdicts import Ruling
from konturen.records import STATUSES
from tests.ledger.conftest import Fresh
from tests.ledger.test_matrix import IDS, _judge, _ledger
from tests.small import BERG, LABOUR, RIGHT, WHEN, fill, text


def same(one: Acts, other: Acts) -> bool:
    """Whether two columns hold the same values."""
    return all(
        np.array_equal(getattr(one, f.name), getattr(other, f.name))
        if isinstance(getattr(one, f.name), np.ndarray)
        else getattr(one, f.name) == getattr(other, f.name)
        for f in fields(Acts)
    )


def listed(book: Ledger, query: Query) -> Acts:
    """The columns as made from what `statements` lists."""
    found = book.reader.statements(query)
    return columns([light(r) for r in found], {r.document.id: r.document for r in found})


QUERIES = (
    Query(),
    Query(min_score=0.95),
    Query(relation="AGREE"),
    Query(actors=frozenset(IDS[:2])),
    Query(between=(frozenset(IDS[:1]), frozenset(IDS[1:4]))),
    Query(judgement=frozenset({"accepted", "amended"})),
    Query(judgement=frozenset({"none", "rejected"})),
)


@pytest.mark.parametrize("seed", range(3))
def test_columns_are_the_statements(fresh: Fresh, seed: int) -> None:
    """On random ledgers, before and after merges and splits, and after verdicts, for every kind of query."""
    book, chance = _ledger(fresh, seed), random.Random(seed)
    assert len(book.reader.acts()) == 25
    for query in QUERIES:
        assert same(book.reader.acts(query), listed(book, query))
    for r in chance.sample(book.reader.statements(), 12):
        word = chance.choice(("accept", "reject", "unsure", "amend"))
        amended = {"relation": "AGREE", "target": chance.choice(IDS)} if word == "amend" else None
        try:
            book.writer.rule([Ruling("statement", r.id, word, "Ann", None, amended)], WHEN)  # type: ignore[arg-type]
        except QueryError:
            continue  # an actor would stand at both ends
    for query in QUERIES:
        assert same(book.reader.acts(query), listed(book, query))
    _judge(book, seed)
    for query in QUERIES:
        assert same(book.reader.acts(query), listed(book, query))
    assert len({actor.id for actor in book.reader.acts().actors}) < len(IDS)
    some = frozenset(r.id for r in book.reader.statements()[:5])
    assert same(book.reader.acts(Query(ids=some)), listed(book, Query(ids=some)))


def test_columns_of_a_past_day_and_of_a_new_coding(book: Ledger) -> None:
    """As known before a text was coded again they are the old coding's, afterwards the new one's."""
    coded = replace(text(LABOUR, RIGHT), coder="first/1")
    fill(book, coded)
    again = replace(
        coded, coder="second/1", statements=(replace(coded.statements[0], relation="AGREE", coder="second/1"),)
    )
    book.writer.recode(again, "2026-11-25T12:00:00+00:00")
    assert book.reader.acts().relations == ("AGREE",)
    assert book.as_known("2026-11-23").reader.acts().relations == ("CONSULT",)
    assert same(book.reader.acts(), listed(book, Query()))


def test_what_the_columns_say(book: Ledger) -> None:
    """Actors, texts and days are numbered; what is missing has its own number; a copy has its original's source."""
    one = text(LABOUR, RIGHT)
    undated = replace(one.statements[0], when=None, target=None, status="planned", mutual=False)
    since = replace(text(LABOUR, BERG, number=2).statements[0], when="2005/..", status="ongoing")
    other = text(LABOUR, BERG, number=2)
    fill(book, replace(one, statements=(undated,)), replace(other, statements=(since,)))
    acts = book.reader.acts()
    by_status = {STATUSES[acts.status[row]]: row for row in range(2)}
    plan, long = by_status["planned"], by_status["ongoing"]
    assert acts.target[plan] == acts.speaker[plan] == NOBODY
    assert (acts.first[plan], acts.last[plan]) == (UNDATED, UNDATED)
    assert day_of(int(acts.first[long])) == parse("2005").earliest
    assert acts.last[long] == OPEN
    assert day_of(OPEN) is None
    published = acts.origins[acts.document[plan]].published
    assert acts.day[plan] == published
    assert acts.day[long] == acts.first[long]
    assert len(set(acts.origin.tolist())) == 2
    assert {acts.actors[number].id for number in acts.source} == {LABOUR[1]}
    assert acts.ids[0].decode() == book.reader.statements()[0].id
    kept = acts.where(acts.status == acts.status[plan])
    assert len(kept) == 1
    assert kept.actors == acts.actors


def test_an_empty_ledger_has_empty_columns(book: Ledger) -> None:
    """No statement is no row, and no error."""
    acts = book.reader.acts()
    assert len(acts) == len(acts.day) == len(acts.origin) == 0
    assert acts.actors == ()


def test_days_are_counted_from_1970() -> None:
    """The first day of 1970 is 0."""
    day = parse("1970-01-02").earliest
    assert day is not None
    assert day_number(day) == 1
