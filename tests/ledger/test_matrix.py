"""The matrix counts what `statements` lists."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from konturen.codebook import built_in
from konturen.errors import QueryError
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger
from konturen.ledger.matrix import Cell, by_kind
from konturen.ledger.verdicts import Ruling
from tests.ledger.conftest import Fresh
from tests.small import AURORA, BERG, LABOUR, LUND, NORDLICHT, NORWAY, RIGHT, SWEDEN, WHEN, fill, text

NAMED = (AURORA, BERG, LABOUR, LUND, NORDLICHT, NORWAY, RIGHT, SWEDEN)
IDS = tuple(named[1] for named in NAMED)


def _ledger(fresh: Fresh, seed: int) -> Ledger:
    chance = random.Random(seed)
    return fill(fresh(), *(text(*chance.sample(NAMED, 2), number=n) for n in range(25)))


def _judge(book: Ledger, seed: int) -> None:
    """Merges and splits at random, some of them for one text or for certain words only."""
    chance = random.Random(seed)
    documents = [info.id for info in book.reader.documents()]
    for number in range(4):
        left, right = chance.sample(IDS, 2)
        kind = "same" if chance.random() < 0.5 else "means"
        document = chance.choice(documents) if kind == "means" and chance.random() < 0.5 else None
        surface = chance.choice(NAMED)[0].removeprefix("the ") if kind == "means" and not document else None
        book.writer.judge(Decision(kind, left, right, f"p{number}", None, document, surface), WHEN)  # type: ignore[arg-type]


def _counted(book: Ledger, wanted: set[str], min_score: float = 0.0) -> dict[tuple[str, str, str, str], int]:
    found: Counter[tuple[str, str, str, str]] = Counter()
    for r in book.reader.statements():
        s = r.statement
        if s.target and {s.source.actor, s.target.actor} <= wanted and r.judgement.reaches(s.score, min_score):
            found[s.source.actor, s.target.actor, s.relation, s.status] += 1
    return found


def _cells(cells: tuple[Cell, ...]) -> dict[tuple[str, str, str, str], int]:
    return {(c.source, c.target, c.relation, c.status): c.statements for c in cells}


@pytest.mark.parametrize("seed", range(4))
def test_the_matrix_is_the_sum_of_the_statements(fresh: Fresh, seed: int) -> None:
    """On random ledgers, before and after merges and splits, of all actors and of some."""
    book = _ledger(fresh, seed)
    for judged in (False, True):
        if judged:
            _judge(book, seed)
        for chosen in (IDS, IDS[: 2 + seed]):
            wanted = set(map(book.reader.identities().representative, chosen))
            counted = _counted(book, wanted)
            assert judged or chosen != IDS or sum(counted.values()) == 25
            assert _cells(book.reader.matrix(chosen)) == counted
            assert _cells(book.reader.matrix(chosen, 0.5)) == counted
    assert book.reader.matrix(IDS, 0.95) == ()


def test_the_ends_of_a_merged_pair_stand_on_the_diagonal(book: Ledger) -> None:
    """What two actors that became one did to each other is within the one."""
    fill(book, text(LABOUR, RIGHT), text(LABOUR, BERG, number=2))
    book.writer.judge(Decision("same", LABOUR[1], RIGHT[1], "a"), WHEN)
    right, berg = RIGHT[1], BERG[1]
    assert set(_cells(book.reader.matrix([right, berg]))) == {
        (right, right, "CONSULT", "happened"),
        (right, berg, "CONSULT", "happened"),
    }
    assert book.reader.matrix([LABOUR[1], BERG[1]]) == book.reader.matrix([right, berg])


def test_cells_are_summed_by_the_classes_of_the_codebook() -> None:
    """To consult and to agree is to cooperate, to accuse is conflict."""
    cells = [
        Cell("a", "b", "CONSULT", "happened", 2),
        Cell("a", "b", "AGREE", "planned", 3),
        Cell("a", "b", "ACCUSE", "happened", 5),
        Cell("b", "a", "ACCUSE", "happened", 7),
    ]
    kinds = built_in().relations
    assert by_kind(cells, built_in()) == {
        ("a", "b", kinds["CONSULT"].kind): 5,
        ("a", "b", kinds["ACCUSE"].kind): 5,
        ("b", "a", kinds["ACCUSE"].kind): 7,
    }


@pytest.mark.parametrize("seed", range(2))
def test_what_persons_say_changes_the_matrix(fresh: Fresh, seed: int) -> None:
    """Rejected statements are not counted, amended ones as they read; withdrawing all restores the counts."""
    book, chance = _ledger(fresh, seed), random.Random(seed)
    before = book.reader.matrix(IDS)
    made = []
    for r in chance.sample(book.reader.statements(), 12):
        word = chance.choice(("accept", "reject", "unsure", "amend"))
        amended = {"relation": "AGREE", "target": chance.choice(IDS)} if word == "amend" else None
        said = Ruling("statement", r.id, word, "Ann", None, amended)  # type: ignore[arg-type]
        try:
            made.append(book.writer.rule([said], WHEN)[0][0].id)
        except QueryError:
            continue  # an actor would stand at both ends
    assert _cells(book.reader.matrix(IDS)) == _counted(book, set(IDS))
    assert _cells(book.reader.matrix(IDS, 0.95)) == _counted(book, set(IDS), 0.95)
    assert book.reader.matrix(IDS) != before
    for id in made:
        book.writer.withdraw_verdict(id, "Ann", WHEN)
    assert book.reader.matrix(IDS) == before
