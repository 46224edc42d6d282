"""The worked case: matrix, gaps and plans out of texts, through the whole pipeline and the commands."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import konturen
from konturen import cli
from konturen.dates import DateError
from konturen.desk import gapping, planning
from konturen.desk.gapping import Wanted
from konturen.desk.quoting import sentences
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.settings import Settings
from tests.test_seed import AK_JOL, AMANAT, NEW_PEOPLE, SEED, UNITED_RUSSIA, ZHANA_ADAMDAR

LDPR = "party-rus-ldpr"
LOOSE = Settings(min_score=0.3, threads=1)
seeded = pytest.mark.skipif(not SEED.exists(), reason="the seed lies in shared/, which is not here")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The three bundled texts in a ledger."""
    path = tmp_path_factory.mktemp("samples") / "s.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        for text in konturen.samples():
            konturen.add(str(text), ledger, Settings(threads=1))
        yield ledger


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The seed and the bundled texts in a ledger."""
    path = tmp_path_factory.mktemp("seed") / "s.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        for text in (SEED, *konturen.samples()):
            konturen.add(str(text), ledger, Settings(threads=1))
        yield ledger


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """Run a command; its exit code and output."""

    def run(*args: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    return run


@seeded
def test_the_two_new_people_are_the_first_gap(seed: Ledger) -> None:
    """Same name, expressly absent, with the sentence that says so."""
    found = gapping.gaps("Russia", "Kazakhstan", seed)
    first = found.table[0]
    assert {first.a, first.b} == {NEW_PEOPLE, ZHANA_ADAMDAR}
    assert (first.absence, first.a_name != first.b_name) == ("denied", True)
    assert first.reasons[0].startswith("same name: Neue Menschen")
    assert "keine Kontakte" in found.sentences[first.denied[0]].statement.evidence.text


@seeded
def test_the_ldpr_has_no_contact_with_any_kazakh_party(seed: Ledger) -> None:
    """Not mentioned with any at the usual score; with doubtful statements, expressly with the whole group."""
    sure = [gap for gap in gapping.gaps("Russia", "Kazakhstan", seed).table if gap.a == LDPR]
    loose = [g for g in gapping.gaps("Russia", "Kazakhstan", seed, settings=LOOSE).table if g.a == LDPR]
    assert {gap.absence for gap in sure} == {"unmentioned"}
    assert {gap.absence for gap in loose} == {"denied for all"}
    assert len(sure) == len({cell.b for cell in gapping.matrix("Russia", "Kazakhstan", seed).table})


@seeded
def test_the_matrix_of_parties_tells_who_stands_with_whom(seed: Ledger) -> None:
    """United Russia has contact with two parties; what is denied and what nobody mentions differ."""
    cells = {(c.a, c.b): c for c in gapping.matrix("Russia", "Kazakhstan", seed).table}
    assert str(cells[UNITED_RUSSIA, AMANAT].last_contact) == "2025-09-25"
    assert {cells[UNITED_RUSSIA, b].state for b in (AMANAT, AK_JOL)} == {"contact"}
    assert cells[NEW_PEOPLE, ZHANA_ADAMDAR].state == "denied"
    assert cells[LDPR, AMANAT].state == "unmentioned"


@seeded
def test_the_plan_for_2026_to_2028_is_open_and_later_overdue(seed: Ledger) -> None:
    """The coder gives it a score just under a half, so it is asked for below; it is due in 2028."""
    for at, outcome in (("2028-06", "open"), ("2029", "overdue")):
        found = planning.plans(seed, UNITED_RUSSIA, AMANAT, at, LOOSE)
        plan = next(p for p in found.table if p.relation == "COOPERATE" and p.begins)
        assert (str(plan.begins), str(plan.due), plan.outcome) == ("2026-01-01", "2028-12-31", outcome)
        assert "2026-2028" in found.sentences[plan.ids[0]].statement.evidence.text


@seeded
def test_every_figure_leads_back_to_a_sentence(seed: Ledger) -> None:
    """Each id in gaps, cells and plans is that of a statement whose sentence stands in its text."""
    both = "Russia", "Kazakhstan"
    ids = {id for gap in gapping.gaps(*both, seed).table for id in (*gap.denied, *gap.foreseen_ids)}
    ids |= {id for cell in gapping.matrix(*both, seed).table for id in (*cell.ids, *cell.denied)}
    ids |= {id for plan in planning.plans(seed).table for id in plan.ids}
    found = sentences(seed.reader, ids)
    assert found.keys() == ids
    for record in found.values():
        evidence = record.statement.evidence
        assert seed.reader.text(record.document.id)[evidence.start : evidence.end] == evidence.text


def test_the_day_is_the_last_that_the_texts_know(samples: Ledger) -> None:
    """Not the clock's: the same answer on every day; one that is asked for is told as such."""
    found = planning.plans(samples)
    assert not found.at_known
    assert found.at is None or str(found.at) < "2026-11-23"
    assert planning.plans(samples, at="2026-02").at_known


def test_named_actors_are_compared_as_they_are(samples: Ledger) -> None:
    """A list of actors is parted by commas; all pairs of one kind are contact or gap."""
    people = samples.reader.actors()
    parties = [actor.id for actor in people if actor.type == "party"][:3]
    assert len(parties) == 3
    found = gapping.gaps(parties[0], ", ".join(parties[1:]), samples)
    cells = gapping.matrix(parties[0], "; ".join(parties[1:]), samples).table
    assert len(cells) == found.pairs == 2
    assert len(found.table) == sum(cell.state != "contact" for cell in cells)


def test_parlgov_tells_the_family_of_parties(tmp_path: Path) -> None:
    """The German and the Austrian Christian Democrats, whose names tell nothing of each other."""
    with open_ledger(str(tmp_path / "e.sqlite"), create=True) as ledger:
        found = gapping.gaps("Germany", "Austria", ledger, Wanted(everybody=True)).table
    reasons = {(gap.a, gap.b): gap.reasons for gap in found}
    assert any("Christian democracy (ParlGov)" in one for one in reasons["party-deu-cdu", "party-aut-oevp"])
    assert not any("ParlGov" in one for one in reasons["party-deu-cdu", "party-aut-spoe"])


@pytest.mark.parametrize(
    ("a", "b", "wanted", "what"),
    [
        ("Russia", "Russia", Wanted(), "both sides"),
        ("Russia", "Nirgendwo Xyz", Wanted(), "Nirgendwo"),
        ("Russia", "Kazakhstan", Wanted(kind="mushroom"), "mushroom"),
    ],
)
def test_bad_questions_are_refused_by_name(samples: Ledger, a: str, b: str, wanted: Wanted, what: str) -> None:
    """The error names what cannot be."""
    with pytest.raises(QueryError, match=what):
        gapping.gaps(a, b, samples, wanted)


@pytest.mark.parametrize("at", ["2026-05/2025-01", "soon", "2024/.."])
def test_a_day_that_is_none_is_refused_by_name(samples: Ledger, at: str) -> None:
    """The error names the option."""
    with pytest.raises(DateError, match="--at"):
        gapping.matrix("Russia", "Kazakhstan", samples, Wanted(at=at, everybody=True))
    with pytest.raises(DateError, match="--at"):
        planning.plans(samples, at=at)


def test_an_empty_ledger_has_an_honest_answer(tmp_path: Path) -> None:
    """No plan, no day; all pairs of the catalog are unmentioned."""
    with open_ledger(str(tmp_path / "e.sqlite"), create=True) as ledger:
        found = planning.plans(ledger)
        assert (found.at, len(found.table), len(found.records)) == (None, 0, 0)
        gaps = gapping.gaps("Russia", "Kazakhstan", ledger)
        assert {gap.absence for gap in gaps.table} == {"unmentioned"}
        assert (gaps.at, len(gaps.table)) == (None, gaps.pairs)


@pytest.mark.parametrize("command", ["gaps", "matrix"])
def test_the_commands_print_text_json_csv_and_charts(
    command: str, samples: Ledger, run: object, tmp_path: Path
) -> None:
    """JSON and CSV hold the same rows; the chart is an SVG with the names of the actors."""
    where = ["--ledger", str(samples.address) if hasattr(samples, "address") else _path(samples)]
    both = [command, "Russia", "Kazakhstan", "--all", *where]
    code, text = run(*both)  # type: ignore[operator]
    assert code == 0
    assert "not mentioned" in text or "no text mentions" in text
    lines = [json.loads(line) for line in run(*both, "--json")[1].splitlines()]  # type: ignore[operator]
    rows = list(csv.DictReader(io.StringIO(run(*both, "--csv")[1])))  # type: ignore[operator]
    assert [(line["a"], line["b"]) for line in lines] == [(row["a"], row["b"]) for row in rows]
    chart = tmp_path / "c.svg"
    assert run(*both, "--csv", "--chart", str(chart))[0] == 0  # type: ignore[operator]
    assert "<svg" in chart.read_text("utf-8")


def test_the_command_of_plans_prints_text_json_and_csv(samples: Ledger, run: object, tmp_path: Path) -> None:
    """Text, JSON lines and CSV of the plans; the chart is written, too."""
    where = ["--ledger", _path(samples), "--min-score", "0.2"]
    code, text = run("plans", *where)  # type: ignore[operator]
    assert (code, "kept of due" in text) == (0, True)
    lines = [json.loads(line) for line in run("plans", *where, "--json")[1].splitlines()]  # type: ignore[operator]
    rows = list(csv.DictReader(io.StringIO(run("plans", *where, "--csv")[1])))  # type: ignore[operator]
    assert sum(line["kind"] == "plan" for line in lines) == len(rows)
    assert {line["kind"] for line in lines} == {"plan", "record"}
    assert run("plans", *where, "--chart", str(tmp_path / "p.svg"))[0] == 0  # type: ignore[operator]
    assert "<svg" in (tmp_path / "p.svg").read_text("utf-8")


def _path(ledger: Ledger) -> str:
    """Where a ledger lies."""
    return str(ledger.address)
