"""What a person is shown, as values: text, JSON and pages are renderings of them. Reads, never writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from konturen.codebook import Codebook
from konturen.dates import sort_key
from konturen.ledger.values import UNJUDGED, Counted, Judged, Query, Recorded, RecordedFact
from konturen.records import End


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a sentence stands: enough to find and to cite it."""

    document: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    place: str
    genre: str | None = None
    source: str | None = None
    """The document that stands for it and its copies: notes with one source are not independent."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One statement of a dossier, with its sentence. Its clocks: `when` it happened, when the text was
    published (`said_in.published`), when it was recorded (an instant; None where nothing is)."""

    id: str
    when: str | None
    when_text: str | None
    source: str
    target: str | None
    relation: str
    wording: str
    status: str
    mutual: bool
    track: str
    speaker: str | None
    sentence: str
    cue: str | None
    score: float
    said_in: SourceNote
    recorded: str | None = None
    judgement: Judged = UNJUDGED


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact about an actor, with its sentence and the clocks of an `ActLine`."""

    actor: str
    attribute: str
    value: str
    of: str | None
    when: str | None
    sentence: str
    said_in: SourceNote
    id: str = ""
    judgement: Judged = UNJUDGED
    recorded: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a dossier: its stable name, and its lines in the order of time."""

    name: str
    lines: tuple[ActLine, ...]
    sentences: int
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class PairView:
    """The dossier of two actors: how they stand, by sections, and facts about each: those recorded last;
    `earlier_facts` counts the ones before."""

    a: str
    b: str
    a_ids: tuple[str, ...]
    b_ids: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: tuple[FactLine, ...]
    statements: int
    documents: int
    sentences: int
    sources: int
    earlier_facts: int = 0


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two actors between whom the ledger holds statements; `sources` are independent ones."""

    a: str
    b: str
    a_id: str
    b_id: str
    statements: int
    documents: int
    by_relation: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    tracks: tuple[str, ...]
    last: str | None
    sentences: int
    sources: int


class Readable(Protocol):
    """What views read: a ledger's reader, or one that shows its statements as told of others."""

    def statements(self, query: Query | None = None) -> tuple[Recorded, ...]:
        """The statements that fit a query."""

    def facts(
        self, actors: frozenset[str] | None = None, *, newest: int | None = None
    ) -> tuple[RecordedFact, ...]:
        """The facts about the actors of these ids, or all; of `newest` those recorded last."""

    def count_facts(self, actors: frozenset[str]) -> int:
        """How many facts there are about the actors of these ids."""


FACTS = 100
"""Facts that a dossier shows: an actor of thousands of texts has thousands, which no dossier holds."""
SECTIONS: tuple[tuple[str, Callable[[Recorded], bool]], ...] = (
    (
        "agreements in force",
        lambda r: r.statement.relation in ("AGREE", "ALLIED_WITH") and r.statement.status == "ongoing",
    ),
    ("acts", lambda r: r.statement.status == "happened"),
    ("standing", lambda r: r.statement.status == "ongoing"),
    ("plans", lambda r: r.statement.status == "planned"),
    ("possible", lambda r: r.statement.status == "possible"),
    ("absent or denied", lambda r: r.statement.status == "denied"),
)
"""The sections of a dossier in their order; a statement stands in the first that fits."""


def pair_view(
    reader: Readable, codebook: Codebook, a: frozenset[str], b: frozenset[str], min_score: float = 0.0
) -> PairView:
    """The dossier of two actors, each given by its ids."""
    found = reader.statements(Query(between=(a, b), min_score=min_score))
    rest = list(found)
    sections = []
    for name, fits in SECTIONS:
        own = [r for r in rest if fits(r)]
        rest = [r for r in rest if not fits(r)]
        ordered = sorted(
            own, key=lambda r: (sort_key(r.statement.when), r.recorded, r.statement.evidence.start)
        )
        held = Counted.of(own)
        lines = tuple(_act(r, codebook) for r in ordered)
        sections.append(Section(name, lines, held.sentences, held.documents, held.sources))
    names = {end.actor: end.name for r in found for end in (r.statement.source, r.statement.target) if end}
    listed, count = reader.facts(a | b, newest=FACTS), reader.count_facts(a | b)
    facts = tuple(_fact(f) for f in listed if f.judgement.reaches(f.fact.score, min_score))
    held = Counted.of(found)
    return PairView(
        _name(a, names),
        _name(b, names),
        tuple(sorted(a)),
        tuple(sorted(b)),
        tuple(s for s in sections if s.lines),
        facts,
        len(found),
        held.documents,
        held.sentences,
        held.sources,
        max(count - FACTS, 0),
    )


def pair_rows(
    reader: Readable, min_score: float = 0.0, actors: frozenset[str] | None = None
) -> tuple[PairRow, ...]:
    """All pairs with statements between them, the ones with most statements first."""
    groups: dict[tuple[str, str], list[Recorded]] = {}
    names: dict[str, Counter[str]] = {}
    for r in reader.statements(Query(actors=actors, min_score=min_score)):
        target = r.statement.target
        if target is None:
            continue
        a, b = sorted((r.statement.source.actor, target.actor))
        groups.setdefault((a, b), []).append(r)
        for end in (r.statement.source, target):
            names.setdefault(end.actor, Counter())[end.name] += 1
    best = {actor: max(sorted(counted), key=lambda n: counted[n]) for actor, counted in names.items()}
    rows = [_row((best[a], best[b], a, b), group) for (a, b), group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.statements, row.a, row.b)))


def _row(pair: tuple[str, str, str, str], group: Sequence[Recorded]) -> PairRow:
    dates = [
        r.statement.when for r in group if r.statement.when and r.statement.status in ("happened", "ongoing")
    ]
    held = Counted.of(group)
    return PairRow(
        *pair,
        statements=len(group),
        documents=held.documents,
        sentences=held.sentences,
        sources=held.sources,
        by_relation=_counts(r.statement.relation for r in group),
        by_status=_counts(r.statement.status for r in group),
        tracks=tuple(sorted({r.statement.track for r in group})),
        last=max(dates, key=sort_key, default=None),
    )


def _counts(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _act(r: Recorded, codebook: Codebook) -> ActLine:
    s = r.statement
    relation = codebook.relations[s.relation]
    return ActLine(
        r.id,
        s.when,
        s.when_text,
        s.source.name,
        s.target.name if s.target else None,
        s.relation,
        relation.forward["en"],
        s.status,
        s.mutual,
        s.track,
        _speaker(s.speaker),
        s.evidence.text,
        s.cue,
        s.score,
        _note(r),
        r.recorded,
        r.judgement,
    )


def _fact(f: RecordedFact) -> FactLine:
    return FactLine(
        f.fact.actor.name,
        f.fact.attribute,
        f.fact.value,
        f.fact.of,
        f.fact.when,
        f.fact.evidence.text,
        _note(f),
        f.id,
        f.judgement,
        f.recorded,
    )


def _note(r: Recorded | RecordedFact) -> SourceNote:
    d = r.document
    place = d.places[0] if d.places else d.id
    return SourceNote(d.id, d.title, d.outlet, d.author, d.published, place, d.genre, d.source)


def _speaker(end: End | None) -> str | None:
    return end.name if end else None


def _name(ids: frozenset[str], names: dict[str, str]) -> str:
    return next((names[key] for key in sorted(ids) if key in names), sorted(ids)[0])
