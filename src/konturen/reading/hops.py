"""One request to one address, with all answers told and no redirect followed: for those who ask regularly.

The guard is that of `network`: private addresses are refused, sizes and times are bounded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import httpcore2
import httpx2

from konturen.errors import LaterError, SourceError
from konturen.reading.network import Guard, Resolver, Transport, checked_url, explained, is_public, lookup
from konturen.reading.options import ReadOptions
from konturen.records import Answer

AGENT = "Konturen"
"""How robots.txt files call this program."""

USER_AGENT = f"{AGENT}/0.1 (reads feeds and addresses that a person chose; robots.txt is kept)"
_PASSING = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpx2.TimeoutException,
    httpx2.TransportError,
    OSError,
)
_PLAIN_CODINGS = ("identity", "gzip", "x-gzip", "deflate", "")


def ask(
    address: str,
    options: ReadOptions,
    headers: Mapping[str, str],
    resolve: Resolver = lookup,
    permits: Callable[[str], bool] = is_public,
) -> Answer:
    """What the server of an http(s) address answers to one request with these further headers.

    `resolve` and `permits` decide where names lead and which addresses may be reached. LaterError where the
    server cannot be reached or breaks off; SourceError where the address is refused or the answer is too long
    or packed unasked.
    """
    allowed: Callable[[str], bool] = (lambda _: True) if options.allow_private else permits
    guard = Guard(resolve, allowed, time.monotonic() + options.timeout)
    url = checked_url(address, address)
    sent = {
        "User-Agent": USER_AGENT,
        "Accept-Language": "de,en,ru",
        # Only encodings with a bounded ratio: a megabyte of brotli can hold gigabytes.
        "Accept-Encoding": "gzip, deflate",
        **headers,
    }
    try:
        with (
            explained(url, address, options),
            httpx2.Client(transport=Transport(guard), trust_env=False, headers=sent) as client,
            client.stream("GET", url, follow_redirects=False) as response,
        ):
            return _answer(response, str(url), options.max_bytes)
    except SourceError as error:
        if isinstance(error.__cause__, _PASSING):
            raise LaterError(error.what, error.where, error.hint) from error
        raise


def _answer(response: httpx2.Response, address: str, max_bytes: int) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    content = bytearray()
    if response.status_code == 200:
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding not in _PLAIN_CODINGS:
            raise SourceError(f"the server packs its answer as {coding[:40]!r}, unasked.", address)
        too_long = SourceError(
            f"the answer is longer than {max_bytes:,} bytes.", address, "Raise --max-bytes to read it."
        )
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and (len(declared) > 15 or int(declared) > max_bytes):
            raise too_long
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > max_bytes:
                raise too_long
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return Answer(
        address,
        response.status_code,
        headers,
        bytes(content),
        media_type or None,
        response.charset_encoding,
    )
