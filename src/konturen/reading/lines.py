"""A copied page line by line, while its shell is being recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from konturen.reading.furniture import Part, core_of
from konturen.records import Skipped, Span

MAX_TITLE_WORDS = 18
"""Headlines of 930 Russian and 992 German news have up to 17 words."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
END = re.compile(r"[.!?…:;]['\"»“”’‘«)\]]*(?:\[\d+\])*$")


@dataclass(slots=True)
class Line:
    """One line while it is being recognised: `parts` are what makes it shell, none while it is text.

    `opens` and `closes` say whether a blank line, or the end of the text, stands above and below it.
    """

    start: int
    text: str
    opens: bool
    closes: bool
    parts: tuple[Part, ...] = ()

    @property
    def core(self) -> str:
        return core_of(self.text)

    @property
    def words(self) -> int:
        return len(self.core.split())

    def mark(self, reason: str, value: str | None = None) -> None:
        """Makes the whole line shell."""
        stripped = self.text.strip()
        start = self.start + self.text.index(stripped[0])
        self.parts = (Part(Span(start, start + len(stripped)), reason, value),)


@dataclass(slots=True)
class Known:
    """What has been recognised of a page so far."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    prefix: Skipped | None = None
    published: str | None = None
    agency: str | None = None
    lines: list[Line] = field(default_factory=list)


def lines_of(text: str) -> list[Line]:
    """The lines with something in them."""
    rows = [(match.start(), match[0].rstrip("\r\n")) for match in _LINE.finditer(text)]
    filled = [bool(row.strip()) for _, row in rows]
    found = []
    for index, (start, row) in enumerate(rows):
        if filled[index]:
            before = index == 0 or not filled[index - 1]
            after = index + 1 >= len(rows) or not filled[index + 1]
            found.append(Line(start, row, before, after))
    return found


def values(lines: list[Line], reason: str) -> Iterator[str]:
    return (part.value for line in lines for part in line.parts if part.reason == reason and part.value)
