"""The words of the desk: all there in three languages, all used."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest
from babel import Locale

from konturen.web.words import LANGUAGES, MissingWordsError, Words, best_language, messages

WEB = Path(__file__).parents[2] / "src" / "konturen" / "web"


def _places(said: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


@pytest.mark.parametrize("key", sorted(messages()))
def test_a_message_stands_in_all_languages_with_the_same_values(key: str) -> None:
    """Each message has words in German, English and Russian, each plural form of them, and the same places."""
    said = messages()[key]
    assert set(said) == set(LANGUAGES)
    places = set()
    for language, words in said.items():
        forms = [words] if isinstance(words, str) else list(words.values())
        if not isinstance(words, str):
            assert set(words) == set(Locale.parse(language).plural_form.tags) | {"other"}
        assert all(form.strip() for form in forms)
        places.add(frozenset(name for form in forms for name in _places(form)))
    assert len(places) == 1


def test_no_message_stands_in_two_files() -> None:
    """A key is said once."""
    seen: dict[str, str] = {}
    for file in sorted((WEB / "words").glob("*.toml")):
        for group, entries in tomllib.loads(file.read_text("utf-8")).items():
            for name in entries:
                assert seen.setdefault(f"{group}.{name}", file.name) == file.name


def test_templates_use_no_message_that_is_not_there() -> None:
    """Every key that a template names whole is a message."""
    for file in (WEB / "templates").glob("*.html"):
        for key in re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']\s*[,)]""", file.read_text("utf-8")):
            assert key in messages(), f"{file.name}: {key}"


@pytest.mark.parametrize(
    ("value", "de", "en", "ru"),
    [
        ("2025-09-25", "25. September 2025", "25 September 2025", "25 сентября 2025\u202fг."),
        ("2014-05", "Mai 2014", "May 2014", "май 2014"),
        ("2005/..", "seit 2005", "since 2005", "с: 2005"),
        ("2026/2028", "2026 – 2028", "2026 – 2028", "2026 – 2028"),
        ("2014-21", "Frühjahr 2014", "spring 2014", "весна 2014 г."),
        ("199X", "1990er Jahre", "1990s", "1990-е годы"),
        ("no date", "no date", "no date", "no date"),
    ],
)
def test_dates_are_said_as_people_say_them(value: str, de: str, en: str, ru: str) -> None:
    """A date in EDTF reads as in each language, with no more precision than it has."""
    assert [Words(language).when(value) for language in ("de", "en", "ru")] == [de, en, ru]


def test_russian_numbers_take_their_forms() -> None:
    """One text, two, five, twenty-one: each with its own form."""
    words = Words("ru")
    found = [words("count.documents", n=n) for n in (1, 2, 5, 21, 1000)]
    assert found == ["1 текст", "2 текста", "5 текстов", "21 текст", "1\xa0000 текстов"]


def test_the_language_is_the_one_that_the_browser_likes_best() -> None:
    """Weights count, unknown languages are passed over, nonsense gives English."""
    assert best_language("fr;q=0.9, ru;q=0.8, de;q=0.7") == "ru"
    assert best_language("de-AT") == "de"
    assert best_language(";;q=x") == "en"


def test_missing_words_are_named() -> None:
    """A key that nobody wrote is an error that names it."""
    with pytest.raises(MissingWordsError, match="no_such"):
        Words("de")("menu.no_such")
