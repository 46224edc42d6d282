"""Clusters of copies: what persons say goes first, the order of pairs never matters."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from konturen.ledger.clusters import Pair, clusters
from konturen.ledger.shingles import CopyKind


def pair(names: str, score: float = 0.9, kind: CopyKind = "near") -> Pair:
    """A pair of two texts of one letter."""
    return Pair(names[1], names[0], kind, score)


def groups(found: dict[str, str]) -> set[frozenset[str]]:
    """Who is together."""
    return {frozenset(k for k, v in found.items() if v == source) for source in found.values()}


def test_a_chain_is_one_source() -> None:
    """Copies of copies are one source, named by the text that is the first."""
    assert clusters([pair("ab"), pair("bc")]) == {"a": "a", "b": "a", "c": "a"}
    assert set(clusters([pair("ab")], first=lambda key: -ord(key)).values()) == {"b"}


def test_a_translation_waits_for_a_person() -> None:
    """A translation joins nothing by itself, and does when a person says yes."""
    found = [pair("ab", 1.0, "translation")]
    assert clusters(found) == {}
    assert clusters(found, yes=[("b", "a")]) == {"a": "a", "b": "a"}


def test_a_rejected_pair_is_apart() -> None:
    """A no parts two texts in whatever order it names them, and wins over a yes."""
    for no in (("a", "b"), ("b", "a")):
        assert groups(clusters([pair("ab")], no=[no])) == {frozenset("a"), frozenset("b")}
        assert groups(clusters([], yes=[("a", "b")], no=[no])) == {frozenset("a"), frozenset("b")}


def test_the_weakest_link_of_a_chain_breaks() -> None:
    """Two texts kept apart that others connect part where the score is the least."""
    chain = [pair("ab", 0.9), pair("bc", 0.7), pair("cd", 0.8)]
    assert groups(clusters(chain, no=[("a", "d")])) == {frozenset("ab"), frozenset("cd")}
    # What a person affirmed holds longer than the best score.
    assert groups(clusters(chain, yes=[("b", "c")], no=[("a", "d")])) == {frozenset("abc"), frozenset("d")}


LETTERS = "abcdefg"
PAIRS = [a + b for a, b in combinations(LETTERS, 2)]
SOME = st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from([0.6, 0.7, 0.8, 0.9])), max_size=14)
SAID = st.lists(st.sampled_from([tuple(p) for p in PAIRS]), max_size=5)


@given(SOME, SAID, SAID, st.integers())
def test_order_and_direction_change_nothing(
    scored: list[tuple[str, float]],
    yes: list[tuple[str, str]],
    no: list[tuple[str, str]],
    seed: int,
) -> None:
    """Shuffled and turned around, the same words give the same clusters; rejected pairs are always apart."""
    scores = dict(scored)
    found = clusters([pair(p, s) for p, s in scores.items()], yes, no)
    mixed = [pair(p[::-1], s) for p, s in scores.items()]
    random.Random(seed).shuffle(mixed)
    assert clusters(mixed, [(b, a) for a, b in reversed(yes)], no[::-1]) == found
    assert all(found[a] != found[b] for a, b in no)


def test_many_pairs_are_quick() -> None:
    """Twenty thousand texts in one chain with a thousand rejected pairs are parted without a quadratic walk."""
    chain = [Pair(f"{n:05}", f"{n - 1:05}", "near", 0.9) for n in range(1, 20_000)]
    apart = [(f"{n:05}", f"{n + 10_000:05}") for n in range(0, 10_000, 10)]
    found = clusters(chain, no=apart)
    assert all(found[a] != found[b] for a, b in apart)
    assert len(set(found.values())) < 20
