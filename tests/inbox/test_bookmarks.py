"""Bookmarks of wallabag, Readeck and browsers."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

from konturen.errors import SourceError
from konturen.inbox import bookmarks
from konturen.inbox.bookmarks import read_bookmarks
from tests.inbox.server import refused

V2 = [
    {
        "is_archived": 0, "is_starred": 1, "tags": ["x"], "id": 1, "title": "Ein Titel", "url": "https://a.example/1#x",
        "content": "<p>Gespeichert.</p>", "created_at": "2026-11-20T10:00:00+00:00", "published_at": "2026-11-19T08:00:00+00:00",
        "published_by": ["Ada", ""], "language": "de_DE", "mimetype": "text/html", "reading_time": 3, "domain_name": "a.example",
    },
    {"title": "Ohne Text", "url": "https://a.example/2", "content": "", "published_by": None, "language": None},
    {"title": "kein Netz", "url": "javascript:alert(1)"},
    {"title": "doppelt", "url": "https://a.example/1"},
    "nonsense",
]  # fmt: skip


def archive(**parts: bytes) -> bytes:
    """A zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def readeck(**parts: bytes) -> bytes:
    """An export with two bookmarks, one of them with its article."""
    one = {
        "UID": "x1",
        "URL": "https://r.example/1",
        "Title": "Eins",
        "Authors": ["Bo", "Cy"],
        "Lang": "ru",
        "Published": "2026-10-01T00:00:00Z",
        "SiteName": "R",
    }
    two = {
        "UID": "x2",
        "URL": "https://r.example/2",
        "Title": "Zwei",
        "Authors": None,
        "Lang": "",
        "Published": None,
    }
    return archive(
        **{
            "data.json": b"{}",
            "bookmarks/x1/info.json": json.dumps(one).encode(),
            "bookmarks/x1/container/index.html": "<section>Ж</section>".encode(),
            "bookmarks/x2/info.json": json.dumps(two).encode(),
            **parts,
        }
    )


def test_wallabag_2() -> None:
    """What was saved comes with the entry; what cannot be taken is told, not dropped."""
    found = read_bookmarks(json.dumps(V2).encode(), "w.json")
    assert (found.kind, len(found.entries), len(found.refused)) == ("wallabag", 2, 2)
    one, two = found.entries
    assert (one.address, one.title, one.author, one.published, one.language) == (
        "https://a.example/1",
        "Ein Titel",
        "Ada",
        "2026-11-19",
        "de",
    )
    assert (one.content, one.whole, two.content, two.whole) == ("<p>Gespeichert.</p>", True, None, False)
    assert "javascript" in found.refused[0]


def test_wallabag_1() -> None:
    """A numbered object of objects."""
    old = {
        "0": {"id": "1", "title": "T", "url": "https://a.example/1", "is_read": "0", "content": "<p>x</p>"},
        "1": {"url": "https://a.example/2"},
    }
    assert [e.address for e in read_bookmarks(json.dumps(old).encode(), "w.json").entries] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_readeck_export() -> None:
    """The description of each bookmark with its article beside it."""
    found = read_bookmarks(readeck(), "r.zip")
    one, two = found.entries
    assert found.kind == "readeck"
    assert (one.address, one.title, one.author, one.published, one.language) == (
        "https://r.example/1",
        "Eins",
        "Bo, Cy",
        "2026-10-01",
        "ru",
    )
    assert (one.content, one.whole, two.whole, two.author) == ("<section>Ж</section>", True, False, None)


def test_readeck_lines() -> None:
    """What its API gives, as a list or as lines of JSON."""
    lines = [
        {"id": "a", "url": f"https://r.example/{n}", "title": "T", "site_name": "R", "authors": ["A"]}
        for n in (1, 2)
    ]
    for text in (json.dumps(lines), "\n".join(map(json.dumps, lines))):
        found = read_bookmarks(text.encode(), "r.json")
        assert (found.kind, len(found.entries)) == ("readeck", 2)


def test_netscape() -> None:
    """A browser's export."""
    page = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF="https://a.example/?a=1&amp;b=2" ADD_DATE="1">Ä &amp; Ö</A><DT><A HREF="place:x">x</A></DL>'
    found = read_bookmarks(page.encode(), "b.html")
    assert [(e.address, e.title) for e in found.entries] == [("https://a.example/?a=1&b=2", "Ä & Ö")]
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"[]",
        b"[1]",
        b"{",
        b"[" * 100_000,
        b'{"a":1}',
        b"PK\x03\x04broken",
        archive(**{"a.txt": b"x"}),
        readeck()[:-40],
        b"<html>",
        b"\0" * 1000,
    ],
)
def test_other_files_are_refused(content: bytes) -> None:
    """With a reason, whatever they are."""
    assert "f.json" in refused(lambda: read_bookmarks(content, "f.json"))


def test_a_bomb_in_a_zip_file_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one huge part nor many that are huge together."""
    monkeypatch.setattr(bookmarks, "MAX_PART", 1000)
    with pytest.raises(SourceError, match="unpacks to more"):
        read_bookmarks(readeck(**{"bookmarks/x2/container/index.html": b"a" * 100_000}), "r.zip")
    monkeypatch.setattr(bookmarks, "MAX_UNPACKED", 1500)
    parts = {f"bookmarks/y{n}/info.json": b'{"URL":"https://a.example/"}' for n in range(3)}
    parts |= {f"bookmarks/y{n}/container/index.html": b"a" * 900 for n in range(3)}
    with pytest.raises(SourceError, match="export unpacks"):
        read_bookmarks(readeck(**parts), "r.zip")


def test_hostile_pages_of_bookmarks_end_in_seconds() -> None:
    """Half-open tags without end."""
    begun = time.monotonic()
    for piece in ("<a ", "<a href=", '<a href="', "<a href='x'", "<", "<a >"):
        refused(
            lambda piece=piece: read_bookmarks(
                b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + piece.encode() * 50_000, "b.html"
            )
        )
    assert time.monotonic() - begun < 20
