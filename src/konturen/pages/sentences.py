"""The sentences behind a figure: the statements between some actors, of a relation, a track, a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from konturen.codebook import built_in
from konturen.dates import DateError, parse, sort_key
from konturen.desk.quoting import EVERY
from konturen.ledger.acts import Light
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, State
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
        """What the ledger is asked; the rest is looked at row by row."""
        single = {"relation": self.relations, "status": self.statuses}
        given: dict[str, Any] = {name: values[0] for name, values in single.items() if len(values) == 1}
        if self.a and self.b:
            given["between"] = (frozenset(self.a), frozenset(self.b))
        elif self.a or self.b:
            given["actors"] = frozenset(self.a or self.b)
        if self.document:
            given["documents"] = frozenset({self.document})
        wanted = [state for state in sorted(EVERY) if state == self.judgement]
        states: frozenset[State] | None = frozenset(wanted) if wanted else None
        return Query(min_score=self.min_score, judgement=states, **given)

    def fits(self, row: Light) -> bool:
        """Whether a row is wanted, beyond what the ledger was asked."""
        return (
            (not self.relations or row.relation in self.relations)
            and (not self.statuses or row.status in self.statuses)
            and (not self.track or row.track == self.track)
            and (not self.speaker or row.speaker == self.speaker)
            and within(row.when, self.since, self.until)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of statements in the order in which they are shown, and what they stand on."""

    ids: tuple[str, ...]
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
        chosen = Chosen(
            a_ids,
            b_ids,
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


def listed(ask: Ask, reader: Reader, chosen: Chosen) -> Found:
    """The statements that are wanted; kept while nothing is recorded."""
    stamp = reader.stamp()
    return ask.site.kept.of(("listed", chosen, ask.known), stamp, lambda: _listed(ask, reader, chosen))


def _listed(ask: Ask, reader: Reader, chosen: Chosen) -> Found:
    rows = [row for row in reader.light(chosen.query()) if chosen.fits(row)]
    ordered = in_time(rows)
    texts = {row.document for row in rows}
    stand = ask.site.kept.of(("standing", ask.known), reader.stamp(), reader.standing)
    return Found(
        tuple(row.id for row in ordered),
        len({(row.document, row.start, row.end) for row in rows}),
        len(texts),
        len({stand.get(text, text) for text in texts}),
    )


def lines_of(ask: Ask, reader: Reader, ids: Sequence[str]) -> tuple[Line, ...]:
    """The statements of these ids as lines, in their order."""
    wanted = frozenset(ids)
    read = reader.statements(Query(ids=wanted, judgement=EVERY)) if wanted else ()
    held = {one.id: one for one in read}
    return lines(ask, (held[id] for id in ids if id in held))


def in_time(rows: Iterable[Light], newest_first: bool = True) -> list[Light]:
    """Rows in the order of what they tell, those without a date last."""
    listed = list(rows)
    dated = [row for row in listed if row.when]
    dated.sort(key=lambda row: (sort_key(row.when), row.recorded, row.id), reverse=newest_first)
    return [*dated, *(row for row in listed if not row.when)]


def within(when: str | None, since: str, until: str) -> bool:
    """Whether what happened `when` may have been between two dates; what has no date may not."""
    if not since and not until:
        return True
    if not when:
        return False
    try:
        told = parse(when)
    except DateError:
        return False
    first, last = told.earliest or date.min, told.latest or date.max
    from_, to = parse(since).earliest if since else None, parse(until).latest if until else None
    return (from_ is None or last >= from_) and (to is None or first <= to)


PLACES = (Place("/sentences", sentences),)
