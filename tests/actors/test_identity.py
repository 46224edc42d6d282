"""Two names compared with what the catalog knows of them, beyond their letters."""

from __future__ import annotations

import json

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.identity import named, same_actor
from konturen.names.same import compare


def _actor(id: str, type: str, country: str | None, *names: tuple[str, str, str]) -> str:
    listed = [{"text": text, "language": language, "kind": kind} for text, language, kind in names]
    return json.dumps({"id": id, "type": type, "country": country, "names": listed})


CATALOG = Catalog.from_lines(
    [
        _actor("state-rus", "state", "RU", ("Russia", "en", "short"), ("Russland", "de", "short")),
        _actor("state-kaz", "state", "KZ", ("Kazakhstan", "en", "short"), ("Kasachstan", "de", "short")),
        _actor(
            *("party-er", "party", "RU"),
            *(("United Russia", "en", "short"), ("Einiges Russland", "de", "short")),
            *(("Единая Россия", "ru", "short"), ("ER", "de", "abbreviation")),
        ),
        _actor(
            "party-people-ru", "party", "RU", ("Neue Menschen", "de", "short"), ("New People", "en", "short")
        ),
        _actor("party-people-kz", "party", "KZ", ("Neue Menschen", "de", "short")),
        _actor(
            "person-lavrov", "person", "RU", ("Сергей Лавров", "ru", "short"), ("Sergei Lavrov", "en", "short")
        ),
        _actor("person-bush-41", "person", "US", ("George Bush", "en", "short")),
        _actor("person-bush-43", "person", "US", ("George Bush", "en", "short"), ("Bush Jr.", "en", "short")),
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Einiges Russland", "United Russia"),
        ("ER", "Единая Россия"),
        ("Russland", "Russia"),
        ("die ER", "United Russia"),
    ],
)
def test_names_of_one_listed_actor_are_the_same(one: str, other: str) -> None:
    """What no letter shows, with the actor as the reason, either way round; without the catalog they differ."""
    for answer in (same_actor(one, other, CATALOG), same_actor(other, one, CATALOG)):
        assert answer.same
        assert answer.score >= 0.97
        assert "both are names of" in answer.reason
    assert not compare("ER", "Единая Россия").same


@pytest.mark.parametrize(("one", "other"), [("Russland", "Einiges Russland"), ("New People", "United Russia")])
def test_names_of_two_listed_actors_are_different(one: str, other: str) -> None:
    """Both actors stand in the reason."""
    answer = same_actor(one, other, CATALOG)
    assert not answer.same
    assert "two actors" in answer.reason


def test_a_name_of_two_actors_is_told_apart_by_a_state_in_brackets() -> None:
    """Neue Menschen may be either party; with a state behind it, it is that state's."""
    assert named("Neue Menschen", CATALOG) == {"party-people-ru", "party-people-kz"}
    assert named("Neue Menschen (Kasachstan)", CATALOG) == {"party-people-kz"}
    assert named("Einiges Russland (ER)", CATALOG) == {"party-er"}
    assert named("Xyzzy (ER)", CATALOG) == {"party-er"}
    assert not same_actor("Neue Menschen (Kasachstan)", "Neue Menschen (Russland)", CATALOG).same
    assert same_actor("New People", "Neue Menschen (Russland)", CATALOG).same


def test_what_may_be_several_is_left_open() -> None:
    """One name is one party's, the other may be another's too: less than sure, with both named."""
    answer = same_actor("New People", "Neue Menschen", CATALOG)
    assert not answer.same
    assert answer.score > 0.4
    assert "party-people-kz" in answer.reason


def test_a_respelled_person_is_found_by_sound() -> None:
    """Lawrow and Lavroff are the listed Lavrov; an inflected form is no name of his, and a near name is not he."""
    for spelled in ("Sergej Lawrow", "Sergei Lavroff"):
        assert named(spelled, CATALOG) == {"person-lavrov"}
        assert same_actor(spelled, "Сергей Лавров", CATALOG).same
    assert named("Sergei Lavrin", CATALOG) == frozenset()
    assert not same_actor("Sergei Lavrin", "Sergei Lavrov", CATALOG).same


def test_a_family_name_that_the_catalog_gives_to_another_is_doubtful() -> None:
    """Lavrov alone means the listed one, so an unlisted Pyotr Lavrov is hardly meant by it."""
    catalog = CATALOG.with_rows(
        [
            {
                "id": "person-lavrov",
                "type": "person",
                "names": [{"text": "Lavrov", "language": "en", "kind": "surname"}],
            }
        ]
    )
    answer = same_actor("Lavrov", "Pyotr Lavrov", catalog)
    assert not answer.same
    assert "family name alone means" in answer.reason
    assert same_actor("Lavrov", "Sergei Lavrov", catalog).same
    assert same_actor("Lavrov", "Pyotr Lavrov", Catalog.from_lines([])).same


def test_an_empty_catalog_leaves_the_answer_to_the_letters() -> None:
    """Score and reason are those of the two names alone."""
    empty = Catalog.from_lines([])
    for pair in (("ER", "United Russia"), ("Sergei Lavrov", "Sergej Lawrow"), ("Putin", "Lutin")):
        assert same_actor(*pair, empty) == compare(*pair)


HOSTILE = [
    "",
    " ",
    "\x00",
    "\u202e",
    "E",
    "x" * 5000,
    "(" * 5000,
    "a (" * 2000,
    " " * 5000 + "(x)",
    "ЕR",
    "e\u0301" * 3000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: f"{name[:3]!r} {len(name)}")
def test_hostile_names_match_nobody_by_accident(name: str) -> None:
    """Empty, one letter, thousands of letters, marks, brackets and mixed scripts: an answer, and not the same."""
    for known in ("United Russia", "ER", "Sergei Lavrov"):
        answer = same_actor(name, known, CATALOG)
        assert 0 <= answer.score <= 1
        assert not answer.same
        assert answer.reason
        assert same_actor(known, name, CATALOG).same == answer.same
