"""`konturen forecast` and its Python twin on ledgers: enough data, too little, none, and wrong questions."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from konturen import cli
from konturen.analysis.expected import Forecast, TooLittle
from konturen.desk import forecasting
from konturen.desk.importing import import_events
from konturen.errors import KonturenError
from konturen.ledger.ledger import open_ledger
from konturen.tables import Table
from konturen.terminal import render_forecasts
from tests import factory, small
from tests.worlds import START, YEAR, world

Run = Callable[..., tuple[int, str, str]]
HEADER = "Event ID\tEvent Date\tEvent Type\tActor Name\tRecipient Name\tPublication Date\n"
YEARS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the events of a made world, one with a single meeting, and an empty one."""
    place, made = tmp_path_factory.mktemp("forecast"), world(5, True, 120, YEARS)
    lines = [
        f"e{n}\t{s.first}\t{s.relation}\t{s.source}\t{s.target or ''}\t{s.published}\n"
        for n, s in enumerate(made.said)
        if s.status == "happened"
    ]
    (place / "events.tsv").write_text(HEADER + "".join(lines), "utf-8")
    with open_ledger(str(place / "world.sqlite"), create=True) as ledger:
        import_events(ledger, place / "events.tsv", "polecat")
    with open_ledger(str(place / "one.sqlite"), create=True) as ledger:
        small.fill(ledger, factory.coded(document=factory.document(published="2024-05-04")))
    open_ledger(str(place / "empty.sqlite"), create=True).close()
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `konturen forecast ARGS --ledger NAME`: exit code, output, errors."""

    def go(name: str, *args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(
            sys, "argv", ["konturen", "forecast", *args, "--ledger", str(folder / f"{name}.sqlite")]
        )
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return go


def test_the_text_begins_with_the_verdict(run: Run) -> None:
    """The first line tells both Brier scores and whether the model was better; pairs come after it."""
    code, out, _ = run("world", "--most", "2")
    words = " ".join(out.split())
    assert code == 0
    assert "etter than the base rate in the past" in words[:60]
    assert words.index("Brier score") < words.index("base rate 0.") < words.index("1. actor-")
    assert "What was said, and what came true" in words
    assert "2. actor-" in words
    assert "3. actor-" not in words


def test_every_line_of_a_pair_carries_the_scores(run: Run) -> None:
    """JSON tells the test before the first pair, and each pair and each row of the CSV both Brier scores."""
    lines = [json.loads(line) for line in run("world", "--json")[1].splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds.index("score") < kinds.index("test") < kinds.index("calibration") < kinds.index("forecast")
    assert kinds.count("score") == 3
    near = next(line for line in lines if line["kind"] == "score" and line["group"] == "near")
    pairs = [line for line in lines if line["kind"] == "forecast"]
    assert {(line["brier"], line["base_brier"]) for line in pairs} == {(near["brier"], near["base_brier"])}
    rows = list(csv.DictReader(io.StringIO(run("world", "--csv")[1])))
    assert [float(row["brier"]) for row in rows] == [near["brier"]] * len(pairs)
    assert float(rows[0]["probability"]) == pairs[0]["probability"]


def test_a_forecast_of_two_sides_has_only_their_pairs(run: Run) -> None:
    """Actors parted by commas on each side; one actor on both sides is refused."""
    lines = [
        json.loads(line)
        for line in run("world", "actor-001,actor-002", "actor-003;actor-004", "--json")[1].splitlines()
    ]
    pairs = [{line["a"], line["b"]} for line in lines if line["kind"] == "forecast"]
    assert pairs
    assert all(len(pair & {"new:actor-001", "new:actor-002"}) == 1 for pair in pairs)
    code, _, told = run("world", "actor-001,actor-002", "actor-002,actor-003")
    assert (code, "in common" in told) == (1, True)


def test_charts_are_drawn_with_the_verdict(run: Run, tmp_path: Path) -> None:
    """The SVG holds the first pair, the base rate and both Brier scores."""
    assert run("world", "--chart", str(tmp_path / "f.svg"))[0] == 0
    drawn = (tmp_path / "f.svg").read_text("utf-8")
    for word in ("Brier score", "base rate", "1. actor-", "came true"):
        assert word in drawn


def test_too_little_is_told_and_nothing_is_forecast(run: Run, tmp_path: Path) -> None:
    """One meeting: what is missing, no probability; a table or a chart of it is refused."""
    code, out, _ = run("one")
    assert (code, "No forecast" in out, "missing:" in out, "%" in out) == (0, True, True, False)
    (line,) = [json.loads(line) for line in run("one", "--json")[1].splitlines()]
    assert (line["kind"], line["tests"], line["tests_needed"]) == ("no-forecast", 0, 2)
    assert run("one", "--csv")[:2] == (1, "")
    assert run("one", "--chart", str(tmp_path / "f.svg"))[0] == 1
    assert not list(tmp_path.iterdir())


def test_an_empty_ledger_says_so(run: Run) -> None:
    """No text has a date: no forecast, no crash."""
    code, out, _ = run("empty")
    assert (code, "no text has a date of publication" in " ".join(out.split())) == (0, True)


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("--horizon", "0 days"), 1, "--horizon"),
        (("--horizon", "-3"), 1, "--horizon"),
        (("--horizon", "soon"), 1, "--horizon"),
        (("--horizon", "999999 years"), 1, "--horizon"),
        (("--at", "2999"), 1, "--at"),
        (("--at", "soon"), 1, "--at"),
        (("--at", "2020/2019"), 1, "--at"),
        (("actor-001",), 2, "two sides"),
        (("nobody-here", "actor-001"), 1, "nobody-here"),
        (("--kind", "party"), 1, "--kind"),
        (("--json", "--csv"), 2, "--json and --csv"),
        (("--most", "0"), 2, "--most"),
    ],
)
def test_wrong_questions_are_refused_by_name(run: Run, args: tuple[str, ...], code: int, word: str) -> None:
    """The error names the option or the name, and nothing is printed."""
    found, out, told = run("world", *args)
    assert (found, out) == (code, "")
    assert word in told


def test_the_twin_answers_with_values(folder: Path) -> None:
    """The same as a value; a past day gives what was to be said then."""
    last = START + YEARS * YEAR
    with open_ledger(str(folder / "world.sqlite")) as ledger:
        found = forecasting.forecast(ledger)
        assert isinstance(found, Forecast)
        assert (found.horizon, (found.at - type(found.at)(1970, 1, 1)).days) == (365, last)
        before = forecasting.forecast(ledger, at=str(found.backtest.tests[0].at), horizon=365)
        assert isinstance(before, Forecast)
        # The test of the day before is the test that the last day's model had, too.
        assert before.backtest.tests[0] == found.backtest.tests[1]
        assert isinstance(forecasting.forecast(ledger, horizon="10 years"), TooLittle)
    assert forecasting.days_of(" 6 Months ") == 180
    with pytest.raises(KonturenError, match="--horizon"):
        forecasting.days_of(0)


def test_the_verdict_is_plain_where_the_model_is_not_better(folder: Path) -> None:
    """An interval that holds 0 is no skill; one below it is worse."""
    with open_ledger(str(folder / "world.sqlite")) as ledger:
        found = forecasting.forecast(ledger)
    assert isinstance(found, Forecast)
    for low, high, words in ((-0.1, 0.1, "Not better"), (-0.2, -0.1, "Worse"), (0.1, 0.2, "Better")):
        near = replace(found.backtest.near, skill_low=low, skill_high=high)
        test = replace(found.backtest, scores=Table(type(near), (near,)))
        assert render_forecasts.verdict(test).startswith(words)
