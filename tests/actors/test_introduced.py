"""Names that hold in one text only, and the one id of a new name's forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from konturen.records import Mention

Read = Callable[..., list[list[Mention]]]
Show = Callable[..., list[list[str]]]

SHORT = [
    ("de", "Das Anti-Korruptions-Bündnis (AKB) tagt. | Das AKB fordert mehr.", "AKB",
     ["Anti-Korruptions-Bündnis/organisation", "AKB/organisation"], "new:anti-korruptions-bundnis"),
    ("de", "Das Anti-Korruptions-Bündnis (AKB) tagt. | Das AKB fordert mehr.", "AKB", ["AKB/organisation"],
     "new:anti-korruptions-bundnis"),
    ("en", "The Alliance for Change (AfC) met. | The AfC left.", "AfC", ["Alliance for Change/party", "AfC/party"],
     "new:alliance-for-change"),
    ("ru", "Народный фронт реформ (НФР) собрался. | НФР молчит.", "НФР", ["Народный фронт реформ/party",
     "НФР/party"], "new:narodnyy-front-reform"),
    # abbreviations that the catalog has for others
    ("de", "Die Soziale Plattform Dorf (SPD) tagt. | Die SPD siegt.", "SPD", ["Soziale Plattform Dorf/party"],
     "new:soziale-plattform-dorf"),
    ("en", "The Somali Peace Delegation (SPD) met. | The SPD left.", "SPD", ["Somali Peace Delegation/organisation"],
     "new:somali-peace-delegation"),
    ("ru", "Координационный план развития фермеров (КПРФ) готов. | КПРФ растёт.", "КПРФ",
     ["Координационный план развития фермеров/organisation"], "new:koordinatsionnyy-plan-razvitiya-fermerov"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "short", "tags", "actor"), SHORT)
def test_an_abbreviation_holds_in_its_text(
    read: Read, language: str, text: str, short: str, tags: list[str], actor: str
) -> None:
    """What a text spells out is that actor from there on, though the catalog has the letters for another."""
    found = [m for row in read(text, language, tags) for m in row if m.surface == short]
    assert [m.actor for m in found] == [actor, actor]


def test_the_catalogs_actor_is_an_alternative(read: Read) -> None:
    """Who has the abbreviation in the catalog stands beside, with the reason."""
    text = "Die Soziale Plattform Dorf (SPD) tagt. | Die SPD siegt."
    found = read(text, "de", ["Soziale Plattform Dorf/party"])[1][0]
    assert [(other.actor, other.reason) for other in found.alternatives] == [
        ("party-spd", "has the abbreviation SPD in the catalog, but the text introduces it for another")
    ]


def test_the_next_text_knows_nothing_of_it(show: Show) -> None:
    """An abbreviation that one text introduced means in the next one what the catalog says."""
    show("Die Soziale Plattform Dorf (SPD) tagt.", "de", ["Soziale Plattform Dorf/party"])
    assert show("Die SPD siegt.") == [["SPD=party-spd"]]


KEPT = [
    ("de", "Die Sozialdemokratische Partei von Deutschland (SPD) tagt. | Die SPD siegt.", "SPD",
     ["Sozialdemokratische Partei von Deutschland/party"], "party-spd"),
    ("de", "Die Genossen (SPD) tagen. | Die SPD siegt.", "SPD", ["Genossen/party"], "party-spd"),
    ("de", "Die SPD siegt. | Friedrich Merz (CDU) spottet. | Die CDU jubelt.", "CDU", [], "party-cdu"),
    ("en", "The Communist Party of Russian Federation (CPRF) met. | The CPRF left.", "CPRF",
     ["Communist Party of Russian Federation/party"], "party-kprf"),
    ("ru", "Партия Ленина (КПРФ) собралась. | КПРФ молчит.", "КПРФ", ["Партия Ленина/party"], "party-kprf"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "short", "tags", "actor"), KEPT)
def test_a_known_abbreviation_stays(
    read: Read, language: str, text: str, short: str, tags: list[str], actor: str
) -> None:
    """A name written otherwise, or one that the letters do not spell, takes no abbreviation from its actor."""
    assert {m.actor for row in read(text, language, tags) for m in row if m.surface == short} == {actor}


FORMS = [
    ("de", "Die Partei „Neuer Morgen“ wächst. | Anhänger des Neuen Morgens feiern. | Partei Neuer Morgen siegt.",
     ["Neuer Morgen/party", "Neuen Morgens/organisation", "Partei Neuer Morgen/party"], "new:neuer-morgen"),
    ("de", "Partei Neuer Morgen siegt. | Der Neue Morgen schweigt.", ["Partei Neuer Morgen/party", "Neue/media"],
     "new:neuer-morgen"),
    ("de", "Der Plan Morgenrots steht. | „Morgenrot“ siegt. | MORGENROT wächst.",
     ["Morgenrots/party", "Morgenrot/party", "MORGENROT/party"], "new:morgenrot"),
    ("en", "“New Dawn” grows. | New Dawn's plan fails. | The New Dawn Party met. | New-Dawn left.",
     ["New Dawn/party", "New Dawn's/party", "New Dawn Party/party", "New-Dawn/party"], "new:new-dawn"),
    ("ru", "Сторонники «Нового рассвета» ушли. | Партия «Новый рассвет» растёт. | Партии Новый Рассвет отказали.",
     ["Нового рассвета/party", "Новый рассвет/party", "Партии Новый Рассвет/party"], "new:novyy-rassvet"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "tags", "actor"), FORMS)
def test_the_forms_of_a_new_name_are_one_actor(
    read: Read, language: str, text: str, tags: list[str], actor: str
) -> None:
    """Quotes, case, hyphens, the noun of its kind and the genitive make no second id."""
    found = [m.actor or "" for row in read(text, language, tags) for m in row]
    assert {key for key in found if key.startswith("new:")} == {actor}
    assert found.count(actor) >= len(tags)


@pytest.mark.parametrize(
    ("language", "text", "tags"),
    [
        ("de", "Neuer Morgen siegt. | Neuer Mut verliert.", ["Neuer Morgen/party", "Neuer Mut/party"]),
        ("en", "The Reform Party met. | The Reform Bloc left.", ["Reform Party/party", "Reform Bloc/party"]),
        ("ru", "Новый рассвет растёт. | Новый закат падает.", ["Новый рассвет/party", "Новый закат/party"]),
        ("de", "Hans Peter kam. | Hans Petersen ging.", ["Hans Peter/person", "Hans Petersen/person"]),
    ],
)
def test_names_that_are_merely_alike_stay_two(read: Read, language: str, text: str, tags: list[str]) -> None:
    """Two new names that share a word are two actors."""
    assert len({m.actor for row in read(text, language, tags) for m in row}) == 2


def test_an_institution_of_another_country_is_not_the_known_one(read: Read) -> None:
    """A known name beside another country is looked for there ("Oberstes Gericht" of whom?)."""
    found = read("The Supreme Court of Poland ruled.", "en", ["Supreme Court/institution"])[0]
    assert [m.actor for m in found] == ["new:supreme-court-pol", "state-pol"]
