"""Judgements in the ledger: what is refused, what every reader sees of them, and what each person may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from konturen.errors import LedgerError, QueryError
from konturen.ledger.identities import Decision, Judgement
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query
from konturen.records import Evidence
from tests import factory
from tests.ledger import world
from tests.ledger.world import ACTORS, KNOWN, LATER, TEXTS, WHEN

ADA, BOB, CEM, DAN, EVE = ACTORS


def judge(book: Ledger, kind: str, left: str, right: str, by: str = "Ann", **more: str | None) -> Judgement:
    decision = Decision(kind, left, right, by, **more)  # type: ignore[arg-type]
    return book.writer.judge(decision, WHEN, KNOWN.__contains__)


@pytest.fixture
def filled(book: Ledger) -> Ledger:
    """A ledger of three texts about five actors."""
    for coded in TEXTS:
        book.writer.record(coded, WHEN)
    return book


# What every reader sees


def test_after_a_merge_every_reader_sees_one_actor(filled: Ledger) -> None:
    """Statements, facts, actors, mentions and queries by either id show the kept actor."""
    judge(filled, "same", ADA, CEM)
    reader = filled.reader
    ends = {e.actor for r in reader.statements() for e in (r.statement.source, r.statement.target) if e}
    assert ADA not in ends
    assert {f.fact.actor.actor for f in reader.facts(frozenset({ADA}))} == {CEM}
    assert [(a.mentions, a.documents) for a in reader.actors() if a.id == CEM] == [(6, 3)]
    assert ADA not in {a.id for a in reader.actors()}
    by_old, by_new = (reader.statements(Query(actors=frozenset({i}))) for i in (ADA, CEM))
    assert by_old == by_new
    assert len(by_new) == 6
    assert len(reader.mentions_of(ADA)) == len(reader.mentions_of(CEM)) == 6


def test_names_follow_and_words_stay(filled: Ledger) -> None:
    """A merged end has the kept actor's name and type; its words, its place and the statement's id stay."""
    before = filled.reader.statements()
    judge(filled, "same", ADA, EVE)
    after = filled.reader.statements()
    assert [r.id for r in after] == [r.id for r in before]
    first, was = after[0].statement.source, before[0].statement.source
    assert (first.actor, first.name, first.type) == (EVE, "Eve of the texts", "state")
    assert (first.surface, first.start, first.end) == (was.surface, was.start, was.end)
    assert after[1].statement.speaker == before[1].statement.speaker


def test_speakers_are_merged_too(filled: Ledger) -> None:
    """The speaker of a statement reads as the kept actor."""
    judge(filled, "same", BOB, DAN)
    speaker = filled.reader.statements()[0].statement.speaker
    assert speaker is not None
    assert (speaker.actor, speaker.name, speaker.surface) == (DAN, "Dan of the texts", "Bob")


def test_a_statement_between_actors_that_became_one_is_still_there(filled: Ledger) -> None:
    """Nothing is lost where both ends of a statement are merged."""
    before = len(filled.reader.statements())
    judge(filled, "same", ADA, BOB)
    found = filled.reader.statements()
    assert len(found) == before
    both = [
        r.statement
        for r in found
        if r.statement.target and r.statement.target.actor == r.statement.source.actor
    ]
    assert len(both) == 2
    assert len(filled.reader.statements(Query(between=(frozenset({ADA}), frozenset({BOB}))))) == 2


def test_callers_names_come_first(filled: Ledger) -> None:
    """With names of a catalog the merged actor has that name; where it has none, the texts' name; others stay."""
    judge(filled, "same", ADA, DAN)
    judge(filled, "same", BOB, CEM)
    named = filled.reader.named({DAN: "Dan Catalog", EVE: "Eve Catalog"}.get)
    names = {a.id: a.name for a in named.actors()}
    assert names == {DAN: "Dan Catalog", CEM: "Cem of the texts", EVE: "Eve of the texts"}
    shown = {e.name for r in named.statements() for e in (r.statement.source, r.statement.target) if e}
    assert shown == set(names.values())


def test_a_split_by_document_and_words(filled: Ledger) -> None:
    """Only the mentions meant leave the old actor; they are found under the new one, with their name."""
    document = filled.reader.documents()[0].id
    judge(filled, "means", ADA, "new:split", document=document, surface="Ada")
    reader = filled.reader
    old, new = (reader.statements(Query(actors=frozenset({i}))) for i in (ADA, "new:split"))
    assert {r.document.id for r in new} == {document}
    assert document not in {r.document.id for r in old} != set()
    assert new[0].statement.source.name == "Ada of the texts"
    counted = {a.id: a.mentions for a in reader.actors()}
    assert (counted[ADA], counted["new:split"]) == (1, 2)
    assert {m.document for m in reader.mentions_of("new:split")} == {document}
    assert reader.facts(frozenset({"new:split"}))[0].fact.actor.actor == "new:split"
    assert judge(filled, "means", "new:split", BOB).id == 2  # the new actor is known from now on


def test_a_split_for_other_words_changes_nothing(filled: Ledger) -> None:
    """Words that do not stand there split nothing away."""
    before = world.seen(filled.reader)
    judge(filled, "means", ADA, "new:split", surface="ada")
    assert filled.reader.statements() == before[2]
    assert ADA in {a.id for a in filled.reader.actors()}


def test_a_whole_split_is_not_found_under_the_old_id(filled: Ledger) -> None:
    """What was split away altogether is found under the new id alone."""
    judge(filled, "means", ADA, BOB)
    assert filled.reader.statements(Query(actors=frozenset({ADA}))) == ()
    assert filled.reader.facts(frozenset({ADA})) == ()
    assert filled.reader.mentions_of(ADA) == ()
    assert len(filled.reader.mentions_of(BOB)) == 6


def test_ends_without_mentions_are_named_by_the_ends(book: Ledger) -> None:
    """An actor of whom only ends of statements are recorded still has a name after a merge."""
    book.writer.record(replace(TEXTS[0], mentions=()), WHEN)
    judge(book, "same", ADA, CEM)
    assert {e.name for r in book.reader.statements() for e in [r.statement.source]} == {
        "Cem of the texts",
        "Bob of the texts",
    }


def test_queries_for_ids_that_no_database_takes(filled: Ledger) -> None:
    """Halves of characters and thousands of ids find what there is and do not crash."""
    judge(filled, "same", ADA, BOB)
    assert filled.reader.statements(Query(actors=frozenset({"\ud800", "\0"}))) == ()
    assert filled.reader.mentions_of("\ud800") == ()
    many = frozenset({f"new:{i}" for i in range(50_000)} | {EVE})
    assert filled.reader.statements(Query(actors=many)) == filled.reader.statements(
        Query(actors=frozenset({EVE}))
    )


def test_a_split_of_a_merged_actor_is_found_under_the_new_id(filled: Ledger) -> None:
    """Mentions of every id of the merged actor are found under the actor that they mean instead."""
    judge(filled, "same", ADA, BOB)
    judge(filled, "means", BOB, "new:split")
    assert len(filled.reader.mentions_of("new:split")) == 6
    assert len(filled.reader.statements(Query(actors=frozenset({"new:split"})))) == 4
    assert filled.reader.mentions_of(ADA) == filled.reader.mentions_of(BOB) == ()


def test_names_of_thousands_of_letters_can_be_judged(book: Ledger) -> None:
    """An id that the ledger made of a name of 5,000 letters is merged like any other."""
    text = "W" * 5000 + " met Bob."
    ends = factory.end("W" * 5000, text), factory.end("Bob", text)
    met = factory.statement(source=ends[0], target=ends[1], evidence=Evidence(text, 0, len(text)))
    named = tuple(factory.mention(text, surface) for surface in ("W" * 5000, "Bob"))
    book.writer.record(
        factory.coded(document=factory.document(text), statements=(met,), facts=(), mentions=named), WHEN
    )
    judge(book, "same", ends[0].actor, ends[1].actor)
    assert [(a.id, a.mentions) for a in book.reader.actors()] == [("new:bob", 2)]


# What is refused, and what is not


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision("same", ADA, ADA, "Ann"), "both actors"),
        (Decision("different", ADA, ADA, "Ann"), "both actors"),
        (Decision("same", ADA, BOB, " "), "who decides is missing"),
        (Decision("same", ADA, BOB, "An\nn"), "control characters"),
        (Decision("same", ADA, BOB, "A" * 201), "201 characters"),
        (Decision("same", "new:nobody", BOB, "Ann"), "knows an actor 'new:nobody'"),
        (Decision("same", ADA, "new:nobody", "Ann"), "knows an actor 'new:nobody'"),
        (Decision("means", ADA, "Q42", "Ann"), "knows an actor 'Q42'"),
        (Decision("means", ADA, "new:", "Ann"), "knows an actor 'new:'"),
        (Decision("means", ADA, "new:" + "x" * 200, "Ann"), "204 characters, the most is 200"),
        (Decision("means", ADA, "new:\0", "Ann"), "control characters"),
        (Decision("means", ADA, "new:\ud800", "Ann"), "control characters"),
        (Decision("means", ADA, BOB, "Ann", document="0" * 16), "no document"),
        (Decision("means", ADA, BOB, "Ann", surface=""), "empty"),
        (Decision("means", ADA, BOB, "Ann", surface="\ud800"), "no file can hold"),
        (Decision("same", ADA, BOB, "Ann", surface="Ada"), "holds everywhere"),
        (Decision("same", ADA, BOB, "Ann", note="n" * 10_001), "10001 characters"),
        (Decision("like", ADA, BOB, "Ann"), "no judgement 'like'"),  # type: ignore[arg-type]
    ],
)
def test_wrong_decisions_are_refused(filled: Ledger, decision: Decision, words: str) -> None:
    """A decision that cannot be meant is refused in words, and nothing is written."""
    with pytest.raises(QueryError, match=words):
        filled.writer.judge(decision, WHEN, KNOWN.__contains__)
    assert filled.reader.judgements() == ()


def test_a_person_cannot_join_what_she_keeps_apart(filled: Ledger) -> None:
    """A merge against her own word is refused, also through others, naming the judgement and what to do."""
    judge(filled, "different", ADA, CEM)
    judge(filled, "same", ADA, BOB)
    judge(filled, "same", CEM, EVE)
    with pytest.raises(QueryError, match=r"judgement 1 \(new:ada is not new:cem, by Ann.*Withdraw judgement 1"):
        judge(filled, "same", EVE, BOB)
    assert len(filled.reader.judgements()) == 3


def test_a_person_cannot_keep_apart_what_she_joined(filled: Ledger) -> None:
    """The reverse is refused too, with the whole path; after a withdrawal it is not."""
    judge(filled, "same", ADA, BOB)
    judge(filled, "same", CEM, BOB)
    with pytest.raises(QueryError, match=r"judgement 1 .*judgement 2 .*Withdraw judgement 1 or 2"):
        judge(filled, "different", ADA, CEM)
    filled.writer.withdraw(1, "Ann", LATER)
    assert judge(filled, "different", ADA, CEM).id == 4


def test_two_persons_may_differ_and_both_stay(filled: Ledger) -> None:
    """Another person's doubt is recorded, keeps the two apart, and the pair is disputed with both names."""
    judge(filled, "same", ADA, BOB)
    judge(filled, "different", BOB, ADA, by="Ben")
    (dispute,) = filled.reader.identities().disputed
    assert (dispute.same.by, dispute.different.by) == ("Ann", "Ben")
    assert ADA in {a.id for a in filled.reader.actors()}
    assert [s.stands for s in filled.reader.judgements()] == [True, True]


def test_the_same_again_changes_nothing(filled: Ledger) -> None:
    """A decision repeated by the same person is one judgement; by another, or with another note, it is a second."""
    first = judge(filled, "same", ADA, BOB)
    assert judge(filled, "same", ADA, BOB) == first
    assert judge(filled, "same", ADA, BOB, by="Ben") != first
    assert judge(filled, "same", ADA, BOB, note="seen in print") != first
    assert len(filled.reader.judgements()) == 3


def test_an_older_split_can_be_said_again(filled: Ledger) -> None:
    """A split that a later one has replaced is recorded anew, so that the latest word counts."""
    judge(filled, "means", ADA, BOB)
    judge(filled, "means", ADA, CEM)
    assert judge(filled, "means", ADA, BOB).id == 3
    assert judge(filled, "means", ADA, BOB).id == 3
    assert filled.reader.identities().resolve(ADA) == BOB


def test_withdrawals_are_told_and_happen_once(filled: Ledger) -> None:
    """The log shows who took back what and when; a second withdrawal, or one of nothing, is refused."""
    judge(filled, "same", ADA, BOB, note="guess")
    back = filled.writer.withdraw(1, "Ben", LATER)
    (state,) = filled.reader.judgements()
    assert state.withdrawn == back
    assert (back.by, back.recorded, back.withdraws, state.stands) == ("Ben", LATER, 1, False)
    assert (state.judgement.by, state.judgement.note) == ("Ann", "guess")
    for number, words in (
        (1, "withdrawn already, by Ben"),
        (2, "is no judgement"),
        (9, "no judgement 9"),
        (2**70, "no judg"),
    ):
        with pytest.raises(QueryError, match=words):
            filled.writer.withdraw(number, "Ann", LATER)
    with pytest.raises(QueryError, match="who decides"):
        filled.writer.withdraw(1, "", LATER)


def test_a_failed_judgement_leaves_nothing(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption after the row was written takes it back."""
    monkeypatch.setattr("konturen.ledger.judgements._judgement", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        judge(filled, "same", ADA, BOB)
    monkeypatch.undo()
    assert filled.reader.judgements() == ()


def test_a_reader_sees_what_another_writer_has_judged(filled: Ledger) -> None:
    """A reader keeps nothing between its calls."""
    reader = filled.reader
    before = world.seen(reader)
    judge(filled, "same", ADA, BOB)
    assert world.seen(reader) != before


def test_a_judgement_on_a_read_only_ledger_is_refused(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be written says so before anything is judged."""
    if "://" in filled.address:
        pytest.skip("a database says so itself: test_postgresql")
    monkeypatch.setattr("konturen.ledger.sqlite.os.access", lambda *_: False)
    with pytest.raises(LedgerError, match="read-only"):
        judge(filled, "same", ADA, BOB)
