"""Verdicts of persons on what the ledger says, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konturen.errors import QueryError
from konturen.ledger.identities import Decision
from konturen.ledger.integrity import examine
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query, Reader, Recorded
from konturen.ledger.reviewed import Review
from konturen.ledger.search_conditions import Meant
from konturen.ledger.search_query import SearchQuery
from konturen.ledger.traces import Person
from konturen.ledger.values import UNJUDGED, VerdictWord
from konturen.ledger.verdicts import Ruling, Verdict, VerdictKind
from tests.ledger.conftest import Fresh
from tests.ledger.world import LATER, TEXTS, WHEN, counts, seen

ADA, BOB, CEM, DAN = (frozenset({key}) for key in ("new:ada", "new:bob", "new:cem", "party-dan"))


@pytest.fixture
def full(book: Ledger) -> Ledger:
    """A ledger of three texts."""
    for text in TEXTS:
        book.writer.record(text, WHEN)
    return book


def first(ledger: Ledger) -> Recorded:
    """Ada met Bob, the first sentence of the first text, whatever was judged."""
    states: Any = frozenset({"none", "accepted", "rejected", "amended", "unsure", "disputed"})
    return next(
        r
        for r in ledger.reader.statements(Query(documents=frozenset({TEXTS[0].document.id}), judgement=states))
        if (r.original or r.statement).evidence.start == len("Text 0. ")
    )


def say(
    ledger: Ledger,
    subject: str,
    verdict: VerdictWord,
    by: str = "Vera",
    kind: VerdictKind = "statement",
    **fields: Any,
) -> Verdict:
    """Record a verdict."""
    ruling = Ruling(kind, subject, verdict, by, None, fields or None)
    return ledger.writer.rule([ruling], LATER, {"party-new": ("New", "party")}.get)[0][0]


def test_the_state_is_what_all_who_decided_say(full: Ledger) -> None:
    """One accepts: accepted; another is unsure: still; a third rejects: disputed, and who said what is told."""
    key = first(full).id
    assert first(full).judgement is UNJUDGED
    say(full, key, "unsure", "Ann")
    assert first(full).judgement.state == "unsure"
    say(full, key, "accept")
    assert first(full).judgement.state == "accepted"
    say(full, key, "reject", "Bob")
    known = first(full).judgement
    assert known.state == "disputed"
    assert [(s.by, s.verdict, s.recorded) for s in known.verdicts] == [
        ("Ann", "unsure", LATER),
        ("Vera", "accept", LATER),
        ("Bob", "reject", LATER),
    ]
    assert key in {r.id for r in full.reader.statements()}
    say(full, key, "accept", "Bob")
    assert first(full).judgement.state == "accepted"
    assert len(full.reader.verdicts()) == 4


def test_the_same_again_adds_nothing_and_the_later_word_of_a_person_counts(full: Ledger) -> None:
    """A repeated verdict is the first one; another one replaces it, and comes back when that one is undone."""
    key = first(full).id
    one = say(full, key, "accept")
    assert say(full, key, "accept") == one
    two = say(full, key, "reject")
    assert [s.verdict.id for s in full.reader.verdicts() if s.stands] == [one.id, two.id]
    assert first(full).judgement.state == "rejected"
    full.writer.withdraw_verdict(two.id, "Ann", LATER)
    assert first(full).judgement.state == "accepted"
    back = full.reader.verdicts()[1].withdrawn
    assert back is not None
    assert (back.by, back.withdraws, back.verdict) == ("Ann", two.id, "reject")


def test_what_is_rejected_is_read_only_where_it_is_asked_for(full: Ledger) -> None:
    """A rejected statement and fact are left out, and found again by the state that is wanted."""
    key, fact = first(full).id, full.reader.facts(ADA)[0].id
    everything = {r.id for r in full.reader.statements()}
    say(full, key, "reject")
    say(full, fact, "reject", kind="fact")
    assert {r.id for r in full.reader.statements()} == everything - {key}
    assert [r.id for r in full.reader.statements(Query(judgement=frozenset({"rejected"})))] == [key]
    assert {r.id for r in full.reader.statements(Query(judgement=frozenset({"none"})))} == everything - {key}
    assert fact not in {f.id for f in full.reader.facts()}
    assert [f.id for f in full.reader.facts(None, frozenset({"rejected"}))] == [fact]


def test_a_statement_reads_as_it_was_amended_and_is_found_so(full: Ledger) -> None:
    """Other ends, relation, date: found under these, not under the old ones; id and original stay."""
    before = first(full)
    say(full, before.id, "amend", relation="SANCTION", mutual="no", target="party-dan", when="2024-06")
    now = first(full)
    assert (now.id, now.original, now.judgement.state) == (before.id, before.statement, "amended")
    s = now.statement
    assert (s.relation, s.mutual, s.when, s.source) == ("SANCTION", False, "2024-06", before.statement.source)
    assert s.target is not None
    assert (s.target.actor, s.target.name, s.target.surface) == ("party-dan", "Dan of the texts", "Bob")
    assert now.id in {r.id for r in full.reader.statements(Query(between=(ADA, DAN)))}
    assert now.id in {r.id for r in full.reader.statements(Query(actors=DAN, relation="SANCTION"))}
    assert now.id not in {r.id for r in full.reader.statements(Query(between=(ADA, BOB)))}
    assert now.id not in {r.id for r in full.reader.statements(Query(relation="CONSULT"))}
    say(full, before.id, "amend", "Bob", relation="SANCTION", mutual=False, target="party-dan", when="2024-06")
    assert first(full).judgement.state == "amended"
    say(full, before.id, "amend", "Cem", status="planned")
    disputed = first(full)
    assert (disputed.judgement.state, disputed.statement) == ("disputed", before.statement)


def test_ends_change_places_speakers_go_evidence_moves_facts_change(full: Ledger) -> None:
    """Swap, an actor of the catalog, no speaker, other evidence; a fact's value and actor."""
    before = first(full)
    text = full.reader.text(before.document.id)
    say(full, before.id, "amend", mutual="no", swap="yes", source="party-new", speaker="", evidence="met Bob.")
    s = first(full).statement
    assert s.target is not None
    assert (s.source.actor, s.source.surface, s.source.name) == ("party-new", "Bob", "New")
    assert (s.target.actor, s.speaker) == ("new:ada", None)
    assert text[s.evidence.start : s.evidence.end] == s.evidence.text == "met Bob."
    assert s.evidence.start == len("Text 0. Ada ")
    fact = full.reader.facts(ADA)[0]
    say(full, fact.id, "amend", kind="fact", value="13", actor="new:bob", attribute="population", of="98")
    now = next(f for f in full.reader.facts(BOB) if f.id == fact.id)
    assert (now.fact.value, now.fact.attribute, now.fact.of, now.original) == (
        "13",
        "population",
        "98",
        fact.fact,
    )
    assert fact.id not in {f.id for f in full.reader.facts(ADA)}
    assert list(full.reader.examine()) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"relation": "KISSES"}, "relation"),
        ({"status": "maybe"}, "status"),
        ({"track": "moon"}, "track"),
        ({"when": "tomorrow"}, "no date"),
        ({"mutual": "perhaps"}, "neither yes nor no"),
        ({"swap": "yes"}, "mutual"),
        ({"source": "new:nobody"}, "nor the catalog knows"),
        ({"source": ""}, "not without source"),
        ({"source": "a\0b"}, "no file can hold"),
        ({"speaker": 7}, "missing"),
        ({"evidence": "0:99999"}, "no words stand at"),
        ({"evidence": "5:5"}, "no words stand at"),
        ({"evidence": "9:3"}, "no words stand at"),
        ({"evidence": {"start": -4, "end": 3}}, "no words stand at"),
        ({"evidence": {"start": "0", "end": True}}, "neither START:END"),
        ({"evidence": "Nobody said this"}, "do not stand in the text"),
        ({"evidence": "met"}, None),
        ({"evidence": " "}, "neither START:END nor words"),
        ({"value": "3"}, "no field 'value'"),
        ({"relation": "CONSULT"}, "changes nothing"),
        ({"relation": None}, "missing"),
        ({"when": "2" * 20_000}, "characters"),
    ],
)
def test_an_amendment_that_breaks_a_law_says_which_field_and_changes_nothing(
    full: Ledger, fields: Mapping[str, Any], words: str | None
) -> None:
    """Unknown words, offsets outside the text, words that do not stand there, actors nobody knows: refused."""
    key, before = first(full).id, counts(full)
    if words is None:  # they stand three times, but only once over the evidence that is amended
        assert say(full, key, "amend", **fields).fields["evidence"]["text"] == "met"
        return
    with pytest.raises(QueryError) as error:
        say(full, key, "amend", **fields)
    assert words in str(error.value)
    assert counts(full) == before


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("statement", "0123456789abcdef"),
        ("statement", ""),
        ("statement", "x\0y"),
        ("statement", "9" * 20_000),
        ("statement", "\ud800"),
        ("fact", "0123456789abcdef"),
        ("mention", "0123456789abcdef:0:3"),
        ("mention", f"{TEXTS[0].document.id}:0:3"),
        ("mention", f"{TEXTS[0].document.id}:8:11:new:bob"),
        ("mention", f"{TEXTS[0].document.id}:8"),
        ("copies", f"{TEXTS[0].document.id}+{TEXTS[0].document.id}"),
        ("copies", f"{TEXTS[0].document.id}+0123456789abcdef"),
        ("copies", TEXTS[0].document.id),
    ],
)
def test_a_verdict_on_what_is_not_there_is_refused_and_nothing_written(
    full: Ledger, kind: VerdictKind, subject: str
) -> None:
    """Unknown ids and places, also in the middle of several: not one of them is recorded."""
    before = counts(full)
    good = Ruling("statement", first(full).id, "accept", "Vera")
    with pytest.raises(QueryError):
        full.writer.rule([good, Ruling(kind, subject, "accept", "Vera")], LATER)
    assert counts(full) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"by": ""},
        {"by": "a\nb"},
        {"by": "x" * 201},
        {"note": "x" * 10_001},
        {"note": "\0"},
        {"verdict": "love"},
        {"kind": "poem"},
        {"verdict": "amend"},
        {"amended": {"status": "planned"}},
    ],
)
def test_a_ruling_that_is_none_is_refused(full: Ledger, changes: Mapping[str, Any]) -> None:
    """Nobody, names and notes that cannot be written, unknown words, amend without fields and the reverse."""
    before = counts(full)
    with pytest.raises(QueryError):
        full.writer.rule([replace(Ruling("statement", first(full).id, "accept", "Vera"), **changes)], LATER)
    assert counts(full) == before


def test_only_a_standing_verdict_is_taken_back(full: Ledger) -> None:
    """No number, the number of a withdrawal, twice, beyond all numbers: an error that says what it is."""
    one = say(full, first(full).id, "accept")
    back = full.writer.withdraw_verdict(one.id, "Vera", LATER)
    for number, words in (
        (one.id, "already"),
        (back.id, "took back"),
        (99, "no verdict 99"),
        (0, "no verdict"),
        (2**70, "no verdict"),
    ):
        with pytest.raises(QueryError, match=words):
            full.writer.withdraw_verdict(number, "Vera", LATER)


def test_a_rejected_mention_counts_no_longer(full: Ledger) -> None:
    """It is left out of an actor's mentions, the tallies and the unknown; its statements stay."""
    reader = full.reader
    place = reader.mentions_of("new:ada")[0]
    tally = {a.id: a.mentions for a in reader.actors()}
    unknown = {u.id: u.mentions for u in reader.unknown(50, lambda _: False)}
    statements = reader.statements()
    subject = f"{place.document}:{place.start}:{place.end}"
    made = say(full, subject, "reject", kind="mention")
    assert made.subject == f"{subject}:new:ada"
    assert place not in reader.mentions_of("new:ada")
    assert {a.id: a.mentions for a in reader.actors()} == tally | {"new:ada": tally["new:ada"] - 1}
    now = {u.id: u.mentions for u in reader.unknown(50, lambda _: False)}
    assert now == unknown | {"new:ada": unknown["new:ada"] - 1}
    assert reader.statements() == statements
    with pytest.raises(QueryError, match="amends nothing"):
        say(full, subject, "amend", kind="mention", source="new:bob")
    for other in reader.mentions_of("new:ada"):
        say(full, f"{other.document}:{other.start}:{other.end}", "reject", kind="mention")
    assert "new:ada" not in {a.id for a in reader.actors()}


def test_a_pair_of_texts_is_one_whatever_comes_first(full: Ledger) -> None:
    """Both orders are the same pair; who said what of it is read by its kind."""
    a, b = (text.document.id for text in TEXTS[:2])
    one = say(full, f"{a}+{b}", "accept", kind="copies")
    assert say(full, f"{b}+{a}", "accept", kind="copies") == one
    assert (one.subject, one.document, one.other) == ("+".join(sorted((a, b))), min(a, b), max(a, b))
    say(full, first(full).id, "accept")
    assert [s.verdict for s in full.reader.verdicts("copies")] == [one]


def test_a_machine_outranks_nobody(full: Ledger) -> None:
    """What a person accepts is shown below the score asked for; what she rejects is left out above it."""
    key = first(full).id
    assert full.reader.statements(Query(min_score=0.95)) == ()
    say(full, key, "accept")
    assert [r.id for r in full.reader.statements(Query(min_score=0.95))] == [key]
    say(full, key, "unsure")
    assert full.reader.statements(Query(min_score=0.95)) == ()


def test_searches_ask_for_judgements_and_read_amendments(full: Ledger) -> None:
    """By state; an amended statement is found by what it says now, not by what it said; a moved one there."""
    key = first(full).id
    moved = "Bob met Cem."

    def found(text: str) -> set[str]:
        answer = full.reader.search(SearchQuery.parse(text), Meant())
        return {r.id for hit in answer.hits for r in hit.statements}

    assert found("judgement:accepted") == set()
    say(full, key, "amend", relation="SANCTION", evidence=moved, when="2019")
    assert found("judgement:amended") == found("relation:SANCTION") == found("before:2020") == {key}
    assert found("relation:SANCTION Cem") == {key}
    assert found("relation:SANCTION Ada") == set()
    assert key not in found("relation:CONSULT") | found("after:2024")
    say(full, key, "reject")
    assert found("judgement:rejected") == {key}
    assert key not in found("in:statements met") | found("met")
    assert key not in found("judgement:none")
    say(full, key, "accept", "Bob")
    assert found("judgement:disputed judgement:accepted") == {key}


def test_amended_ends_read_as_what_they_were_merged_into(full: Ledger) -> None:
    """An amendment names an actor; once he is merged into another, the statement is the other's."""
    key = first(full).id
    say(full, key, "amend", target="new:cem")
    full.writer.judge(Decision("same", "new:cem", "party-dan", "Kim"), LATER, lambda _: True)
    assert key in {r.id for r in full.reader.statements(Query(between=(ADA, DAN)))}
    target = first(full).statement.target
    assert target is not None
    assert target.actor == "party-dan"


def test_what_was_recorded_later_is_not_there(full: Ledger) -> None:
    """Read as known at an instant, later verdicts and withdrawals do not count."""
    key = first(full).id
    made = full.writer.rule([Ruling("statement", key, "reject", "Vera")], "2026-11-23T13:00:00+00:00")[0][0]
    full.writer.withdraw_verdict(made.id, "Vera", "2026-11-23T14:00:00+00:00")
    all_states = Query(judgement=frozenset(("none", "rejected")))
    read = [
        {r.id: r.judgement.state for r in full.reader.as_known(at).statements(all_states)}[key]
        for at in (LATER, "2026-11-23T13:30:00+00:00", "2026-11-23T15:00:00+00:00")
    ]
    assert read == ["none", "rejected", "none"]


def test_forgetting_a_person_takes_verdicts_that_name_her(full: Ledger) -> None:
    """A note, amended fields and a mention's actor go with her; a verdict by her stays, without her name."""
    kept = full.reader.statements(Query(documents=frozenset({TEXTS[1].document.id})))
    other = kept[0].id
    ledger = full.writer
    ledger.rule([Ruling("statement", other, "accept", "Vera", "Ada Maria Stern told me so")], LATER)
    ledger.rule([Ruling("statement", other, "accept", "Ada Maria Stern")], LATER)
    gone = say(full, other, "amend", "Cem", source="new:ada")
    full.writer.withdraw_verdict(gone.id, "Cem", LATER)
    say(full, first(full).id, "accept")
    ids, names = frozenset({"new:ada"}), frozenset({"Ada Maria Stern"})
    full.writer.forget(Person(ids, names), "Kim", LATER)
    left = full.reader.verdicts()
    assert [(s.verdict.subject, s.verdict.by, s.verdict.note) for s in left] == [(other, "removed", None)]
    assert list(full.reader.examine()) == []


def test_check_names_verdicts_that_hurt(full: Ledger) -> None:
    """A subject that is not there, an amendment that does not hold, a word that is none: each is named."""
    key = first(full).id
    say(full, key, "amend", status="planned")
    assert list(full.reader.examine()) == []
    for change, words in (
        ("subject = '0123456789abcdef'", "is not there"),
        ("""amended = '{"status": "maybe"}'""", "maybe"),
        ("amended = '[['", "cannot be read"),
        ("""amended = '{"source": 3}'""", "cannot be read"),
        ("amended = NULL", "amends without fields"),
        ("verdict = 'love'", "no verdict"),
        (f"document_id = '{TEXTS[1].document.id}'", "not of its texts"),
    ):
        with full._engine.execution_options(konturen_writes="konturen").connect() as connection:
            connection.exec_driver_sql(f"UPDATE verdicts SET {change}")
            hurt = [h.what for h in examine(connection) if h.table == "verdicts"]
            connection.rollback()
        assert any(words in what for what in hurt), (change, hurt)


def test_an_older_ledger_has_no_verdicts(full: Ledger) -> None:
    """A reader of a form without the table reads everything and finds nothing judged."""
    old = Reader(full.address, full._engine, 2)
    assert old.statements(Query(min_score=0.5)) == full.reader.statements()
    assert (old.verdicts(), old.actors()) == ((), full.reader.actors())


WORDS = st.sampled_from(["accept", "reject", "unsure", "planned", "swap"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 3), st.sampled_from(["Ann", "Bob", "Cem"]), WORDS),
        st.tuples(st.just("undo"), st.integers(0, 20), st.just(""), st.just("")),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_state_follows_from_what_stands_and_undoing_all_restores_all(fresh: Fresh, steps: Any) -> None:
    """Whatever was said and taken back: the state is that of each person's last standing word; nothing is lost,
    and with all taken back every call of the reader gives what it gave before."""
    ledger = _shared(fresh)
    reader = ledger.reader
    before = seen(reader)
    subjects = [*sorted(r.id for r in reader.statements())[:3], reader.facts()[0].id]
    model: list[tuple[int, str, str, str]] = []
    for what, number, by, word in steps:
        if what == "undo":
            if model:
                ledger.writer.withdraw_verdict(model.pop(number % len(model))[0], "Kim", LATER)
            continue
        fact = number == 3
        word = "planned" if fact and word == "swap" else word
        fields = {"swap": {"swap": True, "mutual": False}, "planned": {"status": "planned"}}.get(word)
        if fact and fields:
            fields = {"value": "99"}
        ruling = Ruling(
            "fact" if fact else "statement", subjects[number], "amend" if fields else word, by, None, fields
        )
        ((made, new),) = ledger.writer.rule([ruling], LATER)
        mine = [m for m in model if m[1] == made.subject and m[2] == by]
        assert new == (not mine or mine[-1][3] != word)
        if new:
            model.append((made.id, made.subject, by, word))
    with ledger._engine.connect() as connection:
        read = {
            **Review().judged(connection, "statement", subjects[:3]),
            **Review().judged(connection, "fact", subjects[3:]),
        }
    for subject in subjects:
        last = {by: word for _, own, by, word in model if own == subject}
        decided = set(last.values()) - {"unsure"}
        expected = "none" if not last else "unsure" if not decided else "disputed"
        if len(decided) == 1:
            names = {"accept": "accepted", "reject": "rejected"}
            expected = names.get(next(iter(decided)), "amended")
        assert read.get(subject, UNJUDGED).state == expected
        shown = {r.id for r in reader.statements()} | {f.id for f in reader.facts()}
        assert (subject in shown) == (expected != "rejected")
    while model:
        ledger.writer.withdraw_verdict(model.pop()[0], "Kim", LATER)
    assert seen(reader) == before


_LEDGERS: dict[Fresh, Ledger] = {}


def _shared(fresh: Fresh) -> Ledger:
    """One ledger a database for all examples of a property, always left with nothing standing."""
    if fresh not in _LEDGERS:
        _LEDGERS[fresh] = fresh()
        for text in TEXTS:
            _LEDGERS[fresh].writer.record(text, WHEN)
    return _LEDGERS[fresh]
