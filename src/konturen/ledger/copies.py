"""Copies of texts in the ledger: looked up and noted when a text is recorded, read as clusters.

A lookup takes at most `MOST_HELD` texts for each key of a signature and compares the `COMPARED` best, so
that it stays short where all texts share a sentence. Pairs are noted with the later text, in its transaction.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Connection, TextClause, column, func, insert, or_, select, table, text

from konturen.dates import DateError, parse
from konturen.ledger import schema, verdicts
from konturen.ledger.clusters import Pair, Said, clusters
from konturen.ledger.shingles import (
    AGREEING,
    LONGEST,
    METHOD,
    MOST_DAYS,
    Words,
    compare,
    compare_abroad,
    keys,
    of_words,
    row_of,
)
from konturen.records import Coded

MOST_HELD = 40
"""Of how many texts that hold a key a lookup takes note."""
COMPARED, COMPARED_ABROAD = 12, 6
"""How many texts a new one is compared with, by its words and across languages."""
HALF = 2**63
CHUNK = 400
"""How many ids stand in one condition."""
MANY = 4000
"""From so many texts on the pairs of all are read at once."""
_ID = re.compile("[0-9a-f]{16}")
"""What an id is; `konturen check` names others, which are no text's."""
NOT_NAMED = ("pronoun", "description")
"""Forms of mentions that a translation does not keep."""


def spoken(connection: Connection) -> Said:
    """What persons say of pairs of texts, and have not taken back; who is unsure says nothing."""
    if not verdicts.any_there(connection):
        return Said()
    sides: dict[str, set[tuple[str, str]]] = {"accept": set(), "reject": set()}
    for persons in verdicts.latest(verdicts.load(connection, "copies")).values():
        for verdict in persons.values():
            if verdict.verdict in sides and verdict.other is not None:
                sides[verdict.verdict].add((verdict.document, verdict.other))
    return Said(frozenset(sides["accept"]), frozenset(sides["reject"]))


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared, with the row of its actors and numbers."""

    id: str
    language: str
    published: str | None
    words: Words
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a comparison has to go on: ids of texts of the same language or any, and of translations."""

    likely: tuple[str, ...]
    abroad: tuple[str, ...]


def add(connection: Connection, new: Sequence[Text], recorded: str) -> list[int]:
    """Note the signatures of texts of this connection's transaction, and their copies; how many each has.

    Each is compared with those before it, in the ledger and in the row.
    """
    before: dict[int, list[int]] = {}
    held: dict[str, Text] = {}
    signatures: list[dict[str, int]] = []
    rows, counts = [], []
    for one in new:
        found = keys(one.words, one.row)
        pairs = tuple(_pairs(connection, one, _lookup(connection, found, before), held))
        rows += [_noted(pair, recorded) for pair in pairs]
        counts.append(len(pairs))
        own = number(one.id)
        for key in found:
            before.setdefault(key, []).append(own)
        signatures += [{"key": key, "document": own} for key in found]
        held[one.id] = one
    if signatures:
        connection.execute(insert(_SIGNATURES), signatures)
    if rows:
        connection.execute(insert(_COPIES), rows)
    return counts


def _noted(pair: Pair, recorded: str) -> dict[str, str | float]:
    """The row of a pair."""
    return {
        "document_id": pair.later,
        "earlier_id": pair.earlier,
        "kind": pair.kind,
        "score": pair.score,
        "method": METHOD,
        "recorded": recorded,
    }


def look_back(connection: Connection) -> None:
    """Note the copies of all texts in the order of their recording, as if it had been done then."""
    d = _DOCUMENTS.c
    for document, recorded in connection.execute(select(d.id, d.recorded).order_by(d.recorded, d.id)).all():
        add(connection, list(texts(connection, [document])), recorded)


def fill(connection: Connection) -> None:
    """Make the signatures anew from all texts."""
    connection.execute(_SIGNATURES.delete())
    ids = list(connection.execute(select(_DOCUMENTS.c.id).order_by(_DOCUMENTS.c.id)).scalars())
    for part in _parts([key for key in ids if _ID.fullmatch(key)]):
        rows = [
            {"key": key, "document": number(one.id)}
            for one in texts(connection, part)
            for key in keys(one.words, one.row)
        ]
        if rows:
            connection.execute(insert(_SIGNATURES), rows)


def number(document: str) -> int:
    """A text's id, sixteen hexadecimal digits, as a number that a database holds in eight bytes."""
    return int(document, 16) - HALF


def id_of(number: int) -> str:
    """The id of a text whose number this is."""
    return f"{number + HALF:016x}"


def _lookup(connection: Connection, found: Sequence[int], further: Mapping[int, Sequence[int]]) -> Lookup:
    """Which texts agree with these keys at enough places, the most alike first; `further` are texts that are
    not written yet, by key."""
    if not found:
        return Lookup((), ())
    values = {f"k{at}": key for at, key in enumerate(found)}
    holding: dict[int, list[int]] = {key: list(further.get(key, ())) for key in found}
    for key, document in connection.execute(_holding(len(found)), {**values, "most": MOST_HELD}):
        holding[key].append(document)
    agreeing: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for key, documents in holding.items():
        agreeing[not of_words(key)].update(map(id_of, sorted(documents)[:MOST_HELD]))
    likely, abroad = (
        tuple(
            document
            for document, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            if count >= AGREEING
        )
        for counts in agreeing
    )
    return Lookup(likely[:COMPARED], abroad[:COMPARED_ABROAD])


@cache
def _holding(count: int) -> TextClause:
    """The first texts of each of so many keys. As text: an expression of so many parts takes longer to be put
    together than to be answered."""
    one = (
        'SELECT * FROM (SELECT "key", document FROM signatures WHERE "key" = :k{0} '
        "ORDER BY document LIMIT :most) AS t{0}"
    )
    return text(" UNION ALL ".join(one.format(at) for at in range(count)))


def _pairs(connection: Connection, new: Text, lookup: Lookup, held: dict[str, Text]) -> Iterator[Pair]:
    """The pairs of a new text with those that a lookup proposes; `held` are those not to be read again."""
    abroad = _perhaps_translated(connection, new, lookup.abroad, held)
    proposed = {*lookup.likely, *abroad}
    others = {one.id: one for one in texts(connection, proposed - held.keys())}
    others |= {key: held[key] for key in proposed & held.keys()}
    for key in lookup.likely:
        alike = compare(new.words, others[key].words)
        if alike:
            yield Pair(new.id, key, alike.kind, alike.score)
    for key in abroad:
        other = others[key]
        alike = compare_abroad(new.row, other.row, _days(new.published, other.published))
        if alike:
            yield Pair(new.id, key, alike.kind, alike.score)


def _perhaps_translated(
    connection: Connection, new: Text, ids: Sequence[str], held: Mapping[str, Text]
) -> list[str]:
    """Those of these texts that language and date let be translations, so that only they are read."""
    d = _DOCUMENTS.c
    told = {key: (held[key].language, held[key].published) for key in ids if key in held}
    if further := [key for key in ids if key not in held]:
        wanted = select(d.id, d.language, d.published).where(d.id.in_(further))
        told |= {key: (language, published) for key, language, published in connection.execute(wanted)}
    return [
        key
        for key in ids
        if told[key][0] != new.language
        and ((days := _days(new.published, told[key][1])) is None or days <= MOST_DAYS)
    ]


def texts(connection: Connection, ids: Iterable[str]) -> Iterator[Text]:
    """These texts as they are compared."""
    d, m = _DOCUMENTS.c, _MENTIONS.c
    chosen = sorted(ids)
    if not chosen:
        return
    mentions: dict[str, list[tuple[int, int, str]]] = {}
    named = select(m.document_id, m.start, m.end, m.actor).where(
        m.document_id.in_(chosen), m.form.not_in(NOT_NAMED), m.start < LONGEST
    )
    for document, start, end, actor in connection.execute(named):
        if not actor.startswith("new:"):
            mentions.setdefault(document, []).append((start, end, actor))
    columns = (d.id, d.language, d.published, func.substr(d.text, 1, LONGEST).label("text"), d.coverage)
    for row in connection.execute(select(*columns).where(d.id.in_(chosen))).all():
        skipped = [(start, end) for start, end, _ in json.loads(row.coverage)["skipped"]]
        yield _text(row, row.text, skipped, mentions.get(row.id, ()))


def text_of(coded: Coded) -> Text:
    """A text that is not written yet, as it is compared; the same as `texts` answers afterwards."""
    document = coded.document
    named = [
        (mention.span.start, mention.span.end, mention.actor)
        for mention in coded.mentions
        if mention.actor is not None
        and not mention.actor.startswith("new:")
        and mention.form not in NOT_NAMED
        and mention.span.start < LONGEST
    ]
    skipped = [(part.span.start, part.span.end) for part in coded.coverage.skipped]
    return _text(document, document.text[:LONGEST], skipped, named)


class _Info(Protocol):
    """What names a text: a document, or a row of one."""

    @property
    def id(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def published(self) -> str | None: ...


def _text(
    info: _Info, text: str, skipped: Sequence[tuple[int, int]], named: Iterable[tuple[int, int, str]]
) -> Text:
    listed = tuple(row_of(_blanked(text, skipped), named))
    return Text(info.id, info.language, info.published, Words(text, skipped), listed)


def _blanked(text: str, skipped: Iterable[tuple[int, int]]) -> str:
    """A text with blanks where it was not read: places stay."""
    pieces, at = [], 0
    for start, end in sorted(skipped):
        pieces.append(text[at : max(at, start)])
        pieces.append(" " * (min(end, len(text)) - max(at, start)))
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def _days(one: str | None, other: str | None) -> int | None:
    """The days between two dates, None where one is not known to the day."""
    try:
        first, second = (parse(value).earliest if value else None for value in (one, other))
    except DateError:
        return None
    return abs((first - second).days) if first and second else None


def pairs(connection: Connection, ids: Collection[str] | None = None) -> tuple[Pair, ...]:
    """What the machine found of these texts, or of all, by the recording of the later text."""
    c = _COPIES.c
    wanted = select(c.document_id, c.earlier_id, c.kind, c.score, c.method, c.recorded)
    if ids is None:
        rows = connection.execute(wanted).all()
    else:
        touching = (or_(c.document_id.in_(part), c.earlier_id.in_(part)) for part in _parts(sorted(ids)))
        rows = [row for one in touching for row in connection.execute(wanted.where(one))]
    found = {(row.document_id, row.earlier_id): Pair(*row) for row in rows}
    return tuple(sorted(found.values(), key=lambda p: (p.recorded, p.later, p.earlier)))


def sources(connection: Connection, ids: Collection[str] | None = None) -> dict[str, str]:
    """The id of the source of each of these texts, or of all, that has a copy; others are their own source."""
    said = spoken(connection)
    if ids is not None and len(ids) > MANY:
        ids = None
    held, named = _connected(connection, ids, said)
    if not named:
        return {}
    d = _DOCUMENTS.c
    order: dict[str, tuple[str, str]] = {}
    for part in _parts(sorted(named)):
        for key, recorded in connection.execute(select(d.id, d.recorded).where(d.id.in_(part))):
            order[key] = (recorded, key)
    # What is said of texts that are not there, or not near these, changes nothing here.
    yes, no = ({pair for pair in side if order.keys() >= {*pair}} for side in (said.yes, said.no))
    return clusters(held, yes, no, lambda key: order[key])


def _connected(connection: Connection, ids: Collection[str] | None, said: Said) -> tuple[list[Pair], set[str]]:
    """All pairs that may join one of these texts with others, over however many, and the texts they name."""
    if ids is None:
        held = [p for p in pairs(connection) if p.kind != "translation"]
        return held, {key for p in held for key in (p.later, p.earlier)} | {k for p in said.yes for k in p}
    beside: dict[str, set[str]] = {}
    for one, other in said.yes:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found: dict[tuple[str, str], Pair] = {}
    seen, edge = set[str](), set(ids)
    while edge:
        seen |= edge
        new = {(p.later, p.earlier): p for p in pairs(connection, edge) if p.kind != "translation"}
        found |= new
        edge = {key for pair in new for key in pair} | {k for key in edge for k in beside.get(key, ())}
        edge -= seen
    named = {key for pair in found for key in pair} | {key for key in seen if key in beside}
    return list(found.values()), named


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _table(name: str, columns: str) -> Any:
    return table(name, *map(column, columns.split()))


_DOCUMENTS = _table("documents", "id language published text coverage recorded")
_MENTIONS = _table("mentions", "document_id start end actor form")
_COPIES = _table("copies", "document_id earlier_id kind score method recorded")
_SIGNATURES = _table("signatures", "key document")
"""What is read and written, by the names that a migration and all later forms have in common."""

schema.signatures.info[schema.DERIVED] = fill
