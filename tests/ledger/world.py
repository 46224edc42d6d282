"""A small world of actors and texts, and everything that a reader can say about it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from konturen.ledger import schema
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query, Reader
from konturen.records import Coded, Coverage, End, Evidence, Mention, Span
from tests import factory

WHEN = "2026-11-22T12:00:00+00:00"
LATER = "2026-11-23T12:00:00+00:00"
ACTORS = ("new:ada", "new:bob", "new:cem", "party-dan", "state-eve")
NAMES = {"new:ada": "Ada", "new:bob": "Bob", "new:cem": "Cem", "party-dan": "Dan", "state-eve": "Eve"}
TYPES = {"party-dan": "party", "state-eve": "state"}
KNOWN = frozenset({"party-dan", "state-eve"})


def text(number: int, pairs: Sequence[tuple[str, str]]) -> Coded:
    """A text in which the first of each pair meets the second; the first actor of all has seats."""
    words, ends = f"Text {number}. ", []
    for a, b in pairs:
        start = len(words)
        words += f"{NAMES[a]} met {NAMES[b]}."
        second = start + len(f"{NAMES[a]} met ")
        ends.append((_end(a, start), _end(b, second), Evidence(words[start:], start, len(words))))
        words += " "
    mentions = {(end.start, end.actor): end for a, b, _ in ends for end in (a, b)}
    made = [
        Mention(
            Span(e.start, e.end), e.surface, e.type, "name", e.actor, e.name, 0.9, f"test {number} {e.start}"
        )
        for e in mentions.values()
    ]
    source = factory.document(words, location=f"{number}.txt")
    statements = [
        factory.statement(source=a, target=b, speaker=ends[0][1], evidence=evidence, when_text=None)
        for a, b, evidence in ends
    ]
    facts = [factory.fact(actor=ends[0][0], evidence=ends[0][2])]
    return Coded(source, tuple(made), tuple(statements), tuple(facts), Coverage(1, 1, len(words), ()))


def _end(actor: str, start: int) -> End:
    name = NAMES[actor]
    kind: Any = TYPES.get(actor, "person")
    return End(f"{name} of the texts", actor, kind, name, start, start + len(name))


_ADA, _BOB, _CEM, _DAN, _EVE = ACTORS
TEXTS = (
    text(0, [(_ADA, _BOB), (_BOB, _CEM), (_ADA, _BOB)]),
    text(1, [(_DAN, _CEM), (_EVE, _DAN)]),
    text(2, [(_ADA, _EVE), (_CEM, _DAN)]),
)


def seen(reader: Reader) -> list[object]:
    """What every call of a reader gives, but for the log of judgements itself."""
    actors = (*ACTORS, "new:split")
    return [
        reader.documents(),
        [(d.id, reader.holds(d.id), reader.text(d.id), reader.content(d.id)) for d in reader.documents()],
        reader.statements(),
        *(reader.statements(Query(actors=frozenset({a}))) for a in actors),
        *(reader.statements(Query(between=(frozenset({a}), frozenset({b})))) for a, b in pairwise(actors)),
        reader.facts(),
        *(reader.facts(frozenset({a})) for a in actors),
        reader.actors(),
        reader.unknown(50, KNOWN.__contains__),
        *(reader.mentions_of(a) for a in actors),
        [(d.same.left, d.same.right, d.different.left) for d in reader.identities().disputed],
        [reader.identities().members(a) for a in actors],
    ]


def counts(ledger: Ledger) -> dict[str, int]:
    """Number of rows of each table."""
    with ledger._engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in schema.metadata.tables.items()
        }
