"""Pronouns and descriptions: whom they stand for, and when nobody can say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe
from konturen.records import Mention, Sentence, Span

Read = Callable[..., list[list[Mention]]]

BACK = [
    # persons
    ("de", "Putin kam. | Er schwieg.", ["Er/person/pronoun"], {"person-putin"}),
    ("de", "Merz traf Putin. | Er lobte das Treffen.", ["Er/person/pronoun"], {"person-merz"}),
    ("de", "Annalena Baerbock traf Putin. | Sie schwieg.", ["Sie/person/pronoun"], {"person-baerbock"}),
    ("de", "Putin sagte, er werde kommen.", ["er/person/pronoun"], {"person-putin"}),
    ("en", "Putin met Annalena Baerbock. | She left.", ["She/person/pronoun"], {"person-baerbock"}),
    ("en", "Friedrich Merz spoke. | He praised Poland.", ["He/person/pronoun"], {"person-merz"}),
    ("en", "Putin defended his decision.", ["his/person/pronoun"], {"person-putin"}),
    ("ru", "Владимир Путин приехал. | Он молчал.", ["Он/person/pronoun"], {"person-putin"}),
    ("ru", "Олаф Шольц выступил. | Его поддержала СДПГ.", ["Его/person/pronoun"], {"person-scholz"}),
    # parties and other groups
    ("de", "„Einiges Russland“ siegt, da sie stark ist.", ["sie/party/pronoun"], {"party-united-russia"}),
    ("de", "Die CDU tagt. | Die Partei wählt.", ["Partei/party/description"], {"party-cdu"}),
    ("de", "Russland half der CDU. | Die Partei dankt.", ["Partei/party/description"], {"party-cdu"}),
    ("en", "The SPD met. | The party voted.", ["party/party/description"], {"party-spd"}),
    ("en", "The SPD met. | Its members voted.", ["Its/party/pronoun"], {"party-spd"}),
    ("ru", "ЛДПР собралась. | Партия молчит.", ["Партия/party/description"], {"party-ldpr"}),
    ("ru", "ЛДПР собралась. | Она молчит.", ["Она/party/pronoun"], {"party-ldpr"}),
    # states
    ("de", "Polen zahlt. | Das Land hilft.", ["Land/state/description"], {"state-pol"}),
    ("en", "Poland pays. | The country helps.", ["country/state/description"], {"state-pol"}),
    ("ru", "Польша платит. | Страна помогает.", ["Страна/state/description"], {"state-pol"}),
    # two and more
    ("de", "Russland sprach mit Kasachstan. | Beide Länder sind zufrieden.", ["Beide Länder/state/description"],
     {"state-rus", "state-kaz"}),
    ("de", "Die CDU und die SPD verhandeln. | Beide Parteien schweigen.", ["Beide Parteien/party/description"],
     {"party-cdu", "party-spd"}),
    ("de", "Die CDU, Polen und die SPD verhandeln. | Beide Parteien schweigen.",
     ["Beide Parteien/party/description"],
     {"party-cdu", "party-spd"}),
    ("en", "Russia met Poland. | Both countries agreed.", ["Both countries/state/description"], {"state-rus",
     "state-pol"}),
    ("en", "Russia and Poland met. | They agreed.", ["They/state/pronoun"], {"state-rus", "state-pol"}),
    ("en", "Russia and Poland met. | The two sides agreed.", ["two sides/state/description"], {"state-rus",
     "state-pol"}),
    ("ru", "Россия и Польша встретились. | Обе страны довольны.", ["Обе страны/state/description"],
     {"state-rus", "state-pol"}),
    ("ru", "Россия и Польша встретились. | Стороны довольны.", ["Стороны/state/description"], {"state-rus",
     "state-pol"}),
    ("ru", "Путин и Токаев встретились. | Они довольны.", ["Они/person/pronoun"], {"person-putin",
     "person-tokayev"}),
    ("de", "Die KPRF, LDPR und SRZP eint das – sie schweigen.", ["sie/party/pronoun"],
     {"party-kprf", "party-ldpr", "party-srzp"}),
    ("de", "„Einiges Russland“ und AMANAT tagen. | Sie dienen dem Kurs ihrer Länder.",
     ["ihrer Länder/state/description"],
     {"state-rus", "state-kaz"}),
    # offices and institutions whose country the context tells
    ("de", "Kasachstan wählt. | Die Regierung schweigt.", ["Regierung/institution/description"],
     {"new:government-kaz"}),
    ("en", "Bishkek is calm. | The opposition protests.", ["opposition/movement/description"],
     {"new:opposition-kgz"}),
    ("de", "Tokajew und die CDU. | Der Präsident schweigt.", ["Präsident/person/description"],
     {"person-tokayev"}),
]  # fmt: skip

NOBODY = [
    ("de", "Er schwieg.", ["Er/person/pronoun"]),
    ("de", "Russland zahlt. | Die Partei tagt.", ["Partei/party/description"]),
    ("de", "Die CDU tagt. | Er schwieg.", ["Er/person/pronoun"]),
    ("de", "Annalena Baerbock kam. | Er schwieg.", ["Er/person/pronoun"]),
    ("en", "Poland pays. | Both countries agree.", ["Both countries/state/description"]),
    ("en", "Putin came. | She left.", ["She/person/pronoun"]),
    ("ru", "Он молчал.", ["Он/person/pronoun"]),
    ("de", "Putin kam. | Regen. | Sonne. | Wind. | Er schwieg.", ["Er/person/pronoun"]),
]  # fmt: skip

DESCRIBED = [
    (
        "de",
        "Die Partei und das Land loben beide Länder, er aber nicht.",
        ["Partei", "Land", "beide Länder", "er"],
    ),
    ("de", "Das kann sein.", []),
    ("de", "Sein Land hilft ihr.", ["Sein Land", "ihr"]),
    ("de", "Diese Partei wählt ihren Vorsitzenden.", ["Partei", "ihren Vorsitzenden"]),
    ("en", "The two sides say they like its leader.", ["two sides", "they", "its leader"]),
    ("en", "He told them that the party lost.", ["He", "them", "party"]),
    ("en", "ER and US and WHO", []),
    ("ru", "Обе страны и стороны: он, они и её лидер.", ["Обе страны", "стороны", "он", "они", "её", "лидер"]),
    ("ru", "Эта партия победила.", ["партия"]),
]


@pytest.mark.parametrize(("language", "text", "tags", "actors"), BACK)
def test_it_stands_for(read: Read, language: str, text: str, tags: list[str], actors: set[str]) -> None:
    """A pointing word gets the compatible actor that the rules of its language give, or all of them."""
    words = {tag.split("/")[0] for tag in tags}
    assert {m.actor for m in read(text, language, tags)[-1] if m.surface in words} == actors


@pytest.mark.parametrize(("language", "text", "tags"), NOBODY)
def test_nobody_is_better_than_anybody(read: Read, language: str, text: str, tags: list[str]) -> None:
    """Without a compatible antecedent near by the mention has no actor, and says so."""
    found = [m for m in read(text, language, tags)[-1] if m.form in ("pronoun", "description")]
    assert [(m.actor, m.reason) for m in found] == [(None, "no antecedent found")]


@pytest.mark.parametrize(("language", "text", "expected"), DESCRIBED)
def test_pointing_words_are_found(language: str, text: str, expected: list[str]) -> None:
    """The rules find pronouns and definite descriptions, without their articles."""
    sentence = Sentence(Span(7, 7 + len(text)), text, 0, 0, language)
    found = describe(sentence)
    assert [tag.surface for tag in found] == expected
    assert [text[tag.span.start - 7 : tag.span.end - 7] for tag in found] == expected


def test_offices_without_a_country_are_found(catalog: Catalog) -> None:
    """With a catalog, definite offices and institutions are found too."""
    text = "The government and the new parliament met; governments come and go."
    found = describe(Sentence(Span(0, len(text)), text, 0, 0, "en"), catalog)
    assert [tag.surface for tag in found] == ["government", "parliament"]


def test_a_name_that_follows_makes_the_description_no_mention(read: Read) -> None:
    """ "Die demokratische Partei „Ak Jol“" points nowhere back."""
    row = read("Die CDU tagt. | Die Partei „Ak Jol“ nicht.", "de", ["Partei/party/description"])[1]
    assert [m.surface for m in row] == ["Ak Jol"]
