"""The commands about the people of a team: who may sign in at the desk, as what, and what they did."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from typing import Annotated

from cyclopts import App, Parameter, validators

from konturen.accounts.accounts import Account, Accounts, By, open_accounts
from konturen.accounts.passwords import LONGEST
from konturen.commands.base import Json, LedgerPath, app
from konturen.errors import QueryError
from konturen.ledger.ledger import open_ledger
from konturen.settings import default_ledger, present_user
from konturen.terminal import render
from konturen.terminal.streams import print_lines, standard_input

people = App(name="people", help="Who may sign in at the desk (konturen serve --team), and what they did.")
app.command(people)

HERE = "command line"
"""Stands in the audit in place of an address."""
Name = Annotated[str, Parameter(help="The name of an account.")]
RoleName = Annotated[str, Parameter(help="reader, coder, editor or admin.")]
Stdin = Annotated[bool, Parameter(negative="", help="Read the password from the first line of standard input.")]


@contextmanager
def _open(ledger: str | None, create: bool = False) -> Iterator[Accounts]:
    """The accounts of the ledger that is named, else of the default one; with `create` both are made."""
    with open_ledger(ledger or default_ledger(), create=create) as book:
        address = book.address
    with open_accounts(address, create) as accounts:
        yield accounts


def _by() -> By:
    return By(present_user(), HERE)


def _password(stdin: bool) -> str:
    """A new password: typed twice in a terminal, or a line of standard input."""
    if stdin:
        source = standard_input()
        line = source.readline(4 * LONGEST + 8) if source else b""
        try:
            return line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise QueryError("the password is not UTF-8.", "standard input") from error
    if not (sys.stdin and sys.stdin.isatty()):
        hint = "Pass it with --password-stdin, or run the command in a terminal."
        raise QueryError("nobody is there to type a password.", hint=hint)
    typed = getpass("Password: ")
    if getpass("Once more: ") != typed:
        raise QueryError("the two passwords are not the same, and nothing was changed.")
    return typed


def _tell(account: Account, json: bool) -> int:
    if json:
        print_lines([_line(account)])
    else:
        print(_told(account))
    return 0


def _line(account: Account) -> dict[str, object]:
    return {"kind": "account", **asdict(account), "made": _instant(account.made)}


def _told(account: Account) -> str:
    state = ", disabled" if account.disabled else ""
    return f"{render.one_line(account.name)}: {account.role}{state}"


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@people.command
def add(
    name: Name,
    /,
    *,
    role: RoleName,
    password_stdin: Stdin = False,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Make an account; the first makes the ledger a team's, which needs an admin before it is served."""
    password = _password(password_stdin)
    with _open(ledger, create=True) as accounts:
        return _tell(accounts.add(name, role, password, _by()), json)


@people.command(name="list")
def listing(*, ledger: LedgerPath = None, json: Json = False) -> int:
    """List the accounts with their roles."""
    with _open(ledger) as accounts:
        known = accounts.listed()
    if json:
        print_lines(_line(account) for account in known)
    else:
        print("\n".join(_told(account) for account in known) or "There are no accounts yet.")
    return 0


@people.command
def role(name: Name, role: RoleName, /, *, ledger: LedgerPath = None, json: Json = False) -> int:
    """Give an account another role; its sessions end."""
    with _open(ledger) as accounts:
        return _tell(accounts.set_role(name, role, _by()), json)


@people.command
def password(
    name: Name, /, *, password_stdin: Stdin = False, ledger: LedgerPath = None, json: Json = False
) -> int:
    """Give an account another password; its sessions end."""
    with _open(ledger) as accounts:
        return _tell(accounts.set_password(name, _password(password_stdin), _by()), json)


@people.command
def disable(name: Name, /, *, ledger: LedgerPath = None, json: Json = False) -> int:
    """Let an account sign in no more; its sessions end. What the person judged stays."""
    with _open(ledger) as accounts:
        return _tell(accounts.disable(name, _by()), json)


@people.command
def enable(name: Name, /, *, ledger: LedgerPath = None, json: Json = False) -> int:
    """Let a disabled account sign in again."""
    with _open(ledger) as accounts:
        return _tell(accounts.enable(name, _by()), json)


@people.command
def audit(
    *,
    limit: Annotated[
        int, Parameter(help="How many rows.", validator=validators.Number(gt=0, lte=1_000_000))
    ] = 50,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Show what was done at the desk, the last first: who, from where, what, with which outcome."""
    with _open(ledger) as accounts:
        _, rows = accounts.audit(limit)
    if json:
        print_lines({"kind": "audit", **asdict(row), "at": _instant(row.at)} for row in rows)
        return 0
    for row in rows:
        words = (
            _instant(row.at),
            row.who or "?",
            row.address,
            row.what.replace("_", " "),
            row.about,
            row.outcome,
        )
        print(render.one_line("  ".join(word for word in words if word)))
    return 0
