"""Facts about one actor, by rule, in three languages."""

from __future__ import annotations

import pytest

from konturen.coding.facts import facts
from konturen.records import ActorType, Dated, Span
from tests import factory

PARTY, PERSON, ORG, BODY = "party", "person", "organisation", "institution"

CASES: list[tuple[str, list[tuple[str, ActorType]], list[str], list[tuple[str, str, str, str | None]]]] = [
    ("Die Partei Nordlicht (62 Sitze im Parlament von 98 möglichen) regiert.", [("Nordlicht", PARTY)], [], [("Nordlicht", "seats", "62", "98")]),
    ("Daneben steht „Morgenrot“ (5 Sitze im Parlament).", [("Morgenrot", PARTY)], [], [("Morgenrot", "seats", "5", None)]),
    ("Nordlicht hat 12 Sitze, Morgenrot hat 7 Mandate.", [("Nordlicht", PARTY), ("Morgenrot", PARTY)], [], [("Nordlicht", "seats", "12", None), ("Morgenrot", "seats", "7", None)]),
    ("Nordlicht verlor 12 Sitze.", [("Nordlicht", PARTY)], [], []),
    ("Nordlicht verlor 12 Prozent.", [("Nordlicht", PARTY)], [], []),
    ("The Harbour Party holds 31 of 120 seats in the assembly.", [("Harbour Party", PARTY)], [], [("Harbour Party", "seats", "31", "120")]),
    ("The Harbour Party lost 9 seats.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party (14 seats) abstained.", [("Harbour Party", PARTY)], [], [("Harbour Party", "seats", "14", None)]),
    ("У партии «Заря» 15 мест из 120 в парламенте.", [("Заря", PARTY)], [], [("Заря", "seats", "15", "120")]),
    ("Партия «Заря» получила 40 мандатов.", [("Заря", PARTY)], [], [("Заря", "seats", "40", None)]),
    ("Партия «Заря» потеряла 40 мест на складе.", [("Заря", PARTY)], [], []),
    ("Die 2019 gegründete Bewegung „Offenes Land“ tritt an.", [("Offenes Land", "movement")], ["2019"], [("Offenes Land", "founded", "2019", None)]),
    ("Der Bund Freier Orte wurde 1952 gegründet.", [("Bund Freier Orte", ORG)], ["1952"], [("Bund Freier Orte", "founded", "1952", None)]),
    ("The Coastal League was founded in 1988.", [("Coastal League", ORG)], ["1988"], [("Coastal League", "founded", "1988", None)]),
    ("The Coastal League was dissolved in 2011.", [("Coastal League", ORG)], ["2011"], [("Coastal League", "dissolved", "2011", None)]),
    ("Союз портов был основан в 1993 году.", [("Союз портов", ORG)], ["1993"], [("Союз портов", "founded", "1993", None)]),
    ("Партия «Заря» была распущена в 2004 году.", [("Заря", PARTY)], ["2004"], [("Заря", "dissolved", "2004", None)]),
    ("Präsidentin Maren Holt kam 2014 zurück.", [("Maren Holt", PERSON)], ["2014"], [("Maren Holt", "office", "Präsidentin", None)]),
    ("Wie der Sekretär des Vorstands von „Nordlicht“, Jan Ree, sagte, gilt das.", [("Nordlicht", PARTY), ("Jan Ree", PERSON)], [], [("Jan Ree", "office", "Sekretär des Vorstands von „Nordlicht“", None)]),
    ("Foreign Minister Ola Brandt left.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "Foreign Minister", None)]),
    ("Ola Brandt, leader of the Harbour Party, left.", [("Ola Brandt", PERSON), ("Harbour Party", PARTY)], [], [("Ola Brandt", "office", "leader of the Harbour Party", None)]),
    ("Президент Айдар Сериков уехал.", [("Айдар Сериков", PERSON)], [], [("Айдар Сериков", "office", "Президент", None)]),
    ("Министр обороны Пётр Лунин уехал.", [("Пётр Лунин", PERSON)], [], [("Пётр Лунин", "office", "Министр обороны", None)]),
    ("Der Präsident sprach, und Jan Ree schwieg.", [("Jan Ree", PERSON)], [], []),
    # seats
    ("The Harbour Party did not win 5 seats.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party won 12 more seats.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party gained 12 seats.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party needs 76 seats to govern.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party fell short of the 61 seats required.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party could win 40 seats.", [("Harbour Party", PARTY)], [], []),
    ("Islanders vote to elect 49 seats, with the Harbour Party ahead.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party finished with eight seats.", [("Harbour Party", PARTY)], [], [("Harbour Party", "seats", "8", None)]),
    ("The Harbour Party beat the Inland List and won 30 seats.", [("Harbour Party", PARTY), ("Inland List", PARTY)], [], [("Harbour Party", "seats", "30", None)]),
    ("Of these, 12 seats went to the Inland List.", [("Inland List", PARTY)], [], [("Inland List", "seats", "12", None)]),
    ("The Harbour Party lost 4 seats and now holds 31 seats.", [("Harbour Party", PARTY)], [], [("Harbour Party", "seats", "31", None)]),
    ("The Harbour Party holds 31 of 120 seats in the Assembly.", [("Harbour Party", PARTY), ("Assembly", BODY)], [], [("Harbour Party", "seats", "31", "120"), ("Assembly", "seats", "120", None)]),
    ("Nordlicht gewann 9 weitere Sitze.", [("Nordlicht", PARTY)], [], []),
    ("Nordlicht käme laut Umfrage auf 30 Sitze.", [("Nordlicht", PARTY)], [], []),
    ("Nordlicht braucht 50 Sitze zur Mehrheit.", [("Nordlicht", PARTY)], [], []),
    ("Nordlicht errang keine 5 Sitze.", [("Nordlicht", PARTY)], [], []),
    ("Nordlicht kam auf zwölf Sitze.", [("Nordlicht", PARTY)], [], [("Nordlicht", "seats", "12", None)]),
    ("Die übrigen 8 Sitze gingen an Morgenrot.", [("Morgenrot", PARTY)], [], [("Morgenrot", "seats", "8", None)]),
    ("Nordlicht hält 40 der 98 Sitze.", [("Nordlicht", PARTY)], [], [("Nordlicht", "seats", "40", "98")]),
    ("Партия «Заря» не получила 5 мест.", [("Заря", PARTY)], [], []),
    ("Партия «Заря» получила ещё 7 мест.", [("Заря", PARTY)], [], []),
    ("Партии «Заря» необходимо 76 мандатов.", [("Заря", PARTY)], [], []),
    ("Партия «Заря» занимает пять мест.", [("Заря", PARTY)], [], [("Заря", "seats", "5", None)]),
    ("The Harbour Party leads, followed by the Inland List with 15 seats.", [("Harbour Party", PARTY), ("Inland List", PARTY)], [], [("Inland List", "seats", "15", None)]),
    ("The Harbour Party leads, leaving four seats unresolved.", [("Harbour Party", PARTY)], [], []),
    # founded and dissolved
    ("The well founded fears of the Coastal League grew in 1988.", [("Coastal League", ORG)], ["1988"], []),
    ("The Coastal League, in a statement founded on reports, spoke in 1988.", [("Coastal League", ORG)], ["1988"], []),
    ("The bank was founded by the Coastal League in 1988.", [("Coastal League", ORG)], ["1988"], []),
    ("Ola Brandt founded the Coastal League in 1988.", [("Ola Brandt", PERSON), ("Coastal League", ORG)], ["1988"], [("Coastal League", "founded", "1988", None)]),
    ("Ola Brandt left the Coastal League, which she founded in 1988.", [("Ola Brandt", PERSON), ("Coastal League", ORG)], ["1988"], [("Coastal League", "founded", "1988", None)]),
    ("The Coastal League will be founded in 2031.", [("Coastal League", ORG)], ["2031"], []),
    ("The Coastal League was not dissolved in 2011.", [("Coastal League", ORG)], ["2011"], []),
    ("The Coastal League disbanded in 2011.", [("Coastal League", ORG)], ["2011"], [("Coastal League", "dissolved", "2011", None)]),
    ("The salt was dissolved in 2011.", [], ["2011"], []),
    ("Der Bund Freier Orte begründete das 1952.", [("Bund Freier Orte", ORG)], ["1952"], []),
    ("Das Archiv wurde 1952 vom Bund Freier Orte gegründet.", [("Bund Freier Orte", ORG)], ["1952"], []),
    ("Der Bund Freier Orte ist eine 1952 gegründete Vereinigung.", [("Bund Freier Orte", ORG)], ["1952"], [("Bund Freier Orte", "founded", "1952", None)]),
    ("Der Bund Freier Orte löste sich 1990 auf.", [("Bund Freier Orte", ORG)], ["1990"], [("Bund Freier Orte", "dissolved", "1990", None)]),
    ("Gegner forderten 1990 die Auflösung des Bund Freier Orte.", [("Bund Freier Orte", ORG)], ["1990"], []),
    ("Jan Ree gründete 1952 den Bund Freier Orte.", [("Jan Ree", PERSON), ("Bund Freier Orte", ORG)], ["1952"], [("Bund Freier Orte", "founded", "1952", None)]),
    ("Der Bund Freier Orte soll 2030 aufgelöst werden.", [("Bund Freier Orte", ORG)], ["2030"], []),
    ("Основанная в 1993 году партия «Заря» выросла.", [("Заря", PARTY)], ["1993"], [("Заря", "founded", "1993", None)]),
    ("«Заря» — партия, основанная в 1993 году.", [("Заря", PARTY)], ["1993"], [("Заря", "founded", "1993", None)]),
    ("На основании закона 1993 года «Заря» выступила.", [("Заря", PARTY)], ["1993"], []),
    ("Лунин основал в 1993 году Союз портов.", [("Лунин", PERSON), ("Союз портов", ORG)], ["1993"], [("Союз портов", "founded", "1993", None)]),
    ("Премия, учреждённая Союзом портов в 1993 году, велика.", [("Союзом портов", ORG)], ["1993"], []),
    ("Партия «Заря» не была распущена в 2004 году.", [("Заря", PARTY)], ["2004"], []),
    ("Союз портов распался в 2004 году.", [("Союз портов", ORG)], ["2004"], [("Союз портов", "dissolved", "2004", None)]),
    # office
    ("Former prime minister Ola Brandt left.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "Former prime minister", None)]),
    ("They met ministers Ola Brandt and others.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "minister", None)]),
    ("The president met with Ola Brandt.", [("Ola Brandt", PERSON)], [], []),
    ("The president said that Ola Brandt left.", [("Ola Brandt", PERSON)], [], []),
    ("A spokesman for President Ola Brandt spoke.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "President", None)]),
    ("Ola Brandt is the president of the senate.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "president of the senate", None)]),
    ("Ola Brandt is not the president of the senate.", [("Ola Brandt", PERSON)], [], []),
    ("Ola Brandt, whose brother is a minister, left.", [("Ola Brandt", PERSON)], [], []),
    ("Ola Brandt thanked the mayor.", [("Ola Brandt", PERSON)], [], []),
    ("Der frühere Präsident Jan Ree kam.", [("Jan Ree", PERSON)], [], [("Jan Ree", "office", "frühere Präsident", None)]),
    ("Verteidigungsminister wird der Offizier Jan Ree.", [("Jan Ree", PERSON)], [], []),
    ("Ola Brandt lobt Maren Holt, ihr Sprecher sagte das.", [("Ola Brandt", PERSON), ("Maren Holt", PERSON)], [], []),
    ("Brandt praised Jan Ree, his spokesman said.", [("Jan Ree", PERSON)], [], []),
    ("Брандт похвалил Яна Ри, его представитель сообщил об этом.", [("Яна Ри", PERSON)], [], []),
    ("Ein Sprecher von Jan Ree schwieg.", [("Jan Ree", PERSON)], [], []),
    ("Jan Ree, der Leiter der Hafenbehörde, schwieg.", [("Jan Ree", PERSON)], [], [("Jan Ree", "office", "Leiter der Hafenbehörde", None)]),
    ("Präsident Jan Ree und Kanzlerin Maren Holt kamen.", [("Jan Ree", PERSON), ("Maren Holt", PERSON)], [], [("Jan Ree", "office", "Präsident", None), ("Maren Holt", "office", "Kanzlerin", None)]),
    ("Der Sprecher der Ministerin Maren Holt schwieg.", [("Maren Holt", PERSON)], [], [("Maren Holt", "office", "Ministerin", None)]),
    ("Лидер партии «Заря» Пётр Лунин уехал.", [("Заря", PARTY), ("Пётр Лунин", PERSON)], [], [("Пётр Лунин", "office", "Лидер партии «Заря»", None)]),
    ("Бывший министр Пётр Лунин уехал.", [("Пётр Лунин", PERSON)], [], [("Пётр Лунин", "office", "Бывший министр", None)]),
    ("После ареста Пётр Лунин уехал.", [("Пётр Лунин", PERSON)], [], []),
    ("Президент сказал, что Пётр Лунин уехал.", [("Пётр Лунин", PERSON)], [], []),
    ("Президент назвал врагом Петра Лунина.", [("Петра Лунина", PERSON)], [], []),
    ("Пресс-секретарь президента Пётр Лунин уехал.", [("Пётр Лунин", PERSON)], [], [("Пётр Лунин", "office", "Пресс-секретарь президента", None)]),
    ("Пётр Лунин, глава Союза портов, уехал.", [("Пётр Лунин", PERSON), ("Союза портов", ORG)], [], [("Пётр Лунин", "office", "глава Союза портов", None)]),
    ("Супруга президента Мария Лунина уехала.", [("Мария Лунина", PERSON)], [], []),
    ("Группа во главе с Петром Луниным уехала.", [("Петром Луниным", PERSON)], [], []),
    ("Ola Brandt is elected President of Ostland after winning 53 of 90 votes.", [("Ola Brandt", PERSON)], [], [("Ola Brandt", "office", "President of Ostland", None)]),
    # membership
    ("Jan Ree (NLP) kam.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], [("Jan Ree", "membership", "NLP", None)]),
    ("Jan Ree, Mitglied der NLP, kam.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], [("Jan Ree", "membership", "NLP", None)]),
    ("Jan Ree ist nicht Mitglied der NLP.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], []),
    ("Der NLP-Politiker Jan Ree kam.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], [("Jan Ree", "membership", "NLP", None)]),
    ("Das ehemalige NLP-Mitglied Jan Ree kam.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], []),
    ("Jan Ree besuchte die NLP.", [("Jan Ree", PERSON), ("NLP", PARTY)], [], []),
    ("Ola Brandt is a member of the Harbour Party.", [("Ola Brandt", PERSON), ("Harbour Party", PARTY)], [], [("Ola Brandt", "membership", "Harbour Party", None)]),
    ("Ola Brandt joined the Harbour Party in 1999.", [("Ola Brandt", PERSON), ("Harbour Party", PARTY)], ["1999"], [("Ola Brandt", "membership", "Harbour Party", None)]),
    ("Ola Brandt was never a member of the Harbour Party.", [("Ola Brandt", PERSON), ("Harbour Party", PARTY)], [], []),
    ("Член партии «Заря» Пётр Лунин уехал.", [("Заря", PARTY), ("Пётр Лунин", PERSON)], [], [("Пётр Лунин", "membership", "Заря", None)]),
    ("Пётр Лунин (Pyotr Lunin) уехал.", [("Пётр Лунин", PERSON), ("Pyotr Lunin", PARTY)], [], []),
    # population
    ("Ostland hat rund 5,4 Millionen Einwohner.", [("Ostland", "state")], [], [("Ostland", "population", "5,4 Millionen", None)]),
    ("Die Stadt in Ostland hat 30.000 Einwohner.", [("Ostland", "state")], [], []),
    ("Ostland gewann mit 27:23.", [("Ostland", "state")], [], []),
    ("Ostland has a population of 5.4 million.", [("Ostland", "state")], [], [("Ostland", "population", "5.4 million", None)]),
    ("Ostland has 300 people in custody.", [("Ostland", "state")], [], []),
    ("Население Остландии составляет 5,4 млн человек.", [("Остландии", "state")], [], [("Остландии", "population", "5,4 млн", None)]),
    ("Граница Остландии составляет 535 км.", [("Остландии", "state")], [], []),
    # status
    ("Die regierende Partei Nordlicht tagte.", [("Nordlicht", PARTY)], [], [("Nordlicht", "status", "regierende Partei", None)]),
    ("Nordlicht hat 2015 den Status einer Partei verloren.", [("Nordlicht", PARTY)], ["2015"], [("Nordlicht", "status", "Status einer Partei verloren", None)]),
    ("Nordlicht wurde 2015 verboten.", [("Nordlicht", PARTY)], ["2015"], [("Nordlicht", "status", "wurde 2015 verboten", None)]),
    ("Die regierenden Kreise mieden Nordlicht.", [("Nordlicht", PARTY)], [], []),
    ("The ruling Harbour Party met.", [("Harbour Party", PARTY)], [], [("Harbour Party", "status", "ruling", None)]),
    ("A court ruling hit the Harbour Party.", [("Harbour Party", PARTY)], [], []),
    ("The Harbour Party lost its status as a party.", [("Harbour Party", PARTY)], [], [("Harbour Party", "status", "lost its status as a party", None)]),
    ("Smoking was banned by the Harbour Party.", [("Harbour Party", PARTY)], [], []),
    ("Оппозиционная партия «Заря» выросла.", [("Заря", PARTY)], [], [("Заря", "status", "Оппозиционная партия", None)]),
    ("Партия «Заря» утратила статус партии.", [("Заря", PARTY)], [], [("Заря", "status", "утратила статус партии", None)]),
    ("Правящий класс боялся «Зари».", [("Зари", PARTY)], [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "actors", "dates", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_facts_of_a_sentence(
    text: str,
    actors: list[tuple[str, ActorType]],
    dates: list[str],
    expected: list[tuple[str, str, str, str | None]],
) -> None:
    """A sentence yields these facts and no others."""
    mentions = [factory.mention(text, name, kind) for name, kind in actors]
    dated = [Dated(Span(text.index(d), text.index(d) + len(d)), d, d) for d in dates]
    found = facts("a.txt", factory.sentence(text), mentions, dated)
    assert [(f.actor.name, f.attribute, f.value, f.of) for f in found] == expected


DATED = [
    ("Jan Ree, Präsident seit 2016, kam.", "Jan Ree", "seit 2016", "2016/.."),
    ("Ola Brandt, president until 2019, left.", "Ola Brandt", "until 2019", "../2019"),
    ("Пётр Лунин, министр с 2012 года, уехал.", "Пётр Лунин", "с 2012 года", "2012/.."),
]


@pytest.mark.parametrize(("text", "person", "words", "value"), DATED)
def test_time_of_an_office(text: str, person: str, words: str, value: str) -> None:
    """The period that a sentence gives for an office is the fact's date."""
    at = text.index(words)
    dated = [Dated(Span(at, at + len(words)), words, value)]
    found = facts("a.txt", factory.sentence(text), [factory.mention(text, person, "person")], dated)
    assert [(f.attribute, f.when) for f in found] == [("office", value)]
