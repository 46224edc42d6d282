"""What a person hands in: an address, a text that was pasted, a file; and the document that is made of it.

Nothing here opens a path: the name of a file is only what it is called, and an address is read by the guarded
fetcher alone (`konturen.reading.network`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from konturen.dates import DateError, parse
from konturen.errors import QueryError, SourceError
from konturen.inbox.feeds import web_address
from konturen.inbox.manners import Get, Pace
from konturen.pipeline import Pipeline
from konturen.reading.network import Fetched, checked_url, fetch
from konturen.reading.options import ReadOptions
from konturen.records import Coded, Document

Kind = Literal["address", "text", "file"]
PASTED = "pasted"
"""The place of a text that was pasted."""
LONGEST_NAME = 120
"""Characters of a file's name that are kept."""
LONGEST_LINE = 500
"""Characters that a title, an author or an outlet may have."""
_FORMATTING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that are not seen, or turn the direction in which a name reads."""


@dataclass(frozen=True, slots=True)
class Net:
    """How the network is reached: one address, and one request of a round (None: the guarded one)."""

    fetch: Callable[[str, ReadOptions], Fetched] = fetch
    get: Get | None = None
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in: an address, or bytes under a name. What is said of it here goes before what it says
    itself; empty is what nobody said."""

    kind: Kind
    name: str
    content: bytes = field(default=b"", repr=False)
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""


def address(text: str) -> str:
    """An address as it is to be read; QueryError for what is none: paths of this machine are not read here."""
    found = web_address(text)
    if found is None or not text.casefold().startswith(("http://", "https://")):
        hint = "An address begins with https://. A file of yours goes to the field for files."
        raise QueryError("only http and https addresses are read here.", line(text, 200) or None, hint)
    checked_url(found, found)
    return found


def pasted(text: str) -> bytes:
    """A text from a form as it would stand in a file; QueryError where there is none."""
    if not text.strip():
        raise QueryError("there is no text.", hint="Paste one with at least one sentence.")
    return text.replace("\r\n", "\n").encode("utf-8", "replace")


def line(text: str, longest: int = LONGEST_LINE) -> str:
    """A value as one line without characters that cannot be seen."""
    plain = _FORMATTING.sub("", text)
    seen = "".join(c if c.isprintable() else " " for c in plain[: 4 * longest])
    return " ".join(seen.split())[:longest].strip()


def file_name(name: str) -> str:
    """What a file is called, without the folders that a browser may name, its ending kept."""
    own = line(re.split(r"[/\\]", name)[-1], 4 * LONGEST_NAME).lstrip(".-~ ")
    if len(own) > LONGEST_NAME:
        stem, dot, ending = own.rpartition(".")
        own = f"{stem[: LONGEST_NAME - 10]}.{ending}" if dot and len(ending) < 8 else own[:LONGEST_NAME]
    return own or "file"


def day(text: str) -> str:
    """A date of publication in EDTF, empty where none is given; QueryError where it is none."""
    try:
        when = parse(text) if text else None
    except DateError:
        when = None
    if text and (when is None or when.interval):
        hint = "Write 2025, 2025-09 or 2025-09-25."
        raise QueryError(f"{text[:40]!r} is no date of publication.", hint=hint)
    return str(when) if when else ""


def read(given: Given, pipeline: Pipeline, net: Net) -> Document:
    """The document of what was handed in; SourceError says what is in the way."""
    settings = pipeline.settings
    if given.language:
        # The reading of a text needs nothing that is loaded: a pipeline for this one text costs nothing.
        pipeline = Pipeline(replace(settings, language=given.language))
    if given.kind == "address":
        options = ReadOptions(
            allow_private=settings.allow_private, timeout=settings.timeout, max_bytes=settings.max_bytes
        )
        found = net.fetch(given.name, options)
        document = pipeline.read_bytes(given.name, found.content, found.media_type, found.charset)
    elif given.kind == "text":
        document = pipeline.read_bytes(PASTED, given.content, "text/plain", "utf-8")
    else:
        try:
            document = pipeline.read_bytes(given.name, given.content)
        except (RecursionError, MemoryError) as error:
            raise SourceError("the file is too deep or too large to be read.", given.name) from error
    return replace(
        document,
        title=given.title or document.title,
        author=given.author or document.author,
        outlet=given.outlet or document.outlet,
        published=given.published or document.published,
    )


def pair(coded: Coded) -> tuple[str, str] | None:
    """The two actors between whom a text says most; None where it says nothing between two."""
    found = Counter(
        (min(s.source.actor, s.target.actor), max(s.source.actor, s.target.actor))
        for s in coded.statements
        if s.target is not None
    )
    return min(found, key=lambda one: (-found[one], one)) if found else None
