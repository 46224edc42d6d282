"""Who is meant, where the catalog alone does not tell: abbreviations, surnames, namesakes, aliases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from konturen.records import Mention

Read = Callable[..., list[list[Mention]]]
Show = Callable[..., list[list[str]]]

CASES = [
    # ambiguous abbreviations: supported by the full name or by the country
    ("de", "„Einiges Russland“ tagt. | Die ER siegt.", ["Einiges Russland=party-united-russia",
     "ER=party-united-russia"]),
    ("de", "Russland wählt. | Die ER siegt.", ["Russland=state-rus", "ER=party-united-russia"]),
    ("de", "Die ER siegt. | Russland wählt.", ["ER=party-united-russia", "Russland=state-rus"]),
    ("ru", "Россия голосует. | ЕР победила.", ["Россия=state-rus", "ЕР=party-united-russia"]),
    ("en", "Tbilisi votes. | Georgia waits.", ["Tbilisi=state-geo", "Georgia=state-geo"]),
    ("en", "Turkey, Georgia and Iran agree.", ["Turkey=state-tur", "Georgia=state-geo", "Iran=state-irn"]),
    # surnames
    ("de", "Friedrich Merz kam. | Merz blieb.", ["Friedrich Merz=person-merz", "Merz=person-merz"]),
    ("de", "Kanzler Scholz kam.", ["Scholz=person-scholz"]),
    ("ru", "Касым-Жомарт Токаев прибыл. | Переговоры с Токаевым.",
     ["Касым-Жомарт Токаев=person-tokayev", "Токаевым=person-tokayev"]),
    ("en", "President Putin spoke.", ["Putin=person-putin"]),
    # namesakes decided by what stands beside
    ("de", "die kasachischen „Neuen Menschen“", ["kasachischen=state-kaz",
     "Neuen Menschen=movement-zhana-adamdar"]),
    ("de", "die russische Partei „Neue Menschen“", ["russische=state-rus", "Neue Menschen=party-new-people"]),
    ("de", "„Neue Menschen“ aus Kasachstan", ["Neue Menschen=movement-zhana-adamdar", "Kasachstan=state-kaz"]),
    ("de", "zwischen den russischen und kasachischen „Neuen Menschen“",
     ["russischen=party-new-people", "kasachischen=state-kaz", "Neuen Menschen=movement-zhana-adamdar"]),
    ("en", "the Russian and Kazakh “New People”",
     ["Russian=party-new-people", "Kazakh=state-kaz", "New People=movement-zhana-adamdar"]),
    ("ru", "между российскими и казахстанскими «Новыми людьми»",
     ["российскими=party-new-people", "казахстанскими=state-kaz", "Новыми людьми=movement-zhana-adamdar"]),
    ("ru", "казахстанских «Новых людей»", ["казахстанских=state-kaz", "Новых людей=movement-zhana-adamdar"]),
    # epithets
    ("de", "die kasachische Regierungspartei", ["kasachische=state-kaz", "Regierungspartei=party-amanat"]),
    ("de", "AMANAT tagt. | Die „Partei der Mehrheit“ siegt.", ["AMANAT=party-amanat",
     "Partei der Mehrheit=party-amanat"]),
    ("de", "die „präsidiale“ Partei AMANAT", ["AMANAT=party-amanat"]),
    ("de", "dem Führer von „Ak Jol“, Friedrich Merz", ["Ak Jol=party-ak-zhol", "Friedrich Merz=person-merz"]),
    ("en", "the ruling party of Russia", ["ruling party=party-united-russia", "Russia=state-rus"]),
    ("ru", "казахстанская партия власти", ["казахстанская=state-kaz", "партия власти=party-amanat"]),
    ("en", "the Polish ruling party", ["Polish=state-pol", "ruling party=new:ruling-party-pol"]),
    # members of a party that the text names
    ("en", "The CPRF met. | The Communists left.", ["CPRF=party-kprf", "Communists=party-kprf"]),
    ("de", "Die KPRF tagt. | Die Kommunisten schweigen.", ["KPRF=party-kprf", "Kommunisten=party-kprf"]),
    # what the text introduces
    ("de", "Die Kommunistische Partei der Russischen Föderation (KPRF) tagt. | Die KPRF schweigt.",
     ["Kommunistische Partei der Russischen Föderation=party-kprf", "KPRF=party-kprf", "KPRF=party-kprf"]),
    ("de", "Die Europäische Union (nachfolgend „Union der 27“) tagt. | Die Union der 27 zahlt.",
     ["Europäische Union=igo-eu", "Union der 27=igo-eu", "Union der 27=igo-eu"]),
    ("de", "Die Vereinten Nationen (VN) tagen. | Die VN schweigen.", ["Vereinten Nationen=igo-un", "VN=igo-un",
     "VN=igo-un"]),
    ("en", "The European Union (hereinafter the “Bloc”) met. | The Bloc paid.", ["European Union=igo-eu",
     "Bloc=igo-eu", "Bloc=igo-eu"]),
    ("ru", "Справедливая Россия (далее — СРЗП) собралась. | СРЗП молчит.",
     ["Справедливая Россия=party-srzp", "СРЗП=party-srzp", "СРЗП=party-srzp"]),
    ("de", "Kasachstan hat seine „Neuen Menschen“ (NLM). | Die NLM wächst.",
     ["Kasachstan=state-kaz", "Neuen Menschen=movement-zhana-adamdar", "NLM=movement-zhana-adamdar",
      "NLM=movement-zhana-adamdar"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_context_decides(show: Show, language: str, text: str, expected: list[str]) -> None:
    """The text's own words decide between the actors that a form can mean."""
    assert [entry for row in show(text, language) for entry in row] == expected


def test_a_persons_brackets_hold_her_party(show: Show) -> None:
    """ "Friedrich Merz (CDU)" introduces no other name for Merz."""
    assert show("Friedrich Merz (CDU) kam. | Die CDU jubelt.")[1] == ["CDU=party-cdu"]


def test_the_head_may_overrule_a_name_of_another_type(show: Show) -> None:
    """A state's name that the head surely sees as a party is not the state."""
    row = show("фракция Кыргызстан вышла", "ru", ["Кыргызстан/party"])[0]
    assert row == ["Кыргызстан=party-kyrgyzstan"]


def test_namesakes_without_a_sign_are_doubtful(read: Read) -> None:
    """Two actors of one name without any sign: the first is taken, with a low score and a reason that says
    so."""
    row = read("Neue Menschen treten an.")[0]
    assert (row[0].score, "several" in row[0].reason) == (0.6, True)
