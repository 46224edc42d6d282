"""The index of the search: texts parted into passages, and the words of each, written with the text.

A passage is a sentence: the evidence of statements and facts where there are any, else what lies between stops.
They cover the text without a gap. The index only repeats what other tables hold (`fill` makes it anew).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, column, event, func, insert, select, table, union

from konturen.ledger import schema
from konturen.ledger.dialects import search_empty, search_insert, search_table
from konturen.ledger.options import SearchRow
from konturen.names.search_words import stored

LONGEST = 2000
"""Most characters of a passage; a longer sentence is searched in parts."""
MOST_PLACES = 255
"""How often one word has its place within a passage: PostgreSQL keeps no more."""
CHUNK = 200
"""How many texts are read at once when the index is made anew."""
_STOP = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”“’»«)\]]*+\s++(?=[^\sa-zäöüßа-яё])"
    r"|[\r\n\u2028\u2029]\s*[\r\n\u2028\u2029]\s*"
    r"|(?<![^\r\n\u2028\u2029]{60})[\r\n\u2028\u2029]\s*(?=[^\sa-zäöüßа-яё])"
)
"""Ends of sentences; a line's end is one at an empty line, and after a short line that no small letter follows:
the long lines of a text that was broken to a width go on."""
Place = tuple[int, int]


def parts(text: str, evidence: Iterable[Place]) -> list[Place]:
    """The passages of a text, by start: evidence that overlaps is one; stretches without a word are none."""
    found: list[Place] = []
    at = 0
    for start, end in _joined(evidence, len(text)):
        found += _sentences(text, at, start)
        found += _cut(text, start, end)
        at = end
    found += _sentences(text, at, len(text))
    trimmed = (_trimmed(text, start, end) for start, end in found)
    return [place for place in trimmed if any(map(str.isalnum, text[slice(*place)]))]


def _joined(evidence: Iterable[Place], length: int) -> Iterator[Place]:
    held: Place | None = None
    for start, end in sorted({(max(start, 0), min(end, length)) for start, end in evidence}):
        if start >= end:
            continue
        if held is not None and start < held[1]:
            held = held[0], max(held[1], end)
            continue
        if held is not None:
            yield held
        held = start, end
    if held is not None:
        yield held


def _sentences(text: str, start: int, end: int) -> Iterator[Place]:
    at = start
    for stop in _STOP.finditer(text, start, end):
        yield from _cut(text, at, stop.end())
        at = stop.end()
    yield from _cut(text, at, end)


def _cut(text: str, start: int, end: int) -> Iterator[Place]:
    """A stretch in pieces that are not too long, cut at a blank where there is one."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = blank if blank > 0 else start + LONGEST
        yield start, stop
        start = stop
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> Place:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


@dataclass(frozen=True, slots=True)
class Searched:
    """A text as the index takes it, with the places of its evidence."""

    document: str
    language: str
    text: str
    evidence: Iterable[Place]


def add(connection: Connection, texts: Iterable[Searched]) -> None:
    """Write the passages of new texts and their words, the first recorded text first."""
    last = connection.execute(select(func.max(_PASSAGES.c.id))).scalar() or 0
    passages: list[dict[str, int | str]] = []
    words: list[SearchRow] = []
    for one in texts:
        places = parts(one.text, one.evidence)
        # The earlier sentence has the larger id: answers in falling order read downwards within a text.
        for key, (start, end) in zip(range(last + len(places), last, -1), places, strict=True):
            passages.append({"id": key, "document_id": one.document, "start": start, "end": end})
            words.append(_row(key, one.text[start:end], one.language))
        last += len(places)
    if passages:
        connection.execute(insert(_PASSAGES), passages)
        search_insert(connection, words)


def _row(key: int, text: str, language: str) -> SearchRow:
    """The words of a passage."""
    found = stored(text, language)
    placed: list[str | None] = [own for own, _ in found]
    if len(placed) > MOST_PLACES:
        counts: Counter[str | None] = Counter()
        for at, own in enumerate(placed):
            counts[own] += 1
            if counts[own] > MOST_PLACES:
                placed[at] = None
    return key, placed, tuple(dict.fromkeys(term for _, more in found for term in more))


def fill(connection: Connection) -> None:
    """Make the index anew from all texts, in the order that they had in it, new ones by their recording."""
    p = _PASSAGES.c
    held = {
        row[0]: row[1]
        for row in connection.execute(select(p.document_id, func.max(p.id)).group_by(p.document_id))
    }
    connection.execute(_PASSAGES.delete())
    search_empty(connection)
    d = _DOCUMENTS.c
    new = max(held.values(), default=0) + 1
    ids = list(connection.execute(select(d.id).order_by(d.recorded, d.id)).scalars())
    ids.sort(key=lambda key: held.get(key, new))
    for at in range(0, len(ids), CHUNK):
        chunk = ids[at : at + CHUNK]
        texts = {
            row.id: row for row in connection.execute(select(d.id, d.language, d.text).where(d.id.in_(chunk)))
        }
        spans = _evidence(connection, chunk)
        add(
            connection,
            (Searched(key, texts[key].language, texts[key].text, spans.get(key, ())) for key in chunk),
        )


def _evidence(connection: Connection, documents: Sequence[str]) -> dict[str, list[Place]]:
    """The sentences of the claims that came with each text. Those of later codings do not count: passages stay
    as they were cut, and what reaches over two of them is found in both."""
    d = _DOCUMENTS.c
    found = union(
        *(
            select(t.c.document_id, t.c.evidence_start, t.c.evidence_end)
            .join_from(t, _DOCUMENTS, d.id == t.c.document_id)
            .where(t.c.document_id.in_(documents), t.c.recorded == d.recorded)
            for t in _CLAIMS
        )
    )
    rows = sorted(tuple(row) for row in connection.execute(found))
    return {key: [(row[1], row[2]) for row in own] for key, own in groupby(rows, key=lambda row: row[0])}


_PASSAGES = table("passages", column("id"), column("document_id"), column("start"), column("end"))
_DOCUMENTS = table("documents", *map(column, ("id", "language", "text", "recorded")))
_CLAIMS = tuple(
    table(name, *map(column, ("document_id", "evidence_start", "evidence_end", "recorded")))
    for name in ("statements", "facts")
)
"""What the index reads, by the names that all forms of the ledger have in common: migrations fill it too."""


def _made(_: object, connection: Connection, **__: object) -> None:
    search_table(connection)


event.listen(schema.passages, "after_create", _made)
schema.passages.info[schema.DERIVED] = fill
