"""What is shown of one actor, and of names that texts bring and nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from konturen.actors.catalog import Catalog
from konturen.dates import DateError
from konturen.desk import judging, portraits, roster
from konturen.desk.judging import Reason
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.records import Coded, Coverage, Mention, Span
from tests import factory, small
from tests.small import AURORA, BERG, LABOUR, NORDLICHT, RIGHT

ANN = Reason("Ann")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pipelines know the small catalog only."""
    monkeypatch.setattr(Catalog, "load", staticmethod(small.load))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Ledger]:
    """Three texts: Nordlicht is named twice, Aurora, Kari Berg, Labour and the Right Party once."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        yield small.fill(
            ledger,
            small.text(NORDLICHT, LABOUR),
            small.text(AURORA, NORDLICHT, number=2),
            small.text(BERG, RIGHT, number=3),
        )


def test_a_portrait_tells_whom_an_actor_stood_for_at_a_date() -> None:
    """Kari Berg's party in 2015 and today differ; in 2005 she had none; her state stays."""
    told = {
        date: [(s.level, s.actor) for s in portraits.portrait("Kari Berg", None, date).stands_for]
        for date in ("2005", "2015-03", "2021-01-01", None)
    }
    assert told == {
        "2005": [("state", "state-nor")],
        "2015-03": [("party", "party-labour"), ("state", "state-nor")],
        "2021-01-01": [("party", "party-right"), ("state", "state-nor")],
        None: [("party", "party-right"), ("state", "state-nor")],
    }


def test_what_is_no_date_is_refused() -> None:
    """For every actor, also one without any role."""
    for name in ("Kari Berg", "Norway"):
        with pytest.raises(DateError):
            portraits.portrait(name, None, "spring")


def test_roles_come_with_their_evidence_from_both_ends() -> None:
    """Hers with dates and proof, in the order of time; the party's portrait shows the same role."""
    berg = portraits.portrait("Kari Berg")
    assert [(t.relation, t.other_name, t.since, t.until, t.source, t.evidence) for t in berg.ties] == [
        ("member_of", "Labour", "2010", "2019-12-31", "Register of members", None),
        ("member_of", "Right Party", "2020-01-01", None, None, "She joined the Right Party."),
    ]
    assert portraits.portrait("Labour").ties == berg.ties[:1]
    assert portraits.portrait("Nils Lund").ties[0].title == "president"


def test_values_come_with_their_origins(book: Ledger) -> None:
    """What the catalog says and what the user says of the founding both stand there."""
    roster.add({"id": "party-labour", "type": "party", "founded": "1888", "origin": "A book"}, book)
    founded = [(v.value, v.origin) for v in portraits.portrait("Labour", book).values if v.field == "founded"]
    assert founded == [("1887", "given lines"), ("1888", "A book")]


def test_counts_are_the_ledger_s(book: Ledger) -> None:
    """Mentions and texts, of known and of provisional actors; without a ledger there are none."""
    for name, kind, mentions in (("Labour", "party", 1), ("Nordlicht", "party", 2), ("Norway", "state", 0)):
        who = portraits.portrait(name, book)
        assert (who.name, who.type, who.mentions, who.documents) == (name, kind, mentions, mentions)
    assert portraits.portrait("Labour").mentions == 0
    with pytest.raises(QueryError, match="Nordlicht"):
        portraits.portrait("Nordlicht")


def test_roles_that_texts_tell_stand_with_their_sentence(tmp_path: Path) -> None:
    """A statement that she leads a party is in her portrait and the party's, and no other act is."""
    coded = small.text(BERG, RIGHT, when="2021")
    leads = factory.statement(
        **{
            key: getattr(coded.statements[0], key)
            for key in ("source", "target", "when", "when_text", "evidence", "document")
        }
        | {"relation": "LEADS", "mutual": False, "status": "ongoing"}
    )
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as book:
        small.fill(
            book,
            Coded(coded.document, coded.mentions, (*coded.statements, leads), (), coded.coverage),
        )
        for name in ("Kari Berg", "Right Party"):
            (said,) = portraits.portrait(name, book).said
            assert (said.relation, said.holder_name, said.other_name) == ("LEADS", "Kari Berg", "Right Party")
            assert said.sentence == "Kari Berg met the Right Party in Oslo."


def test_a_portrait_holds_all_that_was_merged_into_it(book: Ledger) -> None:
    """Names, ids and roles of both, the judgement, and the state before once it is undone."""
    row = {
        "id": "party-own-aurora",
        "type": "party",
        "names": [small.name("Aurora-Bund", "de")],
        "ids": {"house": "7"},
        "ties": [small.tie("part_of", "party-right", "2001")],
    }
    roster.add(row, book)
    before = portraits.portrait("Labour", book)
    judging.merge("party-own-aurora", "Labour", book, ANN)
    who = portraits.portrait("Aurora-Bund", book)
    assert (who.id, who.name, who.merged) == ("party-labour", "Labour", ("party-own-aurora",))
    assert {"Labour", "Arbeiterpartei", "Aurora-Bund"} <= {name.text for name in who.names}
    assert {("partyfacts", "351"), ("house", "7")} <= set(who.ids)
    assert ("part_of", "party-own-aurora", "party-right") in {(t.relation, t.holder, t.other) for t in who.ties}
    assert [s.judgement.left for s in who.judgements] == ["party-own-aurora"]
    judging.undo(1, book, "Ann")
    after = portraits.portrait("Labour", book)
    assert (after.names, after.ids, after.ties, after.merged) == (before.names, before.ids, before.ties, ())
    assert [s.stands for s in after.judgements] == [False]


def test_unknown_names_come_by_frequency_with_their_sentences(book: Ledger) -> None:
    """Nordlicht before Aurora; each sentence stands verbatim in its text, and the place names the actor."""
    first, second = portraits.unknown(book)
    assert [(u.id, u.mentions, u.documents) for u in (first, second)] == [
        ("new:nordlicht", 2, 2),
        ("new:aurora", 1, 1),
    ]
    assert {seen.sentence for seen in first.sentences} == {
        "Nordlicht met Labour in Oslo.",
        "Aurora met Nordlicht in Oslo.",
    }
    for seen in (*first.sentences, *second.sentences):
        text = book.reader.text(seen.document)
        assert seen.sentence in text
        assert text[seen.start : seen.end] in ("Nordlicht", "Aurora")
    assert [one.id for one in portraits.unknown(book, limit=1)] == ["new:nordlicht"]


def test_who_was_added_or_merged_is_no_longer_unknown(book: Ledger) -> None:
    """A judgement makes a provisional actor a real one, and undoing it brings the name back."""
    judging.merge("Nordlicht", "Labour", book, ANN)
    assert [one.id for one in portraits.unknown(book)] == ["new:aurora"]
    judging.undo(1, book, "Ann")
    assert [one.id for one in portraits.unknown(book)] == ["new:nordlicht", "new:aurora"]


def lone(surface: str, name: str, actor: str, before: str = "", after: str = "", number: int = 1) -> Coded:
    """A text with one mention of somebody."""
    text = f"{before}{surface}{after}"
    span = Span(len(before), len(before) + len(surface))
    mention = Mention(span, surface, "person", "name", actor, name, 0.5, "made by a test")
    document = factory.document(text, location=f"{number}.txt", language="en")
    return Coded(document, (mention,), (), (), Coverage(1, 1, len(text), ()))


def test_suggestions_are_alike_and_say_why(tmp_path: Path) -> None:
    """A respelled Kari Berg is suggested with a reason; her namesake among the unknown, too; others are not."""
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as book:
        small.fill(
            book,
            lone("Kari Bergh", "Kari Bergh", "new:kari-bergh", after=" spoke."),
            lone("Frau Kari Bergh", "Kari Bergh", "new:frau-kari-bergh", after=" spoke.", number=2),
            lone("Xu Zhou", "Xu Zhou", "new:xu-zhou", after=" spoke.", number=3),
        )
        found = {one.id: one.suggestions for one in portraits.unknown(book)}
    assert [s.actor for s in found["new:kari-bergh"]][:2] == ["new:frau-kari-bergh", "person-berg"]
    assert all(s.reason and 0.4 <= s.score <= 1 for s in found["new:kari-bergh"])
    assert found["new:xu-zhou"] == ()


def test_a_long_sentence_is_shown_whole(tmp_path: Path) -> None:
    """A sentence longer than the stretch that is read first is not cut, nor is its neighbour taken along."""
    head, tail = "The word " + "and the word " * 300, " spoke" + " and spoke" * 300 + "."
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as book:
        small.fill(book, lone("Xu Zhou", "Xu Zhou", "new:xu", f"Nobody came. {head}", f"{tail} Nobody left."))
        (seen,) = portraits.unknown(book)[0].sentences
    assert seen.sentence == f"{head}Xu Zhou{tail}"


def test_names_that_share_a_word_are_compared_with_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons grow with the names, not with their square."""
    count, asked = 150, []
    monkeypatch.setattr(portraits, "compare", lambda a, b: asked.append((a, b)) or roster.same(a, a))
    monkeypatch.setattr(portraits, "COMPARED", 3)
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as book:
        small.fill(
            book,
            *(lone(f"Party {n}", f"Party {n}", f"new:{n}", "", " met.", n) for n in range(count)),
        )
        assert len(portraits.unknown(book, count)) == count
    assert count < len(asked) <= count * 9
