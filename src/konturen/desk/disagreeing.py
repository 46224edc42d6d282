"""Where sources, languages and persons disagree: the Python twin of `konturen disagreement`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from konturen.analysis.disagreement import Split
from konturen.analysis.disagreement import disagreement as splits
from konturen.analysis.telling import MONTHS, By
from konturen.analysis.verdicts import Rated, Share, shares
from konturen.api import identify
from konturen.codebook import built_in
from konturen.desk.analysing import SURE
from konturen.desk.roster import namer
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, State
from konturen.pipeline import Pipeline
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
    ledger: Ledger,
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
    chosen = settings or Settings(min_score=SURE)
    catalog = Pipeline(chosen).catalog_of(ledger)
    reader = ledger.reader.named(namer(catalog))
    sides = [identify(reader, name, catalog) for name in (a, b) if name is not None]
    if len(sides) > 1 and sides[0] & sides[1]:
        raise QueryError(f"{a!r} and {b!r} are the same actor.", hint="Name two different ones.")
    query = Query(
        actors=sides[0] if len(sides) == 1 else None,
        between=(sides[0], sides[1]) if len(sides) > 1 else None,
        min_score=chosen.min_score,
    )
    found = splits(reader.acts(query), built_in(), by, opposite=len(sides) < 2)
    return Disagreement(found, shares(_rated(reader, query)))


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
