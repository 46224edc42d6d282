"""What a person is shown of actors, as values: one actor whole, and names that texts bring and nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from konturen.actors.catalog import Catalog, Value
from konturen.actors.identity import same_actor
from konturen.actors.roles import Role, roll_up, tie_history
from konturen.dates import parse
from konturen.desk.roster import catalog_of, find, namer
from konturen.ledger.identities import Identities
from konturen.ledger.judgements import JudgementState
from konturen.ledger.ledger import Ledger
from konturen.ledger.mentions import Place, UnknownActor
from konturen.ledger.values import Query
from konturen.names.same import compare
from konturen.names.sound import sound_key
from konturen.names.text import fold
from konturen.reading.sentences import split
from konturen.records import Document, Span
from konturen.settings import Settings

TIES_SAID = ("LEADS", "MEMBER_OF", "PART_OF")
"""Relations of statements that tell a role or membership."""
NEAREST = 5
"""How many known actors are suggested for an unknown name."""
WORTH_SUGGESTING = 0.4
"""Least likeness at which a known actor is suggested."""
LOOKED_AT = 30
"""How many names of a known actor a new name is compared with."""
COMPARED, WORDS_HEARD = 50, 8
"""How many other unknown names of one word an unknown name is compared with; how many of its words count."""
REACH = 600
"""Characters around a mention in which its sentence is looked for first."""


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name of an actor, and where it was taken from."""

    text: str
    language: str
    kind: str
    since: str | None
    until: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class TieLine:
    """A dated role: `holder` `relation` `other`, both by id and name; `source` or `evidence` prove it."""

    relation: str
    holder: str
    holder_name: str
    other: str
    other_name: str
    title: str | None
    since: str | None
    until: str | None
    source: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class SaidTie:
    """A role that a text of the ledger tells, with its sentence."""

    relation: str
    status: str
    holder_name: str
    other_name: str | None
    when: str | None
    sentence: str
    document: str
    score: float


@dataclass(frozen=True, slots=True)
class StandsFor:
    """The party or state that an actor stands for at a date, and why."""

    level: str
    actor: str
    name: str
    reason: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that is known of one actor; `date` is the one that `stands_for` was asked for (None is now)."""

    id: str
    name: str
    type: str
    country: str | None
    date: str | None
    names: tuple[NameLine, ...]
    ids: tuple[tuple[str, str], ...]
    values: tuple[Value, ...]
    stands_for: tuple[StandsFor, ...]
    ties: tuple[TieLine, ...]
    said: tuple[SaidTie, ...]
    merged: tuple[str, ...]
    judgements: tuple[JudgementState, ...]
    mentions: int
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A known actor whom an unknown name may mean, with the likeness of 0 to 1 and its reason."""

    actor: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence that names an unknown actor; `start` and `end` are where the document's text names it."""

    document: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that texts bring and nobody knows: how often, how written, where, and whom it may mean."""

    id: str
    name: str
    type: str
    mentions: int
    documents: int
    surfaces: tuple[tuple[str, int], ...]
    sentences: tuple[Seen, ...]
    suggestions: tuple[Suggestion, ...]


def portrait(
    name: str, ledger: Ledger | None = None, date: str | None = None, settings: Settings | None = None
) -> Portrait:
    """One actor, by name or id, of the catalog or a ledger, with all that was merged into it.

    QueryError where the name means nobody or several; DateError where `date` is none.
    """
    if date is not None:
        parse(date)
    catalog = catalog_of(ledger, settings)
    identities = ledger.reader.identities() if ledger else Identities()
    found = outline(identities.representative(find(name, catalog, ledger)), catalog, identities, date)
    if ledger is None:
        return found
    members = frozenset({found.id, *found.merged})
    seen = {a.id: a for a in ledger.reader.named(namer(catalog)).actors()}.get(found.id)
    found = replace(found, said=_said(ledger, members), judgements=_judged(ledger, members))
    if seen is None:
        return found
    if not any(member in catalog for member in members):
        found = replace(found, name=seen.name, type=seen.type)
    return replace(found, mentions=seen.mentions, documents=seen.documents, sources=seen.sources)


def outline(key: str, catalog: Catalog, identities: Identities, date: str | None = None) -> Portrait:
    """What a catalog knows of an actor by her id and of all that was merged into her; nothing of the texts."""
    members = (key, *sorted(identities.merged(key) - {key}))
    actors = [catalog[member] for member in members if member in catalog]
    shown = actors[0] if actors else None
    names = dict.fromkeys(
        NameLine(n.text, n.language, n.kind, n.since, n.until, n.source) for a in actors for n in a.names
    )
    ids = {pair: None for actor in actors for pair in sorted(actor.ids.items())}
    return Portrait(
        key,
        catalog.name(shown, "en") if shown else key,
        shown.type if shown else "other",
        next((actor.country for actor in actors if actor.country), None),
        date,
        tuple(names),
        tuple(ids),
        tuple(value for actor in actors for value in actor.values),
        _stands_for(catalog, key, date),
        tuple(_tie(catalog, role) for actor in actors for role in tie_history(catalog, actor.id)),
        (),
        members[1:],
        (),
        0,
        0,
        0,
    )


def _judged(ledger: Ledger, members: frozenset[str]) -> tuple[JudgementState, ...]:
    """What people decided on an actor, also what was taken back."""
    states = ledger.reader.judgements()
    return tuple(s for s in states if {s.judgement.left, s.judgement.right} & members)


def unknown(ledger: Ledger, limit: int = 20, settings: Settings | None = None) -> tuple[Unknown, ...]:
    """Names seen and not known, the most frequent first, with their sentences and whom they may mean."""
    catalog = catalog_of(ledger, settings)
    found = ledger.reader.unknown(limit, lambda key: key in catalog)
    texts: dict[str, str] = {}
    languages = {info.id: info.language for info in ledger.reader.documents()}
    alike = _alike(found)
    for place in {place.document: place for actor in found for place in actor.places}.values():
        texts[place.document] = ledger.reader.text(place.document)
    return tuple(
        Unknown(
            actor.id,
            actor.name,
            actor.type,
            actor.mentions,
            actor.documents,
            actor.surfaces,
            _sentences(actor, texts, languages),
            _suggestions(actor, alike, catalog),
        )
        for actor in found
    )


def _sentences(actor: UnknownActor, texts: Mapping[str, str], languages: Mapping[str, str]) -> tuple[Seen, ...]:
    """The sentences of an actor's first mentions, each once."""
    seen = [_sentence(texts[place.document], place, languages[place.document]) for place in actor.places]
    return tuple({(one.document, one.sentence): one for one in reversed(seen)}.values())[::-1]


def _suggestions(
    actor: UnknownActor, others: Callable[[str], set[UnknownActor]], catalog: Catalog
) -> tuple[Suggestion, ...]:
    """Actors that the name is like: known ones whom the catalog finds for it, and other unknown names."""
    near = {other.id: other.name for other in others(actor.name) if other.id != actor.id}
    return suggested(actor.name, [surface for surface, _ in actor.surfaces], catalog, near)


def suggested(
    name: str, surfaces: Sequence[str], catalog: Catalog, others: Mapping[str, str]
) -> tuple[Suggestion, ...]:
    """Whom a name from texts may mean, the likeliest first: actors whom the catalog finds for it or for the
    words under which it stands, and of `others` (names by id) those that are the same name."""
    words = [name, *surfaces][:NEAREST]
    near = {hit.actor.id for one in words for hit in catalog.search(one, NEAREST)}
    near |= {key for one in words for key in catalog.called(one)}
    found = []
    for key in near:
        answers = [same_actor(name, known.text, catalog) for known in catalog[key].names[:LOOKED_AT]]
        best = max(answers, key=lambda answer: answer.score, default=None)
        if best and best.score >= WORTH_SUGGESTING:
            found.append(Suggestion(key, catalog.name(key, "en"), round(best.score, 2), best.reason))
    for other, called in others.items():
        if (answer := compare(name, called)).same:
            found.append(Suggestion(other, called, round(answer.score, 2), answer.reason))
    return tuple(sorted(found, key=lambda s: (-s.score, s.actor))[:NEAREST])


def _alike(found: Sequence[UnknownActor]) -> Callable[[str], set[UnknownActor]]:
    """Who of these is worth comparing with a name: the most frequent ones, and those that share a word by its
    sound, the most frequent of each word. So the work does not grow with the square of the names."""
    index: dict[str, list[UnknownActor]] = defaultdict(list)
    for actor in found:
        for key in _sounds(actor.name):
            if len(index[key]) < COMPARED:
                index[key].append(actor)
    return lambda name: {*found[:COMPARED], *(a for key in _sounds(name) for a in index.get(key, ()))}


def _sounds(name: str) -> set[str]:
    return {sound_key(word) for word in fold(name).split()[:WORDS_HEARD]}


def _sentence(text: str, place: Place, language: str) -> Seen:
    """The sentence around a mention, read from a stretch of the stored text that holds it whole."""
    reach = REACH
    while True:
        start, end = max(0, place.start - reach), min(len(text), place.end + reach)
        piece = Document("", text[start:end], language, "text/plain", "", b"")
        mention = Span(place.start - start, place.end - start)
        around = next((s.span for s in split(piece) if s.span.overlaps(mention)), mention)
        cut = (start > 0 and around.start == 0) or (end < len(text) and around.end == end - start)
        if not cut:
            return Seen(place.document, around.of(piece.text), place.start, place.end)
        reach *= 4


def _stands_for(catalog: Catalog, key: str, date: str | None) -> tuple[StandsFor, ...]:
    found = []
    for level in ("party", "state"):
        up = roll_up(catalog, key, level, date)
        if up and up.actor != key:
            found.append(StandsFor(level, up.actor, catalog.name(up.actor, "en"), up.reason, up.others))
    return tuple(found)


def _tie(catalog: Catalog, role: Role) -> TieLine:
    tie = role.tie
    other = catalog.name(tie.actor, "en") if tie.actor in catalog else tie.actor
    title = tie.title.get("en") or next(iter(tie.title.values()), None)
    holder = catalog.name(role.holder, "en")
    return TieLine(
        tie.relation,
        role.holder,
        holder,
        tie.actor,
        other,
        title,
        tie.since,
        tie.until,
        tie.source,
        tie.evidence,
    )


def _said(ledger: Ledger, members: frozenset[str]) -> tuple[SaidTie, ...]:
    """The roles that the ledger's texts tell of an actor."""
    found: Sequence[SaidTie] = [
        SaidTie(
            r.statement.relation,
            r.statement.status,
            r.statement.source.name,
            r.statement.target.name if r.statement.target else None,
            r.statement.when,
            r.statement.evidence.text,
            r.document.id,
            r.statement.score,
        )
        for relation in TIES_SAID
        for r in ledger.reader.statements(Query(actors=members, relation=relation))
    ]
    return tuple(sorted(found, key=lambda tie: -tie.score))
