"""Gaps and the matrix: what is denied, what nobody mentions, why it counts, and the laws that hold for both."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.analysis.gaps import WEIGHTS, Counterpart, Gap, gaps
from konturen.analysis.matrix import Cell, last_day, matrix
from konturen.codebook import built_in
from konturen.errors import QueryError
from tests.said_acts import Said, acts, number, turned

BOOK = built_in()
AT = number("2024-12-31")
STATES = {"nordland": "state", "suedland": "state"}


def party(id: str, state: str = "nordland", **more: object) -> Counterpart:
    """A party of a side."""
    return Counterpart(id, id.title(), "party", {id: id.title()}, state=state, **more)  # type: ignore[arg-type]


A = (party("birke"), party("eiche"), party("tanne"))
B = (party("rose", "suedland"), party("nelke", "suedland"), party("tulpe", "suedland"))
MET = Said("birke", "CONSULT", "rose")
DENIED = Said("eiche", "CONSULT", "rose", "denied", text="t2")


def found(
    *said: Said, a: tuple[Counterpart, ...] = A, b: tuple[Counterpart, ...] = B
) -> dict[tuple[str, str], Gap]:
    """The gaps by pair."""
    return {(g.a, g.b): g for g in gaps(acts(*said, types=STATES), BOOK, a, b, AT)}


def cells(*said: Said) -> dict[tuple[str, str], Cell]:
    """The cells by pair."""
    return {(c.a, c.b): c for c in matrix(acts(*said, types=STATES), BOOK, A, B, AT)}


def test_who_met_is_no_gap_and_all_others_are() -> None:
    """One contact among nine pairs leaves eight gaps."""
    assert found(MET).keys() == {(a.id, b.id) for a in A for b in B} - {("birke", "rose")}


def test_denied_and_unmentioned_are_told_apart() -> None:
    """A denied contact carries its statement; a silent pair carries none."""
    gap, silent = found(MET, DENIED)["eiche", "rose"], found(MET, DENIED)["eiche", "nelke"]
    assert (gap.absence, gap.denied, gap.sources) == ("denied", (DENIED.key,), 1)
    assert (silent.absence, silent.denied) == ("unmentioned", ())


@pytest.mark.parametrize("status", ["planned", "possible", "denied"])
def test_what_is_no_act_closes_no_gap(status: str) -> None:
    """Plans, possibilities and denials leave the pair without contact."""
    assert ("birke", "rose") in found(Said("birke", "COOPERATE", "rose", status))


@pytest.mark.parametrize("relation", ["ACCUSE", "SUPPORT", "REQUEST"])
def test_words_about_each_other_are_no_contact(relation: str) -> None:
    """An accusation or praise needs no meeting: the gap stays and counts the act."""
    assert found(Said("birke", relation, "rose", mutual=False))["birke", "rose"].others == 1


def test_an_undated_contact_is_a_contact() -> None:
    """A contact without a date closes the gap."""
    assert ("birke", "rose") not in found(Said("birke", "COOPERATE", "rose", "ongoing", None, published=None))


def test_a_later_contact_is_not_known_yet() -> None:
    """A contact after the day leaves the gap open at the day."""
    assert ("birke", "rose") in found(Said("birke", "CONSULT", "rose", first="2025-03-01"))


def test_a_denial_for_a_whole_group_counts_for_its_members() -> None:
    """No contact with "the southern parties" is expressly none with each of them, and says so."""
    b = tuple(dataclasses.replace(one, groups=frozenset({"new:south"})) for one in B)
    gap = found(Said("eiche", "CONSULT", "new:south", "denied"), b=b)["eiche", "tulpe"]
    assert (gap.absence, gap.denials) == ("denied for all", 1)


def test_counterparts_of_another_kind_are_not_compared() -> None:
    """A parliament is no counterpart of a party."""
    house = dataclasses.replace(B[0], kind="parliament")
    assert not found(a=A[:1], b=(house,))


@pytest.mark.parametrize(
    ("said", "a", "b", "reason", "weight"),
    [
        ((), dataclasses.replace(A[0], names={"neu": "Neu"}), dataclasses.replace(B[0], names={"neu": "Neue"}),
         "same name: Neu and Neue", WEIGHTS["name"]),
        ((), dataclasses.replace(A[0], families=frozenset({"green"})),
         dataclasses.replace(B[0], families=frozenset({"green"})), "same family: green", WEIGHTS["family"]),
        ((Said("birke", "CONSULT", "erle"), Said("rose", "AGREE", "erle")), A[0], B[0],
         "common partner: Erle", WEIGHTS["partners"] / 2),
        ((Said("nordland", "CONSULT", "suedland"),), A[0], B[0], "their states are in contact", WEIGHTS["states"]),
        ((Said("birke", "CONSULT", "rose", "possible"),), A[0], B[0],
         "a text plans it or calls it possible", WEIGHTS["foreseen"]),
        ((Said("birke", "CONSULT", "rose", "denied"),), A[0], B[0],
         "1 source says that there is none", WEIGHTS["denied"]),
    ],
)  # fmt: skip
def test_each_reason_is_told_with_its_weight(
    said: tuple[Said, ...], a: Counterpart, b: Counterpart, reason: str, weight: float
) -> None:
    """The only reason of the pair stands in words and is the whole score."""
    gap = found(*said, a=(a,), b=(b,))[a.id, b.id]
    assert (gap.reasons, gap.weights, gap.score) == ((reason,), (weight,), weight)


def test_contact_of_all_others_counts_more_than_of_one() -> None:
    """Who alone of a side has no contact with the other stands before who shares that."""
    both = (MET, Said("tanne", "CONSULT", "rose"))
    one, all_ = found(MET)["eiche", "rose"], found(*both)["eiche", "rose"]
    assert "all others across have contact with Rose" in all_.reasons[0]
    assert one.score < all_.score == WEIGHTS["others"] / 2


def test_copies_deny_once() -> None:
    """The same denial in two copies is one source."""
    copy = dataclasses.replace(DENIED, text="t3", origin="t2")
    gap = found(DENIED, copy)["eiche", "rose"]
    assert (gap.denials, gap.sources) == (2, 1)
    assert gap.score == found(DENIED)["eiche", "rose"].score


def test_an_actor_on_both_sides_is_refused() -> None:
    """The error names the actor."""
    with pytest.raises(QueryError, match="birke"):
        found(b=A)


def test_nothing_said_leaves_every_pair_unmentioned() -> None:
    """An empty ledger gives all pairs, none of them denied, and an empty side gives none."""
    assert {gap.absence for gap in found().values()} == {"unmentioned"}
    assert len(found()) == 9
    assert not found(a=())
    assert last_day(acts()) is None


def test_a_cell_tells_tone_sources_and_last_contact() -> None:
    """Two sources of one meeting are two sources; the last contact is the newest act."""
    older = Said("birke", "COOPERATE", "rose", first="2023-01-10", text="t9")
    cell = cells(MET, older, DENIED)["birke", "rose"]
    assert (cell.state, cell.sources, cell.acts) == ("contact", 2, 2)
    assert (str(cell.last_contact), cell.last_contact_id) == ("2024-05-03", MET.key)
    assert cell.tone is not None
    assert 3 < cell.tone < 6
    assert cells(MET, DENIED)["eiche", "rose"].absent == ("CONSULT",)


def test_a_source_has_one_voice_in_a_cell() -> None:
    """Ten cooperative acts of one source do not outvote one accusation of another on the same day."""
    said = [Said("birke", "COOPERATE", "rose", id=f"c{n}") for n in range(10)]
    blame = Said("birke", "ACCUSE", "rose", text="t2", mutual=False)
    assert cells(*said, blame)["birke", "rose"].tone == pytest.approx((6 - 4) / 2)


def test_undated_acts_have_no_tone() -> None:
    """A missing day is not filled: the cell counts the act as undated and has no tone."""
    cell = cells(Said("birke", "ACCUSE", "rose", "ongoing", None, published=None))["birke", "rose"]
    assert (cell.state, cell.tone, cell.undated) == ("acts", None, 1)


def test_the_last_day_known_is_not_that_of_a_plan() -> None:
    """Plans, and what a text dates after its own publication, do not move the day."""
    said = (
        MET,
        Said("birke", "AGREE", "rose", "planned", "2030-01-01"),
        Said("birke", "AGREE", "rose", first="2031-01-01"),
    )
    assert last_day(acts(*said)) == number("2024-06-01")


NAMES = ("birke", "eiche", "rose", "nelke", "erle", "nordland", "suedland")
STATEMENTS = st.lists(
    st.builds(
        Said,
        source=st.sampled_from(NAMES),
        relation=st.sampled_from(("CONSULT", "AGREE", "ACCUSE", "SUPPORT", "ALLIED_WITH")),
        target=st.sampled_from((*NAMES, None)),
        status=st.sampled_from(("happened", "ongoing", "planned", "possible", "denied")),
        first=st.sampled_from((None, "2023-02-01", "2024-05-03", "2026-01-01")),
        mutual=st.booleans(),
        text=st.sampled_from(("t1", "t2", "t3")),
    ).filter(lambda s: s.source != s.target),
    max_size=12,
    unique_by=lambda s: s.key,
)


def everything(said: list[Said]) -> tuple[list[Gap], list[Cell]]:
    """Gaps and cells of these statements."""
    columns = acts(*said, types=STATES)
    tables = gaps(columns, BOOK, A, B, AT), matrix(columns, BOOK, A, B, AT)
    cells = [dataclasses.replace(c, tone=None if c.tone is None else round(c.tone, 9)) for c in tables[1]]
    return list(tables[0]), cells


@settings(max_examples=60, deadline=None)
@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(said: list[Said], random: object) -> None:
    """Shuffled statements give the same gaps and cells."""
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert everything(shuffled) == everything(said)


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_an_unrelated_statement_changes_nothing(said: list[Said]) -> None:
    """A meeting of two others leaves gaps and cells as they were."""
    assert everything([*said, Said("ahorn", "CONSULT", "linde", text="t1")]) == everything(said)


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_contact_has_no_direction(said: list[Said]) -> None:
    """All sources and targets swapped give the same gaps and cells: neither says who acts."""
    assert everything([turned(s) for s in said]) == everything([dataclasses.replace(s, id=s.key) for s in said])


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_sides_swapped_give_the_gaps_mirrored(said: list[Said]) -> None:
    """B against A is A against B with its ends swapped: the same pairs, scores and absences."""
    columns = acts(*said, types=STATES)
    there = {(g.a, g.b): (g.absence, g.denied, round(g.score, 6)) for g in gaps(columns, BOOK, A, B, AT)}
    back = {(g.b, g.a): (g.absence, g.denied, round(g.score, 6)) for g in gaps(columns, BOOK, B, A, AT)}
    assert there == back


@settings(max_examples=60, deadline=None)
@given(STATEMENTS, st.sampled_from(("CONSULT", "ACCUSE", "SUPPORT")))
def test_a_denied_statement_never_moves_the_tone(said: list[Said], relation: str) -> None:
    """No cell's tone, acts or sources change by a denial, and no gap closes."""
    more = [*said, Said("birke", relation, "rose", "denied", id="new", text="t1")]
    (gaps_before, before), (gaps_after, after) = everything(said), everything(more)
    assert [(c.tone, c.acts, c.sources) for c in before] == [(c.tone, c.acts, c.sources) for c in after]
    assert {(g.a, g.b) for g in gaps_before} == {(g.a, g.b) for g in gaps_after}
