"""Lists of feeds are read at any depth and written so that they can be read again."""

from __future__ import annotations

from konturen.inbox.opml import Outline, is_opml, read_opml, write_opml
from tests.inbox.server import refused

LIST = b"""<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Politik"><outline text="Russland"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/f" htmlUrl="https://a.example"/></outline>
<outline title="C" xmlurl=" https://c.example/f "/></outline>
<outline text="again" xmlUrl="https://a.example/f"/><outline text="bad" xmlUrl="javascript:x"/><outline text="note"/>
</body></opml>"""


def test_nested_lists() -> None:
    """Feeds with their titles and folders, each once; what is no address is told."""
    found = read_opml(LIST, "l.opml")
    assert found.feeds == (
        Outline("https://a.example/f", "A & B", ("Politik", "Russland")),
        Outline("https://c.example/f", "C", ("Politik",)),
    )
    assert found.refused == ("javascript:x",)


def test_written_lists_are_read_again() -> None:
    """Characters that XML cannot hold do not break the list."""
    feeds = (
        Outline("https://a.example/f?x=1&y=2", 'A "<&>\x00 Ж', ("P", "R")),
        Outline("https://b.example/", None, ()),
    )
    found = read_opml(write_opml(feeds).encode(), "l.opml").feeds
    assert found == (
        Outline(feeds[0].address, 'A "<&> Ж', ("P", "R")),
        Outline("https://b.example/", "https://b.example/", ()),
    )


def test_hostile_lists() -> None:
    """Bombs are refused, depth is cut, other files are named as such."""
    bomb = b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>'
    assert "entities" in refused(lambda: read_opml(bomb, "l.opml"))
    assert "no OPML list" in refused(lambda: read_opml(b"<html/>", "l.opml"))
    assert "no OPML list" in refused(lambda: read_opml(b"", "l.opml"))
    deep = b"<opml><body>" + b"<outline text='x'>" * 100_000
    assert read_opml(deep, "l.opml").damaged


def test_a_list_is_told_by_its_content() -> None:
    """Also in UTF-16."""
    assert is_opml(LIST)
    assert is_opml(LIST.decode().replace('encoding="utf-8"', "").encode("utf-16"))
    assert not is_opml(b"<rss/>")
