"""No link of the desk leads nowhere."""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape

from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from tour import tour

LINK = re.compile(r'<(?:a|link)\b[^>]*?href="([^"]+)"[^>]*>|<script\b[^>]*?src="([^"]+)"')
EACH = 15
"""Addresses of one page that are followed: its filters make hundreds."""


def test_every_link_leads_to_a_page(client: TestClient, ledger: Ledger) -> None:
    """From the pages of the tour along all links inside the desk, some of each page: none is broken, and those
    that lead outside are web addresses that tell the other side nothing."""
    waiting = deque((path, "the tour") for _, path in tour(ledger))
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    broken = []
    while waiting:
        path, origin = waiting.popleft()
        address = path.partition("#")[0]
        bare = re.sub(r"/texts/[^/?]+", "/texts/x", address.partition("?")[0])
        if address in seen or counts[bare] >= EACH:
            continue
        seen.add(address)
        counts[bare] += 1
        answer = client.get(address)
        if answer.status_code != 200:
            broken.append(f"{answer.status_code} {address} (from {origin})")
            continue
        if not answer.headers["content-type"].startswith("text/html") or "attachment" in str(answer.headers):
            continue
        for found in LINK.finditer(answer.text):
            link = unescape(found[1] or found[2])
            if link.startswith("/"):
                waiting.append((link, address))
            elif not link.startswith(("#", "mailto:")):
                assert link.startswith("https://"), link
                assert "noreferrer" in found[0], link
    assert not broken
    assert len(counts) > 20
