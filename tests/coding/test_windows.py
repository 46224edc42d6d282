"""Windows: every sentence is read, every window can be read, no character is lost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.coding.classifier import LONGEST, Classifier
from konturen.coding.tokens import Tokens
from konturen.coding.windows import CONTEXT, PIECE, Window, windows
from konturen.records import Document, Sentence, Span
from tests import factory


def cut(texts: list[str]) -> tuple[Document, list[Sentence]]:
    """A document of these sentences, a blank between them."""
    found, at = [], 0
    for number, text in enumerate(texts):
        found.append(factory.sentence(text, at, index=number))
        at += len(text) + 1
    return factory.document(" ".join(texts)), found


def by_words(text: str) -> Tokens:
    """One token for every four characters: a stand-in with the density of real text."""
    offsets = [(at, min(len(text), at + 4)) for at in range(0, len(text), 4)]
    return Tokens((0, *([9] * len(offsets)), 2), ((0, 0), *offsets, (0, 0)))


def dense(text: str) -> Tokens:
    """One token for every character, as in Chinese or emoji."""
    offsets = [(at, at + 1) for at in range(len(text))]
    return Tokens((0, *([9] * len(offsets)), 2), ((0, 0), *offsets, (0, 0)))


def read(found: list[Window]) -> set[int]:
    """The characters that the focus sentences of the windows hold."""
    return {
        at
        for window in found
        for sentence in window.sentences[window.focus :]
        for at in range(max(window.span.start, sentence.span.start), min(window.span.end, sentence.span.end))
    }


def check(document: Document, sentences: list[Sentence], found: list[Window]) -> None:
    """The laws of windows."""
    assert all(len(w.tokens.ids) <= LONGEST for w in found)
    assert read(found) == {at for s in sentences for at in range(s.span.start, s.span.end)}
    whole = Counter(s.index for w in found for s in w.sentences[w.focus :] if w.span.contains(s.span))
    pieces = {s.index for w in found for s in w.sentences[w.focus :] if not w.span.contains(s.span)}
    assert all(whole[s.index] == (0 if s.index in pieces else 1) for s in sentences)


@pytest.mark.parametrize("tokenise", [by_words, dense])
@given(lengths=st.lists(st.integers(1, 3000), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_every_sentence_is_in_focus_once_and_every_window_fits(tokenise: object, lengths: list[int]) -> None:
    """Whatever the lengths: each sentence is read whole in one window or in pieces that miss no character."""
    document, sentences = cut(["x" * length for length in lengths])
    check(document, sentences, windows(document, sentences, tokenise))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["a" * 30_000, "Partei" * 5_000, "😀" * 3_000, "👨‍👩‍👧" * 800, "汉字政党" * 1_500, "1 2 3 " * 3_000 + "x"],
    ids=["letters", "compound", "emoji", "families", "chinese", "numbers"],
)
def test_an_overlong_sentence_is_read_to_its_end(classifier: Classifier, text: str) -> None:
    """Thirty thousand characters without a stop are read in pieces by the real tokenizer, none too long."""
    document, sentences = cut([text])
    check(document, sentences, windows(document, sentences, classifier.tokens))


def test_pieces_of_a_sentence_overlap() -> None:
    """Neighbouring pieces share characters, so that a name at the edge is whole in one of them."""
    document, sentences = cut(["x" * (3 * PIECE)])
    found = windows(document, sentences, by_words)
    assert len(found) > 2
    assert all(a.span.end - b.span.start >= 20 for a, b in pairwise(found))


def test_windows_carry_what_stands_before() -> None:
    """A window that is not the first begins with earlier sentences, at most the agreed number of characters."""
    document, sentences = cut(["x" * 100] * 20)
    later = windows(document, sentences, by_words)[1]
    assert later.focus > 0
    assert sentences[later.sentences[later.focus].index].span.start - later.span.start <= CONTEXT + 2


def test_no_sentences_make_no_windows() -> None:
    """A document without sentences has no windows."""
    assert windows(factory.document(""), [], by_words) == []


def test_token_ranges_are_those_of_the_document() -> None:
    """A span of the document finds its tokens in a window that does not begin at 0."""
    document, sentences = cut(["x" * 400, "y" * 400, "z" * 8])
    last = windows(document, sentences, by_words)[-1]
    start, end = last.token_range(Span(sentences[2].span.start, sentences[2].span.end))
    covered = [last.tokens.offsets[n] for n in range(start, end)]
    assert covered[0][0] + last.span.start <= sentences[2].span.start
    assert covered[-1][1] + last.span.start == sentences[2].span.end
