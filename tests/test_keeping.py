"""The commands that keep a ledger: backup, restore, check, forget, as a person uses them."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from konturen import cli
from konturen.ledger.ledger import open_ledger
from tests.ledger.test_archive import fill
from tests.ledger.world import counts

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in a folder that holds a filled ledger: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "a.sqlite")
    monkeypatch.setenv("KONTUREN_USER", "Ann")
    with open_ledger("a.sqlite", create=True) as ledger:
        fill(ledger)

    def go(*args: str, answer: str | None = None) -> tuple[int, str, str]:
        stdin = io.StringIO(answer or "")
        monkeypatch.setattr(stdin, "isatty", lambda: answer is not None, raising=False)
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return go


def test_a_ledger_goes_into_a_file_and_back(run: Run) -> None:
    """Backup, restore and a second backup: the two files are the same, and the new ledger is sound."""
    code, out, _ = run("backup", "one.zip")
    assert (code, "rows of" in out) == (0, True)
    assert run("restore", "one.zip", "--ledger", "b.sqlite")[0] == 0
    code, out, _ = run("backup", "two.zip", "--ledger", "b.sqlite", "--json")
    said = json.loads(out)
    assert (code, said["kind"], said["file"]) == (0, "backup", "two.zip")
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    assert run("check", "--ledger", "b.sqlite") == (
        0,
        "Everything is sound: hashes, offsets, dates and references.\n",
        "",
    )


def test_refusals_are_one_line_and_exit_one(run: Run) -> None:
    """A file that exists, a ledger that is not empty, a file that is no backup: told with what to do."""
    run("backup", "one.zip")
    for args, words in (
        (("backup", "one.zip"), "--overwrite"),
        (("backup", "a.sqlite", "--overwrite"), "no backup"),
        (("backup", "x.zip", "--ledger", "none.sqlite"), "no ledger here"),
        (("restore", "one.zip"), "not empty"),
        (("restore", "a.sqlite", "--ledger", "c.sqlite"), "no backup"),
        (("check", "--ledger", "none.sqlite"), "no ledger here"),
    ):
        code, out, err = run(*args)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert words in err
    assert run("backup", "one.zip", "--overwrite")[0] == 0
    assert not Path("c.sqlite").exists()


def test_what_is_hurt_is_named_and_exits_one(run: Run) -> None:
    """A changed word is named with table and id, in words and as JSON."""
    with sqlite3.connect("a.sqlite") as connection:
        (key,) = connection.execute("SELECT id FROM facts ORDER BY id").fetchone()
        connection.execute("UPDATE facts SET value = 'other' WHERE id = ?", (key,))
    connection.close()
    code, out, _ = run("check")
    assert code == 1
    assert f"facts {key}: its id is not the hash of what it says" in out
    code, out, _ = run("check", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert lines[0] == {
        "kind": "hurt",
        "table": "facts",
        "row": key,
        "what": "its id is not the hash of what it says",
    }
    assert lines[-1] == {"kind": "check", "sound": False, "hurt": 1}


@pytest.mark.parametrize("answer", [None, "n\n", "\n", ""])
def test_a_removal_is_asked_for(run: Run, answer: str | None) -> None:
    """Without a yes nothing is removed, and the error says how much it would have been."""
    with open_ledger("a.sqlite") as ledger:
        before = counts(ledger)
    code, out, err = run("forget", "new:ada", answer=answer)
    assert (code, out) == (1, "")
    if answer is None:
        assert "2 documents" in err
        assert "--yes" in err
    else:
        assert "nothing was removed" in err
        assert "--yes" not in err
    with open_ledger("a.sqlite") as ledger:
        assert counts(ledger) == before


@pytest.mark.parametrize(("options", "answer"), [(["--yes"], None), ([], "ja\n")])
def test_a_removal_removes(run: Run, options: list[str], answer: str | None) -> None:
    """With a yes she is gone; what is left to do is told, and the ledger is sound."""
    code, out, _ = run("forget", "new:ada", "--reason", "request 7", *options, answer=answer)
    assert code == 0
    assert "removed: " in out
    assert "Backups and other copies" in out
    with open_ledger("a.sqlite") as ledger:
        assert counts(ledger)["removals"] == 1
        assert "new:ada" not in {actor.id for actor in ledger.reader.actors()}
    assert run("check")[0] == 0
    assert "nobody is known" in run("forget", "new:ada", "--yes")[2]
