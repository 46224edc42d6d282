"""Which forms of names count only where the text introduces or supports them."""

from __future__ import annotations

from dataclasses import replace

from values import KIND_ORDER, Actor, Form
from words import words

CLEAR_SHORT = words("clear_abbreviations")
"""Abbreviations that are current everywhere, though two letters long."""

SHORTEST_CLEAR = 3
"""Letters from which an abbreviation is taken to be one."""

COMMON_CAPITALS = words("capital_words")
"""Abbreviations that are words when a headline stands in capitals."""

COMMON_WORDS = words("common_words")
"""Single German and English words that are names only in the right company."""


RUSSIAN_COMMON_WORDS = words("common_words_ru")
"""Russian words that are names only in the right company; others are told by their capital."""

SURNAME_WORDS = words("surname_words")
"""Surnames that are common words, too, at least at the head of a sentence."""


SHARED_NAMES = words("shared_names")
"""Names that parties or institutions of several countries bear."""

GIVEN_NAMES = words("given_names")
"""Given names, beside the first names of the catalog's own persons."""


SURNAME_FIRST = frozenset({"CN", "KP", "KR", "TW", "VN"})
"""Countries whose persons' names begin with the surname in German, English and Russian texts, too."""

PRINCIPAL_COUNTRY = {"de": "DE", "en": "US", "ru": "RU"}
"""The country whose parties and institutions a text in that language names without the country."""


def is_unclear_abbreviation(text: str) -> bool:
    """Whether an abbreviation has too few letters or is a word in capitals (ER, UR, CAR)."""
    if text.replace(".", "").replace("-", "") in CLEAR_SHORT:
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) < SHORTEST_CLEAR or text.upper() in COMMON_CAPITALS


def is_common_word(text: str) -> bool:
    """Whether a one-word name is a common noun, too."""
    return text in COMMON_WORDS or text in RUSSIAN_COMMON_WORDS


def mark_given_names(actors: list[Actor]) -> list[Actor]:
    """The actors, with every surname that is a given name marked as ambiguous in that language (Klaus, Ali)."""
    given = set(GIVEN_NAMES)
    for actor in actors:
        if actor.type != "person" or actor.country in SURNAME_FIRST:
            continue
        own = {form.text for form in actor.forms if form.kind == "surname"}
        firsts = {name.text.split(" ")[0] for name in actor.names if " " in name.text}
        given |= {first for first in firsts if first[:1].isupper()} - own
    return [_with_doubted_surnames(actor, given) if actor.type == "person" else actor for actor in actors]


def _with_doubted_surnames(actor: Actor, given: set[str]) -> Actor:
    doubted = {form.language for form in actor.forms if form.kind == "surname" and form.text in given}
    if not doubted:
        return actor
    forms = tuple(
        replace(form, ambiguous=True) if form.kind == "surname" and form.language in doubted else form
        for form in actor.forms
    )
    return replace(actor, forms=forms)


def settle(forms: list[Form]) -> tuple[Form, ...]:
    """One form for each text and language, of the strongest kind; clear where one of its kinds is clear."""
    best: dict[tuple[str, str], Form] = {}
    for form in forms:
        key = (form.text, form.language)
        known = best.get(key)
        if known is None:
            best[key] = form
            continue
        stronger = min(known, form, key=lambda one: KIND_ORDER.index(one.kind))
        best[key] = replace(stronger, ambiguous=known.ambiguous and form.ambiguous)
    return tuple(sorted(best.values(), key=lambda one: (one.language, KIND_ORDER.index(one.kind), one.text)))


def mark_shared(actors: list[Actor]) -> list[Actor]:
    """The actors, with every form that several of them claim marked as ambiguous for all but its owner.

    Owner is the one present state (Moscow is Russia's), else the one actor of the country that texts in that
    language mean without saying so (in German "die Grünen" are the German ones). Surnames are left alone: that
    several persons bear one is for the text to decide.
    """
    claims: dict[tuple[str, str], list[Actor]] = {}
    for actor in actors:
        for form in actor.forms:
            if not form.ambiguous and form.kind != "surname":
                claims.setdefault((form.text, form.language), []).append(actor)
    owners = {key: _owner(claimants, key[1]) for key, claimants in claims.items() if len(claimants) > 1}
    return [
        replace(actor, forms=tuple(_marked(actor, form, owners) for form in actor.forms)) for actor in actors
    ]


def _owner(claimants: list[Actor], language: str) -> str | None:
    states = [actor.id for actor in claimants if actor.type == "state" and not actor.dissolved]
    if states:
        return states[0] if len(states) == 1 else None
    living = [actor for actor in claimants if not actor.dissolved]
    near = [actor.id for actor in living if actor.country == PRINCIPAL_COUNTRY.get(language)]
    return near[0] if len(near) == 1 else None


def _marked(actor: Actor, form: Form, owners: dict[tuple[str, str], str | None]) -> Form:
    key = (form.text, form.language)
    if form.kind == "surname" or key not in owners or owners[key] == actor.id:
        return form
    return replace(form, ambiguous=True)
