"""The tables that a corpus run writes, as Arrow schemas, and the rows of a coded document in them.

The columns are the fields of the line format (`konturen.lines`), nested values joined by underscores, with the
ids of the document and the claim before them. `first_day` and `last_day` are the days that `when` reaches from
and to. Lists stay lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from konturen import lines
from konturen.dates import DateError, parse
from konturen.records import Coded, Document, Skipped, Span
from konturen.tables import needed

Name = Literal["documents", "statements", "facts", "mentions", "coverage"]
CODED: tuple[Name, ...] = ("statements", "facts", "mentions", "coverage")
"""The tables of what was coded, in the order in which a worker answers with them."""
Row = dict[str, Any]

_END = ("name", "actor", "type", "surface", "start", "end")
_TEXT: dict[Name, tuple[str, ...]] = {
    "documents": (
        *("id", "document", "title", "author", "outlet", "genre", "published", "language", "media_type"),
        *("sha256", "text"),
    ),
    "statements": ("id", "document_id", "document", "language", "outlet", "published", "relation", "status"),
    "facts": ("id", "document_id", "document", "language", "outlet", "published"),
    "mentions": ("document_id", "document", "surface"),
    "coverage": ("document_id", "document", "language"),
}
"""The first columns of each table, which hold text."""


def schema(name: Name) -> Any:
    """The `pyarrow.Schema` of a table; needs `konturen[corpora]`."""
    pa = needed("pyarrow", "corpora")
    text, number, score = pa.string(), pa.int64(), pa.float64()
    skipped = pa.list_(pa.struct([("start", number), ("end", number), ("reason", text)]))
    other = pa.list_(pa.struct([("actor", text), ("name", text), ("score", score), ("reason", text)]))

    def end(role: str) -> list[tuple[str, Any]]:
        return [(f"{role}_{one}", number if one in ("start", "end") else text) for one in _END]

    days = [("first_day", pa.date32()), ("last_day", pa.date32())]
    evidence = [("evidence_text", text), ("evidence_start", number), ("evidence_end", number)]
    further: dict[Name, list[tuple[str, Any]]] = {
        "documents": [("content", pa.binary()), ("reading_minutes", number), ("shell", skipped)],
        "statements": [
            *[
                ("mutual", pa.bool_()),
                *end("source"),
                *end("target"),
                ("when", text),
                ("when_text", text),
                *days,
            ],
            *[("track", text), *end("speaker"), *evidence, ("cue", text), ("score", score), ("coder", text)],
        ],
        "facts": [
            *[*end("actor"), ("attribute", text), ("value", text), ("of", text), ("when", text), *days],
            *[*evidence, ("score", score), ("coder", text)],
        ],
        "mentions": [
            *[("start", number), ("end", number), ("type", text), ("form", text), ("actor", text)],
            *[("name", text), ("score", score), ("reason", text), ("alternatives", other)],
        ],
        "coverage": [
            *[("sentences", number), ("coded", number), ("characters", number), ("skipped", skipped)],
            *[("refused", pa.list_(text)), ("coder", text)],
        ],
    }
    return pa.schema([*((column, text) for column in _TEXT[name]), *further[name]])


def table(name: Name, rows: Iterable[Mapping[str, Any]]) -> Any:
    """A `pyarrow.Table` of rows."""
    pa = needed("pyarrow", "corpora")
    return pa.Table.from_pylist(list(rows), schema=schema(name))


def document_row(document: Document) -> Row:
    """A document as it was read. `content` is empty where the original bytes are those of the text."""
    line = lines.document_line(document)
    content = None if document.content == document.text.encode("utf-8") else document.content
    kept = {key: value for key, value in line.items() if key not in ("kind", "retrieved")}
    return kept | {"content": content}


def document_of(row: Mapping[str, Any]) -> Document:
    """The document of a row."""
    text = row["text"]
    content = row["content"]
    return Document(
        location=row["document"],
        text=text,
        language=row["language"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        content=text.encode("utf-8") if content is None else content,
        title=row["title"],
        author=row["author"],
        outlet=row["outlet"],
        published=row["published"],
        reading_minutes=row["reading_minutes"],
        shell=tuple(Skipped(Span(one["start"], one["end"]), one["reason"]) for one in row["shell"]),
        genre=row["genre"],
    )


def rows_of(coded: Coded) -> dict[Name, list[Row]]:
    """All that was coded of a document, in the order of its text."""
    document = coded.document
    own = {"document_id": document.id, "document": document.location, "language": document.language}
    said = own | {"outlet": document.outlet, "published": document.published}
    coverage = lines.coverage_line(document.location, coded.coverage)
    return {
        "statements": [
            said | _days(s.when) | _flat(lines.statement_line(s, s.id(document.id))) for s in coded.statements
        ],
        "facts": [said | _days(f.when) | _flat(lines.fact_line(f, f.id(document.id))) for f in coded.facts],
        "mentions": [own | _bare(lines.mention_line(document.location, m)) for m in coded.mentions],
        "coverage": [own | _bare(coverage) | {"coder": coded.coder}],
    }


def _bare(line: lines.Line) -> Row:
    return {key: value for key, value in line.items() if key != "kind"}


def _flat(line: lines.Line) -> Row:
    return _bare(lines.flat(line))


def _days(when: str | None) -> Row:
    if when is None:
        return {}
    try:
        value = parse(when)
    except DateError:
        return {}
    return {"first_day": value.earliest, "last_day": value.latest}
