"""The commands `recode` and `--as-known`, as a person uses them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from konturen import cli
from konturen.desk.recoding import Recode
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from tests.ledger.newer import Newer
from tests.ledger.world import LATER, TEXTS, WHEN

CODER = "test/3"
"""One that changes statements, loses some and finds others in the three texts."""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in a folder with a ledger of three texts, the last of them of a later day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    monkeypatch.setattr("konturen.commands.recode.Pipeline", lambda _: Newer(CODER))
    with open_ledger("a.sqlite", create=True) as ledger:
        for coded in TEXTS:
            ledger.writer.record(coded, LATER if coded is TEXTS[2] else WHEN)

    def go(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return go


def test_the_difference_is_shown_then_made_then_nothing_is_left(run: Run) -> None:
    """Three runs: what would change, the change, and that there is nothing to do."""
    code, out, _ = run("recode")
    assert code == 0
    assert "Nothing was written. Write it with: konturen recode --apply" in out
    assert "3 texts would be coded again" in out
    assert "~ " in out
    assert " -> " in out
    code, applied, _ = run("recode", "--apply")
    assert (code, "3 texts coded again" in applied) == (0, True)
    assert out.splitlines()[:-2] == applied.splitlines()[:-1]
    code, out, _ = run("recode", "--apply")
    assert (code, out.splitlines()[0]) == (0, "3 texts of this coder already: nothing to do there.")
    assert run("check")[0] == 0


def test_lines_hold_each_claim_before_and_after(run: Run) -> None:
    """With --json one line a text and one of totals; counts and claims agree."""
    code, out, _ = run("recode", "--json")
    *texts, total = map(json.loads, out.splitlines())
    assert (code, [t["kind"] for t in texts], total["kind"]) == (0, ["recoding"] * 3, "recoding-total")
    for text in texts:
        kinds = [change["change"] for change in text["statements"]]
        assert {kind: kinds.count(kind) for kind in ("new", "changed", "lost")} == {
            kind: number for kind, number in text["counts"]["statements"].items() if kind != "kept"
        }
        assert all((c["old"] is None) == (c["change"] == "new") for c in text["statements"])
    assert total["applied"] is False
    code, out, _ = run("recode", "--json", "--document", TEXTS[1].document.id)
    assert len(out.splitlines()) == 2
    code, _, err = run("recode", "--document", "nope")
    assert (code, "holds no document" in err) == (1, True)


def test_commands_answer_as_known_on_a_day(run: Run) -> None:
    """Each command that reads a ledger shows less of it on the day before the last text came."""
    for command in (
        ("relations", "--json"),
        ("export", "--json"),
        ("search", "--json", "met"),
        ("actors", "--json"),
        ("show", "new:ada", "new:bob", "--json"),
    ):
        now = run(*command)
        then = run(*command, "--as-known", "2026-11-22")
        assert (now[0], then[0]) == (0, 0), (command, then)
        assert then[1] != now[1]
        assert run(*command, "--as-known", "never")[0] == 1
    assert run("export", "--json", "--as-known", "2020-01-01")[1] == ""
    assert run("actors", "unknown", "--json", "--as-known", "2020-01-01")[1] == ""


def test_all_three_clocks_are_given(run: Run) -> None:
    """Dossiers, answers and exports tell when it happened, was published and was recorded."""
    (dossier,) = map(json.loads, run("show", "new:ada", "new:bob", "--json")[1].splitlines())
    line = dossier["sections"][0]["lines"][0]
    assert (line["when"], line["said_in"]["published"], line["recorded"]) == ("2024-05-03", None, WHEN)
    assert "; recorded 2026-11-22" in run("show", "new:ada", "new:bob")[1]
    for command in (("export", "--json"), ("search", "--json", "met")):
        for said in map(json.loads, run(*command)[1].splitlines()):
            for own in said.get("statements", [said]):
                assert {"when", "recorded"} <= own.keys()
            assert "published" in said


def test_the_real_coder_codes_again(pipeline: Pipeline, tmp_path: Path) -> None:
    """What the real coder recorded it finds again; what another one is said to have recorded is made its own."""
    page = tmp_path / "a.txt"
    page.write_text("Am 3. Mai 2024 unterzeichneten Deutschland und Polen in Warschau ein Abkommen.", "utf-8")
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as ledger:
        pipeline.add(ledger, str(page))
        assert (list(Recode(ledger, pipeline).run()), Recode(ledger, pipeline).present) == ([], 1)
        document = ledger.reader.document(ledger.reader.documents()[0].id)
        coded = pipeline.code(pipeline.read(str(page)), ledger=ledger)
        assert replace(coded.document, retrieved=document.retrieved) == document
        assert coded.statements
        ledger.writer.recode(replace(coded, statements=(), mentions=(), coder="nobody/1"), LATER)
        assert ledger.reader.statements() == ()
        (text,) = Recode(ledger, pipeline, apply=True).run()
        assert text.difference is not None
        assert [c.kind for c in text.difference.statements] == ["new"] * len(coded.statements)
        assert tuple(r.statement for r in ledger.reader.statements()) == coded.statements
