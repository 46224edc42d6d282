"""Cases of the tagger as tables: a sentence, a bar, and its dates as "words = value", parted by semicolons."""

from __future__ import annotations

Case = tuple[str, str, list[tuple[str, str]]]


def rows(table: str, language: str) -> list[Case]:
    """The cases of a table: language, text, words and values."""
    made: list[Case] = []
    for line in table.strip().splitlines():
        text, _, wanted = line.rpartition("|")
        pairs = [tuple(part.strip().split(" = ")) for part in wanted.split(";") if part.strip()]
        made.append((language, text.strip(), [(pair[0], pair[1]) for pair in pairs]))
    return made
