"""What the catalog holds of several files, finds by outside ids, and forms by rule; and its tables of strings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.actors.catalog import Catalog, Value
from konturen.actors.matching import matcher
from konturen.actors.table import Builder, Table, words_in
from konturen.errors import CatalogError
from konturen.records import Sentence, Span

FIRST = {
    "id": "person-x",
    "type": "person",
    "country": "RU",
    "gender": "m",
    "names": [{"text": "Nikolai Muster", "language": "de", "kind": "short"}],
    "ids": {"wikidata": "Q1"},
    "ties": [{"relation": "leads", "actor": "state-kaz", "from": "2001", "evidence": "https://example.org/x"}],
}
SECOND = {"id": "person-x", "type": "person", "country": "KZ", "ids": {"wikidata": "Q2", "parlgov": "7"}}


def _files(folder: Path, *rows: dict[str, Any]) -> Catalog:
    for number, row in enumerate(rows):
        (folder / f"{number}.jsonl").write_text(json.dumps(row), "utf-8")
    return Catalog.load(folder)


def test_differing_values_of_two_files_both_stay(tmp_path: Path) -> None:
    """The last country is shown; both are kept with the file each came from."""
    actor = _files(tmp_path, FIRST, SECOND)["person-x"]
    first, second = (str(tmp_path / f"{number}.jsonl") for number in (0, 1))
    assert actor.country == "KZ"
    assert [value for value in actor.values if value.field == "country"] == [
        Value("country", "RU", first),
        Value("country", "KZ", second),
    ]
    assert [value.value for value in actor.values if value.field == "ids.wikidata"] == ["Q1", "Q2"]


def test_a_file_that_is_silent_changes_nothing(tmp_path: Path) -> None:
    """Gender, names and ties of the first file stand where the second says nothing of them."""
    actor = _files(tmp_path, FIRST, SECOND)["person-x"]
    assert (actor.gender, [name.text for name in actor.names]) == ("m", ["Nikolai Muster"])
    assert dict(actor.ids) == {"wikidata": "Q2", "parlgov": "7"}
    assert actor.ties[0].evidence == "https://example.org/x"


def test_the_same_line_in_two_files_adds_nothing(tmp_path: Path) -> None:
    """Names and ties that a second file repeats are there once."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    once = _files(tmp_path / "one", FIRST)["person-x"]
    twice = _files(tmp_path / "two", FIRST, FIRST)["person-x"]
    assert (len(twice.names), len(twice.ties)) == (1, 1)
    assert twice.forms == once.forms


def test_a_later_type_is_shown_and_the_earlier_kept(tmp_path: Path) -> None:
    """Files may call an actor an organisation and a movement: the last is shown."""
    rows = [{"id": "org-x", "type": kind} for kind in ("organisation", "movement")]
    actor = _files(tmp_path, *rows)["org-x"]
    assert actor.type == "movement"
    assert [value.value for value in actor.values if value.field == "type"] == ["organisation", "movement"]


def test_outside_ids_lead_to_actors(tmp_path: Path) -> None:
    """Both ids that two files give lead to the actor, and those of the package do."""
    lookup = _files(tmp_path, FIRST, SECOND).lookup()
    assert [lookup["wikidata", key] for key in ("Q1", "Q2")] == ["person-x", "person-x"]
    assert (lookup["iso2", "KZ"], lookup["partyfacts", "3748"]) == ("state-kaz", "party-kaz-amanat")
    assert ("iso2", "XX") not in lookup


def test_further_rows_make_a_new_catalog(catalog: Catalog) -> None:
    """The catalog that rows are added to stays as it was; the new one finds the new name."""
    row = {
        "id": "party-new",
        "type": "party",
        "names": [{"text": "Blauer Wal", "language": "de", "kind": "short"}],
    }
    more = catalog.with_rows([row], "ledger")
    assert ("party-new" in more, "party-new" in catalog) == (True, False)
    assert _found(more, "Der Blauer Wal siegt.") == ["Blauer Wal"]
    assert _found(catalog, "Der Blauer Wal siegt.") == []
    assert more["party-new"].values == (Value("type", "party", "ledger"),)


def test_further_rows_are_checked(catalog: Catalog) -> None:
    """A row with a fault is named by its number, and a tie to nobody too."""
    with pytest.raises(CatalogError, match="ledger, row 2"):
        catalog.with_rows([{"id": "a", "type": "other"}, {"id": "b", "type": "club"}], "ledger")
    tie = {"relation": "leads", "actor": "nobody"}
    with pytest.raises(CatalogError, match="nobody is called"):
        catalog.with_rows([{"id": "a", "type": "person", "ties": [tie]}])


def _found(catalog: Catalog, text: str, language: str = "de") -> list[str]:
    sentence = Sentence(Span(0, len(text)), text, 0, 0, language)
    return [match.surface for match in matcher(catalog, language).scan(sentence)]


FORMED = [
    ("Neues Forum", False),
    ("OB", True),
    ("восток", True),
    ("Восток", False),
    ("а б", False),
    ("X-1", True),
]


@pytest.mark.parametrize(("text", "ambiguous"), FORMED)
def test_names_without_forms_are_looked_for(catalog: Catalog, text: str, ambiguous: bool) -> None:
    """A line without "forms" gets them by rule; short and lower-case single words need support."""
    row = {"id": "o", "type": "other", "names": [{"text": text, "language": "ru", "kind": "short"}]}
    forms = catalog.with_rows([row])["o"].forms
    assert (text, ambiguous) in [(form.surface, form.ambiguous) for form in forms]


def test_a_line_with_no_forms_on_purpose_has_none(catalog: Catalog) -> None:
    """An empty list of forms is kept: such an actor is not looked for."""
    names = [{"text": "Neues Forum", "language": "de", "kind": "short"}]
    assert catalog.with_rows([{"id": "o", "type": "other", "names": names, "forms": []}])["o"].forms == ()


def test_the_order_of_asking_does_not_matter(catalog: Catalog) -> None:
    """Forms made by rule are the same whether an actor or all entries are asked for first."""
    row = {"id": "o", "type": "other", "names": [{"text": "Neues Forum", "language": "de", "kind": "short"}]}
    one, two = catalog.with_rows([row]), catalog.with_rows([row])
    listed = [(surface, *code) for _, key, _, surface, code in (*two.entries(), *two.made()) if key == "o"]
    assert ("Neuen Forums", "de", "short", False) in listed
    assert one["o"].forms == two["o"].forms
    assert [surface for surface, *_ in listed] == [form.surface for form in one["o"].forms]


def _table(strings: list[str]) -> Table:
    made = Builder()
    for text in strings:
        made.add(text, made.form("a", text, ("de", "short", False)))
    return made.table()


_WORDS = st.lists(st.sampled_from(["a", "ab", "abc", "B", "ß", "я", "Яб", "-", "'", "(", "«", "1"]), min_size=1)
_TEXTS = st.tuples(_WORDS, st.sampled_from(["", " ", "-"])).map(lambda made: made[1].join(made[0]))


@given(st.lists(_TEXTS, min_size=1, max_size=12), st.lists(_TEXTS, max_size=6).map(" ".join))
def test_a_table_finds_what_a_search_for_each_string_finds(strings: list[str], text: str) -> None:
    """Whole words: each string, at each place where no letter stands beside it, and nothing twice."""
    table = _table(strings)
    found = [(s, e) for s, e, _ in table.find(text, words_in(text)) if not text[e : e + 1].isalnum()]
    expected = {
        (at, at + len(one))
        for one in strings
        for at in range(len(text))
        if text.startswith(one, at)
        and not text[at - 1 : at].isalnum()
        and not text[at + len(one) :][:1].isalnum()
    }
    assert sorted(found) == sorted(expected)


@given(st.lists(_TEXTS, min_size=1, max_size=12))
def test_a_table_knows_each_string_and_its_uses(strings: list[str]) -> None:
    """Each string has as many uses as it was given, in that order; in capitals those of all its spellings."""
    table = _table(strings)
    loud = table.capitals()
    for text in strings:
        assert [use.form.surface for use in table.get(text)] == [one for one in strings if one == text]
        assert {use.form.surface for use in loud.get(text.upper())} == {
            one for one in strings if one.upper() == text.upper()
        }
    assert not table.get("nothing")


def test_many_nested_names_are_not_slow() -> None:
    """Names that begin with each other, and a text full of them, are found in a time that grows evenly."""
    strings = [" ".join(["ab"] * count) for count in range(1, 90)]
    table = _table(strings)
    text = " ".join(["ab"] * 1000)
    assert sum(1 for _ in table.find(text, words_in(text))) == 89 * 1000 - sum(range(89))


@pytest.mark.parametrize("text", ["\u200bX", "«»X", " Blauer  Wal ", "X" * 300, "\u00adAB\u00ad", "é" * 150])
def test_odd_names_neither_break_nor_match_by_accident(catalog: Catalog, text: str) -> None:
    """Names of invisible characters, signs and spaces load, and leave an ordinary sentence alone."""
    row = {"id": "o", "type": "other", "names": [{"text": text, "language": "de", "kind": "short"}]}
    assert _found(catalog.with_rows([row]), "Das ist ein Satz über nichts, X.") == []
