"""From tags to stretches of text: whole words, their own marks and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from konturen.coding.classifier import Classifier, Encoded
from konturen.coding.tagging import tagged
from konturen.coding.tokens import Tokens
from konturen.coding.windows import Window
from konturen.records import Span, Tagged
from tests import factory

SURE = 8.0


def window(texts: list[str], pieces: list[tuple[int, int]], focus: int = 0) -> Window:
    """A window of sentences parted by a blank, with these pieces."""
    sentences, at = [], 0
    for number, text in enumerate(texts):
        sentences.append(factory.sentence(text, at, index=number))
        at += len(text) + 1
    tokens = Tokens((0, *([9] * len(pieces)), 2), ((0, 0), *pieces, (0, 0)))
    return Window(Span(0, at - 1), tokens, tuple(sentences), focus)


def marked(
    texts: list[str], pieces: list[tuple[int, int]], tags: list[int], classifier: Classifier, focus: int = 0
) -> list[Tagged]:
    """What is tagged where the head says these tags (0 outside, 1 begin, 2 inside) of names, type party."""
    made = window(texts, pieces, focus)
    logits = np.zeros((len(pieces) + 2, 6 + len(classifier.types)), np.float32)
    logits[:, 0] = logits[:, 3] = SURE / 2
    for number, tag in enumerate(tags, 1):
        logits[number, tag] += SURE
    logits[:, 6 + classifier.types.index("party")] = SURE
    return list(tagged(made, Encoded(made.tokens, logits, logits), classifier))


def test_a_name_has_a_capital(classifier: Classifier) -> None:
    """Words written small are no name, whatever the head says."""
    assert marked(["das mehr als reichte"], [(4, 8)], [1], classifier) == []


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("Nordlichts Plan", [(0, 4)], "Nordlichts"),
        ("Nordlichts Plan", [(4, 9)], "Nordlichts"),
        ("„Nordlicht“ gewann", [(0, 11)], "Nordlicht"),
        ("die U.S. Navy", [(4, 8)], "U.S."),
        ("so sagt es Nordlicht.", [(11, 21)], "Nordlicht"),
        ("Komitee (KFO) tagte", [(0, 13)], "Komitee (KFO)"),
        ("(KFO) tagte", [(0, 5)], "KFO"),
        ("Tata Co. lieferte", [(0, 8)], "Tata Co."),
        ("Einiges Russland siegte", [(0, 16)], "Einiges Russland"),
        ("«Заря» победила", [(0, 6)], "Заря"),
        ("Aktive der Union", [(0, 10)], "Aktive"),
        ("Jean de Villiers", [(0, 16)], "Jean de Villiers"),
    ],
)
def test_names_are_whole_words_with_their_own_marks(
    text: str, pieces: list[tuple[int, int]], expected: str, classifier: Classifier
) -> None:
    """Part of a word becomes the word; quotation marks and stops of the sentence stay outside."""
    assert [m.surface for m in marked([text], pieces, [1], classifier)] == [expected]


def test_spans_point_to_their_surface(classifier: Classifier) -> None:
    """Offsets are those of the document, also in a later sentence."""
    texts = ["Es regnet.", "Morgenrot schweigt."]
    found = marked(texts, [(0, 2), (11, 20)], [0, 1], classifier)
    assert [m.span.of(" ".join(texts)) for m in found] == [m.surface for m in found] == ["Morgenrot"]


def test_inside_goes_on_and_begin_starts_anew(classifier: Classifier) -> None:
    """Begin and inside are one name; a second begin is a second name."""
    text = "Nord Licht Morgenrot"
    found = marked([text], [(0, 4), (5, 10), (11, 20)], [1, 2, 1], classifier)
    assert [m.surface for m in found] == ["Nord Licht", "Morgenrot"]


def test_inside_without_begin_is_a_name(classifier: Classifier) -> None:
    """A head that forgot to say begin has still seen a name."""
    assert [m.surface for m in marked(["Nord Licht"], [(0, 4), (5, 10)], [2, 2], classifier)] == ["Nord Licht"]


@pytest.mark.parametrize("mark", "'’")
def test_a_genitive_inside_a_name_does_not_part_it(mark: str, classifier: Classifier) -> None:
    """A name like "People's Movement" is one name where only the apostrophe is outside; "Israel's Knesset" are two."""
    found = marked(
        [f"the People{mark}s Movement"], [(4, 10), (10, 11), (11, 12), (13, 21)], [1, 0, 1, 2], classifier
    )
    assert [m.surface for m in found] == [f"People{mark}s Movement"]
    two = marked([f"Israel{mark}s Knesset"], [(0, 6), (6, 7), (7, 8), (9, 16)], [1, 0, 0, 1], classifier)
    assert [m.surface for m in two] == ["Israel", "Knesset"]


def test_context_is_not_tagged_again(classifier: Classifier) -> None:
    """What stands before the focus was tagged in its own window."""
    found = marked(["Nordlicht ruht.", "Morgenrot ruht."], [(0, 9), (16, 25)], [1, 1], classifier, focus=1)
    assert [m.surface for m in found] == ["Morgenrot"]


def test_a_name_ends_with_its_sentence(classifier: Classifier) -> None:
    """A tag that runs into the next sentence is cut where the sentence ends."""
    found = marked(["Da ruht Nord", "Licht kommt."], [(8, 12), (13, 18)], [1, 2], classifier)
    assert [m.surface for m in found] == ["Nord"]


def test_marks_alone_are_no_name(classifier: Classifier) -> None:
    """A tag on punctuation only leaves nothing."""
    assert marked(["So – nein."], [(3, 4)], [1], classifier) == []


@pytest.mark.parametrize(("word", "form"), [("Sie", "pronoun"), ("Она", "pronoun"), ("Partei", "description")])
def test_words_that_point_back_are_pronouns(word: str, form: str, classifier: Classifier) -> None:
    """The head for what is no name finds pronouns and descriptions; the word decides which."""
    made = window([word], [(0, len(word))])
    logits = np.zeros((3, 6 + len(classifier.types)), np.float32)
    logits[:, 0] = SURE
    logits[1, 4] = SURE
    assert [m.form for m in tagged(made, Encoded(made.tokens, logits, logits), classifier)] == [form]


def test_a_place_is_marked_as_such(classifier: Classifier) -> None:
    """The type place is no actor type: it stands beside `other`."""
    made = window(["Oslo"], [(0, 4)])
    logits = np.zeros((3, 6 + len(classifier.types)), np.float32)
    logits[1, 1], logits[1, 6 + classifier.types.index("place")] = SURE, SURE
    assert [(m.type, m.place) for m in tagged(made, Encoded(made.tokens, logits, logits), classifier)] == [
        ("other", True)
    ]


def test_a_score_is_the_chance_of_standing_within_a_mark(classifier: Classifier) -> None:
    """Where the head wavers only between a mark's beginning and its inside, the mark itself is sure."""
    made = window(["Rotes Nordlicht siegte"], [(0, 5), (6, 15), (16, 22)])
    logits = np.zeros((5, 6 + len(classifier.types)), np.float32)
    logits[:, 0] = logits[:, 3] = SURE
    chances = np.array([[0.10, 0.46, 0.44], [0.20, 0.30, 0.50]], np.float32)
    logits[1:3, :3] = np.log(chances)
    (mark,) = tagged(made, Encoded(made.tokens, logits, logits), classifier)
    assert (mark.surface, mark.score) == ("Rotes Nordlicht", pytest.approx(0.8))


def test_a_word_without_end_is_no_mark_without_end(classifier: Classifier) -> None:
    """A mark in a text that is one word of ten thousand letters is widened by no more than a long word."""
    (mark,) = marked(["N" * 10_000], [(5000, 5003)], [1], classifier)
    assert len(mark.surface) <= 203
