"""Who is mentioned where in a document: the catalog, the mention head and the rules, brought together.

`find` goes over the whole document in numbered steps, because a text introduces, shortens and takes up names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from konturen.actors.alternatives import Rated, alternatives
from konturen.actors.buildings import is_building
from konturen.actors.catalog import Catalog
from konturen.actors.context import Context, Pointing, decide, is_plain, plain_mention
from konturen.actors.epithets import find_epithets, find_members
from konturen.actors.heads import heads, kind_of
from konturen.actors.introductions import Echoes, aliases, bracketed, misread, pairs, spelled_out
from konturen.actors.labels import labelled
from konturen.actors.matching import Match, matcher
from konturen.actors.namesakes import by_country_beside, instead
from konturen.actors.newcomers import RESPELLED, Newcomers, contains_more, short_for, trimmed, untitled
from konturen.actors.offices import find_offices, hits, named_holders, nouns
from konturen.actors.resolve import resolve
from konturen.actors.surnames import is_title
from konturen.actors.values import Cast, compatible, country_beside, free, ordered, renamed, words
from konturen.names.text import plain
from konturen.records import Alternative, Mention, Sentence, Span, Tagged

__all__ = ["Tagged", "find"]

LONGEST = 1500
"""Longest sentence in characters that is read as one; rules look at all pairs within a sentence."""
ECHO = 0.9
"""Score of a name at a further place after the text introduced it."""
MIN_TAG = 0.5
"""Least score at which a tagged name that the catalog does not know becomes an actor."""
_BACK = ("pronoun", "description")


def find(
    sentences: Sequence[Sentence],
    language: str,
    catalog: Catalog,
    tagged: Sequence[Sequence[Tagged]] = (),
    date: str | None = None,
    antecedents: Pointing | None = None,
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence, in the order of the text.

    `tagged` holds what the mention head saw, one sequence a sentence (or nothing); `date` is the document's,
    for offices; `antecedents` is asked, once all names are found, for the span (and score) that a pronoun or
    description points to, where the classifier is sure. Mentions do not overlap, except that one stretch may
    stand for several actors ("beide Länder").
    """
    rows = tagged if tagged else [()] * len(sentences)
    parts = [part for sentence in sentences for part in _windows(sentence)]
    tags = [[tag for tag in rows[part.index] if part.span.contains(tag.span)] for part in parts]
    cast = Cast(catalog, language)
    found = labelled(_find(parts, Context(cast, date, tags, antecedents)), cast)
    joined: list[list[Mention]] = [[] for _ in sentences]
    for part, mentions in zip(parts, found, strict=True):
        joined[part.index].extend(mentions)
    return tuple(map(tuple, joined))


def _windows(sentence: Sentence) -> list[Sentence]:
    """A sentence, or the pieces of one that is no sentence any more (a table, a hostile text), cut at
    spaces."""
    pieces: list[Sentence] = []
    start = 0
    while len(sentence.text) - start > LONGEST:
        cut = sentence.text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        pieces.append(_piece(sentence, start, cut))
        start = cut
    return [*pieces, _piece(sentence, start, len(sentence.text))] if pieces else [sentence]


def _piece(sentence: Sentence, start: int, end: int) -> Sentence:
    span = Span(sentence.span.start + start, sentence.span.start + end)
    return Sentence(span, sentence.text[start:end], sentence.index, sentence.paragraph, sentence.language)


def _find(sentences: Sequence[Sentence], context: Context) -> tuple[tuple[Mention, ...], ...]:
    catalog, language, tags = context.cast.catalog, context.cast.language, context.tagged
    reader = _Reader(sentences, context)
    # 1 names of the catalog that nothing else can mean
    scan = matcher(catalog, language).scan
    matches = [[m for m in scan(sentence) if not is_building(m, sentence)] for sentence in sentences]
    for index, found in enumerate(matches):
        reader.plain(index, found)
    # 2 names that the head saw and the catalog does not know
    reader.newcomers(matches)
    # 3 abbreviations and aliases that the text introduces
    reader.introductions()
    # 4 what needs context: ambiguous forms, surnames, names of several actors
    for index, found in enumerate(matches):
        reader.doubtful(index, found)
    reader.introductions()  # again: a name decided just now may introduce one too
    # 5 introduced and new names at further places
    reader.echoes()
    # 6 offices and institutions with their country, epithets
    reader.offices()
    # 7 pronouns and descriptions
    back = [[tag for tag in row if tag.form in _BACK or _is_head(tag, context.cast)] for row in tags]
    if context.antecedents is not None:
        names = [mention for row in reader.mentions for mention in row]
        context.pointed |= context.antecedents(names, [tag for row in back for tag in row])
    return resolve(sentences, reader.mentions, back, context)


class _Reader:
    """The growing list of mentions of one document; each method is one step of `find`."""

    def __init__(self, sentences: Sequence[Sentence], context: Context) -> None:
        self.sentences = sentences
        self.context = context
        self.cast = context.cast
        self.mentions: list[list[Mention]] = [[] for _ in sentences]
        seen = (
            sentence.text[tag.span.start - sentence.span.start : tag.span.end - sentence.span.start]
            for sentence, tags in zip(sentences, context.tagged, strict=True)
            for tag in tags
            if _names(tag)
        )
        self.registry = Newcomers(self.cast, seen)

    def plain(self, index: int, matches: Sequence[Match]) -> None:
        tags = self.context.tagged[index]
        for match in matches:
            if is_plain(match) and not self._contradicted(match, tags):
                self.mentions[index].append(plain_mention(match, self.sentences[index], self.context))
        found, self.mentions[index] = self.mentions[index], []
        for mention in by_country_beside(self.sentences[index], found, self.cast):
            self._take(index, mention)
        self._members(index)

    def _members(self, index: int) -> None:
        """ "Die Kommunisten" of a party named before; then the last place of each actor is known for later
        ones."""
        known = self.mentions[index]
        self.context.last |= {m.actor: m.span.start for m in known if m.actor}
        self.mentions[index] = find_members(self.sentences[index], known, self.context)

    def _contradicted(self, match: Match, tags: Sequence[Tagged]) -> bool:
        """Whether the head sees with near certainty an actor of quite another type in just these words.

        Names of states are never given up so: their ambiguous forms are marked in the catalog, and the head
        takes an inflected capital for a person more often than a person bears such a name.
        """
        kind = self.cast[match.actors[0]].type
        return kind != "state" and any(
            tag.span == match.span
            and tag.score >= 0.9
            and tag.form == "name"
            and not compatible(tag.type, kind)
            for tag in tags
        )

    def newcomers(self, matches: Sequence[Sequence[Match]]) -> None:
        # Whole names first, so that a surname alone finds its owner wherever that stands.
        names = [
            (index, tag)
            for index, tags in enumerate(self.context.tagged)
            for tag in tags
            if _names(tag) and not _is_head(tag, self.cast)
        ]
        for single in (False, True):
            for index, tag in names:
                sentence = self.sentences[index]
                span = trimmed(sentence, tag.span)
                surface = sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]
                if single == (" " not in surface):
                    self._newcomer(index, tag, matches[index])

    def _newcomer(self, index: int, tag: Tagged, matches: Sequence[Match]) -> None:
        sentence = self.sentences[index]
        bare = untitled(sentence, trimmed(sentence, tag.span), tag.type, self.cast.language)
        if " " not in words(sentence, bare) and tag.type != "person":
            bare = self.registry.widened(sentence, bare)
        tag = replace(tag, span=bare)
        inner = [mention for mention in self.mentions[index] if mention.span.overlaps(tag.span)]
        open_matches = [m for m in matches if m.span.overlaps(tag.span) and free(m.span, self.mentions[index])]
        if inner:
            if not all(tag.span.contains(m.span) and m.span != tag.span for m in inner):
                return
            if not contains_more(tag, inner, sentence, _titles(sentence, self.cast.language)):
                return
        elif any(m.span.contains(tag.span) and self._possible(m, tag) for m in open_matches):
            return  # step 4 decides it
        states = [m for m in self.mentions[index] if m.type == "state"]
        beside = [m for m in inner if m.type == "state"] or country_beside(
            sentence, tag.span, states, self.cast
        )
        country = self.cast[beside[0].actor].country if beside and beside[0].actor else None
        if self._shortened(index, tag, open_matches):
            return
        if tag.form in ("adjective", "demonym"):
            return  # an adjective that the catalog does not know names nobody
        here = {self.cast[m.actor].country or "" for m in states if m.actor}
        mention = self.registry.mention(sentence, tag, country, here)
        if mention:
            self.mentions[index] = [m for m in self.mentions[index] if not m.span.overlaps(mention.span)]
            self._take(index, mention)

    def _shortened(self, index: int, tag: Tagged, matches: Sequence[Match]) -> bool:
        """Take a known person whose given name the text shortens: "Almaz" for Almazbek, with the known
        surname."""
        first = tag.surface.split(" ")[0]
        for match in matches:
            who = self.cast[match.actors[0]]
            fits = match.span.end == tag.span.end and len(match.actors) == 1 and who.type == "person"
            if fits and tag.type == "person" and short_for(first, who.name):
                reason = f"short given name of {who.name}"
                sentence = self.sentences[index]
                self._take(
                    index,
                    self.cast.mention(sentence, tag.span, who.id, form="name", score=RESPELLED, reason=reason),
                )
                return True
        return False

    def _possible(self, match: Match, tag: Tagged) -> bool:
        return any(compatible(self.cast[actor].type, tag.type) for actor in match.actors)

    def introductions(self) -> None:
        for index, sentence in enumerate(self.sentences):
            if "(" in sentence.text:
                self._in_brackets(index)
            for mention in self.mentions[index]:
                if mention.form in ("adjective", "demonym", "capital") or not mention.actor:
                    continue
                for alias, span in aliases(sentence, mention):
                    if free(span, self.mentions[index]):
                        self.context.introduced.setdefault(alias, (mention.actor, span.start))
                    else:
                        self._override(mention, alias, span)

    def _in_brackets(self, index: int) -> None:
        """Names of which one stands in brackets after the other."""
        sentence = self.sentences[index]
        self._spelled_out(index)
        for first, second in bracketed(sentence, ordered(self.mentions[index])):
            if misread(first, second, self.cast):
                self._give(second.surface, first, second)
        for first, second in pairs(sentence, ordered(self.mentions[index])):
            self._join(first, second)

    def _spelled_out(self, index: int) -> None:
        """Take the name in full before an abbreviation in brackets, where the head passed it over."""
        sentence = self.sentences[index]
        for short in tuple(self.mentions[index]):
            span = spelled_out(sentence, short, self.mentions[index])
            if span is None or short.actor is None:
                continue
            surface = words(sentence, span)
            tag = Tagged(span, surface, short.type, "name", min(short.score, RESPELLED))
            long = self.registry.mention(sentence, tag, self.cast[short.actor].country)
            fresh = short.actor.startswith("new:")
            if long and (fresh or misread(long, short, self.cast)):
                self._take(index, long)
                if fresh:
                    self._join(long, short)

    def _give(self, alias: str, owner: Mention, other: Mention) -> None:
        """Let an abbreviation mean in this text, from here on, the actor that it is spelled out for."""
        if alias in self.context.introduced or owner.actor is None or other.actor is None:
            return
        who, was = self.cast[owner.actor], other.actor
        reason = f"introduced at {other.span.start} for {who.name}"
        against = f"has the abbreviation {alias} in the catalog, but the text introduces it for another"
        others = alternatives([Rated(was, 0.0, against)], ECHO, self.cast)
        for index, mentions in enumerate(self.mentions):
            self.mentions[index] = [
                replace(renamed(m, who, reason, others), score=ECHO)
                if m.surface == alias and m.actor == was and m.span >= other.span else m
                for m in mentions
            ]  # fmt: skip
        if not any(m.actor == was for row in self.mentions for m in row):
            self.context.known.pop(was, None)
        self.context.introduced[alias] = (who.id, other.span.start)

    def _override(self, mention: Mention, alias: str, span: Span) -> None:
        """Let an introduction win over the catalog where both actors share the name that introduces."""
        namesakes = matcher(self.cast.catalog, self.cast.language).meanings(mention.surface)
        who = self.cast.get(mention.actor)
        if who is None or alias in self.context.introduced:
            return
        for index, mentions in enumerate(self.mentions):
            self.mentions[index] = [
                renamed(m, who, f"introduced at {span.start}", self._instead(m, who.id))
                if m.surface == alias and m.actor in namesakes and m.span >= span else m
                for m in mentions
            ]  # fmt: skip
        self.context.introduced[alias] = (who.id, span.start)

    def _instead(self, mention: Mention, actor: str) -> tuple[Alternative, ...]:
        if mention.actor is None or mention.actor == actor:
            return mention.alternatives
        against = "same name, but the text introduces it for another"
        return alternatives([Rated(mention.actor, 0.0, against)], mention.score, self.cast)

    def _join(self, first: Mention, second: Mention) -> None:
        """Give both names of a pair one identity, the catalog's before a provisional one."""
        known, fresh = (first, second) if (second.actor or "").startswith("new:") else (second, first)
        if not (fresh.actor or "").startswith("new:") or not known.actor or known.actor == fresh.actor:
            return
        who = self.cast[known.actor]
        reason = f"same as {who.name}, introduced at {second.span.start}"
        for index, mentions in enumerate(self.mentions):
            self.mentions[index] = [renamed(m, who, reason) if m.actor == fresh.actor else m for m in mentions]
        self.context.introduced.setdefault(fresh.surface, (who.id, second.span.start))

    def doubtful(self, index: int, matches: Sequence[Match]) -> None:
        sentence = self.sentences[index]
        for match in matches:
            if is_plain(match) or not free(match.span, self.mentions[index]):
                continue
            states = [m for m in self.mentions[index] if m.type == "state"]
            for mention in (
                self._own_surname(match, sentence)
                or instead(sentence, match.span, match.actors, states, self.cast)
                or decide(match, sentence, index, states, self.context)
            ):
                self.mentions[index] = [m for m in self.mentions[index] if not m.span.overlaps(mention.span)]
                self._take(index, mention)
        for tag in self.context.tagged[index]:
            if _names(tag) and not _is_head(tag, self.cast) and free(tag.span, self.mentions[index]):
                self._newcomer(index, tag, ())

    def _own_surname(self, match: Match, sentence: Sentence) -> tuple[Mention, ...]:
        """A bare surname that a new person of this document has and no known one whom it names in full."""
        owner = self.registry.owner(match.surface)
        bare = all(form.kind == "surname" for form in match.forms)
        if owner is None or not bare or any(actor in self.context.known for actor in match.actors):
            return ()
        reason = f"surname of {owner.name}"
        return (self.cast.mention(sentence, match.span, owner.id, form="name", score=ECHO, reason=reason),)

    def echoes(self) -> None:
        surfaces = dict(self.context.introduced)
        for found in self.mentions:
            for mention in found:
                if (mention.actor or "").startswith("new:") and len(mention.surface) > 3 and mention.actor:
                    surfaces.setdefault(mention.surface, (mention.actor, mention.span.start))
        echoes = Echoes(surfaces)
        for index, sentence in enumerate(self.sentences):
            for mention in echoes.find(sentence, self.mentions[index], self.cast, ECHO):
                self._take(index, mention)

    def offices(self) -> None:
        holders: dict[tuple[str, str], str] = {}
        found = [nouns(sentence, self.cast) for sentence in self.sentences]
        for index, sentence in enumerate(self.sentences):
            if found[index]:
                hit = hits(sentence, found[index], self.mentions[index], self.cast)
                holders = named_holders(sentence, hit, self.mentions[index], self.cast) | holders
        for index, sentence in enumerate(self.sentences):
            self.mentions[index] = find_epithets(sentence, self.mentions[index], self.context)
            if found[index]:
                hit = hits(sentence, found[index], self.mentions[index], self.cast)
                offices = find_offices(sentence, hit, self.mentions[index], self.context, holders)
                self.mentions[index] = list(offices)
            self._members(index)

    def _take(self, index: int, mention: Mention) -> None:
        self.mentions[index].append(mention)
        self.context.learn(mention)
        self.registry.learn(mention)


def _names(tag: Tagged) -> bool:
    """Whether a tag may bring up a new name."""
    return tag.form not in _BACK and tag.score >= MIN_TAG and not tag.place


def _is_head(tag: Tagged, cast: Cast) -> bool:
    """Whether a tagged name is but a common noun ("Parlament", "Supreme Court"), whose country the context
    tells."""
    if " " in tag.surface:
        return heads(cast.catalog, cast.language).whole(plain(tag.surface)) is not None
    return kind_of(tag.surface, cast.catalog, cast.language) is not None


def _titles(sentence: Sentence, language: str) -> list[str]:
    """The words of a sentence that are offices or titles, lower case."""
    return [word.lower() for word in sentence.text.split() if is_title(word, language)]
