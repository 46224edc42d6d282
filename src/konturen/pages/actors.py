"""The actors of the ledger: who is spoken of, who is known, and whom a name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, get_args

import numpy as np

from konturen.actors.catalog import Catalog
from konturen.actors.catalog import Name as Named
from konturen.acts import NOBODY, Acts
from konturen.desk.judging import Addition, additions
from konturen.ledger.reader import Reader
from konturen.names.text import fold
from konturen.pages.deciding import Decided, decided
from konturen.records import ActorType
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

PAGE = 50
FOUND = 20
"""Actors of the catalog that a search adds to those of the texts."""
DECISIONS = 20
TYPES: tuple[str, ...] = get_args(ActorType)
WHO = ("all", "known", "unknown")


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor with the statements at one end of which she stands, and their texts; `known` is whether a
    catalog holds her."""

    id: str
    name: str
    type: str
    country: str | None
    known: bool
    statements: int
    documents: int


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """A page of actors, those most spoken of first; of a search also those of the catalog of whom no text
    speaks. `count` is how many there are, `unknown` how many of all are known by no catalog."""

    template: ClassVar[str] = "actors.html"
    q: str
    type: str
    who: str
    actors: tuple[Listed, ...]
    count: int
    unknown: int
    page: int
    pages: int
    decided: tuple[Decided, ...]
    decided_all: int
    additions: tuple[Addition, ...]

    def table(self) -> Table[Listed]:
        """The actors of the page, one a row."""
        return Table(Listed, self.actors)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Everybody of whom statements tell, the most spoken of first: ids, names and types as the texts have them,
    statements and texts of each; and the numbers of those under whose names each word stands."""

    rows: tuple[tuple[str, str, str, int, int], ...]
    words: Mapping[str, tuple[int, ...]]

    def named(self, text: str) -> list[int]:
        """The numbers of those with a name whose words begin as those of a text, each its own."""
        found: set[int] | None = None
        for wanted in fold(text).split():
            near = {n for word, numbers in self.words.items() if word.startswith(wanted) for n in numbers}
            found = near if found is None else found & near
        return sorted(found or ())


def actors(ask: Ask) -> ActorsPage:
    """The actors that are asked for."""
    q, who = ask.one("q"), ask.choice("who", WHO, "all")
    type_ = ask.choice("type", ("", *TYPES), "")
    with ask.reader() as reader:
        spoken = spoken_of(ask, reader)
        found = _found(ask, reader, spoken, q) if q else [_listed(ask, row) for row in spoken.rows]
        unknown = sum(row[0] not in ask.catalog for row in spoken.rows)
        chosen = [
            one for one in found if type_ in ("", one.type) and (who == "all" or one.known == (who == "known"))
        ]
        pages = max(1, -(-len(chosen) // PAGE))
        page = ask.number("page", 1, 1, pages)
        shown = tuple(chosen[(page - 1) * PAGE : page * PAGE])
        states = reader.judgements()
        last = decided(ask, states)[:DECISIONS]
        counts = (len(chosen), unknown, page, pages)
        added = tuple(one for one in additions(ask.ledger.as_seen(reader)) if one.standing)[::-1][:DECISIONS]
        return ActorsPage(q, type_, who, shown, *counts, last, len(states), added)


def spoken_of(ask: Ask, reader: Reader) -> Spoken:
    """Everybody of whom the texts tell something; kept while nothing is recorded."""
    stamp = ask.moment.stamp.told
    catalog = ask.catalog
    return ask.site.kept.of(("spoken of", ask.known), stamp, lambda: _spoken(ask.acts(reader, 0.0), catalog))


def _spoken(acts: Acts, catalog: Catalog) -> Spoken:
    size = len(acts.actors)
    counts, texts = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for end in (acts.source, acts.target):
        counts += np.bincount(end[end != NOBODY], minlength=size)
    ends = np.concatenate([acts.source, acts.target]).astype(np.int64)
    # Each actor with each of her texts once: sorted, equal ones stand beside each other.
    both = np.sort(ends[ends >= 0] * (len(acts.origins) + 1) + np.tile(acts.document, 2)[ends >= 0])
    first = np.ones(len(both), bool)
    first[1:] = both[1:] != both[:-1]
    texts += np.bincount(both[first] // (len(acts.origins) + 1), minlength=size)
    order = [int(n) for n in np.lexsort((np.arange(size), -counts)) if counts[n]]
    rows = tuple(
        (actor.id, actor.name, actor.type, int(counts[n]), int(texts[n]))
        for n, actor in ((n, acts.actors[n]) for n in order)
    )
    words: dict[str, set[int]] = defaultdict(set)
    for number, (id, name, *_) in enumerate(rows):
        for one in (name, *(known.text for known in _names(catalog, id))):
            for word in fold(one).split():
                words[word].add(number)
    return Spoken(rows, {word: tuple(numbers) for word, numbers in words.items()})


def _names(catalog: Catalog, id: str) -> Iterable[Named]:
    actor = catalog.get(id)
    return actor.names if actor else ()


def _found(ask: Ask, reader: Reader, spoken: Spoken, q: str) -> list[Listed]:
    """Those whom a search names: those of the texts first, then those whom the catalog knows."""
    found = [_listed(ask, spoken.rows[number]) for number in spoken.named(q)]
    there = {row[0]: row for row in spoken.rows}
    listed = {one.id for one in found}
    meant = reader.identities()
    for hit in ask.catalog.search(q, FOUND):
        id = meant.representative(hit.actor.id)
        if id not in listed:
            listed.add(id)
            found.append(_listed(ask, there.get(id, (id, hit.actor.id, hit.actor.type, 0, 0))))
    return found


def _listed(ask: Ask, row: tuple[str, str, str, int, int]) -> Listed:
    id, name, type_, statements, documents = row
    catalog = ask.catalog
    known = id in catalog
    country = catalog.country_of(id) if known else None
    return Listed(
        id,
        ask.called(id, name),
        catalog.type_of(id) if known else type_,
        country,
        known,
        statements,
        documents,
    )


PLACES = (Place("/actors", actors, kept=True),)
