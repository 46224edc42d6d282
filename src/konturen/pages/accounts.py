"""The pages of a team: one's own account, the accounts of all, and the audit of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, get_args

from konturen.accounts.audit import What
from konturen.accounts.roles import Role
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

KINDS: tuple[What, ...] = get_args(What)
PER_PAGE, IN_A_FILE = 100, 100_000
"""Rows of the audit on a page, and in a table at most."""


@dataclass(frozen=True, slots=True)
class Open:
    """A session of one's own: since when, used last when, from where, by which browser; whether it is this."""

    id: int
    since: str
    used: str
    address: str
    browser: str
    this: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account: name, role, open sessions."""

    template: ClassVar[str] = "account.html"
    name: str
    role: Role
    sessions: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account of the team. `since` is when it was made; `me` is whether it is one's own."""

    name: str
    role: Role
    disabled: bool
    since: str
    me: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The accounts of the team by name."""

    template: ClassVar[str] = "people.html"
    people: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit: an instant, who (empty: nobody was recognised), from which address, what, on whom or
    what, with which outcome."""

    at: str
    who: str
    address: str
    what: str
    about: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The audit, the last row first, of a person or a kind where they are chosen; `total` counts them."""

    template: ClassVar[str] = "audit.html"
    entries: tuple[Entry, ...]
    total: int
    number: int
    pages: int
    who: str
    what: str

    def table(self) -> Table[Entry]:
        """The rows as a table."""
        return Table(Entry, self.entries)


def instant(seconds: int) -> str:
    """A second since 1970 as an instant in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def account(ask: Ask) -> AccountPage:
    """The account of who asks."""
    own = ask.site.accounts.sessions_of(ask.person.name)
    sessions = tuple(
        Open(
            one.id,
            instant(one.made),
            instant(one.seen),
            one.address,
            one.browser,
            one.id == ask.person.session,
        )
        for one in own
    )
    return AccountPage(ask.person.name, ask.person.role, sessions)


def people(ask: Ask) -> PeoplePage:
    """All accounts."""
    me = ask.person.name
    return PeoplePage(
        tuple(
            Somebody(one.name, one.role, one.disabled, instant(one.made), one.name == me)
            for one in ask.site.accounts.listed()
        )
    )


def audit(ask: Ask) -> AuditPage:
    """A page of the audit; as a table much more of it."""
    who, what = ask.one("who"), ask.choice("what", ("", *KINDS), "")
    number = ask.number("page", 1, 1)
    size = IN_A_FILE if ask.form == "csv" else PER_PAGE
    total, found = ask.site.accounts.audit(size, (number - 1) * size, who, what)
    entries = tuple(
        Entry(instant(one.at), one.who, one.address, one.what, one.about, one.outcome) for one in found
    )
    return AuditPage(entries, total, number, max(1, -(-total // PER_PAGE)), who, what)


PLACES = (
    Place("/account", account),
    Place("/people", people, "admin"),
    Place("/audit", audit, "admin"),
)
