"""How a ledger of an older form becomes one of today's: named steps, after a backup, in one transaction.

The law: what the steps make equals what `schema.metadata.create_all` makes. A step never uses the tables of
`schema`, which go on changing; it holds its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
    text,
    update,
)

from konturen.errors import LedgerError
from konturen.ledger import copies, schema, search_index
from konturen.ledger.dialects import backup, search_table, writing


@dataclass(frozen=True, slots=True)
class Migration:
    """A step: to which form it brings a ledger of the form before, what it does in words, and how."""

    form: int
    name: str
    apply: Callable[[Connection], None]


def form_of(address: str, database: Engine | Connection) -> int:
    """The form of a ledger's tables; LedgerError where it does not say, or is newer than this version."""
    wanted = select(schema.meta.c.value).where(schema.meta.c.key == "schema")
    if isinstance(database, Engine):
        with database.connect() as connection:
            form = connection.execute(wanted).scalar()
    else:
        form = database.execute(wanted).scalar()
    if form is None or not (form.isascii() and form.isdigit() and int(form[:9]) > 0):
        raise LedgerError("the ledger does not say its version.", address, "Restore a backup.")
    if len(form) > 9 or int(form) > schema.SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger was written by a newer Konturen (form {form[:9]}; we read {schema.SCHEMA_VERSION}).",
            address,
            "Upgrade with: pip install --upgrade konturen",
        )
    return int(form)


def migrate(address: str, database: Engine) -> int:
    """Back the ledger up and bring it to today's form, or leave it as it is; its form afterwards.

    Whoever opens it meanwhile waits for the lock and finds nothing left to do.
    """
    with writing(database).begin() as connection:
        form = form_of(address, connection)
        if form == schema.SCHEMA_VERSION:
            return form
        backup(address, connection, f"form-{form}")
        for migration in MIGRATIONS:
            if migration.form > form:
                migration.apply(connection)
        latest = MIGRATIONS[-1].form
        connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=str(latest)))
    return latest


def _judgements(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    judgements = Table(
        "judgements",
        made,
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
    actor_rows = Table(
        "actor_rows",
        made,
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
    made.create_all(connection, tables=[judgements, actor_rows], checkfirst=False)
    connection.execute(text("ALTER TABLE mentions ADD COLUMN alternatives TEXT"))


def _feeds(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    subscriptions = Table(
        "subscriptions",
        made,
        Column("id", Integer, primary_key=True),
        Column("kind", String, nullable=False),
        Column("address", Text, nullable=False),
        Column("title", Text),
        Column("by", String, nullable=False),
        Column("recorded", String, nullable=False),
        Column("withdraws", ForeignKey("subscriptions.id"), unique=True),
    )
    entries = Table(
        "entries",
        made,
        Column("id", Integer, primary_key=True),
        Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
        Column("key", String, nullable=False),
        Column("name", Text, nullable=False),
        Column("address", Text),
        Column("title", Text),
        Column("author", Text),
        Column("published", String),
        Column("language", String),
        Column("content", LargeBinary),
        Column("media_type", String, nullable=False),
        Column("whole", Boolean, nullable=False),
        Column("recorded", String, nullable=False),
        Index("entries_by_key", "subscription_id", "key", unique=True),
    )
    fetches = Table(
        "fetches",
        made,
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
    made.create_all(connection, tables=[subscriptions, entries, fetches], checkfirst=False)


def _form_3(connection: Connection) -> None:
    _recodings(connection)  # first: it makes two tables anew
    _feeds(connection)
    _removals(connection)
    _search(connection)
    _verdicts(connection)
    _copies(connection)
    _indices(connection)


def _removals(connection: Connection) -> None:
    made = MetaData()
    Table(
        "removals",
        made,
        Column("id", Integer, primary_key=True),
        Column("by", String, nullable=False),
        Column("reason", Text),
        Column("counts", Text, nullable=False),
        Column("recorded", String, nullable=False),
    )
    made.create_all(connection, checkfirst=False)


def _search(connection: Connection) -> None:
    made = MetaData()
    Table(
        "passages",
        made,
        Column("id", Integer, primary_key=True),
        Column("document_id", String, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Index("passages_by_place", "document_id", "start"),
    )
    made.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE INDEX documents_by_outlet ON documents (outlet)"))
    search_table(connection)
    search_index.fill(connection)


def _verdicts(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    verdicts = Table(
        "verdicts",
        made,
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
    made.create_all(connection, tables=[verdicts], checkfirst=False)


def _recodings(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    recodings = Table(
        "recodings",
        made,
        Column("id", Integer, primary_key=True),
        Column("document_id", ForeignKey("documents.id"), nullable=False),
        Column("coder", String, nullable=False),
        Column("counts", Text, nullable=False),
        Column("coverage", Text, nullable=False),
        Column("recorded", String, nullable=False),
        Index("recodings_by_document", "document_id"),
    )
    codings = Table(
        "codings",
        made,
        Column("claim_id", String, primary_key=True),
        Column("coder", String, primary_key=True),
        Column("recoding_id", Integer, primary_key=True, autoincrement=False, server_default="0"),
        Column("score", Float, nullable=False),
        Column("cue", Text),
        Column("recorded", String, nullable=False),
        sqlite_with_rowid=False,
    )
    mentions = Table(
        "mentions",
        made,
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
        Column("recoding_id", Integer, primary_key=True, autoincrement=False, server_default="0"),
        Index("mentions_by_actor", "actor"),
    )
    connection.execute(text("ALTER TABLE documents ADD COLUMN coder VARCHAR"))
    recodings.create(connection, checkfirst=False)
    for table in (codings, mentions):
        # A key cannot be changed in SQLite, and names of constraints would be taken in PostgreSQL.
        columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name != "recoding_id")
        connection.execute(text(f"CREATE TABLE older_rows AS SELECT {columns} FROM {table.name}"))
        connection.execute(text(f"DROP TABLE {table.name}"))
        table.create(connection, checkfirst=False)
        connection.execute(text(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM older_rows"))
        connection.execute(text("DROP TABLE older_rows"))


def _indices(connection: Connection) -> None:
    """One that answers a matrix by itself, and one by which the facts of a text are found."""
    connection.execute(text("CREATE INDEX facts_by_document ON facts (document_id)"))
    connection.execute(text("DROP INDEX statements_by_source"))
    columns = "source_actor, target_actor, relation, status"
    connection.execute(text(f"CREATE INDEX statements_by_source ON statements ({columns})"))


def _copies(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    found = Table(
        "copies",
        made,
        Column("document_id", ForeignKey("documents.id"), primary_key=True),
        Column("earlier_id", ForeignKey("documents.id"), primary_key=True),
        Column("kind", String, nullable=False),
        Column("score", Float, nullable=False),
        Column("method", String, nullable=False),
        Column("recorded", String, nullable=False),
        Index("copies_by_earlier", "earlier_id"),
    )
    signatures = Table(
        "signatures",
        made,
        Column("key", BigInteger, primary_key=True),
        Column("document", BigInteger, primary_key=True),
        sqlite_with_rowid=False,
    )
    made.create_all(connection, tables=[found, signatures], checkfirst=False)
    connection.execute(text("ALTER TABLE documents ADD COLUMN genre VARCHAR"))
    copies.look_back(connection)


def _notes(connection: Connection) -> None:
    made = MetaData()
    Table("documents", made, Column("id", String, primary_key=True))
    notes = Table(
        "notes",
        made,
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
    made.create_all(connection, tables=[notes], checkfirst=False)
    connection.execute(text("CREATE INDEX documents_by_recorded ON documents (recorded, id)"))
    if connection.dialect.name == "sqlite":
        listed = "recorded, id, language, outlet, published, title"
        connection.execute(text(f"CREATE INDEX documents_listed ON documents ({listed})"))


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, "judgements on actors, a user's own actors, and who else a mention may mean", _judgements),
    Migration(3, "feeds and folders, removals on request, an index of all words, verdicts of persons", _form_3),
    Migration(4, "notes, texts kept for later, and the texts in the order of recording", _notes),
)
"""All steps in order; the last one leads to `schema.SCHEMA_VERSION`."""
