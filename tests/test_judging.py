"""What people decide on actors, and what every reader sees of it: the same, not the same, split, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from konturen import api
from konturen.actors.catalog import Catalog
from konturen.desk import judging, portraits, roster
from konturen.desk.judging import Reason, Where
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from tests import small
from tests.small import AURORA, LABOUR, NORDLICHT, RIGHT

ANN, BOB = Reason("Ann"), Reason("Bob", "seen it in print")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines know the small catalog only."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """Nordlicht met the Right Party twice, Labour met it once, Aurora met Nordlicht."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        yield small.fill(
            ledger,
            small.text(NORDLICHT, RIGHT, when="2024-05-01"),
            small.text(NORDLICHT, RIGHT, when="2024-05-02", number=2),
            small.text(LABOUR, RIGHT, when="2024-05-03", number=3),
            small.text(AURORA, NORDLICHT, number=4),
        )


def document(ledger: Ledger, number: int) -> str:
    """The id of the text of that number."""
    return next(d.id for d in ledger.reader.documents() if d.places == (f"{number}.txt",))


def seen(ledger: Ledger) -> list[object]:
    """What the verbs show of a ledger, the log of judgements left aside."""
    names = ("Right Party", "new:aurora", "party-labour")
    return [
        api.mentioned(ledger),
        api.relations(ledger),
        api.show("Right Party", "new:nordlicht" if _holds(ledger, "new:nordlicht") else "Labour", ledger),
        "".join(api.export(ledger, "jsonl")),
        [asdict(portraits.portrait(name, ledger)) | {"judgements": ()} for name in names],
        portraits.unknown(ledger),
    ]


def _holds(ledger: Ledger, actor: str) -> bool:
    return any(known.id == actor for known in api.mentioned(ledger))


def exported(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Document, id and name of each end in the exported table."""
    lines = [json.loads(line) for line in api.export(ledger, "jsonl")]
    return {
        (line["document"], end["actor"], end["name"])
        for line in lines
        for end in (line["source"], line["target"])
    }


def test_after_a_merge_every_reader_sees_one_actor(book: Ledger) -> None:
    """Mentioned, pairs, dossier, table, portrait and unknown names all show Labour, under its own name."""
    judging.merge("Nordlicht", "Labour", book, ANN)
    assert [a.id for a in api.mentioned(book)] == ["party-labour", "party-right", "new:aurora"]
    assert [(r.a, r.b, r.statements) for r in api.relations(book)] == [
        ("Labour", "Right Party", 3),
        ("Aurora", "Labour", 1),
    ]
    assert api.show("new:nordlicht", "Right Party", book).statements == 3
    assert api.show("Nordlicht", "Right Party", book) == api.show("Labour", "Right Party", book)
    assert {name for _, actor, name in exported(book) if actor == "party-labour"} == {"Labour"}
    assert "new:nordlicht" not in {actor for _, actor, _ in exported(book)}
    who = portraits.portrait("new:nordlicht", book)
    assert (who.id, who.merged, who.mentions, who.documents) == ("party-labour", ("new:nordlicht",), 4, 4)
    assert [one.id for one in portraits.unknown(book)] == ["new:aurora"]


def test_a_merged_actor_that_no_text_names_gives_its_catalog_name(book: Ledger) -> None:
    """Table, list and pairs call Nordlicht by the name of the party that it was merged into."""
    judging.merge("Nordlicht", "party-centre-no", book, ANN)
    assert {a.name for a in api.mentioned(book) if a.id == "party-centre-no"} == {"New Centre"}
    assert {name for _, actor, name in exported(book) if actor == "party-centre-no"} == {"New Centre"}
    assert {row.a for row in api.relations(book)} | {row.b for row in api.relations(book)} == {
        *("Aurora", "Labour", "New Centre", "Right Party")
    }


def test_an_undo_gives_exactly_the_former_state(book: Ledger) -> None:
    """Merge, keep apart and split, each taken back, leave every view as it was."""
    before = seen(book)
    made = [
        judging.merge("Nordlicht", "Labour", book, ANN),
        judging.keep_apart("Aurora", "Right Party", book, BOB),
        judging.split("Labour", "new:other", book, Where(document(book, 3)), ANN),
    ]
    assert seen(book) != before
    for one in reversed(made):
        judging.undo(one.id, book, "Cem")
    assert seen(book) == before
    states = judging.judgements(book)
    assert [state.withdrawn.by if state.withdrawn else None for state in states] == ["Cem"] * 3
    with pytest.raises(QueryError, match="withdrawn already, by Cem"):
        judging.undo(made[0].id, book)


def test_a_state_is_not_merged_unasked(book: Ledger) -> None:
    """Either side; the ledger is as before, and who is sure gets it."""
    for pair in (("Norway", "Nordlicht"), ("Nordlicht", "Norway"), ("Norway", "Sweden")):
        with pytest.raises(QueryError, match=r"states are rarely one.*--yes"):
            judging.merge(*pair, book, ANN)
    assert judging.judgements(book) == ()
    assert judging.merge("Norway", "Sweden", book, Reason("Ann", sure=True)).right == "state-swe"


def test_different_keeps_two_actors_apart_from_the_same_person(book: Ledger) -> None:
    """Who said that two are not the same cannot merge them, by no way round, before she takes it back."""
    apart = judging.keep_apart("Nordlicht", "Labour", book, ANN)
    with pytest.raises(QueryError, match=r"cannot be one: judgement 1"):
        judging.merge("Nordlicht", "Labour", book, ANN)
    judging.merge("Nordlicht", "Aurora", book, ANN)
    with pytest.raises(QueryError, match=f"Withdraw judgement {apart.id} first"):
        judging.merge("Aurora", "Labour", book, ANN)
    judging.undo(apart.id, book, "Ann")
    assert judging.merge("Nordlicht", "Labour", book, ANN).kind == "same"


def test_two_people_may_differ_and_both_judgements_stay(book: Ledger) -> None:
    """Bob's "not the same" keeps Ann's merge from being applied; both stand, and the dispute names them."""
    judging.merge("Nordlicht", "Labour", book, ANN)
    with pytest.raises(QueryError, match=r"both names mean party-labour, .* new:nordlicht\. Give ids"):
        judging.keep_apart("Nordlicht", "Labour", book, BOB)
    judging.keep_apart("new:nordlicht", "Labour", book, BOB)
    assert [(s.judgement.by, s.stands) for s in judging.judgements(book)] == [("Ann", True), ("Bob", True)]
    (dispute,) = book.reader.identities().disputed
    assert (dispute.same.by, dispute.different.by, dispute.different.note) == ("Ann", "Bob", "seen it in print")
    assert _holds(book, "new:nordlicht")
    judging.undo(2, book, "Bob")
    assert not _holds(book, "new:nordlicht")


def test_a_split_by_document_concerns_that_text_only(book: Ledger) -> None:
    """In text 1 Nordlicht is Aurora; in the others it stays."""
    judging.split("Nordlicht", "Aurora", book, Where(document(book, 1)), ANN)
    ends = exported(book)
    assert ("1.txt", "new:aurora", "Aurora") in ends
    assert ("2.txt", "new:nordlicht", "Nordlicht") in ends
    rows = {(row.a_id, row.b_id): row.statements for row in api.relations(book)}
    assert rows[("new:aurora", "party-right")] == 1
    assert rows[("new:nordlicht", "party-right")] == 1


def test_a_split_by_words_concerns_these_words_only(book: Ledger) -> None:
    """Where a text says "the Right Party" a new actor is meant, which is listed as unknown from then on."""
    judging.split("Right Party", "new:the-right-wing", book, Where(surface="the Right Party"), ANN)
    assert not _holds(book, "party-right")
    assert "new:the-right-wing" in {one.id for one in portraits.unknown(book)}
    judging.undo(1, book)
    judging.split("Right Party", "new:the-right-wing", book, Where(surface="Right Party"), ANN)
    assert _holds(book, "party-right")


def test_a_split_into_nobody_known_or_of_a_text_not_held_is_refused(book: Ledger) -> None:
    """A known target has to be known, a new one to begin with new:, and the document to be there."""
    with pytest.raises(QueryError, match="nobody is known as 'Xyzzy'"):
        judging.split("Nordlicht", "Xyzzy", book, None, ANN)
    with pytest.raises(QueryError, match="holds no document 'gone'"):
        judging.split("Nordlicht", "new:x", book, Where("gone"), ANN)
    with pytest.raises(QueryError, match="knows an actor 'new:'"):
        judging.split("Nordlicht", "new:", book, None, ANN)
    with pytest.raises(QueryError, match="both actors"):
        judging.split("Nordlicht", "new:nordlicht", book, None, ANN)


def test_who_decides_is_the_present_user_where_nobody_is_named(
    book: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KONTUREN_USER stands in the judgement."""
    monkeypatch.setenv("KONTUREN_USER", "Dana")
    assert judging.merge("Nordlicht", "Labour", book).by == "Dana"
    assert judging.undo(1, book).by == "Dana"


def test_the_same_judgement_twice_is_one(book: Ledger) -> None:
    """A merge by names that is repeated by ids is answered with the first."""
    first = judging.merge("Nordlicht", "Labour", book, ANN)
    assert judging.merge("new:nordlicht", "party-labour", book, ANN) == first
    assert len(judging.judgements(book)) == 1


def test_an_undo_of_what_is_not_there_says_so(book: Ledger) -> None:
    """Numbers nobody gave, of judgements and of imports."""
    for number in (0, -1, 7, 10**30):
        with pytest.raises(QueryError, match=f"no judgement {number}"):
            judging.undo(number, book)
        with pytest.raises(QueryError, match=f"of import {number} no actor is left"):
            judging.undo_import(number, book)


def test_additions_are_listed_with_what_became_of_them(book: Ledger) -> None:
    """Number, origin, who and how many lines stand, so that an undo knows its number later."""
    row = {"id": "party-own-x", "type": "party", "names": [small.name("Xenia")]}
    roster.add(row, book, by="Ann")
    roster.add(row | {"id": "party-own-y", "origin": "A book"}, book, by="Bob")
    judging.undo_import(1, book, "Cem")
    told = [(a.batch, a.origin, a.by, a.lines, a.standing) for a in judging.additions(book)]
    assert told == [(1, "added by Ann", "Ann", 1, 0), (2, "A book", "Bob", 1, 1)]
