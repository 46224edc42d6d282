"""Several calls of a reader as one, and dossiers of actors of whom there are many facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from konturen import views
from konturen.codebook import built_in
from konturen.ledger.judgements import Decision
from konturen.ledger.ledger import Ledger
from konturen.views import pair_view
from tests import factory
from tests.ledger.conftest import Fresh
from tests.small import BERG, LABOUR, RIGHT, WHEN, fill, text


def with_facts(book: Ledger, count: int) -> Ledger:
    """Texts of a minute each, each with a fact about Labour."""
    for number in range(count):
        coded = text(LABOUR, RIGHT, number=number)
        said = coded.statements[0]
        fact = factory.fact(
            document=said.document, actor=said.source, evidence=said.evidence, value=str(number)
        )
        book.writer.record(replace(coded, facts=(fact,)), f"2026-11-22T12:{number:02}:00+00:00")
    return book


def test_calls_together_are_one_connection_and_the_same_answers(fresh: Fresh) -> None:
    """What a reader answers together it answers alone, also of merged actors and of a past day."""
    book, opened = fill(fresh(), text(LABOUR, RIGHT), text(BERG, RIGHT, number=2)), []
    book.writer.judge(Decision("same", LABOUR[1], BERG[1], "ada"), "2026-11-23T12:00:00+00:00")
    event.listen(book._engine, "engine_connect", opened.append)
    with book.reader.named(str.upper).together() as one:
        begun = len(opened)
        seen = one.statements(), one.actors(), one.identities().touched, one.named(None).documents()
        assert len(opened) == begun
        past = one.as_known("2026-11-22").actors()
    alone = book.reader.named(str.upper)
    assert seen == (alone.statements(), alone.actors(), alone.identities().touched, alone.documents())
    assert len(past) == len(alone.as_known("2026-11-22").actors()) == 3


def test_a_dossier_holds_the_facts_recorded_last(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five facts about one actor it shows the last two in their order, and counts the three before."""
    book = with_facts(fresh(), 5)
    a, b = frozenset({LABOUR[1]}), frozenset({RIGHT[1]})
    monkeypatch.setattr(views, "FACTS", 2)
    view = pair_view(book.reader, built_in(), a, b)
    assert ([fact.value for fact in view.facts], view.earlier_facts) == (["3", "4"], 3)
    monkeypatch.setattr(views, "FACTS", 5)
    view = pair_view(book.reader, built_in(), a, b)
    assert (len(view.facts), view.earlier_facts) == (5, 0)


def test_facts_of_a_merged_actor_are_counted_under_the_one_it_is(fresh: Fresh) -> None:
    """Whoever was merged brings her facts."""
    book = fill(with_facts(fresh(), 2), text(BERG, RIGHT, number=9))
    book.writer.judge(Decision("same", BERG[1], LABOUR[1], "ada"), WHEN)
    (kept,) = {fact.fact.actor.actor for fact in book.reader.facts()}
    assert book.reader.count_facts(frozenset({kept})) == 2
    assert len(book.reader.facts(frozenset({kept}), newest=1)) == 1
