"""The history of two sides, its turning points, two periods: by hand, and as laws on random statements."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.acts import DENIED, HAPPENED, NOBODY, ONGOING, OPEN, PLANNED, POSSIBLE, UNDATED, Acts, day_number
from konturen.analysis.comparing import Comparison, before_and_after, compare
from konturen.analysis.history import History, history
from konturen.analysis.relations import Side
from konturen.analysis.telling import bins, period_of
from konturen.codebook import built_in
from tests import made

BOOK = built_in()
A, B = Side("A", frozenset({"party-a"})), Side("B", frozenset({"party-b"}))
SEEDS = st.integers(0, 10_000)
GRAINS = st.sampled_from(["month", "quarter", "year"])


def told(*rows: tuple[str, str, int], status: int = HAPPENED, until: int | None = None) -> Acts:
    """A to B: statements of (day, relation, source), each in a text of its own; `until` is all their last day."""
    base, count = made.acts(1, len(rows), 3, max(len(rows), 1)), len(rows)
    days = np.array([day_number(date.fromisoformat(row[0])) for row in rows], np.int32)
    return replace(
        base,
        document=np.arange(count, dtype=np.int32),
        source=np.zeros(count, np.int32),
        target=np.ones(count, np.int32),
        relation=np.array([made.RELATIONS.index(row[1]) for row in rows], np.int32),
        status=np.full(count, status, np.int32),
        mutual=np.zeros(count, bool),
        first=days,
        last=days if until is None else np.full(count, until, np.int32),
        origins=tuple(
            replace(base.origins[n], id=f"{n:016x}", source=row[2], published=UNDATED)
            for n, row in enumerate(rows)
        ),
    )


def of(acts: Acts, by: str = "year") -> History:
    """The history of A and B."""
    return history(acts, BOOK, (A, B), by)  # type: ignore[arg-type]


def parted(acts: Acts, day: int = 19_000) -> Comparison:
    """Before and after a day."""
    return compare(acts, BOOK, (A, B), before_and_after(day))


def reordered(acts: Acts, order: np.ndarray) -> Acts:
    """The same statements in another order, with other numbers of their sources."""
    moved = acts.where(order)
    top = 1 + max(o.source for o in acts.origins)
    return replace(moved, origins=tuple(replace(o, source=top - o.source) for o in acts.origins))


def step(before: str, after: str, sources: int, each: int = 1) -> Acts:
    """So many sources tell `before` of 2020 and as many others `after` of 2022, each so often."""
    rows = [(f"2020-{1 + n % 12:02}-{1 + m:02}", before, n) for n in range(sources) for m in range(each)]
    rows += [
        (f"2022-{1 + n % 12:02}-{1 + m:02}", after, sources + n) for n in range(sources) for m in range(each)
    ]
    return told(*rows)


def test_a_source_has_one_voice_in_each_period() -> None:
    """Three accusations of one source and one meeting of another in a year: the mean of -4 and 3."""
    rows = [("2020-02-01", "ACCUSE", 0), ("2020-03-01", "ACCUSE", 0), ("2020-04-01", "ACCUSE", 0)]
    found = of(told(*rows, ("2020-05-01", "CONSULT", 1))).series
    assert [(row.period, row.tone, row.sources, row.statements) for row in found] == [("2020", -0.5, 2, 4)]
    assert (found[0].tone_low, found[0].tone_high) == (None, None)  # two sources are too few
    assert (found[0].cooperation, found[0].conflict, found[0].acts) == (1, 3, 4)


def test_times_of_which_nothing_is_told_are_missing_not_filled() -> None:
    """Between 2019 and 2021 there is a row for 2020, with no tone."""
    found = of(told(("2019-02-01", "ACCUSE", 0), ("2021-02-01", "CONSULT", 1))).series
    assert [(row.period, row.tone, row.statements) for row in found] == [
        ("2019", -4, 1), ("2020", None, 0), ("2021", 3, 1),
    ]  # fmt: skip


def test_an_interval_holds_the_tone_and_is_a_point_where_all_agree() -> None:
    """Four sources that say the same leave no doubt, four that differ do."""
    same = of(told(*[("2020-02-01", "CONSULT", n) for n in range(4)])).series[0]
    assert (same.tone_low, same.tone, same.tone_high) == (3, 3, 3)
    row = of(told(*[("2020-02-01", "CONSULT" if n % 2 else "ACCUSE", n) for n in range(4)])).series[0]
    assert row.tone_low is not None
    assert row.tone_high is not None
    assert row.tone_low < row.tone == -0.5 < row.tone_high


def test_a_year_is_no_month() -> None:
    """An act "in 2014" stands in the year, and is counted as too coarse by month; an open end is no width."""
    year = told(("2014-01-01", "CONSULT", 0), until=day_number(date(2014, 12, 31)))
    assert len(of(year).series) == 1
    assert (len(of(year, "month").series), of(year, "month").coarse) == (0, 1)
    since = told(("2014-01-01", "CONSULT", 0), until=OPEN)
    assert [row.period for row in of(since, "month").series] == ["2014-01"]


@pytest.mark.parametrize(
    ("by", "day", "expected"),
    [
        ("month", date(2024, 2, 29), ("2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("quarter", date(1969, 12, 31), ("1969-10/1969-12", date(1969, 10, 1), date(1969, 12, 31))),
        ("year", date(1, 1, 1), ("0001", date(1, 1, 1), date(1, 12, 31))),
        ("month", date(9999, 12, 31), ("9999-12", date(9999, 12, 1), date(9999, 12, 31))),
    ],
)
def test_each_day_lies_in_its_period(by: str, day: date, expected: tuple[str, date, date]) -> None:
    """Leap days, days before 1970, the first and the last year there is."""
    number = int(bins(np.array([day_number(day)], np.int64), by)[0])  # type: ignore[arg-type]
    assert period_of(number, by) == expected  # type: ignore[arg-type]


def test_a_turn_is_found_where_it_is_with_the_acts_that_made_it() -> None:
    """Eight sources of accusations, then eight of meetings: one turn, sure, with the meetings as its acts."""
    acts = step("ACCUSE", "CONSULT", 8)
    (turn,) = of(acts).turns
    assert (turn.until, turn.since) == (date(2020, 8, 1), date(2022, 1, 1))
    assert (turn.before, turn.after, turn.change) == (-4, 3, 7)
    assert turn.sure > 0.95
    assert turn.p < 0.01
    assert turn.statements == 8
    assert set(turn.ids) == {id.decode() for id in acts.ids[8:]}
    assert turn.low == turn.since == turn.high or turn.low <= turn.since <= turn.high


def test_two_turns_are_found_both() -> None:
    """Meetings, sanctions, meetings: down and up again, each at its day."""
    rows = [
        (f"20{18 + n // 8}-{1 + n % 8:02}-10", "SANCTION" if 8 <= n < 16 else "CONSULT", n) for n in range(24)
    ]
    turns = of(told(*rows)).turns
    assert [turn.since for turn in turns] == [date(2019, 1, 10), date(2020, 1, 10)]
    assert [np.sign(turn.change) for turn in turns] == [-1, 1]


def test_what_does_not_change_has_no_turn() -> None:
    """The same tone all the time; tones that alternate; a step of two sources only."""
    assert not len(of(step("CONSULT", "CONSULT", 8)).turns)
    mixed = [(f"20{10 + n}-01-01", "CONSULT" if n % 2 else "ACCUSE", n) for n in range(16)]
    assert not len(of(told(*mixed)).turns)
    assert not len(of(step("ACCUSE", "CONSULT", 2, each=9)).turns)


def test_chance_seldom_looks_like_a_turn() -> None:
    """Of 60 histories of 30 sources whose tones are drawn from one urn at most 6 show a turn."""
    chance, found = np.random.default_rng(11), 0
    for _ in range(60):
        days = np.sort(chance.choice(3000, 30))
        kinds = chance.choice(["CONSULT", "ACCUSE", "AGREE", "SANCTION"], 30)
        start = date(2015, 1, 1).toordinal()
        rows = [
            (date.fromordinal(start + int(day)).isoformat(), str(kind), n)
            for n, (day, kind) in enumerate(zip(days, kinds, strict=True))
        ]
        found += len(of(told(*rows)).turns) > 0
    assert found <= 6


def test_one_source_that_tells_much_makes_no_turn() -> None:
    """Forty accusations of one source after eight meetings of eight: nobody else bears it out."""
    rows = [(f"2020-{1 + n:02}-01", "CONSULT", n) for n in range(8)]
    rows += [(f"2022-{1 + n % 12:02}-{1 + n // 12:02}", "ACCUSE", 99) for n in range(40)]
    assert not len(of(told(*rows)).turns)


def test_one_source_that_tells_much_hides_no_turn() -> None:
    """Four sources of accusations, then four of meetings and one with forty accusations: -4, then (4 * 3 - 4) / 5."""
    rows = [(f"2020-{1 + n:02}-01", "ACCUSE", n) for n in range(4)]
    rows += [(f"2022-{1 + n:02}-01", "CONSULT", 4 + n) for n in range(4)]
    rows += [(f"2022-{1 + n % 12:02}-{2 + n // 12:02}", "ACCUSE", 99) for n in range(40)]
    (turn,) = of(told(*rows)).turns
    assert (turn.since, turn.before) == (date(2022, 1, 1), -4)
    assert turn.after == pytest.approx(1.6)


def test_two_periods_differ_by_their_tones_and_relations() -> None:
    """-4 before and 3 after are 7 more, surely; ACCUSE went, CONSULT came."""
    found = parted(step("ACCUSE", "CONSULT", 4), day_number(date(2021, 1, 1)))
    assert (found.difference, found.low, found.high, found.share) == (7, 7, 7, 1)
    assert [(c.relation, c.became, c.acts_before, c.acts_after) for c in found.changes] == [
        ("CONSULT", "came", 0, 4),
        ("ACCUSE", "went", 4, 0),
    ]
    assert (found.before.first, found.before.last) == (None, date(2020, 12, 31))
    assert len(found.changes[0].ids_after) == 4


def test_too_few_sources_give_a_difference_without_an_interval() -> None:
    """Two sources each: the difference, and None; nothing after: no difference."""
    found = parted(step("ACCUSE", "CONSULT", 2), day_number(date(2021, 1, 1)))
    assert (found.difference, found.low, found.high, found.share) == (7, None, None, None)
    assert parted(step("ACCUSE", "CONSULT", 2), day_number(date(2030, 1, 1))).difference is None


def test_what_goes_on_is_in_both_periods_as_far_as_its_text_knows() -> None:
    """A cooperation since 2005 in a text of 2022 stayed over 2021, and is not there after 2023."""
    acts = told(("2005-01-01", "COOPERATE", 0), status=ONGOING, until=OPEN)
    acts = replace(acts, origins=(replace(acts.origins[0], published=day_number(date(2022, 5, 1))),))
    (change,) = parted(acts, day_number(date(2021, 1, 1))).changes
    assert change.became == "stayed"
    (change,) = parted(acts, day_number(date(2023, 1, 1))).changes
    assert change.became == "went"
    ending = replace(acts, last=np.array([day_number(date(2030, 1, 1))], np.int32))
    (change,) = parted(ending, day_number(date(2023, 1, 1))).changes
    assert change.became == "went"


def test_what_goes_on_in_a_text_without_a_date_is_taken_at_its_word() -> None:
    """A cooperation since 2005, told nobody knows when, stayed; one without a beginning is undated."""
    acts = told(("2005-01-01", "COOPERATE", 0), status=ONGOING, until=OPEN)
    (change,) = parted(acts, day_number(date(2023, 1, 1))).changes
    assert change.became == "stayed"
    assert parted(replace(acts, first=np.array([UNDATED], np.int32))).undated == 1


def test_an_act_over_the_border_is_in_neither_period() -> None:
    """An act "in 2014" against a day in the middle of that year is told as straddling."""
    acts = told(("2014-01-01", "CONSULT", 0), until=day_number(date(2014, 12, 31)))
    found = parted(acts, day_number(date(2014, 6, 1)))
    assert (found.before.statements, found.after.statements, found.straddling) == (0, 0, 1)


def test_nothing_told_is_an_honest_answer() -> None:
    """No statements at all, and only such as have no date."""
    empty = made.acts(1, 5).where(np.zeros(5, bool))
    assert (len(of(empty).series), len(of(empty).turns), of(empty).statements) == (0, 0, 0)
    undated = replace(told(("2020-01-01", "CONSULT", 0)), first=np.array([UNDATED], np.int32))
    assert (of(undated).undated, len(of(undated).series)) == (1, 0)
    assert parted(empty).difference is None
    assert not len(parted(empty).changes)


@settings(max_examples=25, deadline=None)
@given(SEEDS, GRAINS)
def test_unrelated_statements_change_nothing(seed: int, by: str) -> None:
    """What is told of others, with texts and sources of their own, leaves history and comparison as they are."""
    acts = made.acts(seed, 200, texts=40)
    own = np.isin(acts.source, (0, 1)) & np.isin(acts.target, (0, 1))
    alone = acts.where(own)
    assert of(acts, by) == of(alone, by)
    assert parted(acts) == parted(alone)


@settings(max_examples=25, deadline=None)
@given(SEEDS, GRAINS)
def test_the_order_of_statements_does_not_matter(seed: int, by: str) -> None:
    """Other order, other numbers of sources: the same."""
    acts = made.acts(seed, 200, texts=40)
    moved = reordered(acts, np.random.default_rng(seed).permutation(len(acts)))
    assert of(moved, by) == of(acts, by)
    assert parted(moved) == parted(acts)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_mirrored_input_gives_a_mirrored_answer(seed: int) -> None:
    """All sources and targets swapped: the same series and turns, each change in the other direction."""
    acts = made.acts(seed, 200, texts=40)
    acts = acts.where(acts.target != NOBODY)
    mirrored = replace(acts, source=acts.target, target=acts.source)
    assert of(mirrored) == of(acts)
    other = {"A": "B", "B": "A"}
    found = {
        (c.source, c.target, c.mutual, c.relation): (c.became, c.ids_before, c.ids_after)
        for c in parted(acts).changes
    }
    turned = {
        (c.source, c.target, c.mutual, c.relation)
        if c.mutual
        else (other[c.source], other[c.target], c.mutual, c.relation): (c.became, c.ids_before, c.ids_after)
        for c in parted(mirrored).changes
    }
    assert turned == found
    assert parted(mirrored).low == parted(acts).low


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([DENIED, POSSIBLE, PLANNED]))
def test_what_is_no_act_moves_no_tone(seed: int, status: int) -> None:
    """Denied, possible and planned statements leave series, turns and comparison as they were without them."""
    acts = made.acts(seed, 120, texts=40)
    without = acts.where(acts.status != status)
    assert of(acts).series == of(without).series
    assert of(acts).turns == of(without).turns
    assert astuple(parted(acts)) == astuple(parted(without))


@settings(max_examples=25, deadline=None)
@given(SEEDS, GRAINS)
def test_every_act_stands_in_one_row(seed: int, by: str) -> None:
    """The rows' statements add up to the whole; each row lies after the last one without a gap."""
    found = of(made.acts(seed, 200, texts=40), by)
    assert sum(row.statements for row in found.series) == found.statements
    assert all((b.first - a.last).days == 1 for a, b in zip(found.series, found.series[1:], strict=False))
    for row in found.series:
        if row.tone_low is not None and row.tone is not None and row.tone_high is not None:
            assert row.tone_low - 1e-9 <= row.tone <= row.tone_high + 1e-9
