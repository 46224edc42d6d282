"""Parties, movements and organisations that share a name in some language with one of another country.

The catalog may have "Новые люди" for the Russian party only, while "New People" is a Kazakh movement, too: in
"«Новые люди» Казахстана" the country beside says which one is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from konturen.actors.alternatives import Rated, alternatives
from konturen.actors.catalog import Catalog
from konturen.actors.values import Cast, country_beside, renamed
from konturen.names.text import fold
from konturen.records import ActorType, Mention, Sentence, Span

NAMESAKE = 0.85
"""Score of an actor that shares a name in another language and whose country stands beside."""
_TYPES: tuple[ActorType, ...] = ("party", "movement", "organisation")


def by_country_beside(sentence: Sentence, mentions: Sequence[Mention], cast: Cast) -> list[Mention]:
    """The mentions of a sentence; a name beside which another country stands is its one namesake there, if it
    has any."""
    states = [mention for mention in mentions if mention.type == "state"]
    if not states:
        return list(mentions)
    return [_checked(sentence, mention, states, cast) for mention in mentions]


def instead(
    sentence: Sentence, span: Span, actors: Sequence[str], states: Sequence[Mention], cast: Cast
) -> tuple[Mention, ...]:
    """The mention of the namesake of the country beside, where none of the actors that a name can mean is of
    that country; else nothing."""
    beside = country_beside(sentence, span, states, cast)
    countries = {cast[state.actor].country for state in beside if state.actor}
    if not countries or any(cast[actor].country in countries for actor in actors):
        return ()
    first = cast.mention(sentence, span, actors[0], form="name", score=NAMESAKE, reason="")
    found = _checked(sentence, first, states, cast)
    return (found,) if found.actor != actors[0] else ()


def _checked(sentence: Sentence, mention: Mention, states: Sequence[Mention], cast: Cast) -> Mention:
    if mention.type not in _TYPES or mention.form != "name" or mention.actor not in cast.catalog:
        return mention
    beside = country_beside(sentence, mention.span, states, cast)
    countries = {cast[state.actor].country for state in beside if state.actor}
    was = mention.actor or ""
    if not countries or cast[was].country is None or cast[was].country in countries:
        return mention
    own = [key for key in namesakes(was, cast.catalog) if cast.catalog.country_of(key) in countries]
    if len(own) != 1:
        return mention
    others = alternatives([Rated(was, 0.0, "same name, but another country stands beside")], NAMESAKE, cast)
    reason = f"country beside: {beside[0].surface}; shares a name with {cast[was].name}"
    return replace(renamed(mention, cast[own[0]], reason, others), score=NAMESAKE)


def namesakes(actor: str, catalog: Catalog) -> tuple[str, ...]:
    """The ids of the other actors that share a name in full, in whatever language, with this one."""
    index = catalog.derived("namesakes", lambda: _index(catalog))
    found = dict.fromkeys(key for name in _names(actor, catalog) for key in index.get(name, ()))
    return tuple(key for key in found if key != actor)


def _index(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = {}
    for kind in _TYPES:
        for actor in catalog.of_type(kind):
            for name in _names(actor.id, catalog):
                index.setdefault(name, {})[actor.id] = None
    return {name: tuple(keys) for name, keys in index.items()}


def _names(actor: str, catalog: Catalog) -> set[str]:
    kinds = ("abbreviation", "epithet", "demonym", "adjective")
    return {fold(name.text) for name in catalog[actor].names if name.kind not in kinds}
