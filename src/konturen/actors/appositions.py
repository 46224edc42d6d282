"""Descriptions that a person beside them settles: "der Co-Vorsitzende der Partei, Gennadi Semigin"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from konturen.actors.context import Context
from konturen.actors.values import words
from konturen.records import Mention, Sentence, Span, Tagged

PARTY_OF_PERSON = 0.9
"""Factor on the tag's score: the catalog knows one party as the person's at the date."""
_OF_PARTY = re.compile(
    r",\s+(?:[\w-]+\s+){0,3}[\w-]*(?:[Vv]orsitz|[Cc]hef|[Mm]itglied|[Ss]precher|[Ss]ekretär|[Pp]olitiker|"
    r"[Gg]ründer|leader|chair|member|secretary|founder|лидер|председател|член|секретар|основател)[\w-]*\s+"
    r"(?:(?:der|of|in|the|its|seiner|ihrer)\s+){0,2}"
)
_NAME_FOLLOWS = re.compile(r"[,\s]\s*")


def own_party(tag: Tagged, sentence: Sentence, mentions: Sequence[Mention], context: Context) -> Mention | None:
    """The party that the catalog knows as that of the person named beside "the party", at the document's date.

    Who leads or belongs to a party is known better than which party stood nearest in the text.
    """
    for person in mentions:
        if person.type != "person" or not person.actor or not _beside(tag, person, sentence):
            continue
        parties = _parties(person.actor, context)
        if len(parties) == 1:
            reason = f"party of {person.name} by the catalog"
            score = PARTY_OF_PERSON * tag.score
            return context.cast.mention(
                sentence, tag.span, parties[0], form="description", score=score, reason=reason
            )
    return None


def _beside(tag: Tagged, person: Mention, sentence: Sentence) -> bool:
    """Whether the name follows at once, or stands before with an office in the party between."""
    after = words(sentence, Span(tag.span.end, max(tag.span.end, person.span.start)))
    before = words(sentence, Span(person.span.end, max(person.span.end, tag.span.start)))
    return bool(_NAME_FOLLOWS.fullmatch(after) or _OF_PARTY.fullmatch(before))


def _parties(person: str, context: Context) -> list[str]:
    catalog = context.cast.catalog
    known = catalog.get(person)
    ties = [tie for tie in known.ties if tie.relation in ("leads", "member_of")] if known else []
    return list(
        dict.fromkeys(
            tie.actor
            for tie in ties
            if tie.holds(context.date) and tie.actor in catalog and catalog.type_of(tie.actor) == "party"
        )
    )
