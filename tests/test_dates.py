"""Dates as EDTF: reading, bounds, order, parts and open ends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen import dates

BOUNDS = [
    ("2014", date(2014, 1, 1), date(2014, 12, 31)),
    ("2014-02", date(2014, 2, 1), date(2014, 2, 28)),
    ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
    ("2014-05-03", date(2014, 5, 3), date(2014, 5, 3)),
    ("2014-21", date(2014, 3, 1), date(2014, 5, 31)),
    ("2014-22", date(2014, 6, 1), date(2014, 8, 31)),
    ("2014-23", date(2014, 9, 1), date(2014, 11, 30)),
    ("2014-24", date(2014, 12, 1), date(2015, 2, 28)),
    ("2015-24", date(2015, 12, 1), date(2016, 2, 29)),
    ("9999-24", date(9999, 12, 1), date(9999, 12, 31)),
    ("201X", date(2010, 1, 1), date(2019, 12, 31)),
    ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
    ("00XX", date(1, 1, 1), date(99, 12, 31)),
    ("2005/..", date(2005, 1, 1), None),
    ("../2016-04", None, date(2016, 4, 30)),
    ("2026/2028", date(2026, 1, 1), date(2028, 12, 31)),
    ("2018-10/2018-12", date(2018, 10, 1), date(2018, 12, 31)),
    ("2014~", date(2014, 1, 1), date(2014, 12, 31)),
    ("2014-05?", date(2014, 5, 1), date(2014, 5, 31)),
    ("2020-01~/2020-04~", date(2020, 1, 1), date(2020, 4, 30)),
]


@pytest.mark.parametrize(("value", "first", "last"), BOUNDS)
def test_bounds(value: str, first: date | None, last: date | None) -> None:
    """First and last day of each form of the subset."""
    assert (dates.earliest(value), dates.latest(value)) == (first, last)


@pytest.mark.parametrize("value", [row[0] for row in BOUNDS])
def test_round_trip(value: str) -> None:
    """A parsed value writes itself as it was read."""
    assert str(dates.parse(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "", "..", "../..", "14", "2014-13", "2014-00", "2014-02-30", "2014-05-3", "2014/2013", "2014-20",
        "2014-25",
        "2014-21-03", "201X-05", "0000", "2014-05-03T10:00", "２０１４", "2014/", "/2014", "2014/2015/2016",
        "x", "2014 ", "20X4",
    ],
)  # fmt: skip
def test_refused(value: str) -> None:
    """What is not of the subset is refused."""
    assert not dates.is_valid(value)


def test_error_says_what_to_do() -> None:
    """The error names the value and what to do next."""
    with pytest.raises(dates.DateError) as caught:
        dates.parse("3. Mai")
    assert caught.value.where == "3. Mai"
    assert caught.value.hint


def test_order() -> None:
    """Open beginnings first, then by first day, the more exact before the coarser, undated last."""
    values = [None, "2014", "2014-01-01", "../2016", "2013/..", "2014-21", "2014/..", "2013"]
    ordered = ["../2016", "2013", "2013/..", "2014-01-01", "2014", "2014/..", "2014-21", None]
    assert sorted(values, key=dates.sort_key) == ordered


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2013", "2014", True),
        ("2014", "2014-05", False),
        ("2005/..", "2014", False),
        ("../2013", "2014-01-01", True),
    ],
)
def test_precedes(first: str, second: str, before: bool) -> None:
    """One value precedes another only where no day is common to both."""
    assert dates.precedes(first, second) is before


def test_overlaps_is_mutual() -> None:
    """A month overlaps its year, from either side."""
    assert dates.overlaps("2014-05", "2014")
    assert dates.overlaps("2014", "2014-05")
    assert not dates.overlaps("2014", "2015-01-01")


@pytest.mark.parametrize(
    ("value", "part", "expected"),
    [
        ("2020", 1, "2020-01~/2020-04~"),
        ("2020", 2, "2020-05~/2020-08~"),
        ("2020", 3, "2020-09~/2020-12~"),
        ("199X", 1, "1990~/1993~"),
        ("199X", 3, "1997~/1999~"),
        ("18XX", 3, "1867~/1899~"),
        ("2024-05", 1, "2024-05-01~/2024-05-10~"),
        ("2023-02", 3, "2023-02-21~/2023-02-28~"),
        ("2025-09-29/2025-10-05", 1, "2025-09-29~/2025-10-01~"),
        ("2014-05-03", 1, "2014-05-03"),
    ],
)
def test_third(value: str, part: int, expected: str) -> None:
    """Early, mid and late are thirds with approximate ends; a day has none."""
    assert dates.third(value, part) == expected


@pytest.mark.parametrize(("value", "part"), [("2005/..", 1), ("../2005", 3), ("2014", 4)])
def test_third_refused(value: str, part: int) -> None:
    """An open interval has no thirds."""
    with pytest.raises(dates.DateError):
        dates.third(value, part)


def test_since_and_until() -> None:
    """Open intervals take the outer end of what they begin or end with."""
    assert dates.since("2005/2010") == "2005/.."
    assert dates.until("2005/2010") == "../2010"


def test_interval_joins_ends() -> None:
    """An interval goes from the beginning of the first to the end of the second."""
    assert dates.interval("2018-10/2018-12", "2020-02") == "2018-10/2020-02"


def test_approximate_marks_each_end() -> None:
    """Every closed end is marked once."""
    assert dates.approximate("2005?/..") == "2005~/.."
    assert dates.approximate("2005~") == "2005~"


def test_approximate_is_seen() -> None:
    """A marked value says that it is approximate."""
    assert dates.parse("2005~").approximate
    assert not dates.parse("2005").approximate


_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(_DAYS, _DAYS)
def test_any_two_days_make_an_interval(one: date, two: date) -> None:
    """Two days in order make a valid interval with these bounds."""
    first, last = sorted((one, two))
    value = dates.interval(first.isoformat(), last.isoformat())
    assert (dates.earliest(value), dates.latest(value)) == (first, last)


@given(st.text(alphabet="0129X-/~?.%", max_size=16))
def test_valid_values_round_trip(text: str) -> None:
    """Whatever is accepted writes itself back and has its bounds in order."""
    if dates.is_valid(text):
        when = dates.parse(text)
        assert str(when) == text
        assert (when.earliest or date.min) <= (when.latest or date.max)
