"""Layout of a text: every part and piece together are the text, whatever it holds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.pages.laid_out import PAGE, PART_COST, LaidOut, Mark, Part, laid_out, pieces
from konturen.records import Skipped, Span
from tests.factory import document

WORDS = st.text(
    st.sampled_from("aÄя .!?\n\r\t\u2028\u202e\u0301👩‍👩‍👧ع—„“()0") | st.characters(exclude_categories=["Cs"]),
    max_size=300,
)


def parts_of(laid: LaidOut) -> list[Part]:
    """All parts of all pages."""
    return [part for page in laid.pages for block in page for part in block.parts]


def covers(laid: LaidOut, text: str) -> bool:
    """Whether the parts lie side by side from the first character to the last."""
    parts = parts_of(laid)
    if not parts:
        return not text
    return (
        parts[0].start == 0 and parts[-1].end == len(text) and all(a.end == b.start for a, b in pairwise(parts))
    )


@settings(max_examples=300, deadline=None)
@given(WORDS, st.lists(st.tuples(st.integers(0, 299), st.integers(1, 60)), max_size=5))
def test_the_parts_are_the_text(text: str, shell: list[tuple[int, int]]) -> None:
    """No character is lost or doubled, also where shell lies anywhere."""
    ends = [(start, min(start + length, len(text))) for start, length in shell]
    skipped = tuple(Skipped(Span(start, end), "tags") for start, end in ends if start < end)
    laid = laid_out(document(text, shell=skipped))
    assert covers(laid, text)
    for page in laid.pages:
        for block in page:
            assert block.start < block.end


@settings(max_examples=300, deadline=None)
@given(WORDS, st.lists(st.tuples(st.integers(0, 299), st.integers(1, 80)), max_size=12))
def test_the_pieces_are_the_parts(text: str, marked: list[tuple[int, int]]) -> None:
    """Marks that lie over each other, over several parts and beyond the text change no letter; each marked
    character is marked, and no other."""
    parts = parts_of(laid_out(document(text)))
    marks = [Mark(start, start + length, "actor", "party", str(start), "A") for start, length in marked]
    found = pieces(text, parts, marks)
    for part, own in zip(parts, found, strict=True):
        assert "".join(piece.text for piece in own) == text[part.start : part.end]
        at = part.start
        for piece in own:
            for offset in range(at, at + len(piece.text)):
                over = {mark.actor for mark in marks if mark.start <= offset < mark.end}
                assert {actor for actor, _ in piece.actors} == over
            at += len(piece.text)


def test_the_shortest_name_comes_first() -> None:
    """A party named inside the name of its youth organisation: the inner words are the party's first."""
    text = "die Junge Garde von Einiges Russland tagt"
    outer = Mark(4, 36, "actor", "organisation", "org-garde", "Junge Garde")
    inner = Mark(20, 36, "actor", "party", "party-er", "Einiges Russland")
    found = pieces(text, [Part(0, len(text), 1)], [outer, inner])[0]
    assert [(piece.text, piece.type, piece.begins) for piece in found] == [
        ("die ", "", False),
        ("Junge Garde von ", "organisation", True),
        ("Einiges Russland", "party", True),
        (" tagt", "", False),
    ]
    assert [actor for actor, _ in found[2].actors] == ["party-er", "org-garde"]


def test_headings_and_paragraphs_are_told_apart() -> None:
    """A short line without a stop is a heading, what stands around the text is shell."""
    text = "Teilen\n\nWas bevorsteht\n\nDie Partei tagt. Sie wählt.\n\n  \n"
    laid = laid_out(document(text, shell=(Skipped(Span(0, 6), "share-button"),)))
    assert [block.kind for block in laid.pages[0]] == ["shell", "heading", "text"]
    assert [[part.number for part in block.parts if part.number] for block in laid.pages[0]] == [
        [],
        [1],
        [2, 3],
    ]
    assert laid.words == 7


def test_a_long_text_is_paged_and_every_character_has_its_page() -> None:
    """Pages are no longer than they may be, with paragraphs whole, torn between sentences, or torn hard."""
    for text in ("Ein Satz von acht Wörtern steht hier so. " * 3000, "wort" * 60_000, ("A b c.\n\n" * 20_000)):
        laid = laid_out(document(text))
        assert covers(laid, text)
        assert len(laid.pages) > 1
        for number, page in enumerate(laid.pages, 1):
            assert sum(p.end - p.start + PART_COST for block in page for p in block.parts) <= PAGE + PART_COST
            assert laid.page_of(page[0].start) == laid.page_of(page[-1].end - 1) == number
