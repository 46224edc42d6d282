"""The line format of the design, field by field."""

from __future__ import annotations

import json

from konturen.lines import coded_lines, dumps, fact_line, flat, statement_line
from tests import factory


def test_a_statement_has_the_fields_of_the_design() -> None:
    """Names and order of the fields are fixed."""
    assert list(statement_line(factory.statement())) == (
        [
            "kind",
            "document",
            "relation",
            "status",
            "mutual",
            "source",
            "target",
            "when",
            "when_text",
            "track",
            "speaker",
            "evidence",
            "cue",
            "score",
            "coder",
        ]
    )


def test_an_end_names_actor_and_words() -> None:
    """An end holds name, actor, type, surface and offsets."""
    assert list(statement_line(factory.statement())["source"]) == [
        "name",
        "actor",
        "type",
        "surface",
        "start",
        "end",
    ]


def test_a_fact_has_the_fields_of_the_design() -> None:
    """Names and order of the fields are fixed."""
    assert list(fact_line(factory.fact())) == [
        "kind",
        "document",
        "actor",
        "attribute",
        "value",
        "of",
        "when",
        "evidence",
        "score",
        "coder",
    ]


def test_a_missing_end_is_null() -> None:
    """A one-ended statement has a target of null, not an empty one."""
    assert json.loads(dumps(statement_line(factory.statement(target=None))))["target"] is None


def test_letters_of_all_scripts_stay_readable() -> None:
    """JSON lines hold Cyrillic and umlauts as they are."""
    assert "Жаңа" in dumps({"name": "Жаңа адамдар"})


def test_the_least_score_applies_to_statements_and_facts() -> None:
    """Lines below the least score are left out."""
    assert [line["kind"] for line in coded_lines(factory.coded(), 0.85)] == ["statement"]


def test_flat_columns_of_a_missing_end_are_there_and_empty() -> None:
    """A table keeps its columns where a statement has one end."""
    row = flat(statement_line(factory.statement(target=None)))
    assert row["target_name"] is None
    assert row["source_name"] == "Nordlicht"
