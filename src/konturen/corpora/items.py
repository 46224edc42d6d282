"""The frozen values of a corpus run: what lies in an input, and what cannot be taken from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from konturen.records import Genre


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a corpus as it lies in an input, before it is read.

    `location` names it for good: the path of a file, `archive.zip!member.html`, `lines.jsonl#12` (the number of
    the record, from 1), or the address that a record gives of itself. `content` are its bytes; with
    `media_type` and `charset` as they were said. The others are what a record's fields say of the text, None
    where they say nothing; they win over what the text says of itself. `published` is EDTF.
    """

    location: str
    content: bytes = field(repr=False)
    media_type: str | None = None
    charset: str | None = None
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    genre: Genre | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What is set aside: where it lies, at which stage (`input`, `read`, `code`), and why, in words."""

    location: str
    stage: str
    reason: str
