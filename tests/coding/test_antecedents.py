"""From the antecedent head's chances to what a pointing word means."""

from __future__ import annotations

from typing import cast

import numpy as np

from konturen.coding.antecedents import CLEAR, antecedents
from konturen.coding.classifier import Classifier, Encoded, Floats, Scene
from konturen.coding.windows import Inside, Window
from konturen.records import Mention, Span, Tagged
from tests import factory

FIRST = "Nordlicht lobte Morgenrot, Nordlicht siegte."
SECOND = "Sie feierte."
TEXT = f"{FIRST} {SECOND}"


class Head:
    """A classifier that gives the last mention the chances a test wants."""

    def __init__(self, *chances: float) -> None:
        self._chances = chances
        self.seen = 0

    def antecedents(self, scene: Scene) -> Floats:
        self.seen = len(scene.mentions)
        out = np.zeros((self.seen, self.seen + 1), np.float32)
        out[:-1, -1] = 1
        out[-1, : len(self._chances)] = self._chances
        return out


def again(mention: Mention, start: int) -> Mention:
    """The same actor at a further place."""
    return Mention(
        Span(start, start + len(mention.surface)),
        mention.surface,
        "party",
        "name",
        mention.actor,
        "N",
        0.9,
        "again",
    )


def pointed(head: Head, focus: int = 0) -> dict[Span, tuple[Span, float]]:
    """What "Sie" is said to mean."""
    second = factory.sentence(SECOND, len(FIRST) + 1, index=1)
    window = Window(Span(0, len(TEXT)), factory.words(TEXT), (factory.sentence(FIRST), second), focus)
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    first, other = factory.mention(TEXT, "Nordlicht"), factory.mention(TEXT, "Morgenrot")
    start = TEXT.index("Sie")
    she = Tagged(Span(start, start + 3), "Sie", "party", "pronoun", 0.9)
    marks = [first, other, again(first, TEXT.rindex("Nordlicht")), she]
    return antecedents(window, encoded, marks, cast(Classifier, head))


def test_a_clear_choice_is_taken() -> None:
    """The span of the chosen mention, with the head's probability."""
    ((span, score),) = pointed(Head(0.1, 0.8, 0.0, 0.0, 0.1)).values()
    assert TEXT[span.start : span.end] == "Morgenrot"
    assert score == np.float32(0.8)


def test_chances_of_one_actor_add_up() -> None:
    """Two places of one name, each below the bound, are one clear antecedent: its last mention."""
    ((span, score),) = pointed(Head(0.4, 0.1, 0.4, 0.0, 0.1)).values()
    assert span.start == TEXT.rindex("Nordlicht")
    assert score >= CLEAR


def test_an_unclear_choice_is_left_to_the_rules() -> None:
    """Below the bound nothing is said."""
    assert pointed(Head(0.3, 0.4, 0.2, 0.0, 0.1)) == {}


def test_nobody_is_an_answer() -> None:
    """Where the head says that nothing before is meant, nothing is pointed to."""
    assert pointed(Head(0.0, 0.1, 0.0, 0.0, 0.9)) == {}


def test_only_sentences_in_focus_are_answered() -> None:
    """What stands in the context of a window was answered in the window before."""
    assert pointed(Head(0.0, 0.9, 0.0, 0.0, 0.1), focus=2) == {}


def test_inside_gives_what_lies_in_a_span() -> None:
    """Values that only reach into the span are left out; the order is that of the text."""
    found = [factory.mention(TEXT, name) for name in ("Morgenrot", "Nordlicht", "siegte")]
    asked = Inside(found)
    assert [m.surface for m in asked.of(Span(0, len(TEXT)))] == ["Nordlicht", "Morgenrot", "siegte"]
    assert [m.surface for m in asked.of(Span(1, TEXT.index("siegte") + 3))] == ["Morgenrot"]
