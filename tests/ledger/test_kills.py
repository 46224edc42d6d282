"""The process is killed at random points: nothing is half-written, nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from konturen.desk import keeping
from konturen.errors import LedgerError
from konturen.ledger import schema
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.traces import Person
from konturen.ledger.verdicts import Ruling
from tests.ledger import victim, world
from tests.ledger.test_archive import fill
from tests.ledger.test_migrations import DDL_1
from tests.ledger.victim import Say
from tests.ledger.world import LATER, WHEN

POINTS = {
    "add": 50,
    "judge": 25,
    "review": 25,
    "merge": 25,
    "actors": 20,
    "forget": 20,
    "migrate": 25,
    "restore": 20,
}
"""At how many points each work is killed on SQLite: 210, with those below more than 275 in all."""
SOME = (("new:ada", "new:bob"), ("new:bob", "new:cem"))


def add(address: str, say: Say, salt: int) -> None:
    """Record three texts that no other point records."""
    with open_ledger(address) as ledger:
        for number in range(3):
            say(ledger.writer.record(world.text(1000 + salt * 10 + number, SOME), LATER).document_id)


def judge(address: str, say: Say, salt: int) -> None:
    """Decide, take it back, decide again."""
    with open_ledger(address) as ledger:
        one = ledger.writer.judge(Decision("different", f"k:{salt}", "new:ada", "Kim"), LATER, lambda _: True)
        say(str(one.id))
        say(str(ledger.writer.withdraw(one.id, "Kim", LATER).id))
        two = Decision("means", "new:ada", f"k:{salt}", "Kim", None, None, f"{salt}")
        say(str(ledger.writer.judge(two, LATER, lambda _: True).id))


def review(address: str, say: Say, salt: int) -> None:
    """Judge a statement and a fact together, take one of it back, amend."""
    with open_ledger(address) as ledger:
        statement, fact = ledger.reader.statements()[0].id, ledger.reader.facts()[0].id
        who = f"Kim {salt}"
        both = [Ruling("statement", statement, "accept", who), Ruling("fact", fact, "unsure", who)]
        made = ledger.writer.rule(both, LATER)
        say(str(made[1][0].id))
        say(str(ledger.writer.withdraw_verdict(made[0][0].id, who, LATER).id))
        amended = Ruling("statement", statement, "amend", who, None, {"when": f"{2000 + salt}"})
        say(str(ledger.writer.rule([amended], LATER)[0][0].id))


def merge(address: str, say: Say, salt: int) -> None:
    """Join actors in a chain."""
    with open_ledger(address) as ledger:
        for a, b in ((f"m:{salt}", f"n:{salt}"), (f"n:{salt}", f"o:{salt}")):
            say(str(ledger.writer.judge(Decision("same", a, b, "Kim"), LATER, lambda _: True).id))


def actors(address: str, say: Say, salt: int) -> None:
    """Add actors and take them back."""
    with open_ledger(address) as ledger:
        rows = [{"id": f"own:{salt}-{number}"} for number in range(20)]
        batch = ledger.writer.add_actors(rows, "a file", "Kim", LATER)
        say(f"{batch}")
        ledger.writer.withdraw_actors("Kim", LATER, batch=batch)
        say(f"{batch + 1}")


def forget(address: str, say: Say, salt: int) -> None:
    """Remove a person."""
    with open_ledger(address) as ledger:
        ledger.writer.forget(Person(frozenset({"new:ada"}), frozenset()), "Kim", LATER)
        say("forgotten")


@dataclass(frozen=True)
class Was:
    """What a ledger held before its process was killed."""

    documents: frozenset[str]
    judgements: int
    rows: int
    counts: dict[str, int]


def look(address: str) -> Was:
    """What a ledger holds; it is sound in every row."""
    assert list(keeping.check(address)) == []
    with open_ledger(address) as ledger:
        held = world.counts(ledger)
        documents = frozenset(d.id for d in ledger.reader.documents())
    return Was(documents, held["judgements"], held["actor_rows"], held)


def sound(name: str, address: str, before: Was, said: tuple[str, ...]) -> None:
    """Each part is there wholly or not at all, and everything that was said is there."""
    after = look(address)
    with open_ledger(address) as ledger:
        if name == "add":
            assert before.documents | set(said) <= after.documents
            assert len(after.documents - before.documents) <= len(said) + 1
            for document in after.documents - before.documents:
                assert len([r for r in ledger.reader.statements() if r.document.id == document]) == 2
        elif name in ("judge", "merge"):
            assert 0 <= after.judgements - before.judgements - len(said) <= 1
            assert {int(word) for word in said} <= _numbers(ledger)
        elif name == "review":
            more = after.counts["verdicts"] - before.counts["verdicts"]
            steps = (0, 2, 3, 4)  # the first two come together or not at all
            assert more in steps[len(said) : len(said) + 2]
            states = ledger.reader.verdicts()
            held = {v.id for s in states for v in (s.verdict, s.withdrawn) if v}
            assert {int(word) for word in said} <= held
        elif name == "actors":
            assert (after.rows - before.rows) % 20 == 0
            assert 0 <= after.rows - before.rows - 20 * len(said) <= 20
        elif name == "forget":
            gone = after.counts["removals"] > before.counts["removals"]
            assert gone or (after.counts == before.counts and not said)
            assert gone != any(actor.id == "new:ada" for actor in ledger.reader.actors())


def _numbers(ledger: Ledger) -> set[int]:
    states = ledger.reader.judgements()
    return {s.judgement.id for s in states} | {s.withdrawn.id for s in states if s.withdrawn}


WORKS = {"add": add, "judge": judge, "review": review, "merge": merge, "actors": actors, "forget": forget}


def points(name: str, total: int, share: int = 1) -> Iterator[tuple[int, int]]:
    """Random steps of a work, its last ones among them, each with a number of its own."""
    drawn = random.Random(name)
    wanted = POINTS[name] // share
    chosen = {max(total - back, 1) for back in range(wanted // 4)}
    while len(chosen) < min(wanted, total):
        chosen.add(drawn.randint(1, total))
    yield from enumerate(sorted(chosen), 1)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite ledger."""
    path = tmp_path_factory.mktemp("kills") / "template.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        fill(ledger)
    return path


@pytest.mark.parametrize("name", WORKS)
def test_kills_on_sqlite(name: str, template: Path, tmp_path: Path) -> None:
    """Wherever the process dies, in the middle of a statement, too, the file is sound and nothing said is lost."""
    path, work = tmp_path / "ledger.sqlite", WORKS[name]
    before = look(str(template))
    shutil.copy(template, path)
    total = victim.steps(lambda say: work(str(path), say, 0))
    killed = 0
    for salt, at in points(name, total):
        for file in tmp_path.iterdir():
            file.unlink()
        shutil.copy(template, path)
        death = victim.die(lambda say, salt=salt: work(str(path), say, salt), at)
        killed += death.killed
        sound(name, str(path), before, tuple(word for word in death.said if not word.startswith("steps")))
    assert killed >= POINTS[name] * 0.9


@pytest.mark.parametrize("name", WORKS)
def test_kills_on_postgresql(name: str, schema_of: Callable[[str], str]) -> None:
    """The same where the client of a PostgreSQL server dies: its half-done work is taken back."""
    address, work = schema_of(f"kills_{name}"), WORKS[name]
    with open_ledger(address, create=True) as ledger:
        fill(ledger)
    total = victim.steps(lambda say: work(address, say, 0))
    if name == "forget":  # the dry run removed her
        total = total - 1
    for salt, at in points(name, total, share=6):
        if name == "forget":
            with open_ledger(address) as ledger:
                for text in world.TEXTS:
                    ledger.writer.record(text, WHEN)
        before = look(address)
        death = victim.die(lambda say, salt=salt: work(address, say, salt), at)
        sound(name, address, before, tuple(word for word in death.said if not word.startswith("steps")))


def test_kills_at_any_moment(template: Path, tmp_path: Path) -> None:
    """Killed from outside after a random time, also while it waits for the disk, a writer loses nothing it said."""
    drawn, path = random.Random(7), tmp_path / "ledger.sqlite"
    before = look(str(template))

    def work(say: Say) -> None:
        with open_ledger(str(path)) as ledger:
            for number in range(10_000):
                say(ledger.writer.record(world.text(5000 + number, SOME), LATER).document_id)

    for _ in range(20):
        for file in tmp_path.iterdir():
            file.unlink()
        shutil.copy(template, path)
        death = victim.die(work, victim.NEVER, drawn.uniform(0.01, 0.12))
        after = look(str(path))
        assert before.documents | set(death.said) <= after.documents
        assert len(after.documents) <= len(before.documents) + len(death.said) + 1


def old_ledger(path: Path) -> None:
    """An empty ledger of the first form, but for its words on itself."""
    connection = sqlite3.connect(path)
    connection.executescript(DDL_1)
    connection.close()


def _form(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("select value from meta").fetchone()[0])
    finally:
        connection.close()


def test_kills_while_migrating(tmp_path: Path) -> None:
    """A ledger has its old form or today's, wholly; opened again it has today's, and a whole backup lies beside it."""
    path = tmp_path / "ledger.sqlite"

    def work(say: Say) -> None:
        open_ledger(str(path)).close()
        say("migrated")

    old_ledger(path)
    total = victim.steps(work)
    forms = set()
    for _, at in points("migrate", total):
        for file in tmp_path.iterdir():
            file.unlink()
        old_ledger(path)
        death = victim.die(work, at)
        form = _form(path)
        forms.add(form)
        assert form == (str(schema.SCHEMA_VERSION) if "migrated" in death.said else form)
        if form != "1":
            assert form == str(schema.SCHEMA_VERSION)
            assert [_form(copy) for copy in tmp_path.glob("*.bak")] == ["1"]
        look(str(path))
        assert "1" in {_form(copy) for copy in tmp_path.glob("*.bak")}
    assert forms == {"1", str(schema.SCHEMA_VERSION)}


def test_kills_while_migrating_on_postgresql(schema_of: Callable[[str], str]) -> None:
    """In PostgreSQL a migration that is killed is taken back as a whole."""
    for at in range(1, 60, 11):
        address = schema_of("kills_migrate")
        engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.exec_driver_sql(DDL_1.replace("BLOB", "BYTEA"))
        victim.die(lambda _, address=address: open_ledger(address).close(), at)
        with engine.connect() as connection:
            form = connection.exec_driver_sql("SELECT value FROM meta").scalar_one()
        engine.dispose()
        assert form in ("1", str(schema.SCHEMA_VERSION))
        look(address)


def test_kills_while_restoring(template: Path, tmp_path: Path) -> None:
    """A ledger is restored wholly, or there is none and the same backup can be restored again."""
    path, saved = tmp_path / "new.sqlite", tmp_path / "saved.zip"
    with open_ledger(str(template)) as ledger:
        ledger.reader.backup(saved)
    before = look(str(template))

    def work(say: Say) -> None:
        keeping.restore(saved, str(path))
        say("restored")

    total = victim.steps(work)
    for _, at in points("restore", total):
        for file in tmp_path.glob("new*"):
            file.unlink()
        death = victim.die(work, at)
        try:
            after: Was | None = look(str(path))
        except LedgerError:
            assert not death.said
            assert not path.exists() or not path.stat().st_size
            keeping.restore(saved, str(path))
            after = look(str(path))
        assert after == before


def test_kills_while_restoring_on_postgresql(
    template: Path, tmp_path: Path, schema_of: Callable[[str], str]
) -> None:
    """In PostgreSQL, too, a restore is whole or nothing."""
    saved = tmp_path / "saved.zip"
    with open_ledger(str(template)) as ledger:
        ledger.reader.backup(saved)
    before = look(str(template))
    for at in range(3, 60, 12):
        address = schema_of("kills_restore")
        death = victim.die(lambda _, address=address: keeping.restore(saved, address) and None, at)
        if death.killed:
            with pytest.raises(LedgerError, match="no ledger"):
                open_ledger(address)
            keeping.restore(saved, address)
        assert look(address) == before


def test_kills_while_backing_up(template: Path, tmp_path: Path) -> None:
    """A backup's file is whole, or the older one is still there."""
    path = tmp_path / "saved.zip"
    with open_ledger(str(template)) as ledger:
        ledger.reader.backup(path)
        older = path.read_bytes()
        ledger.writer.record(world.text(99, SOME), LATER)

        def work(say: Say) -> None:
            with open_ledger(str(template)) as own:
                own.reader.backup(path, overwrite=True)
            say("saved")

        total = victim.steps(work)
        newer = path.read_bytes()
        for at in range(1, total + 1, max(total // 20, 1)):
            path.write_bytes(older)
            death = victim.die(work, at)
            assert path.read_bytes() == newer if "saved" in death.said else path.read_bytes() in (older, newer)
    assert older != newer
