"""Drawings as SVG text: elements whose words and values are escaped, and a document that stands by itself.

Nothing is drawn by styles: the policy of the desk forbids them, and a file must look the same elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
INK, QUIET, LINE, PAPER = "#1c2024", "#56606a", "#d5d9dd", "#ffffff"
COOPERATION, CONFLICT, NEUTRAL = "#14548a", "#9b2f1c", "#565b60"
LETTER = 0.56
"""Mean width of a letter, in sizes of the font."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def words(text: str) -> str:
    """Text as SVG takes it; characters that XML cannot hold are shown as a box."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def element(name: str, *content: str, **values: str | float | None) -> str:
    """An element; `content` is SVG already. Underscores in names of attributes stand for hyphens (`class_` for
    class), numbers have at most two decimals, None leaves an attribute out."""
    attributes = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_FORBIDDEN.sub(chr(0xFFFD), _value(value)))}"
        for key, value in values.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def label(x: float, y: float, text: str, **values: str | float | None) -> str:
    """Words at a place."""
    return element("text", words(text), x=x, y=y, **values)


def link(address: str | None, *content: str, **values: str | float | None) -> str:
    """Content that leads somewhere; without an address it leads nowhere."""
    return element("a", *content, href=address, **values) if address else element("g", *content, **values)


def titled(text: str) -> str:
    """What a pointer and a reader of screens are told of the element around it."""
    return element("title", words(text))


def drawing(size: tuple[float, float], title: str, parts: Iterable[str], role: str = "img") -> Markup:
    """A whole drawing of a width and height, for a page or a file; a `group` where it has links."""
    width, height = size
    made = element(
        "svg",
        titled(title),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        font_family=FONT,
        font_size=12,
        fill=INK,
        role=role,
        aria_label=title,
    )
    # Every word and value in it was escaped above.
    return Markup(made)


def shortened(text: str, width: float, size: float = 12) -> str:
    """Words cut to a width, with an ellipsis that says so."""
    most = max(int(width / (size * LETTER)), 2)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
