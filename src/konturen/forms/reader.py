"""What a reader does with a text: keep it for later, write a note beside it, take her own note back.

All of it is hers and changes no statement, so everybody who may read may do it. Notes are seen by all who read
the ledger, with who wrote them and when; what somebody keeps is seen by nobody else.
"""

from __future__ import annotations

from konturen.desk import noting
from konturen.errors import QueryError
from konturen.web import urls
from konturen.web.ask import Ask, Sent
from konturen.web.page import Action, Goto


def keep(ask: Ask, sent: Sent) -> Goto:
    """Keep a text for later, or no longer (`keep` is 0)."""
    document = ask.parts["document"]
    wanted = sent.one("keep", "1")
    if wanted not in ("0", "1"):
        raise QueryError(f"keep has to be 0 or 1, not {wanted[:20]!r}.")
    if wanted == "1":
        noting.keep(document, ask.site.ledger, ask.person.name)
    else:
        noting.let_go(document, ask.site.ledger, ask.person.name)
    back = urls.saved() if sent.one("from") == "saved" else urls.text(document, *(_place(sent) or ()))
    return Goto(back, "text_kept" if wanted == "1" else "text_let_go")


def note(ask: Ask, sent: Sent) -> Goto:
    """Write a note beside a text, or beside words of it."""
    document, place = ask.parts["document"], _place(sent)
    noting.note(document, sent.one("text"), ask.site.ledger, place, ask.person.name)
    return Goto(urls.text(document, *(place or ())), "note_added")


def take_back(ask: Ask, sent: Sent) -> Goto:
    """Take a note of one's own back."""
    number = sent.number("note")
    if number is None:
        raise QueryError(f"there is no note {sent.one('note')[:20]!r}.")
    taken = noting.take_back(number, ask.site.ledger, ask.person.name)
    place = (taken.start, taken.end) if taken.start is not None else ()
    return Goto(urls.text(taken.document, *place), "note_taken_back")


def _place(sent: Sent) -> tuple[int, int] | None:
    """The words that a form is about; QueryError where they are no place."""
    if not sent.one("start") and not sent.one("end"):
        return None
    start, end = sent.number("start"), sent.number("end")
    if start is None or end is None:
        raise QueryError("there is no such place in the text.", hint="Choose words of the text.")
    return start, end


ACTIONS = (
    Action("/texts/{document}/keep", keep, "reader"),
    Action("/texts/{document}/notes", note, "reader"),
    Action("/texts/{document}/notes/back", take_back, "reader"),
)
