"""The article and its metadata out of a web page.

1. the characters: header, byte order mark or meta tag say how;
2. the article: trafilatura's body, rebuilt as paragraphs with blank lines between, headings on their own;
3. the metadata that the page declares; what it does not declare stays None.

What of the shell remained in the article is left to `konturen.reading.plain`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import trafilatura
from lxml.etree import LxmlError

from konturen.errors import SourceError
from konturen.reading.datelines import day
from konturen.reading.decoding import decode
from konturen.reading.furniture import classify
from konturen.reading.genre import declared
from konturen.reading.plain import recognise, without
from konturen.records import Genre

# Without a handler Python prints the library's warnings, which the errors raised here say better.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_HEAD_BYTES = 4096
"""Where a page declares its encoding: browsers look into the first 1024 bytes, some pages need more."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(?:html|body|!doctype)\b", re.IGNORECASE)
_MIN_SENTENCE_WORDS = 6
"""An article has at least one sentence of this many words; menus and consent pages have none."""

_SENTENCE = re.compile(r"[.!?…]['\"»“”’‘)\]]*(?:\s|$)")
_SPACES = re.compile(r"\s+")
_LINES = frozenset({"item", "row", "lb"})
"""Elements that begin a line, but no paragraph, of their own."""

_BLOCKS = frozenset({"p", "head", "quote", "code", "table", "list", "div", "ab"})
_OUTLET_TAGS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_MAX_READING_TIME_LENGTH = 60
"""Characters of an element in which a reading time is looked for: it is a label, not a sentence."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it was taken out of a page; what the page does not say is None.

    `published` is an EDTF day, `language` the ISO 639-1 code that the page claims.
    """

    text: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    language: str | None
    reading_minutes: int | None
    genre: Genre | None = None


def read_page(content: bytes, where: str, charset: str | None = None, forced: str | None = None) -> Page:
    """The article of an HTML page. `charset` is what the server says, `forced` what the user says.

    Raises `SourceError` where there is no article or the page cannot be decoded.
    """
    html = decode(content, where, charset or declared_charset(content), forced)
    if not _WHOLE_PAGE.search(html, 0, _HEAD_BYTES):
        html = f"<html><body>{html}</body></html>"  # trafilatura refuses fragments
    url = where if where.startswith(("http://", "https://")) else None
    try:
        found = trafilatura.bare_extraction(
            html,
            url=url,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "outputformat": "%Y-%m-%d",
            },
        )
        tree = trafilatura.load_html(html)
    except (LxmlError, RecursionError, ValueError) as error:
        raise SourceError(
            "the page is too damaged to be read.", where, "Save its text as a .txt file."
        ) from error
    text = _article(found.body) if found is not None and not isinstance(found, dict) else ""
    if found is None or isinstance(found, dict) or not _is_article(text):
        hint = "Give the address of a single article, or save its text as a .txt file."
        raise SourceError("there is no article on the page.", where, hint)
    return Page(
        text=text,
        title=_clean(found.title),
        author=_author(found.author),
        outlet=_outlet(tree, found.sitename),
        published=day(found.date) if found.date else None,
        language=_language(tree),
        reading_minutes=_reading_minutes(tree),
        genre=declared(tree),
    )


def declared_charset(content: bytes) -> str | None:
    """The encoding that a page names in its own first bytes, which may be wrong; None without one."""
    head = content[:_HEAD_BYTES]
    match = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else None


def _article(body: Any) -> str:
    """The text of an article's tree: blank lines between paragraphs, single ones between items and rows."""
    blocks: list[str] = [""]
    for kind, words in _runs(body):
        if kind == "block":
            blocks.append("")
        elif kind == "line":
            blocks[-1] = blocks[-1].rstrip() + "\n"
        elif kind == "cell":
            blocks[-1] += " "
        else:
            blocks[-1] += words
    lines = ("\n".join(_SPACES.sub(" ", line).strip(" ") for line in block.split("\n")) for block in blocks)
    return "\n\n".join(block.strip() for block in lines if block.strip())


def _runs(element: Any) -> Iterator[tuple[str, str]]:
    """The words under an element and where blocks, lines and cells begin, in reading order."""
    stack: list[tuple[str, Any]] = [("open", element)]
    while stack:
        state, current = stack.pop()
        tag = current.tag if isinstance(current.tag, str) else ""
        kind = "block" if tag in _BLOCKS else "line" if tag in _LINES else "cell" if tag == "cell" else ""
        if state == "close":
            if kind == "block":
                yield "block", ""
            if current is not element and current.tail:
                yield "words", _SPACES.sub(" ", current.tail)
            continue
        # A paragraph within an item, a cell or a quotation does not break it once more.
        if kind and not (kind == "block" and _first_within(current)):
            yield kind, ""
        if tag and current.text:
            yield "words", _SPACES.sub(" ", current.text)
        stack.append(("close", current))
        stack.extend(("open", child) for child in reversed(current))


def _first_within(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("item", "cell") and parent[0] is element


def _is_article(text: str) -> bool:
    """Whether there is a sentence outside the shell; a sentence has six words and ends like one."""
    article = without(text, recognise(text).skipped)
    return any(
        len(part.split()) >= _MIN_SENTENCE_WORDS
        for line in article.split("\n")
        if _SENTENCE.search(line.strip())
        for part in _SENTENCE.split(line.strip())[:-1]
    )


def _clean(value: str | None) -> str | None:
    cleaned = _SPACES.sub(" ", value).strip() if value else ""
    return cleaned or None


def _author(value: str | None) -> str | None:
    """The authors as one line; an address or a mail address in their place is no name."""
    cleaned = _clean(value)
    if cleaned is None or "://" in cleaned or "@" in cleaned:
        return None
    return cleaned.replace("; ", ", ")


def _outlet(tree: Any, guessed: str | None) -> str | None:
    """The name that the page gives its site; a mere host name is not one."""
    named = {
        (element.get("property") or element.get("name") or "").lower(): element.get("content")
        for element in reversed(tree.findall(".//meta"))
    }
    for tag in _OUTLET_TAGS:
        outlet = _clean(named.get(tag))
        if outlet is not None:
            return outlet
    outlet = _clean(guessed)
    return None if outlet is None or re.fullmatch(r"[\w-]+(\.[\w-]+)+", outlet) else outlet


def _language(tree: Any) -> str | None:
    """The two letters of the language in which the page says it is written."""
    claimed = (tree.getroottree().getroot().get("lang") or "").strip().lower()[:2]
    return claimed if len(claimed) == 2 and claimed.isalpha() else None


def _reading_minutes(tree: Any) -> int | None:
    """The reading time that the page prints as a label, in minutes."""
    for element in tree.iter("span", "div", "p", "time", "li", "small"):
        text = "".join(element.itertext(with_tail=False)) if len(element) < 4 else ""
        if not any(sign.isdigit() for sign in text) or len(text) > _MAX_READING_TIME_LENGTH:
            continue
        for part in classify(text, 0):
            if part.reason == "reading-time" and part.value:
                return int(re.sub(r"\D", "", part.value))
    return None
