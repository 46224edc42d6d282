"""The dossier of two actors: how they stand, what they did, what is in force, planned, possible and absent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import numpy as np

from konturen.acts import DENIED, NOBODY, ONGOING, PLANNED, POSSIBLE, Acts, Flags, day_of
from konturen.analysis.counting import acting, toward
from konturen.analysis.matrix import last_day
from konturen.analysis.plans import Plan, plans
from konturen.analysis.relations import Relation, Side, relation
from konturen.codebook import built_in
from konturen.contradictions import contradicting
from konturen.desk.analysing import apart, days
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query
from konturen.pages.bars import Bar, bars, drawn, undated
from konturen.pages.dossier_file import Part, written
from konturen.pages.lines import Line, Said, said
from konturen.pages.sentences import Chosen, Row, lines_of, ordered, row_of
from konturen.records import STATUSES
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Place

FIRST = 25
"""Statements of a section that are shown; all are counted, and a link leads to them."""
FACTS = 50
COMPARED = 400
"""Up to so many statements are compared with each other for contradictions."""
SECTIONS = (
    "agreements",
    "acts",
    "criticism_forth",
    "criticism_back",
    "standing",
    "plans",
    "possible",
    "exceptions",
    "absent",
)
"""The parts of a dossier in their order; a statement stands in the first that fits."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dossier: the newest of its statements, and how many there are."""

    name: str
    lines: tuple[Line, ...]
    statements: int
    sentences: int
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about one of the two."""

    id: str
    actor: str
    attribute: str
    value: str
    of: str | None
    when: str | None
    sentence: str
    start: int
    end: int
    said: Said


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says so: an outlet or a speaker, and in how many statements."""

    name: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two groups of statements that cannot both hold, and why."""

    about: str
    reason: str
    period: str | None
    sides: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """The dossier. `figures` are None where nothing has a date; `fainter` counts the statements that score
    too low to count here; `compared` is False where there are too many to look for contradictions."""

    template: ClassVar[str] = "pair.html"
    a: tuple[str, str]
    b: tuple[str, str]
    whole: bool
    chosen: Chosen
    at: date | None
    figures: Relation | None
    bars: tuple[Bar, ...]
    undated: int
    sections: tuple[Section, ...]
    plans: tuple[Plan, ...]
    facts: tuple[Fact, ...]
    outlets: tuple[Voice, ...]
    speakers: tuple[Voice, ...]
    clashes: tuple[Clash, ...]
    compared: bool
    statements: int
    sentences: int
    documents: int
    sources: int
    fainter: int

    def table(self) -> Table[Row]:
        """The statements that are shown, one a row."""
        return Table(Row, (row_of(line) for section in self.sections for line in section.lines))

    def drawing(self, ask: Ask) -> str:
        """What was told of each year or month."""
        return drawn(
            ask.words, self.bars, f"{self.a[1]} – {self.b[1]}", self._of if ask.form == "page" else None
        )

    def written(self, ask: Ask) -> bytes:
        """The dossier as a document of Word."""
        t = ask.words
        parts = [
            Part(t(f"pair.{one.name}", a=self.a[1], b=self.b[1]), one.lines, one.statements)
            for one in self.sections
        ]
        day = t("pair.as_of", date=t.when(self.at.isoformat())) if self.at else ""
        return written(t, f"{self.a[1]} – {self.b[1]}", day, parts)

    def _of(self, period: str) -> str:
        return self.evidence(since=period, until=period)

    def evidence(self, **given: str | tuple[str, ...]) -> str:
        """Where all statements of the dossier, or of a part of it, stand."""
        known = {"a": self.a[0], "b": self.b[0], "whole": "1" if self.whole else "", "track": self.chosen.track}
        return urls.sentences(**{**known, **given}, min_score=round(self.chosen.min_score * 100))


def pair(ask: Ask) -> PairPage:
    """The dossier that is asked for."""
    book = built_in()
    with ask.reader() as reader:
        whole = bool(ask.one("whole"))
        material = ask.material(reader, ask.number("min_score", 50, most=100) / 100)
        sides = apart((ask.side(ask.one("a"), reader), ask.side(ask.one("b"), reader)))
        ids = (min(sides[0].ids), min(sides[1].ids))
        if whole:
            sides = apart((material.country(ids[0]), material.country(ids[1])))
        chosen = Chosen(
            tuple(sorted(sides[0].ids)),
            tuple(sorted(sides[1].ids)),
            ask.every("relation", tuple(book.relations)),
            ask.every("status", STATUSES),
            ask.choice("track", ("", *book.tracks), ""),
            since=ask.date("since"),
            until=ask.date("until"),
            min_score=material.min_score,
        )
        acts = material.acts(sides)
        day = _day(ask, acts)
        return _page(ask, reader, (ids, sides, whole), chosen, (acts, day))


def _day(ask: Ask, acts: Acts) -> int | None:
    at = ask.date("at")
    return days("at", at)[1] if at else last_day(acts)


Sides = tuple[tuple[str, str], tuple[Side, Side], bool]


def _page(ask: Ask, reader: Reader, who: Sides, chosen: Chosen, known: tuple[Acts, int | None]) -> PairPage:
    ids, sides, whole = who
    acts, day = known
    own = acts.where(chosen.rows(acts)).compact()
    found = ordered(own)
    figures = None
    if day is not None and len(own):
        named = tuple(
            replace(side, name=ask.called(id, side.name)) for side, id in zip(sides, ids, strict=True)
        )
        figures = relation(own, built_in(), (named[0], named[1]), day)
    clashes = _clashes(ask, reader, [id.decode() for id in found.ids]) if len(own) <= COMPARED else ()
    return PairPage(
        (ids[0], ask.called(ids[0], sides[0].name)),
        (ids[1], ask.called(ids[1], sides[1].name)),
        whole,
        chosen,
        day_of(day) if day is not None else None,
        figures,
        bars(own, built_in()),
        undated(own),
        _sections(ask, reader, own, sides),
        tuple(plans(own, built_in(), day)),
        facts_of(ask, reader, frozenset(ids)),
        _outlets(own),
        _speakers(ask, own),
        clashes,
        len(own) <= COMPARED,
        len(own),
        found.sentences,
        found.documents,
        found.sources,
        int(chosen.rows(ask.acts(reader, 0.0)).sum()) - len(own),
    )


def _sections(ask: Ask, reader: Reader, own: Acts, sides: tuple[Side, Side]) -> tuple[Section, ...]:
    """The parts in which something stands, their newest statements read at once."""
    places: list[tuple[str, Acts]] = []
    left = np.ones(len(own), np.bool_)
    for name, rows in _parts(own, sides):
        fit = rows & left
        left &= ~fit
        if fit.any():
            places.append((name, own.where(fit).compact()))
    found = {name: ordered(part) for name, part in places}
    first = {name: [id.decode() for id in one.ids[:FIRST]] for name, one in found.items()}
    lines = {line.id: line for line in lines_of(ask, reader, [id for ids in first.values() for id in ids])}
    return tuple(
        Section(
            name,
            tuple(lines[id] for id in first[name] if id in lines),
            len(one.ids),
            one.sentences,
            one.documents,
            one.sources,
        )
        for name, one in found.items()
    )


def _parts(acts: Acts, sides: tuple[Side, Side]) -> Iterable[tuple[str, Flags]]:
    """Which statements may stand in each part, in the order of `SECTIONS`."""
    book = built_in()
    act = acting(acts)
    hostile = _of_kind(acts, "conflict")
    forth = toward(acts, sides[0].ids, sides[1].ids)
    in_force = np.array([name in book.scale.agreements for name in acts.relations] or [False])[acts.relation]
    structure = _of_kind(acts, "structure")
    rows = (
        in_force & (acts.status == ONGOING),
        act & ~hostile & ~structure,
        act & hostile & forth,
        act & hostile,
        act,
        acts.status == PLANNED,
        acts.status == POSSIBLE,
        (acts.status == DENIED) & hostile,
        acts.status == DENIED,
    )
    return zip(SECTIONS, rows, strict=True)


def _of_kind(acts: Acts, kind: str) -> Flags:
    book = built_in().relations
    table = [name in book and book[name].kind == kind for name in acts.relations] or [False]
    found: Flags = np.array(table)[acts.relation]
    return found


def facts_of(ask: Ask, reader: Reader, ids: frozenset[str]) -> tuple[Fact, ...]:
    """What is told of some actors themselves, recorded last."""
    return tuple(
        Fact(
            one.id,
            ask.called(one.fact.actor.actor, one.fact.actor.name),
            one.fact.attribute,
            one.fact.value,
            one.fact.of,
            one.fact.when,
            one.fact.evidence.text,
            one.fact.evidence.start,
            one.fact.evidence.end,
            said(one.document),
        )
        for one in reader.facts(ids, newest=FACTS)
    )


def _outlets(acts: Acts) -> tuple[Voice, ...]:
    counts = Counter(acts.origins[text].outlet for text in acts.document.tolist())
    return tuple(Voice(name, count) for name, count in counts.most_common(12))


def _speakers(ask: Ask, acts: Acts) -> tuple[Voice, ...]:
    counts = Counter(number for number in acts.speaker.tolist() if number != NOBODY)
    people = ((acts.actors[number], count) for number, count in counts.most_common(12))
    return tuple(Voice(ask.called(one.id, one.name), count) for one, count in people)


def _clashes(ask: Ask, reader: Reader, ids: Sequence[str]) -> tuple[Clash, ...]:
    """What cannot both hold among some statements."""
    records = reader.statements(Query(ids=frozenset(ids))) if ids else ()
    found = []
    for one in contradicting(records, []):
        sides = []
        for side in one.sides:
            listed = [record.id for record in side.statements]
            sides.append((side.says, lines_of(ask, reader, listed)))
        found.append(Clash(one.about, one.reason, one.period, tuple(sides)))
    return tuple(found)


PLACES = (Place("/pair", pair, kept=True),)
