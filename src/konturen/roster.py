"""The actors at the user's hand: compare names; search, show, add, edit, import and export actors."""

from __future__ import annotations

from typing import BinaryIO

from konturen.actors.catalog import Catalog
from konturen.actors.identity import same_actor
from konturen.errors import QueryError
from konturen.names.same import Likeness
from konturen.pipeline import Pipeline

MAX_PAIRS_BYTES = 100_000_000
"""Longest file of pairs that is read."""
NEWLINE = b"\n"


def same(one: str, other: str, catalog: Catalog | None = None) -> Likeness:
    """Whether two names are one actor's: `same`, a score of 0 to 1, and the reason in words.

    By the catalog (the package's where none is given) and by the letters of the names.
    """
    return same_actor(one, other, catalog or Pipeline().catalog)


def read_pairs(stream: BinaryIO | None) -> list[tuple[str, str]]:
    """Pairs of names, two a line parted by a tab, UTF-8. QueryError names the first line that is none."""
    data = stream.read(MAX_PAIRS_BYTES + 1) if stream else b""
    if len(data) > MAX_PAIRS_BYTES:
        raise QueryError(
            f"more than {MAX_PAIRS_BYTES // 1_000_000} MB of pairs.", "standard input", "Part the file."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        raise QueryError(
            "this is not UTF-8.", f"standard input, line {at}", "Save the file as UTF-8."
        ) from error
    pairs = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        columns = line.rstrip("\r").split("\t")
        if len(columns) < 2:
            raise QueryError(
                "two names parted by a tab are needed.",
                f"standard input, line {number}",
                "Nothing was compared.",
            )
        pairs.append((columns[0], columns[1]))
    return pairs
