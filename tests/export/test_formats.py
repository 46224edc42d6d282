"""Tables that other tools open without repair."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from tests import factory

from konturen.api import demo, export
from konturen.desk.reviewing import Saying, judge
from konturen.export.formats import COLUMNS, csv_table, jsonl
from konturen.lines import fact_line, flat, statement_line
from konturen.records import Evidence


def rows(*lines: dict[str, object]) -> list[dict[str, str]]:
    """The table read back as a program would."""
    return list(csv.DictReader(io.StringIO("".join(csv_table(lines)), newline="")))


def test_statements_and_facts_share_a_table() -> None:
    """Each row has all columns; those that do not apply are empty."""
    read = rows(statement_line(factory.statement()), fact_line(factory.fact()))
    assert [(r["kind"], r["relation"], r["attribute"]) for r in read] == [
        ("statement", "CONSULT", ""),
        ("fact", "", "seats"),
    ]


def test_quotes_and_line_breaks_survive() -> None:
    """A sentence with quotes, commas and line breaks is one cell."""
    hard = 'Er sagte: "Nein,\nniemals";\r\nund ging.'
    line = statement_line(replace(factory.statement(), evidence=Evidence(hard, 0, len(hard))))
    assert rows(line)[0]["evidence_text"] == hard


def test_no_cell_is_a_formula() -> None:
    """A text that a spreadsheet would run gets an apostrophe before it."""
    evil = "=HYPERLINK(1)"
    line = statement_line(replace(factory.statement(), evidence=Evidence(evil, 0, len(evil))))
    assert rows(line)[0]["evidence_text"] == f"'{evil}"


def test_an_empty_ledger_gives_a_table_without_rows() -> None:
    """No statements, no rows, no error."""
    assert rows() == []


def test_json_lines_are_one_object_each() -> None:
    """Every line ends in a line feed and parses by itself."""
    text = "".join(jsonl([statement_line(factory.statement()), fact_line(factory.fact())]))
    assert [json.loads(line)["kind"] for line in text.splitlines()] == ["statement", "fact"]
    assert text.endswith("\n")


def test_the_columns_are_those_of_every_line() -> None:
    """A statement and a fact of a ledger, judged and amended, have no column that the table lacks, and fill each."""
    with demo() as ledger:
        judge(ledger.reader.statements()[0].id, Saying("accept"), ledger)
        lines = [flat(json.loads(line)) for line in export(ledger, "jsonl")]
    assert {line["kind"] for line in lines} == {"statement", "fact"}
    assert {name for line in lines for name in line} == set(COLUMNS)
