"""What is broken in an input becomes a failure with place and reason, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from konturen.corpora.fields import edtf, language
from konturen.corpora.inputs import open_input
from konturen.corpora.items import Failure, Item
from konturen.corpora.options import InputOptions
from tests.corpora import files


def walked(path: Path, options: InputOptions | None = None) -> list[tuple[str, str]]:
    """What is in an input: the text, or the reason, with its place behind the input's name."""
    return [
        (one.location.removeprefix(str(path)), one.content.decode() if isinstance(one, Item) else one.reason)
        for one in open_input(path, options).items()
    ]


def test_broken_json_lines_are_told_by_number(tmp_path: Path) -> None:
    """Bad JSON, no object, no text, bad bytes and a long line are failures; the records between are read."""
    path = tmp_path / "a.jsonl"
    long = json.dumps({"text": "x" * 3_000_000}).encode()
    path.write_bytes(
        b"\n".join(
            [b'{"text": "Eins."}', b'{"text": "Zw', b"7", b'{"text": " "}', b'{"text": "\xff"}', b"", long,
             b'{"text": 5}', b"[" * 100_000, b'{"text": "Half \\ud800."}', b'{"text": "Ende."}']
        )
    )  # fmt: skip
    found = walked(path, InputOptions(max_bytes=100_000))
    wanted = [
        "Eins.",
        "not JSON",
        "no record",
        "no text",
        "UTF-8",
        "3,000,",
        "no text",
        "nested",
        "Half",
        "Ende.",
    ]
    assert [place for place, _ in found] == [f"#{n}" for n in range(1, 11)]
    assert all(want in said for want, (_, said) in zip(wanted, found, strict=True))


def test_broken_rows_are_told_by_number(tmp_path: Path) -> None:
    """A wrong number of cells, bad bytes and a long row are failures; quoted line ends are part of a cell."""
    path = tmp_path / "a.tsv"
    rows = [b"text\turl", b'"Eins\nund."\tx', b"a\tb\tc", b"\xff\tx", b'"' + b"y" * 300 + b'"\tx', b"Ende.\t"]
    path.write_bytes(b"\n".join(rows))
    found = walked(path, InputOptions(max_bytes=100))
    wanted = ["Eins\nund.", "3 cells, the header 2", "UTF-8", "305 bytes", "Ende."]
    assert all(want in said for want, (_, said) in zip(wanted, found, strict=True))


def test_an_open_quote_is_a_failure_and_not_a_long_text(tmp_path: Path) -> None:
    """A quote that is never closed costs the rows up to the next quote, or to the end, and says so."""
    path = tmp_path / "a.csv"
    path.write_text('text,url\n"Eins.",x\n"Zwei,x\n"Drei.",x\n"Vier.",x\n')
    found = [said for _, said in walked(path)]
    assert found[0] == "Eins."
    assert "quote may be open" in found[1]
    assert found[-1] == "Vier."
    path.write_text('url,text\nx,Eins.\nx,"Zwei\nx,Drei.\nx,Vier.\n')
    found = [said for _, said in walked(path)]
    assert found[0] == "Eins."
    assert "up to line 5" in found[1]


def test_a_file_that_breaks_off_says_so_after_what_is_there(tmp_path: Path) -> None:
    """Of a packed file that was cut, the records before are read, and one failure stands for the rest."""
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"text": f"Text {n**3 * 7919 % 99_991}."}) + "\n" for n in range(5000))
    path.write_bytes(gzip.compress(lines.encode())[:-3000])
    found = walked(path)
    assert len(found) > 100
    assert "cut off" in found[-1][1]
    assert all(said.startswith("Text") for _, said in found[:-1])


def test_a_half_written_parquet_file_is_one_failure(tmp_path: Path) -> None:
    """A Parquet file without its end is a failure of the input; a damaged row group one for each of its rows."""
    path = files.parquet(tmp_path / "a.parquet", [f"Text {n}." for n in range(9)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    ((place, said),) = walked(path)
    assert place == ""
    assert "half-written" in said
    path.write_bytes(whole[:4] + b"\xff" * 60 + whole[64:])
    found = walked(path)
    assert len(found) == 9
    assert all("damaged" in said for _, said in found[:3])
    assert [said for _, said in found[3:]] == [f"Text {n}." for n in range(3, 9)]


def test_members_of_a_zip_are_not_believed(tmp_path: Path) -> None:
    """Names that lead out, links, encrypted, nested and long members are failures; the others are read."""
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../a.txt", "/etc/b.txt", "C:\\c.txt"):
            archive.writestr(name, "böse")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", b"0" * 50_000_000)
        archive.writestr("nested.zip", b"PK\x03\x04...")
        archive.writestr("lines.jsonl", "{}")
        archive.writestr("geheim.txt", "x")
        archive.writestr("gut/ä.txt", "Ein Text.")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"geheim.txt"))
    content[at + 8] |= 1
    path.write_bytes(content)
    found = walked(path)
    wanted = [
        "out of",
        "out of",
        "out of",
        "link",
        "50,000,000",
        "not opened",
        "records",
        "encrypted",
        "Ein Text.",
    ]
    assert all(want in said for want, (_, said) in zip(wanted, found, strict=True))
    assert found[-1][0] == "!gut/ä.txt"


def test_a_zip_bomb_is_refused_as_a_whole(tmp_path: Path) -> None:
    """A zip that would unpack to far more than texts can be packed to is one failure, and is not unpacked."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.txt", b"0" * 5_000_000)
    content = path.read_bytes()
    # The list says 4 GB; what lies before it need not agree.
    at = content.index(b"PK\x01\x02")
    path.write_bytes(content[: at + 24] + b"\xf0\xff\xff\xff" + content[at + 28 :])
    ((_, said),) = walked(path)
    assert "zip bomb" in said
    path.write_bytes(content[: len(content) // 2])
    ((_, said),) = walked(path)
    assert "damaged" in said


def test_members_of_a_tar_are_not_believed(tmp_path: Path) -> None:
    """Links, devices, names that lead out and long members are failures; a cut tar says what came last."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("l", tarfile.SYMTYPE), ("d", tarfile.CHRTYPE), ("../x", tarfile.REGTYPE)):
            about = tarfile.TarInfo(name)
            about.type, about.linkname = kind, "/etc/passwd"
            archive.addfile(about)
        for name, size in (("long.txt", 30_000), ("gut.txt", 20), ("ende.txt", 5000)):
            about = tarfile.TarInfo(name)
            about.size = size
            archive.addfile(about, io.BytesIO(b"x" * size))
    found = walked(path, InputOptions(max_bytes=10_000))
    wanted = ["a link", "a device", "out of", "30,000 bytes", "x" * 20, "x" * 5000]
    assert all(want in said for want, (_, said) in zip(wanted, found, strict=True))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"xxxxx") - 1000])
    found = walked(path, InputOptions(max_bytes=10_000))
    assert found[4][1] == "x" * 20
    assert "cut off" in found[5][1]


def test_only_pages_of_a_crawl_are_items(tmp_path: Path) -> None:
    """Responses of HTML or text with status 200 and conversions are items; other records are counted."""
    path = tmp_path / "a.warc"
    path.write_bytes(
        files.record(0, b"software: x", "warcinfo")
        + files.record(1, b"<html><p>Eins.</p></html>", media="text/html")
        + files.record(2, b"fehlt", status=404)
        + files.record(3, b"\x89PNG", media="image/png")
        + files.record(4, b"Vier.", "conversion")
        + files.record(5, b"GET /", "request")
    )
    opened = open_input(path)
    found = [one for one in opened.items() if isinstance(one, Item)]
    assert [(one.location, one.media_type, one.charset) for one in found] == [
        ("https://x.example/1", "text/html", "utf-8"),
        ("https://x.example/4", "text/plain", "utf-8"),
    ]
    assert opened.passed_over == 4


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_cut_anywhere_in_a_record_costs_that_record_only(tmp_path: Path, packed: bool) -> None:
    """Wherever the fourth of six records was cut: the other five are read, each once."""
    body = [f"<html><p>Text {n}: {n * 7919} Worte.</p></html>".encode() for n in range(6)]
    records = [files.record(n, text, media="text/html") for n, text in enumerate(body)]
    if packed:
        records = [gzip.compress(one) for one in records]
    path = tmp_path / "a.warc"
    for cut in range(1, len(records[3]), 3):
        path.write_bytes(b"".join([*records[:3], records[3][:cut], *records[4:]]))
        read = [one.content for one in open_input(path).items() if isinstance(one, Item)]
        assert [text for text in read if b"Text 3" not in text] == [*body[:3], *body[4:]], cut


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("damage", ["mark", "cut", "junk", "length", "lost"])
def test_a_broken_record_of_a_crawl_costs_no_other(tmp_path: Path, packed: bool, damage: str) -> None:
    """Whatever happened to the fourth of eight records: the others are read, and a failure says that it happened."""
    body = [f"<html><p>Text {n}: {n * 7919} Worte.</p></html>".encode() for n in range(8)]
    records = [files.record(n, text, media="text/html") for n, text in enumerate(body)]
    if damage == "length":
        records[3] = records[3].replace(b"Content-Length: ", b"Content-Length: 9")
    if packed:
        records = [gzip.compress(one) for one in records]
    records[3] = {
        "mark": b"XXXXX" + records[3][5:],
        "cut": records[3][:-40],
        "junk": b"\xff" * 30 + records[3],
        "length": records[3],
        "lost": records[3][: len(records[3]) // 2],
    }[damage]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    found = list(open_input(path).items())
    read = [one.content for one in found if isinstance(one, Item)]
    assert [text for n, text in enumerate(body) if n != 3] == [text for text in read if text != body[3]]
    assert any(isinstance(one, Failure) for one in found)


def test_a_crawl_that_is_one_gzip_is_read(tmp_path: Path) -> None:
    """A WARC packed as a whole, not record by record, is read to its end; one that was cut says so."""
    path = tmp_path / "a.warc.gz"
    whole = gzip.compress(b"".join(files.record(n, f"Text {n * 7919}.".encode()) for n in range(50)))
    path.write_bytes(whole)
    assert len(walked(path)) == 50
    path.write_bytes(whole[: len(whole) // 2])
    found = list(open_input(path).items())
    assert isinstance(found[-1], Failure)
    assert len(found) > 5


def test_a_page_as_it_came_over_the_line_is_unpacked(tmp_path: Path) -> None:
    """Chunks and gzip of HTTP are taken off; a page that unpacks to too much is a failure."""
    page = b"<html><p>Ein Text.</p></html>"

    def chunked(content: bytes) -> bytes:
        inner = gzip.compress(content)
        body = f"{len(inner):x}\r\n".encode() + inner + b"\r\n0\r\n\r\n"
        plain = files.record(1, body, media="text/html")
        more = b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
        length = len(body) + len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
        plain = plain.replace(
            f"Content-Length: {length}".encode(), f"Content-Length: {length + len(more)}".encode()
        )
        return plain.replace(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n" + more)

    path = tmp_path / "a.warc"
    path.write_bytes(chunked(page) + chunked(b"0" * 5_000_000))
    found = [said for _, said in walked(path, InputOptions(max_bytes=100_000))]
    assert found[0].encode() == page
    assert "unpacks to more" in found[1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025-09-25", "2025-09-25"), ("2025-09-25T14:30:00+02:00", "2025-09-25"), ("2025-09-25 14:30", "2025-09-25"),
        ("Thu, 25 Sep 2025 14:30:00 GMT", "2025-09-25"), ("20250925", "2025-09-25"), (20250925143000, "2025-09-25"),
        ("25.09.2025", "2025-09-25"), ("5.9.2025, 10:00", "2025-09-05"), ("2025/09/25", "2025-09-25"),
        (1758810600, "2025-09-25"), (1758810600.5, "2025-09-25"), ("1758810600000", "2025-09-25"),
        ("20250925T143000Z", "2025-09-25"), ("2025-09", "2025-09"), (2014, "2014"),
        ("yesterday", None), ("25.13.2025", None), ("", None), (None, None), (True, None), (12, None),
        ("09/10/2025", None), (float("nan"), None), ("9" * 14, None),
    ],
)  # fmt: skip
def test_dates_of_records_are_read_or_left_out(said: object, meant: str | None) -> None:
    """The forms in which corpora write dates, to the day; what cannot be read is None."""
    assert edtf(said) == meant


def test_languages_of_records_are_codes() -> None:
    """Codes with regions, of three letters, and names become codes; what is none is left out."""
    said = ["de-DE", "DEU", "English", "ru", "fr", "unknown language", 7, "русский"]
    assert [language(one) for one in said] == ["de", "de", "en", "ru", "fr", None, None, "ru"]


def test_a_record_says_of_itself_what_its_fields_say(tmp_path: Path) -> None:
    """Address, authors, outlet, date and language come from the fields; HTML is told from plain text."""
    path = tmp_path / "a.jsonl"
    record = {
        "id": 7, "url": "https://x.example/7", "title": "T", "authors": ["A B", "C"], "source": {"name": "Blatt"},
        "date": "25.09.2025", "lang": "de", "body": "<p>Ein Text.</p>",
    }  # fmt: skip
    other = {"id": "k8", "body": "Ein Text."}
    path.write_text(json.dumps(record) + "\n" + json.dumps(other) + "\n")
    first, second = (one for one in open_input(path).items() if isinstance(one, Item))
    assert (first.location, first.media_type, first.title) == ("https://x.example/7", "text/html", "T")
    assert (first.author, first.outlet, first.published) == ("A B, C", "Blatt", "2025-09-25")
    assert first.language == "de"
    assert (second.location, second.media_type) == (f"{path}#k8", "text/plain")
    plain = [
        one.media_type for one in open_input(path, InputOptions(html=False)).items() if isinstance(one, Item)
    ]
    assert plain == ["text/plain", "text/plain"]
