"""Foreign XML made harmless and whole before anything else reads it.

Entities are never resolved, nothing outside is loaded, what is broken is closed where it broke (libxml2's
recovery), what is nested too deep is cut, elements with hundreds of attributes lose them. Time and memory grow
with the length of the input and no faster.
"""

from __future__ import annotations

import codecs
import html.entities
import re

from lxml import etree

from konturen.errors import SourceError

_DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})["']""")
_XML_HEAD = re.compile(r"^\s{0,1000}<\?xml[^>]{0,500}\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_LONE = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_CDATA = re.compile(r"<!\[CDATA\[")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "raw_unicode_escape",
        "undefined",
        "unicode_escape",
        "unicode-escape",
        "raw-unicode-escape",
    }
)
"""What Python counts among the encodings of text though no file is written in it; punycode is quadratic."""
MAX_HEAD = 2000
"""Characters that an XML declaration may have."""
MAX_ATTRIBUTES = 100
"""Attributes that an element may have; no form of feed or list knows half as many."""
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)


def text_of(content: bytes, charset: str | None) -> str:
    """The characters of an XML or JSON file: by its mark, its own declaration, UTF-8, what the server says.

    What fits none is replaced by U+FFFD.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    declared = _DECLARED.match(content[:400].decode("latin-1"))
    names = [name for name in (declared and declared[1], "utf-8", charset) if name and _is_text(name)]
    for name in names:
        try:
            return content.decode(name)
        except (UnicodeError, ValueError):
            continue
    return content.decode(names[0], "replace")


def _is_text(name: str) -> bool:
    """Whether Python knows an encoding of that name that gives text (not "base64" or "rot13")."""
    try:
        found = codecs.lookup(name)
        return found._is_text_encoding and found.name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def tree_of(text: str, where: str, what: str) -> tuple[etree._Element, bool]:
    """The root of an XML file, repaired where it is broken, and whether it was broken.

    SourceError where it declares entities of its own (which may unfold without end), or holds no element.
    `what` names the kind of file in the message.
    """
    text = _XML_HEAD.sub("", text, count=1).lstrip()
    if text.startswith("<?xml") and ">" not in text[:MAX_HEAD]:  # libxml2 is quadratic in its blanks
        raise SourceError(
            f"this is no {what}: its first line does not end.", where, "Check the address or the file."
        )
    if "<!ENTITY" in text[: _start(text)]:
        raise SourceError(f"the {what} declares entities of its own, which is refused.", where)
    text = _UNWANTED.sub("", text)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(_named(text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"this is no {what}.", where, "Check the address or the file.") from error
    if root is None:
        raise SourceError(f"this is no {what}.", where, "Check the address or the file.")
    for element in root.iter(etree.Element):
        # Reading attributes one after the other is quadratic in lxml and in feedparser.
        if len(element.attrib) > MAX_ATTRIBUTES:
            element.attrib.clear()
    return root, any(error.level >= etree.ErrorLevels.ERROR for error in parser.error_log)


def _start(text: str) -> int:
    """Where the first element begins."""
    found = re.search(r"<[A-Za-z_]", text)
    return found.start() if found else len(text)


def _named(text: str) -> str:
    """HTML's names of characters as numbers, which XML knows too, and lone ampersands as such.

    CDATA sections are left alone: an ampersand there is one.
    """
    pieces: list[str] = []
    at = 0
    while True:
        opened = _CDATA.search(text, at)
        end = opened.start() if opened else len(text)
        pieces.append(_LONE.sub("&amp;", _ENTITY.sub(_number, text[at:end])))
        if opened is None:
            return "".join(pieces)
        closed = text.find("]]>", end)
        at = closed + 3 if closed >= 0 else len(text)
        pieces.append(text[end:at])


def _number(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_NAMES:
        return match[0]
    found = html.entities.html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in found) if found else f"&amp;{name};"
