"""The tables of the ledger. Rows are only ever added; nothing here is updated but the list of places of a text.

A claim and what a coder thought of it are two rows: `statements` holds what makes the claim that claim (its id
is a hash of it), `codings` who found it, with which score and when.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 4
"""The form of the tables below; `konturen.ledger.migrations` brings older ledgers to it."""

PACKED = "packed"
"""Mark in a column's `info`: its bytes are zlib-compressed here, and stand unpacked in a backup."""

DERIVED = "derived"
"""Mark in a table's `info`, a function of a connection: the table only repeats what others hold, and the
function empties it and fills it anew. Such tables are left out of backups; they are filled after a restore and
after a removal."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

LISTED = ("recorded", "id", "language", "outlet", "published", "title")
"""What lists of texts are filtered by. In SQLite it stands in an index of its own, since the texts lie between
these columns otherwise, and would be read with them; PostgreSQL lays long values aside by itself."""

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("language", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("title", Text),
    Column("author", Text),
    Column("outlet", Text),
    Column("published", String),
    Column("reading_minutes", Integer),
    Column("sha256", String, nullable=False),
    Column("content", LargeBinary, nullable=False, info={PACKED: True}),
    Column("text", Text, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("recorded", String, nullable=False),
    Column("coder", String),
    Column("genre", String),
    Index("documents_by_outlet", "outlet"),
    Index("documents_by_recorded", "recorded", "id"),
    Index("documents_listed", *LISTED).ddl_if(dialect="sqlite"),
)
"""Texts by the hash of their text; `content` holds the original bytes, zlib-compressed; `coverage` is JSON;
`coder` names the programs of the first coding, null where an older version recorded the text."""

places = Table(
    "places",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("location", Text, primary_key=True),
    Column("retrieved", String),
    Column("recorded", String, nullable=False),
)
"""Where a text was read: one text found at five addresses is one document with five places."""


def _end(prefix: str, optional: bool) -> list[Column[object]]:
    """The columns of one end of a statement."""
    texts: list[Column[object]] = [
        Column(f"{prefix}_{name}", String, nullable=optional) for name in ("actor", "name", "type", "surface")
    ]
    numbers: list[Column[object]] = [
        Column(f"{prefix}_{name}", Integer, nullable=optional) for name in ("start", "end")
    ]
    return [*texts, *numbers]


def _of_recoding() -> Column[int]:
    """The coding that a row belongs to: a row of `recodings`, or 0 for a text's first coding."""
    return Column("recoding_id", Integer, primary_key=True, autoincrement=False, server_default="0")


statements = Table(
    "statements",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("relation", String, nullable=False),
    Column("status", String, nullable=False),
    Column("mutual", Boolean, nullable=False),
    *_end("source", optional=False),
    *_end("target", optional=True),
    Column("when", String),
    Column("when_text", Text),
    Column("track", String, nullable=False),
    *_end("speaker", optional=True),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("evidence_text", Text, nullable=False),
    Column("recorded", String, nullable=False),
    Index("statements_by_source", "source_actor", "target_actor", "relation", "status"),
    Index("statements_by_target", "target_actor", "source_actor"),
    Index("statements_by_document", "document_id"),
)

facts = Table(
    "facts",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    *_end("actor", optional=False),
    Column("attribute", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("of", Text),
    Column("when", String),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("evidence_text", Text, nullable=False),
    Column("recorded", String, nullable=False),
    Index("facts_by_actor", "actor_actor"),
    Index("facts_by_document", "document_id"),
)

codings = Table(
    "codings",
    metadata,
    Column("claim_id", String, primary_key=True),
    Column("coder", String, primary_key=True),
    _of_recoding(),
    Column("score", Float, nullable=False),
    Column("cue", Text),
    Column("recorded", String, nullable=False),
    sqlite_with_rowid=False,
)
"""Which coder found a statement or a fact, how sure it was and on which words it decided, in which coding.
The columns of the key come first: SQLite before 3.41 takes others in front of them for missing."""

mentions = Table(
    "mentions",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("actor", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("surface", Text, nullable=False),
    Column("type", String, nullable=False),
    Column("form", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("alternatives", Text),
    _of_recoding(),
    Index("mentions_by_actor", "actor"),
)
"""Mentions that are known to mean an actor, by the coding that found them; the others are counted in the
document's coverage. `alternatives` is a JSON list of [actor, name, score, reason]: who else came into
question."""

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("left", String, nullable=False),
    Column("right", String, nullable=False),
    Column("document_id", ForeignKey("documents.id")),
    Column("surface", Text),
    Column("by", String, nullable=False),
    Column("note", Text),
    Column("recorded", String, nullable=False),
    Column("withdraws", ForeignKey("judgements.id"), unique=True),
    Index("judgements_by_left", "left"),
    Index("judgements_by_right", "right"),
)
"""What persons decided on actors, in the order of `id`; a row with `withdraws` takes that one back."""

actor_rows = Table(
    "actor_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, nullable=False),
    Column("actor", String, nullable=False),
    Column("row", Text),
    Column("origin", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Column("withdraws", ForeignKey("actor_rows.id"), unique=True),
    Index("actor_rows_by_actor", "actor"),
    Index("actor_rows_by_batch", "batch"),
)
"""A user's own actors as lines of the catalog's format (JSON in `row`), joined by the import they came with;
a row with `withdraws` takes that one back and holds no line."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("title", Text),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Column("withdraws", ForeignKey("subscriptions.id"), unique=True),
)
"""Feeds, folders and files of bookmarks that are followed; a row with `withdraws` ends that one."""

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text),
    Column("title", Text),
    Column("author", Text),
    Column("published", String),
    Column("language", String),
    Column("content", LargeBinary, info={PACKED: True}),
    Column("media_type", String, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("recorded", String, nullable=False),
    Index("entries_by_key", "subscription_id", "key", unique=True),
)
"""What a list has named, as it named it: `key` is a hash of `name`, the entry's own; `content` is the text that
came with it, zlib-compressed."""

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("entry_id", ForeignKey("entries.id")),
    Column("outcome", String, nullable=False),
    Column("answered", Text),
    Column("document_id", ForeignKey("documents.id")),
    Column("etag", Text),
    Column("modified", Text),
    Column("reason", Text),
    Column("next_try", String),
    Column("recorded", String, nullable=False),
    Index("fetches_by_entry", "entry_id"),
    Index("fetches_by_subscription", "subscription_id", "entry_id"),
)
"""Every attempt to read a list (`entry_id` is null) or the text of an entry, what came of it, and when to try
again."""

removals = Table(
    "removals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("by", String, nullable=False),
    Column("reason", Text),
    Column("counts", Text, nullable=False),
    Column("recorded", String, nullable=False),
)
"""That something was removed on request (`konturen forget`): when, by whom, why, and how many rows of which
tables (`counts`, a JSON object). Never what: no name and no id of what was removed stands here."""

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("passages_by_place", "document_id", "start"),
)
"""The sentences of the texts, for the search: they lie side by side, the later text and within one text the
earlier sentence has the larger id. Their words stand in `search_terms`, a table of the database's own kind.
Derived (`konturen.ledger.search_index`): no other table refers to it, and it refers to none."""

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("other_id", ForeignKey("documents.id")),
    Column("verdict", String, nullable=False),
    Column("amended", Text),
    Column("by", String, nullable=False),
    Column("note", Text),
    Column("recorded", String, nullable=False),
    Column("withdraws", ForeignKey("verdicts.id"), unique=True),
    Index("verdicts_by_subject", "subject"),
    Index("verdicts_by_kind", "kind", "verdict"),
)
"""What persons say on a statement or a fact (`subject` is its id), on a mention (`document:start:end:actor`)
and on two texts that may be copies (`first+second`, in the order of their ids; `other_id` is the second), in
the order of `id`. `amended` holds the changed fields as JSON; a row with `withdraws` takes that one back and
repeats it."""

recodings = Table(
    "recodings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("coder", String, nullable=False),
    Column("counts", Text, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("recorded", String, nullable=False),
    Index("recodings_by_document", "document_id"),
)
"""That a text was coded again, by which coder, and how its result differs from the coding before (`counts`, a
JSON object). `codings` and `mentions` hold the whole of every coding, and readers show the last one of a text
(`konturen.ledger.clock`); a claim that only older codings found stays."""

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("text", Text),
    Column("by", String, nullable=False),
    Column("recorded", String, nullable=False),
    Column("withdraws", ForeignKey("notes.id"), unique=True),
    Index("notes_by_document", "document_id"),
    Index("notes_by_person", "by", "kind"),
)
"""What persons write beside a text (`kind` is note: `text`, to the words from `start` to `end` or to the whole
text where these are null) and which texts they keep for later (`kind` is saved); a row with `withdraws` takes
that one back."""

copies = Table(
    "copies",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("earlier_id", ForeignKey("documents.id"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("method", String, nullable=False),
    Column("recorded", String, nullable=False),
    Index("copies_by_earlier", "earlier_id"),
)
"""Texts that are one text in two forms, as the machine found when the later one was recorded: `kind` is same,
near, shortened or translation, `score` the share of the shorter text that stands in the other. What persons say
of a pair stands elsewhere, and goes before it."""

signatures = Table(
    "signatures",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("document", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""By which texts are looked up that are like a new one: keys of its signature (`konturen.ledger.shingles`), and
the text's id as a number (`konturen.ledger.copies.number`), which takes half the room.
Derived (`konturen.ledger.copies`): no other table refers to it, and it refers to none."""
