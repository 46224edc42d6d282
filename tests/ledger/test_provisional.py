"""Names seen and not known, by frequency, and the mentions of an actor."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import insert

from konturen.ledger import schema
from konturen.ledger.dialects import writing
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger
from tests.ledger import world
from tests.ledger.world import ACTORS, KNOWN, WHEN

ADA, BOB, CEM, DAN, EVE = ACTORS


@pytest.fixture
def filled(book: Ledger) -> Ledger:
    """Ada three times, Bob twice, Cem once; Dan and Eve are known."""
    book.writer.record(world.text(0, [(ADA, BOB), (ADA, DAN)]), WHEN)
    book.writer.record(world.text(1, [(BOB, ADA), (CEM, EVE)]), WHEN)
    return book


def known(actor: str) -> bool:
    return actor in KNOWN


def test_unknown_actors_by_frequency(filled: Ledger) -> None:
    """Provisional actors come most mentioned first, with counts, words and places; known ones do not come."""
    found = filled.reader.unknown(10, known)
    assert [(u.id, u.mentions, u.documents) for u in found] == [(ADA, 3, 2), (BOB, 2, 2), (CEM, 1, 1)]
    assert (found[0].name, found[0].type, found[0].surfaces) == ("Ada of the texts", "person", (("Ada", 3),))
    for unknown in found:
        words = {filled.reader.text(p.document)[p.start : p.end] for p in unknown.places}
        assert words == {unknown.surfaces[0][0]}
        assert len(unknown.places) == unknown.mentions


def test_limits_hold(filled: Ledger) -> None:
    """At most so many actors, each with at most so many places, the first ones."""
    (only,) = filled.reader.unknown(1, known, places=2)
    every = filled.reader.unknown(9, known)[0].places
    assert (only.id, only.mentions, only.places) == (ADA, 3, every[:2])
    assert filled.reader.unknown(0, known) == ()
    assert filled.reader.unknown(1, known, places=0)[0].places == ()


def test_a_catalog_that_learned_the_id_is_asked(filled: Ledger) -> None:
    """An id that the caller knows is no longer unknown, and the next ones move up."""
    assert [u.id for u in filled.reader.unknown(2, lambda a: a == ADA)] == [BOB, CEM]


def test_users_own_actors_are_known(filled: Ledger) -> None:
    """An actor that the user added is not listed until the row is withdrawn."""
    batch = filled.writer.add_actors([{"id": ADA, "type": "person"}], "by hand", "Ann", WHEN)
    assert ADA not in {u.id for u in filled.reader.unknown(10, known)}
    filled.writer.withdraw_actors("Ann", WHEN, batch=batch)
    assert ADA in {u.id for u in filled.reader.unknown(10, known)}


def test_an_actor_merged_into_an_own_one_is_known(filled: Ledger) -> None:
    """A class of which one id was added is known under whatever id it is shown."""
    filled.writer.add_actors([{"id": ADA, "type": "person"}], "by hand", "Ann", WHEN)
    filled.writer.judge(Decision("same", ADA, BOB, "Ann"), WHEN)
    assert [u.id for u in filled.reader.unknown(10, known)] == [CEM]


def test_merged_unknown_actors_are_one(filled: Ledger) -> None:
    """Two provisional actors that are one are listed once; joined to a known one they are known."""
    filled.writer.judge(Decision("same", ADA, BOB, "Ann"), WHEN)
    first = filled.reader.unknown(10, known)[0]
    assert (first.id, first.name, first.mentions, first.documents) == (BOB, "Bob of the texts", 5, 2)
    assert first.surfaces == (("Ada", 3), ("Bob", 2))
    assert len(first.places) == 5
    filled.writer.judge(Decision("same", BOB, DAN, "Ann"), WHEN, known)
    assert [u.id for u in filled.reader.unknown(10, known)] == [CEM]


def test_what_was_split_from_a_known_actor_is_unknown(filled: Ledger) -> None:
    """Mentions of a known actor that mean somebody new are listed under the new id."""
    filled.writer.judge(Decision("means", DAN, "new:other", "Ann"), WHEN, known)
    other = next(u for u in filled.reader.unknown(10, known) if u.id == "new:other")
    assert (other.name, other.mentions, len(other.places)) == ("Dan of the texts", 1, 1)


def test_mentions_of_an_actor(filled: Ledger) -> None:
    """Mentions come in the order of the texts, with words, score and reason, at most so many."""
    found = filled.reader.mentions_of(ADA, 10)
    assert [(m.surface, m.score) for m in found] == [("Ada", 0.9)] * 3
    assert [m.reason for m in found] == [f"test {n} {m.start}" for n, m in zip([0, 0, 1], found, strict=True)]
    assert all(filled.reader.text(m.document)[m.start : m.end] == m.surface for m in found)
    assert filled.reader.mentions_of(ADA, 2) == found[:2]
    assert filled.reader.mentions_of(ADA, 0) == filled.reader.mentions_of("new:nobody") == ()


def test_a_hundred_thousand_mentions(filled: Ledger) -> None:
    """Counting 100,000 mentions of 20,000 names takes seconds at most, merges and splits included."""
    document = filled.reader.documents()[0].id
    rows = [
        {
            "document_id": document,
            "start": n,
            "end": n + 3,
            "actor": f"new:{n % 20_000}",
            "name": f"N{n % 20_000}",
            "surface": f"N{n % 40_000}",
            "type": "person",
            "form": "name",
            "score": 0.5,
            "reason": "made",
        }
        for n in range(100_000)
    ]
    with writing(filled._engine).begin() as connection:
        connection.execute(insert(schema.mentions), rows)
    filled.writer.judge(Decision("same", "new:1", "new:2", "Ann"), WHEN)
    filled.writer.judge(Decision("means", "new:3", "new:2", "Ann", surface="N3"), WHEN)
    began = time.perf_counter()
    found = filled.reader.unknown(50, known)
    spent = time.perf_counter() - began
    assert (found[0].id, found[0].mentions) == ("new:2", 13)
    assert len(found) == 50
    assert spent < 10
