"""The sentences behind a figure: the statements between some actors, of a relation, a track, a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from konturen.acts import UNDATED, Acts, Flags, Ids, day_number
from konturen.analysis.counting import between as rows_between
from konturen.analysis.counting import distinct
from konturen.codebook import built_in
from konturen.dates import parse
from konturen.desk.quoting import EVERY
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query
from konturen.pages.lines import Line, lines
from konturen.records import STATUSES
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

PAGE = 50
"""Statements on a page."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which statements are wanted. `a` and `b` are ids: with both, statements between the two sides; an empty
    text leaves a condition open; `since` and `until` are EDTF: what may have happened in that time."""

    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    track: str = ""
    speaker: str = ""
    document: str = ""
    since: str = ""
    until: str = ""
    min_score: float = 0.0
    judgement: str = ""

    def query(self) -> Query:
        """What the ledger is asked where persons' judgements decide; the rest is looked at row by row."""
        wanted = frozenset(state for state in EVERY if state == self.judgement)
        between = (frozenset(self.a), frozenset(self.b)) if self.a and self.b else None
        actors = frozenset(self.a or self.b) if not between and (self.a or self.b) else None
        return Query(actors=actors, between=between, min_score=self.min_score, judgement=wanted or None)

    def rows(self, acts: Acts) -> Flags:
        """Which of some statements are wanted."""
        found = np.ones(len(acts), np.bool_)
        if self.a and self.b:
            found &= rows_between(acts, frozenset(self.a), frozenset(self.b))
        elif self.a or self.b:
            found &= acts.of_actors(self.a or self.b)
        for column, names, chosen in (
            (acts.relation, acts.relations, self.relations),
            (acts.status, STATUSES, self.statuses),
            (acts.track, acts.tracks, (self.track,) if self.track else ()),
        ):
            if chosen:
                found &= np.array([name in chosen for name in names] or [False])[column]
        if self.speaker:
            found &= acts.standing_for({self.speaker})[acts.speaker]
        if self.document:
            found &= np.array([one.id == self.document for one in acts.origins] or [False])[acts.document]
        return found & within(acts, self.since, self.until)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The ids of statements in the order in which they are shown, and what they stand on."""

    ids: Ids
    sentences: int
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class Sentences:
    """A page of statements: those of the actors `a`, or between them and `b`; `pages` counts from 1."""

    template: ClassVar[str] = "sentences.html"
    a: tuple[tuple[str, str], ...]
    b: tuple[tuple[str, str], ...]
    chosen: Chosen
    lines: tuple[Line, ...]
    statements: int
    sentences: int
    documents: int
    sources: int
    page: int
    pages: int

    def table(self) -> Table[Row]:
        """The statements of the page, one a row."""
        return Table(Row, map(row_of, self.lines))


@dataclass(frozen=True, slots=True)
class Row:
    """A statement as a row of a table."""

    id: str
    source: str
    source_id: str
    relation: str
    target: str | None
    target_id: str | None
    status: str
    when: str | None
    track: str
    speaker: str | None
    sentence: str
    document: str
    title: str | None
    outlet: str | None
    published: str | None
    place: str
    score: float
    judgement: str


def row_of(line: Line) -> Row:
    """A line as a row of a table."""
    return Row(
        line.id,
        line.source.name,
        line.source.id,
        line.relation,
        line.target.name if line.target else None,
        line.target.id if line.target else None,
        line.status,
        line.when,
        line.track,
        line.speaker.name if line.speaker else None,
        "".join(piece.text for piece in line.pieces),
        line.said.document,
        line.said.title,
        line.said.outlet,
        line.said.published,
        line.said.place,
        line.score,
        line.judgement,
    )


def sentences(ask: Ask) -> Sentences:
    """The statements that fit the address, what happened last first; those without a date are the last ones."""
    book = built_in()
    with ask.reader() as reader:
        a_ids, b_ids = (_ids(ask, reader, name) for name in ("a", "b"))
        whole = bool(ask.one("whole"))
        chosen = Chosen(
            _countries(ask, reader, a_ids) if whole else a_ids,
            _countries(ask, reader, b_ids) if whole else b_ids,
            tuple(ask.every("relation", tuple(book.relations))),
            tuple(ask.every("status", STATUSES)),
            ask.choice("track", ("", *book.tracks), ""),
            ask.one("speaker"),
            ask.one("document"),
            ask.date("since"),
            ask.date("until"),
            ask.number("min_score", 0, most=100) / 100,
            ask.choice("judgement", ("", *sorted(EVERY)), ""),
        )
        found = listed(ask, reader, chosen)
        pages = max(1, -(-len(found.ids) // PAGE))
        page = ask.number("page", 1, 1, pages)
        shown = lines_of(ask, reader, found.ids[(page - 1) * PAGE : page * PAGE])
    a, b = (tuple((id, ask.called(id)) for id in side) for side in (a_ids, b_ids))
    counts = (len(found.ids), found.sentences, found.documents, found.sources)
    return Sentences(a, b, chosen, shown, *counts, page, pages)


def _ids(ask: Ask, reader: Reader, name: str) -> tuple[str, ...]:
    """The actors that a value of the address names, each once."""
    found = (id for one in ask.many(name) for id in sorted(ask.side(one, reader).ids))
    return tuple(dict.fromkeys(found))


def _countries(ask: Ask, reader: Reader, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Of states all the actors of their countries; of others themselves."""
    material = ask.material(reader)
    return tuple(sorted({id for one in ids for id in material.country(one).ids}))


def listed(ask: Ask, reader: Reader, chosen: Chosen) -> Found:
    """The statements that are wanted; kept while nothing is recorded."""
    stamp = ask.moment.stamp.told
    return ask.site.kept.of(("listed", chosen, ask.known), stamp, lambda: _listed(ask, reader, chosen))


def _listed(ask: Ask, reader: Reader, chosen: Chosen) -> Found:
    acts = reader.acts(chosen.query()) if chosen.judgement else ask.acts(reader, chosen.min_score)
    return ordered(acts.where(chosen.rows(acts)).compact())


def ordered(acts: Acts) -> Found:
    """Statements in the order in which they are shown: what happened last first, undated ones at the end."""
    order = np.lexsort((acts.ids, -acts.first.astype(np.int64)))
    counts = distinct(acts.sentence), distinct(acts.document), distinct(acts.origin)
    return Found(acts.ids[order], *counts)


def lines_of(ask: Ask, reader: Reader, ids: Sequence[str] | Ids) -> tuple[Line, ...]:
    """The statements of these ids as lines, in their order."""
    ids = [id.decode() for id in ids] if isinstance(ids, np.ndarray) else ids
    wanted = frozenset(ids)
    read = reader.statements(Query(ids=wanted, judgement=EVERY)) if wanted else ()
    held = {one.id: one for one in read}
    return lines(ask, (held[id] for id in ids if id in held))


def within(acts: Acts, since: str, until: str) -> Flags:
    """Which statements tell what may have happened between two dates (EDTF; empty is open); what has no date
    may not."""
    if not since and not until:
        return np.ones(len(acts), np.bool_)
    from_, to = parse(since).earliest if since else None, parse(until).latest if until else None
    found: Flags = (acts.first != UNDATED) | (acts.last != UNDATED)
    if from_ is not None:
        found &= acts.last >= day_number(from_)
    if to is not None:
        found &= acts.first <= day_number(to)
    return found


PLACES = (Place("/sentences", sentences),)
