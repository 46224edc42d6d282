"""The people of a team, the audit of what was done, and where both lie."""

from __future__ import annotations

import stat
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from konturen.accounts import attempts
from konturen.accounts.accounts import Accounts, open_accounts
from konturen.accounts.audit import By
from konturen.accounts.store import Store, place
from konturen.desk import keeping
from konturen.errors import AccessError, LedgerError, QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from tests.accounts.team import CONSOLE, Hand, password


def rows(accounts: Accounts) -> list[tuple[str, str, str, str]]:
    """The audit from its beginning: who, what, about, outcome."""
    return [(one.who, one.what, one.about, one.outcome) for one in reversed(accounts.audit(1000)[1])]


@pytest.mark.parametrize("name", ["", " ", "=cmd()", "a\x07b", "x" * 61, "\u202eevil", "@home"])
def test_a_name_is_a_name(accounts: Accounts, name: str) -> None:
    """Nothing empty, invisible or overlong, nothing that a table program takes for a formula."""
    with pytest.raises(QueryError):
        accounts.add(name, "reader", "ein Satz für niemanden", CONSOLE)


@pytest.mark.parametrize("name", ["cora", "ＣＯＲＡ", " Cora "])
def test_a_name_is_given_once(accounts: Accounts, name: str) -> None:
    """Other case, width or blanks make no other person."""
    with pytest.raises(QueryError, match="already"):
        accounts.add(name, "reader", "ein Satz für niemanden", CONSOLE)


def test_an_unknown_role_is_none(accounts: Accounts) -> None:
    """Nobody is made or changed with it."""
    with pytest.raises(QueryError, match="no role"):
        accounts.add("Zoe", "owner", "ein Satz für niemanden", CONSOLE)
    with pytest.raises(QueryError, match="no role"):
        accounts.set_role("Cora", "owner", CONSOLE)
    assert [(one.name, one.role) for one in accounts.listed()] == [
        ("Ada", "admin"), ("Cora", "coder"), ("Edda", "editor"), ("Rena", "reader"),
    ]  # fmt: skip


def test_one_admin_stays(accounts: Accounts) -> None:
    """The last one cannot be disabled or given another role; one of two can."""
    with pytest.raises(QueryError, match="last admin"):
        accounts.disable("Ada", CONSOLE)
    with pytest.raises(QueryError, match="last admin"):
        accounts.set_role("Ada", "editor", CONSOLE)
    assert accounts.has_admin()
    accounts.set_role("Edda", "admin", CONSOLE)
    accounts.disable("Edda", CONSOLE)
    with pytest.raises(QueryError, match="last admin"):
        accounts.disable("Ada", CONSOLE)
    accounts.enable("Edda", CONSOLE)
    accounts.disable("Ada", CONSOLE)
    assert accounts.has_admin()


def test_the_present_password_is_asked_for(accounts: Accounts) -> None:
    """Who sits down at another's desk cannot take her account, and her guesses are limited."""
    by = By("Cora", "192.0.2.1")
    for _ in range(attempts.BY_BOTH):
        with pytest.raises(AccessError):
            accounts.change_password("Cora", "not her password", "ein neuer Satz 1", by)
    with pytest.raises(AccessError) as refused:
        accounts.change_password("Cora", password("Cora"), "ein neuer Satz 1", by)
    assert refused.value.seconds
    with pytest.raises(QueryError, match="that you have"):
        accounts.change_password("Cora", password("Cora"), password("Cora"), by)


def test_the_audit_tells_what_was_done(accounts: Accounts, hand: Hand) -> None:
    """Who did what to whom, and what came of it; names that nobody has are not in it."""
    before = len(rows(accounts))
    by = By("Ada", "192.0.2.1")
    hand.on(60)
    token = accounts.sign_in("cora", password("Cora"), "192.0.2.7")
    signed = accounts.signed(token)
    assert signed
    accounts.sign_out(signed, "192.0.2.7")
    for _ in range(attempts.BY_BOTH):
        with pytest.raises(AccessError):
            accounts.sign_in("cora", "wrong", "192.0.2.7")
    with pytest.raises(AccessError):
        accounts.sign_in("hunter2 hunter2", "cora", "192.0.2.7")
    accounts.add("Zoe", "reader", "ein Satz für niemanden", by)
    accounts.set_role("Zoe", "coder", by)
    accounts.set_role("Zoe", "coder", by)
    accounts.set_password("Zoe", "noch ein Satz für alle", by)
    accounts.disable("Zoe", by)
    accounts.enable("Zoe", by)
    accounts.record(by, "form", "/review", "303")
    assert rows(accounts)[before:] == [
        ("Cora", "signed_in", "", ""),
        ("Cora", "signed_out", "", ""),
        *[("Cora", "failed", "", "")] * 5,
        ("Cora", "limited", "", ""),
        ("", "failed", "", ""),
        ("Ada", "person_made", "Zoe", "reader"),
        ("Ada", "role_changed", "Zoe", "coder"),
        ("Ada", "password_changed", "Zoe", ""),
        ("Ada", "disabled", "Zoe", ""),
        ("Ada", "enabled", "Zoe", ""),
        ("Ada", "form", "/review", "303"),
    ]
    number, last = accounts.audit(2, 1)
    assert [one.what for one in last] == ["enabled", "disabled"]
    assert (number, last[0].at, last[0].address) == (before + 15, int(hand.now), "192.0.2.1")
    assert accounts.audit(100, who="Cora", what="failed")[0] == 5


def test_a_failed_change_leaves_no_row(accounts: Accounts) -> None:
    """The audit tells what was done, not what was tried."""
    before = rows(accounts)
    with pytest.raises(QueryError):
        accounts.disable("Ada", CONSOLE)
    assert rows(accounts) == before


@pytest.mark.parametrize("command", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_keeps_the_audit_as_it_is(accounts: Accounts, held: Store, command: str) -> None:
    """Rows can neither be altered nor taken away by what the program may do."""
    before = rows(accounts)
    assert before
    try:
        with held.writing() as connection:
            connection.execute(text(command))
    except (LedgerError, DatabaseError):
        pass  # SQLite refuses, PostgreSQL does nothing
    assert rows(accounts) == before


def test_servers_share_sessions_and_limits(accounts: Accounts, book: Ledger, hand: Hand) -> None:
    """A second server of the same ledger knows who is signed in and who tried too often."""
    with open_accounts(book.address, clock=hand) as second:
        token = accounts.sign_in("Cora", password("Cora"), "192.0.2.7")
        found = second.signed(token)
        assert found
        assert found.name == "Cora"
        for number in range(attempts.BY_BOTH):
            with pytest.raises(AccessError):
                accounts.sign_in("Edda", f"wrong {number}", "192.0.2.7")
        with pytest.raises(AccessError) as refused:
            second.sign_in("Edda", password("Edda"), "192.0.2.7")
        assert refused.value.seconds


@pytest.mark.usefixtures("accounts")
def test_the_ledger_is_kept_without_the_accounts(book: Ledger, tmp_path: Path) -> None:
    """A ledger with accounts is sound, opens, and its backup holds nothing of them."""
    assert list(keeping.check(book.address)) == []
    with open_ledger(book.address) as again:
        keeping.backup(tmp_path / "one.zip", again)
    with ZipFile(tmp_path / "one.zip") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert b'"schema"' in held
    assert b"argon2" not in held
    assert b"Cora" not in held


def test_a_file_of_accounts_is_its_owners(file: Path) -> None:
    """Beside a ledger's file lies that of its accounts, which nobody else may read."""
    with open_ledger(str(file), create=True):
        pass
    with pytest.raises(LedgerError, match="no accounts"):
        open_accounts(str(file))
    with open_accounts(str(file), create=True):
        made = Path(place(str(file)))
    assert made.name == "team.sqlite.people.sqlite"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with open_accounts(str(file)) as accounts:
        assert accounts.listed() == ()
