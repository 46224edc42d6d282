"""PDF and Word documents give running text in paragraphs, or say why they cannot."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from konturen.errors import SourceError
from konturen.reading import papers
from konturen.reading.papers import read_docx, read_pdf

FIRST = (
    "Die Regierung in Lindental vereinbarte am Montag mit der Delegation aus Oberau eine Zusammenarbeit in den "
    "Bereichen Energie, Verkehr und Wasserwirtschaft. Die Verhandlungen dauerten zwei Tage und "
    "endeten ohne Streit. "
    "Beobachter werteten das Treffen als Erfolg."
)
SECOND = (
    "Die Opposition kritisierte das Vorgehen scharf. Ihr Vorsitzender sagte, das Parlament sei "
    "nicht gefragt worden. "
    "Eine Sprecherin wies die Vorhaltungen am Abend von sich und bot eine Aussprache an."
)


def paragraphs(copies: int) -> list[str]:
    """The two paragraphs in turn, each copy with a word of its own in every line."""
    words = [f"{'abcdefgh'[n % 8] * 3}{'ijklmnop'[n // 8] * 3}" for n in range(copies)]
    return [
        text.replace(" der ", f" der {word} ").replace(" am ", f" {word} am ")
        for word in words
        for text in (FIRST, SECOND)
    ]


def lines_pdf(lines: list[str], encrypt: StandardEncryption | None = None) -> bytes:
    """A page with these printed lines."""
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=encrypt)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.save()
    return target.getvalue()


def flowing_pdf(indent: float, copies: int = 12) -> bytes:
    """Several pages of two paragraphs in turn, with running head and page number."""
    target = io.BytesIO()
    style = ParagraphStyle("s", parent=getSampleStyleSheet()["BodyText"], firstLineIndent=indent, fontSize=11)
    if indent:
        style.spaceBefore = style.spaceAfter = 0

    def edges(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.drawString(72, 810, "Hefte zur Politik 3/2025")
        canvas.drawString(72, 30, f"Seite {template.page}")

    template = SimpleDocTemplate(target, pagesize=A4, title="Ein Papier", author="Gerda Wohlfeil")
    flow = [Paragraph(text, style) for text in paragraphs(copies)]
    template.build(flow, onFirstPage=edges, onLaterPages=edges)
    return target.getvalue()


@pytest.mark.parametrize("indent", [0.0, 14.0])
@pytest.mark.parametrize("copies", [12, 30])
def test_paragraphs_of_a_pdf(indent: float, copies: int) -> None:
    """Paragraphs set apart or set in come back whole, over pages too; heads and page numbers are gone."""
    assert read_pdf(flowing_pdf(indent, copies), "a.pdf").text.split("\n\n") == paragraphs(copies)


def test_divided_words_are_joined() -> None:
    """A hyphen at a line's end goes within a word, and stays before "und" and before a capital."""
    lines = [
        "Die Zusammen-",
        "arbeit der Innen-",
        "und Außen-",
        "minister ist in der Nato-",
        "Zentrale vereinbart.",
    ]
    expected = "Die Zusammenarbeit der Innen- und Außenminister ist in der Nato-Zentrale vereinbart."
    assert read_pdf(lines_pdf(lines), "a.pdf").text == expected


def test_metadata_of_a_pdf() -> None:
    """Title and author are those of the file."""
    paper = read_pdf(flowing_pdf(0.0, 1), "a.pdf")
    assert (paper.title, paper.author) == ("Ein Papier", "Gerda Wohlfeil")


def test_placeholders_of_programs_are_no_metadata() -> None:
    """What the program writes where nobody gave a title or an author is not taken."""
    paper = read_pdf(lines_pdf(["Ein Satz."]), "a.pdf")
    assert (paper.title, paper.author) == (None, None)


def test_encrypted_pdf() -> None:
    """A PDF that needs a password says so."""
    content = lines_pdf(["Geheim."], StandardEncryption("geheim", ownerPassword="x"))
    with pytest.raises(SourceError, match="encrypted"):
        read_pdf(content, "a.pdf")


def test_pdf_that_anyone_may_open() -> None:
    """A PDF that is encrypted without a password is read."""
    assert read_pdf(lines_pdf(["Frei."], StandardEncryption("", ownerPassword="x")), "a.pdf").text == "Frei."


def test_scanned_pdf() -> None:
    """A PDF of pictures advises a text recognition."""
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(SourceError, match="OCR"):
        read_pdf(target.getvalue(), "a.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7 rubbish", b"%PDF-1.4\n" + b"\x00" * 400, b"%PDF-"])
def test_damaged_pdf(content: bytes) -> None:
    """A damaged PDF says so."""
    with pytest.raises(SourceError, match="damaged"):
        read_pdf(content, "a.pdf")


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF with more pages than the limit is refused with their number."""
    monkeypatch.setattr(papers, "MAX_PAGES", 1)
    with pytest.raises(SourceError, match="2 pages; at most 1"):
        read_pdf(flowing_pdf(0.0, 12), "a.pdf")


def word(paragraphs: list[str], author: str = "") -> bytes:
    """A Word document with these paragraphs and a table."""
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.title = "Ein Papier"
    for text in paragraphs:
        document.add_paragraph(text)
    if paragraphs:
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Bürgerpartei", "12"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_docx() -> None:
    """Paragraphs and tables come in order, with blank lines between."""
    assert read_docx(word([FIRST, "", SECOND]), "a.docx").text == f"{FIRST}\n\n{SECOND}\n\nBürgerpartei\t12"


@pytest.mark.parametrize(
    ("author", "told"), [("Gerda Wohlfeil", "Gerda Wohlfeil"), ("python-docx", None), ("", None)]
)
def test_author_of_a_docx(author: str, told: str | None) -> None:
    """The author is the one in the file's properties, if it is not a program."""
    assert read_docx(word([FIRST], author), "a.docx").author == told


def test_docx_without_text() -> None:
    """An empty document says so."""
    with pytest.raises(SourceError, match="no text"):
        read_docx(word([]), "a.docx")


def zipped(**parts: bytes) -> bytes:
    """A zip file with these members under word/."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rest", word([FIRST])[:-200], zipped(document=b"<a/>"), zipped(document=b"not xml")]
)
def test_damaged_docx(content: bytes) -> None:
    """A cut package, one without its parts and one with rubbish in them say so."""
    with pytest.raises(SourceError, match="damaged"):
        read_docx(content, "a.docx")


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that unpacks to more than the limit is refused before it is unpacked."""
    monkeypatch.setattr(papers, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="unpacks to 2,000,000 bytes"):
        read_docx(zipped(document=b"\x00" * 2_000_000), "a.docx")
