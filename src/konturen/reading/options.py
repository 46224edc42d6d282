"""What a caller may decide about the reading of a text, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.records import Genre

DEFAULT_TIMEOUT_SECONDS = 30.0
"""For a whole answer, redirects included: slow newspapers answer in ten seconds, a hung one never does."""

DEFAULT_MAX_BYTES = 20_000_000
"""The longest source that is read into memory: a book of 3,000 pages as text is about 9 MB."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a source is read; contradictions and impossible values raise `ValueError` at once.

    `allow_private` lets addresses of private networks through; `timeout` (seconds) bounds the whole fetch;
    `max_bytes` bounds the source as it lies on disk or comes over the network; `language` ("de", "en", "ru")
    replaces the recognition of the language; `encoding` (a name that Python knows) replaces that of the
    encoding; `retrieved` is the ISO 8601 instant that the caller's clock shows, or None; `genre` replaces the
    recognition of the genre.
    """

    allow_private: bool = False
    timeout: float = DEFAULT_TIMEOUT_SECONDS
    max_bytes: int = DEFAULT_MAX_BYTES
    language: str | None = None
    encoding: str | None = None
    retrieved: str | None = None
    genre: Genre | None = None

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {self.timeout}")
        if self.max_bytes <= 0:
            raise ValueError(f"max_bytes must be more than 0, not {self.max_bytes}")
