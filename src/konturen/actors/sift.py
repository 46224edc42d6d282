"""What the mention head saw, sifted by rules before anyone asks which actor it is.

The head is trained on little: it takes adverbs at the start of a sentence for names and adjectives for
descriptions. Rules know pointing words better than it does, and they find those that it passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from konturen.actors.catalog import Catalog
from konturen.actors.describe import describe, pointer
from konturen.actors.groups import group_nouns, is_group
from konturen.actors.matching import matcher
from konturen.records import Sentence, Span, Tagged

SURE_ALONE = 0.9
"""Score from which one word that the catalog does not know is taken for a name: below it capitalised German
nouns ("Bewegung") cost more precision of the statements than names gain (`bench/texts.py`)."""

POINTING = ("pronoun", "description")


def sift(
    sentences: Sequence[Sentence], tagged: Sequence[Sequence[Tagged]], catalog: Catalog
) -> list[list[Tagged]]:
    """The tags to go on with, one list a sentence, in order; `tagged` is what the head saw in each."""
    inner = _inner_words(sentences, tagged)
    found = []
    for sentence, tags in zip(sentences, tagged, strict=True):
        names = [
            _after_place(t, sentence, catalog)
            for t in tags
            if t.form not in POINTING and _credible(t, sentence, inner)
        ]
        language = sentence.language
        backs = [
            t for t in tags if t.form in POINTING and (pointer(t.surface, language) or is_group(t, language))
        ]
        for more in (backs, describe(sentence, catalog), group_nouns(sentence)):
            names = _beside(names, more)
        found.append(names)
    return found


_INTO = re.compile(r"(?:^|[\s«„“(])(?:в|во|из|под|на) $", re.IGNORECASE)
"""Russian prepositions before a place. What stands after the place is in another case, so that the two are no
one name: «На саммите в Вильнюсе Эрдоган согласился»."""


def _after_place(tag: Tagged, sentence: Sentence, catalog: Catalog) -> Tagged:
    """A person's name without the place before it, which the head took for a given name."""
    first, _, rest = tag.surface.partition(" ")
    if sentence.language != "ru" or tag.type != "person" or not rest:
        return tag
    if not _INTO.search(sentence.text, 0, tag.span.start - sentence.span.start):
        return tag
    meant = matcher(catalog, "ru").meanings(first)
    if not meant or any(catalog.type_of(key) != "state" for key in meant):
        return tag
    return replace(tag, span=Span(tag.span.end - len(rest), tag.span.end), surface=rest)


def _beside(kept: Sequence[Tagged], more: Sequence[Tagged]) -> list[Tagged]:
    """Tags in order, and those of the others that overlap none of them; overlapping others keep the first."""
    found: list[Tagged] = sorted(kept, key=lambda t: t.span)
    starts = [t.span.start for t in found]
    for tag in more:
        at = bisect_left(starts, tag.span.end)
        if at == 0 or not tag.span.overlaps(found[at - 1].span):
            found.insert(at, tag)
            starts.insert(at, tag.span.start)
    return found


def _inner_words(sentences: Sequence[Sentence], tagged: Sequence[Sequence[Tagged]]) -> frozenset[str]:
    """Single words that were tagged as names within a sentence, where a capital is no accident."""
    return frozenset(
        tag.surface
        for sentence, tags in zip(sentences, tagged, strict=True)
        for tag in tags
        if not _opens(tag, sentence)
    )


def _credible(tag: Tagged, sentence: Sentence, inner: frozenset[str]) -> bool:
    """Whether a tagged name is one: several words, or one that does not owe its capital to its place."""
    if " " in tag.surface or tag.surface.isupper():
        return True
    if sentence.language == "de" and _HEADED.match(sentence.text, tag.span.end - sentence.span.start):
        return tag.surface not in _NO_OWNER
    return tag.score >= SURE_ALONE and (tag.surface in inner or not _opens(tag, sentence))


_HEADED = re.compile(
    r"-(?:Chef|Vorstand|Sprecher|Manager|Vertraute|Berater|Anhänger|Abgeordnete|Politiker|Funktionär|Mitarbeiter|"
    r"Vertreter|Eigentümer|Gründer|Aktionär|Aufsichtsrat|Anwalt|Kommissar|Generalsekretär|Präsident)"
    r"(?:s|in|en|innen|er|e|n|r)?(?!\w)"
)
"""The rest of a German compound that names a person or a body by whom it belongs to ("Siemens-Vorstand")."""
_NO_OWNER = frozenset({"Ex", "Vize", "Ko", "Co", "Partei", "Staats", "Regierungs", "Chef", "Interims", "Top"})
"""Beginnings of such compounds that name nobody."""


def _opens(tag: Tagged, sentence: Sentence) -> bool:
    """Whether nothing but marks stands before a tag in its sentence."""
    return not any(c.isalnum() for c in sentence.text[: tag.span.start - sentence.span.start])
