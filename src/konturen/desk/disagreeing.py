"""Where sources, languages and persons disagree: the Python twin of `konturen disagreement`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from konturen.analysis.disagreement import Split
from konturen.analysis.disagreement import disagreement as splits
from konturen.analysis.telling import MONTHS, By
from konturen.analysis.verdicts import Rated, Share, shares
from konturen.desk.analysing import Held, apart, material
from konturen.errors import QueryError
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, State
from konturen.settings import Settings
from konturen.tables import Table

PARTS = 500
"""Statements that persons judged, read at once."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where sources do not tell the same (`splits`), and what persons say of what coders found (`shares`)."""

    splits: Table[Split]
    shares: Table[Share]


def disagreement(
    ledger: Held,
    a: str | None = None,
    b: str | None = None,
    *,
    by: By = "year",
    settings: Settings | None = None,
) -> Disagreement:
    """Disagreement on everybody, on one actor or on two; of two also outlets and languages that differ in
    degree only.

    What persons judged counts at every score. QueryError where a name fits nobody or several.
    """
    if by not in MONTHS:
        raise QueryError(f"by: there is no {by!r}.", hint=f"Choose one of: {', '.join(MONTHS)}.")
    chosen = material(ledger, settings)
    sides = [chosen.side(name) for name in (a, b) if name is not None]
    both = apart((sides[0], sides[1])) if len(sides) > 1 else None
    query = Query(
        actors=sides[0].ids if len(sides) == 1 else None,
        between=(both[0].ids, both[1].ids) if both else None,
        min_score=chosen.min_score,
    )
    found = splits(chosen.reader.acts(query), chosen.codebook, by, opposite=both is None)
    return Disagreement(found, shares(_rated(chosen.reader, query)))


def _rated(reader: Reader, query: Query) -> list[Rated]:
    subjects = sorted({one.verdict.subject for one in reader.verdicts("statement") if one.stands})
    said: frozenset[State] = frozenset({"accepted", "amended", "rejected", "unsure", "disputed"})
    rated: list[Rated] = []
    for at in range(0, len(subjects), PARTS):
        ids = frozenset(subjects[at : at + PARTS])
        rated += map(_rating, reader.statements(replace(query, ids=ids, judgement=said, min_score=0.0)))
    return rated


def _rating(one: Recorded) -> Rated:
    """As the coder found it: what persons amended is not what it is judged by."""
    said, state = one.original or one.statement, one.judgement.state
    if state == "none":
        raise ValueError("nobody judged it")
    return Rated(one.id, said.coder, said.relation, said.status, one.document.language, said.score, state)
