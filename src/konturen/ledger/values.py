"""What a reader of the ledger gets and asks: frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from konturen.records import Fact, Statement

VerdictWord = Literal["accept", "reject", "amend", "unsure"]
State = Literal["accepted", "rejected", "amended", "unsure", "disputed", "none"]
STATES: tuple[State, ...] = ("accepted", "rejected", "amended", "unsure", "disputed", "none")
"""How persons judge something: see `Judged`."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says of something, when, why, and which fields she would have otherwise; `id` is the
    number of the verdict."""

    id: int
    verdict: VerdictWord
    by: str
    recorded: str
    note: str | None = None
    amended: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """How persons judge something: the state, and the standing verdict of each who said something.

    Where all who decided say the same the state is that; amendments are the same where their fields are.
    Where they do not it is `disputed`, and it reads as if nobody had decided. `unsure` is what nobody decides.
    """

    state: State = "none"
    verdicts: tuple[Said, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether persons want it to stand, as it is or amended."""
        return self.state in ("accepted", "amended")

    def reaches(self, score: float, least: float) -> bool:
        """Whether it is to be shown where scores below `least` are not: what persons confirm always is."""
        return self.confirmed or score >= least


UNJUDGED = Judged()
"""Nobody said anything."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the ledger knows about a text, without the text; `places` are the locations where it was read.

    `source` is the id of the text recorded first of those that are copies of each other; its own where it has
    no copy. Texts of one `source` are one independent source.
    """

    id: str
    language: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    reading_minutes: int | None
    recorded: str
    places: tuple[str, ...]
    genre: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement as it stands in the ledger, with its id, its text and the instant of recording.

    Where persons amended it, `statement` is as they did and `original` as it was coded; the id stays.
    """

    id: str
    statement: Statement
    document: DocumentInfo
    recorded: str
    judgement: Judged = UNJUDGED
    original: Statement | None = None


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as it stands in the ledger, amended like a statement."""

    id: str
    fact: Fact
    document: DocumentInfo
    recorded: str
    judgement: Judged = UNJUDGED
    original: Fact | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is: sentences, the texts they stand in, and independent sources of these.

    A sentence that stands in two texts is two sentences; the texts are one source where one is a copy.
    """

    sentences: int
    documents: int
    sources: int

    @classmethod
    def of(cls, records: Iterable[Recorded | RecordedFact]) -> Counted:
        """The count of what statements and facts stand on; several in one sentence are one sentence."""
        places: set[tuple[str, int, int]] = set()
        texts: dict[str, str] = {}
        for one in records:
            evidence = one.statement.evidence if isinstance(one, Recorded) else one.fact.evidence
            places.add((one.document.id, evidence.start, evidence.end))
            texts[one.document.id] = one.document.source
        return cls(len(places), len(texts), len(set(texts.values())))


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that the ledger's texts mention, with the number of mentions, documents and sources of these."""

    id: str
    name: str
    type: str
    mentions: int
    documents: int
    sources: int


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements to read; None leaves a condition open. `actors` are ids: any end of them; `between`
    wants one end in each of the two sets; `judgement` are the states wanted, None means all but `rejected`.
    What persons confirmed is read below `min_score`, too. With `older` also statements that only older coders
    of a text found. `ids` are those of statements, `documents` those of texts."""

    actors: frozenset[str] | None = None
    between: tuple[frozenset[str], frozenset[str]] | None = None
    relation: str | None = None
    status: str | None = None
    documents: frozenset[str] | None = None
    min_score: float = 0.0
    judgement: frozenset[State] | None = None
    older: bool = False
    ids: frozenset[str] | None = None
