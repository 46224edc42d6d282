"""`konturen history`, `compare` and `disagreement` as their users run them."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from konturen import cli
from konturen.actors.catalog import Catalog
from konturen.desk import disagreeing, tracing
from konturen.desk.reviewing import Saying, judge
from konturen.errors import KonturenError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.values import Query
from konturen.records import Coded, Coverage, Evidence, Mention, Span
from konturen.settings import Settings
from konturen.terminal import streams
from tests import factory, small
from tests.small import BERG, LABOUR, LUND, RIGHT

Run = Callable[..., tuple[int, str, str]]
WORDS = {"CONSULT": "met", "ACCUSE": "accused"}


def text(number: int, when: str, relation: str, ends: Any = (LABOUR, RIGHT), **changes: Any) -> Coded:
    """A text of one sentence in which one actor met or accused the other."""
    sentence = f"{ends[0][0]} {WORDS[relation]} {ends[1][0]} in Oslo."
    whole = f"This is text {number} of {when}. {sentence}"
    start = whole.index(sentence)
    both = tuple(small._end(whole, named) for named in ends)
    values = {"outlet": f"Blatt {number % 3}", "language": "en"} | changes
    status = values.pop("status", "happened")
    said = factory.statement(
        source=both[0],
        target=both[1],
        evidence=Evidence(sentence, start, start + len(sentence)),
        when=when,
        when_text=None,
        relation=relation,
        status=status,
        mutual=relation == "CONSULT",
        document=f"{number}.txt",
        cue=None,
    )
    mentions = tuple(
        Mention(Span(e.start, e.end), e.surface, e.type, "name", e.actor, e.name, 0.9, "made by a test")
        for e in both
    )
    document = factory.document(whole, location=f"{number}.txt", published=when, **values)
    return Coded(document, mentions, (said,), (), Coverage(2, 2, len(whole), ()))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Six accusations of 2020, six meetings of 2022; one accusation and a denial of that year, in Russian."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    monkeypatch.setenv("KONTUREN_USER", "Ann")
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))
    ledger = open_ledger("a.sqlite", create=True)
    texts = [text(n, f"2020-{n + 1:02}-01", "ACCUSE") for n in range(6)]
    texts += [text(10 + n, f"2022-{n + 1:02}-01", "CONSULT") for n in range(6)]
    texts.append(text(20, "2022-08-01", "ACCUSE", outlet="Волна", language="ru"))
    texts.append(text(21, "2022-09-01", "CONSULT", outlet="Волна", language="ru", status="denied"))
    texts.append(text(30, "2021-05-01", "CONSULT", (BERG, LUND)))
    return small.fill(ledger, *texts)


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


def test_history_tells_series_turn_and_sentences(run: Run) -> None:
    """Down in 2020, nothing in 2021, up in 2022, and the sentence that made the turn."""
    code, out, _ = run("history", "Labour", "Right Party")
    assert code == 0
    assert "2021: nothing told" in out
    assert "2020  -4.0 (-4.0 to -4.0)" in out
    assert "between 2020-06-01 and 2022-01-01: -4.0 to +2.0" in out
    assert "“Labour met the Right Party in Oslo.”" in out
    assert "13 statements of 13 independent sources count. Not counted: 1 denied." in out


def test_history_as_lines_and_as_a_table(run: Run) -> None:
    """JSON has rows and turns with sentences behind each id; CSV the rows of the series by quarter."""
    lines = [json.loads(line) for line in run("history", "Labour", "Right Party", "--json")[1].splitlines()]
    assert [line["kind"] for line in lines] == ["stretch"] * 3 + ["turn"]
    assert [line["id"] for line in lines[3]["sentences"]] == lines[3]["ids"]
    assert lines[3]["since"] == "2022-01-01"
    out = run("history", "Labour", "Right Party", "--by", "quarter", "--csv")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["period"] for row in rows][:2] == ["2020-01/2020-03", "2020-04/2020-06"]
    assert len(rows[0]["ids"].split()) == 3


def test_two_periods_and_a_date(run: Run) -> None:
    """2020 against 2022 and before against after 2021 are the same here; CONSULT came, ACCUSE stayed."""
    one = run("compare", "Labour", "Right Party", "2020", "2022")
    other = run("compare", "Labour", "Right Party", "--before-after", "2021")
    assert (one[0], other[0]) == (0, 0)
    assert "difference  +6.0" in one[1]
    assert one[1].splitlines()[3:] == other[1].splitlines()[3:]
    assert one[1].index("CAME") < one[1].index("CONSULT") < one[1].index("STAYED") < one[1].index("ACCUSE")
    lines = [
        json.loads(x) for x in run("compare", "Labour", "Right Party", "2020", "2022", "--json")[1].splitlines()
    ]
    assert [line["kind"] for line in lines] == ["comparison", "period", "period", "change", "change"]
    assert lines[0]["difference"] == pytest.approx(6.0)


def test_disagreement_tells_both_sides_and_people(run: Run, book: Ledger) -> None:
    """The Russian outlet against the others, the denial, and what Ann said of the coder."""
    ids = [one.id for one in book.reader.statements() if (one.statement.when or "") < "2021"]
    judge(ids[0], Saying("accept"), book)
    judge(ids[1], Saying("reject"), book)
    judge(ids[2], Saying("amend", {"relation": "REJECT"}), book)
    code, out, _ = run("disagreement", "Labour", "Right Party")
    assert code == 0
    for heading in (
        "COOPERATION AGAINST CONFLICT",
        "TOLD AGAINST DENIED",
        "BETWEEN OUTLETS",
        "BETWEEN LANGUAGES",
    ):
        assert heading in out
    assert "Волна -4.0: 1 source" in out
    assert "all: 1 accepted, 1 amended, 1 rejected; 33% accepted (6% to 79%), mean score 0.90, gap -0.57" in out
    # What was amended is told as it was coded, in the table of its relation.
    rows = csv.DictReader(io.StringIO(run("disagreement", "--of", "people", "--csv")[1]))
    assert [r["value"] for r in rows if r["dimension"] == "relation"] == ["ACCUSE"]
    lines = [json.loads(line) for line in run("disagreement", "--json")[1].splitlines()]
    for line in lines:
        own = {id for name, value in line.items() if name.endswith("_ids") for id in value}
        assert {one["id"] for one in line["sentences"]} == own
    assert {line["kind"] for line in lines} == {"split", "share"}


def test_what_is_wrong_is_told_by_its_name(run: Run) -> None:
    """A period backwards, without an end or none, an unknown actor, one on both sides, two forms at once."""
    for args, code, told in (
        (("compare", "Labour", "Right Party", "2024-05/2024-01", "2024"), 1, "first period"),
        (("compare", "Labour", "Right Party", "2020", "2024/.."), 1, "second period"),
        (("compare", "Labour", "Right Party", "2020", "soon"), 1, "second period"),
        (("compare", "Labour", "Right Party", "--before-after", "soon"), 1, "before-after"),
        (("compare", "Labour", "Right Party"), 2, "two periods"),
        (("compare", "Labour", "Right Party", "2020", "2021", "--before-after", "2020"), 2, "two periods"),
        (("history", "Labour", "Nobody"), 1, "Nobody"),
        (("history", "Labour", "Labour"), 1, "same actor"),
        (("history", "Labour", "Right Party", "--by", "week"), 2, "week"),
        (("history", "Labour", "Right Party", "--json", "--csv"), 2, "both"),
        (("history", "Labour", "Right Party", "--chart", "a.gif"), 1, ".gif"),
        (("disagreement", "Labour", "Labour"), 1, "same actor"),
    ):
        found, out, err = run(*args)
        assert (found, told in err, out if code == 2 else "") == (code, True, ""), (args, err)


def test_two_who_share_nothing_are_an_honest_answer(run: Run) -> None:
    """No series, no difference, no disagreement; not an error."""
    code, out, _ = run("history", "Labour", "Nils Lund")
    assert (code, "No dated act between the two is told." in out) == (0, True)
    assert "difference  none" in run("compare", "Labour", "Nils Lund", "2020", "2021")[1]
    assert "No two sources tell the opposite" in run("disagreement", "Labour", "Nils Lund")[1]
    assert run("history", "Labour", "Nils Lund", "--csv")[1].startswith("period,")


def test_an_empty_ledger_has_nobody_and_no_disagreement(run: Run) -> None:
    """A pair: an error that names the actor. Everybody: no disagreement, tables with a header only."""
    open_ledger("b.sqlite", create=True).close()
    code, _, err = run("history", "Labour", "Right Party", "--ledger", "b.sqlite")
    assert (code, "Labour" in err) == (1, True)
    code, out, _ = run("disagreement", "--ledger", "b.sqlite")
    assert (code, "No two sources tell the opposite" in out, "Nobody has judged" in out) == (0, True, True)
    assert run("disagreement", "--ledger", "b.sqlite", "--csv")[1].startswith("between,a,b,")


def test_a_side_may_be_several_actors(book: Ledger, run: Run) -> None:
    """Labour and Berg against the Right Party and Lund: the thirteen acts of the parties and one of the two."""
    found = tracing.history(["Labour", "Kari Berg"], ["Right Party", "Nils Lund"], book)
    assert (found.statements, found.a) == (14, "Labour, Kari Berg")
    out = run("history", "Labour", "Right Party", "--also-a", "Kari Berg", "--also-b", "Nils Lund")[1]
    assert "14 statements" in out
    with pytest.raises(KonturenError, match="no actor"):
        tracing.history([], "Labour", book)
    with pytest.raises(KonturenError, match="by: "):
        disagreeing.disagreement(book, by="week")  # type: ignore[arg-type]


def test_rejected_statements_count_no_more(book: Ledger) -> None:
    """The one accusation of 2022 rejected: the tone of 2022 is that of the meetings, and confirmed ones count
    whatever their score."""
    (wrong,) = [
        one.id for one in book.reader.statements(Query(relation="ACCUSE")) if one.statement.when == "2022-08-01"
    ]
    judge(wrong, Saying("reject"), book)
    assert tracing.history("Labour", "Right Party", book).series[-1].tone == 3
    assert not len(disagreeing.disagreement(book, "Labour", "Nils Lund").shares)
    none = tracing.history("Labour", "Right Party", book, settings=Settings(min_score=0.95))
    assert none.statements == 0
    judge(wrong, Saying("accept"), book)
    assert tracing.history("Labour", "Right Party", book, settings=Settings(min_score=0.95)).statements == 1


@pytest.mark.parametrize("width", [60, 100])
def test_texts_keep_to_the_width(run: Run, book: Ledger, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the window."""
    judge(book.reader.statements()[0].id, Saying("reject"), book)
    monkeypatch.setattr(streams, "PLAIN_WIDTH", width)
    for args in (
        ("history", "Labour", "Right Party", "--by", "month"),
        ("compare", "Labour", "Right Party", "2020", "2022"),
        ("disagreement",),
    ):
        code, out, _ = run(*args)
        assert code == 0
        assert max(map(len, out.splitlines())) <= width


def test_charts_are_drawn_whole_also_of_nothing(run: Run) -> None:
    """SVG and PNG of each command, of a full and of an empty answer; Cyrillic stands in the picture."""
    for other in ("Right Party", "Nils Lund"):
        for kind in ("svg", "png"):
            for args in (
                ("history", "Labour", other),
                ("compare", "Labour", other, "2020", "2022"),
                ("disagreement", "Labour", other),
                ("disagreement", "Labour", other, "--of", "people"),
            ):
                code, _, err = run(*args, "--chart", f"a.{kind}")
                assert (code, err) == (0, "")
                content = Path(f"a.{kind}").read_bytes()
                assert content.startswith(b"<svg" if kind == "svg" else b"\x89PNG")
    run("disagreement", "Labour", "Right Party", "--chart", "b.svg")
    assert "Волна" in Path("b.svg").read_text("utf-8")
