"""The pictures of the desk."""

from __future__ import annotations

import re
from pathlib import Path

from konturen.ledger.ledger import Ledger
from konturen.web.words import LANGUAGES
from tour import tour

DOCS = Path(__file__).parents[2] / "docs"


def test_every_page_has_a_picture_in_every_language(ledger: Ledger) -> None:
    """docs/desk holds one of each page that the tour goes through, and no others."""
    pages = {name for name, _ in tour(ledger)}
    for language in LANGUAGES:
        assert {file.stem for file in (DOCS / "desk" / language).iterdir()} == pages


def test_the_pictures_that_are_shown_are_there() -> None:
    """Every picture that docs/desk.md names exists and is a JPEG."""
    named = re.findall(r"\((desk/\w\w/[\w-]+\.jpg)\)", (DOCS / "desk.md").read_text("utf-8"))
    assert len(named) > 30
    for name in named:
        assert (DOCS / name).read_bytes()[:2] == b"\xff\xd8", name
