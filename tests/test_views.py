"""What a person is shown: dossiers and overviews computed from a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen import api
from konturen.codebook import built_in
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.records import Statement
from konturen.views import PairView, pair_rows, pair_view
from tests import factory

A, B = frozenset({"new:nordlicht"}), frozenset({"new:morgenrot"})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as opened:
        yield opened


def view(ledger: Ledger, *statements: Statement) -> PairView:
    """The dossier of a ledger with these statements."""
    ledger.writer.record(factory.coded(statements=statements), "2026-11-22T00:00:00+00:00")
    return pair_view(ledger.reader, built_in(), A, B)


def test_acts_stand_in_the_order_of_time_whatever_the_precision(ledger: Ledger) -> None:
    """Years, months and days are ordered together, undated acts last."""
    dates = ["2024-05-03", None, "2019", "2021-03"]
    shown = view(ledger, *(factory.statement(when=d) for d in dates))
    assert [line.when for line in shown.sections[0].lines] == ["2019", "2021-03", "2024-05-03", None]


@pytest.mark.parametrize(
    ("relation", "status", "section"),
    [
        ("CONSULT", "happened", "acts"),
        ("AGREE", "ongoing", "agreements in force"),
        ("ALLIED_WITH", "ongoing", "agreements in force"),
        ("COOPERATE", "ongoing", "standing"),
        ("COOPERATE", "planned", "plans"),
        ("AGREE", "possible", "possible"),
        ("CONSULT", "denied", "absent or denied"),
        ("AGREE", "denied", "absent or denied"),
    ],
)
def test_each_statement_stands_in_its_section(ledger: Ledger, relation: str, status: str, section: str) -> None:
    """Status decides the section; a denied agreement is not in force."""
    shown = view(ledger, factory.statement(relation=relation, status=status))
    assert [s.name for s in shown.sections] == [section]


def test_every_line_carries_its_sentence_and_source(ledger: Ledger) -> None:
    """The words that say it and the place where they stand come with each line."""
    line = view(ledger, factory.statement()).sections[0].lines[0]
    assert line.sentence == factory.FIRST
    assert line.said_in.place == "a.txt"


def test_facts_about_both_are_shown(ledger: Ledger) -> None:
    """The dossier lists facts about either actor."""
    assert [(f.actor, f.value) for f in view(ledger, factory.statement()).facts] == [("Nordlicht", "12")]


def test_a_pair_has_one_row_for_both_directions(ledger: Ledger) -> None:
    """Acts of A on B and of B on A are counted in one row."""
    back = factory.statement(source=factory.end("Morgenrot"), target=factory.end("Nordlicht"), mutual=False)
    view(ledger, factory.statement(), back)
    rows = pair_rows(ledger.reader)
    assert [(r.statements, r.documents) for r in rows] == [(2, 1)]


def test_one_ended_statements_make_no_pair(ledger: Ledger) -> None:
    """A plan of one actor is no relation between two."""
    view(ledger, factory.statement(target=None, mutual=False, status="planned"))
    assert pair_rows(ledger.reader) == ()


def test_the_last_date_is_that_of_what_is_or_was(ledger: Ledger) -> None:
    """A plan for 2030 is no last contact."""
    view(ledger, factory.statement(), factory.statement(status="planned", when="2030"))
    assert pair_rows(ledger.reader)[0].last == "2024-05-03"


def test_low_scores_can_be_left_out(ledger: Ledger) -> None:
    """Statements below the wanted score are not shown and stay in the ledger."""
    view(ledger, factory.statement(score=0.4))
    assert pair_rows(ledger.reader, min_score=0.5) == ()
    assert len(ledger.reader.statements()) == 1


def test_an_unknown_name_gets_advice(ledger: Ledger) -> None:
    """A name that the ledger does not hold is answered with what to do next."""
    view(ledger, factory.statement())
    with pytest.raises(QueryError, match="konturen actors"):
        api.identify(ledger.reader, "Qwertzuiopü", Pipeline().catalog)


def test_a_part_of_a_name_is_answered_with_suggestions(ledger: Ledger) -> None:
    """Part of a known name leads to the actor's id."""
    view(ledger, factory.statement())
    with pytest.raises(QueryError, match="new:morgenrot"):
        api.identify(ledger.reader, "Morgen", Pipeline().catalog)


def test_an_actor_with_herself_is_refused(ledger: Ledger) -> None:
    """The dossier of one actor with itself is no pair."""
    view(ledger, factory.statement())
    with pytest.raises(QueryError, match="same actor"):
        api.show("Nordlicht", "nordlicht", ledger)
