"""Hostile and odd texts: nothing breaks, no span leaves its sentence, long runs are read to their end."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe
from konturen.actors.mentions import find
from konturen.records import Mention, Sentence, Span

Read = Callable[..., list[list[Mention]]]
PIECES = ["Russland", "ER", "„", "“", "(", ")", "KPRF", "und", "Neue Menschen", "er", "kasachischen", " ", "-",
"'s",
          "\u0301", "\u00ad", "Präsident", "Putin", ",", "Regierung", "beide Länder", "\n", "(NLM)", "😀",
          "ß"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    """Any mixture of names, signs and pointing words gives mentions whose surface stands at their span."""
    found = _all(text)
    assert [text[m.span.start : m.span.end] for m in found] == [m.surface for m in found]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_mentions_do_not_cross(text: str) -> None:
    """Two mentions overlap only where they share the very same stretch."""
    spans = sorted({m.span for m in _all(text)})
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


_SMALL = Catalog.load()


def _all(text: str) -> list[Mention]:
    sentence = Sentence(Span(0, len(text)), text, 0, 0, "de")
    return [m for row in find([sentence], "de", _SMALL, [describe(sentence)]) for m in row]


@pytest.mark.parametrize(
    ("piece", "count", "mentions"),
    [("Russland ", 5000, 5000), ("„", 20000, 0), ("(", 20000, 0), ("A", 50000, 0), ("russische ", 5000, 5000)],
)
def test_a_sentence_without_end_is_read_to_its_end(piece: str, count: int, mentions: int) -> None:
    """A stretch that is no sentence is read in pieces; nothing in it is left out."""
    text = piece * count
    found = find([Sentence(Span(0, len(text)), text, 0, 0, "de")], "de", _SMALL)
    assert sum(map(len, found)) == mentions


def test_an_empty_document_has_no_mentions() -> None:
    """No sentences, no mentions."""
    assert find([], "de", _SMALL) == ()
