"""Plans: kept, contradicted, overdue or open; the record of who announced them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.analysis.fates import fates
from konturen.analysis.plans import Plan, plans, records
from konturen.codebook import built_in
from tests.said_acts import Said, acts, number, turned

BOOK = built_in()
PLAN = Said(
    "birke", "COOPERATE", "rose", "planned", "2024-01-01", "2024-12-31", text="p", published="2023-11-01"
)
UNDATED = dataclasses.replace(PLAN, first=None, last=None)
ONE_WAY = dataclasses.replace(PLAN, relation="AID", mutual=False)


def act(relation: str = "COOPERATE", first: str | None = "2024-06-05", **more: object) -> Said:
    """An act of the two, told by another text."""
    values = {"text": "a", "published": "2025-01-15"} | more
    return Said("birke", relation, "rose", first=first, **values)  # type: ignore[arg-type]


def the_one(*said: Said, at: str | None = "2026-01-01") -> Plan:
    """The only plan at a day."""
    table = plans(acts(*said), BOOK, number(at) if at else None)
    assert len(table) == 1
    return table[0]


def test_an_act_of_the_same_pair_and_relation_within_the_time_keeps_a_plan() -> None:
    """The plan is kept by that act, which is named with its day."""
    plan = the_one(PLAN, act())
    assert (plan.outcome, plan.match, plan.by, str(plan.by_day)) == (
        "kept",
        "relation",
        act().key,
        "2024-06-05",
    )


def test_a_relation_of_the_same_class_keeps_it_and_says_so() -> None:
    """A meeting keeps a planned cooperation, more weakly; an accusation does not."""
    assert (the_one(PLAN, act("CONSULT")).outcome, the_one(PLAN, act("CONSULT")).match) == ("kept", "class")
    assert the_one(PLAN, act("ACCUSE")).outcome == "overdue"


def test_the_own_relation_goes_before_an_earlier_one_of_its_class() -> None:
    """Of two acts the one with the plan's relation is named, though the other came first."""
    assert the_one(PLAN, act("CONSULT", "2024-02-01"), act()).by == act().key


@pytest.mark.parametrize(
    ("first", "outcome"),
    [("2024-01-01", "kept"), ("2025-01-30", "kept"), ("2025-01-31", "overdue"), ("2023-12-31", "overdue")],
)
def test_the_window_is_the_plans_time_and_thirty_days(first: str, outcome: str) -> None:
    """Acts before the time, or more than 30 days after it, do not keep the plan."""
    assert the_one(PLAN, act(first=first)).outcome == outcome


@pytest.mark.parametrize(
    ("first", "outcome"),
    [("2023-11-01", "open"), ("2023-11-02", "kept"), ("2025-10-31", "kept"), ("2025-11-01", "open")],
)
def test_an_undated_plan_is_kept_within_two_years_of_its_telling(first: str, outcome: str) -> None:
    """The act must be later than the telling, by at most 730 days; else the plan stays open."""
    assert the_one(UNDATED, act(first=first, published="2025-11-15")).outcome == outcome


@pytest.mark.parametrize("status", ["planned", "possible", "denied"])
def test_only_acts_keep_plans(status: str) -> None:
    """A second plan, a possibility and a denial within the time do not keep it."""
    found = plans(acts(PLAN, act("CONSULT", status=status)), BOOK, number("2026-01-01"))
    assert "kept" not in {plan.outcome for plan in found}


def test_a_denial_after_the_telling_contradicts_a_plan() -> None:
    """Contradicted by the denying statement; a denial about an earlier time does not count."""
    denial = act(first=None, status="denied")
    assert (the_one(PLAN, denial).outcome, the_one(PLAN, denial).by) == ("contradicted", denial.key)
    assert the_one(PLAN, act(first="2020-01-01", status="denied")).outcome == "overdue"


def test_kept_goes_before_contradicted() -> None:
    """One who knows of the act outweighs one who denies it: the denial is another finding."""
    assert the_one(PLAN, act(), act(first=None, status="denied", text="d")).outcome == "kept"


def test_before_its_last_day_a_plan_is_open_and_after_it_overdue() -> None:
    """The day decides, and what is told later is not known yet."""
    assert the_one(PLAN, at="2024-12-31").outcome == "open"
    assert the_one(PLAN, at="2025-01-01").outcome == "overdue"
    assert the_one(PLAN, act(first="2024-06-05"), at="2024-06-04").outcome == "open"
    assert not plans(acts(PLAN), BOOK, number("2023-10-31"))


def test_without_any_day_nothing_is_overdue_and_nothing_kept() -> None:
    """An undated plan in an undated text stays open, whatever else is told."""
    silent = dataclasses.replace(UNDATED, published=None)
    assert the_one(silent, act(), at=None).outcome == "open"
    assert not plans(acts(), BOOK, None)


def test_directions_count_where_neither_is_mutual() -> None:
    """Planned aid is not kept by aid the other way; a mutual act keeps it either way."""
    assert the_one(ONE_WAY, turned(act("AID", mutual=False))).outcome == "overdue"
    assert the_one(ONE_WAY, act("AID", mutual=False)).outcome == "kept"
    assert the_one(ONE_WAY, turned(act("COOPERATE"))).outcome == "kept"
    assert the_one(PLAN, turned(act(mutual=False))).outcome == "kept"


def test_acts_of_another_pair_keep_nothing() -> None:
    """Neither end may be another one."""
    assert the_one(PLAN, dataclasses.replace(act(), target="nelke")).outcome == "overdue"


def test_one_plan_in_two_texts_is_one_and_copies_are_one_source() -> None:
    """The same time told twice is one plan with two sources; of a copy with one."""
    again = dataclasses.replace(PLAN, text="q")
    assert (the_one(PLAN, again).statements, the_one(PLAN, again).sources) == (2, 2)
    assert the_one(PLAN, dataclasses.replace(again, origin="p")).sources == 1
    assert the_one(PLAN, turned(again)).statements == 2


def test_the_record_counts_what_was_due() -> None:
    """Of three plans one kept, one overdue and one open: one of two due, for the speaker, too."""
    said = (
        dataclasses.replace(PLAN, speaker="sprecher"),
        act(),
        dataclasses.replace(PLAN, target="nelke", speaker="sprecher"),
        dataclasses.replace(PLAN, target="tulpe", first="2027-01-01", last="2027-12-31", speaker="sprecher"),
    )
    found = {(r.actor, r.role): r for r in records(fates(acts(*said), BOOK, number("2026-01-01")))}
    for key in (("sprecher", "speaker"), ("birke", "party")):
        r = found[key]
        assert (r.plans, r.due, r.kept, r.overdue, r.open, r.share) == (3, 2, 1, 1, 1, 0.5)
    assert found["tulpe", "party"].share is None


NAMES = ("birke", "eiche", "rose")
STATEMENTS = st.lists(
    st.builds(
        Said,
        source=st.sampled_from(NAMES),
        relation=st.sampled_from(("CONSULT", "COOPERATE", "AID", "ACCUSE")),
        target=st.sampled_from((*NAMES, None)),
        status=st.sampled_from(("happened", "ongoing", "planned", "denied")),
        first=st.sampled_from((None, "2023-02-01", "2024-05-03", "2024-07-01")),
        last=st.sampled_from((None, "2024-12-31", "..")),
        mutual=st.booleans(),
        text=st.sampled_from(("t1", "t2")),
        speaker=st.sampled_from((None, "eiche")),
    ).filter(lambda s: s.source != s.target),
    max_size=10,
    unique_by=lambda s: s.key,
)
AT = number("2025-06-01")


def fixed(said: list[Said]) -> list[Said]:
    """The same under ids that do not change when ends are swapped; one end has no other way."""
    return [dataclasses.replace(s, id=s.key, mutual=s.mutual and s.target is not None) for s in said]


@settings(max_examples=80, deadline=None)
@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(said: list[Said], random: object) -> None:
    """Shuffled statements give the same plans with the same outcome."""
    shuffled = fixed(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plans(acts(*shuffled), BOOK, AT) == plans(acts(*fixed(said)), BOOK, AT)


@settings(max_examples=80, deadline=None)
@given(STATEMENTS)
def test_an_unrelated_statement_changes_nothing(said: list[Said]) -> None:
    """An act, a denial and an accusation of two others leave all plans as they were."""
    other = [Said("ahorn", "COOPERATE", "linde", s, text="t1") for s in ("happened", "denied")]
    assert plans(acts(*fixed(said), *other), BOOK, AT) == plans(acts(*fixed(said)), BOOK, AT)


@settings(max_examples=80, deadline=None)
@given(STATEMENTS)
def test_mirrored_statements_give_mirrored_plans(said: list[Said]) -> None:
    """All ends swapped: each plan has the same outcome with its ends swapped."""

    def told(table: object, back: bool) -> list[tuple[object, ...]]:
        rows = []
        for p in table:  # type: ignore[attr-defined]
            ends = (p.source, p.target) if p.mutual or p.target is None or not back else (p.target, p.source)
            rows.append((ends, p.relation, p.outcome, p.match, p.by_day, p.ids))
        return sorted(rows, key=repr)

    there = plans(acts(*fixed(said)), BOOK, AT)
    back = plans(acts(*(turned(s) for s in fixed(said))), BOOK, AT)
    assert told(there, False) == told(back, True)


@settings(max_examples=80, deadline=None)
@given(STATEMENTS)
def test_a_denial_never_keeps_a_plan(said: list[Said]) -> None:
    """Another denied statement lets no plan become kept, and unkeeps none."""
    more = [*fixed(said), Said("birke", "COOPERATE", "rose", "denied", "2024-08-01", id="new", text="t1")]
    before = {p.ids: p.outcome == "kept" for p in plans(acts(*fixed(said)), BOOK, AT)}
    assert {p.ids: p.outcome == "kept" for p in plans(acts(*more), BOOK, AT)} == before
