"""Groups told by a description: when they are actors, and which."""

from __future__ import annotations

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.groups import SURE, group_nouns, is_group
from konturen.actors.mentions import find
from konturen.actors.sift import sift
from konturen.records import ActorType, Mention, MentionForm, Sentence, Span, Tagged


def tag(
    text: str,
    words: str,
    kind: ActorType = "movement",
    form: MentionForm = "description",
    score: float = 0.9,
) -> Tagged:
    """What the head would mark."""
    start = text.index(words)
    return Tagged(Span(start, start + len(words)), words, kind, form, score)


def mentions(catalog: Catalog, language: str, text: str, *tags: Tagged) -> list[Mention]:
    """The mentions of a one-sentence text."""
    sentence = Sentence(Span(0, len(text)), text, 0, 0, language)
    (row,) = find([sentence], language, catalog, [tags])
    return list(row)


@pytest.mark.parametrize(
    ("words", "kind", "form", "score", "wanted"),
    [
        ("riot police", "institution", "description", 0.9, True),
        ("protesters", "movement", "description", SURE, True),
        ("protesters", "movement", "description", SURE - 0.01, False),
        ("a witness", "person", "description", 0.9, False),
        ("they", "movement", "pronoun", 0.9, False),
        ("the party", "organisation", "description", 0.9, False),
        ("The", "movement", "description", 0.9, False),
    ],
)
def test_what_is_a_group(words: str, kind: ActorType, form: MentionForm, score: float, wanted: bool) -> None:
    """A described body or crowd is one; persons, pronouns, words that only point back and weak tags are not."""
    assert is_group(tag(words, words, kind, form, score), "en") is wanted


def test_a_group_is_known_by_noun_and_country(catalog: Catalog) -> None:
    """The country spoken of is part of the identity, the article is not part of the name."""
    text = "In Kazakhstan the protesters marched, and police followed."
    found = mentions(catalog, "en", text, tag(text, "the protesters"))
    (crowd,) = [m for m in found if m.form == "description" and m.type == "movement"]
    assert (crowd.surface, crowd.name) == ("protesters", "protesters (Kazakhstan)")
    assert crowd.actor == "new:group-protesters-kaz"


def test_inflected_words_are_one_group(catalog: Catalog) -> None:
    """Two cases of one noun are one actor."""
    text = "Протестующие ждали, протестующих разогнали в Минске."
    found = mentions(catalog, "ru", text, tag(text, "Протестующие"), tag(text, "протестующих"))
    crowd = {m.actor for m in found if m.form == "description"}
    assert len(crowd) == 1


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Riot police beat protesters; the Court of Auditors waited.", ["Riot police", "protesters"]),
        ("en", "He forces them to courtesy.", []),
        ("de", "Das Bezirksgericht ließ Demonstranten frei.", ["Bezirksgericht", "Demonstranten"]),
        ("de", "Die Regierungserklärung zu richten, war polizeilich erlaubt.", []),
        ("ru", "Суд оштрафовал протестующих.", ["Суд", "протестующих"]),
        ("ru", "Форум «Коалиция» ждал полицейских машин.", []),
        ("de", "Die US-Regierung warnte Hamas-Kämpfer.", ["US-Regierung", "Hamas-Kämpfer"]),
        ("de", "Er traf Richter Hans Meier, einen Aktivisten und das Nudelgericht.", []),
        ("en", "Police officers took police custody records of the military aid.", ["Police officers"]),
    ],
)
def test_nouns_of_groups(language: str, text: str, wanted: list[str]) -> None:
    """Nouns that name a group are found whole, longest first; names, verbs and longer words are not."""
    sentence = Sentence(Span(0, len(text)), text, 0, 0, language)
    assert [tag.surface for tag in group_nouns(sentence)] == wanted


def test_a_group_is_of_the_country_beside_it(catalog: Catalog) -> None:
    """The country named with the group goes before the one that the sentence began with."""
    text = "Kazakhstan waited, but a court in Russia ruled."
    found = mentions(catalog, "en", text, tag(text, "court", "institution"))
    (court,) = [m for m in found if m.surface == "court"]
    assert court.name == "court (Russia)"


def test_many_groups_are_found_in_good_time(catalog: Catalog) -> None:
    """A sentence of ten thousand groups and as many marks before them is read; each is found once."""
    text = "- " * 10_000 + "police he " * 10_000
    sentence = Sentence(Span(0, len(text)), text, 0, 0, "en")
    (row,) = sift([sentence], [()], catalog)
    assert sum(tag.surface == "police" for tag in row) == 10_000
