"""Who acts on whom among several actors, counted: by ordered pair, relation and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, literal, null, select

from konturen.codebook import Codebook
from konturen.ledger import schema
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import holding
from konturen.ledger.values import Recorded

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """How many statements have this source, target, relation and status; what is mutual stands as it is stored.

    Source and target are one actor where a statement's ends have become one by a merge.
    """

    source: str
    target: str
    relation: str
    status: str
    statements: int


def cells(
    connection: Connection,
    identities: Identities,
    actors: Iterable[str],
    min_score: float = 0.0,
    judged: bool = False,
) -> tuple[Cell, ...]:
    """The counts between these actors as all judgements read them, in order; what has none is left out.

    A statement counts if its coder was as sure as `min_score` and, with `judged`, nobody has judged it.
    """
    wanted = frozenset(map(identities.representative, actors))
    ids = identities.all_sources(wanted)
    s, coding = schema.statements.c, schema.codings.c
    # Where a split looks at texts or words, each statement is its own group.
    where = (
        (s.document_id, s.source_surface, s.target_surface) if identities.placed else (null(), null(), null())
    )
    scored = min_score > 0
    number = func.count(distinct(s.id)) if scored else func.count()
    ends = (s.source_actor, s.target_actor, s.relation, s.status)
    chosen = select(*ends, *where, number).where(holding(s.source_actor, ids), holding(s.target_actor, ids))
    chosen = chosen.group_by(*ends, *(where if identities.placed else ()))
    if scored:
        chosen = chosen.join(schema.codings, coding.claim_id == s.id).where(coding.score >= literal(min_score))
    found: Counter[Key] = Counter()
    if judged:
        said = select(schema.verdicts.c.subject).where(schema.verdicts.c.kind == "statement")
        chosen = chosen.where(s.id.not_in(said))
    rows = connection.execute(chosen).all()
    if not identities.touched:  # every id means itself: each group is a cell
        held = sorted((row[0], row[1], row[2], row[3], row[7]) for row in rows)
        return tuple(Cell(*key) for key in held)
    for row in rows:
        source, target, relation, status, document, acting, concerned, count = tuple(row)
        a, b = identities.resolve(source, document, acting), identities.resolve(target, document, concerned)
        if a in wanted and b in wanted:
            found[a, b, relation, status] += count
    return _ordered(found)


def joined(found: Iterable[Cell], further: Iterable[Recorded], wanted: frozenset[str]) -> tuple[Cell, ...]:
    """The counts with further statements, of which those between wanted actors count."""
    counts = Counter({(c.source, c.target, c.relation, c.status): c.statements for c in found})
    for s in (recorded.statement for recorded in further):
        if s.target and s.source.actor in wanted and s.target.actor in wanted:
            counts[s.source.actor, s.target.actor, s.relation, s.status] += 1
    return _ordered(counts)


def _ordered(found: Counter[Key]) -> tuple[Cell, ...]:
    return tuple(Cell(*key, count) for key, count in sorted(found.items()))


def by_kind(found: Iterable[Cell], codebook: Codebook) -> dict[tuple[str, str, str], int]:
    """The counts by source, target and the relation's class: cooperation, request, conflict or structure."""
    kinds: Counter[tuple[str, str, str]] = Counter()
    for cell in found:
        kinds[cell.source, cell.target, codebook.relations[cell.relation].kind] += cell.statements
    return dict(kinds)
