"""A source is read whatever kind it is of, or refused with what, where and what to do next."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from konturen.errors import SourceError
from konturen.reading.options import ReadOptions
from konturen.reading.sources import MEDIA_TYPES, read

TEXT = "Die Bürgerpartei hat am Dienstag die Koalition mit der Heimatliste aufgekündigt.\n"
HTML = f"<html><head><title>T</title></head><body><article><p>{TEXT}</p></article></body></html>"
SHELL = f"Donaubote\nArtikel speichern\n\nEnde einer Koalition\n\nGerda Wohlfeil · ⏱ 4 Min · Quelle\n\n{TEXT}"
EXAMPLES = Path("/work/shared/examples")


def pdf() -> bytes:
    """A PDF with one sentence."""
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 700, TEXT.strip())
    canvas.save()
    return target.getvalue()


def word() -> bytes:
    """A Word document with one sentence."""
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(TEXT.strip())
    document.save(target)
    return target.getvalue()


def put(folder: Path, name: str, content: bytes | str) -> str:
    """Writes a file and gives its path as a person would."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", TEXT, "text"),
        ("a.md", TEXT, "text"),
        ("noname", TEXT, "text"),
        ("a.html", HTML, "html"),
        ("a.htm", f"<p>{TEXT}</p>", "html"),
        ("a.txt", f"<!DOCTYPE html>{HTML}", "html"),
        ("a.txt", pdf(), "pdf"),
        ("a.pdf", pdf(), "pdf"),
        ("a.docx", word(), "docx"),
        ("a.html", word(), "docx"),
    ],
)
def test_kind_by_content_first(tmp_path: Path, name: str, content: bytes | str, kind: str) -> None:
    """The content says what a file is; its extension only where the content does not."""
    document = read(put(tmp_path, name, content))
    assert (document.media_type, document.text.strip()) == ({**MEDIA_TYPES}[kind], TEXT.strip())  # type: ignore[index]


def test_original_is_kept(tmp_path: Path) -> None:
    """The bytes as they were come with their hash."""
    content = b"\xef\xbb\xbf" + TEXT.encode()
    document = read(put(tmp_path, "a.txt", content))
    assert (document.content, document.sha256) == (content, hashlib.sha256(content).hexdigest())


def test_text_is_the_whole_file(tmp_path: Path) -> None:
    """A plain text keeps its shell, its line ends and its blanks; only a byte order mark is taken off."""
    text = SHELL.replace("\n", "\r\n") + "  \r\n"
    assert read(put(tmp_path, "a.txt", "\ufeff" + text)).text == text


def test_shell_gives_metadata(tmp_path: Path) -> None:
    """What the shell of a copied page tells stands in the document's fields."""
    document = read(put(tmp_path, "a.txt", SHELL))
    told = (document.title, document.author, document.outlet, document.published, document.reading_minutes)
    assert told == ("Ende einer Koalition", "Gerda Wohlfeil", "Donaubote", None, 4)


def test_standard_input() -> None:
    """A hyphen reads the stream that stands for standard input."""
    assert read("-", stdin=io.BytesIO(TEXT.encode())).text == TEXT


def test_instant_of_reading_is_the_callers(tmp_path: Path) -> None:
    """The stage has no clock: the instant of reading is what the caller passes, else None."""
    path = put(tmp_path, "a.txt", TEXT)
    instant = "2025-09-26T08:00:00Z"
    assert (read(path).retrieved, read(path, ReadOptions(retrieved=instant)).retrieved) == (None, instant)


def test_language_without_the_shell(tmp_path: Path) -> None:
    """The language is that of the article, not that of the buttons around it."""
    shell = "Save article\nShare on X\nShare on LinkedIn\nBuy me a coffee\n4 min read\nLeave a comment\n\n"
    assert read(put(tmp_path, "a.txt", shell + TEXT)).language == "de"


def test_forced_language(tmp_path: Path) -> None:
    """A language that is given is not questioned."""
    path = put(tmp_path, "a.txt", "Il presidente del Consiglio ha incontrato il cancelliere a Roma.")
    assert read(path, ReadOptions(language="en")).language == "en"


def test_forced_encoding(tmp_path: Path) -> None:
    """An encoding that is given is used."""
    path = put(tmp_path, "a.txt", TEXT.encode("cp850"))
    assert read(path, ReadOptions(encoding="cp850")).text == TEXT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "nothing in it"),
        (b" \n\t\n", "no text"),
        (b"\x00\x01\x02" * 99, "NUL"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "old or password-protected Office"),
        (b"{\\rtf1 Hallo}", "RTF"),
        (b"PK\x03\x04 rest", "damaged"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"Ein Satz\x00 mit NUL.", "NUL"),
        (b"%PDF-1.7 rest", "PDF is damaged"),
        ("Президент України зустрівся з прем'єр-міністром Польщі.".encode(), "is uk, which is not coded"),
        (b"1 2 3 4 5", "no words"),
    ],
)
def test_bad_content(tmp_path: Path, content: bytes, told: str) -> None:
    """Content that is no text of a coded language is refused, and the message says what it is."""
    with pytest.raises(SourceError, match=told):
        read(put(tmp_path, "a.txt", content))


def test_zip_that_is_no_word_document(tmp_path: Path) -> None:
    """Another kind of zip file is told from a Word document."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.txt", TEXT)
    with pytest.raises(SourceError, match="zip file, not a Word document"):
        read(put(tmp_path, "a.docx", target.getvalue()))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_extension_that_promises_too_much(tmp_path: Path, name: str) -> None:
    """A text that is called .pdf or .docx is not taken for one, nor read as a text."""
    with pytest.raises(SourceError, match="is none, or is damaged"):
        read(put(tmp_path, name, TEXT))


def test_missing_file(tmp_path: Path) -> None:
    """A missing file says what, where and what to do."""
    path = str(tmp_path / "none.txt")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert (caught.value.what, caught.value.where) == ("there is no such file.", path)
    assert caught.value.hint


def test_folder(tmp_path: Path) -> None:
    """A folder is refused as one."""
    with pytest.raises(SourceError, match="folder"):
        read(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    """A file without the right to read it says so."""
    path = put(tmp_path, "a.txt", TEXT)
    Path(path).chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        read(path)


def test_denied_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system denies is told as a missing right."""

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    path = put(tmp_path, "a.txt", TEXT)
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(SourceError, match="may not be read"):
        read(path)


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "\udcff.txt", ""])
def test_names_that_no_file_can_have(name: str) -> None:
    """Impossible names are refused, and the message can be printed."""
    with pytest.raises(SourceError) as caught:
        read(name)
    assert str(caught.value).encode()


def test_long_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is refused by its size, without being opened."""
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    monkeypatch.delattr(Path, "open")
    with pytest.raises(SourceError, match="200,000,000 bytes long; at most 20,000,000"):
        read(str(path))


def test_long_standard_input_is_cut_off() -> None:
    """Standard input is read no further than one byte over the limit."""
    stream = io.BytesIO(b"a" * 1000)
    with pytest.raises(SourceError, match="at most 100 bytes"):
        read("-", ReadOptions(max_bytes=100), stream)
    assert stream.tell() == 101


def test_no_standard_input() -> None:
    """Without a stream a hyphen is refused."""
    with pytest.raises(SourceError, match="no standard input"):
        read("-")


def test_private_address_is_refused() -> None:
    """An address of the private network is refused unless it is allowed."""
    with pytest.raises(SourceError, match="not in the public internet"):
        read("http://127.0.0.1:9/")


@pytest.mark.parametrize("field", [{"timeout": 0.0}, {"max_bytes": 0}])
def test_impossible_options(field: dict[str, float]) -> None:
    """Limits of nothing are an error of the caller."""
    with pytest.raises(ValueError, match="must be more than 0"):
        ReadOptions(**field)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_evidence_of_the_examples_is_never_skipped(tmp_path: Path, path: Path) -> None:
    """Of the four worked examples no sentence with a statement lies in the shell."""
    example = json.loads(path.read_text(encoding="utf-8"))
    document = read(put(tmp_path, "a.txt", example["text"]))
    shell = [item.span.of(document.text).strip() for item in document.shell]
    evidence = [entry["evidence"] for entry in (*example["statements"], *example["facts"])]
    texts = [entry if isinstance(entry, str) else entry["text"] for entry in evidence]
    assert not [text for text in texts for piece in shell if piece in text or text in piece]
