"""Accounts for tests, on both databases, with a clock that is set and hashes that cost little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from konturen.accounts.accounts import Accounts
from konturen.accounts.passwords import Passwords
from konturen.accounts.store import Store, opened
from konturen.ledger.ledger import Ledger
from tests.accounts.team import Hand, filled

# The fixtures of fresh ledgers, as the suites of the ledger use them.
from tests.ledger.conftest import Fresh, fresh, postgresql, schema_of

__all__ = ["fresh", "postgresql", "schema_of"]


@pytest.fixture
def book(fresh: Fresh) -> Iterator[Ledger]:
    """An empty ledger, on each database; it is let go of after the test, since a server has so many connections."""
    made = fresh()
    yield made
    made.close()


@pytest.fixture
def hand() -> Hand:
    """The clock."""
    return Hand()


@pytest.fixture
def held(book: Ledger) -> Iterator[Store]:
    """Where the accounts of an empty ledger lie."""
    store = opened(book.address, create=True)
    yield store
    store.close()


@pytest.fixture
def hasher() -> PasswordHasher:
    """Hashes that cost little."""
    return PasswordHasher(1, 8, 1)


@pytest.fixture
def accounts(held: Store, hand: Hand, hasher: PasswordHasher) -> Accounts:
    """A team: Ada is admin, Edda editor, Cora coder, Rena reader."""
    return filled(Accounts(held, hand, Passwords(hasher)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger's file that is not there yet."""
    return tmp_path / "team.sqlite"
