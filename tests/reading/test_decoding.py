"""Encodings are told, declared or recognised; what fits none is refused with advice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.errors import SourceError
from konturen.reading.decoding import decode, encoding_name

GERMAN = "Die Bürgerpartei möchte die Größe des Ausschusses ändern. „Das hört sich gut an“, sagte Frau Schäfer."
RUSSIAN = "Партия объявила о выходе из коалиции. Её лидер заявил, что их не слушали, и подал в отставку."
ENGLISH = "The minister’s café talks failed – nobody came."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_german_is_recognised(encoding: str) -> None:
    """German comes back the same from each encoding that it is written in, mark or no mark."""
    assert decode(GERMAN.encode(encoding), "here") == GERMAN


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_russian_is_recognised(encoding: str) -> None:
    """Russian comes back the same from each encoding that it is written in, mark or no mark."""
    assert decode(RUSSIAN.encode(encoding), "here") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_typographic_signs_of_english(encoding: str) -> None:
    """An English text whose only unusual signs are quotes and dashes is recognised."""
    assert decode(ENGLISH.encode(encoding), "here") == ENGLISH


def test_wrong_declaration_is_overruled_by_utf8() -> None:
    """A page that says ISO 8859-1 but is UTF-8 is read as UTF-8."""
    assert decode(GERMAN.encode(), "here", declared="iso-8859-1") == GERMAN


def test_wrong_declaration_of_a_russian_page() -> None:
    """A page that says ISO 8859-1 but is cp1251 is not read as accented letters."""
    assert decode(RUSSIAN.encode("cp1251"), "here", declared="iso-8859-1") == RUSSIAN


def test_right_declaration_counts() -> None:
    """A declared encoding in which the words look right is taken."""
    text = "Kaczyński und Wałęsa reden über die Größe der Fraktion."
    assert decode(text.encode("cp1250"), "here", declared="windows-1250") == text


def test_line_ends_are_kept() -> None:
    """Nothing but the mark is taken off: line ends of Windows stay."""
    assert decode(b"\xef\xbb\xbfEins.\r\nZwei.\r\n", "here") == "Eins.\r\nZwei.\r\n"


def test_forced_encoding_is_used() -> None:
    """The encoding that the user names is used instead of the recognised one."""
    assert decode("Größe".encode("mac-roman"), "here", forced="mac-roman") == "Größe"


def test_forced_encoding_that_fails() -> None:
    """A named encoding that does not fit is refused with advice."""
    with pytest.raises(SourceError, match="not in the encoding utf-8"):
        decode(GERMAN.encode("cp1252"), "here", forced="utf-8")


def test_forced_encoding_that_gives_nonsense() -> None:
    """A named encoding that gives letters, but no words, is refused too."""
    with pytest.raises(SourceError, match="not in the encoding cp1251"):
        decode(RUSSIAN.encode("koi8-r"), "here", forced="cp1251")


@pytest.mark.parametrize("name", ["klingon", "", "base64", "a\x00b"])
def test_unknown_encoding_is_refused(name: str) -> None:
    """A name that is no text encoding is refused by that name."""
    with pytest.raises(SourceError, match="no text encoding is called"):
        decode(b"abc", "here", forced=name)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GERMAN.encode() * 3 + b"\xff\xfe rest", "damaged at byte"),
        ("Größe ".encode() * 9 + b"\xed\xa0\x80", "damaged at byte"),
        (b"\xff\xfe" + "Größe".encode("utf-16-le") + b"\x00\xd8", "marked as utf-16-le but is damaged"),
        (b"Ein Satz.\x00Noch einer.", "NUL"),
        (bytes(range(256)) * 8, "NUL"),
        (b"\x01\x02\x03\x04\xfa\xfb" * 50, "binary"),
        (b"\x1b\x02\x03\x04 abc" * 50, "binary"),
        ("Göteborgs éèàù çñ".encode("cp500") * 3, "cannot be told|binary|NUL"),
        (b" \n\t\r\n ", "no text"),
        ("\ufeff".encode(), "no text"),
        ("a\x00b".encode("utf-16"), "NUL"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, told: str) -> None:
    """Damaged, binary and empty content is refused, and the message says which of these it is."""
    with pytest.raises(SourceError, match=told):
        decode(content, "here")


def test_advice_names_the_option() -> None:
    """Where the encoding cannot be told, the advice names the option that tells it."""
    with pytest.raises(SourceError) as caught:
        decode("ÄÖÜÄÖÜÄÖ äöüäöü".encode("cp850") * 4, "here")
    assert "--encoding" in str(caught.value)


@pytest.mark.parametrize(
    ("label", "name"),
    [("ISO-8859-1", "cp1252"), (' "utf8" ', "utf-8"), ("windows-1251", "cp1251"), ("rot13", None)],
)
def test_encoding_names(label: str, name: str | None) -> None:
    """Labels of pages become Python's names; ISO 8859-1 is read as browsers do; transforms are no encodings."""
    assert encoding_name(label) == name


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_source_error(content: bytes) -> None:
    """Whatever the bytes, there is a text without NUL, or a `SourceError`."""
    try:
        text = decode(content, "here")
    except SourceError:
        return
    assert "\x00" not in text
    assert text.strip()
