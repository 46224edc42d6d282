"""A search as SQL: which passages to read; perhaps too many, never too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from konturen.dates import DateError, parse
from konturen.ledger import schema
from konturen.ledger.dialects import search_match
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import holding
from konturen.ledger.options import Alternative
from konturen.ledger.reviewed import Review
from konturen.ledger.search_query import SearchQuery, Term
from konturen.ledger.verdicts import VerdictKind
from konturen.names.search_words import wanted
from konturen.names.text import fold

Ids = frozenset[str]
FEW = 2000
"""Below so many statements or facts it is quicker to begin with them than with the passages."""
COMPARE = {">": gt, ">=": ge, "<": lt, "<=": le}
_PASSAGE, _STATEMENT, _FACT = schema.passages.c, schema.statements.c, schema.facts.c


@dataclass(frozen=True, slots=True)
class Meant:
    """The ids that the names in a search mean, in the order of its fields."""

    actors: tuple[Ids, ...] = ()
    pairs: tuple[tuple[Ids, Ids], ...] = ()
    speakers: tuple[Ids, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A search with all that its conditions need."""

    query: SearchQuery
    meant: Meant
    identities: Identities
    review: Review = field(default_factory=Review)


def passages(connection: Connection, asked: Asked) -> tuple[Select[Any], ColumnElement[int]]:
    """The passages that may be answers, and their key: the larger, the earlier in the answer."""
    query = asked.query
    columns = (_PASSAGE.document_id, _PASSAGE.start, _PASSAGE.end)
    groups = [[a for term in group for a in alternatives(term)] for group in query.wanted]
    unwanted = [a for term in query.unwanted for a in alternatives(term)]
    key: ColumnElement[int] = _PASSAGE.id
    if groups:
        words, key, match = search_match(connection, groups, unwanted)
        found = select(key.label("id"), *columns).join_from(words, schema.passages, _PASSAGE.id == key)
        found = found.where(match)
    else:
        found = select(key.label("id"), *columns)
        if unwanted:
            words, other, match = search_match(connection, [unwanted], [])
            found = found.where(key.not_in(select(other).select_from(words).where(match)))
    return found.where(*_conditions(connection, asked)).order_by(key.desc()), key


def alternatives(term: Term) -> list[Alternative]:
    """What the index is asked for where this term is looked for."""
    if term.kind == "word":
        return [((one,), False) for one in sorted(wanted(term.words[0]))]
    return [(term.words, term.kind == "prefix")]


def _conditions(connection: Connection, asked: Asked) -> list[ColumnElement[bool]]:
    query = asked.query
    document = schema.documents.c
    found: list[ColumnElement[bool]] = []
    of_document: list[ColumnElement[bool]] = []
    if query.languages:
        of_document.append(document.language.in_(query.languages))
    if query.genres:
        of_document.append(document.genre.in_(query.genres))
    if query.outlets:
        of_document.append(document.outlet.in_(_outlets(connection, query)))
    if query.of_statements:
        found.append(_of_claims(connection, asked))
    else:
        found += [_mentions(connection, asked, ids) for ids in asked.meant.actors]
        of_document += _in_time(query, document.published)
    if of_document:
        found.append(exists().where(document.id == _PASSAGE.document_id, *of_document))
    return found


def _outlets(connection: Connection, query: SearchQuery) -> list[str]:
    """The outlets as texts name them whose names hold a wanted one, case and diacritics aside."""
    outlet = schema.documents.c.outlet
    named = connection.execute(select(outlet).where(outlet.is_not(None)).distinct()).scalars()
    wanted = [f" {fold(name)} " for name in query.outlets]
    return [name for name in named if any(one in f" {fold(name)} " for one in wanted)]


def _of_claims(connection: Connection, asked: Asked) -> ColumnElement[bool]:
    """That a statement or a fact that may fit has its evidence in the passage."""
    kinds = [(schema.statements, statement_conditions)]
    if not asked.query.of_statements_only:
        kinds.append((schema.facts, fact_conditions))
    found: list[ColumnElement[bool]] = []
    for table, conditions_of in kinds:
        conditions = conditions_of(connection, asked)
        selective = _are_few(connection, table, conditions)
        passage = schema.passages.alias() if selective else schema.passages
        beside = and_(
            table.c.document_id == passage.c.document_id,
            table.c.evidence_start < passage.c.end,
            table.c.evidence_end > passage.c.start,
        )
        if selective:
            own = select(passage.c.id).join_from(table, passage, beside).where(*conditions)
            found.append(_PASSAGE.id.in_(own))
        else:
            conditions = conditions_of(connection, asked, in_texts=True)
            found.append(select(literal(1)).select_from(table).where(beside, *conditions).exists())
        found += _moved(connection, asked, "statement" if table is schema.statements else "fact")
    return or_(*found)


def _are_few(connection: Connection, table: FromClause, conditions: Sequence[ColumnElement[bool]]) -> bool:
    """Whether few rows fit. Of few the passages are looked up; where they are many, passages are looked at in
    turn, and the first ones that fit are soon found. The databases' own guesses at it are wrong too often."""
    probe = select(literal(1)).select_from(table).where(*conditions).limit(FEW)
    return len(connection.execute(probe).all()) < FEW


def _moved(connection: Connection, asked: Asked, kind: VerdictKind) -> list[ColumnElement[bool]]:
    """The passages of evidence that was amended: it may stand elsewhere than it was coded."""
    amended = asked.review.amended(connection, kind)
    places = {id: fields["evidence"] for id, fields in amended.items() if "evidence" in fields}
    if not places:
        return []
    table = schema.statements if kind == "statement" else schema.facts
    wanted = select(table.c.id, table.c.document_id).where(holding(table.c.id, places))
    return [
        and_(
            _PASSAGE.document_id == document,
            _PASSAGE.start < places[id]["end"],
            _PASSAGE.end > places[id]["start"],
        )
        for id, document in connection.execute(wanted)
        if id in places
    ]


def statement_conditions(
    connection: Connection, asked: Asked, in_texts: bool = False
) -> list[ColumnElement[bool]]:
    """What a statement has to be, as far as its row tells, or has become by amendments; `in_texts` where the
    texts are known in which it is looked for."""
    amended = asked.review.amended(connection, "statement")
    return _or_amended(_statement_row(asked, in_texts), _STATEMENT.id, amended, _statement_fields(asked))


def fact_conditions(connection: Connection, asked: Asked, in_texts: bool = False) -> list[ColumnElement[bool]]:
    """What a fact has to be, as far as its row tells, or has become by amendments; as for statements."""
    amended = asked.review.amended(connection, "fact")
    asks = {"actor"} if asked.meant.actors else set[str]()
    return _or_amended(_fact_row(asked, in_texts), _FACT.id, amended, asks | _time_fields(asked))


def _or_amended(
    conditions: list[ColumnElement[bool]],
    claim: ColumnElement[str],
    amended: Mapping[str, Mapping[str, Any]],
    asks: set[str],
) -> list[ColumnElement[bool]]:
    """The conditions, or that the claim was amended in a field that they ask for; the reading is exact."""
    concerned = sorted(id for id, fields in amended.items() if fields.keys() & asks)
    if not concerned or not conditions:
        return conditions
    return [or_(and_(*conditions), holding(claim, concerned))]


def _time_fields(asked: Asked) -> set[str]:
    return {"when"} if asked.query.after or asked.query.before else set()


def _statement_fields(asked: Asked) -> set[str]:
    """The fields of a statement that a search asks for."""
    query, meant = asked.query, asked.meant
    asks = _time_fields(asked)
    if meant.actors or meant.pairs:
        asks |= {"source", "target"}
    fields = (
        ("speaker", meant.speakers),
        ("relation", query.relations),
        ("status", query.statuses),
        ("track", query.tracks),
    )
    return asks | {name for name, given in fields if given}


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as no index has it: a text has few rows, an actor may have many, and the database does not know
    which index is the better one."""
    return column.concat("")


def _statement_row(asked: Asked, in_texts: bool) -> list[ColumnElement[bool]]:
    """What a statement has to be, as far as its row tells."""
    query, meant, s = asked.query, asked.meant, _STATEMENT
    ends = (s.source_actor, s.target_actor)
    source, target = map(_unindexed, ends) if in_texts else ends
    ids = asked.identities.all_sources
    found: list[ColumnElement[bool]] = []
    for actor in meant.actors:
        found.append(or_(holding(source, ids(actor)), holding(target, ids(actor))))
    if meant.pairs:
        sides = [(ids(a), ids(b)) for a, b in meant.pairs]
        both = [(a, b) for one, other in sides for a, b in ((one, other), (other, one))]
        found.append(or_(*(and_(holding(source, a), holding(target, b)) for a, b in both)))
    if meant.speakers:
        found.append(holding(s.speaker_actor, ids(frozenset[str]().union(*meant.speakers))))
    lists = ((s.relation, query.relations), (s.status, query.statuses), (s.track, query.tracks))
    found += [column.in_(values) for column, values in lists if values]
    return [*found, *_in_time(query, s.when), *_scored(asked, s.id)]


def _fact_row(asked: Asked, in_texts: bool) -> list[ColumnElement[bool]]:
    """What a fact has to be, as far as its row tells."""
    query, f = asked.query, _FACT
    column = _unindexed(f.actor_actor) if in_texts else f.actor_actor
    held = [holding(column, asked.identities.all_sources(actor)) for actor in asked.meant.actors]
    return [*held, *_in_time(query, f.when), *_scored(asked, f.id)]


def _scored(asked: Asked, claim: ColumnElement[str]) -> list[ColumnElement[bool]]:
    query = asked.query
    said = asked.review.said_to_be(claim, query.judgements)
    if not query.score:
        return said
    coding = schema.codings.alias().c
    bounds = [COMPARE[sign](coding.score, number) for sign, number in query.score]
    return [exists().where(coding.claim_id == claim, *bounds), *said]


def _mentions(connection: Connection, asked: Asked, actor: Ids) -> ColumnElement[bool]:
    """That the passage names an actor."""
    m = schema.mentions.c
    ids = asked.identities.all_sources(actor)
    named = holding(m.actor, ids)
    selective = _are_few(connection, schema.mentions, [named])
    passage = schema.passages.alias().c if selective else _PASSAGE
    inside = and_(m.document_id == passage.document_id, m.start >= passage.start, m.start < passage.end)
    if selective:
        own = select(passage.id).where(inside, named)
        return _PASSAGE.id.in_(own)
    beside = holding(_unindexed(m.actor), ids)
    return select(literal(1)).select_from(schema.mentions).where(inside, beside).exists()


def _in_time(query: SearchQuery, when: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Rough bounds by the years of an EDTF value; `in_time` is exact."""
    found: list[ColumnElement[bool]] = []
    if query.after or query.before:
        found.append(when.is_not(None))
    if query.after:
        # A winter reaches into the next year.
        found.append(_last_year(when) >= f"{max(_first_day(query.after).year - 1, 0):04d}")
    if query.before:
        first = func.replace(func.replace(func.substr(when, 1, 4), "X", "0"), "..", "0000")
        found.append(first <= f"{_first_day(query.before).year:04d}")
    return found


def _last_year(when: ColumnElement[Any]) -> ColumnElement[Any]:
    """The year in which an EDTF value ends, as four digits; `9999` where its end is open."""
    # The first end of an interval has so many characters: `..`, a year, month or day, perhaps with a sign.
    slashes = [
        (func.substr(when, at, 1) == "/", func.substr(when, at + 1, 4)) for at in (3, 5, 6, 8, 9, 11, 12)
    ]
    year = func.replace(case(*slashes, else_=func.substr(when, 1, 4)), "X", "9")
    return func.replace(year, "..", "9999")


def _first_day(value: str) -> date:
    return parse(value).earliest or date.min


def in_time(query: SearchQuery, when: str | None) -> bool:
    """Whether a date may lie within the bounds of a search; what has no date does not."""
    if not query.after and not query.before:
        return True
    try:
        value = parse(when) if when else None
    except DateError:
        return False
    if value is None:
        return False
    if query.after and (value.latest or date.max) < _first_day(query.after):
        return False
    return not query.before or (value.earliest or date.min) < _first_day(query.before)


def in_bounds(query: SearchQuery, score: float) -> bool:
    """Whether a score lies within the bounds of a search."""
    return all(COMPARE[sign](score, number) for sign, number in query.score)


def any_of(sides: Sequence[tuple[Ids, Ids]], one: str, other: str | None) -> bool:
    """Whether two ends are one of these pairs, in either order."""
    return any((one in a and other in b) or (one in b and other in a) for a, b in sides)
