"""How two actors stand to each other: laws, by hand and on random statements."""

from __future__ import annotations

from dataclasses import astuple, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.acts import DENIED, HAPPENED, ONGOING, OPEN, PLANNED, POSSIBLE, UNDATED, Acts, day_of
from konturen.analysis.pairs import PairRelation, relation_table
from konturen.analysis.relations import Relation, Side, relation
from konturen.codebook import built_in
from tests import made

BOOK = built_in()
A, B = Side("A", frozenset({"party-a"})), Side("B", frozenset({"party-b"}))
AT = 19_500
SEEDS = st.integers(0, 10_000)


def told(*rows: tuple[int, int, str, int, int], texts: int = 10) -> Acts:
    """Statements of (source, target, relation, status, days before `AT`), each in a text of its own; a negative
    number of days means no date."""
    base = made.acts(1, len(rows), 3, texts)
    count = len(rows)
    days = np.array([AT - row[4] if row[4] >= 0 else UNDATED for row in rows], np.int32)
    return replace(
        base,
        document=np.arange(count, dtype=np.int32) % texts,
        sentence=np.arange(count, dtype=np.int32),
        source=np.array([row[0] for row in rows], np.int32),
        target=np.array([row[1] for row in rows], np.int32),
        relation=np.array([made.RELATIONS.index(row[2]) for row in rows], np.int32),
        status=np.array([row[3] for row in rows], np.int32),
        mutual=np.zeros(count, bool),
        judged=np.zeros(count, bool),
        first=days,
        last=days,
        origins=tuple(replace(o, source=n, published=UNDATED) for n, o in enumerate(base.origins)),
    )


def of(acts: Acts, at: int = AT) -> Relation:
    """How A stands to B."""
    return relation(acts, BOOK, (A, B), at)


def test_tone_is_the_weighted_mean_of_sources() -> None:
    """One source of a meeting today and one of an accusation a half-life ago: (3 - 0.5 * 4) / 1.5."""
    year = int(BOOK.scale.half_life_days)
    found = of(told((0, 1, "CONSULT", HAPPENED, 0), (1, 0, "ACCUSE", HAPPENED, year)))
    assert found.tone == pytest.approx((3 - 0.5 * 4) / 1.5)
    assert found.intensity == pytest.approx(1.5)
    assert found.intensity_least == pytest.approx(0.5)
    assert (found.a_acts, found.b_acts, found.mutual_acts) == (1, 1, 0)
    assert found.asymmetry == 0
    assert (found.tone_low, found.tone_high) == (None, None)  # two sources are too few
    assert found.last_contact == day_of(AT)
    assert found.accord == 0.5


def test_a_source_has_one_voice() -> None:
    """Ten accusations of one source weigh as much as one meeting of another; copies are one source."""
    rows = [(0, 1, "ACCUSE", HAPPENED, day) for day in range(10)]
    acts = told(*rows, (0, 1, "CONSULT", HAPPENED, 0), texts=11)
    copied = replace(
        acts, origins=tuple(replace(o, source=min(n, 10) // 10) for n, o in enumerate(acts.origins))
    )
    assert of(copied).tone == pytest.approx((-4 + 3) / 2)
    assert of(copied).sources == 2
    assert of(copied).intensity > 10


def test_the_interval_holds_the_tone_and_widens_with_doubt() -> None:
    """Sources that say the same leave no doubt, sources that differ leave much."""
    same = of(told(*[(0, 1, "CONSULT", HAPPENED, 0)] * 6))
    assert (same.tone_low, same.tone, same.tone_high) == (3, 3, 3)
    apart = of(told(*[(0, 1, "CONSULT", HAPPENED, 0), (0, 1, "SANCTION", HAPPENED, 0)] * 3))
    assert apart.tone_low is not None
    assert apart.tone_high is not None
    assert apart.tone_low < -5 < -2 < 1 < apart.tone_high + 3


@pytest.mark.parametrize("status", [PLANNED, POSSIBLE, DENIED])
def test_only_what_happened_or_goes_on_is_an_act(status: int) -> None:
    """Plans, possibilities and denials change neither tone nor intensity nor contact; they are counted."""
    before = of(told((0, 1, "ACCUSE", HAPPENED, 5)))
    after = of(told((0, 1, "ACCUSE", HAPPENED, 5), (0, 1, "AGREE", status, 1)))
    assert (after.tone, after.intensity, after.last_contact) == (before.tone, before.intensity, None)
    assert (after.planned, after.possible, after.denied) == tuple(
        status == s for s in (PLANNED, POSSIBLE, DENIED)
    )


def test_what_lies_later_and_what_has_no_date() -> None:
    """An act after the day does not count yet; one without any date never does, and is told."""
    acts = told((0, 1, "CONSULT", HAPPENED, 0), (0, 1, "ACCUSE", HAPPENED, -1))
    assert (of(acts).tone, of(acts).undated) == (3, 1)
    early = of(acts, AT - 1)
    assert (early.tone, early.statements, early.intensity) == (None, 1, 0)


def test_agreements_in_force() -> None:
    """Those whose period holds the day, and what goes on; not the day of a signature, not what has ended."""
    acts = told(
        *[(0, 1, "AGREE", ONGOING, 100)] * 3, (0, 1, "AGREE", HAPPENED, 0), (0, 1, "CONSULT", ONGOING, 9)
    )
    last = acts.last.copy()
    last[:3] = OPEN, AT - 1, AT
    acts = replace(acts, last=last)
    assert of(acts).agreements == (acts.ids[0].decode(), acts.ids[2].decode())
    assert of(acts, AT + 1).agreements == (acts.ids[0].decode(),)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_mirrored_sides_mirror_the_relation(seed: int) -> None:
    """How B stands to A is how A stands to B with acts and asymmetry the other way round."""
    acts = made.acts(seed)
    one, other = relation(acts, BOOK, (A, B), AT), relation(acts, BOOK, (B, A), AT)
    asymmetry = None if one.asymmetry is None else -one.asymmetry
    assert other == replace(one, a="B", b="A", a_acts=one.b_acts, b_acts=one.a_acts, asymmetry=other.asymmetry)
    assert other.asymmetry == (pytest.approx(asymmetry) if asymmetry is not None else None)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_unrelated_statements_and_their_order_change_nothing(seed: int) -> None:
    """Without those of other pairs, and in another order, the answer is the same."""
    acts = made.acts(seed)
    whole = of(acts)
    own = np.isin(acts.source, (0, 1)) & np.isin(acts.target, (0, 1))
    assert of(acts.where(own)) == whole
    turned = acts.where(np.random.default_rng(seed).permutation(len(acts)))
    for field in fields(Relation):
        one, other = getattr(whole, field.name), getattr(of(turned), field.name)
        if field.name in ("ids", "agreements"):
            assert sorted(one) == sorted(other)
        else:
            assert other == (pytest.approx(one) if isinstance(one, float) else one)


@given(SEEDS, SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_denied_statement_never_raises_tone(seed: int, place: int) -> None:
    """Whatever is denied, the tone stays."""
    acts = made.acts(seed)
    status = acts.status.copy()
    without = of(replace(acts, status=status))
    row = place % len(acts)
    if status[row] in (HAPPENED, ONGOING):
        return
    status[row] = DENIED
    assert of(replace(acts, status=status)).tone == without.tone


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_table_says_what_each_relation_says(seed: int) -> None:
    """Every pair of the table has the figures of the pair alone."""
    acts = made.acts(seed)
    table = relation_table(acts, BOOK, AT)
    assert table
    assert list(table) == sorted(table, key=lambda row: (-row.intensity, row.source, row.target))
    for row in table:
        sides = Side(row.source, frozenset({row.source})), Side(row.target, frozenset({row.target}))
        alone = relation(acts, BOOK, sides, AT)
        assert row.source < row.target
        for mine, its in (
            (row.tone, alone.tone),
            (row.intensity, alone.intensity),
            (row.accord, alone.accord),
            (row.last_contact, alone.last_contact),
            (
                (row.source_acts, row.target_acts, row.mutual_acts),
                (alone.a_acts, alone.b_acts, alone.mutual_acts),
            ),
            ((row.statements, row.sources), (alone.statements, alone.sources)),
            ((row.planned, row.possible, row.denied), (alone.planned, alone.possible, alone.denied)),
        ):
            assert mine == (pytest.approx(its) if isinstance(its, float) else its)
        assert (row.tone_low is None) == (alone.tone_low is None)
        if row.tone_low is not None and row.tone is not None and row.tone_high is not None:
            assert row.tone_low <= row.tone <= row.tone_high


def test_the_linear_interval_is_the_limit_of_drawing() -> None:
    """On many sources the table's interval is near that of drawing them anew."""
    rows = [(0, 1, name, HAPPENED, day) for day, name in enumerate(["CONSULT", "ACCUSE", "AGREE"] * 20)]
    acts = told(*rows, texts=60)
    alone, (row,) = of(acts), relation_table(acts, BOOK, AT)
    assert row.tone_low == pytest.approx(alone.tone_low, abs=0.3)
    assert row.tone_high == pytest.approx(alone.tone_high, abs=0.3)


def test_nothing_is_an_honest_empty_answer() -> None:
    """Without a statement there is no tone, no contact, no share, and the table is empty with its columns."""
    nothing = of(told())
    assert (nothing.tone, nothing.last_contact, nothing.judged, nothing.accord) == (None, None, None, None)
    assert sum(v for v in astuple(nothing) if isinstance(v, int)) == 0
    table = relation_table(told(), BOOK, AT)
    assert (len(table), table.columns[0], list(table)) == (0, "source", [])


def test_a_table_goes_to_other_tools() -> None:
    """Columns are the same in polars, pandas, arrow and networkx; missing values are missing."""
    acts = told((0, 1, "CONSULT", HAPPENED, 0), (1, 2, "CONSULT", DENIED, 3))
    table = relation_table(acts, BOOK, AT)
    assert table.to_polars().columns == list(table.columns) == list(table.to_pandas().columns)
    assert table.to_arrow().column("tone").to_pylist() == [3.0, None]
    assert table.to_polars()["last_contact"].to_list() == [day_of(AT), None]
    graph = table.to_networkx()
    assert sorted(graph.edges()) == [("party-a", "party-b"), ("party-b", "party-c")]
    assert isinstance(table[0], PairRelation)
    assert list(table[:1]) == [table[0]]
