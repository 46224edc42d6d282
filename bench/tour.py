"""One address of every page of the desk, for a ledger: what screenshots, examinations and benches walk through.

    for name, path in tour(ledger): ...

The actors are those of the pair with most statements; the text is the newest one that says something of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from konturen.ledger import schema
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query
from konturen.web import urls


def tour(ledger: Ledger, number: int = 0) -> tuple[tuple[str, str], ...]:
    """The pages by name; only those of texts and actors that the ledger holds. `number` takes not the first pair
    of actors but one behind it."""
    fixed = (
        ("inbox", urls.inbox()),
        ("review", urls.review()),
        ("actors", urls.actors()),
        ("saved", urls.saved()),
        ("matrix", urls.matrix()),
        ("timeline", urls.timeline()),
        ("network", urls.network()),
        ("tracks", urls.tracks()),
        ("contours", urls.contours()),
        ("changes", urls.changes()),
        ("sources", urls.sources()),
        ("search", urls.search()),
    )
    found = _pair(ledger, number)
    if found is None:
        return fixed
    a, b = found
    records = ledger.reader.statements(Query(between=(frozenset({a}), frozenset({b}))))
    one = max(records, key=lambda r: (r.recorded, r.id))
    place = (one.statement.evidence.start, one.statement.evidence.end)
    return (
        *fixed,
        ("search-found", urls.search(q=_word(one.statement.evidence.text))),
        ("reader", urls.text(one.document.id, *place)),
        ("pair", urls.pair(a, b)),
        ("actor", urls.actor(a)),
        ("who", urls.who(a)),
        ("timeline-pair", urls.timeline(a=a, b=b)),
        ("network-actor", urls.network(a=a)),
        ("tracks-pair", urls.tracks(a=a, b=b)),
        ("matrix-two", urls.matrix(a=a, b=b)),
        ("contours-actor", urls.contours(a=a)),
        ("review-pair", urls.review(a=a, b=b)),
        ("sentences", urls.sentences(a=a, b=b)),
    )


def _pair(ledger: Ledger, number: int) -> tuple[str, str] | None:
    """The two actors between whom most is said; two states or parties where there are any."""
    s = schema.statements.c
    ends = (s.source_actor, s.target_actor)
    both = select(*ends).where(s.target_actor.is_not(None), s.source_actor != s.target_actor).group_by(*ends)
    alike = both.where(s.source_type == s.target_type, s.source_type.in_(("state", "party")))
    with ledger.reader._call() as connection:
        rows = (
            connection.execute(q.order_by(func.count().desc(), *ends).offset(number).limit(1)).first()
            for q in (alike, both)
        )
        row = next((row for row in rows if row is not None), None)
    if row is None:
        return None
    meant = ledger.reader.identities()
    return meant.representative(row[0]), meant.representative(row[1])


def _word(sentence: str) -> str:
    """The longest word of a sentence: the first ones stand in every text."""
    return max(sentence.split(), key=len).strip('"„“«»().,')
