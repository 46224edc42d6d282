"""The commands about the people of a team as a person uses them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from konturen import cli
from konturen.accounts.accounts import open_accounts
from konturen.errors import AccessError
from tests.test_cli import Done, is_one_line, lines

Run = Callable[..., Done]
ADA, CORA = "grün ist die Heide", "Ю blau ist der Himmel"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in this process, in an empty folder, as user root of the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KONTUREN_LEDGER", raising=False)
    monkeypatch.setenv("KONTUREN_USER", "root")

    def go(*args: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return Done(int(stop.value.code or 0), shown.out, shown.err)

    return go


@pytest.fixture
def team(run: Run) -> Run:
    """The same with two accounts: Ada, admin, and Cora, coder."""
    for name, role, word in (("Ada", "admin", ADA), ("Cora", "coder", CORA)):
        done = run("people", "add", name, "--role", role, "--password-stdin", stdin=word + "\n")
        assert (done.code, done.out, done.err) == (0, f"{name}: {role}\n", "")
    return run


def fails(done: Done, *words: str) -> None:
    """A command stopped with one line that says these words."""
    assert (done.code, done.out) == (1, "")
    assert is_one_line(done)
    for word in words:
        assert word in done.err


def fits(name: str, word: str) -> bool:
    """Whether somebody may sign in with a password."""
    with open_accounts("konturen.sqlite") as accounts:
        try:
            return bool(accounts.sign_in(name, word, "192.0.2.1"))
        except AccessError:
            return False


def test_accounts_are_made_and_listed(team: Run) -> None:
    """The ledger is made with the first; passwords are taken to the letter."""
    assert team("people", "list").out == "Ada: admin\nCora: coder\n"
    listed = lines(team("people", "list", "--json"))
    assert [(one["kind"], one["name"], one["role"], one["disabled"]) for one in listed] == [
        ("account", "Ada", "admin", False), ("account", "Cora", "coder", False),
    ]  # fmt: skip
    assert fits("Ada", ADA)
    assert fits("Cora", CORA)
    assert not fits("Cora", ADA)


def test_roles_passwords_and_states_are_changed(team: Run) -> None:
    """Each command says how the account is afterwards."""
    assert team("people", "role", "Cora", "editor").out == "Cora: editor\n"
    assert team("people", "disable", "cora").out == "Cora: editor, disabled\n"
    assert not fits("Cora", CORA)
    assert team("people", "enable", "Cora").out == "Cora: editor\n"
    changed = team("people", "password", "Cora", "--password-stdin", "--json", stdin="ein anderer Satz")
    assert json.loads(changed.out)["name"] == "Cora"
    assert fits("Cora", "ein anderer Satz")


def test_what_cannot_be_is_told_in_one_line(team: Run) -> None:
    """Names twice, unknown names and roles, weak passwords, the last admin, nobody at the keyboard."""
    word = ("--password-stdin",)
    fails(team("people", "add", "ada", "--role", "reader", *word, stdin=CORA), "already")
    fails(team("people", "add", "Zoe", "--role", "owner", *word, stdin=CORA), "no role", "reader, coder")
    fails(team("people", "add", "Zoe", "--role", "reader", *word, stdin="short"), "fewer than 12")
    fails(team("people", "add", "Zoe", "--role", "reader", stdin=CORA), "--password-stdin")
    fails(team("people", "role", "Zoe", "reader"), "no account 'Zoe'", "konturen people list")
    fails(team("people", "disable", "Ada"), "last admin")
    fails(team("people", "role", "Ada", "coder"), "last admin")
    fails(team("serve", "--team", "--host", "0.0.0.0"), "in the clear", "--https")
    fails(team("serve", "--host", "0.0.0.0"), "nobody has to sign in")


def test_a_ledger_without_accounts_says_how_to_begin(run: Run) -> None:
    """Every command but the first names it."""
    fails(run("people", "list"), "no ledger")
    run("people", "add", "Ada", "--role", "admin", "--password-stdin", "--ledger", "a.sqlite", stdin=ADA)
    Path("a.sqlite.people.sqlite").unlink()
    fails(run("people", "list", "--ledger", "a.sqlite"), "no accounts", "konturen people add NAME --role admin")
    fails(run("serve", "--team", "--ledger", "a.sqlite"), "konturen people add NAME --role admin")


def test_the_audit_is_shown(team: Run) -> None:
    """Who did what, the last first; passwords are not in it."""
    team("people", "role", "Cora", "editor")
    rows = lines(team("people", "audit", "--json"))
    assert [(row["who"], row["what"], row["about"], row["outcome"]) for row in rows] == [
        ("root", "role_changed", "Cora", "editor"),
        ("root", "person_made", "Cora", "coder"),
        ("root", "person_made", "Ada", "admin"),
    ]
    text = team("people", "audit", "--limit", "1").out
    assert text.endswith("root  command line  role changed  Cora  editor\n")
    assert text.count("\n") == 1


def test_a_password_is_typed_twice_in_a_terminal(tmp_path: Path) -> None:
    """It is not shown while it is typed, and must be the same both times."""
    assert _typed(tmp_path, ADA, "another one that differs")[0] == 1
    code, shown = _typed(tmp_path, ADA, ADA)
    assert code == 0
    assert "Ada: admin" in shown
    assert ADA not in shown


def _typed(folder: Path, *words: str) -> tuple[int, str]:
    """Run the command at a terminal and type an answer to each question; its exit code and what was shown."""
    command = (sys.executable, "-m", "konturen", "people", "add", "Ada", "--role", "admin", "--ledger")
    keyboard, terminal = os.openpty()
    whole = [*command, str(folder / "a.sqlite")]
    with subprocess.Popen(
        whole, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    ) as process:
        os.close(terminal)
        shown, left = "", list(words)
        while True:
            try:
                read = os.read(keyboard, 1024)
            except OSError:  # nobody is at the other end any more
                break
            shown += read.decode("utf-8", "replace")
            if left and shown.endswith(("Password: ", "Once more: ")):
                os.write(keyboard, left.pop(0).encode() + b"\n")
    os.close(keyboard)
    return process.returncode, shown
