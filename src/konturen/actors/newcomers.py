"""Names that the catalog does not know: who in the document shares one, and what the provisional actor is
called.

A tagged name is first looked for in the catalog by rules that cannot confuse two actors (an inflected form, a
whole name in another transliteration, given name and patronymic); else it is new. Never the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from konturen.actors.catalog import Catalog
from konturen.actors.matching import matcher
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

    def __init__(self, cast: Cast, seen: Iterable[str] = ()) -> None:
        """`seen` are all tagged names of the document."""
        self._cast = cast
        self._language = cast.language
        self._seen = frozenset(seen)
        self._plainest: dict[str, str] = {}
        for name in sorted(self._seen, key=lambda one: (len(one), one)):
            self._plainest.setdefault(name_key(name, cast.language), name)
        self._by_stem: dict[str, Who] = {}
        self._by_name: dict[str, Who] = {}
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

    def mention(
        self, sentence: Sentence, tag: Tagged, country: str | None, here: Container[str] = ()
    ) -> Mention | None:
        """The mention of a tagged name, with the identity that the rules give; None if nothing is left of it.

        `country` (alpha-2) stands beside the name, `here` are those of its sentence.
        """
        span = untitled(sentence, trimmed(sentence, tag.span), tag.type, self._language)
        surface = words(sentence, span)
        if not any(char.isalpha() for char in surface):
            return None
        who, way, reason = self._identity(surface, tag.type, country, here)
        form: MentionForm = tag.form if tag.form in ("name", "abbreviation", "adjective", "demonym") else "name"
        score = way * (tag.score if way == NEW else 1.0)
        return self._cast.mention(sentence, span, who.id, form=form, score=score, reason=reason)

    def _identity(
        self, surface: str, kind: ActorType, country: str | None, here: Container[str]
    ) -> tuple[Who, float, str]:
        stem = stem_key(surface, self._language)
        known = self._by_stem.get(stem)
        if kind != "person" and not (known and compatible(known.type, kind)):
            known = self._by_name.get(name_key(surface, self._language))
        if known and compatible(known.type, kind):
            return known, JOINED, f"same name as {known.name}"
        if kind == "person":
            person = self._person(surface, stem)
            if person:
                return person
        else:
            key = self._catalogued(stem, kind, (country,) if country else here)
            if key:
                return self._cast[key], INFLECTED, "inflected catalog name"
        name = nominative(self._plain(surface, kind), self._language, kind)
        name = self._bare_genitive(name, kind)
        if f"new:{slug(name)}" in self._cast.catalog:
            name = surface
        key = slug(name) if kind == "person" else slug(bare_name(name, self._language, ahead=True))
        who = self._cast.add(Who(f"new:{key or 'name'}", name, kind, country))
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

    def _catalogued(self, stem: str, kind: ActorType, countries: Container[str]) -> str | None:
        """The one actor of the catalog whose name has this stem, unless it is a state or a person.

        One of another country than the one beside the name, or than all of its sentence, is not meant.
        """
        if len(stem) < 8:  # short stems meet by chance
            return None
        catalog = self._cast.catalog
        keys = [
            key
            for key in _stems(catalog, self._language).get(stem, ())
            if compatible(catalog.type_of(key), kind)
        ]
        if len(keys) != 1:
            return None
        own = catalog.country_of(keys[0])
        return keys[0] if own is None or not countries or own in countries else None

    def _plain(self, surface: str, kind: ActorType) -> str:
        """The name as the text itself has it elsewhere in a shorter form («Нового рассвета» and «Новый
        рассвет»), or a surname as the catalog's persons of that name have it («Обамы»); else as it stands."""
        if kind != "person":
            return self._plainest.get(name_key(surface, self._language), surface) if self._russian else surface
        if " " in surface:
            return surface
        catalog = self._cast.catalog
        meanings = matcher(catalog, self._language).meanings
        known = [catalog[key] for key in meanings(surface) if catalog.type_of(key) == "person"]
        listed = {name.text.rsplit(" ", 1)[-1] for person in known for name in person.names}
        if surface in listed:
            return surface
        wanted = surname_nominatives(surface, self._language)
        return next((name for name in wanted if name in listed or name in self._seen), surface)

    @property
    def _russian(self) -> bool:
        return self._language == "ru"

    def widened(self, sentence: Sentence, span: Span) -> Span:
        """The span of one word with the word beside it, where the two are a new name of several words that the
        document gives elsewhere (the head saw only "Neue" of "der Neue Morgen")."""
        start, end = span.start - sentence.span.start, span.end - sentence.span.start
        after, before = _NEXT_WORD.match(sentence.text, end), _LAST_WORD.search(sentence.text, 0, start)
        for first, last in ((start, after.end() if after else end), (before.start() if before else start, end)):
            key = name_key(sentence.text[first:last], self._language)
            known = self._by_name.get(key) if " " in key else None
            if known and known.type != "person":
                return Span(sentence.span.start + first, sentence.span.start + last)
        return span

    def _bare_genitive(self, name: str, kind: ActorType) -> str:
        """ "Tokajews" is "Tokajew" where that stands in the text too; else the -s may be the name's own."""
        if self._language == "de" and kind != "person" and name.endswith("s") and name[:-1] in self._seen:
            return name[:-1]
        if self._language == "de" and name.endswith("s") and stem_key(name, "") not in self._by_stem:
            bare = self._by_stem.get(stem_key(name[:-1], self._language))
            return bare.name if bare else name
        return name

    def _register(self, who: Who, surface: str) -> None:
        stem = stem_key(surface, self._language)
        self._by_stem.setdefault(stem, who)
        if who.type != "person":
            self._by_name.setdefault(name_key(surface, self._language), who)
            return
        parts = stem.split()
        if len(parts) > 1:
            self._surnames[parts[-1]] = who
            self._given[parts[0]] = who
            self._by_sound.setdefault(sound_key(nominative(surface, self._language, "person")), who)


_NEXT_WORD = re.compile(r" [^\W\d_]{1,40}")
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40} $")
_KIND_AHEAD = {
    "de": re.compile(rf"(?:Partei|Bewegung)\s+[{QUOTES}]*(?=[A-ZÄÖÜ])"),
    "en": re.compile(rf"(?:Party|Movement)\s+[{QUOTES}]*(?=[A-Z])"),
    "ru": re.compile(rf"(?:парти(?:я|и|ю|ей)|движени(?:е|я|ю|ем|и))\s+[{QUOTES}]*(?=[А-ЯЁ])", re.IGNORECASE),
}
_KIND_BEHIND = re.compile(rf"[{QUOTES}]*\s+(?:[Pp]arty|[Mm]ovement|[Pp]artei|[Bb]ewegung)$")
MIN_BARE = 4
"""Letters that a name must have without the noun that tells its kind."""


def bare_name(name: str, language: str, ahead: bool = False) -> str:
    """A name without the noun that tells its kind ("Partei Neuer Morgen", "New Dawn Party").

    With `ahead` only such a noun before the name is taken off: behind it, it is mostly part of the name.
    """
    pattern = _KIND_AHEAD.get(language)
    bare = name[found.end() :] if pattern and (found := pattern.match(name)) else name
    bare = bare if ahead else _KIND_BEHIND.sub("", bare)
    return bare if len(bare) >= MIN_BARE else name


def name_key(name: str, language: str) -> str:
    """Key in which forms of one new name meet that is no person's, with and without the noun of its kind."""
    stem = stem_key(bare_name(name, language), language)
    return stem_key(stem, language) if language == "de" else stem  # "Morgens" and "Morgen"


_RU_SURNAME_ENDINGS = (
    ("ого", ("ий", "ый", "ой")), ("ому", ("ий", "ый", "ой")), ("ым", ("", "ый")), ("им", ("ий",)),
    ("ом", ("", "ой")), ("ем", ("ь", "й")), ("ой", ("а",)), ("ей", ("я",)), ("ы", ("а",)), ("и", ("я", "а")),
    ("у", ("а", "")), ("ю", ("я", "й", "ь")), ("е", ("а", "")), ("а", ("",)), ("я", ("й", "ь")),
)  # fmt: skip
"""Endings of oblique cases of Russian surnames, with what the nominative may end in."""


def surname_nominatives(surname: str, language: str) -> tuple[str, ...]:
    """What the nominative of a surname may be besides the form itself; nothing is sure of it."""
    if language == "de" and surname.endswith("s") and len(surname) > MIN_BARE:
        return (surname[:-1],)
    if language != "ru":
        return ()
    return tuple(
        surname.removesuffix(ending) + base
        for ending, bases in _RU_SURNAME_ENDINGS
        if surname.endswith(ending) and len(surname) - len(ending) >= MIN_SHORT
        for base in bases
    )


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
