"""The public names of the package, pinned: a name that goes or comes is a decision, not an accident."""

from __future__ import annotations

import konturen

NAMES = [
    "CatalogError",
    "Coded",
    "CoderError",
    "Document",
    "Fact",
    "KonturenError",
    "Ledger",
    "LedgerError",
    "Mention",
    "Pipeline",
    "Query",
    "QueryError",
    "Sentence",
    "Settings",
    "SourceError",
    "Statement",
    "actors",
    "add",
    "backup",
    "before_after",
    "check",
    "code",
    "compare",
    "demo",
    "disagreement",
    "export",
    "fetch",
    "follow",
    "forecast",
    "gaps",
    "history",
    "judge",
    "matrix",
    "mentioned",
    "network",
    "open_ledger",
    "pairs",
    "plans",
    "read",
    "relation",
    "relations",
    "restore",
    "samples",
    "search",
    "show",
    "tracks",
]


def test_the_public_names_are_these() -> None:
    """`konturen.__all__` holds exactly the names that the documentation promises."""
    assert konturen.__all__ == NAMES


def test_each_public_name_explains_itself() -> None:
    """Every public name has a docstring of its own."""
    for name in NAMES:
        assert getattr(konturen, name).__doc__, name
