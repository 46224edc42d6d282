"""The commands about actors as a person uses them: output, exit codes, and errors that say what to do."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from konturen import cli
from konturen.actors.catalog import Catalog
from konturen.ledger.ledger import open_ledger
from tests import small
from tests.small import AURORA, BERG, LABOUR, NORDLICHT, RIGHT
from tests.test_cli import Done, is_one_line, lines

Run = Callable[..., Done]
SHOWN = "relations", "show", "actors", "export"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in this process, in an empty folder, with the small catalog and as user Ann."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KONTUREN_LEDGER", raising=False)
    monkeypatch.setenv("KONTUREN_USER", "Ann")

    def go(*args: str, stdin: bytes = b"", terminal: int | None = None) -> Done:
        stream = io.BytesIO(stdin) if terminal is None else os.fdopen(terminal, "rb", 0, closefd=False)
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))  # type: ignore[type-var]
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return Done(int(stop.value.code or 0), shown.out, shown.err)

    return go


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Nordlicht met the Right Party, Labour met it too, Aurora met Nordlicht, Kari Berg met Aurora."""
    path = tmp_path / "konturen.sqlite"
    with open_ledger(str(path), create=True) as book:
        small.fill(
            book,
            small.text(NORDLICHT, RIGHT, when="2015"),
            small.text(LABOUR, RIGHT, when="2016", number=2),
            small.text(AURORA, NORDLICHT, number=3),
            small.text(BERG, AURORA, when="2015", number=4),
        )
    return path


def ok(done: Done) -> str:
    """What a command printed that has done its work without a word on standard error."""
    assert (done.code, done.err) == (0, "")
    return done.out


def told(done: Done, *words: str, code: int = 1) -> None:
    """A command stopped with one line that says all these words, and printed nothing."""
    assert (done.code, done.out) == (code, "")
    assert is_one_line(done)
    for word in words:
        assert word in done.err


def shown(run: Run) -> list[str]:
    """What the reading commands print."""
    commands = (
        *(("relations", "--json"), ("actors", "--json"), ("export", "--json"), ("actors", "unknown", "--json")),
        ("show", "Right Party", "new:nordlicht", "--json"),
    )
    return [run(*command).out for command in commands]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("args", "kind", "words"),
    [
        (("actors", "Labour"), "actor", "party-labour"),
        (("actors", "show", "Kari Berg"), "portrait", "Register of members"),
        (("actors", "show", "Kari Berg", "--at", "2015"), "portrait", "party at 2015"),
        (("actors", "show", "Nordlicht"), "portrait", "named 2 times in 2 texts"),
        (("actors", "unknown"), "unknown", "“Aurora met Nordlicht in Oslo.”"),
        (("actors", "unknown", "--limit", "1"), "unknown", "1 mention"),
        (("actors", "add", "Polaris", "--type", "party"), "import", "actors undo --import 1"),
        (("actors", "edit", "Labour", "--founded", "1888"), "import", "party-labour: recorded"),
        (("actors", "merge", "Nordlicht", "Labour"), "judgement", "new:nordlicht is party-labour: recorded"),
        (("actors", "different", "Nordlicht", "Labour"), "judgement", "new:nordlicht is not party-labour"),
        (("actors", "split", "Nordlicht", "new:x"), "judgement", "new:nordlicht means new:x"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_each_command_prints_text_and_json(
    run: Run, ledger: Path, args: tuple[str, ...], kind: str, words: str
) -> None:
    """Exit code 0 and nothing on standard error; text for a person, one object a line for a program."""
    kept = ledger.read_bytes()
    assert words.replace("1 mention", "mention") in ok(run(*args))
    ledger.write_bytes(kept)
    assert {line["kind"] for line in map(json.loads, ok(run(*args, "--json")).splitlines())} == {kind}


@pytest.mark.usefixtures("ledger")
def test_undo_and_judgements_print_text_and_json(run: Run) -> None:
    """Judgements and additions are listed with what became of them, and each undo says what it took back."""
    assert ok(run("actors", "judgements")) == "Nobody has decided anything on actors yet.\n"
    assert ok(run("actors", "judgements", "--json")) == ""
    run("actors", "merge", "Nordlicht", "Labour", "--note", "seen in print", "--by", "Bob")
    run("actors", "add", "Polaris", "--type", "party")
    listed = ok(run("actors", "judgements"))
    assert "new:nordlicht is party-labour  by Bob, " in listed
    assert "seen in print" in listed
    assert "import 1" in listed
    assert ok(run("actors", "undo", "1")) == "taken back: new:nordlicht is party-labour\n"
    (back,) = lines(run("actors", "undo", "--import", "1", "--json"))
    assert back == {"kind": "undo", "import": 1, "lines": 1}
    states = lines(run("actors", "judgements", "--json"))
    assert [line["kind"] for line in states] == ["judgement", "addition"]
    assert states[0]["withdrawn"]
    assert states[1]["standing"] == 0
    assert ok(run("actors", "judgements")).count("taken back") == 2


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("actors", "Xyzzyx"), ("knows no actor 'Xyzzyx'", "provisional")),
        (("actors", "show", "Xyzzyx"), ("nobody is known as 'Xyzzyx'", "konturen actors add")),
        (("actors", "show", "New Centre"), ("several actors", "party-centre-no", "party-centre-se")),
        (("actors", "show", "Labour", "--at", "spring"), ("spring",)),
        (("actors", "add", "Polaris", "--type", "party", "--founded", "yesterday"), ("founded", "yesterday")),
        (("actors", "add", "!?", "--type", "party"), ("no letter",)),
        (("actors", "add", "x" * 5000, "--type", "party"), ("characters",)),
        (("actors", "add", "A", "--type", "party", "--tie", "part_of=Xyzzyx"), ("'Xyzzyx'",)),
        (("actors", "edit", "Nordlicht", "--founded", "2001"), ("name from texts only", "actors add")),
        (("actors", "edit", "Labour", "--dissolved", "1700"), ("lies before the beginning 1887",)),
        (("actors", "merge", "Nordlicht", "Xyzzyx"), ("'Xyzzyx'",)),
        (("actors", "merge", "Nordlicht", "nordlicht"), ("both actors", "two different")),
        (("actors", "split", "Nordlicht", "new:x", "--document", "gone"), ("no document 'gone'", "export")),
        (("actors", "undo", "7"), ("no judgement 7",)),
        (("actors", "undo", "--import", "7"), ("import 7",)),
        (("actors", "import", "gone.csv"), ("gone.csv", "no such file")),
        (("actors", "export", "-o", "gone/a.jsonl"), ("gone/a.jsonl", "another place")),
        (("actors", "unknown", "--ledger", "gone.sqlite"), ("gone.sqlite",)),
        (("actors", "unknown", "--catalog", "gone.jsonl"), ("gone.jsonl",)),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else "",
)
def test_what_is_at_fault_is_told_and_nothing_is_written(
    run: Run, ledger: Path, args: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """Code 1, one line that says what, where and what next; the ledger is the same to the byte."""
    before = ledger.read_bytes()
    done = run(*args)
    told(done, code=1)
    for word in words:
        assert word.casefold() in done.err.casefold()
    assert ledger.read_bytes() == before


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("actors", "add", "Polaris"), "--type"),
        (("actors", "add", "Polaris", "--type", "club"), "club"),
        (("actors", "add", "A", "--type", "party", "--tie", "owns=Labour"), "--tie takes RELATION=ACTOR"),
        (("actors", "add", "A", "--type", "party", "--tie", "Labour"), "--tie takes RELATION=ACTOR"),
        (("actors", "add", "A", "--type", "party", "--id", "Q1"), "--id takes SCHEME=VALUE"),
        (("actors", "add", "A", "--type", "party", "--id", "w=1", "--id", "w=2"), "--id gives w twice"),
        (("actors", "add", "A", "--type", "party", "--since", "2001"), "--since belongs to --name or --tie"),
        (("actors", "edit", "Labour", "--founded", "1", "--title", "chair"), "--title belongs to --tie"),
        (("actors", "edit", "Labour", "--founded", "1", "--evidence", "x"), "--evidence belongs to --tie"),
        (("actors", "edit", "Labour"), "nothing was said"),
        (("actors", "edit", "Labour", "--source", "A book"), "nothing was said"),
        (("actors", "merge", "Nordlicht"), "argument"),
        (("actors", "undo"), "give the number"),
        (("actors", "undo", "1", "--import", "1"), "give the number"),
        (("actors", "undo", "one"), "one"),
        (("actors", "unknown", "--limit", "0"), "--limit"),
        (("actors", "export", "--format", "xml"), "xml"),
        (("actors", "same", "A"), "1 given"),
        (("actors", "same", "A", "B", "C"), "3 given"),
        (("actors", "same", "--frob", "B"), "Unknown option: --frob"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_code_2(run: Run, ledger: Path, args: tuple[str, ...], words: str) -> None:
    """What is wrong and where help stands, in one line; the ledger is the same to the byte."""
    before = ledger.read_bytes()
    told(run(*args), words, "--help", code=2)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("one", "other", "same"), [("AP", "Labour", True), ("Putin", "Lutin", False), ("-x", "-y", False)]
)
def test_two_names_are_compared(run: Run, one: str, other: str, same: bool) -> None:
    """The verdict stands first; with --json one object of three fields."""
    out = ok(run("actors", "same", one, other))
    assert ("same" if same else "different") in out.splitlines()[0]
    (line,) = lines(run("actors", "same", one, other, "--json"))
    assert line.keys() == {"same", "score", "reason"}
    assert line["same"] is same
    assert line["reason"]


@pytest.mark.parametrize("args", [(), ("-",)])
@pytest.mark.parametrize(
    "data",
    [b"AP\tLabour\nPutin\tLutin\n", b"\xef\xbb\xbfAP\tLabour\tnote\r\nPutin\tLutin\t\t\r\n"],
    ids=["plain", "mark, CRLF, further columns"],
)
def test_pairs_come_from_standard_input(run: Run, args: tuple[str, ...], data: bytes) -> None:
    """One answer a line, in the order of the lines."""
    assert [line["same"] for line in lines(run("actors", "same", *args, "--json", stdin=data))] == [True, False]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1"),
        (b"A\tB\nC\n", "standard input, line 2: two names parted by a tab are needed. Nothing was compared."),
        (b"A\tB\n\xff\tC\n", "standard input, line 2: this is not UTF-8."),
    ],
    ids=["empty", "no tab", "not UTF-8"],
)
def test_a_bad_line_of_pairs_stops_all(run: Run, data: bytes, words: str) -> None:
    """The line is named, and no answer is printed that would stand on the wrong line."""
    told(run("actors", "same", "--json", stdin=data), words)


@pytest.mark.usefixtures("ledger")
def test_a_merge_of_states_is_not_done_without_a_terminal(run: Run) -> None:
    """Piped input is no answer, not even "y"; --yes is."""
    told(run("actors", "merge", "Norway", "Sweden", stdin=b"y\n"), "states are rarely one", "--yes")
    assert ok(run("actors", "judgements", "--json")) == ""
    assert "recorded" in ok(run("actors", "merge", "Norway", "Sweden", "--yes"))


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (b"y\n", True),
        (b"Ja\n", True),
        ("да\n".encode(), True),
        (b"n\n", False),
        (b"\n", False),
        (b"\xff\n", False),
    ],
)
def test_a_merge_of_states_asks_at_a_terminal(run: Run, answer: bytes, done: bool) -> None:
    """The question stands on standard error; only a yes merges, and broken characters are none."""
    master, slave = os.openpty()
    try:
        os.write(master, answer)
        asked = run("actors", "merge", "Norway", "Sweden", "--json", terminal=slave)
    finally:
        os.close(master)
        os.close(slave)
    assert "state-nor and state-swe: states are rarely one" in asked.err
    assert "[y/N]" in asked.err
    assert "Traceback" not in asked.err
    assert (asked.code, bool(asked.out)) == ((0, True) if done else (1, False))
    assert bool(lines(run("actors", "judgements", "--json"))) == done


@pytest.mark.usefixtures("ledger")
def test_a_merge_of_parties_never_asks(run: Run) -> None:
    """At a terminal, too, nothing waits for an answer."""
    master, slave = os.openpty()
    try:
        assert run("actors", "merge", "Nordlicht", "Labour", terminal=slave).err == ""
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.usefixtures("ledger")
def test_merge_and_undo_are_seen_by_every_command(run: Run) -> None:
    """One actor in pairs, dossier, list and table after the merge; exactly the former output after the undo."""
    before = shown(run)
    ok(run("actors", "merge", "Nordlicht", "Labour"))
    after = shown(run)
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert not any('"new:nordlicht"' in out for out in after)
    pairs = {(line["a"], line["b"]): line["statements"] for line in map(json.loads, after[0].splitlines())}
    assert pairs[("Labour", "Right Party")] == 2
    assert "met the Right Party" in ok(run("show", "Nordlicht", "Right Party"))
    ok(run("actors", "undo", "1"))
    assert shown(run) == before


@pytest.mark.usefixtures("ledger")
def test_a_split_is_of_one_document_or_of_some_words(run: Run, ledger: Path) -> None:
    """By document in that text only, by words wherever they stand."""
    with open_ledger(str(ledger)) as book:
        first = next(d.id for d in book.reader.documents() if d.places == ("1.txt",))
    ok(run("actors", "split", "Nordlicht", "new:other", "--document", first))
    ids = {(line["a_id"], line["b_id"]) for line in lines(run("relations", "--json"))}
    assert ("new:other", "party-right") in ids
    assert ("new:aurora", "new:nordlicht") in ids
    ok(run("actors", "undo", "1"))
    ok(run("actors", "split", "Nordlicht", "Labour", "--surface", "Nordlicht"))
    assert not any(line["id"] == "new:nordlicht" for line in lines(run("actors", "--json")))


@pytest.mark.usefixtures("ledger")
def test_a_dispute_of_two_people_is_shown(run: Run) -> None:
    """Ann's merge and Bob's "not the same" both stay, and the list says what is not applied and why."""
    ok(run("actors", "merge", "Nordlicht", "Labour", "--by", "Ann"))
    ok(run("actors", "different", "new:nordlicht", "Labour", "--by", "Bob"))
    listed = ok(run("actors", "judgements"))
    assert "in dispute, so not merged: judgement 1 (new:nordlicht is party-labour, by Ann" in listed
    assert "judgement 2 (new:nordlicht is not party-labour, by Bob" in listed
    kinds = [line["kind"] for line in lines(run("actors", "judgements", "--json"))]
    assert kinds == ["judgement", "judgement", "dispute"]
    assert "new:nordlicht" in ok(run("actors"))
    told(run("actors", "merge", "Nordlicht", "Labour", "--by", "Bob"), "cannot be one", "Withdraw judgement 2")


def test_an_actor_is_added_edited_and_taken_back(run: Run) -> None:
    """All that the options say is in the portrait with its proof; two undos leave what was there before."""
    add = ("--type", "party", "--country", "NO", "--founded", "2001", "--id", "wikidata=Q42", "--lang", "de")
    tie = ("--tie", "part_of=Right Party", "--since", "2005", "--until", "2010", "--evidence", "It says so.")
    (line,) = lines(run("actors", "add", "Polaris", *add, "--source", "A book", "--json"))
    assert (line["actor"], line["batch"], line["new"]) == ("party-own-polaris", 1, 1)
    ok(run("actors", "edit", "Polaris", "--name", "Polarstern", "--kind", "former", *tie))
    (who,) = lines(run("actors", "show", "Polarstern", "--json"))
    assert (who["id"], who["country"], who["ids"]) == ("party-own-polaris", "NO", [["wikidata", "Q42"]])
    names = [(n["text"], n["kind"], n["since"]) for n in who["names"]]  # type: ignore[attr-defined]
    assert names == [("Polaris", "short", None), ("Polarstern", "former", "2005")]
    (role,) = who["ties"]  # type: ignore[misc]
    assert (role["other"], role["since"], role["until"], role["evidence"]) == (
        *("party-right", "2005", "2010", "It says so."),
    )
    told(run("actors", "add", "Polaris", "--type", "party"), "already", "actors edit")
    told(run("actors", "undo", "--import", "1"), "import 2", "undo --import 2")
    ok(run("actors", "undo", "--import", "2"))
    ok(run("actors", "undo", "--import", "1"))
    told(run("actors", "show", "Polaris"), "nobody is known")


def test_an_import_tells_what_it_did_or_writes_nothing(run: Run, tmp_path: Path) -> None:
    """A table is imported whole and counted; a bad one is named with line and field, and changes nothing."""
    (tmp_path / "good.csv").write_text("type,name,founded\nparty,Polaris,2001\n", "utf-8")
    (tmp_path / "bad.csv").write_text("type,name,founded\nparty,Sirius,2001\nparty,Wega,soon\n", "utf-8")
    assert (
        ok(run("actors", "import", "good.csv"))
        == "good.csv: 1 actor added, 0 known ones completed (import 1, csv)\n"
    )
    (line,) = lines(run("actors", "import", "good.csv", "--json"))
    assert (line["kind"], line["batch"], line["new"], line["completed"]) == ("import", None, 0, 0)
    assert "known already" in ok(run("actors", "import", "good.csv"))
    before = (tmp_path / "konturen.sqlite").read_bytes()
    told(run("actors", "import", "bad.csv"), "bad.csv, line 3", 'field "founded"', "Nothing was imported")
    told(run("actors", "import", "good.csv", "--format", "xml"), '"xml" is no format')
    assert (tmp_path / "konturen.sqlite").read_bytes() == before


def test_an_export_is_read_back_by_catalog_and_import(run: Run, tmp_path: Path) -> None:
    """Own actors to a file or to standard output; another ledger's user reads them with --catalog."""
    ok(run("actors", "add", "Polaris", "--type", "party", "--name", "Полярис", "--lang", "ru"))
    ok(run("actors", "export", "-o", "own.jsonl"))
    assert (tmp_path / "own.jsonl").read_text("utf-8") == ok(run("actors", "export"))
    assert "Labour" in ok(run("actors", "export", "--all"))
    assert "Polaris" in ok(run("actors", "export", "--all"))
    (tmp_path / "konturen.sqlite").unlink()
    told(run("actors", "Polaris"), "knows no actor")
    assert "party-own-polaris" in ok(run("actors", "Polaris", "--catalog", "own.jsonl"))
    assert "Полярис" in ok(run("actors", "show", "Polaris", "--catalog", "own.jsonl"))
    assert "1 actor added" in ok(run("actors", "import", "own.jsonl", "--ledger", "new.sqlite"))
    assert "party-own-polaris" in ok(run("actors", "show", "Polaris", "--ledger", "new.sqlite"))


def test_looking_up_needs_no_ledger_and_makes_none(run: Run, tmp_path: Path) -> None:
    """Search, portrait, comparison and an export of everybody work in an empty folder and leave it empty."""
    for args in (("actors", "Labour"), ("actors", "show", "Labour"), ("actors", "export", "--all")):
        assert "Labour" in ok(run(*args))
    assert list(tmp_path.iterdir()) == []
    told(run("actors", "export"), "konturen.sqlite")
    told(run("actors", "judgements"), "konturen.sqlite")
    told(run("actors", "merge", "A", "B"), "konturen.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("ledger")
def test_pairs_are_rolled_up_on_demand(run: Run) -> None:
    """What Kari Berg did in 2015 is Labour's with --roll-up party, and Norway's with --roll-up state."""
    for level, actor in (("party", "party-labour"), ("state", "state-nor")):
        rows = lines(run("relations", "--roll-up", level, "--json"))
        assert ("new:aurora", actor) in {(row["a_id"], row["b_id"]) for row in rows}
        (dossier,) = lines(run("show", actor, "new:aurora", "--roll-up", level, "--json"))
        assert dossier["statements"] == 1
    told(run("relations", "--roll-up", "clan"), "clan", code=2)


@pytest.mark.usefixtures("ledger")
def test_what_steers_a_terminal_is_shown_as_an_escape(run: Run) -> None:
    """Notes, names and words of a judgement reach a terminal harmlessly."""
    ok(run("actors", "merge", "Nordlicht", "Labour", "--note", "\x1b[31mred\u202e\nnew line"))
    out = ok(run("actors", "judgements"))
    assert "\\x1b[31mred\\u202e\\nnew line" in out.replace("\n", "")
    told(run("actors", "show", "\x1b[31m\u202e"), "nobody is known")


def asked(run: Run, answer: bytes, *args: str) -> Done:
    """What a command does at a terminal at which a person answers."""
    master, slave = os.openpty()
    try:
        os.write(master, answer)
        return run(*args, terminal=slave)
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize(
    "args",
    [("labour",), ("Høyre",), ("hoyre",), ("AP",), ("Another", "--name", "New Centre")],
    ids=lambda args: " ".join(args),
)
def test_a_second_actor_of_one_name_is_not_made_in_silence(run: Run, args: tuple[str, ...]) -> None:
    """The known one is named, nothing is written and nobody waits for an answer; --yes insists."""
    add = ("actors", "add", *args, "--type", "party")
    done = run(*add, stdin=b"y\n")
    told(done, "of that name is known already: party-", "actors edit", "--yes")
    assert ok(run("actors", "judgements", "--json")) == ""
    assert "recorded" in ok(run(*add, "--yes"))


def test_adding_a_known_name_asks_at_a_terminal(run: Run) -> None:
    """A yes adds a second actor, anything else adds none."""
    add = ("actors", "add", "Labour", "--type", "movement", "--json")
    refused, added = asked(run, b"n\n", *add), asked(run, b"y\n", *add)
    assert (refused.code, refused.out) == (1, "")
    assert "party-labour (Labour). Add another one? [y/N]" in added.err
    assert (added.code, json.loads(added.out)["actor"]) == (0, "movement-own-labour")


@pytest.mark.parametrize("name", ["Norse", "Polaris", "Berg"])
def test_a_new_name_is_added_without_a_question(run: Run, name: str) -> None:
    """Part of a known name is no known name."""
    assert "recorded" in ok(run("actors", "add", name, "--type", "party"))


@pytest.mark.usefixtures("ledger")
def test_a_merge_of_two_types_asks_first(run: Run) -> None:
    """A person is rarely a party: --yes or a yes at a terminal says that it is meant; of one type nobody asks."""
    merge = ("actors", "merge", "Kari Berg", "Labour")
    told(run(*merge, stdin=b"y\n"), "a person and a party are rarely one", "--yes")
    assert asked(run, b"n\n", *merge).code == 1
    assert ok(run("actors", "judgements", "--json")) == ""
    assert "person-berg and party-labour: a person and a party" in asked(run, b"y\n", *merge).err
    assert len(lines(run("actors", "judgements", "--json"))) == 1
    assert "recorded" in ok(run("actors", "merge", "Nils Lund", "Right Party", "--yes"))


def test_an_import_that_gives_another_type_says_so(run: Run, tmp_path: Path) -> None:
    """The receipt names the actor with both types; both stand in the portrait with their origin; undo restores."""
    row = {"id": "party-labour", "type": "movement", "names": [small.name("Labour")]}
    same = {"id": "party-right", "type": "party", "names": [small.name("The Right")]}
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, (row, same))), "utf-8")
    done = ok(run("actors", "import", "a.jsonl"))
    assert "party-labour: was a party, is a movement now" in done
    assert "actors undo --import 1" in done
    assert "party-right:" not in done
    (who,) = lines(run("actors", "show", "Labour", "--json"))
    values = [(v["value"], v["origin"]) for v in who["values"] if v["field"] == "type"]  # type: ignore[attr-defined]
    assert [value for value, _ in values] == ["party", "movement"]
    assert values[1][1] == "import of a.jsonl"
    ok(run("actors", "undo", "--import", "1"))
    (line,) = lines(run("actors", "import", "a.jsonl", "--json"))
    assert line["retyped"] == [["party-labour", "party", "movement"]]


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (("actors", "add", "Polaris"), "konturen actors add --help"),
        (("actors", "same", "--frob", "B"), "konturen actors same --help"),
        (("actors", "--frob"), "konturen actors --help"),
        (("relations", "--frob"), "konturen relations --help"),
        (("--frob",), "konturen --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_usage_error_names_the_help_of_its_command(run: Run, args: tuple[str, ...], command: str) -> None:
    """The sub-command's own help, not that of its group."""
    told(run(*args), f"See: {command}", code=2)
