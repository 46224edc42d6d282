"""Feeds of all forms become entries; hostile ones neither hurt nor hang."""

from __future__ import annotations

import json
import time

import pytest

from konturen.errors import SourceError
from konturen.inbox.feeds import MAX_ADDRESS, MAX_ENTRIES, MAX_LINE, Feed, day, read_feed
from tests.inbox.server import refused

AT = "https://news.example/feeds/all.xml"


def rss(items: str, head: str = "", version: str = "2.0", more: str = "") -> bytes:
    """A channel with these items."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="{version}"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Nachrichten</title><language>de-DE</language>{more}{items}</channel></rss>"
    ).encode()


def test_rss_2() -> None:
    """Link, title, author, day, language and text of an item."""
    feed = read_feed(
        rss(
            "<item><title>Vertrag &amp; Streit</title><link>https://news.example/a#top</link>"
            "<dc:creator>Ada Lange</dc:creator><pubDate>Sun, 22 Nov 2026 00:30:00 +0300</pubDate>"
            "<description>kurz</description><content:encoded><![CDATA[<p>Der ganze &amp; lange Text.</p>]]></content:encoded></item>"
        ),
        AT,
    )
    [entry] = feed.entries
    assert (feed.kind, feed.title, feed.damaged, feed.left_out) == ("rss20", "Nachrichten", False, 0)
    assert entry.key == entry.address == "https://news.example/a"
    assert (entry.title, entry.author, entry.published, entry.language) == (
        "Vertrag & Streit",
        "Ada Lange",
        "2026-11-22",
        "de",
    )
    assert (entry.content, entry.media_type, entry.whole) == (
        "<p>Der ganze &amp; lange Text.</p>",
        "text/html",
        True,
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94"])
def test_rss_0_9x(version: str) -> None:
    """The older forms, with the document type that RSS 0.91 asks for."""
    head = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    feed = read_feed(rss("<item><title>T</title><link>/a</link></item>", head, version), AT)
    assert [(e.address, e.whole) for e in feed.entries] == [("https://news.example/a", False)]


def test_rss_1() -> None:
    """RDF, whose items stand beside the channel."""
    feed = read_feed(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b'<channel rdf:about="x"><title>C</title></channel><item rdf:about="https://n.example/1"><title>T</title>'
        b"<link>https://n.example/1</link><dc:date>2026-11</dc:date></item></rdf:RDF>",
        AT,
    )
    assert (feed.kind, feed.entries[0].address, feed.entries[0].published) == (
        "rss10",
        "https://n.example/1",
        "2026-11",
    )


def test_atom() -> None:
    """The alternate link under xml:base, the author, the language, content as XHTML."""
    feed = read_feed(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://n.example/blog/" xml:lang="ru"><title>Ж</title>
        <entry><id>urn:1</id><title type="html">&lt;b&gt;Жаңа&lt;/b&gt; адамдар</title>
        <link rel="self" href="https://n.example/self"/><link href="eins?a=1&amp;b=2"/>
        <author><name>Анна</name></author><published>2026-11-22T23:59:00-05:00</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Текст</p></div></content></entry></feed>""".encode(),
        AT,
    )
    [entry] = feed.entries
    assert (entry.address, entry.title, entry.author) == (
        "https://n.example/blog/eins?a=1&b=2",
        "Жаңа адамдар",
        "Анна",
    )
    assert (entry.published, entry.language, entry.whole) == ("2026-11-22", "ru", True)
    assert "Текст" in (entry.content or "")


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    """Both versions name authors differently; ids may be numbers."""
    author = (
        {"author": {"name": "Ada"}}
        if version.endswith("1") and not version.endswith("1.1")
        else {"authors": [{"name": "Ada"}, {"name": "Bo"}]}
    )
    told = {
        "version": version,
        "title": "J",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/a",
                "content_html": "<p>x</p>",
                "date_published": "2026-11-22T10:00:00Z",
                **author,
            },
            {"id": "8", "content_text": "only text"},
            "nonsense",
        ],
    }
    feed = read_feed(json.dumps(told).encode(), AT)
    first, second = feed.entries
    assert (first.address, first.published, first.language) == ("https://news.example/a", "2026-11-22", "en")
    assert (first.author or "").startswith("Ada")
    assert (second.address, second.key, second.content, second.media_type) == (
        None,
        "id:8",
        "only text",
        "text/plain",
    )


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07"),
        ("Sat, 07 Sep 2002 00:30:00 +0900", "2002-09-07"),
        ("7 Sep 02 10:00 EST", "2002-09-07"),
        ("2002-09-07T23:30:00-08:00", "2002-09-07"),
        ("2002-09-07", "2002-09-07"),
        ("2002-09", "2002-09"),
        ("2002", "2002"),
        ("20020907", "2002-09-07"),
        ("Thu, 31 Feb 2002 00:00:00 GMT", None),
        ("gestern", None),
        ("0000-00-00", None),
        ("99999-01-01", None),
        ("2002-13", None),
        ("1970", "1970"),
        ("", None),
        (None, None),
        ("1" * 100_000, None),
    ],
)
def test_days(text: object, edtf: str | None) -> None:
    """A day as its own place counts it, no more precise than it was given, and none where nobody can say."""
    assert day(text) == edtf


def test_rarer_dates_are_left_to_feedparser() -> None:
    """Forms of the C library, for instance."""
    feed = read_feed(rss("<item><link>/a</link><pubDate>Sun Nov 22 10:00:00 2026</pubDate></item>"), AT)
    assert feed.entries[0].published == "2026-11-22"


def test_relative_links_follow_the_address_of_the_feed() -> None:
    """Also those of a feed that was redirected."""
    feed = read_feed(rss("<item><link>../b?x=1</link></item><item><link>//cdn.example/c</link></item>"), AT)
    assert [e.address for e in feed.entries] == ["https://news.example/b?x=1", "https://cdn.example/c"]


def test_entries_without_links_are_complete_in_themselves() -> None:
    """Their description is the text; they are known by their id, or by what they say."""
    items = "<item><guid isPermaLink='false'>7</guid><description>Ein Text.</description></item><item><title>Nur ein Titel</title></item>"
    first, second = read_feed(rss(items), AT).entries
    assert (first.address, first.key, first.content, first.whole) == (None, "id:7", "Ein Text.", True)
    assert second.key.startswith("text:")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:a@b.example", "file:///etc/passwd", "http://[", "data:text/html,x"]
)
def test_links_out_of_the_web_are_no_addresses(link: str) -> None:
    """Only http and https are."""
    assert [
        e.address for e in read_feed(rss(f"<item><title>t</title><link>{link}</link></item>"), AT).entries
    ] == [None]


def test_one_guid_for_two_texts_loses_none() -> None:
    """What is asked for is the address; the same address twice is one entry."""
    items = "".join(f"<item><guid isPermaLink='false'>same</guid><link>/{n}</link></item>" for n in (1, 2, 2))
    assert len(read_feed(rss(items), AT).entries) == 2


def test_ten_thousand_entries() -> None:
    """A large feed is read whole, in seconds."""
    begun = time.monotonic()
    items = "".join(
        f"<item><title>T{n}</title><link>/{n}</link><description>d</description></item>" for n in range(10_000)
    )
    feed = read_feed(rss(items), AT)
    assert (len(feed.entries), feed.left_out) == (10_000, 0)
    assert time.monotonic() - begun < 30


def test_what_is_left_out_of_a_huge_feed_is_counted() -> None:
    """Nothing is dropped without a word."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": f"/{n}"} for n in range(MAX_ENTRIES + 5)],
    }
    assert read_feed(json.dumps(told).encode(), AT).left_out == 5
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(MAX_ENTRIES + 5))
    feed = read_feed(rss(items), AT)
    assert (len(feed.entries), feed.left_out) == (MAX_ENTRIES, 5)


def test_names_of_html_and_lone_ampersands_are_kept() -> None:
    """XML knows no &uuml;, feeds use it all the same."""
    feed = read_feed(
        rss("<item><title>M&uuml;nchen &amp; K&ouml;ln, R&D &unknown; &lt;x</title><link>/a</link></item>"), AT
    )
    assert feed.entries[0].title == "München & Köln, R&D &unknown; <x"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("cp1251", "windows-1251"),
        ("utf-16", "utf-16"),
        ("utf-8", "windows-1252x"),
        ("koi8-r", "koi8-r"),
        ("utf-8-sig", "utf-8"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    """As the file declares it; a declaration that means nothing does not count."""
    text = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><item><title>Жириновский</title><link>/a</link></item></channel></rss>'
    assert read_feed(text.encode(encoding), AT).entries[0].title == "Жириновский"


@pytest.mark.parametrize("charset", ["rot13", "base64", "idna", "nonsense", "unicode_escape", "utf-8\n"])
def test_a_charset_that_is_none_does_no_harm(charset: str) -> None:
    """A server may claim anything."""
    assert read_feed(rss("<item><title>ж</title><link>/a</link></item>"), AT, charset).entries[0].title == "ж"


def test_a_broken_feed_gives_what_can_be_read_and_says_so() -> None:
    """A feed that was broken off gives its whole entries."""
    whole = rss("".join(f"<item><title>T{n}</title><link>/{n}</link></item>" for n in range(10)))
    feed = read_feed(whole[: whole.index(b"T7")], AT)
    assert feed.damaged
    assert [e.title for e in feed.entries][:7] == [f"T{n}" for n in range(7)]
    assert "damaged" in refused(lambda: read_feed(b"<rss><channel><<<<", AT))


ENTITIES = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE r [<!ENTITY a0 "ha">'
        + ENTITIES
        + b"]><rss version='2.0'><channel><item><title>&a9;</title><link>/a</link></item></channel></rss>",
        b'<!DOCTYPE r [<!ENTITY a "'
        + b"x" * 100_000
        + b'">]><rss><channel><item><title>'
        + b"&a;" * 10_000
        + b"</title></item></channel></rss>",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        b'<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x">%a;]><rss><channel/></rss>',
    ],
)
def test_entities_are_refused(content: bytes) -> None:
    """Bombs and windows into the file system: no feed needs them."""
    assert "entities of its own" in refused(lambda: read_feed(content, AT))


def test_entities_behind_a_comment_do_no_harm() -> None:
    """A comment that hides the declarations makes them count no more."""
    bomb = (
        b'<!DOCTYPE r [<!--<a>--><!ENTITY a0 "ha">'
        + ENTITIES
        + b"]>"
        + rss("<item><title>x&a9;</title><link>/a</link></item>")[38:]
    )
    begun = time.monotonic()
    assert all(len(e.title or "") < 50 for e in read_feed(bomb, AT).entries)
    assert time.monotonic() - begun < 2


N = 300_000
HOSTILE = {
    "less than": b"<rss>" + b"<" * N,
    "ampersands": b"<rss>" + b"&" * N,
    "deep": b"<rss>" + b"<a>" * N,
    "items in items": b"<rss><channel>" + b"<item>" * N,
    "declarations": b"<rss>" + b"<!" * N,
    "cdata": b"<rss>" + b"<![CDATA[" * N,
    "comments": b"<rss>" + b"<!--" * N,
    "lines": b"\n" * N + b"<rss/>",
    "blanks before a page": b" " * N + b"<html",
    "empty items": b"<rss version='2.0'><channel>" + b"<item/>" * N,
    "author": b"<rss version='2.0'><channel><item><author>" + b"a" * N + b"@</author></item></channel></rss>",
    "title": b"<rss version='2.0'><channel><item><title>" + b"<" * N + b"</title></item></channel></rss>",
    "date": b"<rss version='2.0'><channel><item><pubDate>" + b"1 " * N + b"</pubDate></item></channel></rss>",
    "link": b"<rss version='2.0'><channel><item><link>" + b"../" * N + b"</link></item></channel></rss>",
    "json": b'{"a":' * N,
    "number": b'{"a":' + b"1" * N + b"}",
    "links": b"<html>" + b"<link " * N,
    "nul": b"\0" * N,
    "random": bytes(range(256)) * 1000,
    "empty": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_feeds_end_in_seconds(content: bytes) -> None:
    """Whatever comes is read or refused with a reason, in a time that does not explode."""
    begun = time.monotonic()
    try:
        assert isinstance(read_feed(content, AT), Feed)
    except SourceError as error:
        told = str(error)
    else:
        told = AT
    assert AT in told
    assert time.monotonic() - begun < 10


def test_a_page_names_its_feeds() -> None:
    """Whoever follows a page learns what to follow instead."""
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"><link type=text/css href=x></head></html>'
    assert "https://news.example/rss" in refused(lambda: read_feed(page, AT))
    assert "Give the address of its feed" in refused(lambda: read_feed(b"<html><body>x</body></html>", AT))


@pytest.mark.parametrize(
    "content", [b"{}", b"[1]", b"<svg/>", b"hello", b'{"version":"x","items":[]}', b"%PDF-1.4"]
)
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    """Other JSON, other XML, other files."""
    assert "no" in refused(lambda: read_feed(content, AT))


def test_titles_and_authors_are_lines() -> None:
    """Control characters, marks of tags and 100,000 letters do not reach the ledger."""
    items = f"<item><title>a\nb\x07\x00 {'x' * 100_000}</title><author>{'y' * 100_000}</author><link>/{'z' * MAX_ADDRESS}</link></item>"
    [entry] = read_feed(rss(items), AT).entries
    assert (entry.title or "").startswith("a b x")
    assert len(entry.title or "") == MAX_LINE
    assert len(entry.author or "") <= MAX_LINE
    assert entry.address is None


def test_elements_with_thousands_of_attributes_cost_no_time() -> None:
    """An element with 100,000 attributes is read in seconds, and the entry beside it is there."""
    attributes = " ".join(f'a{number}="1"' for number in range(100_000))
    begun = time.monotonic()
    feed = read_feed(rss(f"<item><source {attributes}/><title>T</title><link>/a</link></item>"), AT)
    assert [entry.address for entry in feed.entries] == ["https://news.example/a"]
    assert time.monotonic() - begun < 20


def test_places_that_are_written_wrongly_hurt_no_feed() -> None:
    """A GML position outside of a place, on which feedparser fails, leaves the entries readable."""
    gml = '<gml:posList xmlns:gml="http://www.opengis.net/gml">1 2 x</gml:posList>'
    feed = read_feed(rss(f"<item>{gml}<title>T</title><link>/a</link></item>"), AT)
    assert [(entry.title, entry.address) for entry in feed.entries] == [("T", "https://news.example/a")]


def test_a_fault_of_the_parser_is_an_error_of_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where feedparser fails, the feed is told to be unreadable and the round goes on."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("where")

    monkeypatch.setattr("feedparser.parse", fail)
    with pytest.raises(SourceError, match="breaks the rules"):
        read_feed(rss("<item><link>/a</link></item>"), AT)


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "undefined"])
def test_encodings_that_no_file_has_are_passed_over(charset: str) -> None:
    """A feed that claims to be in punycode, whose decoding is quadratic, is read as UTF-8 at once."""
    content = rss(f"<item><title>Grüße</title><link>/a</link></item>{'-' + '9' * 300_000}")
    begun = time.monotonic()
    feed = read_feed(content.replace(b"utf-8", charset.encode(), 1), AT, charset)
    assert [entry.title for entry in feed.entries] == ["Grüße"]
    assert time.monotonic() - begun < 5


def test_a_declaration_that_never_ends_costs_no_time() -> None:
    """An XML declaration of a million blanks, on which libxml2 is quadratic, is refused at once."""
    begun = time.monotonic()
    with pytest.raises(SourceError, match="no feed"):
        read_feed(b"<?xml " + b" " * 1_000_000, AT)
    assert time.monotonic() - begun < 5
