"""What an audit of real news text found: false names, missed names and wrong identities, by the shipped
catalog.

The sentences are written for these tests after the kinds of mistakes that were read.
"""

from __future__ import annotations

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe
from konturen.actors.mentions import find
from konturen.records import Mention, Sentence, Span


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return Catalog.load()


def read(catalog: Catalog, language: str, text: str, date: str | None = None) -> list[Mention]:
    """The mentions of a text whose sentences are parted by " | "."""
    sentences, start = [], 0
    for index, part in enumerate(text.split(" | ")):
        sentences.append(Sentence(Span(start, start + len(part)), part, index, 0, language))
        start += len(part) + 3
    tags = [describe(sentence, catalog) for sentence in sentences]
    return [mention for row in find(sentences, language, catalog, tags, date) for mention in row]


FOUND = [
    ("en", "Myanmar postpones its census.", "Myanmar", "state-mmr"),
    ("en", "Moscow rejects the offer.", "Moscow", "state-rus"),
    ("en", "Soldiers from Jordan arrive in Chad.", "Jordan", "state-jor"),
    ("en", "Clashes go on in the West Bank.", "West Bank", "region-west-bank"),
    ("en", "The United States Senate adjourns.", "United States Senate", "inst-usa-senate"),
    ("en", "Theresa May left. | May wrote a letter.", "May", "person-gbr-may"),
    (
        "en",
        "The president of Mexico, Claudia Sheinbaum, declines.",
        "Claudia Sheinbaum",
        "person-mex-sheinbaum",
    ),
    ("en", "Kurds vote in Iraq.", "Kurds", "circle-kurds"),
    ("de", "Putin reist ab.", "Putin", "person-rus-putin"),
    ("de", "Das steht in der „Zeit“ aus Deutschland.", "Zeit", "media-deu-die-zeit"),
    ("de", "Der Kreml widerspricht.", "Kreml", "inst-rus-presidential-administration"),
    ("ru", "В Кремле заявили о готовности к встрече.", "Кремле", "inst-rus-presidential-administration"),
    ("ru", "Посол Франции уехал.", "Посол", "new:ambassador-fra"),
    ("ru", "МВД России возразило.", "МВД", "inst-rus-interior-ministry"),
    ("ru", "Военные США начали учения.", "Военные", "inst-usa-army"),
]


@pytest.mark.parametrize(("language", "text", "surface", "actor"), FOUND)
def test_frequent_names_have_their_actor(
    shipped: Catalog, language: str, text: str, surface: str, actor: str
) -> None:
    """States, institutions and persons that news name every day are found with the right identity."""
    assert [m.actor for m in read(shipped, language, text) if m.surface == surface][-1:] == [actor]


FALSE = [
    ("de", "Kurz nach dem Spiel in Österreich regnete es.", "Kurz"),
    ("de", "Im Kern geht es Österreich um Geld.", "Kern"),
    ("de", "Professor Klaus-Dieter Lehmann forscht in Tschechien.", "Klaus"),
    ("de", "Ali Yilmaz lehrt in Deutschland.", "Ali"),
    ("de", "Die Havel fließt nach Norden.", "Havel"),
    ("de", "Die Britin Priti Patel trat zurück.", "Patel"),
    ("de", "In letzter Zeit wird Deutschland älter.", "Zeit"),
    ("de", "Auf der Welt gibt es Deutschland nur einmal.", "Welt"),
    ("de", "Ein neuer Standard gilt in Österreich.", "Standard"),
    ("de", "Bayern siegte in München.", "München"),
    ("de", "Das Konzert im Kreml war ausverkauft.", "Kreml"),
    ("en", "On May 15 Britain votes.", "May"),
    ("en", "A fire breaks out in Austin, Texas, United States.", "Austin"),
    ("en", "The ruling Social Democrats of Denmark lose.", "Social Democrats"),
    ("en", "Conservative Party leader Pierre Poilievre of Canada speaks.", "Conservative Party"),
    ("en", "Tourists gather outside the White House.", "White House"),
    ("ru", "Россия ответила после встречи.", "после"),
    ("ru", "Король поп-музыки приехал в США.", "Король"),
    ("ru", "Концерт в Кремле завершился.", "Кремле"),
    ("ru", "В России яблоко подорожало, и Яблоко это знает.", "яблоко"),
    ("ru", "Россия велика, и он служил Родине.", "Родине"),
    ("ru", "В России Кириллу исполнилось тридцать лет.", "Кириллу"),
    ("ru", "Джейн Остин писала романы.", "Остин"),
    ("ru", "Военные действия в Сирии прекращены.", "Военные"),
]


@pytest.mark.parametrize(("language", "text", "surface"), FALSE)
def test_words_and_strangers_are_nobody(shipped: Catalog, language: str, text: str, surface: str) -> None:
    """Common words, given names, other bearers of a surname, towns and buildings name no actor."""
    assert [m.actor for m in read(shipped, language, text) if m.surface == surface and m.actor] == []


LONGER = [
    ("de", "Das Tribunal für das ehemalige Jugoslawien (ICTY) tagt. | Der ICTY schweigt.", "ICTY"),
    ("en", "The Interim Mission in Kosovo (UNMIK) reports. | UNMIK stays.", "UNMIK"),
    ("de", "Es war zehn Uhr Mitteleuropäischer Zeit (MEZ).", "MEZ"),
    ("ru", "Антидопинговое агентство США (USADA) спорит.", "USADA"),
]


@pytest.mark.parametrize(("language", "text", "short"), LONGER)
def test_a_bracket_shortens_the_whole_name(shipped: Catalog, language: str, text: str, short: str) -> None:
    """A bracket behind a longer name that ends with a known one is no other name of the known one."""
    assert [m.actor for m in read(shipped, language, text) if m.surface == short] == []


def test_a_persons_party_beats_the_nearest(shipped: Catalog) -> None:
    """ "Der Co-Vorsitzende der Partei, Semigin" is of Semigin's party, though another one stands nearer."""
    text = "Die SRZP zögert. | AMANAT empfing den Co-Vorsitzenden der Partei, Gennadi Semigin."
    found = read(shipped, "de", text, "2025-11-01")
    assert [m.actor for m in found if m.surface == "Partei"] == ["party-rus-just-russia"]


@pytest.mark.parametrize("pointer", ["diesen Parteien", "diesen Kräften"])
def test_these_parties_are_those_named_before(shipped: Catalog, pointer: str) -> None:
    """ "Diese Parteien" stands for both parties of the sentence before, a bracket between them or not."""
    text = (
        "Die KPRF wirbt um die „Volkspartei Kasachstans“ (5 Sitze im Parlament) und die „Kommunistische Partei "
        f"Kasachstans“. | Der Austausch mit {pointer} stockt."
    )
    found = {m.actor for m in read(shipped, "de", text) if m.surface == pointer.split()[1]}
    assert found == {"party-kaz-peoples-party", "party-kaz-communist"}


@pytest.mark.parametrize(
    ("language", "text", "surface", "actor"),
    [
        ("de", "Die LDPR meidet die kasachischen Kollegen.", "Kollegen", "new:parties-kaz"),
        ("de", "Andere russische Parteien warten ab.", "Parteien", "new:parties-rus"),
        ("en", "Other Russian parties wait.", "parties", "new:parties-rus"),
        ("ru", "Другие российские партии ждут.", "партии", "new:parties-rus"),
        ("de", "Deutschland lud die polnischen Partner ein.", "Partner", "new:counterparts-pol"),
    ],
)
def test_groups_of_a_country_are_provisional(
    shipped: Catalog, language: str, text: str, surface: str, actor: str
) -> None:
    """Parties and counterparts named by their country are one actor of type other in all languages."""
    assert [(m.actor, m.type) for m in read(shipped, language, text) if m.surface == surface] == [
        (actor, "other")
    ]


def test_offices_are_held_at_the_date(shipped: Catalog) -> None:
    """The president of a country is who held the office when the text was written."""
    found = read(shipped, "en", "The Venezuelan president objects.", "2010-05-01")
    assert [m.actor for m in found if m.form == "office"] == ["person-ven-chavez"]


def test_a_named_holder_is_not_the_present_one(shipped: Catalog) -> None:
    """ "Президент Португалии Анибал Каваку" is a person whom the catalog lacks, not today's president."""
    found = read(shipped, "ru", "Президент Португалии Анибал Каваку приехал.")
    assert [m.actor for m in found if m.surface == "Президент" and m.actor] == []


@pytest.mark.parametrize(
    ("actor", "language", "name"),
    [
        ("party-kaz-ak-zhol", "de", "Ak Jol"),
        ("mov-kaz-zhana-adamdar", "de", "Жаңа адамдар"),
        ("person-rus-tsukanov", "de", "Leonid Tsukanov"),
        ("mov-rus-left-front", "de", "Linke Front"),
        ("inst-che-government", "de", "Bundesrat (Schweiz)"),
        ("party-isr-new-hope", "de", "Neue Hoffnung (Israel)"),
    ],
)
def test_names_are_shown_as_the_press_writes_them(
    shipped: Catalog, actor: str, language: str, name: str
) -> None:
    """The name shown is the usual one, without a bracket unless two actors share it in that language."""
    assert shipped.name(actor, language) == name
