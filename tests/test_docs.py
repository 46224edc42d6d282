"""The generated pages agree with what they are generated from."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def _pages() -> list[tuple[Path, str]]:
    spec = importlib.util.spec_from_file_location("build_docs", DOCS / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.pages())


@pytest.mark.parametrize(("path", "text"), _pages(), ids=lambda value: getattr(value, "name", ""))
def test_generated_pages_are_up_to_date(path: Path, text: str) -> None:
    """The page holds what docs/build.py writes now."""
    assert path.read_text("utf-8") == text, "run: python docs/build.py"
