"""The jobs of the server: their turn, their bound, their progress, and what becomes of them when all goes wrong."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from konturen.desk.adding import Given
from konturen.errors import BusyError, QueryError
from konturen.inbox.manners import Pace
from konturen.ledger import sqlite
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.records import Coded, Coverage, Document
from konturen.settings import Settings
from konturen.web import jobs as served_jobs
from konturen.web.jobs import ENDED, Jobs
from tests.inbox.server import Page, Web, serving
from tests.inbox.test_feeds import rss
from tests.web.handing import LONGEST, Handing, net_of


class Gated(Pipeline):
    """A pipeline that finds nothing, and waits before it does so until it is let."""

    def __init__(self) -> None:
        super().__init__(Settings(language="de"))
        self.gate, self.began = threading.Event(), threading.Event()
        self.faults: list[Exception] = []

    def code(self, document: Document, *more: Any) -> Coded:
        """What would be coded."""
        self.began.set()
        assert self.gate.wait(LONGEST)
        if more and callable(more[-1]):
            more[-1](1, 2)
        if self.faults:
            raise self.faults.pop()
        return Coded(document, (), (), (), Coverage(1, 1, len(document.text), ()))


@pytest.fixture
def gated() -> Iterator[Gated]:
    """Such a pipeline; whoever still waits at the end is let go."""
    made = Gated()
    yield made
    made.gate.set()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger without texts."""
    with open_ledger(str(tmp_path / "empty.sqlite"), create=True) as ledger:
        yield ledger


@pytest.fixture
def desk(empty: Ledger, gated: Gated) -> Iterator[Handing]:
    """A desk with that pipeline."""
    made = Handing(empty, gated)
    yield made
    gated.gate.set()
    assert made.site.jobs.wait(LONGEST)


def given(number: int | str) -> Given:
    """A text of its own."""
    return Given("text", f"Text {number}", f"Das ist der Text {number}.".encode())


def test_a_full_queue_is_refused_and_nothing_is_taken(desk: Handing, gated: Gated) -> None:
    """Behind the one that runs a hundred may wait; of files that do not all fit none is taken."""
    desk.site.jobs.add([given("first")], "a")
    assert gated.began.wait(LONGEST)
    desk.site.jobs.add([given(n) for n in range(served_jobs.MOST_WAITING - 1)], "a")
    told = desk.upload(("a.txt", b"eins"), ("b.txt", b"zwei"))
    assert told.status_code == 400
    assert "no more can be taken now" in told.text
    assert desk.upload(("a.txt", b"eins")).status_code == 303
    assert desk.post("/add/text", text="noch einer") == 400
    gated.gate.set()
    assert [one["job"]["state"] for one in desk.jobs()] == ["done"] * (served_jobs.MOST_WAITING + 1)
    assert desk.page()["total"] == served_jobs.MOST_WAITING + 1


def test_what_is_held_in_memory_has_a_bound(
    empty: Ledger, gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More bytes than may wait are refused; what has failed is let go for what comes."""
    monkeypatch.setattr(served_jobs, "MOST_BYTES", 100)
    jobs = Jobs(empty, gated, net_of(Web()))
    gated.faults.append(ValueError("x"))
    gated.gate.set()
    (failed,) = jobs.add([Given("text", "a", b"a" * 60)], "a")
    assert jobs.wait(LONGEST)
    assert jobs.listed()[0].again
    with pytest.raises(QueryError, match="no more can be taken"):
        jobs.add([Given("text", "b", b"b" * 101)], "a")
    jobs.add([Given("text", "c", b"c" * 60)], "a")
    assert jobs.wait(LONGEST)
    assert not next(job for job in jobs.listed() if job.id == failed.id).again


def test_a_waiting_job_can_be_cancelled(desk: Handing, gated: Gated) -> None:
    """It is never begun; the one before it is done as ever."""
    desk.site.jobs.add([given(1)], "a")
    assert gated.began.wait(LONGEST)
    (second,) = desk.site.jobs.add([given(2)], "a")
    assert desk.post("/jobs/cancel", job=str(second.id)) == 303
    gated.gate.set()
    assert [one["job"]["state"] for one in desk.jobs()] == ["cancelled", "done"]
    assert desk.page()["total"] == 1
    assert desk.post("/jobs/cancel", job=str(second.id)) == 400


def test_a_running_job_ends_at_its_next_step_and_writes_nothing(desk: Handing, gated: Gated) -> None:
    """What was cancelled while it was coded is not in the ledger."""
    (one,) = desk.site.jobs.add([given(1)], "a")
    assert gated.began.wait(LONGEST)
    desk.site.jobs.cancel(one.id, None)
    gated.gate.set()
    assert desk.jobs()[0]["job"]["state"] == "cancelled"
    assert desk.page()["total"] == 0


def test_a_job_of_somebody_else_is_not_cancelled(desk: Handing) -> None:
    """A coder cancels her own; whoever may cancel all is not asked whose it is."""
    (one,) = desk.site.jobs.add([given(1)], "a")
    with pytest.raises(QueryError, match="somebody else"):
        desk.site.jobs.cancel(one.id, "b")
    desk.site.jobs.cancel(one.id, "a")


def test_two_persons_at_once_lose_nothing(desk: Handing, gated: Gated) -> None:
    """Ten texts of each, handed in at the same time, are twenty texts, each job under its own name."""
    gated.gate.set()

    def hand_in(by: str) -> None:
        for number in range(10):
            desk.site.jobs.add([given(f"{by}{number}")], by)

    threads = [threading.Thread(target=hand_in, args=(by,)) for by in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["job"]["by"] for one in desk.jobs()) == ["a"] * 10 + ["b"] * 10
    assert desk.page()["total"] == 20


def test_only_so_many_ended_jobs_are_remembered(desk: Handing, gated: Gated, monkeypatch: Any) -> None:
    """Those that ended first are forgotten; their texts stay."""
    monkeypatch.setattr(served_jobs, "FINISHED", 3)
    gated.gate.set()
    desk.site.jobs.add([given(n) for n in range(7)], "a")
    assert [one["job"]["id"] for one in desk.jobs()] == [7, 6, 5]
    assert desk.page()["total"] == 7


def test_a_fault_ends_one_job_and_not_the_server(desk: Handing, gated: Gated) -> None:
    """It is said without its inside; the next job runs, and the text can be tried again."""
    gated.faults.append(ZeroDivisionError("the secret inside"))
    gated.gate.set()
    desk.site.jobs.add([given(1), given(2)], "a")
    states = {one["job"]["id"]: one["job"] for one in desk.jobs()}
    assert (states[1]["state"], states[2]["state"]) == ("failed", "done")
    assert "secret" not in str(states)
    assert "Konturen made a fault" in desk.client.get("/").text
    assert desk.post("/jobs/again", job="1") == 303
    assert desk.jobs()[0]["job"]["state"] == "done"
    assert desk.page()["total"] == 2


@pytest.fixture
def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Ledger, sqlite3.Connection]]:
    """A ledger that waits for other writers only a moment, and another program that writes to it."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "busy.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        yield ledger, other
        other.close()


def test_another_program_that_writes_is_waited_for(
    hasty: tuple[Ledger, sqlite3.Connection], gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it writes the job says so; then it is written, without being coded again."""
    ledger, other = hasty
    monkeypatch.setattr(served_jobs, "TRIES", 1000)
    desk = Handing(ledger, gated)
    other.execute("BEGIN IMMEDIATE")
    gated.gate.set()
    seen: list[str] = []
    tell = Jobs._tell

    def telling(self: Jobs, id: int, state: Any, *more: int) -> None:
        tell(self, id, state, *more)
        if state == "busy" and not seen:
            seen.append(desk.page("/jobs")["jobs"][0]["said"])
            other.execute("COMMIT")

    monkeypatch.setattr(Jobs, "_tell", telling)
    desk.post("/add/text", text="Ein Text.")
    assert desk.jobs()[0]["job"]["state"] == "done"
    assert seen == ["Another program is writing to the ledger; trying again."]


def test_a_ledger_that_stays_busy_fails_in_words(
    hasty: tuple[Ledger, sqlite3.Connection], gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is held, and written when it is tried again after the other program has ended."""
    ledger, other = hasty
    monkeypatch.setattr(served_jobs, "TRIES", 2)
    desk = Handing(ledger, gated)
    gated.gate.set()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        ledger.writer.follow([("feed", "https://a.example/", None)], "a", "2026-01-01T00:00:00+00:00")
    desk.post("/add/text", text="Ein Text.")
    assert "another program is writing" in desk.fault()
    other.execute("COMMIT")
    assert desk.post("/jobs/again", job="1") == 303
    assert desk.jobs()[0]["job"]["state"] == "done"


def test_texts_of_persons_go_before_those_of_feeds(empty: Ledger, gated: Gated) -> None:
    """While a round waits for its turn at a server, a pasted text is read; the round can be cancelled there."""
    gated.gate.set()
    with serving() as web:
        items = "".join(f"<item><title>T{n}</title><link>/{n}</link></item>" for n in (1, 2))
        web.pages["a.example/feed"] = Page(content=rss(items))
        desk = Handing(empty, gated, replace(net_of(web), pace=Pace(3600.0, 7200.0)))
        desk.post("/add/feed", feed=web.at("a.example/feed"))
        desk.post("/add/text", text="Ein Text.")
        with desk.site.jobs._changed:
            assert desk.site.jobs._changed.wait_for(
                lambda: any(job.kind == "text" and job.state in ENDED for job in desk.site.jobs.listed()),
                LONGEST,
            )
        round_ = next(one for one in desk.page("/jobs")["jobs"] if one["job"]["kind"] == "feeds")
        assert round_["job"]["state"] == "asking"
        assert "asked already" in desk.refused("/feeds/ask")
        assert desk.post("/jobs/cancel", job=str(round_["job"]["id"])) == 303
        assert {one["job"]["kind"]: one["job"]["state"] for one in desk.jobs()} == {
            "feeds": "cancelled",
            "text": "done",
        }


def test_the_progress_of_a_text_is_told_in_sentences(
    empty: Ledger, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It grows to all sentences of the text, and each stage is told in its order."""
    told: list[tuple[str, int, int]] = []
    tell = Jobs._tell

    def telling(self: Jobs, id: int, state: Any, done: int = 0, total: int = 0) -> None:
        told.append((state, done, total))
        tell(self, id, state, done, total)

    monkeypatch.setattr(Jobs, "_tell", telling)
    desk = Handing(empty, pipeline)
    desk.post("/add/text", text="Russland und Kasachstan trafen sich. " * 40)
    document = desk.jobs()[0]["job"]["came"]["document"]
    assert document
    counts = [done for state, done, total in told if state == "coding" and total]
    totals = {total for state, _, total in told if total}
    assert totals == {40}
    assert counts == sorted(counts)
    assert counts[-1] == 40
    assert len(set(counts)) > 3
    assert list(dict.fromkeys(state for state, _, _ in told)) == ["coding", "writing"]
