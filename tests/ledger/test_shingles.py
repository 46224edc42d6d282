"""Likeness of texts: what is the same, nearly the same, shortened, or only alike in form."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.ledger.shingles import (
    PLACES,
    Words,
    compare,
    compare_abroad,
    keys,
    of_words,
    only_in,
    row_of,
    sentence_in_both,
    share,
)

REPORT = " ".join(
    f"Satz {n} nennt den Ort Stadt{n} und die Zahl {n * 37} ganz ohne Eile." for n in range(1, 13)
)


def test_the_same_words_are_the_same_text() -> None:
    """Case, marks, blanks and the letter ё make no other text; eight words are needed."""
    one, other = (
        Words("Ёлка стоит на площади, и все её очень любят."),
        Words("ЕЛКА стоит на\nплощади и все ее очень любят"),
    )
    found = compare(one, other)
    assert found is not None
    assert (found.kind, found.score) == ("same", 1.0)
    assert compare(Words("Kein Kommentar."), Words("Kein Kommentar!")) is None


def test_what_is_not_read_does_not_count() -> None:
    """Two texts that differ in their shell only are the same."""
    shell = "Auf Facebook teilen. "
    found = compare(Words(shell + REPORT, [(0, len(shell))]), Words(REPORT))
    assert found is not None
    assert found.kind == "same"


def test_an_edited_text_is_near() -> None:
    """Some other words leave a text nearly the same, with the share that still stands."""
    found = compare(Words(REPORT.replace("Satz 3 nennt den Ort", "Hier folgt")), Words(REPORT))
    assert found is not None
    assert found.kind == "near"
    assert 0.8 < found.score < 1


def test_a_part_is_shortened_only_with_the_lead() -> None:
    """The first third of a text is a short form of it; a third from its end is a quotation."""
    sentences = REPORT.split(". ")
    first = compare(Words(". ".join(sentences[:4])), Words(REPORT))
    assert first is not None
    assert (first.kind, first.score) == ("shortened", 1.0)
    assert compare(Words(". ".join(sentences[8:])), Words(REPORT)) is None


def test_the_same_form_with_other_names_is_another_report() -> None:
    """Where names and numbers differ, the words between them do not make a copy."""
    other = " ".join(
        f"Satz {n} nennt den Ort Dorf{n + 50} und die Zahl {n * 41 + 7} ganz ohne Eile." for n in range(1, 13)
    )
    assert compare(Words(REPORT), Words(other)) is None


@given(st.lists(st.sampled_from(REPORT.split()), min_size=0, max_size=120), st.integers(0, 60))
def test_likeness_is_symmetric(words: list[str], cut: int) -> None:
    """Which text comes first changes neither kind nor score."""
    one, other = Words(" ".join(words)), Words(REPORT[cut * 5 :])
    assert compare(one, other) == compare(other, one)
    assert 0 <= share(one, other) <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_any_text_can_be_compared(text: str, skipped: list[tuple[int, int]]) -> None:
    """Hostile characters and stretches that overlap or lie outside give words, keys and an answer."""
    words = Words(text, skipped)
    assert compare(words, words) is None or len(words.words) >= 8
    assert all(0 <= key < 2**63 for key in keys(words, []))


@pytest.mark.parametrize(
    "text", ["Wort " * 400_000, "x" * 2_000_000, "a " * 1_000_000, "1 " * 900_000, "\u0301" * 500_000]
)
def test_long_texts_are_bounded(text: str) -> None:
    """A text of one repeated word, or of one word, takes no time and is no copy but of itself."""
    start = time.process_time()
    one = Words(text)
    keys(one, row_of(text, []))
    assert compare(one, Words(REPORT)) is None
    assert sentence_in_both(one, Words(REPORT)) is None
    only_in(one, Words(REPORT))
    assert time.process_time() - start < 3


def test_the_signature_is_the_one_that_ledgers_hold() -> None:
    """Another version of the library that hashes in another way has to be noticed: old texts would be missed."""
    found = keys(Words("Das Parlament hat am Mittwoch ein neues Gesetz beschlossen"), [])
    assert len(found) == PLACES
    assert found[:3] == PINNED
    assert all(of_words(key) for key in found)


PINNED = [868942708, 5998132974, 11924491907]


def test_a_translation_keeps_actors_and_numbers_in_order() -> None:
    """The same actors and numbers in one order within days suggest a translation; later, or in disorder, not."""
    row = ["kaz", "#42", "deu", "#1800", "merz", "#2031", "tokayev", "#260", "chn", "#2028"]
    found = compare_abroad(row, row[:4] + row[5:], 1)
    assert found is not None
    assert (found.kind, found.score) == ("translation", 1.0)
    assert compare_abroad(row, row[:4] + row[5:], 8) is None
    assert compare_abroad(row, row[::-1], 1) is None
    assert compare_abroad(row[:7], row[:7], 1) is None


def test_numbers_read_alike_across_languages() -> None:
    """1.800, 1,800 and 1 800 are one number; one that is part of a name is none."""
    rows = [
        row_of(text, [(0, 3, "x")])
        for text in ("G20 zahlt 1.800 Euro", "G20 pays 1,800 euros", "G20 даёт 1 800 евро")
    ]
    assert rows == [["x", "#1800"]] * 3
