"""Parties named by their place in power: "die kasachische Regierungspartei", "ruling party", «партия
власти»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from konturen.actors.alternatives import Rated, alternatives, ended, gone
from konturen.actors.context import Context
from konturen.actors.values import QUOTES, Cast, Who, between, country_beside, free, ordered, words
from konturen.names.text import fold
from konturen.records import Mention, Sentence, Span

GOVERNS, ONLY_ONE, UNKNOWN = 0.85, 0.75, 0.6
"""Scores: the catalog says that the party governs, only one governing party of the text fits, none is known."""
_HEADS = {
    "de": re.compile(r"(?<!\w)(?:Regierungspartei|Präsidentenpartei|Mehrheitspartei|Kremlpartei|Machtpartei|"
                     r"(?:regierenden?|herrschenden?|präsidialen?) Partei|Partei der (?:Mehrheit|"
                     r"Macht))(?!\w)"),
    "en": re.compile(r"(?<!\w)(?:(?:ruling|governing|presidential|majority) party|party of power)(?!\w)",
    re.IGNORECASE),
    "ru": re.compile(r"(?<!\w)(?:(?:правящ|пропрезидентск)(?:ая|ей|ую|ой) парти(?:я|и|ю|ей)|"
                     r"парти(?:я|и|ю|ей) (?:власти|большинства))(?!\w)", re.IGNORECASE),
}  # fmt: skip
_IN_HEADS = ("part", "парти")
"""One of these stands in all that the patterns of `_HEADS` find."""


def find_epithets(sentence: Sentence, mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """The sentence's mentions, with those of governing parties named only as such."""
    pattern = _HEADS.get(context.cast.language)
    if pattern is None or not any(part in sentence.text.lower() for part in _IN_HEADS):
        return list(ordered(mentions))
    found = list(mentions)
    states = [mention for mention in mentions if mention.type == "state"]
    for match in pattern.finditer(sentence.text):
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
        if not free(span, found) or _named_at_once(span, mentions, sentence):
            continue
        beside = country_beside(sentence, span, states, context.cast)
        near = beside or sorted((m for m in states if m.span.end <= span.start), key=lambda m: -m.span.end)
        state = near[0].actor if near else None
        made = _mention(sentence, span, state, context, sure=bool(beside))
        if made:
            found.append(made)
    return list(ordered(found))


def _named_at_once(span: Span, mentions: Sequence[Mention], sentence: Sentence) -> bool:
    """Whether the party's name follows: "die regierende Partei AMANAT"."""
    parties = (m for m in mentions if m.type == "party" and m.span.start >= span.end)
    return any(not between(sentence, span, party.span).strip(QUOTES + " ,") for party in parties)


def _mention(sentence: Sentence, span: Span, state: str | None, context: Context, sure: bool) -> Mention | None:
    cast = context.cast
    country = cast[state].country if state else None
    parties = governing(country, cast) if country else ()
    named = [party for party in parties if party in context.known]
    choice = named or list(parties)
    if len(choice) == 1:
        score = GOVERNS if sure else ONLY_ONE
        reason = f"governing party of {cast[state].name if state else 'the country'}"
        return cast.mention(sentence, span, choice[0], form="description", score=score, reason=reason)
    if not state or not sure:
        return None
    name = f"{words(sentence, span)} ({cast[state].name})"
    who = cast.add(Who(f"new:ruling-party-{state.removeprefix('state-')}", name, "party", country))
    reason = "party in power, name not known"
    return cast.mention(sentence, span, who.id, form="description", score=UNKNOWN, reason=reason)


_IN_POWER = re.compile(
    r"Regierungspartei|Präsidentenpartei|Partei der M|ruling|governing|party of power|власти|правящ|большинства"
)


def governing(country: str, cast: Cast) -> tuple[str, ...]:
    """The parties of a country that the catalog has in power: by a tie, an epithet, or as its leaders'
    party."""
    index = cast.catalog.derived("governing", lambda: _governing(cast))
    return index.get(country, ())


def _governing(cast: Cast) -> dict[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = {}
    called_so = {
        key
        for _, key, kind, surface, code in cast.catalog.entries()
        if kind == "party" and code[1] == "epithet" and _IN_POWER.search(surface)
    }
    for party in cast.catalog.of_type("party"):
        in_power = any(tie.relation == "governs" and tie.until is None for tie in party.ties)
        if party.country and (in_power or party.id in called_so):
            index.setdefault(party.country, {})[party.id] = None
    for country, state in cast.catalog.states().items():
        for person, tie in cast.catalog.leaders(state):
            if country in index or tie.until is not None:
                continue
            for membership in person.ties:
                if membership.until is None and membership.relation in ("member_of", "leads"):
                    key = membership.actor
                    if key in cast.catalog and cast.catalog.type_of(key) == "party":
                        index.setdefault(country, {})[key] = None
    return {country: tuple(parties) for country, parties in index.items()}


_MEMBERS = {
    "de": re.compile(
        r"(?<![\w-])(?P<stem>(?:\w+-?)?(?:[Dd]emokrat|[Kk]ommunist|[Ss]ozialist|[Rr]epublikan))(?:en|"
        r"ern?)(?![\w-])"
    ),
    "en": re.compile(
        r"(?<![\w-])(?P<stem>(?:(?!The )[A-Z]\w+[ -])?(?:[Dd]emocrat|[Cc]ommunist|[Ss]ocialist|"
        r"[Rr]epublican))s(?![\w-])"
    ),
    "ru": re.compile(
        r"(?<![\w-])(?P<stem>(?:\w+-)?(?:[Дд]емократ|[Кк]оммунист|[Сс]оциалист|[Рр]еспубликан))"
        r"(?:ы|ов|ам|ами|ах|цы|цев)(?![\w-])"
    ),
}
_IN_MEMBERS = tuple(
    "emokrat emocrat ommunist ozialist ocialist epublikan epublican емократ оммунист оциалист еспублик".split()
)
"""One of these stands in all that the patterns of `_MEMBERS` find: to look for them is much faster."""
MEMBERS = 0.75
"""Score of a party named by its members ("die Kommunisten") after the document named the party."""


def find_members(sentence: Sentence, mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """The sentence's mentions, with those of parties that the document names and here calls by their members.

    "Die Kommunisten" is the last party before whose name begins so (Kommunistische Partei der ...), if any;
    with a country beside ("die kasachischen Kommunisten") the one party of that country whose name begins so.
    """
    pattern = _MEMBERS.get(context.cast.language)
    if pattern is None or not any(part in sentence.text for part in _IN_MEMBERS):
        return list(ordered(mentions))
    found = list(mentions)
    for match in pattern.finditer(sentence.text):
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
        stem = fold(match["stem"]).replace(" ", "")
        if not free(span, found) and " " in match["stem"]:  # "Russian Communists": the adjective stands apart
            stem = stem[len(fold(match["stem"].split(" ")[0])) :]
            span = Span(span.start + match["stem"].index(" ") + 1, span.end)
        if not free(span, found):
            continue
        made = _member(sentence, span, stem, [m for m in mentions if m.type == "state"], context)
        if made:
            found.append(made)
    return list(ordered(found))


def _member(
    sentence: Sentence, span: Span, stem: str, states: Sequence[Mention], context: Context
) -> Mention | None:
    """The party that its members stand for: the last one named before, that of the country beside."""
    cast = context.cast
    beside = country_beside(sentence, span, states, cast)
    country = cast[beside[0].actor].country if beside and beside[0].actor else None
    named = [key for key, place in context.last.items() if place < span.start and stem in _starts(key, cast)]
    named.sort(key=lambda key: -context.last[key])
    fitting = [key for key in named if country is None or cast[key].country == country]
    if fitting:
        others = [Rated(key, -float(n), _against(key, country, cast)) for n, key in enumerate(named)]
        reason = f"members of {cast[fitting[0]].name}, named before"
        return _as_members(sentence, span, fitting[0], reason, others, cast)
    if country is None:
        return None
    parties = [key for key in _parties_of(country, cast) if stem in _starts(key, cast)]
    living = [key for key in parties if not gone(cast.catalog.get(key), context.date)] or parties
    if len(living) != 1:
        return None
    others = [
        Rated(key, 0.0, f"same name{ended(cast.catalog.get(key), context.date)}")
        for key in parties
        if key not in living
    ]
    others += [Rated(key, -1.0, _against(key, country, cast)) for key in named]
    reason = f"members of {cast[living[0]].name}, by the country beside"
    reason += ended(cast.catalog.get(living[0]), context.date)
    return _as_members(sentence, span, living[0], reason, others, cast)


def _as_members(
    sentence: Sentence, span: Span, party: str, reason: str, others: Sequence[Rated], cast: Cast
) -> Mention:
    made = cast.mention(sentence, span, party, form="demonym", score=MEMBERS, reason=reason)
    rest = [other for other in others if other.actor != party]
    return replace(made, alternatives=alternatives(rest, MEMBERS, cast))


def _against(party: str, country: str | None, cast: Cast) -> str:
    other = country is not None and cast[party].country != country
    return "members of the same name, but another country stands beside" if other else "named, but further away"


def _parties_of(country: str, cast: Cast) -> tuple[str, ...]:
    index = cast.catalog.derived("parties of countries", lambda: _parties_index(cast))
    return index.get(country, ())


def _parties_index(cast: Cast) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for party in cast.catalog.of_type("party"):
        if party.country:
            index.setdefault(party.country, []).append(party.id)
    return {country: tuple(parties) for country, parties in index.items()}


def _starts(party: str, cast: Cast) -> frozenset[str]:
    """The beginnings of a party's names, of all lengths, folded and without spaces."""
    if cast[party].type != "party":
        return frozenset()
    known = cast.catalog.get(party)
    names = [name.text for name in known.names] if known else [cast[party].name]
    return frozenset(start for name in names for start in accumulate(fold(name).replace(" ", "")))
