"""Citations, read back by the libraries that people import them with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.pages.citing import STYLES, Work, bibtex, citation, csl_json, footnote, ris
from konturen.pages.sharing import shares, web_address
from konturen.web.words import Words

PLAIN = Work(
    "3f9a1c2b3f9a1c2b",
    "Konturen einer „glänzenden Zukunft“",
    "Leonid Cukanow",
    "Aktualjnie Kommentarii",
    "2025-09-25",
    "de",
    "commentary",
    "https://example.org/a_b?x=1&y=50%25#teil",
    "2026-11-23",
    "Der Dialog befindet sich im Aufschwung.",
)
HOSTILE = '50% & {A}_\\b^c~d #1 $x}\nER  - \r\n@misc{evil,\u202e title={x}}\u2028TY  - BOOK\x00 "q"'
PLAIN_WORDS = '50% & {A}_\\b^c~d #1 $x} ER - @misc{evil, title={x}} TY - BOOK "q"'
NASTY = st.text(
    st.sampled_from("{}\\%&$#_~^\"'@,=\r\n\t -<>я") | st.characters(exclude_categories=["Cs"]), max_size=60
)


def entry(text: str) -> dict[str, str]:
    """The fields of the only entry of a BibTeX file, as they stand there."""
    library = parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == 1
    assert len(library.blocks) == 1
    return {field.key: str(field.value) for field in library.entries[0].fields}


def item(text: str) -> dict[str, Any]:
    """The only item of a CSL-JSON file."""
    (found,) = json.loads(text)
    assert isinstance(found, dict)
    return found


def test_a_footnote_stands_in_the_language_of_the_desk() -> None:
    """Author, title, outlet, day, address, the day it was read, and the words."""
    assert footnote(PLAIN, Words("de")) == (
        "Leonid Cukanow: Konturen einer „glänzenden Zukunft“, in: Aktualjnie Kommentarii, 25. September 2025, "
        "https://example.org/a_b?x=1&y=50%25#teil (abgerufen: 23. November 2026): "
        "„Der Dialog befindet sich im Aufschwung.“"
    )
    assert "(accessed 23 November 2026)" in footnote(PLAIN, Words("en"))
    assert "(дата обращения: 23 ноября 2026" in footnote(PLAIN, Words("ru"))


def test_what_nobody_knows_is_left_out() -> None:
    """A text without anything but its language has no empty field, and no author, year or address is made up."""
    bare = Work("0" * 16, None, None, None, None, "en", None, None, "2026-11-23")
    assert footnote(bare, Words("en")) == "“Untitled”."
    assert entry(bibtex(bare)) == {"langid": "english"}
    assert ris(bare) == f"TY  - GEN\r\nID  - konturen-{'0' * 16}\r\nLA  - en\r\nER  - \r\n"
    assert item(csl_json(bare)) == {"id": "konturen-" + "0" * 16, "type": "document", "language": "en"}


def test_bibtex_is_read_back() -> None:
    """Fields come out as they went in; the address has no escapes of LaTeX."""
    found = entry(bibtex(PLAIN))
    assert found["author"] == "{Leonid Cukanow}"
    assert found["title"] == "{Konturen einer „glänzenden Zukunft“}"
    assert (found["year"], found["month"], found["date"]) == ("2025", "9", "2025-09-25")
    assert found["url"] == PLAIN.address
    assert found["urldate"] == "2026-11-23"


def test_ris_is_read_back() -> None:
    """One record, each value under its tag."""
    (found,) = rispy.loads(ris(PLAIN))
    assert found["type_of_reference"] == "ELEC"
    assert found["authors"] == ["Leonid Cukanow"]
    assert found["title"] == PLAIN.title
    assert found["secondary_title"] == PLAIN.outlet
    assert (found["year"], found["date"]) == ("2025", "2025/09/25/")
    assert found["urls"] == [PLAIN.address]
    assert found["notes"] == [PLAIN.quotation]


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2025-09-25", {"date-parts": [[2025, 9, 25]]}),
        ("2025-09", {"date-parts": [[2025, 9]]}),
        ("2025", {"date-parts": [[2025]]}),
        ("2025~", {"date-parts": [[2025]], "circa": True}),
        ("2025-23", {"date-parts": [[2025]], "season": 3}),
        ("2025-01/2025-03", {"date-parts": [[2025, 1], [2025, 3]]}),
        ("2025/..", {"raw": "2025/.."}),
        ("201X", {"raw": "201X"}),
        ("gestern", {"raw": "gestern"}),
    ],
)
def test_csl_dates_are_as_precise_as_the_text(published: str, issued: dict[str, Any]) -> None:
    """Numbers where the date has them, the date as it is written where CSL has no form for it."""
    found = item(csl_json(replace(PLAIN, published=published)))
    assert found["issued"] == issued
    assert found["accessed"] == {"date-parts": [[2026, 11, 23]]}
    assert found["author"] == [{"literal": "Leonid Cukanow"}]
    for style in STYLES:
        assert citation(replace(PLAIN, published=published), style, Words("ru"))


def test_hostile_words_stay_words() -> None:
    """Signs of LaTeX, ends of records and of fields, and signs that turn the writing start nothing of their own."""
    evil = replace(PLAIN, title=HOSTILE, author=HOSTILE, outlet=HOSTILE, quotation=HOSTILE, published=HOSTILE)
    fields = entry(bibtex(evil))
    assert set(fields) == {"author", "title", "howpublished", "url", "urldate", "langid", "note"}
    assert "\\{" not in bibtex(evil)
    (record,) = rispy.loads(ris(evil))
    assert record["title"] == record["secondary_title"] == PLAIN_WORDS
    assert item(csl_json(evil))["title"] == PLAIN_WORDS
    for style in STYLES:
        assert "\u202e" not in citation(evil, style, Words("de"))


@settings(max_examples=200, deadline=None)
@given(NASTY, NASTY, NASTY)
def test_any_words_give_one_record(title: str, author: str, quotation: str) -> None:
    """Whatever stands in the fields, each file holds one record that its library reads."""
    work = replace(PLAIN, title=title, author=author, quotation=quotation)
    assert entry(bibtex(work))["url"] == PLAIN.address
    (record,) = rispy.loads(ris(work))
    assert record["id"] == work.key
    assert item(csl_json(work))["id"] == work.key
    assert "\n" not in footnote(work, Words("de"))


@pytest.mark.parametrize(
    "place",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "//evil.example/x",
        "https://good.example@evil.example/",
        "https://user:secret@evil.example/",
        "https://evil.example/\nx",
        "https://evil.example/\u202ex",
        "https://[::1",
        " https://evil.example",
        "texts/a.html",
        "",
    ],
)
def test_only_an_address_of_the_web_is_a_link(place: str) -> None:
    """Everything else is text."""
    assert web_address(place) is None


def test_the_source_is_shared_and_never_the_desk() -> None:
    """Each service gets the source's own address, encoded; without one only words, and Facebook nothing."""
    address = "https://example.org/a?b=c&d=ü"
    assert web_address(address) == address
    found = {one.service: one.address or "" for one in shares("Titel & mehr", "Ein Satz.", address)}
    assert set(found) == {"x", "linkedin", "whatsapp", "facebook", "email", "telegram"}
    encoded = "https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc%26d%3D%C3%BC"
    assert all(encoded in link for link in found.values())
    assert found["x"].startswith("https://x.com/intent/post?text=%E2%80%9CEin%20Satz.")
    bare = {one.service: one.address for one in shares("Titel", None, None)}
    assert bare["facebook"] is None
    assert bare["x"] == "https://x.com/intent/post?text=Titel"
    assert all("127.0.0.1" not in (link or "") for link in bare.values())
    long = {one.service: one.address or "" for one in shares("T", "Wort " * 200, None)}
    assert len(long["x"]) < 400
