"""The tutorial runs: each command in it is run in order, and each line shown stands in the output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
GAP = "..."
"""Three dots stand for whatever a line or the output holds there."""


def _steps() -> list[tuple[str, list[str]]]:
    """Commands with the lines that the tutorial shows under them."""
    steps: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(TUTORIAL.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif line.strip() and line.strip() != GAP:
                steps[-1][1].append(line.strip())
    return steps


def _shown(line: str, output: list[str]) -> bool:
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in line.split(GAP))
    return any(re.fullmatch(pattern, have) for have in output)


def test_the_tutorial_shows_what_happens(tmp_path: Path) -> None:
    """Every command ends without error and prints the lines shown, blanks aside."""
    steps = _steps()
    assert len(steps) >= 6
    for sample in (TUTORIAL.parent.parent / "src" / "konturen" / "data" / "samples").glob("*.txt"):
        shutil.copy(sample, tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {
        **os.environ,
        "PATH": path,
        "COLUMNS": "110",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }
    for command, expected in steps:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        output = [" ".join(line.split()) for line in done.stdout.splitlines()]
        missing = [line for line in expected if not _shown(line, output)]
        assert not missing, f"{command} does not print {missing}; it prints:\n{done.stdout}"
