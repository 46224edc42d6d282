"""Which pairs a window offers to the classifier."""

from __future__ import annotations

from typing import get_args

from konturen.coding.candidates import (
    ADJACENT,
    ALONE,
    LAGS,
    NEAR,
    SAME_SPAN,
    UNKNOWN_KIND,
    Placed,
    antecedent_lags,
    candidate_pairs,
    kind_number,
)
from konturen.records import ActorType, MentionForm


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


def test_a_list_of_hundreds_is_not_paired_with_itself() -> None:
    """Mentions with `NEAR` others between them are no pair, so that pairs grow with the list and not its square."""
    count = 300
    pairs = candidate_pairs([Placed(n, n + 1, 0) for n in range(count)])
    assert max(abs(p.source - p.target) for p in pairs if p.place != ALONE) == NEAR
    assert len(pairs) <= count * (2 * NEAR + 1)


def test_an_antecedent_lies_before() -> None:
    """No mention lies before itself, before an earlier one, or before one that it overlaps."""
    lags = antecedent_lags([Placed(1, 3, 0), Placed(1, 3, 0), Placed(5, 6, 0), Placed(8, 9, 1)])
    assert [row.count(0) for row in lags] == [4, 4, 2, 1]
    assert all(0 <= lag < LAGS for row in lags for lag in row)


def test_every_type_and_form_has_a_number_of_its_own() -> None:
    """Kinds fill the numbers below the unknown one; an abbreviation counts as a name, an office as a description."""
    types: tuple[ActorType, ...] = get_args(ActorType)
    forms: tuple[MentionForm, ...] = get_args(MentionForm)
    numbers = {kind_number(kind, form) for kind in types for form in forms}
    assert numbers == set(range(UNKNOWN_KIND))
    assert kind_number("party", "abbreviation") == kind_number("party", "name")
    assert kind_number("person", "office") == kind_number("person", "description")
