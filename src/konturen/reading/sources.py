"""Opening a source: a file, standard input or an address, whatever kind of text it holds.

1. the bytes, bounded in size and time (`network` for addresses);
2. their kind: by content first, then by what the server says, then by the file's extension;
3. the text and its metadata (`decoding`, `pages`, `papers`);
4. the shell around the article (`plain`);
5. the language (`language`).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from konturen.errors import SourceError
from konturen.reading.decoding import decode
from konturen.reading.genre import of_address, of_text
from konturen.reading.language import check_coded, document_language
from konturen.reading.network import fetch
from konturen.reading.options import ReadOptions
from konturen.reading.pages import read_page
from konturen.reading.papers import read_docx, read_pdf
from konturen.reading.plain import Shell, recognise, without
from konturen.records import Document, Genre

Kind = Literal["text", "html", "pdf", "docx"]

STANDARD_INPUT = "-"
MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_HTML_START = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_PDF_START_WITHIN = 1024
"""PDFs may have other bytes before their mark, up to this many (Adobe's own reader allows it)."""

_READABLE = "Give a text, HTML, PDF or DOCX."
_UNREADABLE: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file", "Save it as DOCX without a password."),
    (b"{\\rtf", "an RTF file", "Save it as DOCX or text."),
    (b"\x89PNG", "a picture", "Run a text recognition (OCR) over it first."),
    (b"\xff\xd8\xff", "a picture", "Run a text recognition (OCR) over it first."),
    (b"GIF8", "a picture", "Run a text recognition (OCR) over it first."),
    (b"II*\x00", "a picture", "Run a text recognition (OCR) over it first."),
    (b"\x1f\x8b", "a packed file", "Unpack it first."),
    (b"7z\xbc\xaf", "a packed file", "Unpack it first."),
    (b"Rar!", "a packed file", "Unpack it first."),
    (b"%!PS", "a PostScript file", "Convert it to PDF."),
    (b"SQLite format 3\x00", "a database", "Give it as --ledger if it is a ledger."),
    (b"\x7fELF", "a program", _READABLE),
    (b"MZ\x90\x00", "a program", _READABLE),
)


@dataclass(frozen=True, slots=True)
class _Source:
    """The bytes of a source and what is said of them: where, the media type and the character set."""

    location: str
    content: bytes
    media_type: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class _Extract:
    """The text of a source and what the source itself declares about it."""

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    reading_minutes: int | None = None
    genre: Genre | None = None


def read(location: str, options: ReadOptions | None = None, stdin: BinaryIO | None = None) -> Document:
    """The document behind a path, an http(s) address, or "-" for the stream `stdin`.

    Reading is bounded by `options`. What the source declares of itself wins over what its shell tells. Raises
    `SourceError` with what, where and what to do next for all that cannot be read.
    """
    chosen = options or ReadOptions()
    if chosen.language is not None:
        check_coded(chosen.language, location)
    return _document(_open(location, chosen, stdin), chosen)


def read_bytes(
    location: str,
    content: bytes,
    options: ReadOptions | None = None,
    media_type: str | None = None,
    charset: str | None = None,
) -> Document:
    """The document that these bytes are, which somebody else fetched from `location`.

    `media_type` and `charset` are what was said of them there. Raises `SourceError` as `read` does.
    """
    chosen = options or ReadOptions()
    if chosen.language is not None:
        check_coded(chosen.language, location)
    if len(content) > chosen.max_bytes:
        raise _too_long(_shown(location), chosen.max_bytes, len(content))
    return _document(_Source(location, content, media_type, charset), chosen)


def _document(source: _Source, chosen: ReadOptions) -> Document:
    location = source.location
    if not source.content:
        raise SourceError(
            "there is nothing in it.", _shown(location), "Give a text with at least one sentence."
        )
    kind = _kind(source)
    extract = _extract(source, kind, chosen)
    shell = recognise(extract.text)
    article = without(extract.text, shell.skipped)
    language = chosen.language or document_language(article, _shown(location), extract.language)
    return Document(
        location=location,
        text=extract.text,
        language=language,
        media_type=MEDIA_TYPES[kind],
        sha256=hashlib.sha256(source.content).hexdigest(),
        content=source.content,
        title=extract.title or shell.title,
        author=extract.author or shell.author or shell.agency,
        outlet=extract.outlet or shell.outlet,
        published=extract.published or shell.published,
        retrieved=chosen.retrieved,
        reading_minutes=extract.reading_minutes or shell.reading_minutes,
        shell=shell.skipped,
        genre=chosen.genre or _genre(source.location, extract, shell),
    )


def _genre(location: str, extract: _Extract, shell: Shell) -> Genre | None:
    """What the address or the page itself says; that a page calls all of its texts news counts last."""
    from_address = of_address(location)
    if from_address and from_address != "report":
        return from_address
    if extract.genre and extract.genre != "report":
        return extract.genre
    told = of_text(extract.text, extract.title or shell.title, shell.agency is not None)
    return told or from_address or extract.genre


def _open(location: str, options: ReadOptions, stdin: BinaryIO | None) -> _Source:
    if location == STANDARD_INPUT:
        if stdin is None:
            raise SourceError("there is no standard input.", location, "Give a file or an address.")
        return _Source(location, _bounded(stdin, options.max_bytes, "standard input"))
    if _SCHEME.match(location):
        fetched = fetch(location, options)
        return _Source(location, fetched.content, fetched.media_type, fetched.charset)
    return _Source(location, _file(location, options.max_bytes))


def _file(location: str, max_bytes: int) -> bytes:
    """The bytes of a file; a folder, a missing or unreadable one, or a too long one is refused unread."""
    where = _shown(location)
    try:
        about = os.stat(location)
        if stat.S_ISDIR(about.st_mode):
            raise SourceError("this is a folder.", where, "Name the files in it, for example with *.txt.")
        if stat.S_ISREG(about.st_mode) and about.st_size > max_bytes:
            raise _too_long(where, max_bytes, about.st_size)
        with Path(location).open("rb") as stream:
            return _bounded(stream, max_bytes, where)
    except FileNotFoundError as error:
        raise SourceError("there is no such file.", where, "Check the name and the folder.") from error
    except PermissionError as error:
        raise SourceError("the file may not be read.", where, "Ask for the right to read it.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not valid"
        raise SourceError(f"the file cannot be read: {reason}.", where, "Check the name.") from error


def _bounded(stream: BinaryIO, max_bytes: int, where: str) -> bytes:
    content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise _too_long(where, max_bytes, None)
    return content


def _too_long(where: str, max_bytes: int, size: int | None) -> SourceError:
    found = f"{size:,} bytes long" if size is not None else "too long"
    what = f"the text is {found}; at most {max_bytes:,} bytes are read."
    return SourceError(what, where, "Split it, or raise --max-bytes.")


def _kind(source: _Source) -> Kind:
    content = source.content
    if b"%PDF-" in content[:_PDF_START_WITHIN]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _zipped_kind(source)
    for start, name, hint in _UNREADABLE:
        if content.startswith(start):
            raise SourceError(f"this is {name}, not a text.", _shown(source.location), hint)
    if source.media_type in _HTML_TYPES or _HTML_START.match(content[:4096]):
        return "html"
    suffix = os.path.splitext(source.location.partition("?")[0])[1].lower()
    if source.media_type is None and suffix in _HTML_SUFFIXES:
        return "html"
    if suffix in (".pdf", ".docx") and not _SCHEME.match(source.location):
        what = f"the file is called {suffix} but is none, or is damaged."
        raise SourceError(what, _shown(source.location), "Fetch or export it again.")
    return "text"


def _zipped_kind(source: _Source) -> Kind:
    where = _shown(source.location)
    try:
        with zipfile.ZipFile(BytesIO(source.content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError("the file is a damaged Word or zip file.", where, "Save it again.") from error
    if "word/document.xml" not in names:
        raise SourceError("this is a zip file, not a Word document.", where, "Unpack it first.")
    return "docx"


def _extract(source: _Source, kind: Kind, options: ReadOptions) -> _Extract:
    where = _shown(source.location)
    if kind == "pdf":
        paper = read_pdf(source.content, where)
        return _Extract(paper.text, paper.title, paper.author)
    if kind == "docx":
        paper = read_docx(source.content, where)
        return _Extract(paper.text, paper.title, paper.author)
    if kind == "html":
        page = read_page(source.content, where, source.charset, options.encoding)
        return _Extract(
            page.text,
            page.title,
            page.author,
            page.outlet,
            page.published,
            page.language,
            page.reading_minutes,
            page.genre,
        )
    return _Extract(decode(source.content, where, source.charset, options.encoding))


def _shown(location: str) -> str:
    """A location as it can be printed: bytes of a file name that are no characters, as escapes."""
    if location == STANDARD_INPUT:
        return "standard input"
    return location.encode("utf-8", "backslashreplace").decode("utf-8")
