"""A dossier as a document of Word: every statement with its sentence as a quotation and where it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from konturen.pages.lines import Line, Said
from konturen.web.words import Words

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EPOCH = datetime(2000, 1, 1)
"""The date in the file's own properties: the same dossier gives the same document."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the dossier: its heading, the statements that are shown, and how many there are."""

    heading: str
    lines: Sequence[Line]
    statements: int


def written(words: Words, title: str, below: str, parts: Sequence[Part]) -> bytes:
    """The bytes of the document. Characters that XML cannot hold stand as a box."""
    from docx import Document  # loads lxml and its templates: only who wants a document waits for it

    document = Document()
    core = document.core_properties
    core.title, core.author, core.created, core.modified = plain(title), "Konturen", EPOCH, EPOCH
    document.add_heading(plain(title), 0)
    document.add_paragraph(plain(below))
    sources: dict[str, int] = {}
    for part in parts:
        document.add_heading(plain(part.heading), 1)
        for line in part.lines:
            number = sources.setdefault(line.said.document, len(sources) + 1)
            _statement(document, words, line, number)
        if part.statements > len(part.lines):
            document.add_paragraph(words("pair.further", n=part.statements - len(part.lines)))
    document.add_heading(words("pair.sources"), 1)
    told = {line.said.document: line.said for part in parts for line in part.lines}
    for key, number in sources.items():
        document.add_paragraph(plain(f"[{number}] {cited(words, told[key])}"))
    document.add_paragraph(words("desk.law"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain(text: str) -> str:
    """Text as XML takes it."""
    return _FORBIDDEN.sub("\ufffd", text)


def cited(words: Words, said: Said) -> str:
    """Where a sentence stands, in one line."""
    known = (said.author, said.title, said.outlet, words.when(said.published), said.place)
    return ", ".join(dict.fromkeys(part for part in known if part))


def _statement(document: object, words: Words, line: Line, number: int) -> None:
    claim = document.add_paragraph()  # type: ignore[attr-defined]
    claim.paragraph_format.keep_with_next = True
    claim.add_run(plain(line.source.name)).bold = True
    claim.add_run(f" {words.relation(line.relation)} ")
    if line.target:
        claim.add_run(plain(line.target.name)).bold = True
    told = [words.label(line.status), words.when(line.when), words.label(line.track)]
    if line.speaker:
        told.append(words("line.says", name=line.speaker.name))
    if line.judgement != "none":
        told.append(words(f"judgement.{line.judgement}"))
    claim.add_run(plain(f"  ({', '.join(part for part in told if part)})"))
    sentence = "".join(piece.text for piece in line.pieces)
    quoted = document.add_paragraph(style="Intense Quote")  # type: ignore[attr-defined]
    quoted.add_run(plain(f"{sentence} [{number}]"))
