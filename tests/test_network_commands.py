"""`konturen network` as its users run it, and its Python twins."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from konturen import cli
from konturen.actors.catalog import Catalog
from konturen.charts.placing import placed
from konturen.desk import networking
from konturen.desk.networking import Choice
from konturen.desk.reviewing import Saying, judge
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.values import Query
from konturen.records import Coded
from konturen.settings import Settings
from konturen.terminal import streams
from tests import small
from tests.small import AURORA, BERG, LABOUR, LUND, NORWAY, RIGHT, SWEDEN, Named

Run = Callable[..., tuple[int, str, str]]


def told(number: int, a: Named, b: Named, when: str | None, relation: str = "CONSULT", **changes: Any) -> Coded:
    """A text of one statement, published on its day."""
    made = small.text(a, b, when=when, published=when, number=number)
    values = {"relation": relation, "mutual": relation == "CONSULT"} | changes
    return replace(made, statements=(replace(made.statements[0], **values),))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """2020: Norway, Sweden, Berg and Labour met in a chain. 2022: Lund met Sweden and Norway, Labour and the
    Right Party accused each other, Lund accused Berg; a denied and a planned meeting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    monkeypatch.setenv("KONTUREN_USER", "Ann")
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))
    return small.fill(
        open_ledger("a.sqlite", create=True),
        told(1, NORWAY, SWEDEN, "2020-01-01"),
        told(2, SWEDEN, BERG, "2020-02-01"),
        told(3, BERG, LABOUR, "2020-03-01"),
        told(4, LUND, SWEDEN, "2022-01-01"),
        told(5, LUND, NORWAY, "2022-02-01"),
        told(6, LABOUR, RIGHT, "2022-03-01", "ACCUSE"),
        told(7, RIGHT, LABOUR, "2022-04-01", "ACCUSE"),
        told(8, LUND, BERG, "2022-05-01", "ACCUSE", track="personal"),
        told(9, AURORA, RIGHT, "2022-05-01", status="denied"),
        told(10, AURORA, LABOUR, "2022-05-01", status="planned"),
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


def lines(text: str) -> list[dict[str, Any]]:
    """JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_network_is_told_with_communities_brokers_and_triads(run: Run) -> None:
    """At the last day that is known; the denied and the planned meeting make no pair."""
    code, out, _ = run("network")
    assert code == 0
    assert out.startswith("Network at 2022-05-01\n")
    assert "7: 5 cooperative, 2 hostile, 0 without a side" in out
    assert "50.0% of 2 triads" in out
    assert "+++ 1, ++- 1, +-- 0, --- 0" in out
    assert "Aurora" not in out
    assert "Nils Lund" in out.split("BROKERS")[0].split("COMMUNITIES")[1]
    assert "Kari Berg - Nils Lund (-4.0)" in out
    assert "8 statements of 8 independent sources" in out


def test_all_tables_leave_as_lines_and_as_csv(run: Run) -> None:
    """Every figure stands on ids; a table of its own with --of; numbers are numbers."""
    rows = lines(run("network", "--json")[1])
    kinds = [row["kind"] for row in rows]
    assert kinds[:2] == ["network", "balance"]
    assert {kind: kinds.count(kind) for kind in ("actor", "pair", "directed", "triad")} == {
        "actor": 6, "pair": 7, "directed": 13, "triad": 1,
    }  # fmt: skip
    assert all(row["ids"] for row in rows if row["kind"] in ("pair", "directed"))
    assert (rows[0]["at"], rows[0]["pivots"], rows[0]["tied"]) == ("2022-05-01", 5, 5)
    only = lines(run("network", "--json", "--of", "acts")[1])
    assert {row["kind"] for row in only} == {"directed"}
    table = list(csv.DictReader(io.StringIO(run("network", "--csv")[1])))
    signs = {(row["source"], row["target"]): row["sign"] for row in table}
    assert signs["party-labour", "party-right"] == "-1"
    assert len(table[0]["ids"].split()) == int(table[0]["statements"])
    nodes = list(csv.DictReader(io.StringIO(run("network", "--csv", "--of", "actors")[1])))
    assert next(row for row in nodes if row["id"] == "party-right")["betweenness"] == ""
    triads = list(csv.DictReader(io.StringIO(run("network", "--csv", "--of", "triads")[1])))
    assert sorted(triads[0][f"sign_{side}"] for side in ("ab", "ac", "bc")) == ["-1", "1", "1"]
    groups = list(csv.DictReader(io.StringIO(run("network", "--csv", "--of", "communities")[1])))
    assert sum(int(row["size"]) for row in groups) == 5


def test_a_network_as_it_was_and_its_series(run: Run) -> None:
    """At the end of 2020 three pairs; the series has a row for each year, the last one at the last day."""
    assert "3: 3 cooperative" in run("network", "--at", "2020")[1]
    rows = lines(run("network", "--by", "year", "--json")[1])
    assert [(row["at"], row["pairs"]) for row in rows] == [
        ("2020-12-31", 3), ("2021-12-31", 3), ("2022-05-01", 7),
    ]  # fmt: skip
    code, out, _ = run("network", "--series", "2020-01/2020-06", "--by", "quarter")
    assert (code, "2020-03-31" in out, "2020-06-30" in out) == (0, True, True)
    table = list(csv.DictReader(io.StringIO(run("network", "--series", "2019/2020", "--csv")[1])))
    assert [(row["actors"], row["density"]) for row in table] == [("0", ""), ("4", "0.5")]
    # Older acts that are over fall out of the window.
    assert [row["pairs"] for row in lines(run("network", "--by", "year", "--within", "320", "--json")[1])] == [
        1,
        0,
        4,
    ]


def test_a_way_is_told_with_its_sentences(run: Run, book: Ledger) -> None:
    """From Labour to Norway over Berg and Sweden; no way leads to the Right Party."""
    code, out, _ = run("network", "--path", "Labour", "Norwegen")
    assert code == 0
    assert "3 steps over cooperation" in out
    steps = ("Labour – Kari Berg", "Kari Berg – Sweden", "Sweden – Norway")
    assert sorted(steps, key=out.index) == list(steps)
    assert "“Kari Berg met Labour in Oslo.”" in out
    rows = lines(run("network", "--path", "Labour", "Norway", "--json")[1])
    assert (rows[0]["kind"], rows[0]["distance"], rows[0]["a_reaches"]) == ("distance", 3, 4)
    assert [row["target"] for row in rows[1:]] == ["person-berg", "state-swe", "state-nor"]
    assert [row["sentences"][0]["id"] for row in rows[1:]] == [row["ids"][0] for row in rows[1:]]
    code, out, _ = run("network", "--path", "Norway", "Right Party")
    assert (code, "No way of cooperation joins them." in out) == (0, True)
    assert "Right Party reaches 0 actors" in out
    assert "new:aurora has no pair" in run("network", "--path", "Norway", "new:aurora")[1]
    assert networking.distance("Labour", "Norway", book, "2020").distance == 3


def test_who_can_be_reached(run: Run, book: Ledger) -> None:
    """From Labour: Berg at one step, Sweden at two, Norway and Lund at three."""
    code, out, _ = run("network", "--near", "Labour")
    assert (code, "3 steps: 2 actors" in out, "Norway  by Sweden, tone +3.0, 1 source" in out) == (
        0,
        True,
        True,
    )
    rows = lines(run("network", "--near", "Labour", "--json")[1])
    assert [(row["id"], row["distance"]) for row in rows] == [
        ("person-berg", 1), ("state-swe", 2), ("person-lund", 3), ("state-nor", 3),
    ]  # fmt: skip
    assert all(row["ids"] for row in rows)
    assert "Nobody." in run("network", "--near", "Right Party")[1]
    assert len(networking.reach("Labour", book, "2020")) == 3


def test_filters_of_the_command(run: Run, book: Ledger) -> None:
    """Types, tracks, relations, countries and levels, with the twins in Python."""

    def pairs(*args: str) -> int:
        return len(list(csv.DictReader(io.StringIO(run("network", "--csv", *args)[1]))))

    assert pairs("--type", "party") == 1
    assert pairs("--type", "party", "--type", "person") == 3
    assert pairs("--track", "personal") == 1
    assert pairs("--relation", "accuse") == 2
    assert pairs("--country", "Norway") == 2
    assert pairs("--country", "Norway", "--country", "Sweden") == 4
    assert pairs("--least-sources", "2") == 1
    assert pairs("--min-score", "0.95") == 0
    assert networking.network(book, choice=Choice(types=("party",))).figures.pairs == 1
    # Berg, Labour and the Right Party are Norway: Lund, who is of no country, stays.
    states = networking.network(book, choice=Choice(level="state"))
    assert {(row.source, row.target): row.statements for row in states.edges} == {
        ("state-nor", "state-swe"): 2,
        ("person-lund", "state-swe"): 1,
        ("person-lund", "state-nor"): 2,
    }
    way = networking.distance("Labour", "Sweden", book, choice=Choice(level="state"))
    assert (way.distance, way.a, way.steps[0].source) == (1, "Norway", "state-nor")
    of_states = networking.network(book, choice=Choice(level="state", types=("state",)))
    assert [row.statements for row in of_states.edges] == [1]


def test_igos_and_media_are_no_state() -> None:
    """They stay themselves on the level of states, wherever their seat is; parties do not."""
    rows = [
        {"id": f"{kind}-x", "type": kind, "country": "NO", "names": [small.name(f"The {kind}")]}
        for kind in ("igo", "media", "party")
    ]
    catalog = small.CATALOG.with_rows(rows)
    found = [networking._state_of(key, catalog) for key in ("igo-x", "media-x", "party-x", "new:x")]
    assert found == ["igo-x", "media-x", "state-nor", "new:x"]


def test_an_arrow_stands_where_only_one_side_acts() -> None:
    """None where both do, nor beside mutual acts; it points at the one that is acted on, from the left and from
    the right."""
    actors = {"id": ["a", "b"], "name": ["A", "B"], "degree": [1, 1], "community": [None, None]}

    def heads(source: int, target: int, mutual: int) -> list[tuple[float, bool]]:
        row = {
            "source": "a",
            "target": "b",
            "source_acts": source,
            "target_acts": target,
            "mutual_acts": mutual,
        }
        row |= {"intensity": 1.0, "sign": 1, "tone": 3.0, "sources": 1, "last_contact": None}
        drawn = placed(actors, {name: [value] for name, value in row.items()}, 2, in_a_row=True)
        return [(head.angle, head.x > drawn.width / 2) for head in drawn.heads]

    assert heads(2, 0, 0) == [(90.0, True)]
    assert heads(0, 1, 0) == [(270.0, False)]
    assert heads(1, 1, 0) == heads(0, 0, 3) == heads(1, 0, 1) == []


def test_persons_have_the_last_word(book: Ledger) -> None:
    """A rejected meeting makes no pair; an accepted one counts whatever its score."""
    (met,) = [
        one.id
        for one in book.reader.statements(Query(relation="CONSULT"))
        if one.statement.when == "2020-01-01"
    ]
    judge(met, Saying("reject"), book)
    assert networking.network(book).figures.pairs == 6
    judge(met, Saying("accept"), book)
    assert networking.network(book, settings=Settings(min_score=0.95)).figures.pairs == 1


def test_what_is_wrong_is_told_by_its_name(run: Run) -> None:
    """No track, type, relation, state, date, period or actor of that name; two things asked for at once."""
    for args, code, words in (
        (("--track", "x"), 1, "--track: there is no 'x'"),
        (("--type", "x"), 1, "--type: there is no 'x'"),
        (("--relation", "x"), 1, "--relation: there is no 'X'"),
        (("--country", "Labour"), 1, "--country: 'Labour' is no state"),
        (("--country", "Nobody"), 1, "Nobody"),
        (("--level", "x"), 2, "level"),
        (("--at", "soon"), 1, "--at"),
        (("--series", "2022/2020"), 1, "--series: '2022/2020'"),
        (("--series", "2020/.."), 1, "no beginning or no end"),
        (("--series", "0001/9999", "--by", "month"), 1, "too many"),
        (("--path", "Labour", "Nobody"), 1, "Nobody"),
        (("--path", "Labour", "AP"), 1, "the same actor"),
        (("--level", "state", "--path", "Labour", "Right Party"), 1, "the same actor"),
        (("--path", "Labour", "Norway", "--by", "year"), 2, "--path"),
        (("--path", "Labour", "Norway", "--near", "Labour"), 2, "--near"),
        (("--near", "Nobody"), 1, "Nobody"),
        (("--near", "Labour", "--chart", "a.svg"), 2, "--near"),
        (("--at", "2020", "--series", "2020/2022"), 2, "--at"),
        (("--of", "actors", "--by", "year"), 2, "--of"),
        (("--within", "-1"), 2, "within"),
        (("--least-sources", "0"), 2, "least-sources"),
        (("--least-tone", "11"), 2, "least-tone"),
        (("--chart", "a.gif"), 1, ".gif"),
    ):
        found, out, err = run("network", *args)
        assert (found, words in err, out, err.count("\n")) == (code, True, "", 1), (args, err)


def test_an_empty_ledger_is_an_honest_answer(run: Run) -> None:
    """No network, no series; not an error; charts of nothing are drawn."""
    open_ledger("b.sqlite", create=True).close()
    code, out, _ = run("network", "--ledger", "b.sqlite", "--chart", "e.svg")
    assert (code, "there is no network" in out) == (0, True)
    assert lines(run("network", "--ledger", "b.sqlite", "--json")[1])[0]["at"] is None
    code, out, _ = run("network", "--ledger", "b.sqlite", "--by", "month", "--chart", "f.svg")
    assert (code, "there is no network" in out) == (0, True)
    assert run("network", "--ledger", "b.sqlite", "--csv")[1].startswith("source,target,")
    assert {path.name for path in Path().iterdir()} >= {"e.svg", "f.svg"}


@pytest.mark.parametrize("width", [60, 100])
def test_texts_keep_to_the_width(run: Run, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the window."""
    monkeypatch.setattr(streams, "PLAIN_WIDTH", width)
    for args in (
        (),
        ("--by", "year"),
        ("--path", "Labour", "Norway"),
        ("--path", "Norway", "Right Party"),
        ("--near", "Labour"),
    ):
        code, out, _ = run("network", *args)
        assert code == 0
        assert max(map(len, out.splitlines())) <= width


@pytest.mark.parametrize("name", ["n.svg", "n.png", "n.json"])
def test_charts_are_drawn_without_a_network(run: Run, name: str) -> None:
    """The network, its series and a way; nothing is left beside the file."""
    for args in ((), ("--by", "year"), ("--path", "Labour", "Norway"), ("--path", "Norway", "Right Party")):
        code, _, err = run("network", *args, "--chart", name)
        assert (code, err) == (0, "")
        begins = {"svg": b"<svg", "png": b"\x89PNG", "json": b"{"}[name[2:]]
        assert Path(name).read_bytes().startswith(begins)
    assert sorted(path.name for path in Path().iterdir()) == ["a.sqlite", name]


def test_a_chart_shows_names_signs_and_direction(run: Run, book: Ledger) -> None:
    """Cyrillic and hostile names stand as text; hostile pairs are dashed; the same picture each time; the
    accused has an arrow, the two who accuse each other have none."""
    evil: Named = ("<b>Волна</b>\x07&amp;", "new:evil", "party")
    small.fill(book, told(20, evil, RIGHT, "2022-04-03"))
    assert run("network", "--chart", "a.svg")[0] == 0
    first = Path("a.svg").read_text("utf-8")
    assert "Волна" in first
    assert "<b>" not in first
    assert "\x07" not in first
    assert "stroke-dasharray" in first
    assert run("network", "--chart", "a.svg", "--drawn", "3")[0] == 0
    assert "3 of 7 actors" in Path("a.svg").read_text("utf-8")
    run("network", "--chart", "a.svg")
    assert Path("a.svg").read_text("utf-8") == first
    run("network", "--chart", "a.json")
    chart = json.loads(Path("a.json").read_text("utf-8"))
    heads = next(
        data for layer in chart["layer"] for data in [layer["data"]["values"]] if data and "angle" in data[0]
    )
    assert [head["side"] for head in heads] == ["hostile"]
