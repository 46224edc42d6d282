"""The values that the modules of this stage pass to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from konturen.actors.catalog import Catalog
from konturen.records import ActorType, Alternative, Mention, MentionForm, Sentence, Span

LOOSE_TYPES: frozenset[ActorType] = frozenset(
    {"party", "organisation", "institution", "movement", "igo", "media", "other"}
)
"""Types that readers and classifiers confuse with one another; a state or a person is never one of them."""


@dataclass(frozen=True, slots=True)
class Who:
    """What the rules must know of an actor, known or provisional. `country` is alpha-2, `gender` m or f."""

    id: str
    name: str
    type: ActorType
    country: str | None = None
    gender: str | None = None


class Cast:
    """The actors of one document by id: those of the catalog, and the provisional ones that it brought up."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog = catalog
        self.language = language
        self._people: dict[str, Who] = {}

    def __getitem__(self, key: str) -> Who:
        if key not in self._people:
            actor = self.catalog[key]
            name = self.catalog.name(actor, self.language)
            self._people[key] = Who(key, name, actor.type, actor.country, actor.gender)
        return self._people[key]

    def get(self, key: str | None) -> Who | None:
        """The actor of that id, or None for None."""
        return None if key is None else self[key]

    def add(self, who: Who) -> Who:
        """A provisional actor; of two with one id the first stays."""
        return self._people.setdefault(who.id, who)

    def mention(
        self, sentence: Sentence, span: Span, key: str, *, form: MentionForm, score: float, reason: str
    ) -> Mention:
        """A mention of that actor at that span of the sentence."""
        who = self[key]
        return Mention(span, words(sentence, span), who.type, form, who.id, who.name, round(score, 3), reason)


def words(sentence: Sentence, span: Span) -> str:
    """What stands at a document span within a sentence."""
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]


def between(sentence: Sentence, first: Span, second: Span) -> str:
    """What stands from the end of one span to the start of another, within a sentence."""
    return words(sentence, Span(first.end, max(first.end, second.start)))


def compatible(one: ActorType, other: ActorType) -> bool:
    """Whether two types may be one actor's: equal, or both of the kinds that are easily confused."""
    return one == other or (one in LOOSE_TYPES and other in LOOSE_TYPES)


def free(span: Span, taken: Iterable[Mention]) -> bool:
    """Whether no mention lies on the span."""
    return not any(span.overlaps(mention.span) for mention in taken)


def ordered(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the text."""
    return tuple(sorted(mentions, key=lambda mention: (mention.span, mention.actor or "")))


def renamed(
    mention: Mention, who: Who, reason: str, alternatives: tuple[Alternative, ...] | None = None
) -> Mention:
    """The mention, now of another actor; the former alternatives stay but for that actor, or give way to new
    ones."""
    others = mention.alternatives if alternatives is None else alternatives
    kept = tuple(other for other in others if other.actor != who.id)
    return replace(mention, actor=who.id, name=who.name, type=who.type, reason=reason, alternatives=kept)


_LOWER = r"[^\W\d_A-ZÄÖÜА-ЯЁ][^\W\d_]*(?:-[^\W\d_]+)*"
QUOTES = "\"'„“”«»‚‘’‹›"
ATTRIBUTES = re.compile(rf"-?[\s{QUOTES}]*(?:{_LOWER}\s+){{0,2}}[{QUOTES}]*")
"""What may stand between an adjective of a state and its noun: further adjectives and an opening quote."""
VARIANT = re.compile(
    rf"\s+(?:Variante|Version|Ausgabe|Gegenstück|variant|version|вариант\w*|верси\w+)\s+(?:der|des|of the|"
    rf"of)?\s*[{QUOTES}]*"
)
GENITIVE = re.compile(rf"[{QUOTES}]*\s+(?:(?:of|in|von|aus|der|des|в|из)\s+(?:the\s+|der\s+)?)?")
"""What may stand between a noun and the state that it belongs to."""
JOINED = re.compile(r",?\s+(?:und|oder|and|or|и|или|wie auch|sowie|as well as)\s+|,\s+|-")


def country_beside(sentence: Sentence, span: Span, states: Iterable[Mention], cast: Cast) -> list[Mention]:
    """The mentions of states that qualify what stands at `span`, nearest first.

    Adjectives before ("der kasachischen „Neuen Menschen“", "zwischen den russischen und kasachischen ..."),
    else a state in the genitive after ("„Neue Menschen“ Kasachstans").
    """
    states = list(states)
    if not states:
        return []
    before = [m for m in states if m.span.end <= span.start]
    near: list[Mention] = []
    reach = span
    for mention in sorted(before, key=lambda m: -m.span.end):
        gap = between(sentence, mention.span, reach)
        joins = JOINED.fullmatch(gap) if near else ATTRIBUTES.fullmatch(gap) or VARIANT.fullmatch(gap)
        if mention.form not in ("adjective", "name", "abbreviation") or not joins:
            break
        if mention.form != "adjective" and (near or not _possessive(mention, gap, cast.language)):
            break
        near.append(mention)
        reach = mention.span
    if near:
        return near
    after = [m for m in states if m.span.start >= span.end and m.form in ("name", "capital", "abbreviation")]
    for mention in sorted(after, key=lambda m: m.span)[:1]:
        if GENITIVE.fullmatch(between(sentence, span, mention.span)):
            return [mention]
    return []


def _possessive(mention: Mention, gap: str, language: str) -> bool:
    """Whether a state's name before a noun owns it: "US President", "Russia's army", "Russlands Präsident"."""
    if gap.startswith("-"):
        return True
    if language == "en":
        return bool(re.fullmatch(r"(?:['’]s?)?\s+(?:[a-z-]+\s+)?", gap))
    return language == "de" and mention.surface.endswith(("s", "’", "'"))
