"""The tables of the accounts. They are no part of the ledger: neither of its form nor of its backups.

In PostgreSQL they lie beside the ledger's tables; checks, backups and restoring pass over them. In SQLite they
are a file of their own beside it, NAME.people.sqlite: a ledger's file is copied and given to others, and
passwords, sessions and the audit must not travel with it. Nor has anybody to wait with signing in until a long
write to the ledger is done: a SQLite file has one lock for all.
"""

from __future__ import annotations

from sqlalchemy import DDL, BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, String, Table, event

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("made", BigInteger, nullable=False),
)
"""Who may sign in. `key` is the name without case, `password` the hash with its parameters. Times are seconds
since 1970, here and below."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("made", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("address", String, nullable=False),
    Column("browser", String, nullable=False),
    sqlite_autoincrement=True,
)
"""Who is signed in: `hash` is the SHA-256 of the token that the browser holds; the token is kept nowhere."""

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("address", String, nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
)
"""Attempts to sign in that failed, or that are not done yet."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("who", String, nullable=False, index=True),
    Column("address", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("outcome", String, nullable=False),
    sqlite_autoincrement=True,
)
"""What was done, row after row."""

# The databases themselves keep the audit's rows as they are; only who owns the database can change that.
for _verb in ("UPDATE", "DELETE"):
    _trigger = f"""CREATE TRIGGER audit_no_{_verb.lower()} BEFORE {_verb} ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"""
    _rule = f"CREATE RULE audit_no_{_verb.lower()} AS ON {_verb} TO audit DO INSTEAD NOTHING"
    event.listen(audit, "after_create", DDL(_trigger).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
    event.listen(audit, "after_create", DDL(_rule).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
