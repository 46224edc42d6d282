"""A reader as known on any day answers as the ledger did on that day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from konturen.errors import LedgerError, QueryError
from konturen.ledger import clock
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query, Reader
from konturen.ledger.search_conditions import Meant
from konturen.ledger.search_query import SearchQuery
from konturen.ledger.verdicts import Ruling
from tests import factory
from tests.ledger import world
from tests.ledger.conftest import Fresh
from tests.ledger.newer import newer
from tests.ledger.world import ACTORS, LATER, TEXTS, WHEN

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
QUERIES = (
    "met",
    "met -Eve",
    '"Ada met"',
    "status:planned",
    "relation:CONSULT",
    "actor:a",
    "speaker:a",
    "score:>0.7",
)


def all_seen(reader: Reader) -> list[object]:
    """What every call of a reader gives, the logs among it."""
    found: list[object] = [
        *world.seen(reader),
        reader.judgements(),
        reader.verdicts(),
        reader.actor_rows(),
        reader.actor_rows(withdrawn=True),
        reader.identities(),
        reader.sources(),
        reader.due_entries("2027"),
        reader.fetch_failures(),
        [reader.coding(d.id) for d in reader.documents()],
        reader.due_recodings("test/2"),
        reader.documents_at(["0.txt", "1.txt", "again.txt"]),
    ]
    for query in QUERIES:
        asked = SearchQuery.parse(query)
        ids = (frozenset({ACTORS[0]}),)
        meant = Meant(ids if asked.actors else (), (), ids if asked.speakers else ())
        found.append(reader.search(asked, meant))
    return found


def step(book: Ledger, drawn: random.Random, number: int, recorded: str) -> None:
    """Something that happens to a ledger."""
    what = drawn.choice(
        (
            "text",
            "text",
            "place",
            "judge",
            "judge",
            "judge",
            "undo",
            "actors",
            "back",
            "recode",
            "feed",
            "rule",
            "rule",
            "unrule",
        )
    )
    standing = [s.judgement.id for s in book.reader.judgements() if s.stands]
    text = drawn.choice(TEXTS)
    claims = [r.id for r in book.reader.statements(Query(older=True))]
    said = [state.verdict.id for state in book.reader.verdicts() if state.stands]
    try:
        if what == "text":
            book.writer.record(text, recorded)
        elif what == "place":
            moved = replace(text.document, location=drawn.choice(("again.txt", "0000.txt")))
            book.writer.record(replace(text, document=moved), recorded)
        elif what == "judge":
            a, b = drawn.sample((*ACTORS, "new:split"), 2)
            place = drawn.choice(((None, None), (None, "Ada"), (TEXTS[0].document.id, None)))
            kind = drawn.choice(("same", "different", "means"))
            where = place if kind == "means" else (None, None)
            book.writer.judge(Decision(kind, a, b, "Ann", None, *where), recorded, lambda _: True)  # type: ignore[arg-type]
        elif what == "undo" and standing:
            book.writer.withdraw(drawn.choice(standing), "Ben", recorded)
        elif what == "actors":
            book.writer.add_actors([{"id": f"new:own{number}"}, {"id": "new:ada"}], "a file", "Ann", recorded)
        elif what == "back":
            book.writer.withdraw_actors("Ben", recorded, batch=drawn.randint(1, 3))
        elif what == "recode":
            coder = f"test/{drawn.randint(1, 4)}"
            book.writer.recode(newer(text, (number, coder), coder), recorded)
        elif what == "rule" and claims:
            word = drawn.choice(("accept", "reject", "unsure", "amend"))
            amended = {"status": drawn.choice(("denied", "possible"))} if word == "amend" else None
            who = drawn.choice(("Ann", "Ben"))
            book.writer.rule([Ruling("statement", drawn.choice(claims), word, who, None, amended)], recorded)  # type: ignore[arg-type]
        elif what == "unrule" and said:
            book.writer.withdraw_verdict(drawn.choice(said), "Ben", recorded)
        elif what == "feed":
            address = f"https://example.org/{drawn.randint(1, 2)}"
            if drawn.random() < 0.5:
                book.writer.follow([("feed", address, None)], "Ann", recorded)
            else:
                book.writer.unfollow(address, "Ann", recorded)
    except QueryError:
        pass  # refused, as such things are


@pytest.mark.parametrize("seed", range(3))
def test_as_known_is_what_was_answered(fresh: Fresh, seed: int) -> None:
    """After any course of additions, merges, splits, withdrawals, imports and recodings every former state is
    answered exactly as it was, in any call, in the end and in between."""
    book, drawn = fresh(), random.Random(seed)
    past: list[tuple[str, list[object]]] = []
    for number in range(16):
        recorded = (START + timedelta(hours=7 * number)).isoformat()
        step(book, drawn, number, recorded)
        past.append((recorded, all_seen(book.reader)))
        if number % 4 == 3:
            at, seen = drawn.choice(past)
            assert all_seen(book.reader.as_known(at)) == seen
    for at, seen in past:
        assert all_seen(book.reader.as_known(at)) == seen
    assert len({repr(seen) for _, seen in past}) > 5
    long_ago = book.reader.as_known("2020-01-01")
    assert all_seen(long_ago) == all_seen(fresh().reader)


def test_a_day_means_its_end(book: Ledger) -> None:
    """What was recorded in the last second of a day is known on it; an instant with an offset is that instant."""
    book.writer.record(TEXTS[0], "2026-11-22T23:59:59+00:00")
    book.writer.record(TEXTS[1], "2026-11-23T00:00:00+00:00")

    def known(said: str) -> int:
        return len(book.reader.as_known(said).documents())

    assert [known("2026-11-21"), known("2026-11-22"), known("2026-11-23")] == [0, 1, 2]
    assert [known("2026-11-23T00:59:59+01:00"), known("2026-11-23T01:00:00+01:00")] == [1, 2]
    assert [known("2026-11-22T23:59:58"), known("2026-11-22T23:59:59")] == [0, 1]


@pytest.mark.parametrize(
    "said", ["", "yesterday", "2026-13-01", "2026-02-30", "'; DROP TABLE x", "0001-01-01T00:00+09:00"]
)
def test_what_is_no_day_is_refused(book: Ledger, said: str) -> None:
    """A QueryError names what was said and shows how a day is written."""
    with pytest.raises(QueryError, match=r"no day and no instant\. Write 2026-11-23"):
        book.reader.as_known(said)


def test_a_ledger_as_known_cannot_be_written(book: Ledger) -> None:
    """The past is read-only; the same ledger as it is now is not."""
    past = book.as_known("2026-11-22")
    with pytest.raises(LedgerError, match="as known on 2026-11-22 is read-only"):
        _ = past.writer
    book.writer.record(TEXTS[0], WHEN)
    assert len(past.reader.documents()) == 1


def test_queries_with_a_with_clause_are_seen_through(book: Ledger) -> None:
    """A query that has a WITH clause of its own sees the same tables as all others, on both databases."""
    book.writer.record(TEXTS[0], WHEN)
    book.writer.record(TEXTS[1], LATER)
    own = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) "
    with book._engine.connect() as connection:
        seen = clock.seeing(connection, clock.instant("2026-11-22"), 3)
        query = f"{own}SELECT count(*), (SELECT max(x) FROM n) FROM documents"
        assert tuple(seen.exec_driver_sql(query).one()) == (1, 3)


def test_nothing_is_put_before_queries_where_nobody_asks(book: Ledger) -> None:
    """Without an instant and without recodings queries go to the database as they are."""
    book.writer.record(factory.coded(), WHEN)
    with book._engine.connect() as connection:
        assert not clock.seeing(connection, None, 3)._has_events


def test_an_older_form_is_read_as_known_too(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of the first form, which may not be written, tells what it knew on a day."""
    from tests.ledger.test_kills import old_ledger

    path = tmp_path / "old.sqlite"  # type: ignore[operator]
    old_ledger(path)
    monkeypatch.setattr("konturen.ledger.sqlite.os.access", lambda *_: False)
    with open_ledger(str(path)) as ledger:
        assert ledger.form == 1
        past = ledger.as_known("2026-11-22").reader
        assert (past.documents(), past.statements(), past.actors(), past.judgements()) == ((), (), (), ())
