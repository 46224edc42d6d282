"""Words of texts and of searches: where they stand, and under which terms they meet."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.german_stemmer import GermanStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

import konturen
from konturen.names import search_words
from konturen.names.search_words import exact, terms, wanted, words


def meet(asked: str, stored: str, language: str) -> bool:
    """Whether a word of a search finds a word of a text."""
    return bool(wanted(asked) & {exact(stored), *terms(stored, language)})


@pytest.mark.parametrize(
    ("asked", "stored", "language"),
    [
        ("Parteien", "Partei", "de"),
        ("Haus", "Häuser", "de"),
        ("Putins", "Putin", "de"),
        ("agreeing", "agreed", "en"),
        ("санкция", "санкциями", "ru"),
        ("украинец", "украинцами", "ru"),
        ("Песков", "Пескова", "ru"),
        ("Zyuganov", "Зюганова", "ru"),
        ("Sjuganow", "Зюганову", "ru"),
        ("Sjuganow", "Zyuganov", "en"),
        ("Цуканов", "Cukanow", "de"),
        ("Tokajew", "Токаевым", "ru"),
        ("Назарбаева", "Nasarbajew", "de"),
        ("Шольц", "Scholz", "de"),
        ("Scholz", "Шольца", "ru"),
        ("Maas", "МААС", "ru"),
        ("EU", "eu", "en"),
        ("ЕС", "ес", "ru"),
    ],
)
def test_forms_and_spellings_meet(asked: str, stored: str, language: str) -> None:
    """A word meets its inflected forms and the spellings of the same name in other scripts and schemes."""
    assert meet(asked, stored, language)


@pytest.mark.parametrize(
    ("asked", "stored", "language"),
    [
        ("Zeit", "Seit", "de"),
        ("Krieg", "Kreis", "de"),
        ("war", "var", "en"),
        ("Zelensky", "зелёный", "ru"),
        ("Зеленский", "Зелёный", "ru"),
        ("Russland", "Russe", "de"),
        ("Путин", "путь", "ru"),
    ],
)
def test_other_words_stay_apart(asked: str, stored: str, language: str) -> None:
    """Words that only look alike do not meet."""
    assert not meet(asked, stored, language)


@given(st.text(max_size=60), st.sampled_from(["de", "en", "ru", "fr"]))
def test_words_are_pieces_of_the_text_that_find_themselves(text: str, language: str) -> None:
    """Words stand in order inside the text, their terms are letters and digits, and each finds itself."""
    at = 0
    for word in words(text):
        assert at <= word.start < word.end <= len(text)
        at = word.end
        for term in (exact(word.text), *terms(word.text, language)):
            bare = term.removeprefix("=").removeprefix("~")
            assert bare
            assert bare.isascii()
            assert bare.isalnum()
        assert meet(word.text, word.text, language)


@pytest.mark.parametrize(
    "text", ["x" * 300_000, "é" * 200_000, "a" + "̀" * 300_000, "Ы" * 300_000, "a'" * 100_000]
)
def test_hostile_words_cost_no_time(text: str) -> None:
    """A word without end is cut, marks without end are no words: all within a second or two."""
    start = time.perf_counter()
    for word in words(text):
        assert len(exact(word.text)) <= 60
        terms(word.text, "de")
        wanted(word.text)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("language", "algorithm"), [("de", GermanStemmer), ("en", EnglishStemmer), ("ru", RussianStemmer)]
)
def test_stems_in_python_and_in_c_are_the_same(language: str, algorithm: type[Any]) -> None:
    """A ledger that one machine wrote is searched by another: both forms of the algorithm give one stem a word."""
    plain = algorithm()
    texts = "\n".join(sample.read_text("utf-8") for sample in konturen.samples())
    found = sorted({word.casefold() for word in re.findall(r"\w+", texts)})
    assert len(found) > 500
    ours = search_words._stemmer(language)
    assert [ours.stemWord(word) for word in found] == [plain.stemWord(word) for word in found]
