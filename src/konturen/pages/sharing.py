"""Where a text stands on the web, and the addresses by which a person shares it: nothing is fetched here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

SHARED_WORDS = 180
"""Characters of a sentence that are shared; X takes 280 of all together."""
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Share:
    """A service and the address that offers it the text; None where it takes addresses only and there is none
    to give."""

    service: str
    address: str | None


def web_address(place: str) -> str | None:
    """A place as an address that a link may lead to: of http or https, to a host, without a name or password in
    it and without a character that is not seen; None where it is none."""
    try:
        parts = urlsplit(place)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or user is not None:
        return None
    return place if all(c.isprintable() and not c.isspace() for c in place) else None


def one_line(text: str) -> str:
    """A text in one line, without signs that steer a terminal or turn the direction of writing."""
    return " ".join(_HIDDEN.sub(" ", text).split())


def shares(title: str, sentence: str | None, address: str | None) -> tuple[Share, ...]:
    """The ways to share a text, or a sentence of it: with its own address, never that of the desk."""
    said = one_line(title)
    if sentence:
        words = one_line(sentence)
        cut = words if len(words) <= SHARED_WORDS else words[: SHARED_WORDS - 1].rstrip() + "…"
        said = f"“{cut}” ({said})"
    whole = f"{said} {address}" if address else said
    link = {"url": address} if address else {}
    return (
        Share("x", "https://x.com/intent/post?" + _query(text=said, **link)),
        Share("linkedin", _linkedin(whole, address)),
        Share("whatsapp", "https://wa.me/?" + _query(text=whole)),
        Share("facebook", _facebook(address)),
        Share("email", "mailto:?" + _query(subject=one_line(title), body=whole)),
        Share(
            "telegram", "https://t.me/share/url?" + _query(url=address or said, text=said if address else "")
        ),
    )


def _linkedin(whole: str, address: str | None) -> str:
    if address:
        return "https://www.linkedin.com/sharing/share-offsite/?" + _query(url=address)
    return "https://www.linkedin.com/feed/?" + _query(shareActive="true", text=whole)


def _facebook(address: str | None) -> str | None:
    return "https://www.facebook.com/sharer/sharer.php?" + _query(u=address) if address else None


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value}, quote_via=quote)
