"""Contradictions in a ledger: the Python twin of `konturen contradictions`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from konturen.api import identify
from konturen.contradictions import Contradiction, contradicting
from konturen.contradictions.rules import rules
from konturen.dates import overlaps, parse, since, until
from konturen.desk.roster import namer
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, RecordedFact
from konturen.lines import Line, fact_line, statement_line
from konturen.pipeline import Pipeline
from konturen.settings import Settings
from konturen.views import Readable

SURE = 0.5
"""Score from which on a statement is compared unless told otherwise: two doubtful readings seldom contradict in
the texts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contradictions: about a relation (or an attribute of facts), clashing within a time (EDTF)."""

    relation: str | None = None
    since: str | None = None
    until: str | None = None


def contradictions(
    ledger: Ledger,
    a: str | None = None,
    b: str | None = None,
    wanted: Wanted | None = None,
    settings: Settings | None = None,
) -> tuple[Contradiction, ...]:
    """What cannot both hold in a ledger: of everybody, of one actor, or of two; see `konturen.contradictions`.

    For one or two actors facts about them are compared, too, so that two holders of one office are found where
    nobody is named or both are. Statements that score below `settings.min_score` (else 0.5) are left out.
    QueryError where a name fits nobody or several or no relation has the name, DateError where a date is none.
    """
    asked = wanted or Wanted()
    _check(asked)
    chosen = settings or Settings(min_score=SURE)
    if a is None:
        a, b = b, None
    reader, ids = ledger.reader, []
    if a is not None or not reader.identities().plain:
        catalog = Pipeline(chosen).catalog_of(ledger)
        reader = reader.named(namer(catalog))
        ids = [identify(reader, name, catalog) for name in (a, b) if name is not None]
    if len(ids) > 1 and ids[0] & ids[1]:
        raise QueryError(f"{a!r} and {b!r} are the same actor.", hint="Name two different ones.")
    return tuple(c for c in _found(reader, ids, chosen.min_score) if _fits(c, asked))


def count_between(reader: Readable, a: frozenset[str], b: frozenset[str], min_score: float = SURE) -> int:
    """How many contradictions a reader holds of two actors."""
    return len(of_pair(reader, a, b, min_score))


def of_pair(
    reader: Readable, a: frozenset[str], b: frozenset[str], min_score: float = SURE
) -> tuple[Contradiction, ...]:
    """The contradictions between two actors, and those of the facts about either."""
    return contradicting(
        reader.statements(Query(between=(a, b), min_score=min_score)),
        [f for f in reader.facts(a | b) if f.fact.score >= min_score],
    )


def _found(reader: Reader, ids: Sequence[frozenset[str]], min_score: float) -> tuple[Contradiction, ...]:
    if len(ids) > 1:
        return of_pair(reader, ids[0], ids[1], min_score)
    actors = ids[0] if ids else None
    facts = [f for f in reader.facts(actors) if f.fact.score >= min_score]
    return contradicting(reader.statements(Query(actors=actors, min_score=min_score)), facts)


def _check(asked: Wanted) -> None:
    """Refuse a date that is none, and a relation or attribute that nothing can be about."""
    for value in (asked.since, asked.until):
        if value is not None:
            parse(value)
    known = (*rules().relations, *rules().attributes)
    if asked.relation is not None and asked.relation not in known:
        raise QueryError(
            f"there is no relation {asked.relation!r}.", hint=f"Choose one of: {', '.join(known)}."
        )


def _fits(found: Contradiction, asked: Wanted) -> bool:
    if asked.relation is not None and found.about != asked.relation:
        return False
    if found.period is None:
        return asked.since is None and asked.until is None
    return (asked.since is None or overlaps(found.period, since(asked.since))) and (
        asked.until is None or overlaps(found.period, until(asked.until))
    )


def lines(found: Sequence[Contradiction]) -> Iterator[Line]:
    """Contradictions in the line format: one object each, with all statements and facts of its sides."""
    for c in found:
        yield {
            "kind": "contradiction",
            "of": c.kind,
            "about": c.about,
            "actors": [{"id": id, "name": name} for id, name in _ends(c)],
            "office": c.names[0] if c.about == "office" else None,
            "period": c.period,
            "basis": c.basis,
            "one_document": c.one_document,
            "reason": c.reason,
            "sides": [
                {"says": s.says, "documents": s.documents, "records": [_line(r) for r in s.records]}
                for s in c.sides
            ],
        }


def _ends(c: Contradiction) -> list[tuple[str, str]]:
    if c.about != "office":
        return list(zip(c.actors, c.names, strict=False))
    names = {r.fact.actor.actor: r.fact.actor.name for side in c.sides for r in side.facts}
    return [(id, names[id]) for id in c.actors]


def _line(record: Recorded | RecordedFact) -> Line:
    d = record.document
    if isinstance(record, RecordedFact):
        line = fact_line(record.fact, record.id)
    else:
        line = statement_line(record.statement, record.id)
    return line | {
        "document_id": d.id,
        "title": d.title,
        "outlet": d.outlet,
        "published": d.published,
        "recorded": record.recorded,
    }
