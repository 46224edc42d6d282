"""What a caller says of the inputs of a corpus, as one frozen value; and entries, read only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from konturen.corpora.items import Failure, Item

DEFAULT_MAX_BYTES = 20_000_000
"""The longest item that is read into memory: a book of 3,000 pages as text is about 9 MB."""

STAGE = "input"

Entry = Callable[[], Item | Failure]
"""An entry of an input that is read when it is called: what is left out costs next to nothing. It has to be
called before the next one is asked for."""

Entries = Callable[[int], Iterator[Entry]]
"""The entries of an input in their order; the number tells how many of the first will not be called."""


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How inputs are taken apart.

    `text` to `id` name the fields of records (None: guessed from their names); `delimiter` parts the columns of
    a table; `root` is the folder to which the names in a list are relative; `html` tells whether the text of a
    record holds HTML (None: guessed for each); an item of more than `max_bytes` is set aside.
    """

    text: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    outlet: str | None = None
    address: str | None = None
    language: str | None = None
    id: str | None = None
    delimiter: str | None = None
    root: Path | None = None
    html: bool | None = None
    max_bytes: int = DEFAULT_MAX_BYTES

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise ValueError(f"max_bytes must be more than 0, not {self.max_bytes}")
        if self.delimiter is not None and len(self.delimiter) != 1:
            raise ValueError(f"delimiter must be one character, not {self.delimiter!r}")


def too_long(location: str, size: int, options: InputOptions) -> Failure:
    """The failure of an item of so many bytes."""
    reason = f"it is {size:,} bytes long; at most {options.max_bytes:,} bytes are read. Raise --max-bytes."
    return Failure(location, STAGE, reason)


def failed(location: str, reason: str) -> Failure:
    """What cannot be taken from an input."""
    return Failure(location, STAGE, reason)
