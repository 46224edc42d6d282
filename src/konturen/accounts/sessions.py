"""Sessions: who is signed in. They end by themselves, by signing out, and with what they stand on."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from konturen.accounts.roles import Role
from konturen.accounts.tables import people, sessions

IDLE, WHOLE = 12 * 3600, 7 * 24 * 3600
"""Seconds after which a session ends: without a request, and in any case."""
NOTED = 60
"""Seconds within which a further request is not written down."""
TOKEN_BYTES = 32
LONGEST_BROWSER = 200


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is signed in: the person, her session, and when the session was last noted."""

    id: int
    name: str
    role: Role
    session: int
    seen: int


@dataclass(frozen=True, slots=True)
class Session:
    """One of a person's sessions, as she sees it: since when, last used when, from where, by which browser."""

    id: int
    made: int
    seen: int
    address: str
    browser: str


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(connection: Connection, person: int, now: int, address: str, browser: str) -> str:
    """Begin a session; its token, new each time and kept nowhere. Sessions that have ended are removed."""
    over = or_(sessions.c.seen <= now - IDLE, sessions.c.made <= now - WHOLE)
    connection.execute(delete(sessions).where(over))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    browser = "".join(c for c in browser if c.isprintable())[:LONGEST_BROWSER]
    row = {"person": person, "made": now, "seen": now, "address": address, "browser": browser}
    connection.execute(insert(sessions), {"hash": token_hash(token), **row})
    return token


def signed(connection: Connection, token: str, now: int) -> Signed | None:
    """Who holds a token: None where it is none, its session has ended, or the person is disabled."""
    wanted = (
        select(people.c.id, people.c.name, people.c.role, sessions.c.id, sessions.c.seen)
        .join(people, people.c.id == sessions.c.person)
        .where(
            sessions.c.hash == token_hash(token),
            sessions.c.seen > now - IDLE,
            sessions.c.made > now - WHOLE,
            people.c.disabled.is_(False),
        )
    )
    found = connection.execute(wanted).first()
    return Signed(*found) if found else None


def note(connection: Connection, session: int, now: int) -> None:
    """Note that a session is used."""
    connection.execute(update(sessions).where(sessions.c.id == session).values(seen=now))


def of(connection: Connection, person: int, now: int) -> tuple[Session, ...]:
    """A person's sessions that have not ended, the one used last first."""
    columns = (sessions.c[name] for name in Session.__slots__)
    wanted = select(*columns).where(
        sessions.c.person == person, sessions.c.seen > now - IDLE, sessions.c.made > now - WHOLE
    )
    return tuple(Session(*row) for row in connection.execute(wanted.order_by(sessions.c.seen.desc())))


def end(connection: Connection, person: int, only: int | None = None, but: int | None = None) -> int:
    """End a person's sessions: all, `only` one, or all `but` one; how many there were."""
    which = [sessions.c.person == person]
    if only is not None:
        which.append(sessions.c.id == only)
    if but is not None:
        which.append(sessions.c.id != but)
    return connection.execute(delete(sessions).where(*which)).rowcount
