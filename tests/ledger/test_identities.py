"""Identities: what judgements make of the ids of actors, without any database."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from konturen.ledger.identities import Identities, Judgement, JudgementKind

IDS = ("new:a", "new:b", "new:c", "new:d", "party-e", "party-f")


def judgement(
    number: int,
    kind: JudgementKind,
    left: str,
    right: str,
    place: tuple[str | None, str | None] = (None, None),
    withdraws: int | None = None,
) -> Judgement:
    return Judgement(number, kind, left, right, *place, "Ann", None, "2026", withdraws)


def of(*said: tuple[object, ...]) -> Identities:
    """Identities after judgements numbered from 1."""
    return Identities.of(judgement(n, *parts) for n, parts in enumerate(said, 1))  # type: ignore[arg-type]


def test_no_judgement_changes_nothing() -> None:
    """Without judgements every id reads as itself."""
    plain = Identities.of(())
    assert plain.plain
    assert plain.resolve("new:a", "d", "A") == "new:a"
    assert plain.members("new:a") == plain.sources("new:a") == {"new:a"}


def test_the_kept_actor_represents_the_class() -> None:
    """Merges in a chain read as its end, from every member."""
    found = of(("same", "new:a", "new:b"), ("same", "new:b", "new:c"))
    assert {found.resolve(i) for i in ("new:a", "new:b", "new:c")} == {"new:c"}
    assert found.members("new:a") == {"new:a", "new:b", "new:c"}


def test_of_two_kept_actors_the_earlier_represents() -> None:
    """Where one actor was joined into two others, the first of these stands for all."""
    assert of(("same", "new:a", "new:c"), ("same", "new:a", "new:b")).resolve("new:b") == "new:c"


def test_an_id_of_the_catalog_comes_before_a_provisional_one() -> None:
    """A known actor joined into a provisional one still stands for both, so that its roles stay in reach."""
    assert of(("same", "party-e", "new:a")).resolve("new:a") == "party-e"


def test_a_circle_of_merges_has_one_representative() -> None:
    """Merging there and back is one class, represented by the actor kept first."""
    found = of(("same", "new:a", "new:b"), ("same", "new:b", "new:a"))
    assert found.resolve("new:a") == found.resolve("new:b") == "new:b"


def test_doubt_keeps_apart() -> None:
    """A merge that another judgement forbids is not applied and is reported with both judgements."""
    found = of(("different", "new:a", "new:b"), ("same", "new:a", "new:b"))
    assert found.resolve("new:a") == "new:a"
    assert [(d.same.id, d.different.id) for d in found.disputed] == [(2, 1)]


def test_a_later_difference_parts_what_was_joined() -> None:
    """It does not matter whether the doubt came before or after the merge."""
    found = of(("same", "new:a", "new:b"), ("different", "new:b", "new:a"))
    assert found.resolve("new:a") == "new:a"
    assert len(found.disputed) == 1


def test_doubt_reaches_through_others() -> None:
    """A merge that would join two kept-apart actors through a third is not applied; the rest is."""
    found = of(
        ("different", "new:a", "new:c"),
        ("same", "new:a", "new:b"),
        ("same", "new:b", "new:c"),
        ("same", "new:d", "new:c"),
    )
    assert [(d.same.id, d.different.id) for d in found.disputed] == [(3, 1)]
    assert found.members("new:b") == {"new:a", "new:b"}
    assert found.members("new:d") == {"new:c", "new:d"}


def test_what_is_withdrawn_does_not_count() -> None:
    """A withdrawn merge, doubt or split leaves no trace in the identities."""
    for kind in ("same", "different", "means"):
        said = [judgement(1, kind, "new:a", "new:b"), judgement(2, kind, "new:a", "new:b", withdraws=1)]  # type: ignore[arg-type]
        assert Identities.of(said) == Identities.of(())


def test_the_most_specific_split_wins() -> None:
    """Document and words come before one of them, one before none, and the later before the earlier."""
    found = of(
        ("means", "new:a", "new:both", ("d", "A")),
        ("means", "new:a", "new:text", ("d", None)),
        ("means", "new:a", "new:words", (None, "A")),
        ("means", "new:a", "new:old"),
        ("means", "new:a", "new:all"),
    )
    assert found.resolve("new:a", "d", "A") == "new:both"
    assert found.resolve("new:a", "d", "B") == "new:text"
    assert found.resolve("new:a", "e", "A") == "new:words"
    assert found.resolve("new:a", "e", "B") == "new:all"


def test_splits_come_before_merges() -> None:
    """A mention that was split off follows the merges of its new actor, not of its old one."""
    found = of(
        ("same", "new:a", "new:b"), ("means", "new:a", "new:c", ("d", None)), ("same", "new:c", "party-e")
    )
    assert found.resolve("new:a", "d", "A") == "party-e"
    assert found.resolve("new:b", "d", "B") == "new:b"
    assert found.resolve("new:a", "e", "A") == "new:b"


def test_a_split_of_a_merged_actor_takes_all_its_members() -> None:
    """Who splits the one actor that readers show splits the mentions of every id in it."""
    found = of(("same", "new:a", "new:b"), ("means", "new:b", "new:c", ("d", None)))
    assert found.resolve("new:a", "d", "A") == found.resolve("new:b", "d", "B") == "new:c"
    assert found.resolve("new:a", "e", "A") == "new:b"


def test_a_split_can_be_split_again() -> None:
    """A later split of what an earlier one made acts on it; an earlier one does not."""
    found = of(("means", "new:a", "new:b"), ("means", "new:b", "new:c", (None, "A")))
    assert found.resolve("new:a", "d", "A") == "new:c"
    assert found.resolve("new:a", "d", "B") == "new:b"
    turned = of(("means", "new:b", "new:c"), ("means", "new:a", "new:b"))
    assert turned.resolve("new:a") == "new:b"


def test_splits_in_a_circle_end() -> None:
    """A means B and later B means A: all mentions are A's, and nothing hangs."""
    found = of(("means", "new:a", "new:b"), ("means", "new:b", "new:a"))
    assert found.resolve("new:a") == found.resolve("new:b") == "new:a"
    assert found.members("new:a") == {"new:a", "new:b"}
    assert found.members("new:b") == frozenset()


def test_sources_hold_what_only_some_texts_read_so() -> None:
    """A split for one document makes its left a source but no member."""
    found = of(("means", "new:a", "new:b", ("d", None)))
    assert found.sources("new:b") == {"new:a", "new:b"}
    assert found.members("new:b") == {"new:b"}
    assert found.members("new:a") == {"new:a"}


said = st.lists(
    st.tuples(
        st.sampled_from(["same", "same", "different"]), st.sampled_from(IDS), st.sampled_from(IDS)
    ).filter(lambda parts: parts[1] != parts[2]),
    max_size=14,
)


@given(said)
def test_classes_are_those_of_plain_set_arithmetic(judged: list[tuple[str, str, str]]) -> None:
    """The union structure finds the classes and disputes that going through all pairs of sets finds."""
    apart = [{a, b} for kind, a, b in judged if kind == "different"]
    sets = [{i} for i in IDS]
    disputed = []
    for number, (kind, a, b) in enumerate(judged, 1):
        if kind != "same":
            continue
        left, right = (next(s for s in sets if i in s) for i in (a, b))
        if any(set(pair) in apart for pair in combinations(left | right, 2)):
            disputed.append(number)
        elif left is not right:
            sets = [s for s in sets if s not in (left, right)] + [left | right]
    found = of(*judged)
    assert {found.members(i) for i in IDS} == set(map(frozenset, sets))
    assert [d.same.id for d in found.disputed] == disputed
    for dispute in found.disputed:
        assert {dispute.different.left, dispute.different.right} in apart
    assert all(found.resolve(i) in found.members(i) for i in IDS)


@given(said, said.map(lambda js: [(k, a + "'", b + "'") for k, a, b in js]), st.randoms())
def test_the_order_of_unrelated_judgements_does_not_matter(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]], random: object
) -> None:
    """Two families of actors read alike however their judgements are shuffled into each other."""
    order = [0] * len(first) + [1] * len(second)
    random.shuffle(order)  # type: ignore[attr-defined]
    rest = [iter(first), iter(second)]
    mixed, straight = of(*(next(rest[which]) for which in order)), of(*first, *second)
    for actor in (*IDS, *(i + "'" for i in IDS)):
        assert mixed.resolve(actor) == straight.resolve(actor)
        assert mixed.members(actor) == straight.members(actor)
    assert {(d.same.left, d.same.right) for d in mixed.disputed} == {
        (d.same.left, d.same.right) for d in straight.disputed
    }


placed = st.lists(
    st.tuples(
        st.sampled_from(["same", "means", "means"]),
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        st.tuples(st.sampled_from([None, "d", "e"]), st.sampled_from([None, "A"])),
    ).filter(lambda parts: parts[1] != parts[2]),
    max_size=10,
)


@given(placed)
def test_sources_miss_no_mention(judged: list[tuple[str, str, str, tuple[str | None, str | None]]]) -> None:
    """Wherever an id reads as an actor it is among that actor's sources, and what it reads as stands for itself."""
    found = of(*(j if j[0] == "means" else j[:3] for j in judged))
    for actor in IDS:
        for place in (("d", "A"), ("d", "B"), ("e", "A"), ("f", "B"), (None, None)):
            shown = found.resolve(actor, *place)
            assert actor in found.sources(shown)
            assert found.representative(shown) == shown
            assert shown == actor or found.gathers(shown)


def test_a_chain_of_a_hundred_thousand_merges() -> None:
    """A long chain is one class, without recursion, whichever way it was judged."""
    size = 100_000
    for step in (1, -1):
        numbers = range(size)[::step]
        chain = [judgement(n, "same", f"new:{i}", f"new:{i + 1}") for n, i in enumerate(numbers, 1)]
        found = Identities.of(chain)
        assert found.resolve("new:0") == f"new:{size}"
        assert len(found.members("new:7")) == size + 1


def test_a_star_that_everybody_doubts() -> None:
    """One actor kept apart from 50,000 that are merged into one costs no quadratic time."""
    size = 50_000
    chain = [judgement(i, "different", "party-e", f"new:{i}") for i in range(1, size)]
    chain += [judgement(size + i, "same", f"new:{i}", f"new:{i + 1}") for i in range(1, size - 1)]
    chain.append(judgement(3 * size, "same", "party-e", "new:1"))
    found = Identities.of(chain)
    assert len(found.disputed) == 1
