"""The search on the command line: marked for a person, as lines for a program, one line for a mistake."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from konturen import cli
from konturen.desk.searching import SearchQuery, search
from konturen.errors import QueryError
from konturen.ledger.ledger import open_ledger
from konturen.terminal import render_search
from tests import factory
from tests.ledger.world import WHEN


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A ledger with one text of a statement and a fact."""
    name = str(tmp_path / "a.sqlite")
    with open_ledger(name, create=True) as book:
        book.writer.record(factory.coded(document=factory.document(title="Zwei\x1b[31mParteien")), WHEN)
    return name


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr("sys.argv", ["konturen", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(str(end.value.code))


def test_answers_for_a_person(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence, its statement and its source stand there, and nothing that steers the terminal."""
    assert run(monkeypatch, "search", "Parteien", "-Wetter", "--ledger", path) == 0
    said = capsys.readouterr().out
    assert "1. “Am 3. Mai 2024 traf die Partei Nordlicht" in said
    assert "2024-05-03            CONSULT happened  Nordlicht ↔ Morgenrot" in said
    assert "\x1b" not in said
    assert said.endswith("1 sentence, 1 document, 1 independent source\n")
    assert run(monkeypatch, "search", "nirgends", "--ledger", path) == 0
    assert capsys.readouterr().out.startswith("No sentence fits.")


def test_words_found_are_marked_on_a_terminal(path: str) -> None:
    """Just the words found are bold and underlined."""
    with open_ledger(path) as book:
        answer = search("Parteien oslo", book)
    screen = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=200)
    render_search.show_answer(screen, answer)
    assert isinstance(screen.file, io.StringIO)
    shown = screen.file.getvalue()
    assert shown.count("\x1b[1;4mPartei\x1b[0m") == 2
    assert shown.count("\x1b[1;4m") == 3
    assert "\x1b[31m" not in shown


def test_answers_for_a_program(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One object a sentence with offsets, the words found, statements and facts."""
    assert run(monkeypatch, "search", "Sitz", "--ledger", path, "--json", "--limit", "1") == 0
    (line,) = capsys.readouterr().out.splitlines()
    hit = json.loads(line)
    assert hit["kind"] == "hit"
    assert factory.TEXT[hit["start"] : hit["end"]] == hit["text"] == "Sie hat 12 Sitze."
    assert [hit["text"][mark["start"] : mark["end"]] for mark in hit["marks"]] == ["Sitze"]
    assert (hit["score"], len(hit["statements"]), hit["facts"][0]["value"]) == (0.8, 0, "12")


def test_a_mistake_is_told_in_one_line(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong, where in the query and what to do; the exit code is 1."""
    assert run(monkeypatch, "search", 'Partei "Nord', "--ledger", path) == 1
    said = capsys.readouterr().err
    assert said.startswith("konturen: query, character 8 ('\"Nord'): a quotation mark is not closed.")
    assert said.count("\n") == 1
    assert run(monkeypatch, "search", "actor:Niemand", "--ledger", path) == 1
    assert "nobody is known as 'Niemand'" in capsys.readouterr().err


def test_the_same_search_in_three_ways(path: str) -> None:
    """Words, value and address give the same answer, names of actors in it as everywhere."""
    typed = 'Partei actor:nordlicht pair:"Morgenrot|Nordlicht" outlet:"" '
    with open_ledger(path) as book:
        with pytest.raises(QueryError, match="outlet has no value"):
            search(typed, book)
        query = SearchQuery.parse(typed.replace('outlet:""', ""))
        answer = search(query, book)
        assert len(answer.hits) == 1
        assert search(str(query), book) == answer == search(SearchQuery.from_address(query.to_address()), book)
        with pytest.raises(QueryError, match="has to be 1 to 1000"):
            search(query, book, limit=0)
