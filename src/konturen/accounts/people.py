"""The people of a team: their names, roles and passwords. One of them is always an admin."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from konturen.accounts.roles import ROLES, Role
from konturen.accounts.tables import people
from konturen.errors import QueryError

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, or might before she was disabled. `made` is in seconds since 1970."""

    id: int
    name: str
    role: Role
    disabled: bool
    made: int


@dataclass(frozen=True, slots=True)
class Known:
    """An account with the hash of its password."""

    account: Account
    password: str


def key_of(name: str) -> str:
    """A name by which it is found: in one form of Unicode, without case and outer blanks."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def name_of(name: str) -> str:
    """A name as it is written down; QueryError where it can be none."""
    made = unicodedata.normalize("NFC", " ".join(name.split()))
    if not made or len(made) > LONGEST_NAME or not made.isprintable() or not made[0].isalnum():
        hint = f"Take letters and digits, {LONGEST_NAME} characters at most."
        raise QueryError("this name cannot be an account's.", hint=hint)
    return made


def role_of(text: str) -> Role:
    """A role by its name; QueryError where it is none."""
    for role in ROLES:
        if role == text:
            return role
    raise QueryError(f"there is no role {text[:20]!r}.", hint=f"There are: {', '.join(ROLES)}.")


_COLUMNS = (people.c.id, people.c.name, people.c.role, people.c.disabled, people.c.made)


def find(connection: Connection, name: str) -> Known | None:
    """The account of a name; None where there is none."""
    key = key_of(name)
    if not key.isprintable():
        return None
    row = connection.execute(select(*_COLUMNS, people.c.password).where(people.c.key == key)).first()
    return Known(Account(*row[:-1]), row[-1]) if row else None


def known(connection: Connection, name: str) -> Known:
    """The account of a name; QueryError where there is none."""
    found = find(connection, name)
    if found is None:
        raise QueryError(f"there is no account {name[:LONGEST_NAME]!r}.", hint="See: konturen people list")
    return found


def listed(connection: Connection) -> tuple[Account, ...]:
    """All accounts by name."""
    return tuple(Account(*row) for row in connection.execute(select(*_COLUMNS).order_by(people.c.key)))


def admins(connection: Connection) -> int:
    """How many admins may sign in."""
    which = (people.c.role == "admin") & people.c.disabled.is_(False)
    return int(connection.execute(select(func.count()).select_from(people).where(which)).scalar_one())


def add(connection: Connection, name: str, role: Role, password: str, now: int) -> Account:
    """Make an account with the hash of a password; QueryError where the name is taken."""
    if find(connection, name) is not None:
        raise QueryError(f"there is an account {name!r} already.", hint="Take another name.")
    row = {"name": name, "key": key_of(name), "role": role, "disabled": False, "made": now}
    connection.execute(insert(people), {**row, "password": password})
    return known(connection, name).account


def change(connection: Connection, account: Account, **values: str | bool) -> None:
    """Change an account's row; QueryError where no admin would be left who may sign in."""
    connection.execute(update(people).where(people.c.id == account.id).values(**values))
    if account.role == "admin" and not account.disabled and not admins(connection):
        hint = "Make somebody else admin first."
        raise QueryError(f"{account.name} is the last admin, and nothing was changed.", hint=hint)
