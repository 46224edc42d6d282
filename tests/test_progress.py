"""Progress: quiet at first, quiet where nobody watches, never in the way of the output."""

from __future__ import annotations

import io
import sys
import time

import pytest
from rich.console import Console

from konturen.terminal.progress import Waiting

LONG = "x" * 300


def terminal(watched: bool = True) -> Console:
    """A console that writes into memory."""
    return Console(file=io.StringIO(), force_terminal=watched, width=60, _environ={})


def shown(console: Console) -> str:
    """What was written."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is due at once."""
    monkeypatch.setattr("konturen.terminal.progress.PATIENCE_SECONDS", 0.0)


def due(waiting: Waiting) -> Waiting:
    """Wait until the timer has struck."""
    while not waiting._due:
        time.sleep(0.001)
    return waiting


def test_short_work_shows_nothing() -> None:
    """Work that is done before patience ends leaves the terminal untouched."""
    console = terminal()
    with Waiting(console) as waiting:
        waiting.source(1, 2, "a.txt")
    assert shown(console) == ""


@pytest.mark.usefixtures("impatient")
def test_long_work_says_what_is_done() -> None:
    """Number, source and stage stand in the line."""
    console = terminal()
    with Waiting(console) as waiting:
        due(waiting).source(2, 3, "b.txt")
    assert "2 of 3: b.txt (reading)" in shown(console)


@pytest.mark.usefixtures("impatient")
def test_nothing_is_shown_where_nobody_watches() -> None:
    """Standard error that is no terminal gets no progress."""
    console = terminal(watched=False)
    with Waiting(console) as waiting:
        waiting.source(1, 1, "a.txt")
        time.sleep(0.01)
    assert shown(console) == ""


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", ["[/red]", "[bold]a", "a\x1b[31mb", "a\nb", "\udcff", LONG], ids=ascii)
def test_hostile_names_neither_break_nor_steer_the_line(name: str) -> None:
    """Markup, escapes, line feeds and endless names are shown harmlessly in one line."""
    console = terminal()
    with Waiting(console) as waiting:
        due(waiting).source(1, 1, name)
    written = shown(console)
    assert "\x1b[31m" not in written
    assert written.encode("utf-8")
    assert "x" * 60 not in written
    assert name == LONG or name.encode("unicode_escape").decode() in written


@pytest.mark.usefixtures("impatient")
def test_standard_output_is_left_where_it_goes() -> None:
    """While the line stands, what is printed goes to standard output and not through the line's console."""
    before = sys.stdout
    with Waiting(terminal()) as waiting:
        due(waiting).stage("reading")
        assert sys.stdout is before


@pytest.mark.usefixtures("impatient")
def test_the_line_goes_before_output_and_comes_back() -> None:
    """`clear` takes the line away; the next stage shows it again."""
    console = terminal()
    with Waiting(console) as waiting:
        due(waiting).stage("reading")
        waiting.clear()
        first = shown(console)
        waiting.stage("dates")
    assert first.endswith("\x1b[2K")
    assert "dates" in shown(console)[len(first) :]


def test_the_timer_that_strikes_too_late_shows_nothing() -> None:
    """A timer that fires while the work ends does not leave a line behind."""
    console = terminal()
    waiting = Waiting(console)
    with waiting:
        waiting.stage("reading")
    waiting._become_due()
    assert shown(console) == ""
