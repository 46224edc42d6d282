"""Signing in: passwords, sessions and limits, on both databases."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text, update

from konturen.accounts import attempts, passwords, sessions
from konturen.accounts.accounts import Accounts
from konturen.accounts.passwords import Passwords
from konturen.accounts.store import Store
from konturen.accounts.tables import metadata, people
from konturen.errors import AccessError, QueryError
from tests.accounts.team import CONSOLE, Hand, password

HOME, OFFICE = "198.51.100.7", "203.0.113.9"


def enter(accounts: Accounts, name: str = "Cora", address: str = HOME) -> str:
    """Sign in; the token."""
    return accounts.sign_in(name, password(name), address, "Firefox")


def fail(accounts: Accounts, name: str = "Cora", address: str = HOME) -> AccessError:
    """Sign in with a wrong password; what is said."""
    with pytest.raises(AccessError) as refused:
        accounts.sign_in(name, "this is not the password", address)
    return refused.value


def whom(accounts: Accounts, token: str) -> str | None:
    """The name of who holds a token."""
    found = accounts.signed(token)
    return found and found.name


def test_who_knows_name_and_password_is_signed_in(accounts: Accounts) -> None:
    """A token stands for the person with her role; case and blanks of the name do not matter."""
    found = accounts.signed(accounts.sign_in("  cORA ", password("Cora"), HOME))
    assert found
    assert (found.name, found.role) == ("Cora", "coder")


@pytest.mark.parametrize("name", ["Nobody", "", "Ada\x00", "x" * 5000, "\ud800", "' OR 1=1 --"])
def test_an_unknown_name_is_refused_like_a_wrong_password(accounts: Accounts, name: str) -> None:
    """The same words, whatever was wrong."""
    assert str(fail(accounts, name)) == str(fail(accounts, "Cora", OFFICE))


@pytest.mark.parametrize("word", ["", "x" * 1001, "\ud800" * 12, "\x00" * 12])
def test_a_password_that_can_be_none_is_refused(accounts: Accounts, word: str) -> None:
    """Empty, overlong and broken ones are wrong passwords, no faults."""
    with pytest.raises(AccessError):
        accounts.sign_in("Cora", word, HOME)


def test_whoever_is_unknown_or_disabled_costs_a_hash_as_well(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash of the same kind is computed for a known, an unknown and a disabled name."""
    asked: list[str] = []

    def verified(self: Passwords, known: str, word: str) -> bool:
        asked.append(known.rsplit("$", 2)[0])
        return real(self, known, word)

    real = Passwords.verified
    monkeypatch.setattr(Passwords, "verified", verified)
    accounts.disable("Rena", CONSOLE)
    for name in ("Cora", "Nobody", "Rena"):
        fail(accounts, name)
    assert len(asked) == 3
    assert len(set(asked)) == 1


def test_a_password_is_one_however_it_was_typed(accounts: Accounts) -> None:
    """Letters with their marks in one sign or in two are the same."""
    two = unicodedata.normalize("NFD", password("Cora"))
    assert two != password("Cora")
    assert whom(accounts, accounts.sign_in("Cora", two, HOME)) == "Cora"


@pytest.mark.parametrize("word", ["short", "a" * 12, "Cora" * 3, "x" * 1001, "Margarethe II"])
def test_weak_passwords_are_not_taken(accounts: Accounts, word: str) -> None:
    """Short, monotonous, overlong ones, and the name itself."""
    with pytest.raises(QueryError):
        accounts.add("Margarethe I", "reader", word if word != "Margarethe II" else "margarethe i.", CONSOLE)


def test_hashes_are_argon2id_as_the_rfc_has_them(accounts: Accounts, held: Store) -> None:
    """What ships is RFC 9106's second choice; an older hash is renewed when its owner signs in."""
    shipped = PasswordHasher()
    assert (shipped.type.name, shipped.memory_cost, shipped.time_cost, shipped.parallelism) == (
        "ID",
        65536,
        3,
        4,
    )
    newer = Accounts(held, accounts.now, Passwords(PasswordHasher(2, 16, 1)))
    assert whom(newer, enter(newer)) == "Cora"
    with held.reading() as connection:
        kept = connection.execute(people.select().where(people.c.name == "Cora")).one().password
    assert kept.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert whom(newer, enter(newer)) == "Cora"


def test_a_damaged_hash_lets_nobody_in(accounts: Accounts, held: Store) -> None:
    """What is no hash fits no password."""
    with held.writing() as connection:
        connection.execute(update(people).values(password="plain"))
    with pytest.raises(AccessError):
        enter(accounts)


def test_a_session_ends_when_it_is_not_used(accounts: Accounts, hand: Hand) -> None:
    """Twelve hours without a request end it; each request counts."""
    token = enter(accounts)
    for _ in range(3):
        hand.on(sessions.IDLE - 1)
        assert whom(accounts, token) == "Cora"
    hand.on(sessions.IDLE)
    assert whom(accounts, token) is None


def test_a_session_ends_after_a_week(accounts: Accounts, hand: Hand) -> None:
    """However much it is used."""
    token = enter(accounts)
    for _ in range(14):
        assert whom(accounts, token) == "Cora"
        hand.on(sessions.IDLE - 1)
    hand.on(14)
    assert whom(accounts, token) is None


def test_signing_out_ends_this_session_only(accounts: Accounts) -> None:
    """The other browser goes on."""
    here, there = enter(accounts), enter(accounts, address=OFFICE)
    signed = accounts.signed(here)
    assert signed
    accounts.sign_out(signed, HOME)
    assert (whom(accounts, here), whom(accounts, there)) == (None, "Cora")


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_role("Cora", "editor", CONSOLE),
        lambda accounts: accounts.disable("Cora", CONSOLE),
        lambda accounts: accounts.set_password("Cora", "ein ganz anderer Satz", CONSOLE),
        lambda accounts: accounts.change_password("Cora", password("Cora"), "ein neuer Satz 1", CONSOLE),
        lambda accounts: accounts.end_sessions("Cora", CONSOLE),
    ],
    ids=["role", "disable", "password", "own password", "end"],
)
def test_what_changes_a_person_ends_all_her_sessions(accounts: Accounts, change: Any) -> None:
    """Hers at once, and nobody else's."""
    tokens = [enter(accounts), enter(accounts, address=OFFICE)]
    other = enter(accounts, "Edda")
    change(accounts)
    assert [whom(accounts, token) for token in tokens] == [None, None]
    assert whom(accounts, other) == "Edda"


def test_a_disabled_person_gets_in_again_when_she_is_enabled(accounts: Accounts) -> None:
    """Until then her password is a wrong one."""
    accounts.disable("Cora", CONSOLE)
    with pytest.raises(AccessError):
        enter(accounts)
    accounts.enable("Cora", CONSOLE)
    assert whom(accounts, enter(accounts)) == "Cora"


def test_tokens_are_long_new_and_not_kept(accounts: Accounts, held: Store) -> None:
    """32 random bytes each time; neither they nor passwords stand in any table."""
    tokens = {enter(accounts) for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {43}
    fail(accounts, "my secret sentence is here")
    with held.reading() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
    written = "\n".join(rows)
    assert "Cora" in written
    for secret in (*tokens, password("Cora"), "this is not the password", "my secret sentence is here"):
        assert secret not in written


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 10_000, "%", "None"])
def test_a_token_that_nobody_was_given_is_nobodys(accounts: Accounts, token: str) -> None:
    """Also the hash of a token is none."""
    own = enter(accounts)
    assert accounts.signed(token) is None
    assert accounts.signed(sessions.token_hash(own)) is None


def test_one_person_cannot_end_anothers_session(accounts: Accounts) -> None:
    """The number of a session counts with its owner only."""
    token = enter(accounts)
    session = accounts.sessions_of("Cora")[0].id
    assert accounts.end_sessions("Edda", CONSOLE, only=session) == 0
    assert whom(accounts, token) == "Cora"
    assert accounts.end_sessions("Cora", CONSOLE, only=session) == 1


def test_five_failures_close_a_name_for_an_address(accounts: Accounts, hand: Hand) -> None:
    """Then not even the right password helps there, until the first failure is a quarter of an hour old."""
    for _ in range(attempts.BY_BOTH):
        assert fail(accounts).seconds is None
        hand.on(10)
    with pytest.raises(AccessError) as refused:
        enter(accounts)
    assert refused.value.seconds == attempts.WINDOW - 50
    assert whom(accounts, enter(accounts, address=OFFICE)) == "Cora"
    hand.on(attempts.WINDOW - 51)
    assert fail(accounts).seconds == 1
    hand.on(1)
    assert whom(accounts, enter(accounts)) == "Cora"


def test_twenty_failures_close_an_address(accounts: Accounts) -> None:
    """Whatever names were tried, known or not; an IPv6 network counts as one address."""
    for number in range(attempts.BY_ADDRESS):
        assert fail(accounts, f"name {number}", f"2001:db8::{number:x}").seconds is None
    assert fail(accounts, "Edda", "2001:db8::ffff:1").seconds
    assert fail(accounts, "Edda", "2001:db8:1::1").seconds is None


def test_fifty_failures_close_a_name(accounts: Accounts) -> None:
    """From wherever they come."""
    for number in range(attempts.BY_NAME):
        assert fail(accounts, "Cora", f"192.0.2.{number}").seconds is None
    assert fail(accounts, "Cora", HOME).seconds
    assert whom(accounts, enter(accounts, "Edda")) == "Edda"


def test_who_gets_in_has_no_failures_left(accounts: Accounts) -> None:
    """Four wrong ones, the right one, and there are five again."""
    for _ in range(3):
        for _ in range(attempts.BY_BOTH - 1):
            assert fail(accounts).seconds is None
        enter(accounts)


def test_ones_own_account_does_not_open_an_address_again(accounts: Accounts) -> None:
    """Signing in oneself takes back one's own failures only, not those with other names."""
    for number in range(attempts.BY_ADDRESS - 1):
        fail(accounts, f"name {number}")
    enter(accounts)
    fail(accounts, "Edda")
    assert fail(accounts, "Edda").seconds


def test_guesses_at_the_same_time_count(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt is counted before its hash is computed: guesses that wait for theirs close the name as well."""
    inner: list[AccessError] = []

    def slow(self: Passwords, known: str | None, word: str) -> bool:
        if len(inner) < attempts.BY_BOTH:
            inner.append(AccessError(""))
            fail(accounts)
        return False

    monkeypatch.setattr(Passwords, "fits", slow)
    fail(accounts)
    monkeypatch.undo()
    with pytest.raises(AccessError) as refused:
        enter(accounts)
    assert refused.value.seconds


def test_old_attempts_are_removed(accounts: Accounts, held: Store, hand: Hand) -> None:
    """After the window nothing of them is left."""
    for number in range(3):
        fail(accounts, f"name {number}")
    hand.on(attempts.WINDOW)
    enter(accounts)
    with held.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM attempts")).scalar() == 0


def test_ended_sessions_are_removed(accounts: Accounts, held: Store, hand: Hand) -> None:
    """The next sign-in takes them away."""
    enter(accounts)
    hand.on(sessions.IDLE)
    enter(accounts, "Edda")
    with held.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sessions")).scalar() == 1


def test_only_a_few_hashes_are_computed_at_once(
    hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes 64 MiB: more than a few wait, and are refused after a while."""
    monkeypatch.setattr(passwords, "PATIENCE", 0)
    hashes = Passwords(hasher)
    for _ in range(passwords.AT_ONCE):
        assert hashes._turns.acquire(blocking=False)
    with pytest.raises(Exception, match="at once"):
        hashes.hashed("whatever it is, it waits")
