"""The socket of the desk."""

from __future__ import annotations

import socket
from contextlib import closing

from konturen.web.serving import listening


def test_answers_are_sent_at_once() -> None:
    """The socket names its protocol: only then asyncio turns Nagle's algorithm off for what is accepted from it, and
    no page waits for the browser's delayed acknowledgement."""
    with closing(listening("127.0.0.1", 0)) as bound:
        assert bound.proto == socket.IPPROTO_TCP
