"""Groups told by what they are and not by a name: riot police, protesters, the opposition's supporters.

The mention head marks them. One that points back to a named actor is resolved as such; else the group is a
provisional actor of its own, known by its noun and by the country spoken of, as an analyst would list it.
"""

from __future__ import annotations

import re

from konturen.actors.describe import pointer
from konturen.actors.names import slug, stem_key
from konturen.actors.values import Cast, Who, words
from konturen.records import ActorType, Mention, Sentence, Span, Tagged

GROUPS: frozenset[ActorType] = frozenset({"movement", "institution", "organisation"})
"""Types that a group without a name can have. Unnamed persons are no actors of a dossier."""

SURE = 0.6
"""Least score of a tag at which its words name a group: below it the head marks things and events too."""

FOUND = 0.7
"""Factor on the tag's score: that the words name a group is surer than which group it is."""


def is_group(tag: Tagged, language: str) -> bool:
    """Whether a description names a group by what it is; words that only point back ("the party") do not."""
    return (
        tag.form == "description"
        and tag.type in GROUPS
        and tag.score >= SURE
        and pointer(tag.surface, language) is None
    )


_LEAD = re.compile(
    r"(?:(?:die|der|das|dem|den|des|eine[rnms]?|ein|the|an?|some|its|their|his|her|diese[rmns]?|these|those"
    r"|эт(?:и|их|им|ими|ой|от|ого))\s+)+",
    re.IGNORECASE,
)
"""Articles and pointing words before the noun; no part of a group's name."""


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
