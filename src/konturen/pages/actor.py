"""The dossier of an actor: names, roles, to whom she stands, what is said last, facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from konturen.acts import NOBODY, Acts
from konturen.analysis.matrix import last_day
from konturen.analysis.pairs import PairRelation, relation_table
from konturen.codebook import built_in
from konturen.desk.portraits import NameLine, Portrait, StandsFor, TieLine, outline
from konturen.pages.bars import Bar, bars, drawn
from konturen.pages.lines import Line
from konturen.pages.pair import Fact, Voice, facts_of
from konturen.pages.sentences import lines_of, ordered
from konturen.pages.who import key_of
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Place

PAIRS, FIRST, TIES, NAMES = 25, 25, 60, 60
"""Counterparts, statements, ties and names that are shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody to whom the actor stands."""

    id: str
    name: str
    tone: float | None
    statements: int
    sources: int
    last_contact: date | None
    denied: int


@dataclass(frozen=True, slots=True)
class ActorPage:
    """The dossier. `known` is whether a catalog holds her; what is said of her begins with `statements`;
    `fainter` counts further ones that score lower than those that count here."""

    template: ClassVar[str] = "actor.html"
    id: str
    name: str
    type: str
    country: str | None
    known: bool
    names: tuple[NameLine, ...]
    ids: tuple[tuple[str, str], ...]
    stands_for: tuple[StandsFor, ...]
    ties: tuple[TieLine, ...]
    ties_left: int
    merged: tuple[str, ...]
    statements: int
    sentences: int
    documents: int
    sources: int
    fainter: int
    bars: tuple[Bar, ...]
    counterparts: tuple[Counterpart, ...]
    counterparts_left: int
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]
    speaks: tuple[Voice, ...]

    def table(self) -> Table[Counterpart]:
        """Those to whom she stands, one a row."""
        return Table(Counterpart, self.counterparts)

    def drawing(self, ask: Ask) -> str:
        """What was told of each year or month."""

        def address(period: str) -> str:
            return urls.sentences(a=self.id, since=period, until=period, min_score=50)

        return drawn(ask.words, self.bars, self.name, address if ask.form == "page" else None)


def actor(ask: Ask) -> ActorPage:
    """The dossier of the actor of an id or name."""
    with ask.reader() as reader:
        key = key_of(ask, reader)
        acts = ask.acts(reader)
        own = acts.where(acts.of_actors({key})).compact()
        said = ask.site.kept.of(("said by", ask.known), ask.moment.stamp.told, lambda: _speech(acts))
        found = ordered(own)
        name = ask.called(key, next((one.name for one in own.actors if one.id == key), None))
        shown = outline(key, ask.catalog, reader.identities(), ask.date("at") or None)
        type_ = shown.type if key in ask.catalog else next((o.type for o in own.actors if o.id == key), "other")
        pairs = _pairs(own, key)
        return ActorPage(
            key,
            name,
            type_,
            shown.country,
            key in ask.catalog,
            shown.names[:NAMES],
            shown.ids,
            shown.stands_for,
            *_ties(shown),
            shown.merged,
            len(own),
            found.sentences,
            found.documents,
            found.sources,
            int(ask.acts(reader, 0.0).of_actors({key}).sum()) - len(own),
            bars(own, built_in()),
            tuple(_counterpart(ask, key, pair) for pair in pairs[:PAIRS]),
            max(len(pairs) - PAIRS, 0),
            lines_of(ask, reader, found.ids[:FIRST]),
            facts_of(ask, reader, frozenset({key})),
            tuple(Voice(ask.called(id, called), count) for id, called, count in said.get(key, ())),
        )


def _ties(shown: Portrait) -> tuple[tuple[TieLine, ...], int]:
    return shown.ties[:TIES], max(len(shown.ties) - TIES, 0)


def _pairs(own: Acts, key: str) -> list[PairRelation]:
    """To whom she stands, those first of whom most is said."""
    day = last_day(own)
    table = relation_table(own, built_in(), day) if day is not None else relation_table(own, built_in(), 0)
    found = [pair for pair in table if key in (pair.source, pair.target)]
    return sorted(found, key=lambda pair: (-pair.statements, pair.source, pair.target))


def _counterpart(ask: Ask, key: str, pair: PairRelation) -> Counterpart:
    other = (pair.target, pair.target_name) if pair.source == key else (pair.source, pair.source_name)
    known = (pair.tone, pair.statements, pair.sources, pair.last_contact, pair.denied)
    return Counterpart(other[0], ask.called(*other), *known)


def _speech(acts: Acts) -> dict[str, list[tuple[str, str, int]]]:
    """Of each actor who speaks of her most, by id, name and number of statements."""
    told = acts.where(acts.speaker != NOBODY)
    counts: Counter[tuple[int, int]] = Counter()
    for end in (told.source, told.target):
        counts.update(zip(end.tolist(), told.speaker.tolist(), strict=True))
    found: dict[str, list[tuple[str, str, int]]] = {}
    for (about, speaker), count in counts.most_common():
        if about in (NOBODY, speaker):
            continue
        listed = found.setdefault(acts.actors[about].id, [])
        if len(listed) < 10:
            one = acts.actors[speaker]
            listed.append((one.id, one.name, count))
    return found


PLACES = (Place("/actor", actor, kept=True),)
