"""What a reader of the ledger gets and asks: frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from konturen.records import Fact, Statement


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
    """A statement as it stands in the ledger, with its id, its text and the instant of recording."""

    id: str
    statement: Statement
    document: DocumentInfo
    recorded: str


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact as it stands in the ledger."""

    id: str
    fact: Fact
    document: DocumentInfo
    recorded: str


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
    wants one end in each of the two sets."""

    actors: frozenset[str] | None = None
    between: tuple[frozenset[str], frozenset[str]] | None = None
    relation: str | None = None
    status: str | None = None
    document: str | None = None
    min_score: float = 0.0
