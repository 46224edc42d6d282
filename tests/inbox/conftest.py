"""A web for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.inbox.server import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    """A server without pages."""
    with serving() as made:
        yield made
