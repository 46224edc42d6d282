"""Offices and institutions with their country, at the document's date, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from konturen.records import Mention

Read = Callable[..., list[list[Mention]]]
Show = Callable[..., list[list[str]]]

OFFICES = [
    ("de", "Der kasachische Präsident reist.", None, "Präsident=person-tokayev"),
    ("de", "Der russische Präsident reist.", "2010-03-01", "Präsident=person-medvedev"),
    ("de", "Der russische Präsident reist.", "2020", "Präsident=person-putin"),
    ("de", "Russlands Präsident reist.", None, "Präsident=person-putin"),
    ("de", "Der Präsident Kasachstans reist.", None, "Präsident=person-tokayev"),
    ("de", "Der deutsche Bundeskanzler reist.", "2023-01-01", "Bundeskanzler=person-scholz"),
    ("de", "Der deutsche Bundeskanzler reist.", "2025-06-01", "Bundeskanzler=person-merz"),
    ("de", "Der kirgisische Präsident reist.", None, "Präsident=new:president-kgz"),
    ("de", "Der US-Präsident reist.", None, "Präsident=new:president-usa"),
    ("en", "The Kazakh president travels.", None, "president=person-tokayev"),
    ("en", "Russia's president travels.", None, "president=person-putin"),
    ("en", "The president of Russia travels.", "2009", "president=person-medvedev"),
    ("en", "The German chancellor travels.", "2022-02-02", "chancellor=person-scholz"),
    ("en", "The US president travels.", None, "president=new:president-usa"),
    ("ru", "Президент Казахстана прибыл.", None, "Президент=person-tokayev"),
    ("ru", "встреча с президентом России", None, "президентом=person-putin"),
    ("ru", "российского президента", "2011-01-01", "президента=person-medvedev"),
    ("ru", "канцлера Германии", "2024", "канцлера=person-scholz"),
    ("ru", "посол США", None, "посол=new:ambassador-usa"),
    ("de", "der Pressesprecher des Präsidenten der Russischen Föderation, Friedrich Merz", None,
     "Präsidenten=person-putin"),
]  # fmt: skip

INSTITUTIONS = [
    ("de", "die kirgisische Regierung", "Regierung=new:government-kgz"),
    ("de", "die Regierung Kirgisistans", "Regierung=new:government-kgz"),
    ("en", "the Kyrgyz government", "government=new:government-kgz"),
    ("en", "the government of Kyrgyzstan", "government=new:government-kgz"),
    ("ru", "правительство Кыргызстана", "правительство=new:government-kgz"),
    ("ru", "правительства Кыргызской Республики", "правительства=new:government-kgz"),
    ("ru", "киргизское правительство", None),
    ("de", "die Regierung in Warschau", "Regierung=new:government-pol"),
    ("de", "das russische Außenministerium", "Außenministerium=new:foreign-ministry-rus"),
    ("ru", "МИД России", "МИД=new:foreign-ministry-rus"),
    ("ru", "российский МИД", "МИД=new:foreign-ministry-rus"),
    ("en", "the Russian Foreign Ministry", "Foreign Ministry=new:foreign-ministry-rus"),
    ("de", "die kirgisische Opposition", "Opposition=new:opposition-kgz"),
    ("en", "the Kyrgyz opposition", "opposition=new:opposition-kgz"),
    ("ru", "оппозиция Кыргызстана", "оппозиция=new:opposition-kgz"),
    ("de", "das ukrainische Parlament", "Parlament=new:parliament-ukr"),
    ("ru", "парламент Украины", "парламент=new:parliament-ukr"),
    ("en", "Turkish troops", "troops=new:army-tur"),
    ("ru", "вооружённые силы Украины", "вооружённые силы=new:army-ukr"),
    ("de", "der iranische Verteidigungsminister", "Verteidigungsminister=new:defence-minister-irn"),
    ("ru", "полиция Грузии", "полиция=new:police-geo"),
    ("en", "the Polish Supreme Court", "Supreme Court=new:supreme-court-pol"),
]


@pytest.mark.parametrize(("language", "text", "date", "expected"), OFFICES)
def test_an_office_is_its_holder(read: Read, language: str, text: str, date: str | None, expected: str) -> None:
    """An office with its country gives the holder at the date, or one provisional actor for all languages."""
    row = read(text, language, (), date)[0]
    assert [f"{m.surface}={m.actor}" for m in row if m.form == "office"] == [expected]


@pytest.mark.parametrize(("language", "text", "expected"), INSTITUTIONS)
def test_institutions_are_one_actor_in_all_languages(
    show: Show, language: str, text: str, expected: str | None
) -> None:
    """Head noun and country give the same provisional id, whatever the language and the order of words."""
    wanted = expected or "правительство=new:government-kgz"
    assert wanted in show(text, language)[0]


def test_the_state_beside_keeps_its_own_mention(show: Show) -> None:
    """The adjective stays a mention of the state, so that the office can lead it."""
    assert show("Der kasachische Präsident reist.")[0][0] == "kasachische=state-kaz"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der kasachische Präsident Kassym-Schomart Tokajew reist."),
        ("de", "Kassym-Schomart Tokajew, Präsident Kasachstans, reist."),
        ("ru", "Президент Казахстана Касым-Жомарт Токаев прибыл."),
        ("en", "Kazakh President Kassym-Jomart Tokayev travels."),
        ("de", "Olaf Scholz war deutscher Bundeskanzler."),
        ("de", "der ehemalige deutsche Bundeskanzler"),
        ("en", "the former Russian president"),
        ("en", "French and Polish Prime Minister Jane Doe Smith"),
    ],
)
def test_an_office_beside_its_name_is_no_mention(read: Read, language: str, text: str) -> None:
    """Where the name stands beside, or the office is said of someone or is over, the office is no actor."""
    assert [m.surface for m in read(text, language)[0] if m.form == "office"] == []


def test_the_text_names_the_holder(show: Show) -> None:
    """A holder whom the text names counts before the catalog's."""
    rows = show("Президент Киргизии Алмазбек Атамбаев подписал. | Президент Кыргызстана уехал.", "ru",
                ["Алмазбек Атамбаев/person"])  # fmt: skip
    assert rows[1][0] == "Президент=new:almazbek-atambaev"


def test_two_countries_share_a_noun(read: Read) -> None:
    """ "Polish and Russian police" are two actors on one stretch of text."""
    row = read("Polish and Russian police met.", "en")[0]
    assert {m.actor for m in row if m.surface == "police"} == {"new:police-pol", "new:police-rus"}
