"""A web server that behaves badly on request, and notes how politely it is asked."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from konturen.errors import SourceError
from konturen.inbox.manners import Get
from konturen.reading import hops
from konturen.reading.options import ReadOptions
from konturen.records import Answer

LOCAL = ReadOptions(timeout=2.0, max_bytes=5_000_000)


@dataclass
class Page:
    """An answer: status, content, headers; `script` answers instead, one after the other, the last one for good."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    script: list[Page] = field(default_factory=list)
    kind: str = "text/html; charset=utf-8"
    drip: float = 0.0
    endless: bool = False
    pause: float = 0.0


@dataclass
class Asked:
    """A request as the server saw it: its host and path, its headers, and when it began and ended."""

    host: str
    path: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0


class Web:
    """Pages by "host/path"; a host without a robots.txt answers 404 for it."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.port = 0
        self.lock = threading.Lock()

    def paths(self, robots: bool = False) -> list[str]:
        """What was asked, in order."""
        return [f"{a.host}{a.path}" for a in self.asked if robots or a.path != "/robots.txt"]

    def at(self, place: str) -> str:
        """The address of a page."""
        host, _, path = place.partition("/")
        return f"http://{host}:{self.port}/{path}"

    def get(self, options: ReadOptions = LOCAL) -> Get:
        """How this web is asked: all names lead here but those of private hosts."""

        def resolve(host: str, port: int) -> tuple[str, ...]:
            if host == "unknown.example":
                raise OSError("no such name")
            return ("10.0.0.1",) if host == "private.example" else ("127.0.0.1",)

        def ask(address: str, headers: Mapping[str, str]) -> Answer:
            return hops.ask(address, options, headers, resolve, lambda ip: ip == "127.0.0.1")

        return ask

    def most_at_once(self) -> int:
        """How many requests to one host were in work at the same time, at most."""
        return max(
            sum(b.host == a.host and b.begun <= a.begun < b.ended for b in self.asked) for a in self.asked
        )

    def least_pause(self) -> float:
        """The shortest time between the end of a request and the begin of the next to the same host."""
        pauses = [1e9]
        for host in {a.host for a in self.asked}:
            own = sorted((a for a in self.asked if a.host == host), key=lambda a: a.begun)
            pauses += [b.begun - a.ended for a, b in itertools.pairwise(own)]
        return min(pauses)


class _Handler(BaseHTTPRequestHandler):
    web: Web

    def log_message(self, *args: object) -> None:
        """Stays silent."""

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        asked = Asked(host, self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
        with self.web.lock:
            self.web.asked.append(asked)
            page = self.web.pages.get(f"{host}{self.path}", Page(404, b"no"))
            if page.script:
                page = page.script.pop(0) if len(page.script) > 1 else page.script[0]
        try:
            time.sleep(page.pause)
            self.answer(page)
        except OSError:
            pass
        finally:
            asked.ended = time.monotonic()

    def answer(self, page: Page) -> None:
        etag = page.headers.get("ETag")
        modified = page.headers.get("Last-Modified")
        if (etag and self.headers.get("If-None-Match") == etag) or (
            modified and self.headers.get("If-Modified-Since") == modified
        ):
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(page.status)
        for name, value in {"Content-Type": page.kind, **page.headers}.items():
            self.send_header(name, value)
        if page.endless or page.drip:
            self.end_headers()
            end = time.monotonic() + 8
            while time.monotonic() < end:
                self.wfile.write(b"a" * (65536 if page.endless else 1))
                time.sleep(page.drip)
            return
        self.send_header("Content-Length", str(len(page.content)))
        self.end_headers()
        self.wfile.write(page.content)


@contextmanager
def serving() -> Iterator[Web]:
    """A web on 127.0.0.1."""
    web = Web()
    handler = type("Handler", (_Handler,), {"web": web})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        web.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield web
        server.shutdown()
        thread.join(5)


def packed(content: bytes) -> Page:
    """A page that is sent packed."""
    return Page(200, gzip.compress(content), {"Content-Encoding": "gzip"})


def refused(call: Callable[[], object]) -> str:
    """What is said of a call that is refused."""
    try:
        call()
    except SourceError as error:
        return str(error)
    raise AssertionError("nothing was refused")
