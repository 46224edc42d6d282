"""Tracks side by side and their pace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.acts import DENIED, HAPPENED, UNDATED, Acts
from konturen.analysis.relations import Side
from konturen.analysis.tracks import YEAR, pace, tracks
from konturen.codebook import built_in
from tests import made
from tests.analysis.test_relations import AT, told

BOOK = built_in()
SIDES = Side("One", frozenset({"party-a", "party-c"})), Side("Other", frozenset({"party-b", "party-d"}))
PERIOD = made.DAYS[0], AT


def rising(*tones: str, texts: int | None = None) -> Acts:
    """One act a year, the last at `AT`, each in a text of its own or all in so many."""
    rows = [(0, 1, name, HAPPENED, round(YEAR * (len(tones) - 1 - year))) for year, name in enumerate(tones)]
    return told(*rows, texts=texts or len(rows))


def test_pace_is_points_of_tone_a_year() -> None:
    """From accusing (-4) over consulting (3) to agreeing (6) within two years: 5 a year; backwards -5."""
    up, down = (
        pace(rising(*names), BOOK) for names in (["ACCUSE", "CONSULT", "AGREE"], ["AGREE", "CONSULT", "ACCUSE"])
    )
    assert up is not None
    assert down is not None
    assert up.slope == pytest.approx(5, abs=0.01)
    assert down.slope == pytest.approx(-5, abs=0.01)
    assert up.low <= up.slope <= up.high


def test_pace_is_not_said_of_too_little() -> None:
    """Two sources, or one day only, have no pace; a steady tone has a pace of nought."""
    assert pace(rising("ACCUSE", "AGREE"), BOOK) is None
    assert pace(rising("ACCUSE", "AGREE", "AGREE", "AGREE", texts=2), BOOK) is None
    assert pace(told(*[(0, 1, "AGREE", HAPPENED, 3)] * 4), BOOK) is None
    steady = pace(rising(*["AGREE"] * 6), BOOK)
    assert steady is not None
    assert (steady.slope, steady.low, steady.high) == (pytest.approx(0), pytest.approx(0), pytest.approx(0))


def test_a_source_with_many_sentences_does_not_set_the_pace() -> None:
    """Ten sentences of one text in the last year weigh as one."""
    acts = rising("CONSULT", "CONSULT", "CONSULT", "ACCUSE")
    many = told(
        *[(0, 1, "CONSULT", HAPPENED, round(YEAR * year)) for year in (3, 2, 1)],
        *[(0, 1, "ACCUSE", HAPPENED, 0)] * 10,
        texts=13,
    )
    many = replace(many, document=np.minimum(many.document, 3), origins=many.origins[:4])
    one, other = pace(acts, BOOK), pace(many, BOOK)
    assert one is not None
    assert other is not None
    assert other.slope == pytest.approx(one.slope)


def test_tracks_stand_side_by_side() -> None:
    """Each statement counts on its own track, in the order of the codebook; others' statements do not count."""
    acts = told((0, 1, "AGREE", HAPPENED, 9), (2, 1, "ACCUSE", HAPPENED, 8), (0, 2, "SANCTION", HAPPENED, 1))
    acts = replace(acts, track=np.array([1, 0, 0], np.int32))
    found = tracks(acts, BOOK, SIDES, PERIOD)
    assert [(row.track, row.tone, row.acts) for row in found] == [("interstate", -4, 1), ("inter-party", 6, 1)]
    assert found[1].ids == (acts.ids[0].decode(),)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_mirrored_sides_have_the_same_tracks(seed: int) -> None:
    """Whichever side is named first, tone and pace are the same."""
    acts = made.acts(seed)
    assert tracks(acts, BOOK, SIDES, PERIOD) == tracks(acts, BOOK, SIDES[::-1], PERIOD)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_denied_and_undated_statements_have_no_pace(seed: int) -> None:
    """Without them the pace of each track is the same."""
    acts = made.acts(seed)
    kept = acts.where((acts.status != DENIED) & (acts.day != UNDATED))
    before = {row.track: (row.pace, row.pace_low) for row in tracks(acts, BOOK, SIDES, PERIOD)}
    after = {row.track: (row.pace, row.pace_low) for row in tracks(kept, BOOK, SIDES, PERIOD)}
    assert all(after.get(name, (None, None)) == found for name, found in before.items())
