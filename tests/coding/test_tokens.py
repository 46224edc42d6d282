"""Pieces of a text and their places."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.coding.classifier import Classifier
from konturen.coding.tokens import START, STOP, Tokens, load_tokenizer, split_ranges
from konturen.errors import CoderError

TEXTS = [
    "Die Partei traf sich  mit der Fraktion.",
    "Партия «Заря» встретилась\u00a0с фракцией.",
    "\n\t The party\tmet.\n",
    "汉字 と かな 😀👨‍👩‍👧 é ﬁ Ǆ",
    "a\u200fb\u202ec\u0000d",
    "",
    "   ",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_pieces_lie_in_the_text_in_order(classifier: Classifier, text: str) -> None:
    """Offsets are those of the text itself and never run backwards."""
    offsets = classifier.tokens(text).offsets[1:-1]
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert list(offsets) == sorted(offsets)


@pytest.mark.parametrize("text", TEXTS[:2])
def test_pieces_cover_every_character_but_blanks(classifier: Classifier, text: str) -> None:
    """No letter or mark of an ordinary sentence is left out, and no piece begins with a blank."""
    offsets = classifier.tokens(text).offsets[1:-1]
    covered = {at for start, end in offsets for at in range(start, end)}
    assert {at for at, character in enumerate(text) if not character.isspace()} <= covered
    assert not any(text[start].isspace() for start, end in offsets if start < end)


def test_start_and_stop_marks_cover_nothing(classifier: Classifier) -> None:
    """The marks of the encoder stand at both ends without characters."""
    tokens = classifier.tokens("Oslo")
    assert (tokens.ids[0], tokens.ids[-1]) == (START, STOP)
    assert (tokens.offsets[0], tokens.offsets[-1]) == ((0, 0), (0, 0))


def test_halves_of_characters_keep_the_places_of_the_rest(classifier: Classifier) -> None:
    """A lone surrogate reads as an unknown character and moves nothing."""
    tokens = classifier.tokens("Oslo \ud800 Bergen")
    first, last = tokens.covering(7, 13)
    assert (tokens.offsets[first][0], tokens.offsets[last - 1][1]) == (7, 13)


TOKENS = Tokens((0, 5, 6, 7, 2), ((0, 0), (0, 4), (5, 8), (8, 11), (0, 0)))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 4), (1, 2)),
        ((0, 11), (1, 4)),
        ((6, 9), (2, 4)),
        ((3, 6), (1, 3)),
        ((4, 5), (0, 0)),
        ((11, 20), (0, 0)),
        ((0, 0), (0, 0)),
    ],
)
def test_covering_gives_the_tokens_that_overlap(span: tuple[int, int], expected: tuple[int, int]) -> None:
    """A stretch is covered by all pieces that share a character with it; blanks and the outside by none."""
    assert TOKENS.covering(*span) == expected


@given(st.lists(st.integers(0, 900), max_size=40), st.integers(1, 700))
@settings(max_examples=60, deadline=None)
def test_ranges_hold_every_item_once(lengths: list[int], limit: int) -> None:
    """Ranges follow each other without gap, and none is over the limit but for a single long item."""
    ranges = split_ranges(lengths, limit)
    assert [at for first, last in ranges for at in range(first, last)] == list(range(len(lengths)))
    assert all(last - first == 1 or sum(lengths[first:last]) <= limit for first, last in ranges)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gone.json.xz", None),
        ("cut.json.xz", lzma.compress(b"{}" * 400)[:20]),
        ("junk.json.xz", b"junk"),
        ("other.json.xz", lzma.compress(b"[1]")),
        ("empty.json", b""),
    ],
)
def test_a_tokenizer_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    """A missing or damaged file is a CoderError that says to install again."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CoderError, match=rf"{name}: the tokenizer cannot be read.*Install konturen again"):
        load_tokenizer(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("France than\u200bked Poland.", "France thanked Poland."),
        ("\u200fFrance \u202ethanked\u202c Poland.", "France thanked Poland."),
        ("France than\u00adked Poland.", "France thanked Poland."),
        ("France than-\nked Poland.", "France thanked Poland."),
        ("Die Regie-\r\nrung dankte.", "Die Regierung dankte."),
        ("FRANCE CRITICISED GERMANY.", "France Criticised Germany."),
    ],
)
def test_the_encoder_sees_words_as_a_reader_does(classifier: Classifier, text: str, words: str) -> None:
    """Invisible characters, hyphens of line breaks and cries in capitals are no other words."""
    assert classifier.tokens(text).ids == classifier.tokens(words).ids


@pytest.mark.parametrize("text", ["France than\u200bked Poland.", "A\u00adB than-\nked C", "\u200b", "A\u200b"])
def test_offsets_are_those_of_the_text_as_it_stands(classifier: Classifier, text: str) -> None:
    """Pieces lie in the text, in order, and the pieces of a word cover what was left out inside it."""
    tokens = classifier.tokens(text)
    inner = tokens.offsets[1:-1]
    assert all(0 <= start <= end <= len(text) for start, end in inner)
    assert list(inner) == sorted(inner)
    if "than" in text:
        first, last = tokens.covering(text.index("than"), text.index("ked") + 3)
        assert (inner[first - 1][0], inner[last - 2][1]) == (text.index("than"), text.index("ked") + 3)


def test_abbreviations_stay_in_capitals(classifier: Classifier) -> None:
    """Two words in capitals are names: "EU", "SPD CDU"."""
    assert classifier.tokens("SPD CDU").ids != classifier.tokens("Spd Cdu").ids
