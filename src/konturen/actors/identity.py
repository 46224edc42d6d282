"""Whether two names are one actor's, by the catalog and by their letters, with the reason.

The catalog knows what no letters show: that Einiges Russland and United Russia are one party, and that two
namesakes are two persons. Where it is silent or undecided, `konturen.names.same` decides alone.
"""

from __future__ import annotations

import re

from konturen.actors.catalog import Actor, Catalog
from konturen.names.same import DIFFERENT, DOUBTFUL, LONE, Likeness, compare
from konturen.names.sound import sound_key
from konturen.names.text import fold, plain
from konturen.names.tokens import MAX_NAME, cleaned, is_function, is_generic, words_of

KNOWN, UNDECIDED, SURE_LETTERS = 0.97, 0.45, 0.9
"""Scores: both are names of one known actor; both can be; letters that outweigh that they are listed apart."""


def same_actor(one: str, other: str, catalog: Catalog) -> Likeness:
    """Whether two names are one actor's; the score is 0 to 1, the reason in words."""
    by_letters = compare(one, other)
    if by_letters.score in (0.0, 1.0) or max(len(one), len(other)) > MAX_NAME:
        return by_letters
    first, second = named(one, catalog), named(other, catalog)
    shared = first & second
    if shared:
        return _shared(shared, first | second, by_letters, catalog)
    if first and second:
        return _apart(first, second, by_letters, catalog)
    for known, name in ((first, other), (second, one)):
        if known and by_letters.same and by_letters.score <= LONE:
            return _lone(known, name, by_letters, catalog)
    return by_letters


def named(name: str, catalog: Catalog) -> frozenset[str]:
    """The ids of the known actors whom a name can mean: as listed, folded, or a person's name respelled.

    A state in brackets behind the name says of which country it is ("Birlik (Uzbekistan)"); an abbreviation
    there is a second name.
    """
    bracketed = _BRACKETED.fullmatch(name.strip())
    if not bracketed:
        return _named(name, catalog)
    within = _named(bracketed[2], catalog)
    found = _named(bracketed[1], catalog)
    countries = {catalog.country_of(key) for key in within if catalog.type_of(key) == "state"}
    if countries:
        return frozenset(key for key in found if catalog.country_of(key) in countries)
    return (found & within) or found or within


_BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]+)\)")


def _named(name: str, catalog: Catalog) -> frozenset[str]:
    counted = words_of(name).counted
    words = " ".join(counted)
    weighty = [word for word in counted if not is_generic(word)]
    without_article = counted[1:] if len(counted) > 1 and is_function(counted[0]) else counted
    surfaces = (plain(cleaned(name)), words, " ".join(without_article), " ".join(weighty))
    for surface in dict.fromkeys(surfaces):
        called = catalog.called(surface, exactly=surface.isupper()) if surface else frozenset()
        found = frozenset(
            key for key in called if catalog.type_of(key) != "person" or _bears(catalog[key], surface)
        )
        if found:
            return found
    return _respelled(words, catalog) if " " in words else frozenset()


def _respelled(name: str, catalog: Catalog) -> frozenset[str]:
    """Known persons a whole name of whom is spelled otherwise: found by sound, confirmed by letters."""
    near = catalog.sounding(sound_key(name)) | catalog.sounding(sound_key(fold(name)))
    return frozenset(key for key in near if _is_called(catalog[key], name))


def _bears(person: Actor, name: str) -> bool:
    """Whether a form of a person is a name of hers: Лаврова is a form of Лавров, and no name."""
    return any(compare(name, known.text).same for known in person.names)


def _is_called(actor: Actor, name: str) -> bool:
    return any(compare(name, known.text).score >= SURE_LETTERS for known in actor.names if " " in known.text)


def _shared(shared: frozenset[str], every: frozenset[str], by_letters: Likeness, catalog: Catalog) -> Likeness:
    if len(every) == 1:
        key = next(iter(every))
        reason = f"both are names of {catalog.name(key, 'en')} ({key})"
        told = f"{by_letters.reason}; {reason}" if by_letters.same else reason
        return Likeness(max(KNOWN, by_letters.score), told)
    if by_letters.same:
        return by_letters
    listed = ", ".join(sorted(shared))
    others = ", ".join(sorted(every - shared)) or "several actors"
    return Likeness(UNDECIDED, f"both can name {listed}, but one also names {others}")


def _apart(first: frozenset[str], second: frozenset[str], by_letters: Likeness, catalog: Catalog) -> Likeness:
    """Both names are known, as names of different actors."""
    if by_letters.score >= SURE_LETTERS and (len(first) > 1 or len(second) > 1):
        return by_letters
    one, other = (
        ", ".join(f"{catalog.name(key, 'en')} ({key})" for key in sorted(keys)[:3]) for keys in (first, second)
    )
    return Likeness(DIFFERENT, f"names of two actors: {one} and {other}")


def _lone(known: frozenset[str], name: str, by_letters: Likeness, catalog: Catalog) -> Likeness:
    """A family name alone that the catalog knows as somebody's, against a whole name that it does not know."""
    if len(words_of(name).counted) < 2 or any(_is_called(catalog[key], name) for key in known):
        return by_letters
    people = ", ".join(f"{catalog.name(key, 'en')}" for key in sorted(known)[:3])
    return Likeness(DOUBTFUL, f"the family name alone means {people} in the catalog")
