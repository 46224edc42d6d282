"""Statements, facts and mentions as persons have judged them: amended, left out, with what was said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from konturen.ledger import schema, verdicts
from konturen.ledger.amending import applied
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import MOST, Reading
from konturen.ledger.values import UNJUDGED, Judged, Query, Recorded, RecordedFact, Said, State, VerdictWord
from konturen.ledger.verdicts import Verdict, VerdictKind

FEW = 2000
"""Verdicts on more subjects than this are read with all others of their kind."""
SAYS: Mapping[VerdictWord, State] = {
    "accept": "accepted",
    "reject": "rejected",
    "amend": "amended",
    "unsure": "unsure",
}
_V = schema.verdicts.c


def judged(said: Iterable[Verdict]) -> Judged:
    """How something is judged of which each of several persons says something."""
    ordered = sorted(said, key=lambda v: v.id)
    if not ordered:
        return UNJUDGED
    decided = {(v.verdict, v.amended) for v in ordered if v.verdict != "unsure"}
    state: State = "unsure" if not decided else "disputed"
    if len(decided) == 1:
        ((word, _),) = decided
        state = SAYS[word]
    return Judged(state, tuple(Said(v.id, v.verdict, v.by, v.recorded, v.note, v.fields) for v in ordered))


def all_judged(rows: Iterable[Verdict]) -> dict[str, Judged]:
    """How each subject is judged on which some verdict stands."""
    return {subject: judged(said.values()) for subject, said in verdicts.latest(rows).items()}


def wanted_state(state: State, wanted: Collection[State] | None) -> bool:
    """Whether something judged so is to be shown; None wants all but what is rejected."""
    return state != "rejected" if wanted is None else state in wanted


@dataclass(frozen=True, slots=True)
class Review:
    """Reads claims with the verdicts on them; a ledger of an older form has none (`there`)."""

    there: bool = True

    def conditions(
        self, claim: ColumnElement[str], score: ColumnElement[float], query: Query
    ) -> list[ColumnElement[bool]]:
        """Rough conditions of a query's score and judgement on a claim: perhaps too many fit, never too few."""
        reached = score >= query.min_score
        if self.there and query.min_score > 0:  # a machine outranks nobody
            reached = or_(reached, exists().where(_V.subject == claim, _V.verdict.in_(("accept", "amend"))))
        return [reached, *self.said_to_be(claim, query.judgement or ())]

    def said_to_be(self, claim: ColumnElement[str], states: Collection[State]) -> list[ColumnElement[bool]]:
        """Rough condition that a claim may be judged so; none where it may be judged by nobody."""
        if not self.there or not states or "none" in states:
            return []
        return [exists().where(_V.subject == claim)]

    def subjects(self, connection: Connection, kind: VerdictKind) -> frozenset[str]:
        """On what of a kind anybody has said something, taken back or not."""
        if not self.there:
            return frozenset()
        return frozenset(connection.execute(select(_V.subject).where(_V.kind == kind).distinct()).scalars())

    def judged(self, connection: Connection, kind: VerdictKind, subjects: Iterable[str]) -> dict[str, Judged]:
        """How these subjects are judged; those that nobody judged are not among them."""
        if not self.there or not verdicts.any_there(connection):
            return {}
        chosen = set(subjects)
        rows = verdicts.load(connection, kind, chosen if len(chosen) <= FEW else None)
        return all_judged(rows)

    def statements(
        self, connection: Connection, found: Sequence[Recorded], wanted: Collection[State] | None = None
    ) -> list[Recorded]:
        """The statements of the wanted states, amended where persons have amended them."""
        known = self.judged(connection, "statement", (r.id for r in found))
        read = [_statement(r, known.get(r.id, UNJUDGED)) for r in found] if known else found
        return [r for r in read if wanted_state(r.judgement.state, wanted)]

    def facts(
        self, connection: Connection, found: Sequence[RecordedFact], wanted: Collection[State] | None = None
    ) -> list[RecordedFact]:
        """The facts of the wanted states, amended where persons have amended them."""
        known = self.judged(connection, "fact", (f.id for f in found))
        read = [_fact(f, known.get(f.id, UNJUDGED)) for f in found] if known else found
        return [f for f in read if wanted_state(f.judgement.state, wanted)]

    def amended(self, connection: Connection, kind: VerdictKind) -> dict[str, dict[str, Any]]:
        """The claims that read as amended, with the fields that differ."""
        if not self.there:
            return {}
        wanted = select(_V.subject).where(_V.kind == kind, _V.verdict == "amend").distinct()
        subjects = list(connection.execute(wanted).scalars())
        known = self.judged(connection, kind, subjects) if subjects else {}
        return {
            subject: next(dict(said.amended) for said in j.verdicts if said.amended)
            for subject, j in known.items()
            if j.state == "amended"
        }

    def astray(self, connection: Connection, query: Query, identities: Identities) -> list[str]:
        """The statements that a query may not find as they were coded, and does as they were amended."""
        ids: set[str] = set()
        if query.actors is not None:
            ids |= identities.all_sources(query.actors)
        for side in query.between or ():
            ids |= identities.all_sources(side)
        plain = {name: getattr(query, name) for name in ("relation", "status")}
        if not ids and not any(plain.values()):
            return []
        return sorted(
            subject
            for subject, fields in self.amended(connection, "statement").items()
            if any(fields.get(name) == value for name, value in plain.items() if value is not None)
            or any((fields.get(end) or {}).get("actor") in ids for end in ("source", "target"))
        )

    def astray_facts(
        self, connection: Connection, actors: frozenset[str] | None, identities: Identities
    ) -> list[str]:
        """The facts that are about other actors as they were amended."""
        if actors is None:
            return []
        ids = identities.all_sources(actors)
        found = self.amended(connection, "fact").items()
        return sorted(subject for subject, fields in found if (fields.get("actor") or {}).get("actor") in ids)

    def rejected(self, connection: Connection) -> frozenset[Reading]:
        """The readings of mentions that persons reject."""
        if not self.there or not verdicts.any_there(connection):
            return frozenset()
        known = all_judged(verdicts.load(connection, "mention"))
        return frozenset(_reading(subject) for subject, j in known.items() if j.state == "rejected")


def fits(query: Query, r: Recorded) -> bool:
    """Whether a statement as it reads fits a query's relation, status and score."""
    s = r.statement
    return (
        (query.relation is None or s.relation == query.relation)
        and (query.status is None or s.status == query.status)
        and r.judgement.reaches(s.score, query.min_score)
    )


def parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Ids in pieces that one condition takes."""
    return (ids[at : at + MOST] for at in range(0, len(ids), MOST))


def _statement(r: Recorded, known: Judged) -> Recorded:
    if known.state != "amended":
        return replace(r, judgement=known)
    read = applied(r.statement, next(said.amended for said in known.verdicts if said.amended))
    return replace(r, statement=read, judgement=known, original=r.statement)


def _fact(f: RecordedFact, known: Judged) -> RecordedFact:
    if known.state != "amended":
        return replace(f, judgement=known)
    read = applied(f.fact, next(said.amended for said in known.verdicts if said.amended))
    return replace(f, fact=read, judgement=known, original=f.fact)


def _reading(subject: str) -> Reading:
    document, start, end, actor = subject.split(":", 3)
    return Reading(document, int(start), int(end), actor)
