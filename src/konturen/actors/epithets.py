"""Parties named by their place in power: "die kasachische Regierungspartei", "ruling party", «партия
власти»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

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


def find_epithets(sentence: Sentence, mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """The sentence's mentions, with those of governing parties named only as such."""
    pattern = _HEADS.get(context.cast.language)
    if pattern is None:
        return list(mentions)
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
    for party in cast.catalog.of_type("party"):
        in_power = any(tie.relation == "governs" and tie.until is None for tie in party.ties)
        if party.country and (
            in_power or any(form.kind == "epithet" and _IN_POWER.search(form.surface) for form in party.forms)
        ):
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
MEMBERS = 0.75
"""Score of a party named by its members ("die Kommunisten") after the document named the party."""


def find_members(sentence: Sentence, mentions: Sequence[Mention], context: Context) -> list[Mention]:
    """The sentence's mentions, with those of parties that the document names and here calls by their members.

    "Die Kommunisten" is the last party before whose name begins so (Kommunistische Partei der ...), if any.
    """
    pattern, cast = _MEMBERS.get(context.cast.language), context.cast
    if pattern is None:
        return list(mentions)
    found = list(mentions)
    for match in pattern.finditer(sentence.text):
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
        stem = fold(match["stem"]).replace(" ", "")
        parties = [
            key for key, place in context.last.items() if place < span.start and stem in _starts(key, cast)
        ]
        if not parties or not free(span, found):
            continue
        party = max(parties, key=lambda key: context.last[key])
        reason = f"members of {cast[party].name}, named before"
        found.append(cast.mention(sentence, span, party, form="demonym", score=MEMBERS, reason=reason))
    return list(ordered(found))


def _starts(party: str, cast: Cast) -> frozenset[str]:
    """The beginnings of a party's names, of all lengths, folded and without spaces."""
    if cast[party].type != "party":
        return frozenset()
    known = cast.catalog.get(party)
    names = [name.text for name in known.names] if known else [cast[party].name]
    return frozenset(start for name in names for start in accumulate(fold(name).replace(" ", "")))
