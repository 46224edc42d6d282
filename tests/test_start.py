"""The very beginning of the command: an interruption while the program loads."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from importlib.metadata import version

import pytest

START = "import sys; sys.argv = ['konturen', *sys.argv[1:]]; import konturen_start; konturen_start.main()"

READY = f"""
import signal
real = signal.signal
def told(*given):
    before = real(*given)
    print(flush=True)
    return before
signal.signal = told
{START}
"""
"""Tells when the handler is set."""


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_an_interruption_while_loading_ends_with_130(seconds: float) -> None:
    """No traceback, whenever it comes: one line at most, and the exit code of an interruption."""
    done = subprocess.Popen(
        [sys.executable, "-c", READY, "actors", "same", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.stdout
    done.stdout.readline()
    time.sleep(seconds)
    done.send_signal(signal.SIGINT)
    _, told = done.communicate(timeout=60)
    assert done.returncode == 130
    assert "Traceback" not in told
    assert told.count("\n") == 1
    assert told.startswith("konturen: interrupted; ")


def test_an_ignored_interruption_stays_ignored() -> None:
    """Under nohup the command goes on."""
    ignored = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); {START}"
    done = subprocess.Popen(
        [sys.executable, "-c", ignored, "--version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert done.stdout
    done.stdout.readline()
    done.send_signal(signal.SIGINT)
    out, told = done.communicate(timeout=60)
    assert (done.returncode, told) == (0, "")
    assert out.strip()


def test_the_installed_command_begins_there() -> None:
    """The package's entry point is the quiet one, and its module is part of what is built."""
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"]["konturen"] == "konturen_start:main"
    assert "src/konturen_start.py" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]


def test_the_package_runs_as_a_module() -> None:
    """`python -m konturen` is the command."""
    words = [sys.executable, "-m", "konturen", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == version("konturen")
