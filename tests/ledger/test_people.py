"""People judge at once, each in a process of her own: a short run of `bench/people.py`, on both databases."""

from __future__ import annotations

from konturen.ledger.ledger import Ledger
from people import run


def test_all_that_people_judge_at_once_is_there_afterwards(book: Ledger) -> None:
    """Eight processes judge, amend and take back for some seconds: nothing is lost, altered or added."""
    result = run(book.address, 8, 3, texts=10)
    assert result.wrong == []
    assert result.lost == []
    assert all(work.done for work in result.works)
    assert sorted(name for name, _ in result.agreement.people) == [f"person {n}" for n in range(1, 9)]
    assert result.agreement.alpha.alpha is None or result.agreement.alpha.alpha < 0.5  # they judge by chance
