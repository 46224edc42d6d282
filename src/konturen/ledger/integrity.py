"""The examination of a ledger: every type, hash, offset, date and reference, row by row. It changes nothing."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Connection, ForeignKeyConstraint, Table, exists, select
from sqlalchemy.exc import DatabaseError

from konturen.codebook import built_in
from konturen.dates import is_valid
from konturen.ledger import schema, verdicts
from konturen.ledger.archive import FEW, MANY
from konturen.ledger.archive_form import EVERY, Progress, fault, key_of, tables
from konturen.ledger.notes import KINDS as NOTE_KINDS
from konturen.ledger.recodings import FIRST
from konturen.ledger.rows import row_alternatives, row_fact, row_statement
from konturen.ledger.shingles import KINDS
from konturen.records import GENRES, STATUSES, Attribute

Row = Mapping[str, Any]
Examine = Callable[[Row, str], Iterator[str]]
ATTRIBUTES = get_args(Attribute)


@dataclass(frozen=True, slots=True)
class Hurt:
    """What is wrong with the ledger: in which table, which row (its key, empty for the whole), in words."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}" if self.row else f"{self.table}: {self.what}"


def examine(connection: Connection, progress: Progress | None = None) -> Iterator[Hurt]:
    """All that is wrong, table by table; what cannot be read is named and passed over."""
    tell = progress or (lambda _: None)
    for table in tables():
        unreadable = False
        try:
            yield from _table(connection, table, tell)
        except DatabaseError:
            unreadable = True
        if unreadable:
            connection.rollback()
            yield from _unreadable(connection, table)
            connection.rollback()
    for table in tables():
        tell(f"references of {table.name}")
        try:
            yield from _references(connection, table)
        except DatabaseError as error:
            connection.rollback()
            yield Hurt(table.name, "", f"its references cannot be read: {_words(error)}")


def _words(error: DatabaseError) -> str:
    return str(error.orig).splitlines()[0] if error.orig else "the database refused"


def _shown(key: tuple[Any, ...]) -> str:
    return ", ".join(str(part)[:80] for part in key)


def _table(connection: Connection, table: Table, tell: Progress) -> Iterator[Hurt]:
    """The rows of a table by themselves and beside the text they stand in."""
    look = _LOOKS.get(table.name)
    texts = _Texts(connection)
    key = list(table.primary_key)
    if "document_id" in table.c:
        key = [table.c.document_id, *(column for column in key if column.name != "document_id")]
    chunk = FEW if table is schema.documents else MANY
    wanted = select(table).order_by(*key)
    streamed = connection.execute(wanted, execution_options={"yield_per": chunk})
    for number, found in enumerate(streamed.mappings(), 1):
        row = dict(found)
        name = _shown(key_of(table, row))
        wrong = [said for column in table.columns if (said := fault(column, row[column.name]))]
        if not wrong and "recorded" in row and not _instant(row["recorded"]):
            wrong.append(f"recorded is no instant: {row['recorded'][:40]!r}")
        text = texts.of(row) if look and "document_id" in row else ""
        if not wrong and look and text is not None:
            wrong += look(row, text)
        yield from (Hurt(table.name, name, said) for said in wrong)
        if number % EVERY == 0:
            tell(f"{table.name}: {number:,} rows")


class _Texts:
    """The text of the document that rows in the order of documents belong to; the last one is kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._id: str | None = None
        self._text: str | None = ""

    def of(self, row: Row) -> str | None:
        """The text; empty where there is none (which the references tell), None where it cannot be read."""
        if row["document_id"] != self._id:
            self._id = row["document_id"]
            wanted = select(schema.documents.c.text).where(schema.documents.c.id == self._id)
            try:
                with self._connection.begin_nested():
                    self._text = str(self._connection.execute(wanted).scalar() or "")
            except DatabaseError:
                self._text = None
        return self._text


def _unreadable(connection: Connection, table: Table) -> Iterator[Hurt]:
    """Name the rows of a table that cannot be read; the whole table where not even its keys can."""
    key = list(table.primary_key)
    try:
        ids = connection.execute(select(*key).order_by(*key)).all()
    except DatabaseError as error:
        yield Hurt(table.name, "", f"it cannot be read: {_words(error)}")
        return
    lost = 0
    for values in ids:
        wanted = select(table).where(*(c == v for c, v in zip(key, values, strict=True)))
        try:
            if connection.execute(wanted).first() is None:
                raise LookupError
        except (DatabaseError, LookupError):
            connection.rollback()
            lost += 1
            yield Hurt(table.name, _shown(tuple(values)), "the row cannot be read")
    if not lost:
        yield Hurt(table.name, "", "it cannot be read in one piece")


def _references(connection: Connection, table: Table) -> Iterator[Hurt]:
    """Rows that refer to rows that are not there, and withdrawals of what cannot be withdrawn."""
    key = list(table.primary_key)
    for constraint in sorted(table.foreign_key_constraints, key=lambda c: str(c.column_keys)):
        yield from _dangling(connection, table, constraint)
    if table is schema.codings:
        claim = table.c.claim_id
        known = (exists().where(t.c.id == claim) for t in (schema.statements, schema.facts))
        for values in connection.execute(select(*key).where(*(~one for one in known))):
            yield Hurt(table.name, _shown(tuple(values)), "it codes a claim that is not there")
    if table in (schema.codings, schema.mentions):
        recoding = schema.recodings.c.id
        lost = ~exists().where(recoding == table.c.recoding_id) & (table.c.recoding_id != FIRST)
        for values in connection.execute(select(*key).where(lost)):
            yield Hurt(table.name, _shown(tuple(values)), "its recoding_id is not in recodings")
    if table in (schema.statements, schema.facts):
        uncoded = select(*key).where(~exists().where(schema.codings.c.claim_id == table.c.id))
        for values in connection.execute(uncoded):
            yield Hurt(table.name, _shown(tuple(values)), "no coder stands for it")
    if table is schema.verdicts:
        yield from (Hurt(table.name, str(number), said) for number, said in verdicts.unsound(connection))
    if "withdraws" in table.c and len(key) == 1:
        old = table.alias("old")
        joined = select(key[0], old.c.withdraws).join(old, old.c[key[0].name] == table.c.withdraws)
        for number, withdraws in connection.execute(joined):
            if withdraws is not None:
                yield Hurt(table.name, str(number), "it takes back what is no decision but takes one back")


def _dangling(connection: Connection, table: Table, constraint: ForeignKeyConstraint) -> Iterator[Hurt]:
    """Rows whose foreign key leads nowhere."""
    other = constraint.referred_table.alias("other")
    pairs = [(e.parent, other.c[e.column.name]) for e in constraint.elements]
    fits = exists().where(*(there == here for here, there in pairs))
    given = [here.is_not(None) for here, _ in pairs]
    for values in connection.execute(select(*table.primary_key).where(~fits, *given)):
        names = ", ".join(constraint.column_keys)
        yield Hurt(table.name, _shown(tuple(values)), f"its {names} is not in {constraint.referred_table.name}")


def _instant(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _document(row: Row, _: str) -> Iterator[str]:
    text = row["text"].encode("utf-8", "surrogatepass")
    if row["genre"] is not None and row["genre"] not in GENRES:
        yield f"there is no genre {row['genre'][:40]!r}"
    if hashlib.sha256(text).hexdigest()[:16] != row["id"]:
        yield "its text is not the one that its id is the hash of"
    try:
        content = zlib.decompress(row["content"])
    except zlib.error:
        yield "its original bytes cannot be unpacked"
    else:
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            yield "its original bytes are not those of its SHA-256"
    yield from _coverage(row, row["text"])


def _coverage(row: Row, text: str) -> Iterator[str]:
    try:
        skipped = json.loads(row["coverage"])["skipped"]
        sound = all(0 <= start <= end <= len(text) for start, end, _ in skipped)
    except (ValueError, KeyError, TypeError, RecursionError):
        yield "its coverage is no report"
    else:
        if not sound:
            yield "its coverage speaks of places outside the text"


def _recoding(row: Row, text: str) -> Iterator[str]:
    yield from _coverage(row, text)
    try:
        numbers = [number for kinds in json.loads(row["counts"]).values() for number in kinds.values()]
        sound = all(type(number) is int and number >= 0 for number in numbers)
    except (ValueError, AttributeError, RecursionError):
        sound = False
    if not sound:
        yield "its counts are no numbers"


def _statement(row: Row, text: str) -> Iterator[str]:
    yield from _spans(row, text, ("source", "target", "speaker"))
    if row["when"] is not None and not is_valid(row["when"]):
        yield f"{row['when'][:40]!r} is no date"
    book = built_in()
    for what, known in (("relation", book.relations), ("status", STATUSES), ("track", book.tracks)):
        if row[what] not in known:
            yield f"the codebook knows no {what} {row[what][:40]!r}"
    coded = {"cue": None, "score": 0.0, "coder": ""}
    if row_statement({**row, **coded}, "").id(row["document_id"]) != row["id"]:
        yield "its id is not the hash of what it says"


def _fact(row: Row, text: str) -> Iterator[str]:
    yield from _spans(row, text, ("actor",))
    if row["when"] is not None and not is_valid(row["when"]):
        yield f"{row['when'][:40]!r} is no date"
    if row["attribute"] not in ATTRIBUTES:
        yield f"there is no attribute {row['attribute'][:40]!r}"
    if row_fact({**row, "score": 0.0, "coder": ""}, "").id(row["document_id"]) != row["id"]:
        yield "its id is not the hash of what it says"


def _spans(row: Row, text: str, ends: tuple[str, ...]) -> Iterator[str]:
    """Evidence and ends that do not stand verbatim where they say, and ends of which a part is missing."""
    if not _stands(text, row["evidence_text"], row["evidence_start"], row["evidence_end"]):
        yield "its evidence does not stand where it says"
    for end in ends:
        parts = [row[f"{end}_{part}"] for part in ("actor", "name", "type", "surface", "start", "end")]
        if all(part is None for part in parts):
            continue
        if any(part is None for part in parts):
            yield f"its {end} is incomplete"
        elif not _stands(text, parts[3], parts[4], parts[5]):
            yield f"the words of its {end} do not stand where it says"


def _stands(text: str, words: str, start: int, end: int) -> bool:
    return 0 <= start <= end and text[start:end] == words


def _mention(row: Row, text: str) -> Iterator[str]:
    if not _stands(text, row["surface"], row["start"], row["end"]):
        yield "its words do not stand where it says"
    try:
        row_alternatives(row["alternatives"])
    except (ValueError, TypeError, RecursionError):
        yield "its alternatives are no list of actors"


def _actor_row(row: Row, _: str) -> Iterator[str]:
    if (row["row"] is None) != (row["withdraws"] is not None):
        yield "it holds no line, or takes one back and holds another"
    elif row["row"] is not None:
        try:
            sound = json.loads(row["row"])["id"] == row["actor"]
        except (ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            yield "its line is not one of its actor"


def _copy(row: Row, _: str) -> Iterator[str]:
    if row["kind"] not in KINDS:
        yield f"there is no kind of copy {row['kind'][:40]!r}"
    if not 0 <= row["score"] <= 1:
        yield f"its score is no share: {row['score']}"
    if row["document_id"] == row["earlier_id"]:
        yield "it calls a text a copy of itself"


def _note(row: Row, text: str) -> Iterator[str]:
    if row["kind"] not in NOTE_KINDS:
        yield f"there is no kind of note {row['kind'][:40]!r}"
    if (row["start"] is None) != (row["end"] is None):
        yield "its place is incomplete"
    elif row["start"] is not None and not 0 <= row["start"] <= row["end"] <= len(text):
        yield "it speaks of a place outside the text"
    if row["kind"] == "note" and row["withdraws"] is None and not row["text"]:
        yield "it says nothing"


_LOOKS: Mapping[str, Examine] = {
    "documents": _document,
    "notes": _note,
    "copies": _copy,
    "statements": _statement,
    "facts": _fact,
    "mentions": _mention,
    "actor_rows": _actor_row,
    "recodings": _recoding,
}
"""What is looked at in a row of each table besides types, instants and references."""
