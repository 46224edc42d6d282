"""Texts page by page: filters, counts, the order of recording; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from konturen.ledger.ledger import Ledger
from konturen.ledger.shelf import Wanted
from konturen.ledger.verdicts import Ruling
from konturen.records import Coded, Coverage, Document
from tests import factory
from tests.ledger.conftest import Fresh


def plain(text: str, **more: str | None) -> Coded:
    """A text in which nothing was found."""
    document = Document("x", text, "de", "text/plain", "0" * 64, text.encode())
    return Coded(replace(document, **more), (), (), (), Coverage(1, 1, len(text), ()))  # type: ignore[arg-type]


TEXTS = [
    plain("eins", title="Партия власти", outlet="Газета", published="2025-09-25", language="ru"),
    plain("zwei", title="Wahl in Astana", outlet="Zeitung", published="2025"),
    plain("drei", title="100%_sicher", published="2024-06-01"),
    plain("Vier Worte\nund mehr"),
]


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Ledger:
    """A ledger of these texts, recorded one after the other."""
    ledger = fresh()
    for at, one in enumerate(TEXTS):
        ledger.writer.record(one, f"2026-01-01T00:00:0{at}+00:00")
    return ledger


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"eins", "zwei", "drei", "vier"}),
        (Wanted(outlet="-"), {"drei", "vier"}),
        (Wanted(outlet="Zeitung"), {"zwei"}),
        (Wanted(language="ru"), {"eins"}),
        (Wanted(words="партия"), {"eins"}),
        (Wanted(words="ПАРТИЯ"), {"eins"}),
        (Wanted(words="власти парт"), {"eins"}),
        (Wanted(words="ASTANA wahl"), {"zwei"}),
        (Wanted(words="0%_s"), {"drei"}),
        (Wanted(words="_"), {"drei"}),
        (Wanted(words="'; DROP TABLE documents; --"), set()),
        (Wanted(since="2025"), {"eins", "zwei"}),
        (Wanted(since="2025-09"), {"eins"}),
        (Wanted(until="2024"), {"drei"}),
        (Wanted(until="2025-09-25"), {"eins", "zwei", "drei"}),
        (Wanted(since="2024", until="2025"), {"eins", "zwei", "drei"}),
        (Wanted(language="de", outlet="Газета"), set()),
    ],
    ids=lambda value: str(value) if isinstance(value, Wanted) else "found",
)
def test_what_is_asked_for_is_found(filled: Ledger, wanted: Wanted, found: set[str]) -> None:
    """No more and no less, and the count is that of all."""
    names = dict(zip((one.document.id for one in TEXTS), ("eins", "zwei", "drei", "vier"), strict=True))
    shelf = filled.reader.shelf(wanted, 50)
    assert {names[one.text.id] for one in shelf.texts} == found
    assert shelf.total == len(found)
    assert filled.reader.shelf(wanted, 1).total == len(found)


def test_the_last_ones_come_first(filled: Ledger) -> None:
    """In the order of recording, page by page; a text without title is shown by its beginning."""
    pages = [filled.reader.shelf(Wanted(), 3, at).texts for at in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 1, 0]
    assert [one.text.id for page in pages for one in page] == [t.document.id for t in reversed(TEXTS)]
    assert [one.beginning for one in pages[0]] == ["Vier Worte und mehr", None, None]
    assert filled.reader.outlet_names() == ("Zeitung", "Газета")


def test_it_is_read_as_it_was_known(filled: Ledger) -> None:
    """As known on a former day the later texts are not there."""
    assert filled.as_known("2025-12-31").reader.shelf(Wanted(), 50).total == 0
    assert filled.as_known("2026-01-01T00:00:01").reader.shelf(Wanted(), 50).total == 2


def test_statements_and_judged_ones_are_counted(fresh: Fresh) -> None:
    """A statement on which two persons said something counts once; one taken back does not."""
    ledger = fresh()
    coded = factory.coded()
    ledger.writer.record(coded, "2026-01-01T00:00:00+00:00")
    [shelved] = ledger.reader.shelf(Wanted(), 50).texts
    ids = [one.id for one in ledger.reader.statements()]
    assert (shelved.statements, shelved.judged) == (len(ids), 0)
    rulings = [Ruling("statement", ids[0], "accept", by) for by in ("a", "b")]
    said = ledger.writer.rule(rulings, "2026-01-02T00:00:00+00:00")
    assert ledger.reader.shelf(Wanted(), 50).texts[0].judged == 1
    for verdict, _ in said:
        ledger.writer.withdraw_verdict(verdict.id, verdict.by, "2026-01-03T00:00:00+00:00")
    assert ledger.reader.shelf(Wanted(), 50).texts[0].judged == 0


def test_what_is_counted_is_counted_for_the_page(filled: Ledger) -> None:
    """A page of all texts takes no more queries than a page of one."""
    asked: list[str] = []
    event.listen(filled._engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    filled.reader.shelf(Wanted(words="Wahl"), 1)
    few = len(asked)
    asked.clear()
    filled.reader.shelf(Wanted(words="a"), 50)
    assert len(asked) <= few
