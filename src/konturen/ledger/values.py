"""What a reader of the ledger gets and asks: frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.records import Fact, Statement


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the ledger knows about a text, without the text; `places` are the locations where it was read."""

    id: str
    language: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    reading_minutes: int | None
    recorded: str
    places: tuple[str, ...]


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
class KnownActor:
    """An actor that the ledger's texts mention, with the number of mentions and documents."""

    id: str
    name: str
    type: str
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements to read; None leaves a condition open. `actors` are ids: any end of them; `between`
    wants one end in each of the two sets. With `older` also statements that only older coders of
    a text found."""

    actors: frozenset[str] | None = None
    between: tuple[frozenset[str], frozenset[str]] | None = None
    relation: str | None = None
    status: str | None = None
    document: str | None = None
    min_score: float = 0.0
    older: bool = False
