"""The desk for tests: called without a socket, served on loopback, seen in Chromium, examined by axe."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web.app import application
from konturen.web.patience import Patient
from konturen.web.serving import OWN_NAMES, listening
from konturen.web.site import Site

REQUIRED = "KONTUREN_REQUIRE_CHROMIUM"
"""Environment variable that makes a missing browser a failure: CI sets it."""
MISSING = "Chromium is not installed: apt-get install chromium"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
)
SERIOUS = ("serious", "critical")
"""What axe finds and we do not take."""


def site_of(ledger: Ledger, pipeline: Pipeline, **more: Any) -> Site:
    """What the desk of a ledger shares among its requests."""
    return Site(ledger, pipeline, OWN_NAMES, **more)


def client_of(ledger: Ledger, pipeline: Pipeline, **more: Any) -> TestClient:
    """The desk of a ledger, called without a socket; faults of ours are raised."""
    return TestClient(
        application(site_of(ledger, pipeline, **more)), base_url="http://127.0.0.1", follow_redirects=False
    )


def at(path: str, document: str) -> str:
    """A path with a text in the place of its part."""
    return path.replace("{document}", document)


@contextmanager
def served(ledger: Ledger, pipeline: Pipeline, **more: Any) -> Iterator[str]:
    """A server of the desk of a ledger, on a free port; its address with a slash at the end."""
    with closing(listening("127.0.0.1", 0)) as bound:
        config = uvicorn.Config(
            application(site_of(ledger, pipeline, **more)), log_level="error", lifespan="off", http=Patient
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window, sandbox or network of its own."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail(MISSING) if os.environ.get(REQUIRED) else pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield started
        started.close()


def barriers(page: Page) -> list[str]:
    """What axe finds of serious barriers on the page that is shown: rule and place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
