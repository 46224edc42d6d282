"""Attacks on the desk by the byte: clients that are slow, requests that are two, hosts that are none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from konturen.web import patience

GET = b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n"
LONGEST = 20
"""Seconds after which a test gives up."""


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    """A connection to a server."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), LONGEST) as made:
        yield made


def ended(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def answers(address: str, sent: bytes) -> bytes:
    """What comes back of some bytes, until the server closes."""
    with connected(address) as connection:
        connection.sendall(sent)
        return ended(connection)


@pytest.mark.parametrize("sent", [b"", b"G", GET, GET + b"\r\n", GET + b"\r\n" + GET])
def test_whoever_asks_nothing_is_let_go(address: str, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """A connection on which the head of a request does not come, first or later, is closed."""
    monkeypatch.setattr(patience, "HEAD", 1.0)
    with connected(address) as connection:
        connection.sendall(sent)
        assert ended(connection).count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\n")


def test_whoever_sends_a_head_by_the_byte_is_let_go(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte does not begin the waiting anew."""
    monkeypatch.setattr(patience, "HEAD", 0.5)
    with connected(address) as connection:
        connection.settimeout(0.05)
        assert any(gone(connection) for _ in range(200))


def gone(connection: socket.socket) -> bool:
    """Whether the server has closed when a byte more is sent."""
    try:
        connection.sendall(b"x")
        return not connection.recv(1)
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_form_that_does_not_end_ends(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request whose end does not come is closed, however many bytes were promised."""
    monkeypatch.setattr(patience, "WHOLE", 0.3)
    head = b"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n"
    with connected(address) as connection:
        connection.sendall(head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\na=1")
        assert ended(connection) == b""


HEAD = b"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\n"
TWO = {
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nGET /",
    "a list of lengths": HEAD + b"Content-Length: 0, 5\r\n\r\nGET /",
    "a length with a sign": HEAD + b"Content-Length: +5\r\n\r\nGET /",
    "a blank before the colon": HEAD + b"Content-Length : 5\r\n\r\nGET /",
    "an unknown coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two hosts": GET + b"Host: evil.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a header of two lines": GET + b"X: a\r\n\x0bb\r\n\r\n",
    "a null in a header": GET + b"X: a\x00b\r\n\r\n",
    "a head without end": GET + b"X: " + b"a" * 200_000,
}


@pytest.mark.parametrize("name", TWO)
def test_a_request_that_may_be_two_is_none(address: str, name: str) -> None:
    """One answer, 400 or 501, and the connection is closed: a proxy and the desk never disagree on where one
    request ends."""
    found = answers(address, TWO[name])
    assert found.count(b"HTTP/1.1 ") == 1
    assert found.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))


@pytest.mark.parametrize(
    "target", [b"http://evil.example/sources", b"//evil.example/sources", b"*", b"evil.example:80"]
)
def test_an_address_of_another_host_is_no_page(address: str, target: bytes) -> None:
    """What a proxy is asked for is not what the desk answers."""
    found = answers(address, b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert found.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
