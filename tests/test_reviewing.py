"""Judging as a person does it: `konturen judge`, `judgements`, `agreement`, and what is shown then."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from konturen import api, cli
from konturen.desk import reviewing
from konturen.desk.reviewing import Saying
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query
from konturen.settings import Settings
from tests.ledger.world import TEXTS, WHEN, counts

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A filled ledger in the present folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    monkeypatch.setenv("KONTUREN_USER", "Ann")
    ledger = open_ledger("a.sqlite", create=True)
    for text in TEXTS:
        ledger.writer.record(text, WHEN)
    return ledger


@pytest.fixture
def run(book: Ledger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `konturen ARGS`: exit code, output, errors."""

    def go(*args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return go


def ids(book: Ledger) -> list[str]:
    """The ids of all statements, in order."""
    return [r.id for r in book.reader.statements()]


def test_a_verdict_is_given_listed_shown_and_taken_back(run: Run, book: Ledger) -> None:
    """Eight characters are enough; search, show and export carry the state; undo brings all back."""
    key = ids(book)[0]
    before = run("export", "--json")[1]
    assert '"judgement": "none"' in before
    code, out, err = run("judge", key[:8], "accept", "--note", "seen\x1b it")
    assert (code, err, out) == (
        0,
        "",
        f"accept statement {key}: recorded; take it back with: konturen judge --undo 1\n",
    )
    assert "said before already" in run("judge", key, "accept", "--note", "seen\x1b it")[1]
    listed = run("judgements")[1]
    assert f"accept statement {key}  by Ann" in listed
    assert "\\x1b" in listed
    shown = run("show", "new:ada", "new:bob", "--ids")[1]
    assert f"[{key}]  accepted (accept by Ann: seen\\x1b it)" in shown
    found = run("search", "judgement:accepted", "--json")[1]
    (statement,) = json.loads(found)["statements"]
    assert (statement["id"], statement["judgement"], statement["verdicts"][0]["by"]) == (key, "accepted", "Ann")
    dossier = json.loads(run("show", "new:ada", "new:bob", "--json")[1])
    states = {a["id"]: a["judgement"]["state"] for s in dossier["sections"] for a in s["lines"]}
    assert states[key] == "accepted"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(run("export")[1], newline=""))}
    assert (rows[key]["judgement"], rows[ids(book)[1]]["judgement"]) == ("accepted", "none")
    assert run("judge", "--undo", "1", "--by", "Bea")[0] == 0
    assert "taken back by Bea" in " ".join(run("judgements")[1].split())
    assert run("export", "--json")[1] == before


def test_many_are_judged_from_standard_input_all_or_none(run: Run, book: Ledger) -> None:
    """Lines with tabs and JSON objects together; one that cannot be leaves the ledger as it was."""
    one, two, three = ids(book)[:3]
    fact = book.reader.facts()[0].id
    lines = [
        f"\ufeff{one}\taccept",
        "",
        f"{two[:9]}\tamend\twhy\twhen=2019\tstatus=planned\r",
        json.dumps({"id": three, "verdict": "reject", "note": "no", "by": "Cem"}),
        json.dumps({"id": fact, "verdict": "amend", "amended": {"value": "99"}}),
    ]
    for bad in (
        "x",
        f"{one}\tlove",
        "{",
        '{"id": 3, "verdict": "accept"}',
        f"{one}\tamend\t\twhen",
        "00000000\taccept",
    ):
        before = counts(book)
        code, out, err = run("judge", "-", stdin="\n".join([*lines, bad]).encode())
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert counts(book) == before
    assert run("judge", "-", stdin=b"\xff\xfe\n")[0] == 1
    code, out, _ = run("judge", "-", "--by", "Bob", stdin="\n".join(lines).encode())
    assert (code, out) == (0, "4 verdicts recorded, 0 given before\n")
    code, out, _ = run("judge", "-", "--by", "Bob", "--json", stdin="\n".join(lines).encode())
    told = [json.loads(line) for line in out.splitlines()]
    assert [(t["new"], t["verdict"]["by"]) for t in told] == [
        (False, "Bob"),
        (False, "Bob"),
        (False, "Cem"),
        (False, "Bob"),
    ]
    amended = next(r for r in book.reader.statements() if r.id == two)
    assert (amended.statement.when, amended.statement.status) == ("2019", "planned")
    assert next(f for f in book.reader.facts() if f.id == fact).fact.value == "99"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("judge",), 2, "give an ID"),
        (("judge", "abcdefgh", "accept"), 1, "no id of"),
        (("judge", "abc", "accept"), 1, "8 characters"),
        (("judge", "00000000", "accept"), 1, "no statement or fact"),
        (("judge", "0000000000000000+1111111111111111", "accept"), 1, "no copies"),
        (("judge", "0000000000000000:1:2", "accept"), 1, "no mention"),
        (("judge", "00000000", "love"), 2, "love"),
        (("judge", "00000000"), 2, "give an ID"),
        (("judge", "-", "accept"), 2, "read from standard input"),
        (("judge", "00000000", "amend", "--set", "when"), 2, "FIELD=VALUE"),
        (("judge", "00000000", "amend", "--set", "when=1", "--set", "when=2"), 2, "twice"),
        (("judge", "--undo", "7"), 1, "no verdict 7"),
        (("judge", "00000000", "--undo", "7"), 2, "nothing else"),
        (("search", "judgement:loved"), 1, "there is no judgement"),
        (("search", "judgement:accepted", "in:texts"), 1, "judgement"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Run, args: tuple[str, ...], code: int, words: str) -> None:
    """The command line's fault is exit code 2, that of an id 1; standard output stays empty."""
    done = run(*args)
    assert (done[0], done[1], done[2].count("\n")) == (code, "", 1)
    assert words in done[2]


def test_a_beginning_of_several_ids_is_refused(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ids that begin alike are both named."""
    alike = (("statement", "0" * 8 + "a" * 8), ("fact", "0" * 8 + "b" * 8))
    monkeypatch.setattr(type(book.reader), "subjects", lambda self, beginning: alike)
    with pytest.raises(QueryError, match="begins 2 ids"):
        reviewing.judge("0" * 8, Saying("accept"), book)


def test_the_agreement_of_people_is_told(run: Run, book: Ledger) -> None:
    """Two agree on three of four: the figures, the table, and the reason where there is none."""
    assert "Nobody" in run("agreement")[1]
    keys = ids(book)[:4]
    for key, ann, bob in zip(keys, "aaar", "aaaa", strict=True):
        for by, sign in (("Ann", ann), ("Bob", bob)):
            word = "accept" if sign == "a" else "reject"
            reviewing.judge(key, Saying(word, by=by), book)  # type: ignore[arg-type]
    reviewing.judge(keys[0], Saying("accept", by="Cem"), book)
    said = json.loads(run("agreement", "--json")[1])
    assert said["people"] == [["Ann", 4], ["Bob", 4], ["Cem", 1]]
    first = said["pairs"][0]
    assert (first["shared"], first["observed"], first["kappa"]) == (4, 0.75, 0.0)
    assert first["table"] == [
        ["accept", "accept", 3],
        ["accept", "reject", 0],
        ["reject", "accept", 1],
        ["reject", "reject", 0],
    ]
    text = run("agreement")[1]
    assert all(
        words in text for words in ("Ann and Bob", "75% the same", "undefined: all said one and the same")
    )
    assert json.loads(run("agreement", "--kind", "fact", "--json")[1])["people"] == []


def test_what_people_confirm_is_shown_below_the_score(book: Ledger) -> None:
    """Export and dossier with a high least score hold what was accepted, facts too, and nothing else."""
    key, fact = ids(book)[0], book.reader.facts()[0].id
    for subject in (key, fact):
        reviewing.judge(subject, Saying("accept"), book)
    lines = [json.loads(line) for line in api.export(book, "jsonl", Settings(min_score=0.99))]
    assert {line["id"] for line in lines} == {key, fact}
    view = api.show("new:ada", "new:bob", book, Settings(min_score=0.99))
    assert [line.id for section in view.sections for line in section.lines] == [key]
    assert [line.id for line in view.facts] == [fact]


def test_an_actor_in_an_amendment_may_be_named(book: Ledger) -> None:
    """A name of the ledger or of the catalog is looked up; nobody's is refused with the field."""
    key = ids(book)[0]
    reviewing.judge(key, Saying("amend", {"target": "Bundestag"}), book)
    (record,) = book.reader.statements(Query(judgement=frozenset({"amended"})))
    assert record.statement.target is not None
    assert record.statement.target.actor.endswith("bundestag")
    original = json.loads(next(iter(api.export(book, "jsonl"))))["original"]
    assert original[0]["target"]["actor"] == "new:bob"
    with pytest.raises(QueryError, match="amended source"):
        reviewing.judge(key, Saying("amend", {"source": "Nobody Whatsoever"}), book)
