"""Faults of the machine: no room, two writers, a server that stops; said in words, nothing half-written."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from konturen.desk import keeping
from konturen.errors import LedgerError
from konturen.ledger.dialects import writing
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import open_ledger
from tests import factory, postgres
from tests.ledger import world
from tests.ledger.test_archive import fill
from tests.ledger.world import LATER, TEXTS, WHEN, counts

SOME = (("new:ada", "new:bob"), ("new:bob", "new:cem"))


def in_child(work: Callable[[], str]) -> str:
    """What a work answers in a process of its own, or the words of its error."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = work()
        except LedgerError as error:
            answer = str(error)
        except BaseException as error:  # noqa: BLE001 - told to the parent; nothing may run on here
            answer = f"fault {error!r}"
        try:
            os.write(mouth, answer.encode())
        finally:
            os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as heard:
        said = heard.read().decode()
    os.waitpid(child, 0)
    return said


def no_more_room(bytes: int) -> None:
    """Let no file of this process grow beyond so many bytes: the system refuses the write that would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes, bytes))


@pytest.mark.parametrize("room", [1, 5_000, 90_000, 200_000])
def test_a_system_without_room_leaves_the_ledger_sound(tmp_path: Path, room: int) -> None:
    """Where the system refuses to let the file grow, the error says so, and all that was there before is there."""
    path = tmp_path / "a.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        fill(ledger)
        before = counts(ledger)
    words = os.urandom(600_000).hex()
    big = factory.coded(document=factory.document(words), statements=(), facts=(), mentions=())

    def work() -> str:
        with open_ledger(str(path)) as ledger:
            no_more_room(room if room < 10 else path.stat().st_size + room)
            ledger.writer.record(big, LATER)
        return "recorded"

    assert "nothing was written" in in_child(work)
    with open_ledger(str(path)) as ledger:
        assert counts(ledger) == before
        assert ledger.writer.record(big, LATER).new_document
    assert list(keeping.check(str(path))) == []


def test_a_system_without_room_leaves_no_half_backup_and_no_half_ledger(tmp_path: Path) -> None:
    """Neither the file of a backup nor a restored ledger is there where there was no room for all of it."""
    path, saved, folder = tmp_path / "a.sqlite", tmp_path / "a.zip", tmp_path / "to"
    folder.mkdir()
    with open_ledger(str(path), create=True) as ledger:
        fill(ledger)
        ledger.reader.backup(saved)

    def back_up() -> str:
        no_more_room(2000)
        with open_ledger(str(path)) as ledger:
            ledger.reader.backup(folder / "b.zip")
        return "saved"

    def restore() -> str:
        no_more_room(20_000)
        keeping.restore(saved, str(folder / "b.sqlite"))
        return "restored"

    assert "cannot be written (File too large)" in in_child(back_up)
    assert "nothing was written" in in_child(restore)
    assert list(folder.iterdir()) == []


def test_a_full_server_is_told_and_nothing_is_written(schema_of: Callable[[str], str]) -> None:
    """PostgreSQL's own word for a full disk becomes ours, and the text of which a part was written is not there."""
    address = schema_of("faults_full")
    with open_ledger(address, create=True) as ledger:
        with writing(ledger._engine).begin() as connection:
            connection.exec_driver_sql(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$"
            )
            connection.exec_driver_sql(
                "CREATE TRIGGER full_disk BEFORE INSERT ON codings EXECUTE FUNCTION full_disk()"
            )
        with pytest.raises(LedgerError, match=r"disk of the database is full; nothing was written"):
            ledger.writer.record(TEXTS[0], WHEN)
        with writing(ledger._engine).begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER full_disk ON codings")
        assert set(counts(ledger).values()) <= {0, 1}
        assert ledger.writer.record(TEXTS[0], WHEN).new_document
    assert list(keeping.check(address)) == []


def test_two_processes_write_one_file(tmp_path: Path) -> None:
    """Two processes that add and judge at once wait for each other; all that either was told is there."""
    path, rounds = tmp_path / "a.sqlite", 25
    open_ledger(str(path), create=True).close()
    children = []
    for person in range(2):
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with open_ledger(str(path)) as ledger:
                    for number in range(rounds):
                        text = world.text(person * rounds + number, SOME)
                        said = ledger.writer.record(text, LATER).document_id
                        decision = Decision("different", f"a:{number}", f"b:{number}", f"person {person}")
                        judged = ledger.writer.judge(decision, LATER, lambda _: True)
                        os.write(mouth, f"{said} {judged.id}\n".encode())
            finally:
                os._exit(0)
        os.close(mouth)
        children.append((child, ear))
    said = []
    for child, ear in children:
        with os.fdopen(ear, "rb") as heard:
            said += [line.split() for line in heard.read().decode().splitlines()]
        os.waitpid(child, 0)
    assert len(said) == 2 * rounds
    with open_ledger(str(path)) as ledger:
        assert {d.id for d in ledger.reader.documents()} == {document for document, _ in said}
        assert {str(s.judgement.id) for s in ledger.reader.judgements()} == {number for _, number in said}
    assert list(keeping.check(str(path))) == []


@pytest.fixture(scope="module")
def own_server() -> Iterator[postgres.Server]:
    """A server of this module's own, which it may stop."""
    if postgres.programs() is None:
        pytest.skip("only a server of our own can be stopped")
    with postgres.own() as server:
        yield server


@pytest.mark.parametrize("at", [2, 4, 6, 8])
@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_that_stops_in_the_middle(own_server: postgres.Server, at: int, how: str) -> None:
    """A write during which the server is stopped is told and taken back; after the start all goes on."""
    address = own_server.schema(f"stopped_{how}_{at}")
    with open_ledger(address, create=True) as ledger:
        kept = ledger.writer.record(TEXTS[0], WHEN)
        ledger.writer.judge(Decision("same", "new:ada", "new:bob", "Ann"), WHEN)
        before = counts(ledger)
        taken = iter(range(1, 1000))

        @event.listens_for(ledger._engine, "before_cursor_execute")
        def _stop(*_: object) -> None:
            if next(taken) == at:
                own_server.stop(how)

        with pytest.raises(LedgerError, match=r"database (was stopped|cannot be reached)"):
            ledger.writer.record(TEXTS[1], LATER)
        with pytest.raises(LedgerError, match=r"database (was stopped|cannot be reached)"):
            ledger.reader.documents()
        own_server.start()
        assert counts(ledger) == before
        assert ledger.reader.holds(kept.document_id)
        assert ledger.writer.record(TEXTS[1], LATER).new_document
    assert list(keeping.check(address)) == []
