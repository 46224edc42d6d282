"""Which pairs a window offers to the classifier."""

from __future__ import annotations

from konturen.coding.candidates import ADJACENT, ALONE, SAME_SPAN, Placed, candidate_pairs


def test_every_mention_may_stand_alone() -> None:
    """A plan or an absence has one end: each mention is offered with nobody."""
    pairs = candidate_pairs([Placed(1, 2, 0), Placed(4, 5, 0)])
    assert {(p.source, p.target) for p in pairs if p.place == ALONE} == {(0, 2), (1, 2)}


def test_both_orders_are_offered() -> None:
    """Who acts on whom is open, so both orders are there."""
    pairs = candidate_pairs([Placed(1, 2, 0), Placed(4, 5, 0)])
    assert {(0, 1), (1, 0)} <= {(p.source, p.target) for p in pairs}


def test_sentences_far_apart_are_not_joined() -> None:
    """Mentions two sentences apart make no pair."""
    pairs = candidate_pairs([Placed(1, 2, 0), Placed(40, 41, 2)])
    assert all(p.place == ALONE for p in pairs)


def test_neighbouring_sentences_are_joined_in_the_later_one() -> None:
    """The later sentence makes the claim."""
    pairs = [p for p in candidate_pairs([Placed(1, 2, 0), Placed(9, 10, 1)]) if p.place != ALONE]
    assert {p.place for p in pairs} == {ADJACENT, ADJACENT + 1}
    assert {p.sentence for p in pairs} == {1}


def test_one_description_of_two_actors_is_a_pair() -> None:
    """ "Both countries" is one stretch for two actors, which may stand in a relation."""
    pairs = candidate_pairs([Placed(1, 3, 0), Placed(1, 3, 0)])
    assert [p.place for p in pairs].count(SAME_SPAN) == 2
