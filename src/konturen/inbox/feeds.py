"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed 1.0 and 1.1, as entries.

XML feeds are made whole by `markup` and then read by feedparser, which is given a stream and never an address,
so that it opens nothing. Sources: rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
from lxml import etree

from konturen.errors import SourceError
from konturen.inbox.markup import text_of, tree_of
from konturen.records import Entry

MAX_ENTRIES = 20_000
"""Entries that are taken from one feed; how many more there were is told."""
MAX_ADDRESS = 4_000
"""Longest address in characters; servers refuse longer ones."""
MAX_LINE = 1_000
"""Longest title or author that is kept; no outlet prints longer ones."""

_BRIEF = frozenset(
    {"author", "creator", "managingEditor", "webMaster", "contributor", "name", "email", "publisher"}
)
"""Elements whose text is cut before feedparser sees it, whose search for e-mail addresses is quadratic."""
_PLACES = frozenset({"http://www.opengis.net/gml", "http://www.georss.org/georss"})
"""Namespaces of places on the earth, which we do not read; feedparser fails on those that are wrong."""
UNKNOWN = "urn:konturen:unknown"
_ITEMS = frozenset({"item", "entry"})
_PAGE = re.compile(
    r"^\s{0,1000}(?:<\?xml[^>]{0,500}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.I)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]{0,800})"|'([^']{0,800})')""", re.I)
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_UNWANTED = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_CODE = re.compile(r"[A-Za-z]{2,3}\b")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its kind as feedparser names it ("rss20", "atom10") or "json", its title, and its entries.

    `left_out` counts the entries behind the first `MAX_ENTRIES`; `damaged` says that there may have been more.
    """

    kind: str
    title: str | None
    entries: tuple[Entry, ...]
    left_out: int = 0
    damaged: bool = False


def read_feed(content: bytes, address: str, charset: str | None = None) -> Feed:
    """The feed that an address answered. Relative links become absolute ones.

    SourceError where this is no feed; for a page the message names the feeds that the page links to.
    """
    text = text_of(content, charset)
    if not text.strip("\ufeff \t\r\n\0"):
        raise SourceError("the feed is empty.", address, "Check the address.")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text, address)
    if _PAGE.match(text):
        raise _page(text, address)
    root, damaged = tree_of(text, address, "feed")
    left_out = _made_brief(root)
    parsed = _parsed(root, address)
    if not parsed.get("version") and not parsed.entries:
        raise SourceError("this is no feed.", address, "Give the address of an RSS, Atom or JSON feed.")
    told = parsed.feed if isinstance(parsed.feed, Mapping) else {}
    language = _language(told.get("language"))
    entries = _unique(_entry(item, address, language) for item in parsed.entries)
    if damaged and not entries:
        raise SourceError("the feed is damaged: not one entry can be read.", address, "Try again later.")
    return Feed(parsed.get("version") or "xml", line(told.get("title")), entries, left_out, damaged)


def _parsed(root: etree._Element, address: str) -> Any:
    """What feedparser makes of a feed; SourceError where it fails, as it does on some that no form allows."""
    try:
        return feedparser.parse(
            io.BytesIO(etree.tostring(root, encoding="utf-8")),
            response_headers={"content-location": address, "content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        what = f"the feed breaks the rules of its form and cannot be read ({type(error).__name__})."
        raise SourceError(what, address, "Tell its outlet, or follow another of its feeds.") from error


def _made_brief(root: etree._Element) -> int:
    """Cut what feedparser is slow or fails at, and entries behind the last that is taken; how many of these."""
    items = 0
    surplus = []
    for element in root.iter(etree.Element):
        space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
        if space.removeprefix("{") in _PLACES:
            element.tag = f"{{{UNKNOWN}}}{name}"
        elif name in _ITEMS:
            items += 1
            if items > MAX_ENTRIES:
                surplus.append(element)
        elif name in _BRIEF and element.text and len(element.text) > MAX_LINE:
            element.text = element.text[:MAX_LINE]
    for element in surplus:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return len(surplus)


def _entry(item: Mapping[str, Any], base: str, language: str | None) -> Entry:
    address = next((found for found in _addresses(item, base)), None)
    title = line(_plain(item.get("title"), item.get("title_detail")))
    content, media_type, whole = _content(item)
    key = address or _key(item.get("id"), title, content)
    return Entry(
        key,
        address,
        title,
        line(item.get("author")),
        day(_dated(item, ""), _dated(item, "_parsed")),
        _language(_detail_language(item)) or language,
        content,
        media_type,
        whole,
    )


def _addresses(item: Mapping[str, Any], base: str) -> Iterable[str]:
    """The addresses that an entry gives for its text, best first."""
    links = item.get("links")
    named = [item.get("feedburner_origlink"), item.get("link")]
    if isinstance(links, list):
        wanted = [link for link in links if isinstance(link, Mapping)]
        named += [link.get("href") for link in wanted if link.get("rel", "alternate") == "alternate"]
    for value in named:
        found = web_address(value, base)
        if found:
            yield found


def _content(item: Mapping[str, Any]) -> tuple[str | None, str, bool]:
    """The longest text that came with an entry, its media type, and whether it claims to be the whole text.

    RSS's content:encoded and Atom's content do so; RSS's description does where the entry has no link
    (RSS 2.0: such an entry is complete in itself).
    """
    found: list[tuple[str, str]] = []
    for part in item.get("content") or ():
        value, kind = part.get("value"), str(part.get("type") or "text/html")
        if isinstance(value, str) and value.strip() and kind.startswith(("text/", "application/xhtml")):
            found.append((value, "text/plain" if kind == "text/plain" else "text/html"))
    if found:
        return *max(found, key=lambda pair: len(pair[0])), True
    summary = item.get("summary")
    if isinstance(summary, str) and summary.strip():
        return summary, "text/html", not item.get("link")
    return None, "text/html", False


def _dated(item: Mapping[str, Any], form: str) -> Any:
    """When an entry was published, else made, else changed; read as it stands, since feedparser would put one
    date in place of another and warn of it."""
    held = dict(item)
    return next(
        (held[name + form] for name in ("published", "created", "updated") if held.get(name + form)), None
    )


def _detail_language(item: Mapping[str, Any]) -> object:
    """The xml:lang that holds for an entry's title."""
    detail = item.get("title_detail")
    return item.get("language") or (detail.get("language") if isinstance(detail, Mapping) else None)


def _plain(value: object, detail: object) -> object:
    """A title without the tags that some feeds write into it."""
    if isinstance(value, str) and isinstance(detail, Mapping) and "html" in str(detail.get("type")):
        return re.sub(r"<[/A-Za-z][^<>]{0,300}>", "", value)
    return value


def _json_feed(text: str, address: str) -> Feed:
    try:
        told = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise SourceError("this is no feed: its JSON is damaged.", address, "Check the address.") from error
    items = told.get("items") if isinstance(told, dict) else None
    version = str(told.get("version", "")) if isinstance(told, dict) else ""
    if not isinstance(items, list) or "jsonfeed.org" not in version:
        raise SourceError(
            "this JSON is no JSON Feed.", address, "Give the address of an RSS, Atom or JSON feed."
        )
    language = _language(told.get("language"))
    shared = _json_author(told)
    entries = (
        _json_entry(item, address, language, shared) for item in items[:MAX_ENTRIES] if isinstance(item, dict)
    )
    return Feed("json", line(told.get("title")), _unique(entries), max(0, len(items) - MAX_ENTRIES))


def _json_entry(item: dict[str, Any], base: str, language: str | None, author: str | None) -> Entry:
    address = web_address(item.get("url"), base) or web_address(item.get("external_url"), base)
    title = line(item.get("title"))
    content, media_type = None, "text/html"
    for name, kind in (("content_html", "text/html"), ("content_text", "text/plain")):
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            content, media_type = value, kind
            break
    whole = content is not None
    if content is None and isinstance(item.get("summary"), str):
        content, media_type = item["summary"] or None, "text/plain"
    number = item.get("id")
    return Entry(
        address or _key(str(number) if isinstance(number, int | float) else number, title, content),
        address,
        title,
        _json_author(item) or author,
        day(item.get("date_published") or item.get("date_modified")),
        _language(item.get("language")) or language,
        content,
        media_type,
        whole,
    )


def _json_author(told: dict[str, Any]) -> str | None:
    """Version 1.1 has a list of authors, 1.0 one author."""
    authors = told.get("authors") if isinstance(told.get("authors"), list) else [told.get("author")]
    named = (author.get("name") for author in authors or () if isinstance(author, dict))
    return line(", ".join(name for name in named if isinstance(name, str) and name.strip()))


def _page(text: str, address: str) -> SourceError:
    """What is said of a page: the feeds that it names."""
    feeds = []
    for tag in _LINK.findall(text[:200_000]):
        attributes = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(tag)}
        if attributes.get("type", "").strip().lower() in _FEED_TYPES:
            feeds.append(web_address(attributes.get("href"), address))
    named = list(dict.fromkeys(found for found in feeds if found))[:5]
    hint = f"Follow one of its feeds instead: {', '.join(named)}" if named else "Give the address of its feed."
    return SourceError("this is a page, not a feed.", address, hint)


def _unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each entry once; of several with one key the first."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
    return tuple(found.values())


def _key(guid: object, title: str | None, content: str | None) -> str:
    """What an entry without an address is known by: its own id, else what it says."""
    name = line(guid)
    if name:
        return f"id:{name}"
    return "text:" + hashlib.sha256(f"{title}\n{content}".encode("utf-8", "replace")).hexdigest()[:32]


def web_address(value: object, base: str = "") -> str | None:
    """An http(s) address without its fragment, made absolute; None for everything else."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ADDRESS:
        return None
    try:
        found = urldefrag(urljoin(base, _UNWANTED.sub("", value).strip()))[0]
        parts = urlsplit(found)
        host = parts.hostname
    except ValueError:
        return None
    return found if parts.scheme in ("http", "https") and host and len(found) <= MAX_ADDRESS else None


def line(value: object) -> str | None:
    """A value as one line without control characters, at most `MAX_LINE` characters; None where it is empty."""
    if not isinstance(value, str):
        return None
    return " ".join(_UNWANTED.sub(" ", value[: 4 * MAX_LINE]).split())[:MAX_LINE] or None


def day(value: object, parsed: Any = None) -> str | None:
    """The EDTF day on which something was published, as its own place counts days; None where nobody can say.

    A year or a month alone stays one. `parsed` is what feedparser made of dates in rarer forms (UTC).
    """
    text = value.strip()[:100] if isinstance(value, str) else ""
    partial = _PARTIAL_DATE.fullmatch(text)
    if partial and 1900 <= int(partial[1]) <= 2100 and 1 <= int(partial[2] or 1) <= 12:
        return text
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(text).date()
        except (ValueError, IndexError, OverflowError, TypeError):
            continue
        return found.isoformat() if 1900 <= found.year <= 2100 else None
    if parsed is not None and 1900 <= parsed[0] <= 2100:
        return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"
    return None


def _language(value: object) -> str | None:
    """The ISO 639-1 code of a language tag ("de-AT"); None where there is none."""
    found = _CODE.match(value.strip()) if isinstance(value, str) else None
    return found[0].lower() if found and len(found[0]) == 2 else None
