"""Makers of values that tests need many of, with plausible defaults."""

from __future__ import annotations

import hashlib
from typing import Any

from konturen.coding.tokens import Tokens
from konturen.records import (
    ActorType,
    Coded,
    Coverage,
    Document,
    End,
    Evidence,
    Fact,
    Mention,
    Sentence,
    Span,
    Statement,
)

TEXT = "Am 3. Mai 2024 traf die Partei Nordlicht in Oslo die Partei Morgenrot. Sie hat 12 Sitze."
FIRST = TEXT[: TEXT.index(". Sie") + 1]


def document(text: str = TEXT, **changes: Any) -> Document:
    """A document of that text."""
    content = text.encode("utf-8", "surrogatepass")
    values: dict[str, Any] = {
        "location": "a.txt",
        "text": text,
        "language": "de",
        "media_type": "text/plain",
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
    }
    return Document(**(values | changes))


def sentence(text: str, start: int = 0, language: str = "de", index: int = 0) -> Sentence:
    """A sentence that stands at `start`."""
    return Sentence(Span(start, start + len(text)), text, index, 0, language)


def mention(text: str, surface: str, type: ActorType = "party", form: Any = "name") -> Mention:
    """A mention of the first place where `surface` stands in `text`."""
    start = text.index(surface)
    key = f"new:{surface.casefold()}"
    return Mention(Span(start, start + len(surface)), surface, type, form, key, surface, 0.9, "made by a test")


def end(surface: str, text: str = TEXT, type: ActorType = "party", actor: str | None = None) -> End:
    """An end where `surface` stands."""
    start = text.index(surface)
    return End(surface, actor or f"new:{surface.casefold()}", type, surface, start, start + len(surface))


def statement(**changes: Any) -> Statement:
    """Nordlicht met Morgenrot."""
    values: dict[str, Any] = {
        "document": "a.txt",
        "relation": "CONSULT",
        "status": "happened",
        "mutual": True,
        "source": end("Nordlicht"),
        "target": end("Morgenrot"),
        "when": "2024-05-03",
        "when_text": "Am 3. Mai 2024",
        "track": "inter-party",
        "speaker": None,
        "evidence": Evidence(FIRST, 0, len(FIRST)),
        "cue": "traf",
        "score": 0.9,
        "coder": "test/1",
    }
    return Statement(**(values | changes))


def fact(**changes: Any) -> Fact:
    """Nordlicht has 12 seats."""
    second = TEXT[len(FIRST) + 1 :]
    values: dict[str, Any] = {
        "document": "a.txt",
        "actor": end("Nordlicht"),
        "attribute": "seats",
        "value": "12",
        "of": None,
        "when": None,
        "evidence": Evidence(second, len(FIRST) + 1, len(TEXT)),
        "score": 0.8,
        "coder": "test/1",
    }
    return Fact(**(values | changes))


def coded(**changes: Any) -> Coded:
    """A coded document with one statement, one fact and two mentions."""
    source = changes.pop("document", document())
    values: dict[str, Any] = {
        "document": source,
        "mentions": (mention(TEXT, "Nordlicht"), mention(TEXT, "Morgenrot")),
        "statements": (statement(),),
        "facts": (fact(),),
        "coverage": Coverage(2, 2, len(source.text), ()),
    }
    return Coded(**(values | changes))


def words(text: str) -> Tokens:
    """One token a word."""
    offsets, at = [], 0
    for word in text.split(" "):
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    return Tokens((0, *([9] * len(offsets)), 2), ((0, 0), *offsets, (0, 0)))
