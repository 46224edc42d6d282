"""What is said in review: accept, reject, amend, unsure; and the last word taken back."""

from __future__ import annotations

from typing import Any

from konturen.desk import reviewing
from konturen.desk.quoting import EVERY
from konturen.errors import QueryError
from konturen.ledger.values import Query, VerdictWord
from konturen.ledger.verdicts import WORDS
from konturen.records import Statement
from konturen.web import urls
from konturen.web.ask import Ask, Sent
from konturen.web.page import Action, Goto

KEPT = ("order", "who", "language", "relation", "status", "document", "min_score", "a", "b")
"""What of the queue's choice goes on to the next suggestion."""
TEXTS = ("relation", "status", "when", "source", "target", "speaker")
"""Fields of a statement that a form amends as words; empty means none."""


def judge(ask: Ask, sent: Sent) -> Goto:
    """Record what a person says of a statement, and go on to the next one."""
    subject = sent.one("id")
    word = _word(sent.one("verdict"))
    changes = _changes(ask, sent, subject) if word == "amend" else {}
    if word == "amend" and not changes:
        raise QueryError("nothing was amended.", hint="Change a field, or accept the statement as it is.")
    saying = reviewing.Saying(word, changes, sent.one("note") or None, ask.person.name)
    reviewing.judge(subject, saying, ask.site.ledger, ask.site.pipeline.settings)
    return _on(sent, after=subject)


def skip(ask: Ask, sent: Sent) -> Goto:
    """Go on without a word; the statement comes again when the others are done."""
    return _on(sent, after=sent.one("id"))


def undo(ask: Ask, sent: Sent) -> Goto:
    """Take one's last verdict back and show its statement again."""
    said = ask.site.ledger.reader.said(ask.person.name, "9", "9")
    if said.last is None:
        raise QueryError("there is no verdict of yours to take back.")
    number, subject = said.last
    reviewing.undo(number, ask.site.ledger, ask.person.name)
    return _on(sent, at=subject)


def _word(text: str) -> VerdictWord:
    for word in WORDS:
        if word == text:
            return word
    raise QueryError(f"there is no verdict {text[:20]!r}.", hint=f"There are: {', '.join(WORDS)}.")


def _changes(ask: Ask, sent: Sent, subject: str) -> dict[str, Any]:
    """The fields of the form that differ from the statement as it reads."""
    found = ask.site.ledger.reader.statements(Query(ids=frozenset({subject}), judgement=EVERY))
    if not found:
        raise QueryError(f"the ledger holds no statement {subject[:20]}.")
    said = found[0].statement
    now = _now(ask, said)
    changes: dict[str, Any] = {
        name: sent.one(name) or None
        for name in TEXTS
        if name in sent.fields and sent.one(name) not in now[name]
    }
    if "mutual_asked" in sent.fields and bool(sent.one("mutual")) != said.mutual:
        changes["mutual"] = bool(sent.one("mutual"))
    return changes


def _now(ask: Ask, said: Statement) -> dict[str, tuple[str, ...]]:
    """What each field reads as, in the words that a form may hold."""
    found: dict[str, tuple[str, ...]] = {
        "relation": (said.relation,),
        "status": (said.status,),
        "when": (said.when or "",),
    }
    for name in ("source", "target", "speaker"):
        end = getattr(said, name)
        found[name] = (end.actor, end.name, ask.called(end.actor, end.name)) if end else ("",)
    return found


def _on(sent: Sent, **where: str) -> Goto:
    return Goto(urls.review(**{name: sent.many(name) for name in KEPT}, **where))


ACTIONS = (
    Action("/review", judge),
    Action("/review/skip", skip),
    Action("/review/undo", undo),
)
