"""The removal of a person: nothing of her remains, all else does, and a record without her name says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from konturen.desk import keeping
from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.archive_form import tables
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.traces import Person, Traces
from konturen.records import Alternative, Coded, Coverage, End, Evidence, Mention, Span
from tests import factory
from tests.ledger.conftest import Fresh
from tests.ledger.world import LATER, WHEN, counts

HER, HIM = "new:anna-brückner", "new:bruno-feld"
NAMES = {HER: "Anna Brückner", HIM: "Bruno Feld", "new:cora-lind": "Cora Lind"}


def text(words: str, pair: tuple[str, str], others: tuple[Alternative, ...] = (), location: str = "") -> Coded:
    """A text in which one meets another; the second mention may have meant others."""
    ends = [
        End(
            NAMES[key],
            key,
            "person",
            NAMES[key],
            words.index(NAMES[key]),
            words.index(NAMES[key]) + len(NAMES[key]),
        )
        for key in pair
    ]
    mentions = tuple(
        Mention(Span(e.start, e.end), e.surface, e.type, "name", e.actor, e.name, 0.9, "as written", other)
        for e, other in zip(ends, ((), others), strict=True)
    )
    evidence = Evidence(words, 0, len(words))
    statement = factory.statement(source=ends[0], target=ends[1], evidence=evidence, when_text=None)
    fact = factory.fact(actor=ends[0], attribute="office", evidence=evidence)
    document = factory.document(words, location=location or f"{words[:5]}.txt")
    return Coded(document, mentions, (statement,), (fact,), Coverage(1, 1, len(words), ()))


def fill(ledger: Ledger) -> None:
    """Three texts that name her, one of them only in the text, and two that do not."""
    pair = (HIM, "new:cora-lind")
    alternative = (
        Alternative(HER, "Anna Brückner", 0.1, "same office"),
        Alternative("x", "Xaver", 0.1, "else"),
    )
    for coded in (
        text("1 Anna Brückner traf Bruno Feld.", (HER, HIM)),
        text("2 Bruno Feld traf Cora Lind wegen Anna\nBrückners.", pair),
        text("3 Bruno Feld traf Cora Lind.", pair, alternative),
        text("4 Bruno Feld traf Cora Lind bald.", pair, location="https://example.org/anna-brueckner"),
        text("5 Bruno Feld traf Cora Lind. Hanna Brückner-Au und Anna fehlten.", pair),
    ):
        ledger.writer.record(coded, WHEN)
    page = factory.document(
        "6 Ein Text.", location="6.html", content=b"<p>6 Ein Text.</p><i>ANNA BR&Uuml;CKNER</i>"
    )
    ledger.writer.record(Coded(page, (), (), (), Coverage(1, 0, 11, ())), WHEN)
    same = ledger.writer.judge(Decision("different", HER, HIM, "Ann"), WHEN)
    ledger.writer.judge(Decision("different", HIM, "new:cora-lind", "Anna Brückner"), WHEN)
    noted = ledger.writer.judge(Decision("same", HIM, "new:cora-lind", "Bea", "says Anna Brückner"), WHEN)
    ledger.writer.withdraw(noted.id, "Bea", LATER)
    ledger.writer.withdraw(same.id, "Ann", LATER)
    club = {
        "id": "org-club",
        "type": "organisation",
        "names": [{"text": "Klub", "language": "de", "kind": "short"}],
    }
    her = {
        "id": HER,
        "type": "person",
        "names": [{"text": "Brückner, Anna", "language": "de", "kind": "short"}],
    }
    tie = {"relation": "member_of", "actor": "org-club", "from": None, "to": None, "evidence": "x"}
    him = {"id": HIM, "type": "person", "names": [{"text": "Feld", "language": "de", "kind": "short"}]}
    ties = [tie | {"title": {"de": "Nachfolger von Anna Brückner"}}, tie | {"title": {"de": "Wart"}}]
    ledger.writer.add_actors([club, her | {"ties": [tie]}, him | {"ties": ties}], "a file", "Ann", WHEN)


def held(ledger: Ledger) -> str:
    """All that every table says, as one text."""
    with ledger._engine.connect() as connection:
        return "\n".join(
            str(tuple(row)) for table in tables() for row in connection.execute(select(table)).all()
        )


def test_a_person_is_gone_and_the_rest_stays(book: Ledger) -> None:
    """Texts, statements, decisions and lines that name her go; the others stay, and everything is sound."""
    fill(book)
    kept = [r for r in book.reader.statements() if r.document.places[0][0] in "35"]
    assert "rückner" in held(book)
    done = keeping.forget("Anna Brückner", book, "Ann", "on her request of 3 May")
    rest = held(book).replace("Hanna Brückner-Au", "")
    assert "rückner" not in rest.casefold()
    assert "brueckner" not in rest.casefold()
    assert book.reader.statements() == tuple(kept)
    assert len(book.reader.documents()) == 2
    (decision,) = book.reader.judgements()
    assert (decision.judgement.left, decision.judgement.by, decision.stands) == (HIM, "removed", True)
    assert [line.actor for line in book.reader.actor_rows()] == ["org-club", HIM]
    assert [tie["title"] for tie in book.reader.actor_rows()[1].row["ties"]] == [{"de": "Wart"}]
    alternatives = sorted((m.alternatives for m in book.reader.mentions_of("new:cora-lind")), key=len)
    assert [[a.actor for a in group] for group in alternatives] == [[], ["x"]]
    assert list(keeping.check(book.address)) == []
    with book._engine.connect() as connection:
        (record,) = connection.execute(select(schema.removals)).mappings().all()
    assert (record["by"], record["reason"]) == ("Ann", "on her request of 3 May")
    assert json.loads(record["counts"]) == done.counts
    assert (done.counts["documents"], done.counts["judgements"], done.counts["actor_rows"]) == (4, 4, 1)


def test_nothing_of_the_name_is_in_the_file(tmp_path: Path) -> None:
    """In the bytes of the SQLite file and beside it neither her name nor her id is found, in no case."""
    path = tmp_path / "a.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        ledger.writer.record(text("1 Anna Brückner traf Bruno Feld.", (HER, HIM)), WHEN)
        ledger.writer.record(text("3 Bruno Feld traf Cora Lind.", (HIM, "new:cora-lind")), WHEN)
        ledger.writer.judge(Decision("different", HER, HIM, "Ann"), WHEN)
        (path.with_name("a.sqlite.form-1.bak")).write_bytes(b"old")
        assert "Anna Brückner".encode() in path.read_bytes()
        done = keeping.forget(HER, ledger, "Ann")
    data = path.read_bytes()
    for name in ("Brückner", "brückner", "BRÜCKNER", "Anna"):
        assert name.encode() not in data
    assert b"Cora Lind" in data
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.sqlite", "a.sqlite.form-1.bak"]
    assert "a.sqlite.form-1.bak" in done.left


def test_who_was_merged_with_her_goes_with_her(book: Ledger) -> None:
    """All ids that people said are one person are removed together, and so are texts that a split gave to her."""
    book.writer.record(text("1 Anna Brückner traf Bruno Feld.", (HER, HIM)), WHEN)
    book.writer.record(text("3 Bruno Feld traf Cora Lind.", (HIM, "new:cora-lind")), WHEN)
    last = book.writer.record(text("7 Bruno Feld sah Cora Lind.", (HIM, "new:cora-lind")), WHEN)
    book.writer.judge(Decision("means", "new:cora-lind", HER, "Ann", None, last.document_id), WHEN)
    keeping.forget(HER, book, "Ann")
    assert [d.places[0] for d in book.reader.documents()] == ["3 Bru.txt"]
    book.writer.judge(Decision("same", HIM, "new:cora-lind", "Ann"), WHEN)
    keeping.forget("new:cora-lind", book, "Ann")
    assert book.reader.documents() == ()
    assert counts(book)["removals"] == 2


def test_only_persons_are_removed(book: Ledger) -> None:
    """A party, a nobody and a record that would name the person are refused, and nothing is changed."""
    book.writer.record(factory.coded(), WHEN)
    book.writer.record(text("1 Anna Brückner traf Bruno Feld.", (HER, HIM)), WHEN)
    before = held(book)
    for name, by, reason, words in (
        ("Nordlicht", "Ann", None, "no person but: party"),
        ("Niemand Nirgends", "Ann", None, "nobody is known"),
        (HER, "Anna Brückner", None, "record of the removal would name"),
        (HER, "Ann", "asked by A. and Anna Brückner", "record of the removal would name"),
        (HER, "", None, "name of who decides"),
    ):
        with pytest.raises(QueryError, match=words):
            keeping.forget(name, book, by or " ", reason)
    assert held(book) == before


def test_what_changed_since_the_question_is_not_removed(book: Ledger) -> None:
    """Where a further text names her meanwhile, nothing is removed until it is asked again."""
    book.writer.record(text("1 Anna Brückner traf Bruno Feld.", (HER, HIM)), WHEN)
    asked = keeping.plan(keeping.person(HER, book), book)
    book.writer.record(text("2 Anna Brückner sah Bruno Feld.", (HER, HIM)), WHEN)
    with pytest.raises(QueryError, match="has changed since"):
        keeping.forget(HER, book, "Ann", asked=asked)
    assert len(book.reader.documents()) == 2


def test_a_failure_in_the_middle_removes_nothing(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails, every row is still there."""
    book = fresh()
    fill(book)
    before = held(book)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("konturen.ledger.removal.rebuild", fail)
    with pytest.raises(KeyboardInterrupt):
        keeping.forget(HER, book, "Ann")
    assert held(book) == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Anna Brückner", True),
        ("ANNA BRÜCKNER", True),
        ("Bru\u0308ckner, Anna", True),
        ("Anna\u00a0Brückner", True),
        ("https://x/anna-bruckner.html", True),
        ("https://x/Anna%20Br\u00fcckner", True),
        ("https://x/anna%2Dbr%C3%BCckner", True),
        ("100%Anna", False),
        ("(Anna Brückner)", True),
        ("new:anna-brückner", True),
        ("Hanna Brückner", False),
        ("Anna Brücknerin", False),
        ("Anna war Brückner", False),
        ("Brückner", False),
        ("Anna Brückner-Au", True),
        ("new:anna-b", False),
        ("", False),
    ],
)
def test_a_full_name_is_found_however_it_is_written(words: str, named: bool) -> None:
    """Case, order, marks, spaces and hyphens do not hide a name; other names are not taken for it."""
    assert (words in Traces(Person(frozenset({HER}), frozenset({"Anna Brückner"})))) is named


@pytest.mark.parametrize(
    "names", [frozenset({"a " * 5000}), frozenset({"(.*) [x"}), frozenset({"", " ", "\u200f"})]
)
def test_hostile_names_do_no_harm(names: frozenset[str]) -> None:
    """Names of thousands of words, of signs or of nothing are searched without a crash and fit nothing else."""
    traces = Traces(Person(frozenset(), names))
    assert "Bruno Feld traf Cora Lind. " * 1000 not in traces
    assert replace(Person(frozenset(), names), names=frozenset()).names == frozenset()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_original_bytes_are_looked_through(encoding: str) -> None:
    """A name that stands only in the bytes that were read is found, in any usual encoding."""
    import zlib

    traces = Traces(Person(frozenset(), frozenset({"Anna Brückner"})))
    assert traces.in_bytes(zlib.compress("Von Anna Brückner, überall".encode(encoding)))
    assert not traces.in_bytes(zlib.compress("Von Hanna Brückner, überall".encode(encoding)))
    assert not traces.in_bytes(b"junk")
