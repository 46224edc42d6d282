"""Fresh ledgers for the contract suites: a second database becomes a second parameter here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from konturen.ledger.ledger import Ledger, open_ledger

Fresh = Callable[[], Ledger]


@pytest.fixture(scope="module", params=["sqlite"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """A maker of empty ledgers, as many as a test wants."""
    folder: Path = tmp_path_factory.mktemp(str(request.param))
    numbers = count()
    made: list[Ledger] = []

    def make() -> Ledger:
        ledger = open_ledger(str(folder / f"{next(numbers)}.sqlite"), create=True)
        # These suites prove what is read, not that it survives a power cut: that needs no waiting for the disk.
        event.listen(
            ledger._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")
        )
        made.append(ledger)
        return ledger

    yield make
    for ledger in made:
        ledger.close()


@pytest.fixture
def book(fresh: Fresh) -> Ledger:
    """One empty ledger."""
    return fresh()
