"""Text out of PDF and Word documents.

A PDF has no paragraphs, only lines with places on pages; they are put together again here. Running heads and
page numbers go, words divided at line ends are joined. The document's text is what was extracted.
"""

from __future__ import annotations

import io
import itertools
import lzma
import re
import statistics
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

import docx
import docx.opc.exceptions
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from konturen.errors import SourceError

MAX_UNPACKED_BYTES = 200_000_000
"""What a Word file may unpack to: a book with pictures has 50 MB, a zip bomb gigabytes."""

MAX_TAGS = 3_000_000
"""Tags that the XML of a Word file may have: a book of 3,000 pages has about one million. Each takes a hundred
times its length in memory, so that 200 MB of them would take gigabytes."""

MAX_PAGES = 2000
_MIN_LINES = 6
"""A page with fewer lines has no usual distance between them to tell head and foot by."""

_MIN_REPEATS = 3
"""A line at the edge of this many pages (or of both of two) is a running head; two of many may share one."""

_GAP = 1.35
"""A distance between lines of this many times the usual one begins a paragraph (set between 1.0 of running
text and 1.6, the least of common paragraph spacings)."""

_SHORT = 0.85
"""A line that ends a sentence and is shorter than this share of the widest lines ends its paragraph."""

_INDENT = 6.0
"""Points by which the first line of a paragraph is set in, at least."""

_PAGE_NUMBER = re.compile(
    r"(?:(?:seite|page|s\.|p\.|стр\.|страница)\s*)?[-–— ]*\d{1,4}[-–— ]*(?:\s*(?:/|von|of|из)\s*\d{1,4})?",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:]['\"»“”’‘)\]]*$")
_HYPHENS = re.compile(r"[\x02\u00ad\u2010\ufffe]")
"""How pdfium gives a hyphen at the end of a line."""

_DIVIDED = re.compile(r"[^\W\d_]-$")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of a paper and what its file says about it; what it does not say is None."""

    text: str
    title: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line and its place on the page, in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


def read_pdf(content: bytes, where: str) -> Paper:
    """The text of a PDF. Raises `SourceError` for an encrypted, damaged, too long or scanned one."""
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            hint = "Save it without the password and give that file."
            raise SourceError("the PDF is encrypted.", where, hint) from error
        raise SourceError("the PDF is damaged.", where, "Fetch or export it again.") from error
    try:
        if len(paper) > MAX_PAGES:
            what = f"the PDF has {len(paper)} pages; at most {MAX_PAGES} are read."
            raise SourceError(what, where, "Give the pages that matter as a file of their own.")
        pages = [_page_lines(paper, number) for number in range(len(paper))]
        told = paper.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise SourceError("a page of the PDF is damaged.", where, "Fetch or export it again.") from error
    finally:
        paper.close()
    text = _flow(_without_running_lines(pages))
    if not text.strip():
        hint = "It may be scanned: run a text recognition (OCR) over it first."
        raise SourceError("the PDF holds no text.", where, hint)
    return Paper(text, _named(told.get("Title")), _named(told.get("Author")))


def read_docx(content: bytes, where: str) -> Paper:
    """The paragraphs and tables of a Word document (DOCX), in order. `SourceError` where there are none."""
    damaged = SourceError(
        "the Word document is damaged.", where, "Open it in a word processor and save it again."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            tags = _tags(package) if unpacked <= MAX_UNPACKED_BYTES else 0
        if tags > MAX_TAGS:
            what = f"the Word document has more than {MAX_TAGS:,} tags."
            raise SourceError(what, where, "Save its text as a .txt file.")
        if unpacked > MAX_UNPACKED_BYTES:
            what = f"the Word document unpacks to {unpacked:,} bytes, more than {MAX_UNPACKED_BYTES:,}."
            raise SourceError(what, where, "Save its text as a .txt file.")
        document = docx.Document(io.BytesIO(content))
        blocks = [_block_text(block) for block in document.iter_inner_content()]
        told = document.core_properties
        title, author = _named(told.title), _named(told.author)
    except (
        zipfile.BadZipFile,
        docx.opc.exceptions.OpcError,
        LxmlError,
        ParseError,
        KeyError,
        ValueError,
        AttributeError,
        RuntimeError,
        EOFError,
        OSError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        # python-docx reports missing parts of the package as KeyError, ValueError and AttributeError; those
        # that are encrypted, or packed in a way that is not known, come as RuntimeError.
        raise damaged from error
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text.strip():
        raise SourceError("the Word document holds no text.", where, "Give a document with text in it.")
    return Paper(text, title, None if author in _GENERATORS else author)


def _tags(package: zipfile.ZipFile) -> int:
    """How many tags the XML of a package has, counted piece by piece; no more than just too many."""
    found = 0
    for entry in package.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            with package.open(entry) as part:
                while found <= MAX_TAGS and (piece := part.read(1_000_000)):
                    found += piece.count(b"<")
    return found


_GENERATORS = frozenset(
    {"python-docx", "Microsoft Office User", "Windows User", "User", "Admin", "Пользователь"}
)
"""What programs write into the author's field; it names nobody."""


def _block_text(block: Paragraph | Table) -> str:
    if isinstance(block, Paragraph):
        return _UNWANTED.sub("", block.text).strip()
    rows = (
        "\t".join(dict.fromkeys(_UNWANTED.sub("", cell.text).strip() for cell in row.cells))
        for row in block.rows
    )
    return "\n".join(row for row in rows if row.strip())


def _page_lines(paper: Any, number: int) -> list[_Line]:
    """The printed lines of a page in the order in which the file holds them (columns one after the other)."""
    page = paper[number]
    text_page = page.get_textpage()
    lines: list[_Line] = []
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        printed = text_page.get_text_bounded(left, bottom, right, top)
        words = _UNWANTED.sub("", _HYPHENS.sub("-", printed))
        piece = _Line(" ".join(words.split()), left, right, bottom, top)
        if not piece.text:
            continue
        if lines and _same_line(lines[-1], piece):
            lines[-1] = _joined(lines[-1], piece)
        else:
            lines.append(piece)
    text_page.close()
    page.close()
    return lines


def _same_line(line: _Line, piece: _Line) -> bool:
    middle = (piece.bottom + piece.top) / 2
    return line.bottom <= middle <= line.top and piece.left >= line.left


def _joined(line: _Line, piece: _Line) -> _Line:
    gap = " " if piece.left - line.right > 1.0 else ""
    return _Line(
        line.text + gap + piece.text,
        line.left,
        max(line.right, piece.right),
        min(line.bottom, piece.bottom),
        max(line.top, piece.top),
    )


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without page numbers, and without heads and feet that repeat, whatever figures they hold."""
    counts = Counter(
        key for lines in pages for key in {_running_key(lines[index]) for index in _edges(lines)} if key
    )
    repeats = max(2, min(_MIN_REPEATS, len(pages)))
    kept = []
    for lines in pages:
        edges = set(_edges(lines))
        kept.append(
            [
                line
                for index, line in enumerate(lines)
                if index not in edges
                or not (_PAGE_NUMBER.fullmatch(line.text) or counts[_running_key(line)] >= repeats)
            ]
        )
    return kept


def _edges(lines: list[_Line]) -> list[int]:
    """The indexes of the highest and the lowest line of a page, and of their neighbours in one group with them.

    A second line belongs to the head or foot only where a gap divides both from the text.
    """
    order = sorted(range(len(lines)), key=lambda index: -lines[index].top)
    if len(order) < _MIN_LINES:
        return order[:1] + order[1:][-1:]
    gaps = [lines[a].top - lines[b].top for a, b in itertools.pairwise(order)]
    wide = _GAP * statistics.median_low(gaps)
    top = order[:2] if gaps[0] <= wide < gaps[1] else order[:1]
    bottom = order[-2:] if gaps[-1] <= wide < gaps[-2] else order[-1:]
    return [*top, *bottom]


def _running_key(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text).casefold()


def _flow(pages: list[list[_Line]]) -> str:
    """The lines of all pages as paragraphs with blank lines between."""
    lines = [line for page in pages for line in page]
    if not lines:
        return ""
    steps = [a.top - b.top for page in pages for a, b in itertools.pairwise(page) if a.top > b.top]
    step = statistics.median_low(steps) if steps else 0.0
    widest = statistics.quantiles([line.right for line in lines], n=10)[-1] if len(lines) > 1 else 0.0
    paragraphs = [lines[0].text]
    for before, line in itertools.pairwise(lines):
        if _begins_paragraph(before, line, step, widest):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _continued(paragraphs[-1], line.text)
    return "\n\n".join(paragraphs)


def _begins_paragraph(before: _Line, line: _Line, step: float, widest: float) -> bool:
    ended = _ENDS_SENTENCE.search(before.text) is not None
    down = before.top - line.top
    if down <= 0:  # a new page or column: only a finished sentence ends a paragraph
        return ended
    if step and down > _GAP * step:
        return True
    if abs((line.top - line.bottom) - (before.top - before.bottom)) > 0.3 * (before.top - before.bottom):
        return True
    short = before.right - before.left < _SHORT * (widest - before.left)
    return ended and (short or line.left - before.left > _INDENT)


def _continued(text: str, line: str) -> str:
    """Two lines as one; a hyphen at the line's end goes before a small letter, but not before "und"."""
    if _DIVIDED.search(text) and line[:1].islower():
        first = line.split()[0].rstrip(",")
        return f"{text} {line}" if first in ("und", "oder", "bzw.", "and", "or", "и") else text[:-1] + line
    if _DIVIDED.search(text):
        return text + line
    return f"{text} {line}"


def _named(value: object) -> str | None:
    cleaned = " ".join(_UNWANTED.sub("", value).split()) if isinstance(value, str) else ""
    return (
        None
        if cleaned.casefold() in ("", "untitled", "unnamed", "anonymous", "(anonymous)", "unspecified")
        else cleaned
    )
