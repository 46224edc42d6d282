"""Dated names, ties at a date, and the way from a person to party and state."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.actors.catalog import Catalog
from konturen.actors.roles import RolledUp, roles_at, roll_up, tie_history
from konturen.actors.ties import RELATIONS, Tie, holds
from konturen.dates import DateError


def _row(key: str, kind: str, *ties: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """An actor; ties are (relation, actor, from, to, source), the last three may lack."""
    fields = ("relation", "actor", "from", "to", "source")
    listed = [dict(zip(fields, [part or None for part in tie], strict=False)) for tie in ties]
    name = {"text": more.pop("name", key), "language": "en", "kind": "short"}
    return {"id": key, "type": kind, "names": [name], "ties": listed, **more}


ROWS = [
    _row("kz", "state", country="KZ", name="Kazakhstan"),
    _row("ru", "state", country="RU", name="Russia"),
    _row("majilis", "institution", country="KZ", name="Majilis"),
    _row("amanat", "party", ("seats_in", "majilis"), country="KZ", name="AMANAT"),
    _row("otan", "party", ("governs", "kz", "1999", "2006"), country="KZ"),
    _row("small", "party", country="RU"),
    _row("guard", "organisation", ("youth_wing_of", "amanat", "2010", "")),
    _row("un", "igo"),
    _row(
        "anna", "person", ("member_of", "otan", "", "2005"), ("member_of", "amanat", "2022", "", "Party Facts")
    ),
    _row("boris", "person", ("member_of", "small", "2010", ""), ("leads", "amanat", "2015", "2018")),
    _row("chingis", "person", ("member_of", "small", "2010", ""), ("member_of", "amanat", "2012", "")),
    _row("dana", "person", ("leads", "guard", "2015-06", ""), country="RU"),
    _row("erlan", "person", ("leads", "un", "2015", ""), country="KZ"),
    _row("farid", "person", ("leads", "majilis", "2015", "2018"), country="RU"),
    _row("galina", "person", ("leads", "ru", "2012-05-07", "2020"), ("leads", "majilis", "2000", "2010")),
    _row("hugo", "person"),
]


@pytest.fixture(scope="module")
def known() -> Catalog:
    return Catalog.from_lines([json.dumps(row) for row in ROWS])


UPWARDS = [
    ("anna", "party", "2003", "otan"),
    ("anna", "party", "2010", None),
    ("anna", "party", None, "amanat"),
    ("anna", "state", "2003", "kz"),
    ("anna", "state", "2023", "kz"),
    ("anna", "state", "2010", None),
    ("boris", "party", "2016", "amanat"),
    ("boris", "party", "2019", "small"),
    ("chingis", "party", "2016", "amanat"),
    ("chingis", "party", "2011", "small"),
    ("dana", "party", "2015-05", None),
    ("dana", "party", "2015-06-30", "amanat"),
    ("dana", "state", "2014", "ru"),
    ("erlan", "state", "2016", "kz"),
    ("farid", "state", "2016", "kz"),
    ("farid", "state", "2019", "ru"),
    ("galina", "state", "2015", "ru"),
    ("galina", "state", "2005", "kz"),
    ("galina", "state", "2021", None),
    ("hugo", "state", None, None),
    ("hugo", "party", None, None),
    ("un", "state", None, None),
    ("kz", "state", "1990", "kz"),
    ("otan", "state", "2000", "kz"),
    ("otan", "state", "2010", "kz"),
    ("nobody", "state", None, None),
]


@pytest.mark.parametrize(("actor", "level", "at", "expected"), UPWARDS)
def test_an_actor_stands_for_its_party_or_state_at_the_date(
    known: Catalog, actor: str, level: Any, at: str | None, expected: str | None
) -> None:
    """The tie of that date counts, and none of another date stands in for it."""
    found = roll_up(known, actor, level, at)
    assert (found.actor if found else None) == expected


REASONS = [
    ("anna", "party", "2023", "member of AMANAT since 2022 (Party Facts)"),
    ("anna", "state", "2023",
     "member of AMANAT since 2022 (Party Facts), seats in Majilis, country of Majilis"),
    ("chingis", "party", "2016", "member of AMANAT since 2012; at that date also small"),
    ("boris", "party", "2016", "leads AMANAT from 2015 to 2018; at that date also small"),
    ("erlan", "state", "2016", "country of erlan"),
    ("kz", "state", None, "is itself a state"),
    ("dana", "party", None, "leads guard since 2015-06, youth wing of AMANAT since 2010"),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "level", "at", "reason"), REASONS)
def test_the_reason_tells_the_way(known: Catalog, actor: str, level: Any, at: str | None, reason: str) -> None:
    """Each tie is told with its dates and source, and so is what else was true at the date."""
    found = roll_up(known, actor, level, at)
    assert found is not None
    assert found.reason == reason


def test_other_parties_at_one_date_are_returned(known: Catalog) -> None:
    """A member of two parties stands for the one joined last; the other is told."""
    found = roll_up(known, "chingis", "party", "2016")
    assert isinstance(found, RolledUp)
    assert (found.actor, found.others) == ("amanat", ("small",))


def test_a_chain_holds_the_ties_it_used(known: Catalog) -> None:
    """Each step begins where the one before ended."""
    found = roll_up(known, "dana", "state", "2016")
    assert found is not None
    assert [(role.holder, role.tie.actor) for role in found.chain][:2] == [
        ("dana", "guard"),
        ("guard", "amanat"),
    ]


def test_roles_at_a_date_are_those_that_hold(known: Catalog) -> None:
    """A role that ended before or began after is not there."""
    assert [role.tie.actor for role in roles_at(known, "boris", "2014")] == ["small"]
    assert [role.tie.actor for role in roles_at(known, "boris", "2018-12-31")] == ["small", "amanat"]
    assert roles_at(known, "nobody", None) == ()


def test_the_history_of_an_actor_has_both_directions(known: Catalog) -> None:
    """Who led or joined a party stands beside what the party itself belongs to, in order of time."""
    found = [(role.holder, role.tie.relation) for role in tie_history(known, "amanat")]
    assert found == [
        ("amanat", "seats_in"),
        ("guard", "youth_wing_of"),
        ("chingis", "member_of"),
        ("boris", "leads"),
        ("anna", "member_of"),
    ]


def test_ties_in_a_circle_end(known: Catalog) -> None:
    """Ties that lead back over several relations (which no check refuses) are followed once."""
    rows = [_row("a", "movement", ("leads", "b")), _row("b", "movement", ("member_of", "c")),
            _row("c", "movement", ("leads", "a"))]  # fmt: skip
    assert roll_up(known.with_rows(rows), "a", "party", None) is None
    assert roll_up(known.with_rows(rows), "a", "state", None) is None


def test_a_date_that_is_none_is_refused(known: Catalog) -> None:
    """Nonsense is an error and not a date at which nothing holds."""
    with pytest.raises(DateError):
        roll_up(known, "anna", "party", "gestern")


def test_each_relation_has_a_meaning() -> None:
    """The table of relations says one sentence of each."""
    assert all(meaning.endswith(".") for meaning in RELATIONS.values())
    assert "leads" in RELATIONS


def test_the_shipped_relations_are_known() -> None:
    """Every tie of the package is of a relation that the table explains."""
    assert {tie.relation for actor in Catalog.load() for tie in actor.ties} <= set(RELATIONS)


_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
_CUTS = st.sampled_from([4, 7, 10])


_FIRST = {4: "-01-01", 7: "-01", 10: ""}
_END = st.none() | st.tuples(st.integers(0, 4000), _CUTS)


@given(_DAYS, st.none() | _CUTS, _END, _DAYS)
def test_a_day_lies_within_the_ends_or_does_not(
    start: date, first: int | None, end: tuple[int, int] | None, day: date
) -> None:
    """A tie holds at a day exactly if the day lies between the first and the last day its ends may mean."""
    since = start.isoformat()[:first] if first else None
    until = (start + timedelta(days=end[0])).isoformat()[: end[1]] if end else None
    begun = not first or date.fromisoformat(f"{since}{_FIRST[first]}") <= day
    over = end is not None and until is not None and day.isoformat()[: end[1]] > until
    assert holds(since, until, day.isoformat()) == (begun and not over)


@given(_DAYS, _DAYS, _DAYS, _CUTS)
def test_a_less_exact_date_holds_where_one_of_its_days_does(a: date, b: date, day: date, cut: int) -> None:
    """What holds at a day holds at its month and year; what holds at no day of a year does not hold in it."""
    tie = Tie("leads", "x", {}, min(a, b).isoformat(), max(a, b).isoformat(), None, None)
    if tie.holds(day.isoformat()):
        assert tie.holds(day.isoformat()[:cut])
    if not tie.holds(day.isoformat()[:4]):
        assert not tie.holds(day.isoformat())


@given(_DAYS, _DAYS)
def test_a_tie_without_ends_holds_always(day: date, since: date) -> None:
    """No dates hold at each date and now; with a beginning only: now, and at each date from there on."""
    assert holds(None, None, day.isoformat())
    assert holds(None, None, None)
    assert holds(since.isoformat(), None, None)
    assert holds(since.isoformat(), None, day.isoformat()) == (since <= day)


@pytest.mark.parametrize(
    ("since", "until", "at", "expected"),
    [
        ("201X", None, "2009", False),
        ("201X", None, "2010", True),
        ("2014~", "2016?", "2015", True),
        ("2014-21", None, "2014-02", False),
        ("2014-21", None, "2014-03", True),
        ("2005/2010", None, "2006", True),
        (None, "../2016-04", "2016-05", False),
        ("2014", None, "2014-05-03T10:00:00Z", True),
        ("2015", None, "2014-05-03 10:00", False),
    ],
)
def test_dates_of_all_precisions_compare(since: str | None, until: str | None, at: str, expected: bool) -> None:
    """Decades, seasons, intervals, doubtful dates and timestamps are compared by the days they may mean."""
    assert holds(since, until, at) is expected


NAMES = [
    ("Otan", "de", "former", None, "2006"),
    ("Nur Otan", "de", "former", None, "2022-03-01"),
    ("Nur Otan Partei", "de", "former", None, None),
    ("AMANAT", "de", "short", None, None),
    ("AMANAT (en)", "en", "short", None, None),
    ("Нур Отан", "ru", "former", None, "2022-03-01"),
    ("АМАНАТ", "ru", "short", "2022-03-01", None),
]


@pytest.mark.parametrize(
    ("at", "language", "name"),
    [
        ("2004", "de", "Otan"),
        ("2015", "de", "Nur Otan"),
        ("2015", "ru", "Нур Отан"),
        ("2022-03-02", "de", "AMANAT"),
        ("2022-03-02", "ru", "АМАНАТ"),
        (None, "de", "AMANAT"),
        (None, "en", "AMANAT (en)"),
        (None, "fr", "AMANAT (en)"),
        ("2015", "en", "Nur Otan"),
    ],
)
def test_an_actor_has_the_name_of_the_date(at: str | None, language: str, name: str) -> None:
    """A former name is borne until its end, the present one after it; a former one without end is never shown."""
    fields = ("text", "language", "kind", "since", "until")
    row = {"id": "p", "type": "party", "names": [dict(zip(fields, one, strict=True)) for one in NAMES]}
    assert Catalog.from_lines([json.dumps(row)])["p"].name_at(at, language) == name
