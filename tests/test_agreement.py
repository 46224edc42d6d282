"""Agreement of persons: published examples, and what any such figure has to keep to."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.desk.agreement import NO_VARIANCE, NOTHING_SHARED, agreement, alpha, kappa


def _rows(*rows: str) -> list[list[str]]:
    """Units of a reliability table written as Krippendorff prints it: a row an observer, a dot for no value."""
    return [[value for value in unit if value != "."] for unit in zip(*(r.split() for r in rows), strict=True)]


def _square(*rows: tuple[int, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Two persons' categories out of a table of frequencies."""
    cells = [
        (str(a), str(b)) for a, row in enumerate(rows) for b, count in enumerate(row) for _ in range(count)
    ]
    return {str(n): a for n, (a, _) in enumerate(cells)}, {str(n): b for n, (_, b) in enumerate(cells)}


def test_alpha_of_krippendorffs_own_examples() -> None:
    """Krippendorff (2011), examples A (binary, two observers), B (nominal, two), C (four, missing values)."""
    binary = _rows("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert alpha(binary).alpha == pytest.approx(0.095, abs=0.0005)
    nominal = _rows("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert alpha(nominal).alpha == pytest.approx(0.692, abs=0.0005)
    missing = _rows(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    found = alpha(missing)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert (found.units, found.values) == (11, 40)


def test_kappa_of_cohens_own_example() -> None:
    """Cohen (1960): 200 cases in three categories, observed .70, by chance .41, kappa .492."""
    found = kappa("A", "B", *_square((88, 14, 18), (10, 40, 10), (2, 6, 12)))
    assert (found.shared, found.observed) == (200, 0.7)
    assert found.kappa == pytest.approx(0.492, abs=0.0005)
    assert [count for *_, count in found.table] == [88, 14, 18, 10, 40, 10, 2, 6, 12]


def test_kappa_below_chance_is_negative() -> None:
    """Cohen (1960), the table of proportions with observed .29 and expected .35: kappa is -.09."""
    found = kappa("A", "B", *_square((25, 13, 12), (12, 2, 16), (3, 15, 2)))
    assert found.kappa == pytest.approx(-0.092, abs=0.0005)


def test_without_variance_or_shared_things_there_is_no_figure_but_a_reason() -> None:
    """One category only, or nothing in common: None and why, not 1 and not 0."""
    same = {"x": "accept", "y": "accept"}
    found = agreement({"Ann": same, "Bob": same, "Cem": {"z": "reject"}})
    reasons = {(p.one, p.other): (p.shared, p.observed, p.kappa, p.reason) for p in found.pairs}
    assert reasons["Ann", "Bob"] == (2, 1.0, None, NO_VARIANCE)
    assert reasons["Ann", "Cem"] == (0, None, None, NOTHING_SHARED)
    assert (found.alpha.units, found.alpha.alpha, found.alpha.reason) == (2, None, NO_VARIANCE)
    assert found.people == (("Ann", 2), ("Bob", 2), ("Cem", 1))
    nothing = agreement({})
    assert (nothing.pairs, nothing.alpha.reason) == ((), NOTHING_SHARED)


CATEGORIES = st.sampled_from(["accept", "reject", "amend", "unsure"])
RATINGS = st.dictionaries(
    st.sampled_from("ABCD"), st.dictionaries(st.integers(0, 8).map(str), CATEGORIES), max_size=4
)


@given(RATINGS)
def test_figures_lie_in_their_bounds_and_do_not_depend_on_names(
    ratings: dict[str, dict[str, str]],
) -> None:
    """Both are at most 1, kappa at least -1, the same whoever comes first; 1 only where all agree."""
    found = agreement(ratings)
    for pair in found.pairs:
        turned = kappa(pair.other, pair.one, ratings[pair.other], ratings[pair.one])
        assert turned.kappa == pair.kappa
        if pair.kappa is not None:
            assert -1 <= pair.kappa <= 1
            assert (pair.kappa == 1) == (pair.observed == 1)
    units: dict[str, list[str]] = {}
    for said in ratings.values():
        for thing, category in said.items():
            units.setdefault(thing, []).append(category)
    shared = [unit for unit in units.values() if len(unit) > 1]
    if found.alpha.alpha is not None:
        assert math.isfinite(found.alpha.alpha)
        assert found.alpha.alpha <= 1
        assert (found.alpha.alpha == 1) == all(len(set(unit)) == 1 for unit in shared)
