"""Bookmarks as other programs export them: wallabag (JSON), Readeck (zip, or its API's JSON), and browsers.

Forms, as read in public sources: wallabag 2 exports a list of objects with `url`, `title`, `content` (HTML),
`language`, `published_by` (a list), `published_at`, `created_at`; version 1 a list or a numbered object of
objects with `url`, `title`, `content`. Readeck exports a zip with `data.json` and, for each bookmark,
`bookmarks/ID/info.json` (`URL`, `Title`, `Authors`, `Lang`, `Published`) and the article as
`bookmarks/ID/container/index.html`. Browsers export HTML with one `<A HREF>` for each bookmark.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from konturen.errors import SourceError
from konturen.inbox.feeds import day, line, web_address
from konturen.inbox.markup import text_of
from konturen.records import Entry

MAX_BOOKMARKS = 200_000
"""Bookmarks that are taken from one file."""
MAX_UNPACKED = 500_000_000
"""Bytes that the parts we read of a zip file may unpack to together."""
MAX_PART = 20_000_000
"""Bytes that one part of a zip file may unpack to."""

Kind = Literal["wallabag", "readeck", "netscape"]

_INFO = re.compile(r"(?:^|/)bookmarks/([^/]{1,200})/info\.json$")
_ANCHOR = re.compile(r"<a\b([^<>]{0,20000})>([^<]{0,4000})", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}(?:"([^"]{1,4000})"|'([^']{1,4000})')""", re.IGNORECASE)
_NETSCAPE = re.compile(r"<!doctype\s+netscape-bookmark-file", re.IGNORECASE)
_EXPORT_AGAIN = "Export the bookmarks again and give that file."


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The bookmarks of a file, each address once. `refused` says of those that cannot be taken why."""

    kind: Kind
    entries: tuple[Entry, ...]
    refused: tuple[str, ...]


def read_bookmarks(content: bytes, where: str) -> Bookmarks:
    """The bookmarks of an export, whichever program wrote it. SourceError where no form fits."""
    if content.startswith(b"PK\x03\x04"):
        return _bookmarks("readeck", _readeck_zip(content, where), where)
    text = text_of(content, None).lstrip("\ufeff \t\r\n")
    if text[:1] in ("[", "{"):
        objects = list(_objects(text, where))
        kind: Kind = "readeck" if any(_is_readeck(item) for item in objects[:20]) else "wallabag"
        return _bookmarks(kind, objects, where)
    if _NETSCAPE.search(text[:2000]):
        return _bookmarks("netscape", _anchors(text), where)
    raise SourceError(
        "this is no list of bookmarks that is known.",
        where,
        "Give the JSON that wallabag exports, Readeck's export, or a browser's bookmarks as HTML.",
    )


def _bookmarks(kind: Kind, items: Iterable[Mapping[str, Any]], where: str) -> Bookmarks:
    entries: dict[str, Entry] = {}
    refused: list[str] = []
    for number, item in enumerate(items, 1):
        if number > MAX_BOOKMARKS:
            raise SourceError(f"the file holds more than {MAX_BOOKMARKS:,} bookmarks.", where, "Split it.")
        entry = _entry(item)
        if entry is None:
            given, title = line(item.get("url")), line(item.get("title"))
            if given is None:
                refused.append(f"bookmark {number} has no address{f' ({title[:200]})' if title else ''}.")
            else:
                refused.append(f"bookmark {number}: {given[:200]} is no http or https address.")
        elif entry.key not in entries:
            entries[entry.key] = entry
    if not entries:
        raise SourceError("there is not one bookmark in it that can be read.", where, _EXPORT_AGAIN)
    return Bookmarks(kind, tuple(entries.values()), tuple(refused))


def _entry(item: Mapping[str, Any]) -> Entry | None:
    """A bookmark as an entry: the text that was saved with it counts as the whole text."""
    address = web_address(item.get("url")) or web_address(item.get("given_url"))
    if address is None:
        return None
    content = item.get("content") or item.get("html")
    if not isinstance(content, str) or not content.strip():
        content = None
    return Entry(
        address,
        address,
        line(item.get("title")),
        _authors(item.get("published_by") or item.get("authors")),
        day(item.get("published_at") or item.get("published")),
        _language(item.get("language") or item.get("lang")),
        content,
        whole=content is not None,
    )


def _authors(value: object) -> str | None:
    names = value if isinstance(value, list) else [value]
    return line(", ".join(name for name in names if isinstance(name, str) and name.strip()))


def _language(value: object) -> str | None:
    found = line(value)
    return found[:2].lower() if found and re.fullmatch(r"[A-Za-z]{2}(?:[-_].*)?", found) else None


def _is_readeck(item: Mapping[str, Any]) -> bool:
    return "read_progress" in item or "site_name" in item or "userid" in item


def _objects(text: str, where: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON list, of an object of objects, or of JSON lines."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = text.splitlines()
        if len(lines) < 2 or not text.startswith("{"):
            raise _damaged(where) from error
        told = [_one(each, where) for each in lines if each.strip()]
    if isinstance(told, dict):
        single = isinstance(told.get("url", told.get("URL")), str)
        told = [told] if single else list(told.values())
    for item in told if isinstance(told, list) else ():
        yield _small(item) if isinstance(item, dict) else {}


def _one(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(where) from error


def _small(item: dict[str, Any]) -> dict[str, Any]:
    """An object with its names in small letters: Readeck's export has large ones."""
    return {name.lower(): value for name, value in item.items()}


def _readeck_zip(content: bytes, where: str) -> Iterator[Mapping[str, Any]]:
    """The bookmarks of Readeck's export, each with its article where that was saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if len(names) > 20 * MAX_BOOKMARKS or not any(_INFO.search(name) for name in names):
                raise SourceError("this zip file is no export of Readeck.", where, _EXPORT_AGAIN)
            held = set(names)
            left = MAX_UNPACKED
            for name in names:
                if not _INFO.search(name):
                    continue
                info = _one(_part(package, name, where).decode("utf-8", "replace"), where)
                item = _small(info) if isinstance(info, dict) else {}
                article = name.removesuffix("info.json") + "container/index.html"
                if article in held:
                    page = _part(package, article, where)
                    left -= len(page)
                    item["content"] = page.decode("utf-8", "replace")
                if left < 0:
                    what = f"the export unpacks to more than {MAX_UNPACKED:,} bytes."
                    raise SourceError(what, where, "Export a part of the bookmarks.")
                yield item
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        # zipfile tells encrypted parts as RuntimeError, unknown methods as NotImplementedError.
        raise SourceError("the zip file is damaged or encrypted.", where, _EXPORT_AGAIN) from error


def _part(package: zipfile.ZipFile, name: str, where: str) -> bytes:
    """One part, unpacked; its declared length is not believed."""
    with package.open(name) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise SourceError(f"{line(name)} unpacks to more than {MAX_PART:,} bytes.", where, _EXPORT_AGAIN)
    return content


def _anchors(text: str) -> Iterator[Mapping[str, Any]]:
    for attributes, words in _ANCHOR.findall(text):
        found = _HREF.search(attributes)
        if found:
            yield {"url": unescape(found[1] or found[2]), "title": unescape(words)}


def _damaged(where: str) -> SourceError:
    return SourceError("the JSON of the bookmarks is damaged.", where, _EXPORT_AGAIN)
