"""The audit: who did what when, from which address. Rows are only added; what forms held is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, insert, select

from konturen.accounts.tables import audit

What = Literal[
    "signed_in", "failed", "limited", "signed_out", "sessions_ended", "person_made", "role_changed", "disabled",
    "enabled", "password_changed", "form",
]  # fmt: skip
LONGEST = 200
"""Characters of what a row is about."""


@dataclass(frozen=True, slots=True)
class Done:
    """A row of the audit. `at` is an instant in seconds since 1970; `who` is empty where nobody was recognised.

    `about` is whom or what it concerned: a person, an address of the desk; `outcome` what came of it: a role, a
    status.
    """

    id: int
    at: int
    who: str
    address: str
    what: What
    about: str
    outcome: str


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, and from which address."""

    who: str
    address: str


def record(connection: Connection, now: int, by: By, what: What, about: str = "", outcome: str = "") -> None:
    """Add a row."""
    row = {"at": now, "who": by.who, "address": by.address[:LONGEST], "what": what}
    connection.execute(insert(audit), {**row, "about": about[:LONGEST], "outcome": outcome[:LONGEST]})


def _where(who: str, what: str) -> Iterator[ColumnElement[bool]]:
    if who:
        yield audit.c.who == who
    if what:
        yield audit.c.what == what


def count(connection: Connection, who: str = "", what: str = "") -> int:
    """How many rows there are, of a person or of a kind."""
    wanted = select(func.count()).select_from(audit).where(*_where(who, what))
    return int(connection.execute(wanted).scalar_one())


def read(
    connection: Connection, limit: int, offset: int = 0, who: str = "", what: str = ""
) -> tuple[Done, ...]:
    """Rows, the last first."""
    columns = (audit.c[name] for name in Done.__slots__)
    wanted = select(*columns).where(*_where(who, what)).order_by(audit.c.id.desc())
    return tuple(Done(*row) for row in connection.execute(wanted.limit(limit).offset(offset)))
