"""Lists of feeds as OPML 1.0 and 2.0, read and written (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from konturen.errors import SourceError
from konturen.inbox.feeds import line, web_address
from konturen.inbox.markup import text_of, tree_of

MAX_FEEDS = 50_000
"""Feeds that are taken from one list."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list: its address, its title, and the folders it lies in, the outermost first."""

    address: str
    title: str | None = None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlines:
    """A list of feeds, each once. `refused` holds what stands in place of an address and is none; `damaged`
    says that the file was broken and more may have stood in it."""

    feeds: tuple[Outline, ...]
    refused: tuple[str, ...] = ()
    damaged: bool = False


def is_opml(content: bytes) -> bool:
    """Whether a file looks like a list of feeds."""
    return b"<opml" in content[:4096].lower().replace(b"\0", b"")


def read_opml(content: bytes, where: str) -> Outlines:
    """The feeds of a list, at whatever depth. SourceError where this is no OPML."""
    root, damaged = tree_of(text_of(content, None), where, "OPML list")
    if not isinstance(root.tag, str) or etree.QName(root).localname.lower() != "opml":
        raise SourceError("this is no OPML list.", where, "Give a list of feeds as another reader exports it.")
    feeds: dict[str, Outline] = {}
    refused: list[str] = []
    for element, folders in _outlines(root):
        told = {name.lower(): value for name, value in element.attrib.items()}
        if "xmlurl" not in told:
            continue
        address = web_address(told["xmlurl"].strip())
        if address is None:
            refused.append(line(told["xmlurl"]) or "(empty)")
        elif len(feeds) >= MAX_FEEDS:
            raise SourceError(f"the list holds more than {MAX_FEEDS:,} feeds.", where, "Split it.")
        else:
            feeds.setdefault(address, Outline(address, line(told.get("title") or told.get("text")), folders))
    return Outlines(tuple(feeds.values()), tuple(refused), damaged)


def _outlines(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """All outlines with the folders they lie in, in the order of the file."""
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        if isinstance(element.tag, str) and etree.QName(element).localname.lower() == "outline":
            yield element, folders
            name = line(element.get("title") or element.get("text"))
            folders = (*folders, name) if name and element.get("xmlUrl") is None else folders
        stack += [(child, folders) for child in reversed(element) if isinstance(child.tag, str)]


def write_opml(feeds: Iterable[Outline], title: str = "Konturen") -> str:
    """A list of feeds as OPML 2.0; folders become outlines around them."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = line(title) or ""
    body = etree.SubElement(root, "body")
    made: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        place = body
        for depth in range(1, len(feed.folders) + 1):
            path = feed.folders[:depth]
            if path not in made:
                made[path] = etree.SubElement(place, "outline", text=line(path[-1]) or "")
            place = made[path]
        name = line(feed.title) or feed.address
        etree.SubElement(place, "outline", type="rss", text=name, title=name, xmlUrl=feed.address)
    etree.indent(root)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode("utf-8") + "\n"
