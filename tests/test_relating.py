"""How actors stand to each other, as a person asks for it: `konturen relation`, `pairs`, `tracks`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import konturen
from konturen import cli
from konturen.actors.catalog import Catalog
from konturen.charts import save
from konturen.desk import analysing
from konturen.errors import KonturenError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.verdicts import Ruling
from tests import small
from tests.small import AURORA, BERG, LABOUR, NORWAY, RIGHT, SWEDEN, WHEN

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Norway and Sweden met three times as three texts tell, once of them without a date; Labour accused Aurora."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    accused = small.text(LABOUR, AURORA, when="2021-05-03", number=5)
    accused = replace(
        accused,
        statements=(replace(accused.statements[0], relation="ACCUSE", mutual=False, track="inter-party"),),
    )
    with open_ledger("a.sqlite", create=True) as ledger:
        yield small.fill(
            ledger,
            small.text(NORWAY, SWEDEN, when="2019-01-01", published="2019-01-02"),
            small.text(NORWAY, SWEDEN, when="2020-01-01", published="2020-01-02", number=2),
            small.text(SWEDEN, NORWAY, when="2021-01-01", published="2021-01-02", number=3),
            small.text(SWEDEN, NORWAY, number=4),
            accused,
            small.text(BERG, SWEDEN, when="2020-06", published="2021-01-01", number=6),
        )


@pytest.fixture
def run(book: Ledger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `konturen ARGS`: exit code, output, errors."""

    def go(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return go


def test_a_relation_is_told_with_what_it_stands_on(run: Run) -> None:
    """At the last day that is known; the meeting without a date does not count and is told."""
    code, out, _ = run("relation", "Norway", "Schweden")
    assert code == 0
    assert "Norway – Sweden, 2021-01-02" in out
    assert "+3.0 (+3.0 to +3.0)" in out
    assert "without a date 1" in out
    assert "4 sentences, 4 texts, 4 independent sources" in out
    assert "2021-01-01" in out
    found = json.loads(run("relation", "Norway", "Schweden", "--at", "2019", "--json")[1])
    assert (found["kind"], found["at"], found["mutual_acts"]) == ("relation", "2019-12-31", 1)
    assert found["last_contact"] == "2019-01-01"
    assert (
        "Nothing is told of them"
        in run("relation", "Norway", "Sweden", "--at", "2018", "--min-score", "0.95")[1]
    )


def test_persons_have_the_last_word(run: Run, book: Ledger) -> None:
    """A rejected meeting is none, a doubtful one that was accepted is one."""
    key = konturen.relation("Norway", "Sweden", book).last_contact_id
    assert key is not None
    book.writer.rule([Ruling("statement", key, "reject", "Ann")], WHEN)
    after = konturen.relation("Norway", "Sweden", book)
    assert (after.mutual_acts, str(after.last_contact)) == (2, "2020-01-01")
    assert not konturen.pairs(book, settings=konturen.Settings(min_score=0.95)).table
    book.writer.rule([Ruling("statement", after.last_contact_id or "", "accept", "Ann")], WHEN)
    sure = konturen.relation("Norway", "Sweden", book, settings=konturen.Settings(min_score=0.95))
    assert (sure.statements, sure.judged) == (1, 1.0)


def test_pairs_are_a_table(run: Run) -> None:
    """As text the first ones with the number of all; as CSV and JSON lines all of them."""
    code, out, _ = run("pairs", "--most", "1")
    assert code == 0
    assert "3 pairs, 2 not shown." in out
    rows = list(csv.DictReader(io.StringIO(run("pairs", "--csv")[1])))
    assert {(row["source"], row["target"]): row["tone"] for row in rows} == {
        ("state-nor", "state-swe"): "3.0",
        ("new:aurora", "party-labour"): "-4.0",
        ("person-berg", "state-swe"): "3.0",
    }
    lines = [json.loads(line) for line in run("pairs", "--json", "--at", "2019")[1].splitlines()]
    assert {line["kind"] for line in lines} == {"pair-relation"}
    assert [line["tone"] for line in lines] == [3.0]


def test_tracks_of_two_states_hold_all_of_their_countries(run: Run) -> None:
    """The Norwegian person's meeting stands beside that of the states, each on its track."""
    code, out, _ = run("tracks", "Norway", "Sweden")
    assert code == 0
    assert "Norway – Sweden, 2019-01-01 to 2021-01-02" in out
    found = {
        line["track"]: line
        for line in map(
            json.loads, run("tracks", "Norway", "Sweden", "--period", "2019/2021", "--json")[1].splitlines()
        )
    }
    assert set(found) == {"inter-party"}  # the maker's track; kinds are another test's
    assert found["inter-party"]["acts"] == 4
    assert (found["inter-party"]["pace"], found["inter-party"]["undated"]) == (0.0, 1)
    alone = [
        json.loads(line)
        for line in run("tracks", "Sweden", "party-right", "--period", "2020", "--json")[1].splitlines()
    ]
    assert alone == []


@pytest.mark.parametrize("name", ["relation.svg", "relation.png", "relation.json"])
def test_charts_are_drawn_without_a_network(run: Run, name: str) -> None:
    """Each kind of file; nothing is left beside it."""
    assert run("relation", "Norway", "Sweden", "--chart", name)[0] == 0
    begins = {"svg": b"<svg", "png": b"\x89PNG", "json": b"{"}[name[-3:].replace("son", "json")]
    assert Path(name).read_bytes().startswith(begins)
    assert run("pairs", "--chart", name)[0] == run("tracks", "Norway", "Sweden", "--chart", name)[0] == 0
    assert sorted(path.name for path in Path().iterdir()) == ["a.sqlite", name]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["relation", "Norway", "Norwegen"], "the same actor"),
        (["relation", "Norway", "Nobody"], "no actor 'Nobody'"),
        (["relation", "Norway", "Sweden", "--at", "20x"], "--at: '20x'"),
        (["tracks", "Norway", "Sweden", "--period", "2021/2020"], "ends before it begins"),
        (
            ["tracks", "Norway", "Sweden", "--period", "2021/.."],
            "--period: '2021/..' has no beginning or no end",
        ),
        (["tracks", "Norway", "Nobody"], "nobody is known as 'Nobody'"),
        (["tracks", "Norway", "Right Party"], "have actors in common"),
        (["tracks", "Sweden", "Right Party"], "no act here has a date"),
        (["relation", "Norway", "Sweden", "--chart", "a.pdf"], "a.pdf: no chart can be written as .pdf"),
        (["relation", "Norway", "Sweden", "--chart", "none/a.png"], "none/a.png: cannot write the chart"),
    ],
)
def test_faults_name_the_option_and_what_to_do(run: Run, args: list[str], told: str) -> None:
    """One line, exit code 1, no file."""
    code, out, err = run(*args)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert told in err
    assert [path.name for path in Path().iterdir()] == ["a.sqlite"]


def test_an_empty_ledger_is_an_honest_answer(run: Run, tmp_path: Path) -> None:
    """No pair, no fault."""
    open_ledger(str(tmp_path / "empty.sqlite"), create=True).close()
    code, out, err = run("pairs", "--ledger", "empty.sqlite")
    assert (code, err) == (0, "")
    assert "no statement between two actors" in out
    assert run("pairs", "--ledger", "empty.sqlite", "--csv")[1].startswith("source,target,")


def test_days_of_a_period() -> None:
    """A year is from its first to its last day; what has no end is refused with the field's name."""
    assert analysing.days("--at", "1970") == (0, 364)
    with pytest.raises(KonturenError, match=r"--at: 'x': not a date\. Write"):
        analysing.days("--at", "x")


def test_a_missing_library_names_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Altair or its converter a chart asks for `konturen[charts]`, and nothing is written."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    class Chart:
        def to_json(self) -> str:
            return "{}"

    with pytest.raises(KonturenError, match=r"pip install 'konturen\[charts\]'"):
        save(Chart(), tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []


def test_names_of_others_are_harmless_in_a_table(run: Run, book: Ledger) -> None:
    """A name that a spreadsheet would take for a formula gets an apostrophe."""
    evil = ("=HYPERLINK", "new:evil", "party")
    small.fill(book, small.text(evil, RIGHT, when="2020", number=9))  # type: ignore[arg-type]
    assert "'=HYPERLINK" in run("pairs", "--csv")[1]
