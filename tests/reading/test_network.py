"""Addresses are fetched within their limits, and never from a private network."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from konturen.errors import SourceError
from konturen.reading.network import MAX_REDIRECTS, USER_AGENT, fetch, is_public
from konturen.reading.options import ReadOptions

LOCAL = ReadOptions(allow_private=True, timeout=5.0, max_bytes=100_000)


class Handler(BaseHTTPRequestHandler):
    """Answers by path; see the tests."""

    def log_message(self, *args: object) -> None:
        """Stays silent."""

    def do_GET(self) -> None:
        """One answer for each path."""
        path = self.path
        if path.startswith("/status/"):
            self.answer(int(path.rpartition("/")[2]), b"no")
        elif path.startswith("/to/"):
            self.answer(302, b"", Location=path.removeprefix("/to/"))
        elif path == "/circle":
            self.answer(301, b"", Location="/circle")
        elif path == "/echo":
            told = f"{self.headers['Host']} {self.headers['User-Agent']}"
            self.answer(200, told.encode(), **{"Content-Type": "text/plain; charset=koi8-r"})
        elif path == "/type":
            self.answer(200, b"x", **{"Content-Type": "image/png"})
        elif path == "/gzip":
            self.answer(200, gzip.compress(b"packed"), **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.answer(200, gzip.compress(b"a" * 10_000_000), **{"Content-Encoding": "gzip"})
        elif path == "/twice":
            self.answer(200, b"x", **{"Content-Encoding": "gzip, gzip"})
        elif path == "/notgzip":
            self.answer(200, b"plain", **{"Content-Encoding": "gzip"})
        elif path == "/long":
            self.answer(200, b"a" * 100_001)
        elif path == "/endless":
            self.endless(b"a" * 65536, 0.0)
        elif path == "/drip":
            self.endless(b"a", 0.05)
        elif path == "/broken":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort")
        elif path == "/nonsense":
            self.wfile.write(b"hello, I am no web server\r\n\r\n")
        else:
            self.answer(200, b"<p>text</p>", **{"Content-Type": "text/html"})

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def endless(self, chunk: bytes, pause: float) -> None:
        """An answer that never ends by itself (for ten seconds, so that no test can hang)."""
        self.send_response(200)
        self.end_headers()
        end = time.monotonic() + 10
        try:
            while time.monotonic() < end:
                self.wfile.write(chunk)
                time.sleep(pause)
        except OSError:
            return


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a web server on 127.0.0.1."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(5)


def test_content_and_type(port: int) -> None:
    """The content comes with its media type and the address it came from."""
    fetched = fetch(f"http://127.0.0.1:{port}/page#part", LOCAL)
    told = (fetched.content, fetched.media_type, fetched.url)
    assert told == (b"<p>text</p>", "text/html", f"http://127.0.0.1:{port}/page")


def test_charset_of_the_header(port: int) -> None:
    """The character set of the header is passed on."""
    assert fetch(f"http://127.0.0.1:{port}/echo", LOCAL).charset == "koi8-r"


def test_polite_user_agent(port: int) -> None:
    """The server is told who asks."""
    assert USER_AGENT.encode() in fetch(f"http://127.0.0.1:{port}/echo", LOCAL).content


def test_name_is_connected_at_the_checked_address(port: int) -> None:
    """The connection goes to the address of the one look-up, while the server hears the name."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    fetched = fetch(
        f"http://news.invalid:{port}/echo", ReadOptions(timeout=5), resolve, lambda ip: ip == "127.0.0.1"
    )
    assert (asked, fetched.content.split()[0]) == (["news.invalid"], f"news.invalid:{port}".encode())


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    """A name that has a private address beside public ones is refused."""
    with pytest.raises(SourceError, match=r"leads to 10\.1\.2\.3"):
        fetch("http://news.invalid/", ReadOptions(timeout=5), lambda *_: ("93.184.216.34", "10.1.2.3"))


def test_redirect_into_a_private_network_is_refused(port: int) -> None:
    """Each hop of a redirect is checked, not the first only."""
    address = f"http://127.0.0.1:{port}/to/http://127.0.0.2:{port}/"
    with pytest.raises(SourceError, match=r"leads to 127\.0\.0\.2"):
        fetch(address, ReadOptions(timeout=5), permits=lambda ip: ip == "127.0.0.1")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "https://10.0.0.1/",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    """Private, loopback, link-local, shared, multicast and reserved addresses are refused in all notations."""
    with pytest.raises(SourceError, match=r"not in the public internet.*--allow-private"):
        fetch(address, ReadOptions(timeout=5))


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses(ip: str) -> None:
    """Addresses of the public internet may be reached."""
    assert is_public(ip)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://example.org/a.txt", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://", "only http and https"),
        ("http:///path", "only http and https"),
        ("http://user:secret@example.org/", "user name"),
        ("http://example.org@127.0.0.1/", "user name"),
        ("http://a\x00b/", "not a well-formed address"),
        ("http://exa\udc80mple/", "not a well-formed address"),
        ("http://0177.0.0.1/", "not a well-formed address"),
        ("http://[::1/", "not a well-formed address"),
    ],
)
def test_addresses_that_are_none(address: str, told: str) -> None:
    """Other schemes, hidden hosts and malformed addresses are refused before any look-up."""

    def never(host: str, port: int) -> tuple[str, ...]:
        raise AssertionError(f"looked up {host}")

    with pytest.raises(SourceError, match=told):
        fetch(address, ReadOptions(timeout=5), never)


def test_password_is_not_repeated() -> None:
    """The message about an address with a password does not hold the password."""
    with pytest.raises(SourceError) as caught:
        fetch("http://user:secret@example.org/", LOCAL)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/status/404", "status 404. Check the address"),
        ("/status/403", "status 403. Save the page"),
        ("/status/503", "status 503. Try again later"),
        ("/status/204", "status 204"),
        ("/circle", f"redirects more than {MAX_REDIRECTS} times"),
        ("/to/ftp://example.org/", "only http and https"),
        ("/type", "image/png"),
        ("/twice", "unasked"),
        ("/notgzip", "packed and damaged"),
        ("/long", "longer than 100,000 bytes"),
        ("/endless", "longer than 100,000 bytes"),
        ("/bomb", "longer than 100,000 bytes"),
        ("/broken", "does not answer as a web server|broke off"),
        ("/nonsense", "does not answer as a web server"),
    ],
)
def test_bad_answers(port: int, path: str, told: str) -> None:
    """Each way in which an answer can be bad is told, with what to do next."""
    with pytest.raises(SourceError, match=told):
        fetch(f"http://127.0.0.1:{port}{path}", LOCAL)


def test_packed_answer_is_unpacked(port: int) -> None:
    """An answer packed with gzip comes unpacked."""
    assert fetch(f"http://127.0.0.1:{port}/gzip", LOCAL).content == b"packed"


def test_deadline_holds_for_the_whole_answer(port: int) -> None:
    """A server that drips one byte after the other is left at the deadline."""
    with pytest.raises(SourceError, match=r"within 0\.4 seconds"):
        fetch(f"http://127.0.0.1:{port}/drip", ReadOptions(allow_private=True, timeout=0.4))


def test_silent_server() -> None:
    """A server that accepts and says nothing is left at the deadline."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(SourceError, match=r"within 0\.3 seconds"):
            fetch(address, ReadOptions(allow_private=True, timeout=0.3))


def test_slow_lookup() -> None:
    """A name server that does not answer is left at the deadline."""
    release = threading.Event()

    def resolve(host: str, port: int) -> tuple[str, ...]:
        release.wait(5)
        return ("127.0.0.1",)

    with pytest.raises(SourceError, match=r"within 0\.3 seconds"):
        fetch("http://news.invalid/", ReadOptions(timeout=0.3), resolve)
    release.set()


def test_closed_port() -> None:
    """A port where nobody listens is told as a server that cannot be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    with pytest.raises(SourceError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{free}/", LOCAL)


def test_unknown_name() -> None:
    """A name that nobody knows is told as such."""

    def resolve(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(SourceError, match="no server of that name"):
        fetch("http://news.invalid/", LOCAL, resolve)


def test_server_without_encryption(port: int) -> None:
    """A server that does not speak TLS is told as one whose encryption cannot be trusted."""
    with pytest.raises(SourceError, match="cannot be trusted"):
        fetch(f"https://127.0.0.1:{port}/", LOCAL)
