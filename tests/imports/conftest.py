"""A file of the test's own text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.helpers import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text under a name and gives its path."""

    def to(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8", newline="")
        return str(path)

    return to
