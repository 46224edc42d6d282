"""Names that the catalog does not know: who in the document shares one, and what the provisional actor is
called.

A tagged name is first looked for in the catalog by rules that cannot confuse two actors (an inflected form, a
whole name in another transliteration, given name and patronymic); else it is new. Never the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from konturen.actors.catalog import Catalog
from konturen.actors.surnames import is_title
from konturen.actors.values import QUOTES, Cast, Who, compatible, words
from konturen.names.sound import sound_key
from konturen.names.stems import nominative, stem_key
from konturen.names.text import fold, slug
from konturen.records import ActorType, Mention, MentionForm, Sentence, Span, Tagged

_POSSESSIVE = re.compile(r"['’ʼ][sS]?$")
_PATRONYMIC = re.compile(r"(?:witsch|wytsch|vich|vych|wna|vna|вич(?:а|у|ем|е)?|вн(?:а|ы|е|у|ой))$")
INFLECTED, RESPELLED, JOINED, NEW, SURNAME = 0.9, 0.85, 0.9, 0.95, 0.85
"""Scores of the ways to an identity; a new actor's is multiplied with the tag's own score."""


class Newcomers:
    """The registry of one document's names outside the catalog."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._language = cast.language
        self._by_stem: dict[str, Who] = {}
        self._by_sound: dict[str, Who] = {}
        self._surnames: dict[str, Who] = {}
        self._given: dict[str, Who] = {}

    def learn(self, mention: Mention) -> None:
        """A decided mention of a person: its surname and given name alone will mean the same one."""
        if mention.type == "person" and mention.actor:
            self._register(self._cast[mention.actor], mention.surface)

    def owner(self, surname: str) -> Who | None:
        """The new person whose whole name the document gives and whose surname this is."""
        who = self._surnames.get(stem_key(surname, self._language))
        return who if who and who.id.startswith("new:") else None

    def mention(self, sentence: Sentence, tag: Tagged, country: str | None) -> Mention | None:
        """The mention of a tagged name, with the identity that the rules give; None if nothing is left of
        it."""
        span = untitled(sentence, trimmed(sentence, tag.span), tag.type, self._language)
        surface = words(sentence, span)
        if not any(char.isalpha() for char in surface):
            return None
        who, way, reason = self._identity(surface, tag.type, country)
        form: MentionForm = tag.form if tag.form in ("name", "abbreviation", "adjective", "demonym") else "name"
        score = way * (tag.score if way == NEW else 1.0)
        return self._cast.mention(sentence, span, who.id, form=form, score=score, reason=reason)

    def _identity(self, surface: str, kind: ActorType, country: str | None) -> tuple[Who, float, str]:
        stem = stem_key(surface, self._language)
        known = self._by_stem.get(stem)
        if known and compatible(known.type, kind):
            return known, JOINED, f"same name as {known.name}"
        if kind == "person":
            person = self._person(surface, stem)
            if person:
                return person
        else:
            key = self._catalogued(stem, kind)
            if key:
                return self._cast[key], INFLECTED, "inflected catalog name"
        name = nominative(surface, self._language, kind)
        name = self._bare_genitive(name)
        if f"new:{slug(name)}" in self._cast.catalog:
            name = surface
        who = self._cast.add(Who(f"new:{slug(name) or 'name'}", name, kind, country))
        self._register(who, surface)
        self._register(who, name)
        return who, NEW, "name not in the catalog"

    def _person(self, surface: str, stem: str) -> tuple[Who, float, str] | None:
        parts = stem.split()
        if len(parts) == 1:
            full = self._surnames.get(stem) or self._surnames.get(stem.removesuffix("s"))
            return (full, SURNAME, f"surname of {full.name}") if full else None
        if _PATRONYMIC.search(surface.casefold()) and len(parts) == 2 and parts[0] in self._given:
            named = self._given[parts[0]]
            return named, SURNAME, f"given name and patronymic of {named.name}"
        sound = sound_key(nominative(surface, self._language, "person"))
        respelled = self._by_sound.get(sound)
        if respelled:
            return respelled, RESPELLED, f"{respelled.name} in another transliteration"
        keys = _people(self._cast.catalog).get(sound, ())
        if len(keys) == 1:
            who = self._cast[keys[0]]
            self._register(who, surface)
            return who, RESPELLED, f"{who.name} in another transliteration"
        return None

    def _catalogued(self, stem: str, kind: ActorType) -> str | None:
        """The one actor of the catalog whose name has this stem, unless it is a state or a person."""
        if len(stem) < 8:  # short stems meet by chance
            return None
        keys = [
            key
            for key in _stems(self._cast.catalog, self._language).get(stem, ())
            if compatible(self._cast.catalog.type_of(key), kind)
        ]
        return keys[0] if len(keys) == 1 else None

    def _bare_genitive(self, name: str) -> str:
        """ "Tokajews" is "Tokajew" where that stands in the text too; else the -s may be the name's own."""
        if self._language == "de" and name.endswith("s") and stem_key(name, "") not in self._by_stem:
            bare = self._by_stem.get(stem_key(name[:-1], self._language))
            return bare.name if bare else name
        return name

    def _register(self, who: Who, surface: str) -> None:
        stem = stem_key(surface, self._language)
        self._by_stem.setdefault(stem, who)
        if who.type != "person":
            return
        parts = stem.split()
        if len(parts) > 1:
            self._surnames[parts[-1]] = who
            self._given[parts[0]] = who
            self._by_sound.setdefault(sound_key(nominative(surface, self._language, "person")), who)


def _people(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    return catalog.derived("people by sound", lambda: _people_index(catalog))


def _people_index(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = {}
    for actor in catalog.of_type("person"):
        for name in actor.names:
            if " " in name.text:
                index.setdefault(sound_key(name.text), {})[actor.id] = None
    return {sound: tuple(keys) for sound, keys in index.items()}


def _stems(catalog: Catalog, language: str) -> dict[str, tuple[str, ...]]:
    return catalog.derived(("stems", language), lambda: _stem_index(catalog, language))


def _stem_index(catalog: Catalog, language: str) -> dict[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = {}
    for kind in ("party", "organisation", "institution", "movement", "igo", "media"):
        for actor in catalog.of_type(kind):
            for name in actor.names:
                if name.language == language and name.kind != "abbreviation":
                    index.setdefault(stem_key(name.text, language), {})[actor.id] = None
    return {stem: tuple(keys) for stem, keys in index.items()}


def trimmed(sentence: Sentence, span: Span) -> Span:
    """The span within its sentence, without quotes at its ends and without an English possessive."""
    start, end = max(span.start, sentence.span.start), min(span.end, sentence.span.end)
    text = words(sentence, Span(start, end))
    bare = _POSSESSIVE.sub("", text.rstrip(" ,.;:"))
    bare = bare.rstrip(QUOTES + " ")
    lead = len(bare) - len(bare.lstrip(QUOTES + " "))
    return Span(start + lead, max(start + lead, start + len(bare)))


def untitled(sentence: Sentence, span: Span, kind: ActorType, language: str) -> Span:
    """A person's span without offices and titles at its head: "Präsident Putin" is about Putin."""
    if kind != "person":
        return span
    text = words(sentence, span)
    while " " in text and is_title(text.split(" ", 1)[0], language):
        text = text.split(" ", 1)[1].lstrip()
    return Span(span.end - len(text), span.end)


def contains_more(tag: Tagged, inner: Sequence[Mention], sentence: Sentence, titles: Sequence[str]) -> bool:
    """Whether a tagged name says more than the known names within it and is thus another actor.

    "Junge Garde von Einiges Russland" is not the party; "Präsident Putin" is Putin, "Michael Putin" is not.
    """
    kinds = {mention.type for mention in inner}
    if not any(compatible(tag.type, kind) for kind in kinds):
        return True
    same = [mention for mention in inner if compatible(mention.type, tag.type)]
    if tag.type == "person":
        rest = words(sentence, Span(tag.span.start, min(m.span.start for m in same))).split()
        return any(
            word[:1].isupper() and fold(word) not in titles and not short_for(word, same[0].name or "")
            for word in rest
        )
    if tag.type in kinds:
        return False
    text = words(sentence, tag.span)
    for mention in inner:
        text = text.replace(mention.surface, " ")
    return any(word[:1].isupper() and fold(word) not in _GENERIC for word in re.findall(r"\w+", text))


def short_for(word: str, name: str) -> bool:
    """Whether a given name is short for that of the known person: Almaz for Almazbek."""
    return len(word) > MIN_SHORT and any(fold(part).startswith(fold(word)) for part in name.split()[:-1])


MIN_SHORT = 3
"""Letters above which the beginning of a given name stands for it."""
_GENERIC = frozenset(
    [
        "partei",
        "bewegung",
        "organisation",
        "fraktion",
        "union",
        "party",
        "movement",
        "group",
        "organization",
        "organisation",
        "partiia",
        "dvizhenie",
        "organizatsiia",
        "fraktsiia",
        "soiuz",
        "regierungspartei",
    ]
)
"""Nouns that only say what kind of actor a name is, folded."""
