"""Forecasts: what was known when, the laws, the backtest, and that there is no forecast without one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.analysis.backtest import window_at
from konturen.analysis.expected import Backtest, Expected, Forecast, TooLittle
from konturen.analysis.features import NAMES, features
from konturen.analysis.forecast import SEED, forecast
from konturen.analysis.memory import Memory, pairs_of_groups, within
from konturen.analysis.snapshot import Snapshot
from konturen.codebook import built_in
from konturen.errors import QueryError
from konturen.tables import Table
from tests import made
from tests.said_acts import Said, acts, number, turned
from tests.worlds import START, YEAR, World, world

BOOK = built_in()
AT = number("2024-06-30")
TYPES = {"nord": "state", "sued": "state"}
MET = (
    Said("birke", "CONSULT", "erle", first="2024-01-10", text="t1", published="2024-01-11"),
    Said("rose", "CONSULT", "erle", first="2024-02-10", text="t2", published="2024-02-11"),
    Said("nord", "AGREE", "sued", first="2024-02-10", text="t3", published="2024-02-11"),
)


def figures(*said: Said, at: int = AT, pair: tuple[str, str] = ("birke", "rose")) -> dict[str, float]:
    """The features of a pair, with those of the other statements."""
    states = {"birke": "nord", "rose": "sued"}
    memory = Memory(acts(*MET, *said, types=TYPES), BOOK, states)
    snapshot = Snapshot(memory, BOOK, at)
    sides = [np.array([i for i, a in enumerate(memory.actors) if a.id == name]) for name in pair]
    pairs = snapshot.chosen((sides[0], sides[1]))
    assert len(pairs.low) == 1, "the pair is in contact or not known"
    return dict(zip(NAMES, features(snapshot, pairs)[0].tolist(), strict=True))


def in_contact(*said: Said, at: int = AT) -> bool:
    """Whether birke and rose are in contact as known at a day."""
    snapshot = Snapshot(Memory(acts(*MET, *said), BOOK), BOOK, at)
    ids = [actor.id for actor in snapshot.memory.actors]
    return bool(
        snapshot.memory.key(np.array([ids.index("birke")]), np.array([ids.index("rose")])) in snapshot.contacts
    )


DIRECT = Said("birke", "CONSULT", "rose", first="2024-03-01", text="t9", published="2024-03-02")


@pytest.mark.parametrize("status", ["denied", "planned", "possible"])
def test_what_is_no_act_is_no_contact(status: str) -> None:
    """A denied, planned or possible meeting leaves the pair without contact; one that happened does not."""
    assert in_contact(DIRECT)
    assert not in_contact(replace(DIRECT, status=status))


def test_a_text_published_later_is_not_known() -> None:
    """An act before the day, told by a text after it, is no contact, no partner, no statement at the day."""
    late = replace(DIRECT, first="2024-03-01", published="2024-07-01")
    assert not in_contact(late)
    assert in_contact(late, at=number("2024-07-01"))
    leak = replace(MET[0], source="tanne", published="2024-07-01", text="t8")
    plan = replace(DIRECT, status="planned", published="2024-07-01")
    # The type of an actor whom only the later text names is of no pair that was known.
    assert (
        figures(leak, plan, replace(DIRECT, relation="ACCUSE", published="2024-07-02", text="t7")) == figures()
    )


def test_an_act_of_later_is_not_known_though_its_text_is() -> None:
    """A text dated before its act tells nothing of it until the act's day."""
    assert not in_contact(replace(DIRECT, first="2024-08-01"))


def test_a_text_without_a_date_of_publication_is_left_out_and_counted() -> None:
    """Nobody knows when it was known."""
    memory = Memory(acts(*MET, replace(DIRECT, published=None)), BOOK)
    assert memory.unpublished == 1
    assert len(memory.rows.ids) == len(MET)


def test_features_by_hand() -> None:
    """One common partner with two contacts, states in contact, one plan, one denial, one accusation."""
    plan = replace(DIRECT, status="planned", text="p")
    deny = replace(DIRECT, status="denied", text="d", published="2024-06-30")
    accuse = replace(DIRECT, relation="ACCUSE", text="a")
    found = figures(plan, deny, accuse)
    tone = BOOK.relations["ACCUSE"].tone / 10
    assert found["partners"] == pytest.approx(np.log1p(1 / np.log(2)))
    assert found["contacts"] == pytest.approx(2 * np.log(2))
    assert found["foreseen"] == found["denied"] == found["acts"] == pytest.approx(np.log(2))
    assert (found["tone"], found["states"], found["together"]) == (pytest.approx(tone), 1.0, 1.0)
    assert found["indirect tone"] == pytest.approx((BOOK.relations["CONSULT"].tone / 10) ** 2)
    assert (found["same type"], found["same country"]) == (1.0, 0.0)


def test_copies_count_once() -> None:
    """The same plan in two copies is one source, in two texts two."""
    plan = replace(DIRECT, status="planned", text="p")
    copy, other = replace(plan, text="q", origin="p"), replace(plan, text="r")
    assert figures(plan)["foreseen"] == figures(plan, copy)["foreseen"] < figures(plan, other)["foreseen"]


def test_an_unrelated_statement_changes_no_feature() -> None:
    """What is told of two others changes nothing of the pair."""
    assert figures() == figures(
        Said("linde", "CONSULT", "ahorn", first="2024-03-01", published="2024-03-02", text="u")
    )


@pytest.mark.parametrize("late", [True, False])
def test_a_planted_leak_changes_nothing_of_a_test_day(late: bool) -> None:
    """Texts published after a test day that give away who will meet, by acts and plans dated before it, change
    neither its pairs nor its features nor its outcomes; published before it they change them all."""
    drawn, day = lawful(), lawful().end - YEAR
    memory = Memory(drawn.acts, BOOK)
    plain = window_at(memory, BOOK, day, YEAR, SEED)
    known, before = (str(np.datetime64("1970-01-01") + day + n) for n in (3 if late else -3, -9))
    came = plain.pairs.outcome > 0
    ends = [
        (drawn.names[a], drawn.names[b])
        for a, b in zip(plain.pairs.low[came], plain.pairs.high[came], strict=True)
    ]
    leaks = [
        Said(a, "CONSULT", b, status, first=before, published=known, text=f"{status}{a}{b}")
        for a, b in ends
        for status in ("happened", "planned")
    ]
    found = window_at(Memory(acts(*drawn.said, *leaks, types=drawn.types), BOOK), BOOK, day, YEAR, SEED)
    same = found.figures.shape == plain.figures.shape and bool((found.figures == plain.figures).all())
    assert ends
    assert same is late
    assert (found.contacts() == plain.contacts()) is late


def test_near_pairs_have_a_partner_a_statement_or_a_text() -> None:
    """A common partner, a denial, one text make a pair near; others are not; who met is no candidate."""
    deny = Said("linde", "CONSULT", "rose", "denied", published="2024-03-02", text="x")
    texts = [
        Said(n, "ACCUSE", None, first="2024-03-01", published="2024-03-02", text="y") for n in ("esche", "ulme")
    ]
    snapshot = Snapshot(Memory(acts(*MET, deny, *texts), BOOK), BOOK, AT)
    ids = [actor.id for actor in snapshot.memory.actors]
    low, high = snapshot.memory.pair(snapshot.near)
    found = {(ids[a], ids[b]) for a, b in zip(low.tolist(), high.tolist(), strict=True)}
    assert found == {("birke", "rose"), ("linde", "rose"), ("esche", "ulme")}


def test_outcomes_lie_in_the_window_and_are_told_in_it() -> None:
    """A contact after the day counts if it is told until the end; one before the day, told late, does not."""
    base = replace(DIRECT, first="2024-08-01", published="2024-08-02")
    cases = {
        "in": base,
        "late": replace(base, published="2025-08-02"),
        "old": replace(base, first="2024-03-01"),
    }
    found = {
        name: len(Snapshot(Memory(acts(*MET, said), BOOK), BOOK, AT).outcomes(YEAR))
        for name, said in cases.items()
    }
    assert found == {"in": 1, "late": 0, "old": 0}


def test_pairs_of_groups_and_their_budget() -> None:
    """All pairs within groups, none across; the largest size whose pairs fit."""
    one, other = pairs_of_groups(np.array([1, 1, 1, 4, 5, 5]))
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2), (4, 5)]
    sizes = np.array([3, 3, 3, 2, 2])
    assert [within(sizes, 9, budget) for budget in (4, 3, 1, 0)] == [9, 2, 2, 0]


@cache
def lawful(seed: int = 5) -> World:
    """A world in which contacts follow a law."""
    return world(seed, True, 110, 9)


@cache
def told(seed: int = 5) -> Forecast:
    """Its forecast on the last day."""
    found = forecast(Memory(lawful(seed).acts, BOOK), BOOK, YEAR, lawful(seed).end)
    assert isinstance(found, Forecast), found
    return found


def test_the_model_finds_the_law() -> None:
    """Where partners and types make contacts likelier, both coefficients are above 0 and the pairs are told
    apart."""
    coefficients = {row.feature: row.coefficient for row in told().coefficients}
    assert coefficients["partners"] > 0
    assert coefficients["same type"] > 0
    assert (told().backtest.near.auc or 0) > 0.6
    assert (told().backtest.near.log_loss or 9) < (told().backtest.near.base_log_loss or 0)


def test_chance_is_not_called_skill() -> None:
    """In worlds of pure chance the model is not called better than the base rate, and its skill is about 0."""
    for seed in range(3):
        drawn = world(seed, False, 110, 8)
        found = forecast(Memory(drawn.acts, BOOK), BOOK, YEAR, drawn.end)
        assert isinstance(found, Forecast)
        assert not found.backtest.better
        assert abs(found.backtest.near.skill or 0) < 0.02


def test_rows_stand_in_order_with_their_scores() -> None:
    """Probabilities fall, lie between 0 and 1, and every row carries both Brier scores."""
    rows, near = told().rows, told().backtest.near
    said = [row.probability for row in rows]
    assert said == sorted(said, reverse=True)
    assert all(0 < one < 1 for one in said)
    assert {(row.brier, row.base_brier) for row in rows} == {(near.brier, near.base_brier)}
    assert all(len(row.reasons) == len(row.weights) for row in rows)


def test_training_ends_before_each_test() -> None:
    """Each test day lies at the end of the windows that its model learned from, and its own ends by the day."""
    days = [row.at for row in told().backtest.tests]
    assert days == sorted(days, reverse=True)
    assert all(row.until <= told().at for row in told().backtest.tests)
    assert all((row.until - row.at).days == YEAR for row in told().backtest.tests)


def test_the_base_rate_is_that_of_the_training_time() -> None:
    """The base rate of a test day is the share of the windows before it, not of its own."""
    drawn = lawful()
    memory = Memory(drawn.acts, BOOK)
    windows = [window_at(memory, BOOK, drawn.end - n * YEAR, YEAR, SEED) for n in (2, 3, 4)]
    near = sum(int(w.pairs.near.sum()) for w in windows)
    came = sum(w.contacts(near=True) for w in windows)
    assert told().backtest.tests[0].base_rate == pytest.approx(came / near, rel=1e-5)


@settings(max_examples=8, deadline=None)
@given(
    st.integers(0, 1000),
    st.sampled_from(["CONSULT", "ACCUSE"]),
    st.sampled_from(["happened", "planned", "denied"]),
)
def test_what_is_published_later_changes_no_forecast(seed: int, relation: str, status: str) -> None:
    """Statements of texts after the day leave every figure of the forecast and of its backtest as it was, though
    they tell of acts long before."""
    chance, drawn = np.random.default_rng(seed), lawful()
    late = []
    for n in range(25):
        a, b = chance.choice(len(drawn.names), 2, replace=False)
        day = str(np.datetime64("1970-01-01") + int(chance.integers(START, drawn.end)))
        after = str(np.datetime64("1970-01-01") + drawn.end + 1 + n)
        late.append(
            Said(drawn.names[a], relation, drawn.names[b], status, first=day, published=after, text=f"late{n}")
        )
    memory = Memory(acts(*drawn.said, *late, types=drawn.types), BOOK)
    assert forecast(memory, BOOK, YEAR, drawn.end) == told()


def test_the_leak_test_would_see_a_leak() -> None:
    """The same statements, published in time, do change the forecast."""
    drawn = lawful()
    a = drawn.names[0]
    day = str(np.datetime64("1970-01-01") + START + 900)
    soon = [Said(a, "CONSULT", name, first=day, published=day, text=f"s{name}") for name in drawn.names[2:30]]
    assert forecast(Memory(acts(*drawn.said, *soon, types=drawn.types), BOOK), BOOK, YEAR, drawn.end) != told()


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_order_and_direction_do_not_matter(seed: int) -> None:
    """Shuffled statements with sources and targets swapped give the same forecast."""
    drawn = lawful()
    said = [turned(replace(one, id=one.key)) for one in drawn.said]
    said = [said[place] for place in np.random.default_rng(seed).permutation(len(said))]
    assert forecast(Memory(acts(*said, types=drawn.types), BOOK), BOOK, YEAR, drawn.end) == told()


def test_between_two_sides_all_their_pairs_are_rated() -> None:
    """Of two sides every pair without contact has a row, near or not, and nobody else."""
    drawn = lawful()
    a, b = frozenset(drawn.names[:6]), frozenset(drawn.names[6:12])
    found = forecast(Memory(drawn.acts, BOOK), BOOK, YEAR, drawn.end, (a, b))
    assert isinstance(found, Forecast)
    met = {frozenset((s.source, s.target)) for s in drawn.said if s.status == "happened" and s.target}
    wanted = {frozenset((x, y)) for x in a for y in b} - met
    assert {frozenset((row.a, row.b)) for row in found.rows} == wanted
    assert found.backtest == told().backtest


@pytest.mark.parametrize(
    "backtest", [None, {}, Backtest(Table(Expected, ()), Table(Expected, ()), Table(Expected, ()))]
)  # type: ignore[arg-type]
def test_there_is_no_forecast_without_a_backtest(backtest: object) -> None:
    """The value cannot be made without a test, or with an empty one."""
    with pytest.raises(TypeError):
        replace(told(), backtest=backtest)  # type: ignore[arg-type]


def test_a_short_past_is_refused_with_what_is_missing() -> None:
    """Little data give no rows, but the days and contacts that are missing."""
    found = forecast(Memory(acts(*MET), BOOK), BOOK, YEAR)
    assert isinstance(found, TooLittle)
    assert (found.tests, found.contacts) == (0, 0)
    assert any("need 1460" in reason for reason in found.reasons)


@pytest.mark.parametrize("said", [(), (replace(DIRECT, published=None),)])
def test_nothing_published_is_refused(said: tuple[Said, ...]) -> None:
    """An empty ledger and one without dates of publication say so."""
    found = forecast(Memory(acts(*said), BOOK), BOOK, YEAR)
    assert isinstance(found, TooLittle)
    assert (found.at, found.reasons) == (None, ("no text has a date of publication",))


@pytest.mark.parametrize(("horizon", "at"), [(0, AT - 100), (-5, AT - 100), (YEAR, AT + 10_000)])
def test_bad_days_are_refused_by_name(horizon: int, at: int) -> None:
    """No time ahead, or a day after the last text: the error names the option."""
    with pytest.raises(QueryError, match="--horizon" if horizon < 1 else "--at"):
        forecast(Memory(acts(*MET), BOOK), BOOK, horizon, at)


def test_a_day_before_everything_is_refused() -> None:
    """A day before the first text has nothing behind it."""
    assert isinstance(forecast(Memory(acts(*MET), BOOK), BOOK, YEAR, 10), TooLittle)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_any_columns_give_an_answer(seed: int) -> None:
    """Undated, unpublished, one-ended statements and copies: a forecast or a refusal, never a crash; sampled
    pairs stand for all."""
    memory = Memory(made.acts(seed, 80, 6, 10), BOOK)
    assert memory.last is not None
    assert isinstance(forecast(memory, BOOK, 100), Forecast | TooLittle)
    snapshot = Snapshot(memory, BOOK, memory.last - 300)
    assert snapshot.sample(300, 1).weight.sum() == pytest.approx(snapshot.total)


def test_a_sample_stands_for_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all pairs too many to look at, the weights add up to them, and no pair that came true is lost."""
    memory = Memory(lawful().acts, BOOK)
    snapshot = Snapshot(memory, BOOK, lawful().end - YEAR)
    whole = snapshot.sample(YEAR, 1)
    for name, value in (("EXACT", 10), ("MOST_NEAR", 300), ("OTHERS", 200)):
        monkeypatch.setattr(f"konturen.analysis.snapshot.{name}", value)
    drawn = snapshot.sample(YEAR, 1)
    assert len(drawn.low) < len(whole.low)
    assert drawn.weight.sum() == pytest.approx(whole.weight.sum())
    assert drawn.weight[drawn.near].sum() == pytest.approx(whole.weight[whole.near].sum())
    assert drawn.outcome.sum() == whole.outcome.sum()
