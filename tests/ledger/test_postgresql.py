"""What is PostgreSQL's own: addresses, refusals, many writers. The contract suites run on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import inspect, text

from konturen.errors import LedgerError, QueryError
from konturen.ledger import postgresql as dialect
from konturen.ledger import schema
from konturen.ledger.dialects import writing
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import open_ledger
from konturen.ledger.migrations import MIGRATIONS
from tests import factory
from tests.ledger.world import WHEN

SchemaOf = Callable[[str], str]


@pytest.fixture
def address(schema_of: SchemaOf, request: pytest.FixtureRequest) -> str:
    """The address of an empty schema."""
    return schema_of(f"own_{abs(hash(request.node.name)) % 10**9}")


def test_a_ledger_is_created_filled_and_opened_again(address: str) -> None:
    """What was recorded is there after the ledger was closed and opened by its address."""
    with open_ledger(address, create=True) as ledger:
        receipt = ledger.writer.record(factory.coded(), WHEN)
        assert receipt.new_document
    with open_ledger(address) as ledger:
        assert ledger.reader.holds(receipt.document_id)
        assert len(ledger.reader.statements()) == receipt.statements
        assert not ledger.writer.record(factory.coded(), WHEN).new_document


def test_nothing_is_created_unless_asked_for(address: str) -> None:
    """An empty database is no ledger, and stays empty."""
    with pytest.raises(LedgerError, match=r"holds no ledger.*konturen add"):
        open_ledger(address)
    with pytest.raises(LedgerError, match="holds no ledger"):
        open_ledger(address)


def test_a_database_of_others_is_left_alone(address: str, postgresql: str) -> None:
    """Tables of others are refused, and none of ours is made beside them."""
    with open_ledger(address, create=True) as ledger, writing(ledger._engine).begin() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(text(f'DROP TABLE "{table.name}"'))
        connection.execute(text("CREATE TABLE shop (id int)"))
    with pytest.raises(LedgerError, match="other tables and no ledger"):
        open_ledger(address, create=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.replace("/postgres?", "/nowhere?"), "no such database"),
        (lambda a: a.replace("host=/", "host=/nowhere/"), "cannot be reached"),
        (lambda a: "postgresql://someone:secret@127.0.0.1:1/x", "cannot be reached"),
        (lambda a: a.replace("own_", "none_"), "no such schema"),
        (lambda a: a + "&port=abc", "no address of a database"),
        (lambda a: a + "&foo=bar", 'invalid connection option "foo". Take it out'),
        (lambda a: a.replace("postgres@", "nobody-here@"), "refuses the user"),
    ],
)
def test_addresses_that_lead_nowhere_say_why(address: str, change: Callable[[str], str], words: str) -> None:
    """A wrong database, server or schema is told in words, and a password is never shown."""
    with pytest.raises(LedgerError) as told:
        open_ledger(change(address), create=True)
    assert words in str(told.value)
    assert "secret" not in str(told.value)


def test_a_broken_address_is_told_without_its_password() -> None:
    """An address that cannot be read is refused; what stands before the @ is not repeated."""
    with pytest.raises(LedgerError, match="no address of a database") as told:
        open_ledger("postgresql://me:secret@host:port/x")
    assert "secret" not in str(told.value)
    assert "secret" not in dialect.shown("postgresql://me:secret@host/x")


def test_without_the_driver_the_extra_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where psycopg is missing, the error says how to install it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LedgerError, match=r"konturen\[pg\]"):
        open_ledger(address)


def test_an_account_that_may_only_read_reads(address: str) -> None:
    """A read-only account reads; a write says that the ledger is read-only and changes nothing."""
    with open_ledger(address, create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
    reading = address.replace("options=", "options=-cdefault_transaction_read_only%3Don%20")
    with open_ledger(reading) as ledger:
        actors = [actor.id for actor in ledger.reader.actors()]
        with pytest.raises(LedgerError, match="read-only"):
            ledger.writer.judge(Decision("same", actors[0], actors[1], "Ada"), WHEN, lambda key: True)
        assert ledger.reader.judgements() == ()


def test_eight_people_judge_at_once(address: str) -> None:
    """Judgements made at the same time by several connections are all there, each once."""
    with open_ledger(address, create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
    rounds = 10

    def judge(person: int) -> None:
        with open_ledger(address) as own:
            for number in range(rounds):
                decision = Decision("different", f"new:{person}-{number}", f"new:x{number}", f"person {person}")
                own.writer.judge(decision, WHEN, lambda key: True)
                own.writer.add_actors([{"id": f"new:{person}-{number}"}], "test", f"person {person}", WHEN)

    people = [threading.Thread(target=judge, args=(person,)) for person in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with open_ledger(address) as ledger:
        assert len(ledger.reader.judgements()) == 8 * rounds
        assert len({row.batch for row in ledger.reader.actor_rows()}) == 8 * rounds


def test_a_connection_that_was_cut_is_made_again(address: str) -> None:
    """After the server has ended all connections, the next call works."""
    with open_ledger(address, create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
        count = len(ledger.reader.statements())
        with open_ledger(address) as other, writing(other._engine).begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    " AND application_name = 'konturen'"
                )
            )
        assert len(ledger.reader.statements()) == count


def test_a_backup_is_a_schema_of_copies(address: str) -> None:
    """All tables are copied with their rows into a new schema; a second backup gets a number."""
    with open_ledger(address, create=True) as ledger:
        ledger.writer.record(factory.coded(), WHEN)
        with writing(ledger._engine).begin() as connection:
            names = [dialect.backup(connection, "form-2") for _ in range(2)]
        seen = inspect(ledger._engine)
        assert names[1] == f"{names[0]}_2"
        assert set(seen.get_table_names(schema=names[0])) == {*schema.metadata.tables, "search_terms"}
        with ledger._engine.connect() as connection:
            counts = {
                connection.execute(text(f"SELECT count(*) FROM {place}statements")).scalar_one()
                for place in ("", f'"{names[0]}".', f'"{names[1]}".')
            }
        assert len(counts) == 1
        with writing(ledger._engine).begin() as connection:
            for name in names:
                connection.execute(text(f'DROP SCHEMA "{name}" CASCADE'))
    assert MIGRATIONS[-1].form == schema.SCHEMA_VERSION


def test_a_nul_in_a_text_is_refused_with_words(address: str) -> None:
    """PostgreSQL cannot store NUL: the error says what cannot stand there, and nothing is written."""
    coded = factory.coded()
    document = replace(coded.document, title="a\0b")
    with open_ledger(address, create=True) as ledger:
        with pytest.raises(QueryError, match="cannot stand in a ledger"):
            ledger.writer.record(replace(coded, document=document), WHEN)
        assert ledger.reader.documents() == ()
