"""The laws of judgements in a ledger: undo brings all back, nothing is lost, unrelated orders do not matter."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konturen.errors import QueryError
from konturen.ledger.identities import Decision, Judgement
from konturen.ledger.ledger import Ledger
from tests.ledger import world
from tests.ledger.conftest import Fresh
from tests.ledger.world import ACTORS, KNOWN, LATER, TEXTS, WHEN

ADA, BOB, CEM, DAN, EVE = ACTORS
slow = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


decisions = st.builds(
    lambda kind, pair, by, place: Decision(
        kind, *pair, by, None, *(place if kind == "means" else (None, None))
    ),  # type: ignore[arg-type]
    st.sampled_from(["same", "same", "different", "means"]),
    st.tuples(st.sampled_from(ACTORS), st.sampled_from((*ACTORS, "new:split"))).filter(lambda p: p[0] != p[1]),
    st.sampled_from(["Ann", "Ben"]),
    st.sampled_from(
        [
            (None, None),
            (None, "Ada"),
            (None, "Cem"),
            (TEXTS[0].document.id, None),
            (TEXTS[2].document.id, "Ada"),
        ]
    ),
)


def tried(book: Ledger, decision: Decision) -> Judgement | None:
    """The judgement, None where it was refused."""
    try:
        return book.writer.judge(decision, WHEN, KNOWN.__contains__)
    except QueryError:
        return None


@slow
@given(st.lists(decisions, min_size=1, max_size=6))
def test_undo_brings_exactly_the_former_state(fresh: Fresh, said: Sequence[Decision]) -> None:
    """Taking back one judgement after the other leads through the very states that every reader saw before."""
    book = fresh()
    for coded in TEXTS:
        book.writer.record(coded, WHEN)
    past: list[tuple[Judgement, list[object]]] = []
    for decision in said:
        before = world.seen(book.reader)
        made = tried(book, decision)
        if made and made not in [j for j, _ in past]:
            past.append((made, before))
    rows = world.counts(book)
    for judgement, before in reversed(past):
        book.writer.withdraw(judgement.id, "Ben", LATER)
        assert world.seen(book.reader) == before
    after = world.counts(book)
    assert after == rows | {"judgements": 2 * len(past)}
    assert all(not state.stands for state in book.reader.judgements())


@slow
@given(st.lists(st.one_of(decisions, st.integers(0, 5), st.sampled_from(TEXTS)), max_size=10))
def test_readers_see_what_stands_however_it_came_about(fresh: Fresh, steps: Sequence[object]) -> None:
    """After texts, judgements and withdrawals in any order a ledger reads like one that only ever heard what
    stands; no table ever loses a row, and every mention and statement is still counted once."""
    book, plain = fresh(), fresh()
    rows = world.counts(book)
    for coded in TEXTS:
        plain.writer.record(coded, WHEN)
    for step in (*steps, *TEXTS):
        if isinstance(step, Decision):
            tried(book, step)
        elif isinstance(step, int):
            standing = [s.judgement.id for s in book.reader.judgements() if s.stands]
            if standing:
                book.writer.withdraw(standing[step % len(standing)], "Ann", LATER)
        else:
            book.writer.record(step, WHEN)  # type: ignore[arg-type]
        now = world.counts(book)
        assert all(now[table] >= rows[table] for table in rows)
        rows = now
    for state in book.reader.judgements():
        j = state.judgement
        if state.stands:
            d = Decision(j.kind, j.left, j.right, j.by, j.note, j.document, j.surface)
            plain.writer.judge(d, WHEN, lambda _: True)
    assert world.seen(book.reader) == world.seen(plain.reader)
    actors = book.reader.actors()
    assert sum(a.mentions for a in actors) == rows["mentions"]
    assert {a.id: a.mentions for a in actors} == {a.id: len(book.reader.mentions_of(a.id)) for a in actors}
    assert len(book.reader.statements()) == rows["statements"]


def test_unrelated_judgements_in_any_order(fresh: Fresh) -> None:
    """Judgements on different actors give the same readings in either order."""
    first = [Decision("same", ADA, BOB, "Ann"), Decision("different", CEM, ADA, "Ben")]
    second = [
        Decision("means", DAN, "new:split", "Ann", surface="Dan"),
        Decision("same", EVE, "new:split", "Ben"),
    ]
    seen = []
    for order in (
        [*first, *second],
        [*second, *first],
        [second[0], first[1], second[1], first[0]],
    ):
        book = fresh()
        for coded in TEXTS:
            book.writer.record(coded, WHEN)
        for decision in order:
            book.writer.judge(decision, WHEN, KNOWN.__contains__)
        seen.append(world.seen(book.reader))
    assert seen[0] == seen[1] == seen[2]
