"""Who an actor is: names and roles in time, the words of the texts, whom a name may mean, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, get_args

from konturen.actors.catalog import NameKind
from konturen.desk.judging import Addition, additions
from konturen.desk.portraits import NameLine, StandsFor, Suggestion, TieLine, outline, suggested
from konturen.errors import QueryError
from konturen.ledger.mentions import RecordedMention
from konturen.ledger.reader import Reader
from konturen.names.text import fold
from konturen.pages.actors import Spoken, spoken_of
from konturen.pages.deciding import Decided, decided
from konturen.pages.lines import Said, said
from konturen.records import ActorType
from konturen.web.ask import Ask
from konturen.web.page import Place

MENTIONS = 1000
"""Mentions that are looked at."""
TEXTS, SURFACES, TIES = 30, 30, 100
ALIKE = 40
"""Other names from texts with which a name is compared."""
KINDS: tuple[str, ...] = get_args(NameKind)
TYPES: tuple[str, ...] = get_args(ActorType)


@dataclass(frozen=True, slots=True)
class Called:
    """Words under which the texts name an actor, and how often; `documents` are the texts, most first."""

    surface: str
    mentions: int
    documents: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class WhoPage:
    """An actor. `known` is whether a catalog holds her; `mentions` counts those that were looked at, `more`
    says that there are further ones. `suggestions` are whom a name that nobody knows may mean."""

    template: ClassVar[str] = "who.html"
    id: str
    name: str
    type: str
    country: str | None
    known: bool
    statements: int
    names: tuple[NameLine, ...]
    ids: tuple[tuple[str, str], ...]
    stands_for: tuple[StandsFor, ...]
    ties: tuple[TieLine, ...]
    ties_all: int
    merged: tuple[tuple[str, str], ...]
    mentions: int
    more: bool
    surfaces: tuple[Called, ...]
    texts: tuple[tuple[Said, int], ...]
    suggestions: tuple[Suggestion, ...]
    decided: tuple[Decided, ...]
    additions: tuple[Addition, ...]


def who(ask: Ask) -> WhoPage:
    """The actor of an id or name."""
    with ask.reader() as reader:
        key = key_of(ask, reader)
        spoken = spoken_of(ask, reader)
        row = next((row for row in spoken.rows if row[0] == key), None)
        shown = outline(key, ask.catalog, reader.identities(), ask.date("at") or None)
        mentions = reader.mentions_of(key, MENTIONS)
        known = key in ask.catalog
        name = ask.called(key, row[1] if row else mentions[0].surface if mentions else None)
        surfaces = _surfaces(reader, mentions)
        members = {key, *shown.merged}
        near = () if known else _suggested(ask, name, surfaces, spoken, members)
        return WhoPage(
            key,
            name,
            shown.type if known else row[2] if row else "other",
            shown.country,
            known,
            row[3] if row else 0,
            shown.names,
            shown.ids,
            shown.stands_for,
            shown.ties[:TIES],
            len(shown.ties),
            tuple((one, ask.called(one)) for one in shown.merged),
            len(mentions),
            len(mentions) == MENTIONS,
            surfaces,
            _texts(reader, mentions),
            near,
            decided(ask, (s for s in reader.judgements() if {s.judgement.left, s.judgement.right} & members)),
            _added(ask, reader, members),
        )


def key_of(ask: Ask, reader: Reader) -> str:
    """The id of whom is asked for: somebody of the texts, or of a catalog."""
    given = ask.one("id")
    try:
        return min(ask.side(given, reader).ids)
    except QueryError:
        known = reader.identities().representative(given)
        if known in ask.catalog:
            return known
        raise


def _surfaces(reader: Reader, mentions: Iterable[RecordedMention]) -> tuple[Called, ...]:
    """The words under which mentions stand, the most frequent first, each with its texts."""
    counts = Counter((one.surface, one.document) for one in mentions)
    total: Counter[str] = Counter()
    for (surface, _), count in counts.items():
        total[surface] += count
    chosen = sorted(total.items(), key=lambda one: (-one[1], one[0]))[:SURFACES]
    infos = reader.infos({document for _, document in counts})
    found = []
    for surface, count in chosen:
        own = sorted((-n, document) for (words, document), n in counts.items() if words == surface)
        documents = tuple(
            (id, infos[id].title or said(infos[id]).place, -n) for n, id in own[:TEXTS] if id in infos
        )
        found.append(Called(surface, count, documents))
    return tuple(found)


def _texts(reader: Reader, mentions: Iterable[RecordedMention]) -> tuple[tuple[Said, int], ...]:
    counts = Counter(one.document for one in mentions)
    infos = reader.infos(counts)
    return tuple((said(infos[id]), count) for id, count in counts.most_common(TEXTS) if id in infos)


def _suggested(
    ask: Ask, name: str, surfaces: tuple[Called, ...], spoken: Spoken, members: set[str]
) -> tuple[Suggestion, ...]:
    """Whom a name that nobody knows may mean: somebody of the catalog, or another name of the texts."""
    near = {
        spoken.rows[number][0]: spoken.rows[number][1]
        for word in fold(name).split()
        for number in spoken.words.get(word, ())[:ALIKE]
    }
    others = {id: called for id, called in near.items() if id not in ask.catalog and id not in members}
    return suggested(name, [one.surface for one in surfaces], ask.catalog, others)


def _added(ask: Ask, reader: Reader, members: set[str]) -> tuple[Addition, ...]:
    """The additions and imports that say something of an actor and stand."""
    batches = {row.batch for row in reader.actor_rows() if row.actor in members}
    if not batches:
        return ()
    return tuple(one for one in additions(ask.ledger.as_seen(reader)) if one.batch in batches and one.standing)


PLACES = (Place("/actors/one", who, kept=True),)
