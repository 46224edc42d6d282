"""Fetching one address that a person named, without letting it reach into private networks.

Each hop of a redirect is looked up once, every address it has is checked, and the connection is made to a
checked address itself: a name that answers differently the next time (DNS rebinding) gains nothing. The whole
fetch has one deadline. No proxy is used, since behind one the checked address is not the one that is reached.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpcore2
import httpx2

from konturen.errors import SourceError
from konturen.reading.options import ReadOptions

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], tuple[str, ...]]

USER_AGENT = "Konturen/0.1 (reads single articles named by a person)"
MAX_REDIRECTS = 10
"""Newspapers need up to five (http, www, consent, login, article)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = ("text/", "application/xhtml", "application/xml", "application/pdf", "application/octet-stream")
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SAVE = "Save the page from a browser and give the file."
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the Accept header, and the beginnings of the media types that are taken."""

    accept: str
    types: tuple[str, ...]
    hint: str


PAGES = Wanted(
    "text/html,application/xhtml+xml,text/plain,application/pdf,*/*;q=0.1",
    (*_READABLE, _WORD_TYPE),
    "Give the address of a page, a PDF or a DOCX.",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the last address of all redirects, the content and what was said of it."""

    url: str
    content: bytes
    media_type: str | None
    charset: str | None


class _RefusedError(Exception):
    """An address must not be reached; the argument is the address."""


class _UnknownNameError(httpcore2.ConnectError):
    """No address belongs to a host's name (the connection pool drops the causes of errors)."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, addresses packed into IPv6 ones included."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        packed = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            packed.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(str(inner)) for inner in packed):
            return False
        if ip.ipv4_mapped is not None:
            return True
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def lookup(host: str, port: int) -> tuple[str, ...]:
    """All IP addresses of a host, in the system's order; raises `OSError` where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    location: str,
    options: ReadOptions,
    resolve: Resolver = lookup,
    permits: Callable[[str], bool] = is_public,
    wanted: Wanted = PAGES,
) -> Fetched:
    """The content behind an http(s) address, redirects followed.

    `resolve` and `permits` decide where names lead and which addresses may be reached, `wanted` what is asked
    for. Raises `SourceError`
    for all that can go wrong: refused addresses, time-outs, TLS, status codes, too long or unreadable answers.
    """
    allowed: Callable[[str], bool] = (lambda _: True) if options.allow_private else permits
    guard = Guard(resolve, allowed, time.monotonic() + options.timeout)
    url = checked_url(location, location)
    with httpx2.Client(transport=Transport(guard), trust_env=False, headers=_headers(wanted)) as client:
        for _ in range(MAX_REDIRECTS + 1):
            with explained(url, location, options):
                answer = _ask(client, url, options, wanted)
            if isinstance(answer, Fetched):
                return answer
            url = checked_url(str(url.join(answer)), location)
    what = f"the address redirects more than {MAX_REDIRECTS} times."
    raise SourceError(what, location, _SAVE)


def _headers(wanted: Wanted) -> dict[str, str]:
    # Only encodings with a bounded ratio: a megabyte of brotli can hold gigabytes.
    return {
        "User-Agent": USER_AGENT,
        "Accept": wanted.accept,
        "Accept-Language": "de,en,ru",
        "Accept-Encoding": "gzip, deflate",
    }


def checked_url(text: str, location: str) -> httpx2.URL:
    try:
        url = httpx2.URL(text)
    except (httpx2.InvalidURL, ValueError) as error:
        raise SourceError("this is not a well-formed address.", location, "Check how it is spelled.") from error
    if url.scheme not in ("http", "https") or not url.host:
        what = f"only http and https addresses are read, not {url.scheme or 'this'}."
        raise SourceError(what, location, _SAVE)
    if url.userinfo:
        what = "the address carries a user name, which hides where it leads."
        raise SourceError(what, str(url.copy_with(userinfo=b"")), "Leave out all between // and @.")
    return url.copy_with(fragment=None)


def _ask(client: httpx2.Client, url: httpx2.URL, options: ReadOptions, wanted: Wanted) -> Fetched | str:
    """One request: the content, or the place to which it is redirected."""
    with client.stream("GET", url, follow_redirects=False) as response:
        target = response.headers.get("location")
        if response.status_code in _REDIRECTS and target:
            return target
        _check_status(response, str(url))
        media_type = _check_type(response, str(url), wanted)
        content = bytearray()
        too_long = SourceError(
            f"the answer is longer than {options.max_bytes:,} bytes.", str(url), "Raise --max-bytes to read it."
        )
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > options.max_bytes:
            raise too_long
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > options.max_bytes:
                raise too_long
        return Fetched(str(url), bytes(content), media_type, response.charset_encoding)


def _check_status(response: httpx2.Response, where: str) -> None:
    status = response.status_code
    if status == 200:
        return
    hints = {401: _SAVE, 403: _SAVE, 404: "Check the address.", 410: "Look for an archived copy."}
    later = "Try again later." if status == 429 or status >= 500 else "Check the address."
    wait = response.headers.get("retry-after", "").strip()
    if wait.isascii() and wait.isdigit() and len(wait) < 8 and status in (429, 503):
        later = f"Try again in {wait} seconds, as the server asks."
    raise SourceError(f"the server answered with status {status}.", where, hints.get(status, later))


def _check_type(response: httpx2.Response, where: str, wanted: Wanted) -> str | None:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise SourceError(f"the server packs its answer as {coding!r}, unasked.", where, _SAVE)
    header = response.headers.get("content-type")
    if header is None:
        return None
    media_type = header.partition(";")[0].strip().lower()
    if media_type and not media_type.startswith(wanted.types):
        what = f"the address holds {media_type}, which is not a text that can be read."
        raise SourceError(what, where, wanted.hint)
    return media_type or None


class explained:  # noqa: N801 - used like a function in `with`
    """Turns what the network library raises into a `SourceError` that says what to do."""

    def __init__(self, url: httpx2.URL, location: str, options: ReadOptions) -> None:
        self.where = location if str(url) == location else f"{location} ({url})"
        self.timeout = options.timeout

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, SourceError):
            return
        told = self._told(error)
        if told is not None:
            raise SourceError(told[0], self.where, told[1]) from error

    def _told(self, error: BaseException) -> tuple[str, str] | None:
        if isinstance(error, _RefusedError):
            what = f"the address leads to {error}, which is not in the public internet, and is refused."
            return what, "Give --allow-private if you trust it."
        if isinstance(error, httpcore2.TimeoutException | httpx2.TimeoutException):
            what = f"there was no whole answer within {self.timeout:g} seconds."
            return what, "Try again later or raise --timeout."
        if _caused_by(error, ssl.SSLError):
            return "the server's certificate or encryption cannot be trusted.", _SAVE
        if isinstance(error, _UnknownNameError):
            return "no server of that name is known.", "Check the address and the network."
        if isinstance(error, httpx2.DecodingError):
            return "the answer is packed and damaged.", _SAVE
        if isinstance(error, httpcore2.ProtocolError | httpx2.ProtocolError):
            return "the server does not answer as a web server does.", "Check the address."
        if isinstance(error, httpcore2.NetworkError | httpx2.TransportError | OSError):
            return "the server cannot be reached or broke off.", "Check the address and the network."
        return None


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


class Guard(httpcore2.NetworkBackend):
    """Opens connections to checked addresses only, and gives every wait what is left of the deadline."""

    def __init__(self, resolve: Resolver, permits: Callable[[str], bool], deadline: float) -> None:
        self._resolve = resolve
        self._permits = permits
        self._deadline = deadline
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to one of the host's addresses, all of which must be permitted."""
        addresses = self._addresses(host, port)
        for address in addresses:
            if not self._permits(address):
                raise _RefusedError(address)
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._backend.connect_tcp(address, port, _left(self._deadline))
            except httpcore2.ConnectError as error:
                failure = error
                continue
            return _Bounded(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The look-up in a thread of its own: the system's resolver knows no deadline."""
        found: list[tuple[str, ...]] = []
        failed: list[OSError | UnicodeError] = []

        def work() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(_left(self._deadline))
        if failed:
            raise _UnknownNameError(str(failed[0]))
        if not found:
            raise httpcore2.ConnectTimeout(f"no address for {host} in time")
        return found[0]


class _Bounded(httpcore2.NetworkStream):
    """A stream whose reads and writes end at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Bounded(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline has passed")
    return left


class _Body(httpx2.SyncByteStream):
    def __init__(self, chunks: Iterable[bytes], close: Callable[[], None]) -> None:
        self._chunks = chunks
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks

    def close(self) -> None:
        self._close()


class Transport(httpx2.BaseTransport):
    """httpx2's client over a connection pool that connects through the guard."""

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore2.ConnectionPool(network_backend=guard, max_keepalive_connections=0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(httpcore2.Request(b"GET", url, headers=request.headers.raw))
        stream = answer.stream
        if not isinstance(stream, Iterable):
            raise httpcore2.ProtocolError("the answer cannot be read as a stream")
        body = _Body(stream, answer.close)
        return httpx2.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()
