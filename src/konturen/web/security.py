"""What no request gets past: another host's name, another site's form, more bytes than allowed.

A page may take scripts, styles and pictures of this server only, and nothing stands inline: text that came
from outside can never run. Forms are protected by what browsers say themselves (`Sec-Fetch-Site`, `Origin`), as
Filippo Valsorda describes (words.filippo.io/csrf): a page of another site cannot set these headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The content security policy of every answer."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: it would make browsers hide the origin of our own forms, by which they are known.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT = f"max-age={365 * 24 * 3600}"
"""Tells browsers that met the desk over TLS to use nothing else, for a year."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


_HOST = re.compile(r"(?:([a-z0-9._-]+)|\[([0-9a-f:.]+)\])(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
_ORIGIN = re.compile(r"(https?)://(.+)", re.ASCII | re.IGNORECASE)


def host_name(host: str) -> str:
    """The name in a Host header, without port; empty where it is anything but a name and a port."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else ""


def _own(origin: str, host: str, scheme: str) -> bool:
    """Whether an Origin header names the host that is called; over TLS, one that was called over TLS, too."""
    found = _ORIGIN.fullmatch(origin)
    if found is None or found[2].lower() != host.lower():
        return False
    return scheme != "https" or found[1].lower() == "https"


def refusal(
    method: str, headers: Headers, hosts: Iterable[str], scheme: str = "http"
) -> tuple[int, str] | None:
    """Why a request is not heard: the status and a key of `refused` words; None where it is."""
    host = headers.get("host", "")
    if host_name(host) not in hosts:
        return 421, "host"
    if method in SAFE:
        return None
    site = headers.get("sec-fetch-site")
    if site is not None:
        return None if site in ("same-origin", "none") else (403, "site")
    origin = headers.get("origin")
    if origin is not None and not _own(origin, host, scheme):
        return 403, "site"
    return None


class Secured:
    """Wraps an application: sets the headers of every answer."""

    def __init__(self, app: ASGIApp, https: bool = False) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": STRICT} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers of safety."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class TooLargeError(Exception):
    """More bytes were sent than the form may have."""


def limited(receive: Receive, most: int) -> Receive:
    """A body that raises `TooLargeError` where it has more bytes than `most`, whatever its header said."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLargeError
        return message

    return counted
