"""Faults that a newcomer found in the actors' commands, each with the case that showed it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from konturen import cli
from konturen.actors.catalog import Catalog
from konturen.desk import roster
from konturen.errors import CatalogError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.names.same import compare
from konturen.terminal import render_actors
from tests import small

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines know the small catalog only."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    """An empty ledger."""
    return open_ledger(str(tmp_path / "l.sqlite"), create=True)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KONTUREN_LEDGER", raising=False)
    monkeypatch.setenv("KONTUREN_USER", "Ann")

    def go(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return go


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("John Smith", "Jon Smyth", False),
        ("George Meyer", "George Meier", False),
        ("Jon Bell", "John Bel", False),
        ("Джон Керри", "John Kerry", True),
        ("Виктор Петров", "Viktor Petroff", True),
        ("Путин В.В.", "Vladimir Putin", True),
        ("В.В. Путин", "Владимир Владимирович Путин", True),
        ("Путин Д.В.", "Vladimir Putin", False),
        ("Д. В. Путин", "Vladimir Putin", False),
        ("J. F. Kennedy", "John Kennedy", True),
    ],
)
def test_western_names_and_initials(one: str, other: str, same: bool) -> None:
    """A Western given name makes no Slavic name of Smith; initials count one by one, with a blank or without."""
    assert compare(one, other).same is same


def test_a_name_of_thousands_of_letters_is_told_in_short() -> None:
    """The comparison of a name that is none fits on a screen."""
    console = Console(width=80, record=True, file=io.StringIO())
    render_actors.show_likeness(console, "x" * 5_000, "Putin", compare("x" * 5_000, "Putin"))
    told = console.export_text()
    assert len(told) < 1_000
    assert "Putin" in told


def test_what_is_added_says_who_added_it(book: Ledger) -> None:
    """Names and roles without a source have the addition as theirs; a given source stays."""
    row = {
        "id": "party-own-polaris",
        "type": "party",
        "names": [small.name("Polaris", "de"), small.name("Polestar", "en") | {"source": "Handbook"}],
        "ties": [{"relation": "part_of", "actor": "party-labour"}],
    }
    roster.add(row, book, by="Ann")
    actor = roster.catalog_of(book)["party-own-polaris"]
    assert [n.source for n in actor.names][-1] == "Handbook"
    assert {n.source for n in actor.names} | {tie.source for tie in actor.ties} >= {"added by Ann"}


def test_a_hostile_name_is_refused_in_words_for_the_command_line(book: Ledger) -> None:
    """Nothing is said of files and lines where there is none."""
    for text in ("\u200f\u202e", "\x1b[31mRot", "", "x" * 400):
        row = {"id": "party-own-x", "type": "party", "names": [small.name(text, "de")]}
        with pytest.raises(CatalogError, match="Nothing was recorded") as caught:
            roster.add(row, book, by="Ann")
        assert "catalog/README" not in str(caught.value)
    assert not book.reader.actor_rows()


def test_blanks_of_a_name_are_made_plain_and_a_country_is_one(run: Run, book: Ledger) -> None:
    """A name pasted over two lines is one name; ZZ, KAZ and kz are no codes of two capitals."""
    ledger = ("--ledger", "l.sqlite")
    assert run("actors", "add", "Neue\n Mitte\t", "--type", "party", "--lang", "de", *ledger)[0] == 0
    code, shown, _ = run("actors", "show", "Neue Mitte", "--json", *ledger)
    assert code == 0
    assert json.loads(shown)["names"][0]["text"] == "Neue Mitte"
    for wrong in ("ZZ", "KAZ", "kz", ""):
        code, _, told = run("actors", "add", "Wega", "--type", "party", "--country", wrong, *ledger)
        assert (code, "ISO 3166-1" in told) == (2, True)


def test_the_kind_is_that_of_the_only_name(run: Run, book: Ledger) -> None:
    """Without --name the kind belongs to NAME; with it NAME stays the short name."""
    add = ("actors", "add", "--type", "party", "--lang", "kk", "--ledger", "l.sqlite")
    assert run(*add, "Жаңа", "--kind", "native")[0] == 0
    assert run(*add, "Алтын", "--kind", "former", "--name", "Күміс")[0] == 0
    shown = [
        json.loads(run("actors", "show", n, "--json", "--ledger", "l.sqlite")[1]) for n in ("Жаңа", "Алтын")
    ]
    kinds = [[name["kind"] for name in one["names"]] for one in shown]
    assert kinds == [["native"], ["short", "former"]]


def test_a_value_that_is_told_twice_is_shown_once(run: Run, book: Ledger) -> None:
    """Edits name the type again; the portrait shows it once, with all origins."""
    ledger = ("--ledger", "l.sqlite")
    run("actors", "add", "Polaris", "--type", "party", "--source", "Handbook", *ledger)
    run("actors", "edit", "Polaris", "--name", "Polestar", *ledger)
    shown = run("actors", "show", "Polaris", *ledger)[1]
    assert shown.count("type ") == 1
    assert "Handbook; added by Ann" in shown


def test_a_person_is_born_and_not_founded(run: Run, book: Ledger) -> None:
    """The fields of a person's life have a person's words."""
    ledger = ("--ledger", "l.sqlite")
    run("actors", "add", "Jane Roe", "--type", "person", "--founded", "1970", "--dissolved", "2020", *ledger)
    shown = run("actors", "show", "Jane Roe", *ledger)[1]
    assert "born" in shown
    assert "died" in shown
    assert "founded" not in shown


def test_names_are_compared_with_the_ledgers_own_actors(run: Run, book: Ledger) -> None:
    """What was added to a ledger counts in `same` there."""
    ledger = ("--ledger", "l.sqlite")
    run("actors", "add", "Goldene Generation", "--type", "party", "--name", "Altyn Urpaq", *ledger)
    pair = ("Goldene Generation", "Altyn Urpaq", "--json")
    assert json.loads(run("actors", "same", *pair, *ledger)[1])["same"] is True
    assert json.loads(run("actors", "same", *pair)[1])["same"] is False


def test_the_same_import_twice_writes_nothing_twice(book: Ledger, tmp_path: Path) -> None:
    """Lines that an import from the same place brought are left out and counted; changed ones are written."""
    file = tmp_path / "a.csv"
    file.write_text("id,type,name\na-1,party,Polaris\na-2,party,Wega\n", "utf-8")
    stages: list[str] = []
    assert roster.bring(str(file), book, progress=stages.append).new == 2
    assert len(stages) > 2
    again = roster.bring(str(file), book)
    assert (again.batch, dict(again.skipped)) == (None, {roster.KNOWN_ALREADY: 2})
    file.write_text("id,type,name,country\na-1,party,Polaris,\na-2,party,Wega,SE\n", "utf-8")
    changed = roster.bring(str(file), book)
    assert (changed.completed, dict(changed.skipped)) == (1, {roster.KNOWN_ALREADY: 1})


def test_our_followthemoney_export_comes_back_under_its_ids(book: Ledger, tmp_path: Path) -> None:
    """Actors without any outside id are the same actors after an export and an import, here and elsewhere."""
    roster.add({"id": "party-own-polaris", "type": "party", "names": [small.name("Polaris", "de")]}, book)
    file = tmp_path / "all.ftm"
    file.write_text("".join(roster.export("ftm", book, everybody=True)), "utf-8")
    done = roster.bring(str(file), book)
    assert (done.new, done.completed > 3) == (0, True)
    with open_ledger(str(tmp_path / "fresh.sqlite"), create=True) as fresh:
        roster.bring(str(file), fresh)
        known = roster.catalog_of(fresh)
        assert "party-own-polaris" in known
        assert not [actor.id for actor in known if actor.id.startswith("ftm-")]
