"""Groups told by what they are and not by a name: riot police, protesters, the opposition's supporters.

The mention head marks them, and a table of nouns finds those that it passes over. One that points back to a
named actor is resolved as such; else the group is a provisional actor of its own, known by its noun and by the
country spoken of, as an analyst would list it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from konturen.actors.describe import RULE_SCORE, pointer
from konturen.actors.values import Cast, Who, words
from konturen.names.stems import stem_key
from konturen.names.text import slug
from konturen.records import ActorType, Mention, Sentence, Span, Tagged

GROUPS: frozenset[ActorType] = frozenset({"movement", "institution", "organisation"})
"""Types that a group without a name can have. Unnamed persons are no actors of a dossier."""

SURE = 0.6
"""Least score of a tag at which its words name a group: below it the head marks things and events too."""

FOUND = 0.7
"""Factor on the tag's score: that the words name a group is surer than which group it is."""


_LEAD = re.compile(
    r"(?:(?:die|der|das|dem|den|des|eine[rnms]?|ein|seine?[rmns]?|ihre?[rmns]?|diese[rmns]?|jene[rmns]?|einige[rn]?"
    r"|mehrere[rn]?|the|an?|some|its|their|his|her|these|those|this|that"
    r"|эт(?:и|их|им|ими|ой|от|ого))\s+)+",
    re.IGNORECASE,
)
"""Articles and pointing words before the noun; no part of a group's name."""


def is_group(tag: Tagged, language: str) -> bool:
    """Whether a description names a group by what it is; words that only point back ("the party") do not."""
    return (
        tag.form == "description"
        and tag.type in GROUPS
        and tag.score >= SURE
        and pointer(tag.surface, language) is None
        and _LEAD.fullmatch(f"{tag.surface} ") is None
    )


def group_nouns(sentence: Sentence) -> tuple[Tagged, ...]:
    """The nouns of a sentence that name a group by what it is, after data/groups.toml."""
    found = []
    first = next((n for n, c in enumerate(sentence.text) if c.isalnum()), 0)
    for kind, pattern in _nouns().get(sentence.language, {}).items():
        for match in pattern.finditer(sentence.text):
            # A German noun has its capital; elsewhere a capital makes a name, but for the first word.
            if match[0][0].isupper() == (sentence.language == "de") or match.start() == first:
                span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
                found.append(Tagged(span, match[0], kind, "description", RULE_SCORE))
    return tuple(sorted(found, key=lambda tag: tag.span))


@cache
def _nouns() -> dict[str, dict[ActorType, re.Pattern[str]]]:
    """One pattern a language and type."""
    data = tomllib.loads((resources.files("konturen") / "data" / "groups.toml").read_text("utf-8"))
    found: dict[str, dict[ActorType, re.Pattern[str]]] = {}
    for entry in data["group"]:
        for language, nouns in entry["words"].items():
            # Longest first: "riot police" before "police".
            body = "|".join(sorted(nouns, key=len, reverse=True))
            persons = "|".join(entry.get("persons", {}).get(language, ["(?!)"]))
            after = "|".join(data["not_before"].get(language, ["(?!)"]))
            found.setdefault(language, {})[entry["type"]] = re.compile(
                rf"(?<![\w-])(?:{body}|{_NOT_ONE}(?:{persons})(?! [A-ZÄÖÜ]))(?![\w-])(?!\s(?:{after})\b)",
                re.NOFLAG if language == "de" else re.IGNORECASE,
            )
    return found


_NOT_ONE = r"(?<!\bdem )(?<!\beinem )(?<!\beinen )"
"""What a German noun of several persons does not follow."""


def group(sentence: Sentence, tag: Tagged, state: str | None, cast: Cast) -> Mention:
    """The group as a provisional actor: one a noun and country; `state` is that actor's id, if any."""
    lead = _LEAD.match(words(sentence, tag.span))
    span = Span(tag.span.start + (lead.end() if lead else 0), tag.span.end)
    surface = words(sentence, span)
    place = state.removeprefix("state-") if state else ""
    key = "-".join(filter(None, ["new:group", slug(stem_key(surface, cast.language)), place]))
    name = f"{surface} ({cast[state].name})" if state else surface
    who = cast.add(Who(key, name, tag.type, cast[state].country if state else None))
    reason = "group told by a description"
    return cast.mention(sentence, span, who.id, form="description", score=FOUND * tag.score, reason=reason)
