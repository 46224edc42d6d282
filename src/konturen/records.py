"""The frozen values that travel between the stages.

Every stage takes and returns values of this module and nothing else; stages never import each other.
All offsets count characters (Python `str` indices) of `Document.text`, and for every value with a span

    document.text[span.start:span.end] == surface

holds. A write that breaks this law is refused (`konturen.ledger`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ActorType = Literal[
    "state", "party", "person", "organisation", "institution", "movement", "igo", "media", "other"
]
"""Kinds of actors. `igo` is an intergovernmental organisation; `institution` a parliament, ministry, court,
army or agency of a state; `movement` an unregistered political current or group; `other` whatever remains
(the West, a region, an ethnic group)."""

MentionForm = Literal[
    "name", "abbreviation", "adjective", "demonym", "capital", "office", "description", "pronoun"
]
"""How a text points to an actor. Only `adjective` and `demonym` cannot stand for a whole actor by themselves
in every reading ("kasachisch", "the Poles"): the coder decides what they license."""

Status = Literal["happened", "ongoing", "planned", "possible", "denied"]
STATUSES: tuple[Status, ...] = ("happened", "ongoing", "planned", "possible", "denied")

Genre = Literal["report", "commentary", "interview", "statement", "encyclopedia"]
GENRES: tuple[Genre, ...] = ("report", "commentary", "interview", "statement", "encyclopedia")
"""What kind of text a document is: news; an opinion; questions and answers; what a body says of itself in its
own name; an article of reference."""

Attribute = Literal["seats", "founded", "dissolved", "office", "membership", "population", "status"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of a document's text, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly within this stretch."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of a document that was read but not coded, with the reason.

    Reasons are short stable words: `share-button`, `reading-time`, `byline`, `source-label`, `tip-jar`,
    `navigation`, `related`, `save-button`, `title`, `dateline`, `cookie-notice`, `subscription`, `comments`,
    `advertisement`, `copyright`, `photo-credit`, `counter`, `tags`, `audio-button`, `no-sentence`.
    """

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with what is known about where it came from.

    `text` is the decoded plain text (for a page: the extracted article; for a file: the whole file, the
    page's shell included, which then stands in `shell` and never becomes a sentence). `content` holds the
    original bytes and `sha256` their hash. Dates are EDTF or None; `retrieved` is an ISO 8601 instant. `genre`
    is None where nothing tells it.
    """

    location: str
    text: str
    language: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    retrieved: str | None = None
    reading_minutes: int | None = None
    shell: tuple[Skipped, ...] = ()
    genre: Genre | None = None

    @property
    def id(self) -> str:
        """Identity by content: the first 16 hexadecimal digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document; `paragraph` numbers the blocks of text it stands in, from 0."""

    span: Span
    text: str
    index: int
    paragraph: int
    language: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression of a sentence: `value` is EDTF as precise as the text, resolved where relative."""

    span: Span
    surface: str
    value: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch that the classifier's mention head took for an actor, before anyone knows which one.

    `form` is `name`, `description` or `pronoun`; `type` its guess with probability `score`. `place` marks a
    name of a place that is no actor by itself.
    """

    span: Span
    surface: str
    type: ActorType
    form: MentionForm
    score: float
    place: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another actor that came into question for a mention, and why it is less likely.

    `score` is its share of what the mention's own score leaves of 1; `reason` says in words what speaks
    against it ("same name, but its country is not in the text", "held the office until 2019-03-20").
    """

    actor: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence points to an actor.

    `actor` is the actor's id (of the catalog, or `new:...` for a provisional one), `name` its canonical name;
    both are None only for a pronoun or description whose antecedent was not found. `reason` says in words why
    this actor was chosen ("catalog name, dative", "abbreviation introduced at 512", "surname of ...").
    `alternatives` are the other actors that came into question, best first, at most five.
    """

    span: Span
    surface: str
    type: ActorType
    form: MentionForm
    actor: str | None
    name: str | None
    score: float
    reason: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One end of a statement, or whom a fact is about: the actor and the words that named it."""

    name: str
    actor: str
    type: ActorType
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The verbatim words that say it, with their place in the document's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim of one sentence. Immutable; see `id` for what makes it that claim.

    `source` acts on `target`; with `mutual` the order carries no meaning. A plan or an absence may have one
    end only, then `target` is None. `when` is EDTF as precise as the text, `when_text` the words it was read
    from. `speaker` names whose word it is where it is not the author's. `cue` are the words on which the
    coder decided: the reason that travels with the score.
    """

    document: str
    relation: str
    status: Status
    mutual: bool
    source: End
    target: End | None
    when: str | None
    when_text: str | None
    track: str
    speaker: End | None
    evidence: Evidence
    cue: str | None
    score: float
    coder: str

    def id(self, document_id: str) -> str:
        """Hash of what makes the claim that claim, within the document of that id.

        Document, evidence span, relation, status, direction, both ends, date and speaker count; score, coder
        and cue do not, so that a better coder that finds the same claim finds the same id.
        """
        target = self.target.actor if self.target else None
        ends = [self.source.actor, target]
        if self.mutual and target is not None:
            ends.sort(key=str)
        speaker = self.speaker.actor if self.speaker else None
        key = [document_id, self.evidence.start, self.evidence.end, self.relation, self.status, self.mutual]
        return _digest([*key, *ends, self.when, speaker])


@dataclass(frozen=True, slots=True)
class Fact:
    """A value about one actor: `value` (of `of`, where the text gives a whole: 62 of 98 seats)."""

    document: str
    actor: End
    attribute: Attribute
    value: str
    of: str | None
    when: str | None
    evidence: Evidence
    score: float
    coder: str

    def id(self, document_id: str) -> str:
        """Hash of document, evidence, actor, attribute, value, whole and date."""
        key = [document_id, self.evidence.start, self.evidence.end, self.actor.actor, self.attribute]
        return _digest([*key, self.value, self.of, self.when])


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of a document and what was not, so that nothing is lost without a word."""

    sentences: int
    coded: int
    characters: int
    skipped: tuple[Skipped, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A document with all that the coder took from it; `coder` names the programs that did, the classifier
    first, parted by blanks."""

    document: Document
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    facts: tuple[Fact, ...]
    coverage: Coverage
    coder: str = ""


def _digest(key: list[object]) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the key as a JSON array (no two keys can run together)."""
    encoded = json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed, a list of bookmarks or a folder says of one text.

    `key` makes it that entry of its list. `published` is EDTF. `content` is the text that came with the entry,
    of the media type `media_type`; `whole` says that the list gives it as the whole text, not as a teaser.
    """

    key: str
    address: str | None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    content: str | None = field(default=None, repr=False)
    media_type: str = "text/html"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request, redirects not followed; names of headers are in small letters.

    `content` is empty unless the status is 200.
    """

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    media_type: str | None = None
    charset: str | None = None
