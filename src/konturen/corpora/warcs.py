"""WARC and WARC.gz: the pages of a web crawl, record by record; what is broken is told, and the next is read.

By `fastwarc` 2.0.1, which was compared with `warcio` 1.8.1 on whole, cut and damaged files (a lost piece in a
record, bytes between records, wrong lengths, one gzip around all). Neither goes on after damage: both raise or
end quietly, and neither tells that a packed record was cut. `fastwarc` reads a file that is one gzip as a
whole, where `warcio` stops after the first record; it raises one error (OSError), where `warcio` raises its
own, AttributeError and others and prints to the terminal; it tells where each record begins, takes 5,000
packed records of 1 KB from memory in 0.08 s, and is typed. So it reads, and going on is done here: after
damage, the next place is looked for where a record begins.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from konturen.corpora.fields import language
from konturen.corpora.items import Failure, Item
from konturen.corpora.options import Entry, InputOptions, failed, too_long
from konturen.corpora.packed import GZIP, shown, why
from konturen.tables import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastwarc.warc import WarcRecord

TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_GZIP_START = b"\x1f\x8b\x08"
_START = b"WARC/"
_INSIDE = re.compile(rb"WARC/1\.(?:[0-9]\r\n|[0-9]?\r?\Z)")
"""What shows in the content of a record that its length is wrong: it runs into the next one."""
_HEAD = re.compile(rb"WARC/1\.[0-9]\r\n(?=WARC-|Content-)")
"""How a record begins."""
_BEGINNING = re.compile(_HEAD.pattern + b"|" + re.escape(_GZIP_START))
_PIECE = 2**20
_OVERLAP = 32
"""Bytes at the end of a piece that are looked at again with the next."""
_LONGEST_HEAD = 2**18
"""Bytes of a record's headers: longer ones are damage."""
OK = 200


@dataclass(slots=True)
class _Place:
    """Where the last record began, and whether one was read since the last damage."""

    at: int
    fresh: bool = True


def warc_entries(path: Path, options: InputOptions, pass_over: Callable[[], None]) -> Iterator[Entry]:
    """The pages of a WARC: `response` records of type HTML or plain text with status 200, and `conversion`
    records; each other record is told to `pass_over`."""
    name = shown(path)
    with path.open("rb") as file:
        start: int | None = 0
        while start is not None:
            place = _Place(start)
            file.seek(start)
            lost = ""
            try:
                for record in _records(file):
                    place.at, place.fresh = max(record.stream_pos, place.at), False
                    made = _item(record, f"{name}@{record.stream_pos}", options)
                    if made is None:
                        pass_over()
                        continue
                    yield partial(_same, made)
                    if isinstance(made, Failure) and made.reason == _CUT:
                        # What follows may have been taken for its end.
                        break
            except (OSError, ValueError, EOFError) as error:
                lost = why(error)
            begun = start
            start = _next(file, place.at + 1)
            if place.fresh and not lost:
                lost = "it holds no record"
            if lost and not (place.fresh and begun):
                yield partial(failed, f"{name}@{place.at}", f"the WARC is damaged after this place: {lost}.")


def _same(made: Item | Failure) -> Item | Failure:
    return made


def _records(file: BinaryIO) -> Iterator[WarcRecord]:
    warc = needed("fastwarc.warc", "corpora")
    records: Iterator[WarcRecord] = warc.ArchiveIterator(
        file, parse_http=True, auto_decode="none", max_header_len=_LONGEST_HEAD
    )
    return records


_CUT = "the record is cut off or damaged, or its length is wrong."


def _item(record: WarcRecord, location: str, options: InputOptions) -> Item | Failure | None:
    """The page of a record; None for a record that is no page."""
    kind = (record.headers.get("WARC-Type") or "").strip().lower()
    address = record.headers.get("WARC-Target-URI") or location
    address = address.strip("<>")
    declared = record.headers.get("Content-Length") or "0"
    merged = any("WARC/1." in name or "WARC/1." in value for name, value in record.headers)
    if merged or not kind or not declared.strip().isdigit():
        return failed(location, _CUT)
    if kind == "conversion":
        said = record.headers.get("WARC-Identified-Content-Language") or ""
        content = _content(record, location, options)
        if not isinstance(content, bytes):
            return content
        return Item(address, content, "text/plain", "utf-8", language=None if "," in said else language(said))
    if kind != "response":
        return None
    http = record.http_headers
    if http is None or http.status_code is None:
        about_http = (record.headers.get("Content-Type") or "").startswith("application/http")
        return failed(location, _CUT) if about_http else None
    if http.status_code != OK or (record.http_content_type or "").lower() not in TYPES:
        return None
    content = _content(record, location, options)
    if not isinstance(content, bytes):
        return content
    page = _decoded(content, http, options)
    if page is None:
        return failed(location, "the page is packed in a way that cannot be read, or its packing is damaged.")
    if len(page) > options.max_bytes:
        return failed(
            location, f"the page unpacks to more than {options.max_bytes:,} bytes. Raise --max-bytes."
        )
    return Item(address, page, (record.http_content_type or "").lower(), record.http_charset)


def _content(record: WarcRecord, location: str, options: InputOptions) -> bytes | Failure:
    length = record.content_length
    if length > options.max_bytes:
        return too_long(location, length, options)
    try:
        content: bytes = record.reader.read(length) if length else b""
    except (OSError, ValueError, EOFError):
        return failed(location, _CUT)
    if not content or len(content) < length or _INSIDE.search(content):
        return failed(location, _CUT)
    return content


def _decoded(content: bytes, http: Any, options: InputOptions) -> bytes | None:
    """A page as it was before the server packed it, at most one byte longer than allowed; None if damaged.

    Crawls that keep what came over the line have it in chunks and packed; others unpack it and leave the words.
    """
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        content = _joined(content) or content
    packing = (http.get("Content-Encoding") or "").strip().lower()
    if packing in ("", "identity") or (packing in ("gzip", "x-gzip") and not content.startswith(GZIP)):
        return content
    if packing not in ("gzip", "x-gzip", "deflate"):
        # Brotli and zstd have no mark; what was unpacked by the crawler begins as a page does.
        return content if content.lstrip()[:1] == b"<" else None
    for bits in (47, -15):
        try:
            return zlib.decompressobj(bits).decompress(content, options.max_bytes + 1)
        except zlib.error:
            continue
    return content if content.lstrip()[:1] == b"<" else None


def _joined(content: bytes) -> bytes | None:
    """The bytes in the chunks of HTTP; None where they are no chunks."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = content.find(b"\r\n", at, at + 1000)
        try:
            size = int(content[at:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            return None
        if size < 0:
            return None
        if size == 0:
            return b"".join(pieces)
        pieces.append(content[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _next(file: BinaryIO, at: int) -> int | None:
    """Where the next record begins from a place on: `WARC/1.0` and a header, or a gzip member with that."""
    file.seek(at - 1)
    before, base = file.read(1), at - 1
    while piece := file.read(_PIECE):
        window = before + piece
        places = sorted(match.start() for match in _BEGINNING.finditer(window))
        for offset in places:
            if base + offset >= at and (window[offset : offset + 5] == _START or _opens(file, base + offset)):
                return base + offset
        keep = window[-_OVERLAP:]
        base += len(window) - len(keep)
        before = keep
        file.seek(base + len(keep))
    return None


def _opens(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(31).decompress(file.read(4096), 100).startswith(_START)
    except zlib.error:
        return False
