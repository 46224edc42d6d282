"""Files of event data, with the faults that published ones have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from konturen.desk import exporting
from konturen.desk.importing import Taken, import_events
from konturen.errors import SourceError
from konturen.export.event_tables import ICEWS, POLECAT
from konturen.ledger.ledger import Ledger, open_ledger
from tests import small


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """An empty ledger."""
    with open_ledger(str(tmp_path / "own.sqlite"), create=True) as ledger:
        yield ledger


def row(names: Any, **cells: str) -> str:
    """A line of a table of tabs; keys have underscores for blanks."""
    held = {key.replace("_", " "): value for key, value in cells.items()}
    assert held.keys() <= set(names)
    return "\t".join(held.get(name, "") for name in names)


def icews(id: str = "1", **cells: str) -> str:
    """A line of ICEWS."""
    values = {
        "Event_Date": "2020-03-01",
        "Source_Name": "Kari Berg",
        "CAMEO_Code": "042",
        "Target_Name": "Norge",
    }
    return row(ICEWS, Event_ID=id, **(values | cells))


def take(own: Ledger, path: Path, format: str, *lines: str | bytes) -> Taken:
    """What becomes of a file of these lines."""
    path.write_bytes(b"".join((s if isinstance(s, bytes) else s.encode()) + b"\n" for s in lines))
    return import_events(own, path, format, recorded=small.WHEN)


def test_icews_rows_are_statements_that_stand_in_their_line(own: Ledger, tmp_path: Path) -> None:
    """The evidence is the line, the ends are its cells, the coder is the source and the year."""
    line = icews(Source_Name='"Kari Berg"', CAMEO_Code="112")
    assert take(own, tmp_path / "i.tab", "icews", "\t".join(ICEWS), line).events == 1
    (one,) = own.reader.statements()
    said = one.statement
    assert own.reader.text(one.document.id) == said.evidence.text == line
    assert (said.relation, said.when, said.coder) == ("ACCUSE", "2020-03-01", "icews/2020")
    assert said.target
    assert (said.source.surface, said.target.surface) == ("Kari Berg", "Norge")
    assert line[said.source.start : said.source.end] == "Kari Berg"


def test_broken_rows_are_kept_aside_and_the_rest_comes_in(own: Ledger, tmp_path: Path) -> None:
    """Each fault is counted by its reason; the file beside holds the header and these lines, byte for byte."""
    broken: list[str | bytes] = [
        "1\t2020-01-01\tshort", icews("2") + "\tlong", icews("3", Event_Date="2020-13-01"), icews("4", CAMEO_Code="010"),
        icews("5", Source_Name=""), icews("6").encode() + b"\xff", icews("7", Source_Name="a\0b"), icews(""),
    ]  # fmt: skip
    path = tmp_path / "i.tab"
    head = "\t".join(ICEWS)
    told = take(own, path, "icews", head, icews("8"), *broken, "", icews("9", Source_Name='"Open quote'))
    assert (told.events, sum(told.broken.values()), len(told.broken)) == (2, 8, 8)
    assert told.examples[0] == (3, "it has fewer cells than the header")
    kept = (tmp_path / "i.tab.rejected").read_bytes().splitlines()
    assert kept == [head.encode(), *(s if isinstance(s, bytes) else s.encode() for s in broken)]
    assert not list(tmp_path.glob("*.part"))


def test_doubled_ids_are_told(own: Ledger, tmp_path: Path) -> None:
    """A line that stands twice is one event; another line under the same id is an event of its own, and told."""
    told = take(
        own, tmp_path / "i.tab", "icews", "\t".join(ICEWS), icews("1"), icews("1"), icews("1", CAMEO_Code="112")
    )
    assert (told.events, told.known, told.repeated, told.ids) == (2, 1, 2, ("1", "1"))


def test_the_same_file_again_changes_nothing(own: Ledger, tmp_path: Path) -> None:
    """All its events are known then."""
    lines = ("\t".join(ICEWS), icews("1"), icews("2"))
    take(own, tmp_path / "i.tab", "icews", *lines)
    before = own.reader.statements()
    told = take(own, tmp_path / "i.tab", "icews", *lines)
    assert (told.events, told.known, told.aside) == (0, 2, None)
    assert own.reader.statements() == before


def test_polecat_rows_keep_their_type(own: Ledger, tmp_path: Path) -> None:
    """The event type is the relation, the publication's date that of the text; an event without recipient has one end."""
    line = row(
        POLECAT, Event_ID="A1", Event_Date="2021-05-06", Event_Type="Sanction", Actor_Name="Nordlicht",
        Primary_Actor_Sector="PTY", Publication_Date="2021-05-07", Source="Courier",
    )  # fmt: skip
    take(own, tmp_path / "p.tsv", "polecat", "\t".join(POLECAT), line)
    (one,) = own.reader.statements()
    assert (one.statement.relation, one.statement.target, one.statement.source.type) == (
        "SANCTION",
        None,
        "party",
    )
    assert (one.document.published, one.document.outlet) == ("2021-05-07", "Courier")


def test_plover_evidence_is_the_sentence(own: Ledger, tmp_path: Path) -> None:
    """Where the sentence names both it is the evidence; where it does not, the line is part of it."""
    sentence = 'Die "Партия" Nordlicht traf Morgenrot.'
    event = {"id": "e1", "date": "2024-05-03", "event": ["CONSULT"], "actor": [{"entity_text": "Nordlicht"}]}
    full = event | {"recipient": [{"entity_text": "Morgenrot"}], "text": sentence}
    other = event | {
        "id": "e2",
        "recipient": [{"entity_text": "Жаңа"}],
        "text": sentence,
        "enddate": "2024-05-09",
    }
    take(own, tmp_path / "p.jsonl", "plover", json.dumps(full), json.dumps(other))
    found = {r.statement.when: r.statement for r in own.reader.statements()}
    assert found["2024-05-03"].evidence.text == sentence
    ended = found["2024-05-03/2024-05-09"]
    assert ended.target
    assert ended.target.name == "Жаңа"
    assert ended.target.surface == json.dumps("Жаңа")[1:-1]
    assert ended.evidence.text.startswith(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "1", "[" * 5000, '{"id": 1}', '{"id": "a", "event": [7], "actor": []}', '{"id": {}, "event": ["AID"]}',
        '{"id": "a", "date": 7, "event": ["AID"], "actor": ["x"]}', '{"id": "a", "date": "2020", "event": ["AID"], "actor": [3]}',
        '{"id": "a", "date": "2020", "event": ["AID"], "actor": "x", "text": "\\ud800"}',
        '{"id": "a", "date": "2020", "event": ["FLY"], "actor": ["x"]}',
    ],
)  # fmt: skip
def test_hostile_lines_of_json_are_broken_ones(own: Ledger, tmp_path: Path, line: str) -> None:
    """Whatever a line holds, it is kept aside and nothing fails."""
    told = take(own, tmp_path / "p.jsonl", "plover", line)
    assert (told.events, sum(told.broken.values())) == (0, 1)


def test_what_was_exported_comes_back(own: Ledger, tmp_path: Path) -> None:
    """Events written as PLOVER, POLECAT and ICEWS are read with the same relations, dates and actors."""
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as first:
        small.fill(first, small.text(small.LABOUR, small.RIGHT, when="2024-05-03"))
        for format in ("plover", "polecat", "icews"):
            path = tmp_path / f"e.{format}"
            exporting.write(first, path, format)
            assert import_events(own, path, format, recorded=small.WHEN).events == 1
    read = {
        (r.statement.coder, r.statement.relation, r.statement.when, r.statement.source.name)
        for r in own.reader.statements()
    }
    assert {row[1:3] for row in read} == {("CONSULT", "2024-05-03")}
    assert {row[0] for row in read} == {"plover/2024", "polecat/2024", "icews/2024"}
    assert {row[3] for row in read} == {"Labour"}


def test_other_files_are_refused_by_name(own: Ledger, tmp_path: Path) -> None:
    """A table without the columns and a file that is not there say what is missing."""
    with pytest.raises(SourceError, match="CAMEO Code"):
        take(own, tmp_path / "i.tab", "icews", "a\tb")
    with pytest.raises(SourceError, match=r"none\.tab"):
        import_events(own, tmp_path / "none.tab", "icews")


@pytest.mark.parametrize(
    ("code", "relation"),
    [
        ("030", "AGREE"), ("057", "AGREE"), ("051", "SUPPORT"), ("0811", "CONCEDE"), ("0813", "RETREAT"),
        ("085", "RETREAT"), ("0871", "RETREAT"), ("093", "ACCUSE"), ("1041", "REQUEST"), ("163", "SANCTION"),
        ("1711", "COERCE"), ("1712", "ASSAULT"), ("175", "ASSAULT"), ("191", "COERCE"), ("193", "ASSAULT"),
    ],
)  # fmt: skip
def test_cameo_codes_are_relations(own: Ledger, tmp_path: Path, code: str, relation: str) -> None:
    """The longest beginning that the table holds decides, as the translation of CAMEO into PLOVER of 2021 has it."""
    take(own, tmp_path / "i.tab", "icews", "\t".join(ICEWS), icews("1", CAMEO_Code=code))
    assert [r.statement.relation for r in own.reader.statements()] == [relation]
