"""Names that only the mention head sees: one actor for all their forms, never the nearest known one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from konturen.records import Mention

Read = Callable[..., list[list[Mention]]]
Show = Callable[..., list[list[str]]]

NEW = [
    ("ru", "Правительство Сооронбая Жээнбекова ушло. | Жээнбеков молчит.", ["Сооронбая Жээнбекова/person",
     "Жээнбеков/person"],
     {"new:sooronbay-zheenbekov"}, "Сооронбай Жээнбеков"),
    ("ru", "После отставки Темира Сариева. | Темир Сариев молчит.", ["Темира Сариева/person",
     "Темир Сариев/person"],
     {"new:temir-sariev"}, "Темир Сариев"),
    ("ru", "Встреча с Мариной Ворошиной. | Марина Ворошина молчит.", ["Мариной Ворошиной/person",
     "Марина Ворошина/person"],
     {"new:marina-voroshina"}, "Марина Ворошина"),
    ("de", "Leonid Cukanow schreibt. | Leonid Tsukanov warnt.", ["Leonid Cukanow/person",
     "Leonid Tsukanov/person"],
     {"new:leonid-cukanow"}, "Leonid Cukanow"),
    ("de", "Marko Hribar kam. | Marko Hribars Plan. | Hribar ging.",
     ["Marko Hribar/person", "Marko Hribars/person", "Hribar/person"], {"new:marko-hribar"}, "Marko Hribar"),
    ("de", "Die Union Freier Wähler tagt. | Mit der Union Freier Wähler", ["Union Freier Wähler/party"],
     {"new:union-freier-wahler"}, "Union Freier Wähler"),
    ("de", "Auf der Höheren Parteischule", ["Höheren Parteischule/institution"], {"new:hohere-parteischule"},
     "Höhere Parteischule"),
    ("en", "Jane Doe's plan. | Doe left.", ["Jane Doe's/person", "Doe/person"], {"new:jane-doe"}, "Jane Doe"),
    ("en", "The Reform Bloc (RB) met. | The RB left.", ["Reform Bloc/party"], {"new:reform-bloc"},
     "Reform Bloc"),
    ("en", "Jane Putin met no one. | Putin left.", ["Jane Putin/person", "Putin/person"], {"new:jane-putin"},
     "Jane Putin"),
    ("en", "Michael Putin met no one.", ["Michael Putin/person"], {"new:michael-putin"}, "Michael Putin"),
    ("de", "die „Junge Garde von Einiges Russland“", ["Junge Garde von Einiges Russland/organisation"],
     {"new:junge-garde-von-einiges-russland"}, "Junge Garde von Einiges Russland"),
    ("de", "die Kommunistische Partei Kasachstans", ["Kommunistische Partei Kasachstans/party"],
     {"new:kommunistische-partei-kasachstans"}, "Kommunistische Partei Kasachstans"),
]  # fmt: skip

KNOWN = [
    ("de", "Wladimir Zhirinowskij polterte.", ["Wladimir Zhirinowskij/person"], "person-zhirinovsky"),
    ("de", "Kassym-Schomart Tokaev reiste.", ["Kassym-Schomart Tokaev/person"], "person-tokayev"),
    ("en", "Wladimir Schirinowskij shouted.", ["Wladimir Schirinowskij/person"], "person-zhirinovsky"),
    ("de", "Fried Merz kam. | Merz ging.", ["Fried Merz/person"], "person-merz"),
    ("de", "Präsident Putin kam.", ["Präsident Putin/person"], "person-putin"),
    ("en", "Russian leader Vladimir Putin came.", ["Vladimir Putin/person"], "person-putin"),
    ("de", "die Partei AMANAT", ["Partei AMANAT/party"], "party-amanat"),
    ("de", "Wladimir Schirinowski kam. | Wladimir Wolfowitsch ging.", ["Wladimir Wolfowitsch/person"],
     "person-zhirinovsky"),
    ("de", "die Sozialrevolutionäre (SRZP)", ["Sozialrevolutionäre/party"], "party-srzp"),
    ("ru", "партия СДПК (СДПГ)", ["СДПК/party"], "party-spd"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "tags", "ids", "name"), NEW)
def test_a_new_name_is_one_new_actor(
    read: Read, language: str, text: str, tags: list[str], ids: set[str], name: str
) -> None:
    """All forms of a new name, inflected, shortened or spelled otherwise, are one provisional actor."""
    found = [m for row in read(text, language, tags) for m in row if m.actor and m.actor in ids]
    assert {m.actor for m in found} == ids
    assert {m.name for m in found} == {name}
    assert len(found) >= len(tags)


@pytest.mark.parametrize(("language", "text", "tags", "actor"), KNOWN)
def test_a_tagged_name_of_a_known_actor_is_recognised(
    read: Read, language: str, text: str, tags: list[str], actor: str
) -> None:
    """Another transliteration, a title within, a patronymic or a known abbreviation in brackets lead to the
    actor."""
    assert {m.actor for m in read(text, language, tags)[-1] if m.type != "state"} == {actor}


@pytest.mark.parametrize("name", ["Wladimir Lutin", "Olaf Schulz", "Friedrich März", "Dmitri Medwedjuk"])
def test_a_similar_name_stays_new(read: Read, name: str) -> None:
    """A name that is merely alike is never taken for the known one."""
    actors = [m.actor or "" for m in read(f"Gestern kam {name}.", "de", [f"{name}/person"])[0]]
    assert [actor.startswith("new:") for actor in actors] == [True]


def test_a_type_is_guessed_from_the_head(read: Read) -> None:
    """The new actor has the type that the head saw."""
    assert [
        m.type for m in read("Die Stiftung Morgenrot zahlt.", "de", ["Stiftung Morgenrot/organisation"])[0]
    ] == ["organisation"]
