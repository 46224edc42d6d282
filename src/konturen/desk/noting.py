"""Notes beside texts and texts kept for later.

note("3f9a1c2b3f9a1c2b", "compare the statement of 2023", ledger, words=(120, 180))
keep("3f9a1c2b3f9a1c2b", ledger)
"""

from __future__ import annotations

from konturen.ledger.ledger import Ledger
from konturen.ledger.notes import Note, Place
from konturen.pipeline import now
from konturen.settings import present_user

__all__ = ["Note", "keep", "let_go", "note", "take_back"]


def note(
    document: str, text: str, ledger: Ledger, words: tuple[int, int] | None = None, by: str | None = None
) -> Note:
    """Write a note beside a text, or beside the words between two offsets of it.

    QueryError where the text or the place is not there, and where the note says nothing.
    """
    place = Place(document, *words) if words else Place(document)
    return ledger.writer.annotate("note", place, by or present_user(), now(), text)[0]


def keep(document: str, ledger: Ledger, by: str | None = None) -> Note:
    """Keep a text for later. QueryError where it is not there."""
    return ledger.writer.annotate("saved", Place(document), by or present_user(), now())[0]


def let_go(document: str, ledger: Ledger, by: str | None = None) -> None:
    """No longer keep a text; nothing happens where it was not kept."""
    who = by or present_user()
    for one in ledger.reader.saved(who):
        if one.document == document:
            ledger.writer.withdraw_note(one.id, who, now())


def take_back(number: int, ledger: Ledger, by: str | None = None) -> Note:
    """Take a note of one's own back. QueryError where there is none of this number."""
    return ledger.writer.withdraw_note(number, by or present_user(), now())
