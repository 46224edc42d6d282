"""What a form sends, read whole before it is carried out: no more of it than it may have, and not for ever.

A form in another encoding than UTF-8 is refused before it is understood: browsers send no other, and some of
Python's (`unicode_escape`, `punycode`) make half characters of it or take very long.
"""

from __future__ import annotations

import asyncio

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from konturen.web import security

NEXT, WHOLE = 30.0, 600.0
"""Seconds that one waits for the next part of a form, and for all of it."""


class UnreadableError(Exception):
    """A form that is not read: the status, and a key of `refused` words."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


async def received(request: Request, most: int, files: int = 0, fields: int = 5) -> FormData:
    """The form of a request with at most so many bytes, files and fields; else UnreadableError."""
    if _declared(request) > most:
        raise UnreadableError(413, "large")
    _, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower().replace(b"-", b"") != b"utf8":
        raise UnreadableError(400, "form")
    narrow = Request(request.scope, security.limited(_waiting(request.receive, NEXT), most))
    try:
        async with asyncio.timeout(WHOLE):
            return await narrow.form(max_files=files, max_fields=fields, max_part_size=most)
    except security.TooLargeError:
        raise UnreadableError(413, "large") from None
    except TimeoutError:
        raise UnreadableError(408, "slow") from None
    except (MultiPartException, HTTPException, ClientDisconnect):
        raise UnreadableError(400, "form") from None


def _declared(request: Request) -> int:
    """How many bytes a request says that it has; 0 where it says nothing that is a number."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _waiting(receive: Receive, seconds: float) -> Receive:
    """The same body, of which no part is waited for longer than so many seconds."""

    async def hurried() -> Message:
        async with asyncio.timeout(seconds):
            return await receive()

    return hurried
