"""What of the mention head's tags is believed, and which pointing words are added."""

from __future__ import annotations

from typing import Any

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.sift import sift
from konturen.records import Span, Tagged
from tests import factory

EMPTY = Catalog.from_lines([])


def sifted(text: str, *tags: tuple[str, str, float], language: str = "de") -> list[tuple[str, str]]:
    """Surface and form of what is left of the tags (surface, form, score) of one sentence."""
    marks = []
    for surface, form, score in tags:
        start = text.index(surface)
        kind: Any = form
        marks.append(Tagged(Span(start, start + len(surface)), surface, "party", kind, score))
    kept = sift([factory.sentence(text, language=language)], [marks], EMPTY)
    return [(t.surface, t.form) for t in kept[0]]


@pytest.mark.parametrize(
    ("text", "surface", "score", "kept"),
    [
        ("Weitaus mehr Mut zeigte keiner.", "Weitaus", 0.95, False),
        ("Gestern sprach Nordlicht mit ihm.", "Nordlicht", 0.95, True),
        ("Gestern wuchs Bewegung daraus.", "Bewegung", 0.6, False),
        ("Nordlicht Nova sprach.", "Nordlicht Nova", 0.6, True),
        ("NVP sprach.", "NVP", 0.6, True),
    ],
)
def test_a_single_word_needs_more_than_a_capital(text: str, surface: str, score: float, kept: bool) -> None:
    """One capitalised word is a name only within the sentence and if the head is sure; several words always."""
    assert ((surface, "name") in sifted(text, (surface, "name", score))) is kept


def test_a_word_that_is_a_name_elsewhere_may_open_a_sentence() -> None:
    """What is tagged within one sentence is believed at the start of another."""
    texts = ["Es kam Nordlicht.", "Nordlicht ging."]
    marks = [[Tagged(Span(t.index("N"), t.index("N") + 9), "Nordlicht", "party", "name", 0.9)] for t in texts]
    kept = sift([factory.sentence(t) for t in texts], marks, EMPTY)
    assert [[t.surface for t in own] for own in kept] == [["Nordlicht"], ["Nordlicht"]]


def test_descriptions_that_the_table_does_not_know_are_dropped() -> None:
    """An adjective that the head took for a description points to nobody."""
    assert sifted("Das zwischenparteiliche Gespräch half.", ("zwischenparteiliche", "description", 0.9)) == []


def test_pointing_words_that_the_head_passed_over_are_added() -> None:
    """Rules find "die Partei" where the head saw nothing."""
    kept = sifted("Gestern lehnte die Partei ab.")
    assert [form for surface, form in kept if "Partei" in surface] == ["description"]


def test_a_name_beats_a_pointing_word_at_the_same_place() -> None:
    """Where a name and a description overlap, the name stays."""
    kept = sifted("Gestern lehnte die Partei Nordlicht ab.", ("Partei Nordlicht", "name", 0.9))
    assert ("Partei Nordlicht", "name") in kept
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("text", "word", "kept"),
    [
        ("Gestern traf der Siemens-Vorstand ein.", "Siemens", True),
        ("Gestern traf der Rosneft-Chef ein.", "Rosneft", True),
        ("Gestern traf der Ex-Chef ein.", "Ex", False),
        ("Gestern traf der Partei-Sprecher ein.", "Partei", False),
        ("Gestern sah Siemens die Chefs.", "Siemens", False),
        ("Gestern sah er Bewegung-Vorstandsämter.", "Bewegung", False),
    ],
)
def test_a_name_before_a_personal_noun_needs_less(text: str, word: str, kept: bool) -> None:
    """A weakly tagged word in front of "-Vorstand" or "-Chef" is a name; "Ex-Chef" has none."""
    assert ((word, "name") in sifted(text, (word, "name", 0.6))) is kept


@pytest.mark.parametrize(
    ("text", "tagged", "left"),
    [
        ("На саммите в Вильнюсе Эрдоган согласился.", "Вильнюсе Эрдоган", "Эрдоган"),
        ("Из Берлина Олаф Шольц вылетел домой.", "Берлина Олаф Шольц", "Олаф Шольц"),
        ("На саммите Вильнюсе Эрдоган согласился.", "Вильнюсе Эрдоган", "Вильнюсе Эрдоган"),
        ("Речь шла о том, что в Кари Берг верят.", "Кари Берг", "Кари Берг"),
    ],
)
def test_a_place_before_a_russian_name_is_no_given_name(text: str, tagged: str, left: str) -> None:
    """What stands after a preposition and is a place in the catalog, and in it alone, is cut off a person's name."""
    start = text.index(tagged)
    mark = Tagged(Span(start, start + len(tagged)), tagged, "person", "name", 0.9)
    (kept,) = sift([factory.sentence(text, language="ru")], [[mark]], Catalog.load(None))
    assert [(t.surface, text[t.span.start : t.span.end]) for t in kept] == [(left, left)]
