"""The accounts of a team in one piece: sign in and out, who is signed in, people and their roles, the audit."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from konturen.accounts import attempts, audit, passwords, people, sessions, store
from konturen.accounts.audit import By, Done, What
from konturen.accounts.people import Account
from konturen.accounts.roles import Role
from konturen.accounts.sessions import Session, Signed
from konturen.errors import AccessError, QueryError

Clock = Callable[[], float]
"""The time in seconds since 1970."""


class Accounts:
    """The accounts of a ledger. What is done is written to the audit in the same transaction."""

    def __init__(
        self, held: store.Store, clock: Clock = time.time, hashes: passwords.Passwords | None = None
    ) -> None:
        self._store = held
        self._clock = clock
        self._passwords = hashes or passwords.Passwords()

    def now(self) -> int:
        """The present second."""
        return int(self._clock())

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def __enter__(self) -> Accounts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Signing in.

    def sign_in(self, name: str, password: str, address: str, browser: str = "") -> str:
        """Begin a session; its token. AccessError where name and password do not fit, or were tried too often.

        It says the same, and takes as long, whether the name, the password or the account is at fault.
        """
        person = self._verified(name, password, address)
        renewed = self._passwords.hashed(password) if self._passwords.outdated(person.password) else None
        with self._store.writing() as connection:
            found = people.find(connection, name)
            # The account may have been changed while the hash was computed.
            if found is None or found != person or found.account.disabled:
                raise AccessError("name and password do not fit.")
            if renewed:
                people.change(connection, found.account, password=renewed)
            attempts.succeeded(connection, people.key_of(name), address)
            now, by = self.now(), By(found.account.name, address)
            audit.record(connection, now, by, "signed_in")
            return sessions.begin(connection, found.account.id, now, address, browser)

    def _verified(self, name: str, password: str, address: str) -> people.Known:
        """The account that a name and a password fit; an attempt is counted before its outcome is known."""
        key = people.key_of(name)
        with self._store.writing() as connection:
            seconds = attempts.begin(connection, key, address, self.now())
        if seconds:
            raise AccessError("there were too many attempts.", hint="Wait a while.", seconds=seconds)
        with self._store.reading() as connection:
            found = people.find(connection, name)
        fits = self._passwords.fits(found.password if found else None, password)
        if found is not None and fits and not found.account.disabled:
            return found
        with self._store.writing() as connection:
            by = By(found.account.name if found else "", address)
            audit.record(connection, self.now(), by, "failed")
            if attempts.wait(connection, key, address, self.now()):
                audit.record(connection, self.now(), by, "limited")
        raise AccessError("name and password do not fit.")

    def signed(self, token: str) -> Signed | None:
        """Who holds a token; that she was here is noted. None where nobody who is signed in holds it."""
        now = self.now()
        with self._store.reading() as connection:
            found = sessions.signed(connection, token, now)
        if found and now - found.seen >= sessions.NOTED:
            with self._store.writing() as connection:
                sessions.note(connection, found.session, now)
        return found

    def sign_out(self, person: Signed, address: str) -> None:
        """End the session that asks."""
        with self._store.writing() as connection:
            if sessions.end(connection, person.id, only=person.session):
                audit.record(connection, self.now(), By(person.name, address), "signed_out")

    def sessions_of(self, name: str) -> tuple[Session, ...]:
        """The sessions of a person."""
        with self._store.reading() as connection:
            return sessions.of(connection, people.known(connection, name).account.id, self.now())

    def end_sessions(self, name: str, by: By, only: int | None = None, but: int | None = None) -> int:
        """End a person's sessions: all, `only` one, or all `but` one; how many there were."""
        with self._store.writing() as connection:
            account = people.known(connection, name).account
            number = sessions.end(connection, account.id, only, but)
            if number:
                audit.record(connection, self.now(), by, "sessions_ended", account.name, str(number))
            return number

    # People.

    def listed(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self._store.reading() as connection:
            return people.listed(connection)

    def has_admin(self) -> bool:
        """Whether an admin may sign in."""
        with self._store.reading() as connection:
            return people.admins(connection) > 0

    def add(self, name: str, role: str, password: str, by: By) -> Account:
        """Make an account; QueryError where the name is taken, or name, role or password cannot be taken."""
        made, taken = people.name_of(name), people.role_of(role)
        passwords.check(password, made)
        hashed = self._passwords.hashed(password)
        with self._store.writing() as connection:
            account = people.add(connection, made, taken, hashed, self.now())
            audit.record(connection, self.now(), by, "person_made", account.name, account.role)
            return account

    def set_role(self, name: str, role: str, by: By) -> Account:
        """Give a person another role, and end her sessions. QueryError where she is the last admin."""
        wanted = people.role_of(role)
        return self._changed(name, by, "role_changed", wanted, role=wanted)

    def disable(self, name: str, by: By) -> Account:
        """Let a person sign in no more, and end her sessions. QueryError where she is the last admin."""
        return self._changed(name, by, "disabled", disabled=True)

    def enable(self, name: str, by: By) -> Account:
        """Let a person sign in again."""
        return self._changed(name, by, "enabled", disabled=False)

    def set_password(self, name: str, password: str, by: By) -> Account:
        """Give a person another password, and end her sessions."""
        with self._store.reading() as connection:
            account = people.known(connection, name).account
        passwords.check(password, account.name)
        return self._changed(name, by, "password_changed", password=self._passwords.hashed(password))

    def change_password(self, name: str, present: str, password: str, by: By) -> Account:
        """Change one's own password, and end one's sessions; AccessError where the present one does not fit."""
        passwords.check(password, name)
        if passwords.normal(present) == passwords.normal(password):
            raise QueryError("this is the password that you have.", hint="Take another one.")
        self._verified(name, present, by.address)
        changed = self.set_password(name, password, by)
        with self._store.writing() as connection:
            attempts.succeeded(connection, people.key_of(name), by.address)
        return changed

    def _changed(self, name: str, by: By, what: What, outcome: str = "", **values: str | bool) -> Account:
        with self._store.writing() as connection:
            account = people.known(connection, name).account
            if all(getattr(account, key, None) == value for key, value in values.items()):
                return account
            people.change(connection, account, **values)
            audit.record(connection, self.now(), by, what, account.name, outcome)
            sessions.end(connection, account.id)
            return people.known(connection, name).account

    # The audit.

    def record(self, by: By, what: What, about: str = "", outcome: str = "") -> None:
        """Add a row to the audit."""
        with self._store.writing() as connection:
            audit.record(connection, self.now(), by, what, about, outcome)

    def audit(self, limit: int, offset: int = 0, who: str = "", what: str = "") -> tuple[int, tuple[Done, ...]]:
        """Rows of the audit, the last first, and how many there are in all."""
        with self._store.reading() as connection:
            number = audit.count(connection, who, what)
            return number, audit.read(connection, limit, offset, who, what)


def open_accounts(ledger: str, create: bool = False, clock: Clock = time.time) -> Accounts:
    """The accounts of a ledger, made with `create` where there are none yet; else LedgerError."""
    return Accounts(store.opened(ledger, create), clock)


__all__ = ["Account", "Accounts", "By", "Clock", "Done", "Role", "Session", "Signed", "open_accounts"]
