"""A removed person does not come back by what is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from konturen.desk import keeping
from konturen.ledger.ledger import Ledger
from konturen.ledger.schema import entries, fetches
from tests.inbox.server import serving
from tests.ledger.test_fetching import World, article, counts
from tests.ledger.test_removal import HER, held

NAME = "Anna Brückner"


@pytest.fixture
def world(book: Ledger) -> Iterator[World]:
    with serving() as web:
        yield World(web, book)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who she is without texts that mention her as an actor."""
    from konturen.ledger.traces import Person

    monkeypatch.setattr(keeping, "person", lambda *_: Person(frozenset({HER}), frozenset({NAME})))


def test_a_feed_does_not_bring_her_back(world: World) -> None:
    """Entries whose text named her, and those not read yet that name her, are emptied and read no more."""
    world.follow(world.feed("a.example/feed", "1", "2", "anna-brückner"))
    world.web.pages["a.example/2"] = article(f"über {NAME}")
    world.web.pages["a.example/anna-brückner"].status = 503
    assert counts(world.fetch()) == (2, 0, 1, 0)
    assert "rückner" in held(world.ledger)
    done = keeping.forget(NAME, world.ledger, "Ann")
    rest = held(world.ledger)
    assert "rückner" not in rest
    assert "br%C3%BCckner" not in rest
    assert "a.example/2" not in rest
    assert done.counts["documents"] == 1
    assert list(keeping.check(world.ledger.address)) == []
    world.passed += 10 * 86400
    assert counts(world.fetch(everything=True)) == (0, 0, 0, 0)
    assert world.web.paths().count("a.example/2") == 1
    assert len(world.ledger.reader.documents()) == 1
    with world.ledger._engine.connect() as connection:
        left = connection.execute(select(entries.c.name, entries.c.address, entries.c.content)).all()
        outcomes = connection.execute(select(fetches.c.outcome)).scalars().all()
    assert [tuple(row) for row in left if row.name == "removed"] == [("removed", None, None)] * 2
    assert outcomes.count("removed") == 2


def test_a_folder_brings_a_text_back_once_it_was_changed(world: World, tmp_path: Path) -> None:
    """A file whose text was removed is left alone as it is; a new version of it is read."""
    file = tmp_path / "in" / "note.html"
    file.parent.mkdir()
    file.write_bytes(article(f"über {NAME}").content)
    os.utime(file, (1e9, 1e9))
    world.follow(str(file.parent))
    assert counts(world.fetch()) == (1, 0, 0, 0)
    keeping.forget(NAME, world.ledger, "Ann")
    assert world.ledger.reader.documents() == ()
    assert counts(world.fetch(everything=True)) == (0, 0, 0, 0)
    file.write_bytes(article("über niemanden").content)
    os.utime(file, (1.1e9, 1.1e9))
    assert counts(world.fetch()) == (1, 0, 0, 0)
    assert len(world.ledger.reader.documents()) == 1
