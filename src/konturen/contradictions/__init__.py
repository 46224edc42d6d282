"""What cannot both hold among statements and facts. It reads values and changes none; nothing is retired."""

from __future__ import annotations

from collections.abc import Iterable

from konturen.codebook import Codebook, built_in
from konturen.contradictions.facts import of_facts
from konturen.contradictions.statements import of_statements
from konturen.contradictions.values import BASES, Contradiction, ContradictionKind, Side
from konturen.ledger.values import Recorded, RecordedFact

__all__ = ["Contradiction", "ContradictionKind", "Side", "contradicting"]


def contradicting(
    statements: Iterable[Recorded], facts: Iterable[RecordedFact] = (), codebook: Codebook | None = None
) -> tuple[Contradiction, ...]:
    """All contradictions: those first whose sentences are dated, then those of more texts, then by time.

    Takes n log n of the number of statements.
    """
    book = codebook or built_in()
    symmetric = frozenset(key for key, relation in book.relations.items() if relation.symmetric)
    found = [*of_statements(statements, symmetric), *of_facts(facts)]
    return tuple(sorted(found, key=_order))


def _order(found: Contradiction) -> tuple[object, ...]:
    documents = sum(side.documents for side in found.sides)
    ids = tuple(record.id for side in found.sides for record in side.records)
    return (BASES.index(found.basis), -documents, found.period or "", found.about, ids)
