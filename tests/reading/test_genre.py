"""The genre of a text: told by its page, its address, its rubric or its form, and otherwise not told."""

from __future__ import annotations

import pytest

from konturen.errors import SourceError
from konturen.reading.genre import of_address, of_text
from konturen.reading.options import ReadOptions
from konturen.reading.sources import read_bytes
from konturen.records import Document
from tests.reading.test_pages import BODY, HEAD, page

PROSE = "Die Bürgerpartei empfing am Dienstag die Spitze des Bauernbunds im Rathaus von Lindental.\n\nBeide wollen enger arbeiten."
INTERVIEW = "\n\n".join(
    f"{question}?\n\nDas ist in unserem Land schon lange so, und ich glaube nicht, dass es bald anders wird."
    for question in ("Warum jetzt", "Was sagt die Opposition", "Und der Nachbar", "Wann wird gewählt")
)


def read(content: str, location: str = "a.txt", **options: object) -> Document:
    """A text as it is read."""
    return read_bytes(location, content.encode(), ReadOptions(language="de", **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ('<script type="application/ld+json">{"@type": "OpinionNewsArticle"}</script>', "commentary"),
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', "report"),
        (
            '<script type="application/ld+json">[{"@type": ["Article", "ReportageNewsArticle"]}]</script>',
            "report",
        ),
        ('<script type="application/ld+json">{"@graph": [{"@type": "Interview"}]}</script>', "interview"),
        ('<script type="application/ld+json">{"@type": "Article"}</script>', None),
        ('<script type="application/ld+json">{broken</script>', None),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle"}</script><meta property="article:section" content="Meinung">',
            "commentary",
        ),
        ('<meta property="article:section" content="Politik">', None),
        ("", None),
    ],
)
def test_a_page_declares_its_genre(head: str, genre: str | None) -> None:
    """Types of schema.org and the section; what all pages call themselves goes last."""
    source = page(HEAD + head, BODY)
    assert read_bytes("a.html", source, ReadOptions()).genre == genre


@pytest.mark.parametrize(
    ("address", "genre"),
    [
        ("https://example.org/kommentar/ein-titel", "commentary"),
        ("https://example.org/opinion/2026/a-title.html", "commentary"),
        ("https://example.org/%D0%BC%D0%BD%D0%B5%D0%BD%D0%B8%D1%8F/123", "commentary"),
        ("https://example.org/politik/interview/titel-1", "interview"),
        ("https://de.wikipedia.org/wiki/Interview", "encyclopedia"),
        ("https://notwikipedia.org/wiki/Titel", None),
        ("https://example.org/politik/kommentar", None),
        ("https://example.org/opinion/interview/titel", None),
        ("https://[broken/opinion/x", None),
        ("/home/ada/opinion/x.txt", None),
    ],
)
def test_an_address_tells_a_genre(address: str, genre: str | None) -> None:
    """Parts of the path before the last, and hosts; the name of a page itself tells nothing."""
    assert of_address(address) == genre


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ("Kommentar\n\n", "commentary"),
        ("Kommentar von Anna Berg\n\n", "commentary"),
        ("Gastbeitrag: Was Lindental braucht\n\n", "commentary"),
        ("Мнение\n\n", "commentary"),
        ("Interview mit Anna Berg\n\n", "interview"),
        ("Pressemitteilung\n\n", "statement"),
        ("Заявление МИД России\n\n", "statement"),
        ("Joint statement\n\n", "statement"),
        ("Kommentar zum Wetter fehlt\n\n", None),
        ("Interviewer gesucht\n\n", None),
        ("Der Minister gab kein Interview.\n\n", None),
        ("Analyse der Lage in drei Orten ergibt nichts Neues für den Rat der Stadt\n\n", None),
        ("", None),
    ],
)
def test_a_rubric_tells_a_genre(head: str, genre: str | None) -> None:
    """A line of its own, or words before a colon or a name; the same word within a title does not."""
    assert of_text(head + PROSE, None) == genre


def test_questions_and_answers_are_an_interview() -> None:
    """Four questions that are answered, or two names in turn; a few questions in a report do not make one."""
    assert of_text(INTERVIEW, None) == "interview"
    turns = "\n".join(f"{'Frage' if n % 2 == 0 else 'Berg'}: Das ist der Satz {n}." for n in range(8))
    assert of_text(turns, None) == "interview"
    assert of_text(INTERVIEW.split("\n\nUnd")[0] + PROSE, None) is None
    assert of_text("\n".join(f"Punkt {n}: Das ist der Satz." for n in range(8)), None) is None


def test_a_statement_speaks_in_its_own_name() -> None:
    """Who signs together says so in the first sentence."""
    assert (
        of_text("Wir, die Präsidenten der drei Staaten am Fluss, erklären feierlich, was folgt.", None)
        == "statement"
    )


def test_an_agency_is_the_author_of_its_report() -> None:
    """A dateline with an agency makes a report, and names who wrote it where nobody else is named."""
    for text, agency in (
        ("BERLIN (dpa) - " + PROSE, "dpa"),
        (
            "МОСКВА, 3 мая - РИА Новости. Партия встретила гостей в ратуше города, и все были этому рады.",
            "РИА Новости",
        ),
        ("МОСКВА, 3 мая /ТАСС/. " + PROSE, None),
        (PROSE + " (Reuters)", "Reuters"),
        (PROSE + " (siehe oben)", None),
    ):
        found = read(text)
        assert (found.author, found.genre) == (agency, "report" if agency else None)


def test_a_person_can_say_the_genre() -> None:
    """What is said by hand goes before all rules."""
    assert read("Kommentar\n\n" + PROSE, genre="report").genre == "report"


@pytest.mark.parametrize("text", ["?\n" * 200_000, "a: b\n" * 200_000, "Kommentar " * 100_000, ": " * 400_000])
def test_hostile_texts_are_read(text: str) -> None:
    """Repeated marks and rubrics give an answer at once."""
    of_text(text, text[:500])


def test_deep_data_is_left_aside() -> None:
    """Linked data that is nested beyond all reason does not stop the reading."""
    deep = '<script type="application/ld+json">' + "[" * 50_000 + "]" * 50_000 + "</script>"
    try:
        assert read_bytes("a.html", page(HEAD + deep, BODY), ReadOptions()).genre is None
    except SourceError:
        pytest.fail("the page was refused")
