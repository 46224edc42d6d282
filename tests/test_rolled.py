"""Statements as told of parties and states: each end as the one that it stood for at the time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen import api
from konturen.actors.catalog import Catalog
from konturen.desk import judging
from konturen.desk.judging import Reason
from konturen.desk.rolled import Rolled
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.values import Query
from konturen.settings import Settings
from tests import small
from tests.small import BERG, LUND, NORDLICHT, NORWAY, SWEDEN


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines know the small catalog only."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        yield ledger


def pairs(ledger: Ledger, level: str, actor: str | None = None) -> dict[tuple[str, str], int]:
    """How many statements each pair has at a level."""
    rows = api.relations(ledger, actor=actor, level=level)  # type: ignore[arg-type]
    return {(row.a_id, row.b_id): row.statements for row in rows}


def test_a_person_stands_for_her_party_of_that_day(book: Ledger) -> None:
    """Kari Berg was in Labour until 2019 and is in the Right Party since: three dates, two parties."""
    small.fill(
        book,
        small.text(BERG, NORDLICHT, when="2015-03-01"),
        small.text(BERG, NORDLICHT, when="2019-12-31", number=2),
        small.text(BERG, NORDLICHT, when="2020-01-01", number=3),
    )
    assert pairs(book, "party") == {("new:nordlicht", "party-labour"): 2, ("new:nordlicht", "party-right"): 1}
    assert pairs(book, "state") == {("new:nordlicht", "state-nor"): 3}
    assert api.relations(book)[0].b_id == "person-berg"


def test_without_a_date_of_its_own_the_text_s_counts_then_now(book: Ledger) -> None:
    """An undated statement is read at the day of publication; without that, or with none that is one, by now."""
    small.fill(
        book,
        small.text(BERG, NORDLICHT, published="2015-03-01"),
        small.text(BERG, NORDLICHT, number=2),
        small.text(BERG, NORDLICHT, published="some day in spring", number=3),
        small.text(BERG, NORDLICHT, when="2020-06", published="2015-03-01", number=4),
    )
    assert pairs(book, "party") == {("new:nordlicht", "party-labour"): 1, ("new:nordlicht", "party-right"): 3}


def test_an_end_that_belongs_to_nobody_stays(book: Ledger) -> None:
    """Before her first party, and for actors that no catalog knows, nothing is guessed and nothing lost."""
    small.fill(book, small.text(BERG, NORDLICHT, when="2005-03-01"))
    assert pairs(book, "party") == {("new:nordlicht", "person-berg"): 1}
    (record,) = Rolled(book.reader, small.CATALOG, "party").statements()
    assert record == book.reader.statements()[0]


def test_only_the_end_changes_and_the_words_stay(book: Ledger) -> None:
    """Id, sentence, date and the surface of the text are those of the statement as it was recorded."""
    small.fill(book, small.text(BERG, LUND, when="2020-03-01"))
    (told,) = Rolled(book.reader, small.CATALOG, "state").statements()
    (said,) = book.reader.statements()
    source, target = told.statement.source, told.statement.target
    assert target is not None
    assert [(e.actor, e.name, e.type) for e in (source, target)] == [
        ("state-nor", "Norway", "state"),
        ("state-swe", "Sweden", "state"),
    ]
    assert (source.surface, source.start, source.end) == ("Kari Berg", 16, 25)
    assert (told.id, told.statement.evidence, told.statement.when) == (
        *(said.id, said.statement.evidence, said.statement.when),
    )


def test_questions_are_asked_of_the_rolled_ends(book: Ledger) -> None:
    """Norway's pairs hold what its people did; a query by pair fits either order; scores still count."""
    small.fill(
        book, small.text(BERG, LUND, when="2020-03-01"), small.text(SWEDEN, NORWAY, when="2021", number=2)
    )
    assert pairs(book, "state", "Norway") == {("state-nor", "state-swe"): 2}
    assert api.show("Sweden", "Norway", book, level="state").statements == 2
    assert api.show("Sweden", "Norway", book).statements == 1
    reader = Rolled(book.reader, small.CATALOG, "state")
    sides = frozenset({"state-swe"}), frozenset({"state-nor"})
    assert len(reader.statements(Query(between=sides))) == 2
    assert reader.statements(Query(actors=frozenset({"person-berg"}))) == ()
    assert reader.statements(Query(relation="AGREE")) == ()
    assert api.relations(book, Settings(min_score=0.95), level="state") == ()


def test_what_went_on_within_a_party_is_a_pair_with_itself(book: Ledger) -> None:
    """A member who met her own party stays visible; a dossier of one actor is refused."""
    small.fill(book, small.text(BERG, small.RIGHT, when="2021"))
    assert pairs(book, "party") == {("party-right", "party-right"): 1}
    with pytest.raises(QueryError, match="same actor"):
        api.show("Right Party", "party-right", book, level="party")


def test_merged_ends_are_rolled_up_as_who_they_are_now(book: Ledger) -> None:
    """A provisional person merged into Kari Berg stands for her party; the merged id asks for the same."""
    kari: small.Named = ("Mrs Berg", "new:mrs-berg", "person")
    small.fill(book, small.text(kari, NORDLICHT, when="2015"))
    judging.merge("new:mrs-berg", "Kari Berg", book, Reason("Ann"))
    judging.merge("Nordlicht", "party-centre-no", book, Reason("Ann"))
    assert pairs(book, "party") == {("party-centre-no", "party-labour"): 1}
    assert pairs(book, "party", "new:nordlicht") == {("party-centre-no", "party-labour"): 1}
    assert api.show("new:nordlicht", "Labour", book, level="party").statements == 1


def test_roles_of_a_ledger_s_own_actors_count(book: Ledger) -> None:
    """A tie that the user added leads up as one of the catalog does, until it is taken back."""
    small.fill(book, small.text(LUND, NORDLICHT, when="2022"))
    before = pairs(book, "party")
    row = {"id": "person-lund", "type": "person", "ties": [small.tie("member_of", "party-centre-se", "2021")]}
    book.writer.add_actors([row], "x", "Ann", small.WHEN)
    assert pairs(book, "party") == {("new:nordlicht", "party-centre-se"): 1}
    judging.undo_import(1, book, "Ann")
    assert pairs(book, "party") == before == {("new:nordlicht", "person-lund"): 1}
