"""The catalog: loading, damage, search, display names, ties at a date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from konturen.actors.catalog import Catalog, Tie
from konturen.errors import CatalogError

GOOD = '{"id":"party-x","type":"party","names":[{"text":"X-Partei","language":"de","kind":"short"}],"forms":[]}'

DAMAGED = [
    ("{", "not JSON"),
    ("[]", "one JSON object"),
    ('{"type":"party"}', '"id" is missing'),
    ('{"id":"a","type":"club"}', "must be one of"),
    ('{"id":"a","type":"party","names":{}}', "must be a list"),
    ('{"id":"a","type":"party","names":[{"kind":"short"}]}', 'no "text"'),
    ('{"id":"a","type":"party","names":[{"text":"A","kind":"nick"}]}', "unknown kind"),
    ('{"id":"a","type":"party","forms":[["A","de"]]}', "a form must be"),
    ('{"id":"a","type":"party","forms":[["A","de","nick"]]}', "unknown kind"),
    ('{"id":"a","type":"party","ties":[{"actor":"b"}]}', 'needs "relation"'),
    ('{"id":"party-x","type":"state"}', "stands in line 1 too"),
]


@pytest.mark.parametrize(("line", "fault"), DAMAGED)
def test_a_damaged_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    """The error says which file, which line and what is wrong, and what to do."""
    file = tmp_path / "own.jsonl"
    file.write_text(f"{GOOD}\n\n{line}\n", "utf-8")
    with pytest.raises(CatalogError, match=fault) as caught:
        Catalog.load(file)
    assert caught.value.where == f"{file}, line 3"
    assert caught.value.hint


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is an error with the file's name."""
    (tmp_path / "own.jsonl").write_bytes('{"id":"ä"}'.encode("latin-1"))
    with pytest.raises(CatalogError, match="not UTF-8"):
        Catalog.load(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """An own file that does not exist is an error, not an empty catalog."""
    with pytest.raises(CatalogError, match="no such"):
        Catalog.load(tmp_path / "none.jsonl")


def test_own_actors_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    """A user's file adds actors to the package's."""
    (tmp_path / "own.jsonl").write_text(GOOD, "utf-8")
    catalog = Catalog.load(tmp_path)
    assert ("party-x" in catalog, "state-deu" in catalog) == (True, True)


def test_lines_of_one_actor_complete_each_other() -> None:
    """Two lines with one id give one actor with the names of both and the later founding date."""
    name = {"text": "XP", "language": "de", "kind": "abbreviation"}
    more = json.dumps({"id": "party-x", "type": "party", "names": [name], "founded": "1999"})
    actor = Catalog.from_lines([GOOD]).with_rows([json.loads(more)])["party-x"]
    assert ([name.text for name in actor.names], actor.founded) == (["X-Partei", "XP"], "1999")


def test_the_shipped_catalog_is_sound() -> None:
    """Every shipped actor has a name, and every tie leads to a shipped actor."""
    catalog = Catalog.load()
    assert [actor.id for actor in catalog if not actor.names] == []
    assert (
        sorted({tie.actor for actor in catalog for tie in actor.ties} - {actor.id for actor in catalog}) == []
    )


SEARCHES = [
    ("Einiges Russland", "party-united-russia"),
    ("einiges russland", "party-united-russia"),
    ("ЕДИНАЯ РОССИЯ", "party-united-russia"),
    ("AMANAT", "party-amanat"),
    ("Аманат", "party-amanat"),
    ("KPRF", "party-kprf"),
    ("Turkei", "state-tur"),
    ("Türkei", "state-tur"),
    ("Russische Föderation", "state-rus"),
    ("Wladimir Zhirinovskij", "person-zhirinovsky"),
    ("Tokajew Kassym-Schomart", "person-tokayev"),
    ("Kasachstn", "state-kaz"),
]


@pytest.mark.parametrize(("text", "actor"), SEARCHES)
def test_search_finds(catalog: Catalog, text: str, actor: str) -> None:
    """Exact, folded, transliterated and mistyped names lead to the actor."""
    assert actor in [found.actor.id for found in catalog.search(text, 3)]


def test_an_exact_name_comes_first(catalog: Catalog) -> None:
    """The answer with that very name scores 1 and stands before those that are alike."""
    found = catalog.search("Georgien")
    assert (found[0].actor.id, found[0].score) == ("state-geo", 1.0)


def test_search_answers_with_nothing_to_nonsense(catalog: Catalog) -> None:
    """What resembles no name has no answer."""
    assert catalog.search("xqzzt") == ()


@pytest.mark.parametrize(
    ("language", "name"), [("de", "Einiges Russland"), ("ru", "Единая Россия"), ("fr", "United Russia")]
)
def test_the_name_to_show_follows_the_language(catalog: Catalog, language: str, name: str) -> None:
    """The canonical name is the language's own, else the English one."""
    assert catalog.name("party-united-russia", language) == name


@pytest.mark.parametrize(
    ("since", "until", "date", "holds"),
    [
        ("2012", None, "2020-01-01", True),
        ("2012", None, "2011", False),
        ("2008", "2012", "2010-06", True),
        ("2008-05-07", "2012-05-07", "2012-05-08", False),
        ("2008-05-07", "2012-05-07", "2012", True),
        (None, "2012", None, False),
        (None, None, None, True),
    ],
)
def test_a_tie_holds_at_a_date(since: str | None, until: str | None, date: str | None, holds: bool) -> None:
    """A tie holds from its beginning to its end, each as precise as it is known; without a date: if it has no
    end."""
    assert Tie("leads", "state-rus", {}, since, until, None, None).holds(date) is holds


def test_values_are_built_when_asked_for() -> None:
    """Loading builds no actor: a catalog of a broken tie title still loads and counts."""
    catalog = Catalog.from_lines([json.dumps({"id": f"state-{i}", "type": "state"}) for i in range(50)])
    assert len(catalog) == 50


def test_a_catalog_is_loaded_once_as_long_as_its_files_stay(tmp_path: Path) -> None:
    """Asked for again it is the same value; a file that was written anew is read anew, a broken one refused."""
    file = tmp_path / "own.jsonl"
    line = '{"id": "party-%s", "type": "party", "names": [{"text": "%s", "language": "en", "kind": "short"}]}'
    file.write_text(line % ("x", "Xenia"), "utf-8")
    first = Catalog.load(file)
    assert Catalog.load(file) is first
    file.write_text(line % ("y", "Yanta"), "utf-8")  # of the same length
    second = Catalog.load(file)
    assert "party-y" in second
    assert "party-x" not in second
    file.write_text("{", "utf-8")
    with pytest.raises(CatalogError):
        Catalog.load(file)
    assert "party-y" not in Catalog.load()
    assert Catalog.load() is Catalog.load(None)
