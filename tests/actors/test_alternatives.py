"""Which actor is meant by the text, with the reason and the others that came into question, by the shipped
catalog in three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from konturen.actors.alternatives import MOST, Rated, alternatives, former, gone
from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe
from konturen.actors.mentions import find
from konturen.actors.namesakes import namesakes
from konturen.actors.values import Cast
from konturen.lines import mention_line
from konturen.records import Mention, Sentence, Span, Tagged


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return Catalog.load()


def read(
    catalog: Catalog, language: str, text: str, date: str | None = None, tags: Sequence[str] = ()
) -> list[Mention]:
    """The mentions of a text whose sentences are parted by " | "; a tag is "words/type[/form]"."""
    sentences, start = [], 0
    for index, part in enumerate(text.split(" | ")):
        sentences.append(Sentence(Span(start, start + len(part)), part, index, 0, language))
        start += len(part) + 3
    rows = [list(describe(sentence, catalog)) for sentence in sentences]
    for tag in tags:
        surface, kind, *form = tag.split("/")
        for place in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            span = Span(*place.span())
            index = next(s.index for s in sentences if s.span.contains(span))
            rows[index].append(Tagged(span, surface, kind, form[0] if form else "name", 0.95))  # type: ignore[arg-type]
    return [mention for row in find(sentences, language, catalog, rows, date) for mention in row]


def one(found: Sequence[Mention], surface: str) -> Mention:
    """The last mention of that surface."""
    return [mention for mention in found if mention.surface == surface][-1]


def others(mention: Mention) -> dict[str, str]:
    return {other.actor: other.reason for other in mention.alternatives}


OFFICES = [
    ("de", "Der Präsident Kasachstans reist.", "Präsident", "2015-05-05", "person-kaz-nazarbayev"),
    ("de", "Der Präsident Kasachstans reist.", "Präsident", "2025-05-05", "person-kaz-tokayev"),
    ("ru", "Президент Казахстана прибыл.", "Президент", "2015-05-05", "person-kaz-nazarbayev"),
    ("ru", "Президент Казахстана прибыл.", "Президент", "2025-05-05", "person-kaz-tokayev"),
    ("en", "The US President spoke.", "President", "2015", "person-usa-obama"),
    ("en", "The US President spoke.", "President", "2018-01-01", "person-usa-trump"),
    ("en", "The US President spoke.", "President", "2022-05", "person-usa-biden"),
    ("en", "The US President spoke.", "President", "2025-05-05", "person-usa-trump"),
    ("de", "Der ukrainische Präsident spricht.", "Präsident", "2013", "person-ukr-yanukovych"),
    ("de", "Der ukrainische Präsident spricht.", "Präsident", "2017", "person-ukr-poroshenko"),
    ("de", "Der ukrainische Präsident spricht.", "Präsident", "2022", "person-ukr-zelensky"),
    ("en", "The US President spoke.", "President", "2017", "person-usa-trump"),
    ("en", "The US President spoke.", "President", "2017-01-20", "person-usa-trump"),
]


@pytest.mark.parametrize(("language", "text", "surface", "date", "actor"), OFFICES)
def test_an_office_is_who_held_it_then(
    shipped: Catalog, language: str, text: str, surface: str, date: str, actor: str
) -> None:
    """The holder at the text's date, for a year that two share who held it longer; the others are told."""
    found = one(read(shipped, language, text, date), surface)
    assert found.actor == actor
    assert found.alternatives
    assert actor not in others(found)
    assert all("held the office" in reason or "holds the office" in reason for reason in others(found).values())


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("de", "Kasachstan feiert. | Der Präsident sprach.", "Der Präsident"),
        ("en", "Kazakhstan celebrates. | The president spoke.", "The president"),
        ("ru", "Казахстан празднует. | Выступил президент.", "президент"),
    ],
)
@pytest.mark.parametrize(("date", "holder"), [("2015", "nazarbayev"), ("2025", "tokayev")])
def test_the_country_may_stand_elsewhere(
    shipped: Catalog, language: str, text: str, surface: str, date: str, holder: str
) -> None:
    """ "Der Präsident" alone is that of the country spoken of, at the date of the text."""
    found = one(read(shipped, language, text, date, [f"{surface}/person/description"]), surface)
    assert found.actor == f"person-kaz-{holder}"


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("de", "Der Präsident Kasachstans reist.", "Präsident"),
        ("en", "The Kazakh president travels.", "president"),
        ("ru", "Президент Казахстана прибыл.", "Президент"),
    ],
)
def test_without_a_date_the_present_holder_is_less_sure(
    shipped: Catalog, language: str, text: str, surface: str
) -> None:
    """A text without date means who holds the office now, with a lower score, a reason that says so, and the
    former holder beside."""
    undated = one(read(shipped, language, text), surface)
    dated = one(read(shipped, language, text, "2025-05-05"), surface)
    assert undated.actor == dated.actor == "person-kaz-tokayev"
    assert undated.score < dated.score
    assert "no date" in undated.reason
    assert others(undated) == {"person-kaz-nazarbayev": "held the office until 2019-03-20"}


def test_the_day_of_a_handover_is_less_sure(shipped: Catalog) -> None:
    """On the day on which an office changes hands, the new holder is taken, and the old one told."""
    found = one(read(shipped, "en", "The US President spoke.", "2017-01-20"), "President")
    assert found.score == 0.6
    assert "person-usa-obama" in others(found)


def test_shares_leave_the_score_the_highest(shipped: Catalog) -> None:
    """All scores of a mention together are at most 1, its own is the highest, and there are at most five."""
    for date in ("1995", "2015", "2017-01-20", "2025", None):
        found = one(read(shipped, "en", "The US President spoke.", date), "President")
        shares = [other.score for other in found.alternatives]
        assert shares == sorted(shares, reverse=True)
        assert shares[0] <= found.score
        assert sum(shares) + found.score <= 1.002
        assert len(shares) <= MOST
        assert min(shares) > 0


NAMESAKES = [
    ("de", "die kasachischen „Neuen Menschen“", "Neuen Menschen", "mov-kaz-zhana-adamdar"),
    ("de", "die russische Partei „Neue Menschen“", "Neue Menschen", "party-rus-new-people"),
    ("ru", "«Новые люди» Казахстана", "Новые люди", "mov-kaz-zhana-adamdar"),
    ("ru", "российская партия «Новые люди»", "Новые люди", "party-rus-new-people"),
    ("en", "the Kazakh “New People”", "New People", "mov-kaz-zhana-adamdar"),
    ("de", "die ukrainische Vaterlandspartei", "Vaterlandspartei", "party-ukr-batkivshchyna"),
    ("de", "die estnische Vaterlandspartei", "Vaterlandspartei", "party-est-isamaa"),
    ("en", "The Labour Party in Britain won.", "Labour Party", "party-gbr-labour"),
    ("en", "The Labour Party in the Netherlands lost.", "Labour Party", "party-nld-pvda"),
    ("de", "die niederländische Sozialistische Partei", "Sozialistische Partei", "party-nld-sp"),
    ("de", "die französische Sozialistische Partei", "Sozialistische Partei", "party-fra-ps"),
    ("en", "The British Ministry of Defence agreed.", "Ministry of Defence", "inst-gbr-mod"),
    ("en", "The Russian Ministry of Defence agreed.", "Ministry of Defence", "inst-rus-mod"),
    ("ru", "Министерство обороны Украины возразило.", "Министерство обороны", "inst-ukr-mod"),
    ("de", "Die russischen Kommunisten tagen. | Die chinesischen Kommunisten siegen.", "Kommunisten",
     "party-chn-cpc"),
    ("en", "Chinese Communists met.", "Communists", "party-chn-cpc"),
    ("ru", "Встретились китайские коммунисты.", "коммунисты", "party-chn-cpc"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "surface", "actor"), NAMESAKES)
def test_the_country_beside_tells_namesakes_apart(
    shipped: Catalog, language: str, text: str, surface: str, actor: str
) -> None:
    """One name in two countries is the actor of the country that stands beside."""
    assert one(read(shipped, language, text, "2024-01-01"), surface).actor == actor


def test_a_namesake_is_told_with_what_speaks_against_it(shipped: Catalog) -> None:
    """The actor of the other country stands among the alternatives, with the reason."""
    beside = one(read(shipped, "de", "die kasachischen „Neuen Menschen“"), "Neuen Menschen")
    assert others(beside) == {"party-rus-new-people": "same name, but another country stands beside"}
    far = one(read(shipped, "de", "Kasachstan wählt. | Die „Neuen Menschen“ siegen."), "Neuen Menschen")
    assert far.actor == "mov-kaz-zhana-adamdar"
    assert others(far) == {"party-rus-new-people": "same name, but its country is not in the text"}
    lone = one(read(shipped, "en", "New People won."), "New People")
    assert (lone.score, list(others(lone).values())) == (
        0.6,
        ["same name, and the text hardly tells them apart"],
    )


def test_one_text_may_speak_of_both_namesakes(shipped: Catalog) -> None:
    """What a shared name was taken for before counts less than the country in its own sentence."""
    text = "In Frankreich verlor die Sozialistische Partei. | In den Niederlanden siegte die Sozialistische Partei."
    found = [m.actor for m in read(shipped, "de", text) if m.surface == "Sozialistische Partei"]
    assert found == ["party-fra-ps", "party-nld-sp"]


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("de", "die russische SPD", "SPD"),
        ("de", "die belgische Vaterlandspartei", "Vaterlandspartei"),
        ("en", "The Labour Party won.", "Labour Party"),
        ("de", "Kommunisten gibt es überall.", "Kommunisten"),
        ("de", "Die litauischen Kommunisten tagen.", "Kommunisten"),
    ],
)
def test_no_namesake_is_made_up(shipped: Catalog, language: str, text: str, surface: str) -> None:
    """Where no actor of that name has that country, none of another country is brought up for it."""
    found = [m for m in read(shipped, language, text, "2024-01-01") if m.surface == surface]
    assert all(m.actor in ("party-deu-spd", "party-ukr-batkivshchyna") for m in found)


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("de", "Nur Otan siegt.", "Nur Otan"),
        ("en", "Nur Otan wins.", "Nur Otan"),
        ("ru", "Победил «Нур Отан».", "Нур Отан"),
        ("ru", "После победы «Нур Отана».", "Нур Отана"),
    ],
)
def test_a_renamed_party_is_one_actor(shipped: Catalog, language: str, text: str, surface: str) -> None:
    """Nur Otan is AMANAT; the reason says that the name is a former one and until when it held."""
    found = one(read(shipped, language, text, "2016-03-20"), surface)
    assert (found.actor, found.reason) == ("party-kaz-amanat", "former name, until 2022-03-01")


def test_a_dissolved_party_is_found_and_told(shipped: Catalog) -> None:
    """A party that lost its status is still found, and after that date the reason says so."""
    text = "Die Kommunistische Partei Kasachstans protestiert."
    surface = "Kommunistische Partei Kasachstans"
    later, earlier = (one(read(shipped, "de", text, date), surface) for date in ("2020-01-01", "2010"))
    assert later.actor == earlier.actor == "party-kaz-communist"
    assert later.reason.endswith("; dissolved 2015")
    assert "dissolved" not in earlier.reason


def test_a_dissolved_party_is_less_likely_than_its_living_namesake(shipped: Catalog) -> None:
    """After its end a party gives way to one of its name that exists; with its country beside it does not."""
    later = one(read(shipped, "de", "Ak Jol siegt.", "2024-01-01"), "Ak Jol")
    assert later.actor == "party-kaz-ak-zhol"
    assert others(later) == {"party-kgz-ak-jol": "same name, but dissolved 2010"}
    beside = one(read(shipped, "de", "Die kirgisische Ak Jol siegt.", "2024-01-01"), "Ak Jol")
    assert beside.actor == "party-kgz-ak-jol"
    assert "dissolved 2010" in beside.reason


def test_a_year_is_not_over_before_its_end(shipped: Catalog) -> None:
    """What was dissolved in 2015 was not gone before a day of 2015."""
    party = shipped["party-kaz-communist"]
    assert [gone(party, date) for date in ("2014", "2015", "2015-09-03", "2016", None)] == [
        False, False, False, True, True,
    ]  # fmt: skip


SURNAMES = [
    ("de", "Am Dienstag lobte er in einer Rede Macron.", "Macron", "person-fra-macron"),
    ("de", "Er empfing am Freitag in Berlin Macron.", "Macron", "person-fra-macron"),
    ("de", "Das teilte nach dem Treffen Macron mit.", "Macron", "person-fra-macron"),
    ("en", "On Monday Macron met managers.", "Macron", "person-fra-macron"),
    ("en", "In Paris Macron criticised them.", "Macron", "person-fra-macron"),
    ("en", "Critic Slams Macron Over Trade Plans", "Macron", "person-fra-macron"),
    ("ru", "Он принял в Кремле Макрона.", "Макрона", "person-fra-macron"),
    ("ru", "Он раскритиковал Обаму.", "Обаму", "person-usa-obama"),
    ("ru", "Речь Обамы не понравилась.", "Обамы", "person-usa-obama"),
    ("de", "Obamas Rede missfiel vielen.", "Obamas", "person-usa-obama"),
    ("de", "Putins Krieg dauert an.", "Putins", "person-rus-putin"),
    ("de", "Das ist der Erfolg von Obamas Kampagne.", "Obamas", "person-usa-obama"),
    ("de", "Das Amt, das der Putin hat, reizt.", "Putin", "person-rus-putin"),
]


@pytest.mark.parametrize(("language", "text", "surface", "actor"), SURNAMES)
def test_a_surname_needs_no_subject(
    shipped: Catalog, language: str, text: str, surface: str, actor: str
) -> None:
    """A head of state's bare surname counts as an object too, after a day, a place or a noun with its article,
    and in oblique cases."""
    found = read(shipped, language, text, "2024-03-01", [f"{surface}/person"])
    assert one(found, surface).actor == actor


STRANGERS = [
    ("de", "Gestern kam mit Brigitte Macron auch sie.", "Brigitte Macron"),
    ("de", "Gestern lud der Bäcker Macron ein.", "Macron"),
    ("de", "Er traf beim Bäcker Macron eine Freundin.", "Macron"),
    ("en", "They met Brigitte Macron.", "Brigitte Macron"),
    ("en", "In Jill Biden they trust.", "Jill Biden"),
    ("en", "Jill Biden Visits Three Big Cities", "Biden"),
    ("ru", "Он встретил Брижит Макрон.", "Брижит Макрон"),
    ("ru", "Книга Мишель Обамы вышла.", "Мишель Обамы"),
]


@pytest.mark.parametrize(("language", "text", "surface"), STRANGERS)
def test_a_given_name_or_a_trade_makes_a_stranger(
    shipped: Catalog, language: str, text: str, surface: str
) -> None:
    """A surname after another given name, or after what somebody else is, is not the head of state."""
    found = read(shipped, language, text, "2024-03-01", [f"{surface}/person"])
    last = surface.split()[-1]
    assert [m.actor for m in found if m.surface.endswith(last) and not (m.actor or "").startswith("new:")] == []


def test_a_new_surname_has_its_nominative(shipped: Catalog) -> None:
    """A stranger in the genitive is called by the nominative: no `new:putins`, no `new:obamy`."""
    german = read(shipped, "de", "Das ist beim Bäcker Putins Brot.", "2024", ["Putins/person"])
    russian = read(
        shipped, "ru", "Соседка Обамы и Соседка Обама ушли.", "2024", ["Обамы/person", "Обама/person"]
    )
    assert {m.actor for m in german if m.type == "person"} == {"new:putin"}
    assert {m.actor for m in russian if m.type == "person" and (m.actor or "").startswith("new:")} <= {
        "new:obama"
    }


SEATS = [
    ("de", "Der Kreml widerspricht.", "inst-rus-presidential-administration"),
    ("en", "The Kremlin objects.", "inst-rus-presidential-administration"),
    ("ru", "Кремль возражает.", "inst-rus-presidential-administration"),
    ("de", "Das Weiße Haus widerspricht.", "inst-usa-white-house"),
    ("en", "The White House objects.", "inst-usa-white-house"),
    ("ru", "Белый дом возражает.", "inst-usa-white-house"),
    ("ru", "Елисейский дворец возражает.", "inst-fra-elysee"),
    ("de", "Der Élysée-Palast widerspricht.", "inst-fra-elysee"),
    ("en", "Downing Street objects.", "inst-gbr-government"),
    ("de", "Moskau und Brüssel streiten.", "igo-eu"),
    ("en", "Brussels and Moscow quarrel.", "igo-eu"),
    ("ru", "Москва и Брюссель спорят.", "igo-eu"),
    ("de", "Washington widerspricht.", "state-usa"),
    ("en", "Berlin objects.", "state-deu"),
    ("ru", "Вашингтон возражает.", "state-usa"),
]


@pytest.mark.parametrize(("language", "text", "actor"), SEATS)
def test_a_seat_is_one_actor_in_all_languages(shipped: Catalog, language: str, text: str, actor: str) -> None:
    """Capitals stand for their state, Brussels beside one for the European Union, palaces for who sits there."""
    assert actor in {m.actor for m in read(shipped, language, text)}


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("de", "In Brüssel regnet es.", "Brüssel"),
        ("en", "The train runs from Brussels.", "Brussels"),
        ("de", "Es gab ein Konzert im Élysée-Palast.", "Élysée-Palast"),
        ("en", "A cat lives in Downing Street.", "Downing Street"),
        ("ru", "Концерт прошёл в Елисейском дворце.", "Елисейском дворце"),
    ],
)
def test_a_place_is_nobody(shipped: Catalog, language: str, text: str, surface: str) -> None:
    """A town or a palace in which something merely happens is no actor."""
    assert [m.actor for m in read(shipped, language, text) if m.surface == surface] == []


def test_the_line_of_a_mention_tells_its_alternatives(shipped: Catalog) -> None:
    """Each alternative stands in the line with actor, name, score and reason."""
    found = one(read(shipped, "ru", "Президент Казахстана прибыл."), "Президент")
    assert mention_line("a.txt", found)["alternatives"] == [
        {
            "actor": "person-kaz-nazarbayev",
            "name": "Нурсултан Назарбаев",
            "score": 0.35,
            "reason": "held the office until 2019-03-20",
        }
    ]


def test_alternatives_are_shared_by_points(shipped: Catalog) -> None:
    """A point more doubles the share; an actor weighed twice counts once, by its better points."""
    cast = Cast(shipped, "en")
    rated = [Rated("state-rus", 1.0, "a"), Rated("state-kaz", 2.0, "b"), Rated("state-rus", 0.0, "c")]
    found = alternatives(rated, 0.7, cast)
    assert [(other.actor, other.score, other.reason) for other in found] == [
        ("state-kaz", 0.2, "b"),
        ("state-rus", 0.1, "a"),
    ]
    assert alternatives([], 0.7, cast) == ()
    assert alternatives(rated, 1.0, cast) == ()


def test_a_former_name_without_a_date_tells_none(shipped: Catalog) -> None:
    """Where the catalog has no end for a former name, the reason claims none."""
    name = "Volksdemokratische Partei Nur Otan"
    assert former(name, "party-kaz-amanat", Cast(shipped, "de")) == "former name"


def test_namesakes_share_a_whole_name(shipped: Catalog) -> None:
    """Abbreviations and members' names make no namesakes."""
    assert "mov-kaz-zhana-adamdar" in namesakes("party-rus-new-people", shipped)
    assert "party-che-sp" not in namesakes("party-srb-sps", shipped)  # both are SPS in German


@pytest.mark.parametrize(
    ("text", "surface", "actor"),
    [
        ("Der SPD-Chef widerspricht.", "SPD", "party-deu-spd"),
        ("Der EU-Kommissar widerspricht.", "EU", "igo-eu"),
        ("Die CDU-Fraktion widerspricht.", "CDU", "party-deu-cdu"),
        ("Der Putin-Vertraute widerspricht.", "Putin", "person-rus-putin"),
        ("Die Merz-Regierung widerspricht.", "Merz", "person-deu-merz"),
    ],
)
def test_the_name_before_a_hyphen_is_a_mention(shipped: Catalog, text: str, surface: str, actor: str) -> None:
    """A German compound names the actor to whom its head belongs."""
    assert one(read(shipped, "de", text, "2025-06-01"), surface).actor == actor


@pytest.mark.parametrize("text", ["Karl Putin-Maier kam.", "Die Maier-Merz GmbH zahlt.", "Ein Merz-Maier kam."])
def test_half_of_a_double_name_is_nobody(shipped: Catalog, text: str) -> None:
    """A surname that is the second half of a double one, or stands within a new name, is not the known person."""
    tag = text.split(" kam")[0].removeprefix("Ein ").removeprefix("Die ").removesuffix(" zahlt.")
    found = read(shipped, "de", text, "2025-06-01", [f"{tag}/person"])
    assert [m.actor for m in found if (m.actor or "").startswith("person-")] == []
