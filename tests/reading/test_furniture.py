"""One line alone: shell by the word lists from end to end, or text."""

from __future__ import annotations

import pytest

from konturen.reading.furniture import byline_name, classify, is_network, name_like
from konturen.reading.wordlists import wordlists


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Auf X teilen", "share-button"),
        ("> AUF LINKEDIN TEILEN", "share-button"),
        ("Share via e-mail", "share-button"),
        ("Поделиться в Одноклассниках", "share-button"),
        ("Artikel speichern", "save-button"),
        ("⏱ 12 min read", "reading-time"),
        ("Время чтения: 5 минут", "reading-time"),
        ("Quelle →", "source-label"),
        ("Источник: Вестник Заречья", "source-label"),
        ("Spendier mir einen Kaffee ☕", "tip-jar"),
        ("Угостить автора кофе", "tip-jar"),
        ("Von Dr. Anna-Maria von der Aue", "byline"),
        ("By J. R. Smith and Ann O’Hara", "byline"),
        ("Автор: А. Б. Лебяжьева", "byline"),
        ("Veröffentlicht am 3. Mai 2024, 10:15 Uhr", "dateline"),
        ("Last updated: June 3, 2021", "dateline"),
        ("This site uses cookies to remember you.", "cookie-notice"),
        ("Read also: Two ministers resign", "related"),
        ("Startseite › Politik › Asien", "navigation"),
        ("https://example.org/a?b=c", "navigation"),
        ("Подписывайтесь на наш канал в Телеграм", "subscription"),
        ("- Anzeige -", "advertisement"),
        ("Listen to this article", "audio-button"),
        ("1.204 Aufrufe", "counter"),
        ("3 comments", "comments"),
        ("© 2024 Der Donaubote", "copyright"),
        ("Теги: выборы, коалиция", "tags"),
        ("Foto: Anna Aue", "photo-credit"),
    ],
)
def test_reason_of_a_line(line: str, reason: str) -> None:
    """A line of the shell has the reason of its list, however it is decorated."""
    assert [part.reason for part in classify(line, 0)] == [reason]


@pytest.mark.parametrize(
    "line",
    [
        "Sie teilen auf Facebook, was sie wollen.",
        "Von Moskau und Astana war nichts zu hören.",
        "By Tuesday the League had left.",
        "Print media lost.",
        "Источник в правительстве подтвердил это агентству.",
        "Save the Senate",
        "Anzeige gegen den Minister erstattet",
        "Tags darauf trat er zurück.",
        "Von Russland",
        "",
        "   ",
    ],
)
def test_text_is_no_shell(line: str) -> None:
    """A line that only begins like shell, or holds its words, is text."""
    assert classify(line, 0) == ()


def test_parts_cover_the_line() -> None:
    """The parts of a composite line follow each other without a gap, so that no separator remains."""
    line = "  · Leonid Berg · ⏱ 4 Min · Quelle  "
    parts = classify(line, 10)
    borders = [(part.span.start, part.span.end) for part in parts]
    assert borders == [(12, 28), (28, 38), (38, 44)]


def test_parts_of_a_composite_line() -> None:
    """Beside certain shell an unknown name is a byline."""
    parts = classify("· Leonid Berg · ⏱ 4 Min · Quelle", 0)
    told = [(part.reason, part.value) for part in parts]
    assert told == [("byline", "Leonid Berg"), ("reading-time", "4"), ("source-label", None)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Tom Ashdown in Port Ellery", "Tom Ashdown"),
        ("Инна Рощина (редактор отдела «Мир»)", "Инна Рощина"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("J. R. Smith", "J. R. Smith"),
        ("die Bürgerpartei", None),
        ("Moskau", None),
    ],
)
def test_names(line: str, name: str | None) -> None:
    """A name is two to four words with capitals, particles and initials between."""
    assert byline_name(line) == name


def test_lower_case_is_no_name() -> None:
    """Words in small letters are no name."""
    assert not name_like("neue regierung")


def test_networks_in_one_line() -> None:
    """Several names of networks in one line are a bar of buttons."""
    assert is_network("Facebook, X, WhatsApp")


@pytest.mark.parametrize("name", [key for key in wordlists(by_language=True) if not key.endswith(".all")])
def test_no_phrase_twice(name: str) -> None:
    """No list names a phrase twice."""
    phrases = wordlists(by_language=True)[name]
    assert sorted(phrases) == sorted(set(phrases))


@pytest.mark.parametrize("table", [key for key, lists in wordlists().items() if lists])
def test_lists_have_three_languages(table: str) -> None:
    """Each list speaks German, English and Russian, or is for all languages at once."""
    codes = {key.partition(".")[2] for key in wordlists(by_language=True) if key.partition(".")[0] == table}
    assert codes in ({"de", "en", "ru"}, {"all"})
