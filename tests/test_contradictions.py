"""What cannot both hold, and above all what only looks so."""

from __future__ import annotations

import cProfile
import hashlib
from typing import Any

import pytest

from konturen.contradictions import Contradiction, contradicting
from konturen.contradictions.measures import measure, number_classes
from konturen.ledger.values import DocumentInfo, Recorded, RecordedFact
from konturen.records import End, Evidence
from tests import factory

TRACK = "inter-party"


def info(
    id: str, published: str | None = None, language: str = "de", outlet: str | None = None
) -> DocumentInfo:
    """A text."""
    return DocumentInfo(
        id,
        language,
        None,
        None,
        outlet or f"Blatt {id}",
        published,
        None,
        "2026-11-23T10:00:00+00:00",
        (id,),
        None,
        id,
    )


def end(name: str, type: Any = "party") -> End:
    """An end of that name."""
    return End(name, f"id-{name.casefold()}", type, name, 0, len(name))


def said(
    text: str,
    status: str = "happened",
    when: str | None = None,
    document: DocumentInfo | None = None,
    **changes: Any,
) -> Recorded:
    """Nordlicht met Morgenrot, in these words."""
    values = {
        "source": end("Nordlicht"),
        "target": end("Morgenrot"),
        "mutual": True,
        "relation": "CONSULT",
        "track": TRACK,
    } | changes
    made = factory.statement(status=status, when=when, evidence=Evidence(text, 0, len(text)), **values)
    where = document or info("a")
    id = hashlib.sha256(repr((made, where)).encode()).hexdigest()[:16]
    return Recorded(id, made, where, "2026-11-23T10:00:00+00:00")


def told(
    attribute: str, value: str, document: DocumentInfo, text: str = "", actor: End | None = None, **changes: Any
) -> RecordedFact:
    """A fact about Nordlicht."""
    made = factory.fact(
        attribute=attribute,
        value=value,
        actor=actor or end("Nordlicht"),
        evidence=Evidence(text or value, 0, len(text or value)),
        **changes,
    )
    id = hashlib.sha256(repr((made, document)).encode()).hexdigest()[:16]
    return RecordedFact(id, made, document, "2026-11-23T10:00:00+00:00")


def the_one(*records: Recorded) -> Contradiction:
    """The only contradiction."""
    found = contradicting(records)
    assert len(found) == 1
    return found[0]


MAY = info("a", "2024-05-04")
LATER = info("b", "2024-05-06")
JUNE = info("c", "2024-06-20", "en")
OLD = info("d", "2010-03-01", "ru")
UNDATED = info("e")
RU = info("f", "2024-05-05", "ru")
STATE = {"mutual": False, "source": end("Brückner", "person"), "target": end("Nordlicht")}

CLASHES = {
    "de: met on a day of a month without meetings": (
        said("Nordlicht traf Morgenrot am 3. Mai.", "happened", "2024-05-03", MAY),
        said("Im Mai trafen sich die beiden nicht.", "denied", "2024-05", LATER),
    ),
    "en: the same day": (
        said("They met on 3 May.", "happened", "2024-05-03", MAY),
        said("They did not meet on 3 May.", "denied", "2024-05-03", JUNE),
    ),
    "ru: no contact since 2010, one in 2012": (
        said("В 2012 году прошла встреча.", "happened", "2012", MAY),
        said("С 2010 года контактов нет.", "denied", "2010/..", RU),
    ),
    "en: never met": (
        said("They met in 1999.", "happened", "1999", MAY),
        said("The two have never met.", "denied", None, JUNE),
    ),
    "ru: never met": (
        said("Они встретились в Осло.", "happened", "2023-11", MAY),
        said("Они никогда не встречались.", "denied", None, RU),
    ),
    "de: undated denial two days after a dated meeting": (
        said("Nordlicht traf Morgenrot am 3. Mai.", "happened", "2024-05-03", MAY),
        said("Ein Treffen habe es nicht gegeben, sagte sie.", "denied", None, RU),
    ),
    "en: both undated, two days apart": (
        said("Nordlicht and Morgenrot held talks.", "happened", None, MAY),
        said("There were no talks.", "denied", None, LATER),
    ),
    "en: talks go on, talks do not": (
        said("Talks are under way.", "ongoing", None, MAY),
        said("They are not in talks.", "denied", None, LATER),
    ),
    "de: one text against itself": (
        said("Sie trafen sich am 3. Mai.", "happened", "2024-05-03", MAY),
        said("Am 3. Mai trafen sie sich nicht, heißt es weiter unten.", "denied", "2024-05-03", MAY),
    ),
    "de: member and not, by dates": (
        said("Sie gehört seit 2005 dazu.", "ongoing", "2005/..", MAY, relation="MEMBER_OF", **STATE),
        said("Im März 2010 war sie kein Mitglied.", "denied", "2010-03", RU, relation="MEMBER_OF", **STATE),
    ),
    "en: member in a month of a period without": (
        said("She was a member in May 2024.", "ongoing", "2024-05", MAY, relation="MEMBER_OF", **STATE),
        said("From 2020 to 2025 she was none.", "denied", "2020/2025", JUNE, relation="MEMBER_OF", **STATE),
    ),
    "ru: an attack told and denied in the same words": (
        said("Отряд обстрелял склад горючего в порту.", "happened", None, RU, relation="ASSAULT", mutual=False),
        said("Отряд не обстрелял склад горючего в порту.", "denied", None, RU, relation="ASSAULT", mutual=False),
    ),
    "de: leads and does not": (
        said("Brückner führt Nordlicht.", "ongoing", None, MAY, relation="LEADS", **STATE),
        said("Brückner führt Nordlicht nicht.", "denied", None, LATER, relation="LEADS", **STATE),
    ),
    "en: part of the other": (
        said("A is part of B.", "ongoing", None, MAY, relation="PART_OF", mutual=False),
        said("B is part of A.", "ongoing", None, LATER, relation="PART_OF", mutual=False,
             source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "en: who invited whom": (
        said("Nordlicht invited Morgenrot to a dinner in Oslo.", "happened", "2024-05-03", MAY,
             relation="REQUEST", mutual=False),
        said("Morgenrot invited Nordlicht to a dinner in Oslo.", "happened", "2024-05-03", LATER,
             relation="REQUEST", mutual=False, source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "de: any contact denied, on whatever track": (
        said("Sie trafen sich.", "happened", "2024-05-03", MAY, track="youth"),
        said("Im Mai gab es keinerlei Kontakt.", "denied", "2024-05", LATER, track="interstate"),
    ),
    "en: not yet, after it was": (
        said("They met on 3 May.", "happened", "2024-05-03", MAY),
        said("They have not met so far.", "denied", None, LATER),
    ),
    "de: the order of ends says nothing of a meeting": (
        said("Sie trafen sich am 3. Mai.", "happened", "2024-05-03", MAY),
        said("Am 3. Mai trafen sie sich nicht.", "denied", "2024-05-03", LATER, mutual=False,
             source=end("Morgenrot"), target=end("Nordlicht")),
    ),
}  # fmt: skip

NO_CLASHES = {
    "de: met in another month": (
        said("Sie trafen sich im Juni.", "happened", "2024-06", JUNE),
        said("Im Mai trafen sie sich nicht.", "denied", "2024-05", LATER),
    ),
    "en: met on some day of the month of one day without": (
        said("They met in May.", "happened", "2024-05", MAY),
        said("They did not meet on 3 May.", "denied", "2024-05-03", LATER),
    ),
    "en: met on some day of the year of a month without": (
        said("They met in 2024.", "happened", "2024", MAY),
        said("They did not meet in May.", "denied", "2024-05", LATER),
    ),
    "ru: no contact since 2010 as told in 2010": (
        said("В 2012 году прошла встреча.", "happened", "2012", MAY),
        said("С января 2010 года контактов нет.", "denied", "2010-01/..", OLD),
    ),
    "de: a plan and an absence": (
        said("Sie wollen sich am 3. Mai treffen.", "planned", "2024-05-03", MAY),
        said("Am 3. Mai trafen sie sich nicht.", "denied", "2024-05-03", LATER),
    ),
    "en: what is possible": (
        said("They may meet.", "possible", None, MAY),
        said("They did not meet.", "denied", None, LATER),
    ),
    "en: a refusal for later": (
        said("They met.", "happened", None, LATER),
        said("Nordlicht will not meet Morgenrot.", "denied", None, MAY),
    ),
    "de: lehnt ab": (
        said("Sie sprachen miteinander.", "happened", None, LATER),
        said("Nordlicht lehnt Gespräche ab.", "denied", None, MAY),
    ),
    "ru: не будет": (
        said("Стороны провели переговоры.", "happened", None, LATER),
        said("Переговоров не будет.", "denied", None, RU),
    ),
    "en: undated and far apart": (
        said("They met.", "happened", None, MAY),
        said("They did not meet.", "denied", None, JUNE),
    ),
    "de: undated and unpublished": (
        said("Sie trafen sich.", "happened", None, UNDATED),
        said("Sie trafen sich nicht.", "denied", None, UNDATED),
    ),
    "en: published in some day of a month": (
        said("They met.", "happened", None, MAY),
        said("They did not meet.", "denied", None, info("m", "2024-05")),
    ),
    "en: not yet, before it was": (
        said("They met.", "happened", None, info("n", "2024-05-09")),
        said("They have not yet met.", "denied", None, LATER),
    ),
    "de: noch nicht, am Tag davor": (
        said("Sie trafen sich am 7. Mai.", "happened", "2024-05-07", JUNE),
        said("Sie haben sich noch nicht getroffen.", "denied", None, LATER),
    ),
    "ru: an attack of today denied yesterday": (
        said("Отряд обстрелял склад горючего в порту.", "happened", "2024-05-08", JUNE, relation="ASSAULT",
             mutual=False),
        said("Отряд не обстреливал склад горючего в порту.", "denied", None, LATER, relation="ASSAULT",
             mutual=False),
    ),
    "en: another attack": (
        said("Forces shelled the harbour at night.", "happened", None, MAY, relation="ASSAULT", mutual=False),
        said("It did not strike the children's hospital.", "denied", None, LATER, relation="ASSAULT", mutual=False),
    ),
    "de: no longer a member": (
        said("Sie ist Mitglied.", "ongoing", None, MAY, relation="MEMBER_OF", **STATE),
        said("Sie ist nicht mehr Mitglied.", "denied", None, LATER, relation="MEMBER_OF", **STATE),
    ),
    "de: member until 2010, none since 2011": (
        said("Mitglied von 2005 bis 2010", "happened", "2005/2010", MAY, relation="MEMBER_OF", **STATE),
        said("Seit 2011 kein Mitglied", "denied", "2011/..", LATER, relation="MEMBER_OF", **STATE),
    ),
    "en: a member as told in 2010, none since 2016": (
        said("a member since 2005", "ongoing", "2005/..", OLD, relation="MEMBER_OF", **STATE),
        said("not a member since 2016", "denied", "2016/..", LATER, relation="MEMBER_OF", **STATE),
    ),
    "en: some time of one year, a member and none": (
        said("a member in 2016", "ongoing", "2016", OLD, relation="MEMBER_OF", **STATE),
        said("not a member in 2016", "denied", "2016", LATER, relation="MEMBER_OF", **STATE),
    ),
    "en: joined at some time, none now": (
        said("She joined Nordlicht.", "happened", None, MAY, relation="MEMBER_OF", **STATE),
        said("She is not a member.", "denied", None, LATER, relation="MEMBER_OF", **STATE),
    ),
    "de: another direction of a directed act": (
        said("A half B.", "happened", "2024-05-03", MAY, relation="AID", mutual=False),
        said("B half A nicht.", "denied", "2024-05-03", LATER, relation="AID", mutual=False,
             source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "en: accusations go both ways": (
        said("A accuses B of fraud at the polls.", "happened", "2024-05-03", MAY, relation="ACCUSE", mutual=False),
        said("B accuses A of fraud at the polls.", "happened", "2024-05-03", LATER, relation="ACCUSE",
             mutual=False, source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "en: two invitations": (
        said("Nordlicht invited Morgenrot to a dinner in Oslo.", "happened", "2024-05-03", MAY,
             relation="REQUEST", mutual=False),
        said("Morgenrot asked Nordlicht for the release of documents.", "happened", "2024-05-03", LATER,
             relation="REQUEST", mutual=False, source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "en: a visit returned on another day": (
        said("Nordlicht visited Morgenrot in Oslo for talks.", "happened", "2024-05-03", MAY, mutual=False),
        said("Morgenrot visited Nordlicht in Oslo for talks.", "happened", "2024-05-04", LATER, mutual=False,
             source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "de: one text that says both directions": (
        said("A ist Teil von B.", "ongoing", None, MAY, relation="PART_OF", mutual=False),
        said("B ist Teil von A.", "ongoing", None, MAY, relation="PART_OF", mutual=False,
             source=end("Morgenrot"), target=end("Nordlicht")),
    ),
    "de: another track": (
        said("Die Jugendverbände trafen sich.", "happened", "2024-05-03", MAY, track="youth"),
        said("Im Mai trafen sich die Staaten nicht.", "denied", "2024-05", LATER, track="interstate"),
    ),
    "en: another pair": (
        said("They met.", "happened", "2024-05-03", MAY, target=end("Abendrot")),
        said("They did not meet.", "denied", "2024-05-03", LATER),
    ),
    "en: an absence of one end": (
        said("They met.", "happened", "2024-05-03", MAY),
        said("Nordlicht met nobody.", "denied", "2024-05-03", LATER, target=None),
    ),
    "en: about when is no day": (
        said("They met about 3 May.", "happened", "2024-05-03", MAY),
        said("They did not meet about then.", "denied", "2024-05~", LATER),
    ),
    "de: zwei Lager, verbündet und im Streit": (
        said("Sie sind Verbündete.", "ongoing", None, MAY, relation="ALLIED_WITH"),
        said("Sie liegen im Streit.", "ongoing", None, LATER, relation="OPPOSES"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", CLASHES.values(), ids=CLASHES)
def test_statements_that_cannot_both_hold_are_found_in_either_order(pair: tuple[Recorded, Recorded]) -> None:
    """One contradiction with both as its sides, whichever was recorded first."""
    for records in (pair, pair[::-1]):
        found = the_one(*records)
        assert sorted(r.id for side in found.sides for r in side.records) == sorted(r.id for r in pair)
        assert [len(side.records) for side in found.sides] == [1, 1]


@pytest.mark.parametrize("pair", NO_CLASHES.values(), ids=NO_CLASHES)
def test_statements_that_can_both_hold_are_no_contradiction(pair: tuple[Recorded, Recorded]) -> None:
    """Nothing is found, whichever was recorded first."""
    assert contradicting(pair) == contradicting(pair[::-1]) == ()


def test_a_contradiction_says_in_words_who_says_what_for_when() -> None:
    """The reason names speaker and outlet, both dates, and the period is what both speak of."""
    yes, no = CLASHES["de: met on a day of a month without meetings"]
    heard = said("Im Mai trafen sie sich nicht.", "denied", "2024-05", LATER, speaker=end("Brückner", "person"))
    found = the_one(yes, heard, no)
    assert found.period == "2024-05-03"
    assert found.basis == "dated"
    assert "Blatt a: it happened, dated 2024-05-03" in found.reason
    assert "Brückner" in found.reason
    assert found.sides[1].documents == 1
    assert len(found.sides[1].records) == 2
    assert not found.one_document


def test_a_chain_of_clashes_is_one_case_and_a_separate_one_another() -> None:
    """Each statement stands in one contradiction; those that share none are apart, the dated first."""
    records = [
        said("1", "happened", "2024-05-03", MAY),
        said("2", "denied", "2024-05", LATER),
        said("3", "happened", "2024-05-20", JUNE),
        said("4", "denied", "2024", JUNE),
        said("5", "happened", "2019-05-20", JUNE),
        said("6", "denied", "2019", JUNE),
    ]
    found = contradicting(records)
    assert [sum(len(side.records) for side in c.sides) for c in found] == [4, 2]


def test_what_clashes_by_a_date_goes_before_what_clashes_by_publication() -> None:
    """The order is by what the clash rests on."""
    pairs = [
        CLASHES["en: both undated, two days apart"],
        CLASHES["de: undated denial two days after a dated meeting"],
    ]
    other = [
        said(
            r.statement.evidence.text, r.statement.status, r.statement.when, r.document, target=end("Abendrot")
        )
        for r in pairs[1]
    ]
    assert [c.basis for c in contradicting([*pairs[0], *other])] == ["half", "published"]


FACT_CLASHES = {
    "founded in two years": (told("founded", "1949", MAY), told("founded", "1951", JUNE)),
    "founded on two days, in one text": (
        told("founded", "1949-05-03", MAY),
        told("founded", "1949-05-04", MAY),
    ),
    "seats of one house": (told("seats", "12", MAY, of="98"), told("seats", "14", LATER, of="98")),
    "seats without the house": (told("seats", "12", MAY), told("seats", "14", LATER, of="98")),
    "population": (
        told("population", "5,4 Millionen", MAY),
        told("population", "6.4 million", JUNE, when=None),
    ),
    "two presidents of one country": (
        told("office", "President of Utopia", JUNE, actor=end("Anna Berg", "person")),
        told("office", "president of Utopia", info("p", "2024-06-18", "en"), actor=end("Paul Tal", "person")),
    ),
    "два президента": (
        told("office", "президент Утопии", RU, actor=end("Анна Горная", "person")),
        told("office", "президента Утопии", info("r", "2024-05-04", "ru"), actor=end("Пётр Лесной", "person")),
    ),
}
FACT_CLASHES["population"] = (
    told("population", "5,4 Millionen", MAY),
    told("population", "6.4 million", info("g", "2024-05-05", "en")),
)

FACTS_AGREE = {
    "a less exact date": (told("founded", "1949", MAY), told("founded", "1949-05-03", JUNE)),
    "about then": (told("founded", "1949~", MAY), told("founded", "1950-02-01", JUNE)),
    "founded anew": (
        told("founded", "1949", MAY),
        told("founded", "1990", JUNE, "Die 1990 neu gegründete Partei Nordlicht"),
    ),
    "воссоздана": (told("founded", "1949", MAY), told("founded", "1990", RU, "Партия была воссоздана в 1990 году.")),
    "thousands with comma and point": (
        told("population", "1,200", JUNE), told("population", "1.200", info("g", "2024-06-20"))
    ),
    "rund 1.200": (told("population", "rund 1.200", MAY), told("population", "1 217", RU)),
    "5,4 млн and 5,412,000": (
        told("population", "5,4 млн", RU), told("population", "5,412,000", info("g", "2024-05-05", "en"))
    ),
    "seats of two houses": (told("seats", "12", MAY, of="98"), told("seats", "14", LATER, of="60")),
    "seats at two times": (told("seats", "12", MAY), told("seats", "14", JUNE)),
    "seats of two elections in one text": (told("seats", "12", MAY), told("seats", "14", MAY)),
    "seats in some month of a year": (told("seats", "12", MAY, when="2024"), told("seats", "14", LATER, when="2024")),
    "unknown actors of one name": (
        told("seats", "34", MAY, actor=End("Labour", "new:labour", "party", "Labour", 0, 6)),
        told("seats", "87", LATER, actor=End("Labour", "new:labour", "party", "Labour", 0, 6)),
    ),
    "many memberships": (told("membership", "Nordlicht", MAY), told("membership", "Morgenrot", MAY)),
    "ruling here, in opposition there": (told("status", "ruling", MAY), told("status", "opposition", LATER)),
    "one person under two spellings": (
        told("office", "Präsidentin von Utopia", MAY, actor=end("Anna Gorbatschowa", "person")),
        told("office", "Präsidentin von Utopia", LATER, actor=end("Anna Gorbachova", "person")),
    ),
    "a former holder": (
        told("office", "President of Utopia", JUNE, actor=end("Anna Berg", "person")),
        told("office", "former President of Utopia", info("p", "2024-06-18", "en"), actor=end("Paul Tal", "person")),
    ),
    "a title without its body": (
        told("office", "Prime Minister", JUNE, actor=end("Anna Berg", "person")),
        told("office", "prime minister", info("p", "2024-06-18", "en"), actor=end("Paul Tal", "person")),
    ),
    "an office of many": (
        told("office", "Minister von Utopia", MAY, actor=end("Anna Berg", "person")),
        told("office", "Minister von Utopia", LATER, actor=end("Paul Tal", "person")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", FACT_CLASHES.values(), ids=FACT_CLASHES)
def test_two_values_of_a_fact_at_one_date_are_found(pair: tuple[RecordedFact, RecordedFact]) -> None:
    """One contradiction with a side for each value, whichever was recorded first."""
    for records in (pair, pair[::-1]):
        (found,) = contradicting((), records)
        assert found.kind == "fact"
        assert [len(side.facts) for side in found.sides] == [1, 1]


@pytest.mark.parametrize("pair", FACTS_AGREE.values(), ids=FACTS_AGREE)
def test_values_that_agree_or_are_of_another_time_are_no_contradiction(
    pair: tuple[RecordedFact, RecordedFact],
) -> None:
    """Nothing is found, whichever was recorded first."""
    assert contradicting((), pair) == contradicting((), pair[::-1]) == ()


def test_three_values_are_three_sides() -> None:
    """A fact told in three ways is one contradiction."""
    (found,) = contradicting((), [told("founded", str(year), MAY) for year in (1949, 1950, 1951)])
    assert [side.says for side in found.sides] == ["1949", "1950", "1951"]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.200", "de", 1200), ("1,200", "en", 1200), ("1 200", "ru", 1200), ("12", "de", 12), ("5,4", "de", 5.4),
        ("5,4 Millionen", "de", 5.4e6), ("1,234 Millionen", "de", 1.234e6), ("1,234 million", "en", 1.234e9),
        ("1.234.567,5", "de", 1234567.5), ("1,234,567.5", "en", 1234567.5), ("12 тыс.", "ru", 12000),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, language: str, number: float) -> None:
    """Points, commas and blanks part thousands or decimals."""
    found = measure(text, language)
    assert found
    assert found.number == pytest.approx(number)


def test_no_number_and_hostile_numbers() -> None:
    """Words and endless digits give nothing or a number, never an error."""
    assert measure("viele", "de") is None
    assert measure("\x00\ud800", "de") is None
    assert measure("9" * 5000, "de")
    assert number_classes([], 0.0) == []


def work(statements: list[Recorded], facts: list[RecordedFact]) -> int:
    """How many calls a comparison takes."""
    contradicting(statements[:9], facts[:9])  # what is read once
    profile = cProfile.Profile()
    profile.enable()
    assert contradicting(statements, facts)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("relation", ["CONSULT", "ASSAULT", "MEMBER_OF"])
def test_many_statements_of_one_pair_are_no_square_of_work(relation: str) -> None:
    """Four times as many nested denials, days of publication and alike words take about four times the work."""
    days = [
        f"20{y:02d}-{month:02d}-{day:02d}" for y in range(25) for month in range(1, 13) for day in (3, 9, 20)
    ]
    records = []
    for at in range(4_000):
        day = days[at % len(days)]
        when = (day, f"{day}/2030", None, day[:7])[at % 4]
        status = ("happened", "denied", "ongoing")[at % 3]
        text = f"Nordlicht {at % 997} traf Morgenrot {at % 31} im Hafen der alten Stadt {at}."
        records.append(said(text, status, when, info(str(at), day), relation=relation, mutual=False))
    assert work(records, []) < 7 * work(records[:1_000], [])


@pytest.mark.parametrize("attribute", ["founded", "seats", "office"])
def test_many_facts_of_one_actor_are_no_square_of_work(attribute: str) -> None:
    """Four times as many values and dates of founding, seats and one office take about four times the work."""
    facts = [
        told(
            attribute,
            "President of Utopia" if attribute == "office" else str(1000 + at % 8999),
            info(str(at), f"2024-05-{at % 28 + 1:02d}"),
            actor=end(f"Anna Berg {at}" if attribute == "office" else "Nordlicht", "person"),
        )
        for at in range(4_000)
    ]
    assert work([], facts) < 7 * work([], facts[:1_000])


def test_dates_and_texts_that_are_none_do_no_harm() -> None:
    """A published date in words, dates at the ends of the calendar and steering characters are borne."""
    wild = info("w\x1b[31m", "yesterday")
    records = [
        said("\ud800\x00" * 3000, "happened", "0001-01-01", wild),
        said("never \u202e" * 3000, "denied", "9999-12-31", wild),
        said("x", "denied", None, info("v", "0001-01-01")),
        said("x", "ongoing", None, info("u", "9999-12-31")),
    ]
    assert contradicting(records) == contradicting(records[::-1])
