"""What is followed and what came of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from konturen.records import Entry

SourceKind = Literal["feed", "folder", "bookmarks"]
Wanted = tuple[SourceKind, str, str | None]
"""What is to be followed: its kind, its address or path, and a title where one is known."""
Outcome = Literal["read", "unchanged", "recorded", "known", "failed", "deferred", "removed"]
"""`read`, `unchanged`: of a list of entries. `recorded`, `known`: of a text, new or not. `failed`: with a
reason. `deferred`: the server asked to be left alone until the next try. `removed`: of a
text that was removed on request."""

KINDS: tuple[SourceKind, ...] = ("feed", "folder", "bookmarks")
REMOVED: Outcome = "removed"
DONE = ("read", "unchanged", "recorded", "known")


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is followed: a feed by its address, a folder or a file of bookmarks by its path; by whom and since
    when. `withdrawn_by` and `withdrawn` say who ended it and when."""

    id: int
    kind: SourceKind
    address: str
    title: str | None
    by: str
    recorded: str
    withdrawn_by: str | None = None
    withdrawn: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is followed still."""
        return self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to read a list (`entry` is None) or the text of an entry, and what came of it.

    `answered` is the address that answered in the end, `etag` and `modified` what it said of its state (of a
    file: size and time). `next_try` is the instant from which on to try again; None: not again by itself.
    """

    subscription: int
    outcome: Outcome
    entry: int | None = None
    answered: str | None = None
    document: str | None = None
    etag: str | None = None
    modified: str | None = None
    reason: str | None = None
    next_try: str | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What became of a subscription: its last attempt and when, the validators of its last success, how often
    it has failed since, and of its entries how many there are, are still to be read, and failed."""

    subscription: Subscription
    last: Attempt | None
    asked: str | None
    etag: str | None
    modified: str | None
    failures: int
    entries: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that is to be read: without its content (`Reader.entry_content`), with its failures so far."""

    id: int
    subscription: Subscription
    entry: Entry
    failures: int


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry as it was read last: its number, its address (None: it was removed), its state then (`etag`) and
    what came of it ("": it was not read yet)."""

    id: int
    address: str | None
    mark: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A list or a text that could not be read when it was tried last, with the reason; `title` as listed."""

    subscription: Subscription
    address: str
    title: str | None
    reason: str
    failures: int
    recorded: str
    next_try: str | None
