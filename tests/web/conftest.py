"""A desk with the sample texts: as an application without a socket, and as a server for a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from konturen.api import samples
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from tests.web.desk import browser as chromium
from tests.web.desk import client_of, served

OWN = ("http://127.0.0.1:", "data:", "blob:", "file:")
"""What a page may ask for."""


@pytest.fixture(scope="session")
def coded(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the sample texts, coded once; to be copied, not written."""
    path = tmp_path_factory.mktemp("coded") / "samples.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        for sample in samples():
            pipeline.add(ledger, str(sample))
    return path


@pytest.fixture
def ledger(coded: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The ledger of the sample texts, one's own."""
    path = tmp_path / "desk.sqlite"
    shutil.copyfile(coded, path)
    with open_ledger(str(path)) as opened:
        yield opened


@pytest.fixture
def document(ledger: Ledger) -> str:
    """The id of a text."""
    return ledger.reader.statements()[0].document.id


@pytest.fixture
def state(ledger: Ledger) -> Callable[[], Any]:
    """What stands in the ledger, so that it can be seen that nothing was written."""
    return lambda: ledger.reader.stamp()


@pytest.fixture
def client(ledger: Ledger, pipeline: Pipeline) -> TestClient:
    """The desk of the sample texts, called without a socket."""
    return client_of(ledger, pipeline)


@pytest.fixture
def address(ledger: Ledger, pipeline: Pipeline) -> Iterator[str]:
    """The address of a server of that desk, with a slash at its end."""
    with served(ledger, pipeline) as at:
        yield at


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless, once a test process."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, in English; it fails the test where a page asks another host for anything, breaks the
    policy of safety, or has a script that fails."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    window.on(
        "request",
        lambda asked: None if asked.url.startswith(OWN) else faults.append(asked.url),
    )
    yield window
    context.close()
    assert not faults
