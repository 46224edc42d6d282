"""Where sources do not tell the same, and what people say of coders: by hand, and as laws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.acts import DENIED, HAPPENED, ONGOING, OPEN, POSSIBLE, UNDATED, Acts, day_number
from konturen.analysis.disagreement import Split, disagreement
from konturen.analysis.verdicts import Rated, band, shares, wilson
from konturen.codebook import built_in
from konturen.tables import Table
from tests import made

BOOK = built_in()
SEEDS = st.integers(0, 10_000)


@dataclass(frozen=True)
class Said:
    """A to B in a text of its own."""

    day: str | None
    relation: str = "CONSULT"
    source: int = 0
    outlet: str | None = None
    language: str = "de"
    status: int = HAPPENED
    last: int | None = None
    published: str | None = None


def told(*rows: Said) -> Acts:
    """The statements as columns."""
    base, count = made.acts(1, len(rows), 3, max(len(rows), 1)), len(rows)
    first = np.array([UNDATED if row.day is None else _day(row.day) for row in rows], np.int32)
    last = [day if row.last is None else row.last for row, day in zip(rows, first, strict=True)]
    return replace(
        base,
        document=np.arange(count, dtype=np.int32),
        source=np.zeros(count, np.int32),
        target=np.ones(count, np.int32),
        relation=np.array([made.RELATIONS.index(row.relation) for row in rows], np.int32),
        status=np.array([row.status for row in rows], np.int32),
        first=first,
        last=np.array(last, np.int32),
        origins=tuple(
            replace(
                base.origins[n],
                id=f"{n:016x}",
                source=row.source,
                outlet=row.outlet,
                language=row.language,
                published=_day(row.published) if row.published else UNDATED,
            )
            for n, row in enumerate(rows)
        ),
    )


def _day(value: str) -> int:
    return day_number(date.fromisoformat(value))


def kinds(found: Table[Split]) -> list[str]:
    """What parts the sources of each row."""
    return [row.between for row in found]


def test_sources_of_opposite_sign_in_one_year_are_a_split() -> None:
    """One of a meeting, two of an accusation in 2024; the tones, counts and ids of both."""
    rows = (Said("2024-02-01"), Said("2024-03-01", "ACCUSE", 1), Said("2024-04-01", "ACCUSE", 2))
    (row,) = disagreement(told(*rows), BOOK)
    assert (row.between, row.one, row.other, row.period) == ("sources", "cooperation", "conflict", "2024")
    assert (row.one_tone, row.other_tone, row.difference) == (3, -4, 7)
    assert (row.one_sources, row.other_sources) == (1, 2)
    assert row.one_ids == ("0" * 16,)
    assert len(row.other_ids) == 2


@pytest.mark.parametrize(
    "other",
    [
        Said("2023-03-01", "ACCUSE", 1),
        Said("2024-03-01", "ACCUSE", 0),
        Said("2024-03-01", "ACCUSE", 1, status=POSSIBLE),
        Said("2024-03-01", "CONSULT", 1),
        Said("2024-03-01", "REQUEST", 1),
        Said(None, "ACCUSE", 1),
    ],
    ids=["another year", "the same source", "merely possible", "the same sign", "no side", "no date"],
)
def test_what_is_no_disagreement(other: Said) -> None:
    """Beside a meeting in 2024."""
    assert not len(disagreement(told(Said("2024-02-01"), other), BOOK))


def test_outlets_are_compared_by_their_sources() -> None:
    """Blatt tells cooperation, Anzeiger conflict: one row, not its mirror too; a third outlet makes others."""
    rows = [Said("2024-02-01", "CONSULT", 0, "Blatt"), Said("2024-03-01", "ACCUSE", 1, "Anzeiger")]
    found = disagreement(told(*rows), BOOK)
    assert kinds(found) == ["sources", "outlets"]
    assert (found[1].one, found[1].other, found[1].difference) == ("Anzeiger", "Blatt", -7)
    found = disagreement(told(*rows, Said("2024-04-01", "ACCUSE", 2, "Kurier")), BOOK)
    # Blatt against both others; each of the two others against a rest of -4 and 3, on the same side.
    assert [(row.one, row.other) for row in found if row.between == "outlets"] == [("Blatt", "others")]


def test_languages_that_differ_in_degree_are_told_only_where_asked() -> None:
    """German texts of an agreement, Russian ones of a meeting: no opposite, yet a difference."""
    rows = (Said("2024-02-01", "AGREE", 0), Said("2024-03-01", "CONSULT", 1, language="ru"))
    assert not len(disagreement(told(*rows), BOOK))
    (row,) = disagreement(told(*rows), BOOK, opposite=False)
    assert (row.between, row.one, row.other, row.opposite) == ("languages", "de", "ru", False)
    assert row.difference == BOOK.relations["AGREE"].tone - BOOK.relations["CONSULT"].tone


def test_told_against_denied_by_another_source() -> None:
    """A meeting and its denial in one year; not by one source, not of another relation, not of another year."""
    denied = Said("2024-05-01", source=1, status=DENIED)
    (row,) = disagreement(told(Said("2024-02-01"), denied), BOOK)
    assert (row.between, row.relation, row.one, row.other) == ("denial", "CONSULT", "told", "denied")
    assert (row.one_tone, row.difference, row.opposite) == (None, None, True)
    for changes in ({"source": 0}, {"relation": "AGREE"}, {"day": "2023-05-01"}):
        assert not len(disagreement(told(Said("2024-02-01"), replace(denied, **changes)), BOOK))


def test_a_wide_denial_stands_against_all_its_time_until_its_text() -> None:
    """No contact since 2020, in a text of 2023: against a meeting in 2022, not in 2019 or 2024."""
    denied = Said("2020-01-01", source=1, status=DENIED, last=OPEN, published="2023-06-01")
    meetings = [Said(f"{year}-03-01", source=n + 2) for n, year in enumerate((2019, 2022, 2024))]
    assert [row.period for row in disagreement(told(denied, *meetings), BOOK)] == ["2022"]
    undated = replace(denied, day=None, last=None)
    assert not len(disagreement(told(undated, *meetings), BOOK))
    assert [
        row.period for row in disagreement(told(replace(undated, published="2024-06-01"), *meetings), BOOK)
    ] == ["2024"]


def test_what_goes_on_is_an_act_here_too() -> None:
    """A cooperation that goes on against an accusation of the year in which it begins."""
    going = Said("2024-01-01", "COOPERATE", 0, status=ONGOING, last=OPEN)
    assert kinds(disagreement(told(going, Said("2024-02-01", "ACCUSE", 1)), BOOK)) == ["sources"]


def test_an_act_whose_date_is_too_wide_is_of_no_one_year() -> None:
    """A meeting of 2014 or 2015 is not set against an accusation of 2014; one of 2014 is."""
    accused = Said("2014-03-01", "ACCUSE", 1)
    assert not len(disagreement(told(Said("2014-01-01", last=_day("2015-12-31")), accused), BOOK))
    assert len(disagreement(told(Said("2014-01-01", last=_day("2014-12-31")), accused), BOOK)) == 1


def test_nothing_and_one_statement_are_no_disagreement() -> None:
    """Empty in, empty out, with the columns."""
    empty = told(Said("2024-02-01")).where(np.zeros(1, bool))
    assert disagreement(empty, BOOK).columns == disagreement(told(Said("2024-02-01")), BOOK).columns
    assert not len(disagreement(told(Said("2024-02-01", status=DENIED)), BOOK))


def outlets(acts: Acts) -> Acts:
    """The same with outlets and languages."""
    return replace(
        acts,
        origins=tuple(
            replace(o, outlet=(None, "Blatt", "Kurier", "Anzeiger")[n % 4], language=("de", "en", "ru")[n % 3])
            for n, o in enumerate(acts.origins)
        ),
    )


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_order_and_direction_do_not_matter(seed: int) -> None:
    """Statements in another order, sources and targets swapped: the same splits."""
    acts = outlets(made.acts(seed, 200, texts=40))
    found = disagreement(acts, BOOK, opposite=False)
    assert disagreement(acts.where(np.random.default_rng(seed).permutation(200)), BOOK, opposite=False) == found
    ends = acts.where(acts.target >= 0)
    swapped = replace(ends, source=ends.target, target=ends.source)
    assert disagreement(swapped, BOOK, opposite=False) == found


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_unrelated_statements_change_no_split_of_a_pair(seed: int) -> None:
    """The splits of two actors are the same with and without what is told of others."""
    acts = outlets(made.acts(seed, 200, texts=40))
    alone = acts.where(np.isin(acts.source, (0, 1)) & np.isin(acts.target, (0, 1)))
    found = [row for row in disagreement(acts, BOOK) if (row.a, row.b) == ("party-a", "party-b")]
    assert found == list(disagreement(alone, BOOK))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_possible_statements_make_no_split_and_denials_only_denials(seed: int) -> None:
    """Without denied and possible statements all splits but denials are the same."""
    acts = outlets(made.acts(seed, 200, texts=40))
    acted = acts.where(~np.isin(acts.status, (DENIED, POSSIBLE)))
    found = [row for row in disagreement(acts, BOOK) if row.between != "denial"]
    assert found == list(disagreement(acted, BOOK))


def rated(state: str, number: int = 0, **changes: object) -> Rated:
    """A statement that people judged."""
    made_ = Rated(f"{number:016x}", "test/1", "CONSULT", "happened", "de", 0.9, state)  # type: ignore[arg-type]
    return replace(made_, **changes)  # type: ignore[arg-type]


def test_shares_are_of_what_people_decided() -> None:
    """Two accepted, one amended, one rejected, one unsure: a half, a quarter, a quarter; the score promised .9."""
    states = ("accepted", "accepted", "amended", "rejected", "unsure")
    found = shares(rated(state, n) for n, state in enumerate(states))
    whole = found[0]
    assert (whole.dimension, whole.decided, whole.unsure) == ("all", 4, 1)
    assert (whole.accepted_share, whole.amended_share, whole.rejected_share) == (0.5, 0.25, 0.25)
    assert whole.score == pytest.approx(0.9)
    assert whole.gap == pytest.approx(-0.4)
    assert (whole.rejected_ids, len(whole.accepted_ids)) == ((f"{3:016x}",), 2)
    assert {(row.dimension, row.value) for row in found} == {
        ("all", ""), ("relation", "CONSULT"), ("status", "happened"), ("language", "de"), ("score", "0.9-1.0"),
    }  # fmt: skip


def test_coders_and_values_are_told_apart() -> None:
    """Each coder, relation and language has a row of its own."""
    found = shares([rated("accepted"), rated("rejected", 1, coder="test/2", language="ru", relation="AGREE")])
    assert [(r.coder, r.accepted_share) for r in found if r.dimension == "all"] == [
        ("test/1", 1),
        ("test/2", 0),
    ]
    assert [r.value for r in found if r.dimension == "language"] == ["de", "ru"]


def test_what_nobody_decided_has_no_share() -> None:
    """Unsure and disputed only: counted, with no share, no interval and no score."""
    whole = shares([rated("unsure"), rated("disputed", 1)])[0]
    assert (whole.decided, whole.unsure, whole.disputed) == (0, 1, 1)
    assert (whole.accepted_share, whole.low, whole.score, whole.gap) == (None, None, None, None)


@pytest.mark.parametrize(
    ("score", "name"),
    [(0.0, "0.0-0.1"), (0.0999, "0.0-0.1"), (0.3, "0.3-0.4"), (0.7, "0.7-0.8"), (1.0, "0.9-1.0")],
)
def test_bands_hold_their_lower_bound(score: float, name: str) -> None:
    """A score on a bound lies in the band that begins there; 1 lies in the last one."""
    assert band(score) == name


def test_wilson_agrees_with_its_published_example() -> None:
    """Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662; none of 20 is 0 to 0.1611."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
