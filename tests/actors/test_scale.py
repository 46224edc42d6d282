"""What keeps a large catalog small and fast: strings as bytes, numbers by hash, and what is not loaded."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.actors.catalog import Catalog
from konturen.actors.hashed import Hashed
from konturen.actors.heads import heads
from konturen.actors.matching import matcher
from konturen.actors.table import Strings
from konturen.records import Sentence, Span

_TEXT = st.text(st.sampled_from("aÄя漢\ud800\0 '😀"), max_size=6)


@given(st.sets(_TEXT, max_size=100), _TEXT)
def test_strings_are_held_and_ranked_as_a_sorted_list_does(texts: set[str], wanted: str) -> None:
    """Any strings, lone halves of characters too, come back as they were, and a rank counts those not after."""
    held = Strings(sorted(texts))
    assert list(held) == sorted(texts)
    assert held.rank(wanted) == sum(text <= wanted for text in texts)


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 2**24 - 1)), max_size=50))
def test_numbers_are_found_by_their_text(entries: list[tuple[str, int]]) -> None:
    """Each text has exactly its numbers, each once."""
    index = Hashed(entries)
    for text, _ in entries:
        assert list(index.get(text)) == sorted({number for one, number in entries if one == text})


def test_head_nouns_begin_with_letters() -> None:
    """The first three letters of each noun's pattern are letters of all it matches: by them nouns are sought."""
    text = (resources.files("konturen") / "data" / "institutions.toml").read_text("utf-8")
    data = tomllib.loads(text)
    patterns = [
        pattern
        for entry in (*data["office"], *data["institution"])
        for nouns in entry["words"].values()
        for pattern in nouns
    ]
    assert [one for one in patterns if not re.match(r"[^\W\d_]{3}(?![?*{])(?:[^|(]|\([^()]*\)|$)", one)] == []


@pytest.mark.parametrize(
    ("language", "noun", "kind"),
    [
        ("de", "İ REGIERUNG", "government"),
        ("en", "POLITICAL PARTIES", "parties"),
        ("ru", "МИДа", "foreign-ministry"),
    ],
)
def test_head_nouns_are_found_in_any_case(catalog: Catalog, language: str, noun: str, kind: str) -> None:
    """Capitals do not hide a noun, nor does a letter whose small form is two characters shift it."""
    ((start, end, found),) = heads(catalog, language).find(noun)
    assert (noun[start:end], found.kind) == (noun.removeprefix("İ "), kind)


def _actors(catalog: Catalog, text: str, language: str) -> list[tuple[str, ...]]:
    return [
        m.actors for m in matcher(catalog, language).scan(Sentence(Span(0, len(text)), text, 0, 0, language))
    ]


def _row(key: str, text: str, kind: str = "party", **more: object) -> dict[str, object]:
    return {"id": key, "type": kind, "names": [{"text": text, "language": "ru", "kind": "short"}], **more}


@pytest.mark.parametrize("language", ["de", "en", "ru"])
def test_forms_by_rule_are_found_in_every_language(catalog: Catalog, language: str) -> None:
    """A Russian name's case forms are found in texts of all languages, in capitals too."""
    known = catalog.with_rows([_row("p", "Новый рассвет")])
    assert _actors(known, "Нового рассвета", language) == [("p",)]
    assert _actors(known, "ЗА НОВЫЙ РАССВЕТ", language) == [("p",)]


@pytest.mark.parametrize("first", ["listed", "made"])
def test_bearers_of_one_name_come_in_the_order_of_the_catalog(catalog: Catalog, first: str) -> None:
    """Whether a form is listed or made by rule does not change whose comes first."""
    listed = _row("listed", "Новый рассвет", forms=[["Новый рассвет", "ru", "short"]])
    rows = {"listed": listed, "made": _row("made", "Новый рассвет")}
    second = next(key for key in rows if key != first)
    known = catalog.with_rows([rows[first], rows[second]])
    assert _actors(known, "Новый рассвет", "ru") == [(first, second)]


def test_an_actor_is_called_by_a_form_made_by_rule(catalog: Catalog) -> None:
    """Look-ups by text know forms by rule, and only the actor that has them."""
    known = catalog.with_rows([_row("p", "Новый рассвет"), _row("q", "Новый закат")])
    assert known.called("Нового рассвета") == {"p"}
    assert known.search("Нового заката")[0].actor.id == "q"
    assert known.called("Нового", exactly=True) == frozenset()


def test_commands_about_actors_load_no_reader_of_texts() -> None:
    """The command line starts without the libraries of the classifier, of pages, of papers and of charts."""
    heavy = (
        "onnxruntime",
        "tokenizers",
        "trafilatura",
        "docx",
        "pypdfium2",
        "lingua",
        "altair",
        "pyarrow",
        "networkx",
    )
    code = f"import sys, konturen.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
