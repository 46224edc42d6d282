"""The pages with sessions run: each command in them is run in order, and each line shown stands in the output."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGES = {
    "docs/tutorial.md": 6,
    "docs/ledger.md": 12,
    "docs/actors.md": 30,
    "docs/judging.md": 15,
    "docs/analysis.md": 6,
    "docs/exports.md": 7,
    "README.md": 6,
}
"""Page -> fewest commands that it shows."""
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
GAP = "..."
"""Three dots stand for whatever a line or the output holds there."""
REFUSED = "konturen: "
"""How a line shown begins that tells an error: its command must fail, and stands on standard error."""
ALIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Language, name of the file and content of each fenced block; without a file the name is empty."""
    for block in BLOCK.finditer((ROOT / page).read_text("utf-8")):
        yield block[1], block[2] or "", block[3]


def _steps(block: str) -> list[tuple[str, list[str]]]:
    """Commands with the lines that the page shows under them."""
    steps: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif line.strip() and line.strip() != GAP:
            steps[-1][1].append(line.strip())
    return steps


def _shown(line: str, output: list[str]) -> bool:
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in line.split(GAP))
    return any(re.fullmatch(pattern, have) for have in output)


def _run(command: str, expected: list[str], folder: Path) -> None:
    """Run one command as a shell does; its end and its lines must be those that the page shows."""
    given = {"COLUMNS": "110", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8", "KONTUREN_USER": "ada"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, **given, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    refused = any(line.startswith(REFUSED) for line in expected)
    assert (done.returncode != 0) == refused, f"{command}: {done.returncode} {done.stderr}"
    printed = done.stdout + (done.stderr if refused else "")
    output = [" ".join(line.split()) for line in printed.splitlines()]
    missing = [line for line in expected if not _shown(line, output)]
    assert not missing, f"{command} does not print {missing}; it prints:\n{printed}"


def _session(block: str, page: str, values: dict[str, Any]) -> None:
    """Run a Python session; it goes on with the values of the one before."""
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest(block, values, page, page, 0)
    doctest.DocTestRunner(optionflags=ALIKE).run(test, out=told.append, clear_globs=False)
    values |= test.globs
    assert not told, "".join(told)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_happens(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command ends as the page says and prints the lines shown, blanks aside."""
    for sample in (ROOT / "src" / "konturen" / "data" / "samples").glob("*.txt"):
        shutil.copy(sample, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_USER", "ada")
    commands, values = 0, dict[str, Any]()
    for language, file, content in _blocks(page):
        if file:
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(content, "utf-8")
        elif language == "console":
            for command, expected in _steps(content):
                _run(command, expected, tmp_path)
                commands += 1
        elif language == "pycon":
            _session(content, page, values)
    assert commands >= PAGES[page]
