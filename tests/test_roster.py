"""The actors at the user's hand: found, added, imported and exported, and seen by the next text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen import api
from konturen.actors.catalog import Catalog
from konturen.desk import judging, roster
from konturen.desk.judging import Reason
from konturen.errors import CatalogError, QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.settings import Settings
from tests import factory, small
from tests.small import AURORA, BERG, LABOUR, NORDLICHT, RIGHT

PARTY = {"id": "party-own-polaris", "type": "party", "names": [small.name("Polaris", "de")]}
ANN = Reason("Ann")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines know the small catalog only."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which Nordlicht met Labour, and Aurora the Right Party."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        yield small.fill(ledger, small.text(NORDLICHT, LABOUR), small.text(AURORA, RIGHT, number=2))


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Nordlicht", "new:nordlicht"),
        (" NORDLICHT ", "new:nordlicht"),
        ("new:nordlicht", "new:nordlicht"),
        ("AP", "party-labour"),
        ("arbeiterpartei", "party-labour"),
        ("Кари Берг", "person-berg"),
        ("state-swe", "state-swe"),
    ],
)
def test_one_actor_is_found_by_any_name_or_id(book: Ledger, name: str, actor: str) -> None:
    """Names of the texts and of the catalog, abbreviations and ids, whatever their case."""
    assert roster.find(name, small.CATALOG, book) == actor


def test_without_a_ledger_the_catalog_alone_answers() -> None:
    """A name of texts is nobody's where no ledger is given."""
    assert roster.find("Labour", small.CATALOG) == "party-labour"
    with pytest.raises(QueryError, match=r"nobody is known as 'Nordlicht'\. Add the actor with"):
        roster.find("Nordlicht", small.CATALOG)


def test_a_name_of_several_is_refused_with_their_ids() -> None:
    """Namesakes are listed, and nobody is chosen."""
    with pytest.raises(QueryError, match=r"several actors\. Give one id: party-centre-no .*; party-centre-se"):
        roster.find("New Centre", small.CATALOG)


def test_a_name_nearly_right_is_answered_with_each_near_one_once(book: Ledger) -> None:
    """Of the texts and of the catalog, and an actor that both know stands there once."""
    with pytest.raises(QueryError) as caught:
        roster.find("Labou", small.CATALOG, book)
    assert (caught.value.hint or "").count("party-labour (") == 1


@pytest.mark.parametrize("name", ["", " ", "\u202e", "x" * 5000, "\x00", "new:", "(" * 3000])
def test_hostile_names_are_nobody(book: Ledger, name: str) -> None:
    """Neither a crash nor a match by accident."""
    with pytest.raises(QueryError):
        roster.find(name, small.CATALOG, book)
    with pytest.raises(QueryError):
        api.identify(book.reader, name, small.CATALOG)


def test_an_actor_that_was_merged_is_found_by_its_id_and_its_names(book: Ledger) -> None:
    """After Nordlicht became Labour its old id and name lead to Labour, until that is undone."""
    judging.merge("Nordlicht", "Labour", book, ANN)
    assert roster.find("new:nordlicht", small.CATALOG, book) == "new:nordlicht"
    assert roster.find("Nordlicht", small.CATALOG, book) == "party-labour"
    for name in ("new:nordlicht", "nordlicht", "Labour"):
        assert api.identify(book.reader, name, small.CATALOG) == {"party-labour"}
    judging.undo(1, book)
    assert api.identify(book.reader, "Nordlicht", small.CATALOG) == {"new:nordlicht"}


def test_namesakes_that_were_merged_are_one(book: Ledger) -> None:
    """A name is no longer of several where persons said that these are one."""
    judging.merge("party-centre-se", "party-centre-no", book, ANN)
    assert roster.find("New Centre", small.CATALOG, book) == "party-centre-no"


def test_an_added_actor_goes_before_its_provisional_namesake(book: Ledger) -> None:
    """Once Nordlicht is added, its name means the added actor, and the one of the texts has its id."""
    roster.add({"id": "party-own-nordlicht", "type": "party", "names": [small.name("Nordlicht")]}, book)
    assert roster.find("Nordlicht", roster.catalog_of(book), book) == "party-own-nordlicht"
    judging.merge("new:nordlicht", "Nordlicht", book, ANN)
    assert roster.find("Nordlicht", roster.catalog_of(book), book) == "party-own-nordlicht"


def test_of_namesakes_the_one_that_the_texts_mention_is_meant(book: Ledger) -> None:
    """A ledger that only ever names the Norwegian New Centre means that one."""
    centre: small.Named = ("New Centre", "party-centre-no", "party")
    small.fill(book, small.text(centre, RIGHT, number=3))
    assert roster.find("new centre", small.CATALOG, book) == "party-centre-no"


def test_an_added_actor_is_known_until_it_is_taken_back(book: Ledger) -> None:
    """`add` tells the number of the addition, and undoing it leaves the catalog as it was."""
    done = roster.add(PARTY, book, by="Ann")
    assert (done.batch, done.new, done.completed) == (1, 1, 0)
    assert roster.find("Polaris", roster.catalog_of(book), book) == "party-own-polaris"
    assert judging.undo_import(1, book, "Bob") == 1
    assert list(roster.catalog_of(book)) == list(small.CATALOG)


def test_a_known_actor_is_completed_and_each_value_keeps_its_origin(book: Ledger) -> None:
    """The founding year of the catalog and that of the user both stay, each with where it is from."""
    row = {"id": "party-labour", "type": "party", "founded": "1888", "names": [small.name("Ap", "no")]}
    assert roster.add(row | {"origin": "A book"}, book).completed == 1
    labour = roster.catalog_of(book)["party-labour"]
    founded = {(value.value, value.origin) for value in labour.values if value.field == "founded"}
    assert founded == {("1887", "given lines"), ("1888", "A book")}
    assert {"Labour", "Arbeiterpartei", "AP", "Ap"} == {one.text for one in labour.names}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "club"}, 'field "type"'),
        ({"founded": "2020", "dissolved": "2010"}, "lies before the beginning"),
        ({"ties": [small.tie("member_of", "party-none")]}, 'nobody is called "party-none"'),
        ({"ties": [small.tie("part_of", "party-own-polaris")]}, "circle"),
        ({"names": [small.name("P" * 5000)]}, "5000 characters"),
        ({"names": [small.name("Pol\u202earis")]}, "direction mark"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_catalog_refuses_is_not_written(book: Ledger, change: dict[str, object], words: str) -> None:
    """The error says what and in which field; the ledger holds no line of it."""
    with pytest.raises(CatalogError, match=words):
        roster.add(PARTY | change, book)
    assert book.reader.actor_rows(withdrawn=True) == ()


def test_an_import_is_whole_and_counts_what_it_did(book: Ledger, tmp_path: Path) -> None:
    """A CSV with a new party and a known person: one new, one completed, one number for an undo."""
    table = tmp_path / "a.csv"
    table.write_text(
        "id,type,name,member_of\n,party,Sternbund,\nperson-berg,person,,party-sternbund\n", "utf-8"
    )
    done = roster.bring(str(table), book, by="Ann")
    assert (done.batch, done.format, done.new, done.completed) == (1, "csv", 1, 1)
    berg = roster.catalog_of(book)["person-berg"]
    assert [one.actor for one in berg.ties] == ["party-labour", "party-right", "party-sternbund"]
    assert judging.undo_import(1, book) == 2
    assert "party-sternbund" not in roster.catalog_of(book)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("type,name,leads\nparty,A,\nperson,B,Nobody Known\n", "Nobody Known"),
        ("type,name\nparty,A\nclub,B\n", 'line 3: field "type"'),
        ("type,name,founded,dissolved\nparty,A,2020,2010\n", "before its beginning"),
        ("type,name,part_of\nparty,A,B\nparty,B,A\n", "part of one another"),
    ],
)
def test_a_bad_import_writes_nothing(book: Ledger, tmp_path: Path, rows: str, words: str) -> None:
    """File, line and field are named, also where the first lines are good."""
    table = tmp_path / "bad.csv"
    table.write_text(rows, "utf-8")
    with pytest.raises(CatalogError, match=words) as caught:
        roster.bring(str(table), book)
    assert "bad.csv" in str(caught.value)
    assert book.reader.actor_rows() == ()


def test_an_import_that_others_build_on_is_not_taken_back(book: Ledger) -> None:
    """A later tie to its actor, and a judgement on it, have to go first: else nobody would know their other end."""
    roster.add(PARTY, book)
    roster.add({"id": "person-berg", "type": "person", "ties": [small.tie("leads", PARTY["id"])]}, book)
    judging.merge("Nordlicht", "Polaris", book, ANN)
    with pytest.raises(QueryError, match=r"import 2 .* builds on party-own-polaris .*undo --import 2"):
        judging.undo_import(1, book)
    judging.undo_import(2, book)
    with pytest.raises(QueryError, match=r"judgement 1 .*actors undo 1"):
        judging.undo_import(1, book)
    judging.undo(1, book)
    assert judging.undo_import(1, book) == 1
    assert [(a.batch, a.lines, a.standing) for a in judging.additions(book)] == [(1, 1, 0), (2, 1, 0)]


def test_a_tie_to_an_actor_of_a_catalog_not_named_now_waits(book: Ledger, tmp_path: Path) -> None:
    """A line that was checked with --catalog does not close the ledger to commands without it."""
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps(PARTY), "utf-8")
    more = Settings(catalog=file)
    row = {"id": "person-lund", "type": "person", "ties": [small.tie("leads", PARTY["id"], "2024")]}
    roster.add(row, book, more)
    assert [one.actor for one in roster.catalog_of(book)["person-lund"].ties] == ["state-swe"]
    found = roster.catalog_of(book, more)["person-lund"].ties
    assert [one.actor for one in found] == ["state-swe", "party-own-polaris"]
    roster.add(PARTY, book)
    assert [one.actor for one in roster.catalog_of(book)["person-lund"].ties][-1] == "party-own-polaris"


def test_a_line_that_no_longer_fits_says_how_to_take_it_back(book: Ledger, tmp_path: Path) -> None:
    """Where a further catalog makes a circle of the ledger's ties, the import to undo is named."""
    roster.add(PARTY | {"ties": [small.tie("part_of", "party-right")]}, book)
    file = tmp_path / "more.jsonl"
    row = {"id": "party-right", "type": "party", "ties": [small.tie("part_of", "party-labour")]}
    back = {"id": "party-labour", "type": "party", "ties": [small.tie("part_of", "party-own-polaris")]}
    file.write_text(json.dumps(row), "utf-8")
    assert roster.catalog_of(book, Settings(catalog=file))
    roster.add(back, book)
    with pytest.raises(CatalogError, match=r"circle.*actors undo --import 2"):
        roster.catalog_of(book, Settings(catalog=file))


def test_two_ledgers_of_one_pipeline_keep_their_own_actors(book: Ledger, tmp_path: Path) -> None:
    """Both hold a first line, and each line is another actor's."""
    pipeline = Pipeline()
    roster.add(PARTY, book)
    with open_ledger(str(tmp_path / "other.sqlite"), create=True) as other:
        roster.add(PARTY | {"id": "party-own-other"}, other)
        assert "party-own-polaris" in pipeline.catalog_of(book)
        assert "party-own-other" in pipeline.catalog_of(other)
        assert "party-own-polaris" not in pipeline.catalog_of(other)
    assert pipeline.catalog_of(book) is pipeline.catalog_of(book)


def test_an_export_is_read_back_as_it_was(book: Ledger, tmp_path: Path) -> None:
    """Names, dates, ids and ties with source and evidence come back, as --catalog and as import."""
    row = {
        "country": "NO",
        "founded": "2001",
        "ids": {"wikidata": "Q999999999", "house": "7"},
        "names": [small.name("Polaris", "de", source="A book", since="2001"), small.name("Поларис", "ru")],
        "ties": [small.tie("part_of", "party-right", "2005", "2010", evidence="It says so.", source="A book")],
    }
    roster.add(PARTY | row, book)
    file = tmp_path / "own.jsonl"
    file.write_text("".join(roster.export("jsonl", book)), "utf-8")
    wanted = roster.catalog_of(book)["party-own-polaris"]
    read = small.load(file)["party-own-polaris"]
    assert (read.names, read.ties, read.ids) == (wanted.names, wanted.ties, wanted.ids)
    assert (read.country, read.founded, read.forms) == ("NO", "2001", wanted.forms)
    with open_ledger(str(tmp_path / "fresh.sqlite"), create=True) as fresh:
        roster.bring(str(file), fresh)
        assert roster.catalog_of(fresh)["party-own-polaris"].ties[0].evidence == "It says so."


@pytest.mark.parametrize("format", ["jsonl", "csv", "ftm"])
def test_every_format_holds_own_or_all_actors(book: Ledger, tmp_path: Path, format: str) -> None:
    """An export of a fresh ledger names what was added, and one of everybody the whole catalog, and is read."""
    roster.add(PARTY, book)
    own = "".join(roster.export(format, book))
    every = "".join(roster.export(format, book, everybody=True))
    assert "Polaris" in own
    assert "Labour" not in own
    assert all(name in every for name in ("Polaris", "Labour", "Kari Berg"))
    file = tmp_path / f"a.{format}"
    file.write_text(every, "utf-8", newline="")
    with open_ledger(str(tmp_path / "fresh.sqlite"), create=True) as fresh:
        assert roster.bring(str(file), fresh).batch == 1
        assert roster.catalog_of(fresh)["party-own-polaris"].names[0].text == "Polaris"


def test_an_unknown_export_format_is_refused_with_the_known_ones() -> None:
    """The message lists what there is."""
    with pytest.raises(QueryError, match="jsonl, csv, ftm"):
        roster.export("xml")


@pytest.mark.parametrize(
    "data",
    [
        b"Putin\tPoutine\nA\tB\n",
        b"Putin\tPoutine\nA\tB",
        b"\xef\xbb\xbfPutin\tPoutine\r\nA\tB\r\n",
        b"Putin\tPoutine\t1\tx\nA\tB\t\n",
    ],
    ids=["plain", "no last break", "mark and CRLF", "further columns"],
)
def test_pairs_are_read_whatever_their_line_ends(data: bytes) -> None:
    """A byte order mark, CRLF and further columns are no part of a name."""
    assert roster.read_pairs(io.BytesIO(data)) == [("Putin", "Poutine"), ("A", "B")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: two names"),
        (b"A\tB\n\nC\tD\n", "line 2: two names"),
        (b"A\tB\nC D\n", "line 2: two names"),
        (b"A\tB\nC\t\xff\n", "line 2: this is not UTF-8"),
        ("A\tB\n".encode("utf-16"), "line 1: this is not UTF-8"),
    ],
    ids=["empty", "blank line", "no tab", "broken bytes", "UTF-16"],
)
def test_a_line_that_is_no_pair_is_named(data: bytes, words: str) -> None:
    """The first bad line stops all: no answer could be told from a wrong one."""
    with pytest.raises(QueryError, match=words):
        roster.read_pairs(io.BytesIO(data))


def test_more_pairs_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named; nothing is cut off silently. Without a stream there is nothing."""
    monkeypatch.setattr(roster, "MAX_PAIRS_BYTES", 2_000_000)
    with pytest.raises(QueryError, match="more than 2 MB"):
        roster.read_pairs(io.BytesIO(b"A\tB\n" * 500_001))
    with pytest.raises(QueryError, match="line 1"):
        roster.read_pairs(None)


def test_same_uses_the_catalog() -> None:
    """What only the catalog knows is the reason; without it the letters decide."""
    assert roster.same("AP", "Labour").same
    assert "party-labour" in roster.same("AP", "Labour").reason
    assert not roster.same("AP", "Labour", Catalog.from_lines([])).same


def test_texts_recorded_from_now_on_know_an_added_actor(pipeline: Pipeline, tmp_path: Path) -> None:
    """A German and a Russian text name it in inflected forms; without the ledger nobody knows it."""
    names = [small.name("Sternenbund", "de"), small.name("Полярная Звезда", "ru")]
    german = factory.document(
        "Am 3. Mai 2024 traf der Vorsitzende des Sternenbundes in Berlin die SPD. Die Wähler des Sternenbunds "
        "jubelten, die CDU schwieg dazu."
    )
    russian = factory.document(
        "Представители Полярной Звезды встретились с Единой Россией. Вместе с Полярной Звездой они подписали "
        "соглашение в Москве.",
        language="ru",
    )
    with open_ledger(str(tmp_path / "own.sqlite"), create=True) as ledger:
        ledger.writer.add_actors(
            [{"id": "party-own-star", "type": "party", "names": names}], "x", "Ann", small.WHEN
        )
        for document, surfaces in (
            (german, ["Sternenbundes", "Sternenbunds"]),
            (russian, ["Полярной Звезды", "Полярной Звездой"]),
        ):
            known = pipeline.code(document, ledger=ledger).mentions
            assert [m.surface for m in known if m.actor == "party-own-star" and m.form == "name"] == surfaces
            assert all(m.actor != "party-own-star" for m in pipeline.code(document).mentions)


def test_a_person_of_two_parties_shows_the_fixture_is_sound() -> None:
    """The small catalog holds its persons with their ties, so that an empty answer elsewhere means something."""
    assert [one.actor for one in small.CATALOG[BERG[1]].ties] == ["party-labour", "party-right"]
