"""Back-reference: which actor a pronoun or a description stands for. Pure functions over one document's
mentions.

The search goes from near to far: what stands before in the sentence, then the two sentences before. A first
mention (mostly the subject) is preferred, an adjective or a town is a poor antecedent, quoted speech is apart.
Where no rule decides, the mention stays without an actor and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from konturen.actors.appositions import own_party
from konturen.actors.context import Context
from konturen.actors.describe import Pointer, main_type, pointer
from konturen.actors.groups import group, is_group
from konturen.actors.heads import Kind, kind_of
from konturen.actors.offices import HOLDER, IMPLIED, holder, institution, unknown_name_follows
from konturen.actors.values import QUOTES, Cast, compatible, country_beside, free, ordered, words
from konturen.records import ActorType, Mention, Sentence, Span, Tagged

LOOK_FAR = 5
"""Sentences before the own one in which "both parties" are looked for."""
LOOK_BACK = 2
"""Sentences before the own one in which an antecedent is looked for."""
GIVEN, RULE, WEAK_RULE = 0.9, 0.7, 0.5
"""Factors: the classifier gave the antecedent; a rule found one with a clear lead; a rule found a likely
one."""
NEAR, SUBJECT, POOR, QUOTED, SAME_CLAUSE, PERSONAL = 1.0, 1.6, 1.2, 2.5, 3.0, 0.8
"""Points: a sentence of distance; a sentence's first mention; adjectives and towns; across quotation marks;
a personal pronoun and its antecedent in one clause; a person for he and she."""
_CLAUSE = re.compile(r"[,;:–—(]|\b(?:und|and|but|aber|и|а|но|dass|that|что|da|weil|because|who|which)\b")
_FEMININE_TYPES: dict[str, frozenset[ActorType]] = {
    "de": frozenset({"party", "movement", "organisation"}),
    "ru": frozenset({"party", "organisation"}),
    "en": frozenset(),
}
_COORDINATED = re.compile(
    rf"[{QUOTES}]*\s*(?:,|,?\s*(?:und|and|sowie|и|mit|with|с))\s+(?:(?:der|die|das|the|den|dem|zur|zum|mit|von|to|к|с)\s+){{0,2}}[{QUOTES}]*"
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*")
_STATE_FEMININE = re.compile(r"(?:а|я|ия|ь)$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    mention: Mention
    distance: int
    first: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence with its mentions; the first of a list is the pointing word's own."""

    sentence: Sentence
    mentions: Sequence[Mention]


def resolve(
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[Mention]],
    back: Sequence[Sequence[Tagged]],
    context: Context,
) -> tuple[tuple[Mention, ...], ...]:
    """All mentions of the document, those of `back` (pronouns, descriptions) with the actor they stand for."""
    done: list[tuple[Mention, ...]] = []
    for index, sentence in enumerate(sentences):
        row = list(mentions[index])
        for tag in sorted(back[index], key=lambda tag: tag.span):
            if not free(tag.span, row):
                continue
            if _apposed(sentence, tag, row):
                continue
            before = range(index - 1, max(-1, index - 1 - LOOK_FAR), -1)
            near = [_Row(sentence, row), *(_Row(sentences[i], done[i]) for i in before)]
            row.extend(_resolved(tag, near, context))
        done.append(ordered(row))
    return tuple(done)


def _apposed(sentence: Sentence, tag: Tagged, row: Sequence[Mention]) -> bool:
    """Whether the name itself follows: "die demokratische Partei „Ak Jol“"."""
    following = [m for m in row if m.span.start >= tag.span.end and compatible(m.type, tag.type)]
    return tag.form == "description" and any(
        not words(sentence, Span(tag.span.end, m.span.start)).strip(QUOTES + " ") for m in following[:3]
    )


def _resolved(tag: Tagged, near: Sequence[_Row], context: Context) -> list[Mention]:
    """The mentions of one pointing word: one, several ("beide Länder"), or one without an actor."""
    cast, sentence = context.cast, near[0].sentence
    surface = words(sentence, tag.span)
    told = pointer(surface, cast.language)
    meaning = told or _by_tag(tag)
    pointed = context.pointed.get(tag.span)
    if pointed is not None:
        given = [
            m
            for m in _given(pointed[0], near)
            if (_agrees(m, meaning, cast) if told else compatible(m.type, tag.type))
        ]
        if given:
            score = GIVEN * min(tag.score, pointed[1])
            return [
                _point(sentence, tag, m, score, f"stands for {m.surface}, as the classifier says")
                for m in given
            ]
    if tag.form != "pronoun":
        implied = _implied(tag, near, context)
        if implied:
            return implied
    if meaning.types == _PARTIES and meaning.number == 1:
        own = own_party(tag, near[0].sentence, near[0].mentions, context)
        if own:
            return [own]
    if is_group(tag, cast.language):
        return [group(sentence, tag, _country_spoken_of(tag, near[: 1 + LOOK_BACK], context), cast)]
    found, score = _chosen(tag, meaning, near, cast)
    if found:
        shown = " and ".join(mention.surface for mention in found)
        return [_point(sentence, tag, m, score * tag.score, f"stands for {shown} by rule") for m in found]
    kind = tag.type if tag.form == "description" else main_type(meaning)
    return [Mention(tag.span, surface, kind, tag.form, None, None, round(tag.score, 3), "no antecedent found")]


def _chosen(tag: Tagged, meaning: Pointer, near: Sequence[_Row], cast: Cast) -> tuple[list[Mention], float]:
    """What the rules find: the mentions pointed to and how sure that is; nothing where they do not decide."""
    if meaning.number != 1 and meaning.types == frozenset({"state"}):
        countries = _their_countries(tag, near, cast)
        if countries:
            return countries, WEAK_RULE
    if meaning.number == 2:
        return _pair(tag, meaning, near), RULE
    several = _coordinated(tag, meaning, near[: 1 + LOOK_BACK])
    parties = meaning.number == 0 and meaning.types == _PARTIES
    if parties and not several and _demonstrative(tag, near[0].sentence):
        return _all_of(meaning, near[1 : 1 + LOOK_BACK]), WEAK_RULE
    if meaning.number == 0 and several:
        return several, RULE
    if meaning.number == 0 and meaning.form == "description":
        return [], 0.0
    single = _antecedent(tag, meaning, near[: 1 + LOOK_BACK], cast)
    plural_too = cast.language == "de" and meaning.form == "pronoun" and meaning.gender == "f"  # sie, ihr
    if plural_too and several and (single is None or single[0].span <= several[0].span):
        return several, WEAK_RULE
    return ([single[0]], single[1]) if single else ([], 0.0)


_THEIR = re.compile(r"(?:ihre[rmns]?|their|их|свои[хм]?|своими)\s", re.IGNORECASE)


def _their_countries(tag: Tagged, near: Sequence[_Row], cast: Cast) -> list[Mention]:
    """ "Ihre Länder": the states of the two last named parties or persons."""
    if not _THEIR.match(words(near[0].sentence, tag.span)):
        return []
    owners = _pair(tag, Pointer("description", frozenset({"party", "person", "institution"}), 2), near)
    states = [cast.catalog.states().get(cast[m.actor].country or "") for m in owners if m.actor]
    if len(set(states)) < 2 or None in states:
        return []
    return [replace(m, actor=state, name=cast[state].name, type="state")
            for m, state in zip(owners, states, strict=True) if state]  # fmt: skip


def _point(sentence: Sentence, tag: Tagged, to: Mention, score: float, reason: str) -> Mention:
    return replace(
        to,
        span=tag.span,
        surface=words(sentence, tag.span),
        form=tag.form,
        score=round(score, 3),
        reason=reason,
    )


def _by_tag(tag: Tagged) -> Pointer:
    return Pointer(tag.form, frozenset({tag.type}), 1)


def _given(span: Span, near: Sequence[_Row]) -> list[Mention]:
    found = [m for row in near for m in row.mentions if m.span.overlaps(span) and m.actor]
    return list({m.actor: m for m in found}.values())


def _implied(tag: Tagged, near: Sequence[_Row], context: Context) -> list[Mention]:
    """ "Die Regierung", "the president" without a country: that of the country last spoken of."""
    cast, sentence = context.cast, near[0].sentence
    kind = kind_of(words(sentence, tag.span), cast.catalog, cast.language)
    if kind is None or not kind.implied:
        return []
    if kind.is_office and unknown_name_follows(sentence, tag.span, near[0].mentions):
        return []
    if kind.is_office:
        held = _office_held(kind, near, context)
        if held:
            return [_point(sentence, tag, held, RULE * tag.score, f"last named {kind.kind}: {held.surface}")]
    state = _country_spoken_of(tag, near[: 1 + LOOK_BACK], context)
    if state is None or not kind.is_of(cast[state].country):
        return []
    if kind.is_office:
        held_now = holder(kind, state, context, {})
        sure = min(1.0, held_now.score / HOLDER) * IMPLIED * tag.score
        return [held_now.mention(sentence, tag.span, "description", cast, sure / held_now.score)]
    key, reason = institution(kind, state, cast), f"{kind.kind} of {cast[state].name}, the country spoken of"
    made = cast.mention(sentence, tag.span, key, form="description", score=IMPLIED * tag.score, reason=reason)
    return [made]


def _office_held(kind: Kind, near: Sequence[_Row], context: Context) -> Mention | None:
    """The last person whom the catalog knows in such an office, or who was named by it."""
    for row in near:
        for mention in sorted(row.mentions, key=lambda m: m.span, reverse=True):
            actor = context.cast.catalog.get(mention.actor)
            if actor is None or mention.type != "person":
                continue
            ties = [tie for tie in actor.ties if context.date is None or tie.holds(context.date)]
            titles = [title.casefold() for tie in ties for title in tie.title.values()]
            if any(title.startswith(start) for title in titles for start in kind.titles):
                return mention
    return None


def _country_spoken_of(tag: Tagged, near: Sequence[_Row], context: Context) -> str | None:
    """The state beside it ("the court in Moscow"), else that of the last actor before it in its sentence, else
    the first state of a sentence before."""
    cast = context.cast
    named = [m for m in near[0].mentions if m.type == "state" and m.actor]
    for mention in country_beside(near[0].sentence, tag.span, named, cast):
        return mention.actor
    own = [m for m in near[0].mentions if m.actor and m.span.end <= tag.span.start and cast[m.actor].country]
    if own:
        last = max(own, key=lambda m: m.span)
        return cast.catalog.states().get(cast.get(last.actor).country or "")  # type: ignore[union-attr]
    for row in near:
        states = [m for m in row.mentions if m.type == "state" and m.actor]
        if states:
            return min(states, key=lambda m: m.span).actor
    common = context.countries.most_common(1)
    return cast.catalog.states().get(common[0][0]) if common else None


def _pair(tag: Tagged, meaning: Pointer, near: Sequence[_Row]) -> list[Mention]:
    """The last two different actors of the type: one type for both, so that no party pairs with a state."""
    by_type: dict[str, dict[str, Mention]] = {}
    for row in near:
        before = [
            m for m in row.mentions if m.actor and m.span.end <= tag.span.start and m.type in meaning.types
        ]
        for mention in sorted(before, key=lambda m: m.span, reverse=True):
            alike = by_type.setdefault(_rough(mention.type), {})
            alike.setdefault(mention.actor or "", mention)
            if len(alike) == 2:
                return list(reversed(alike.values()))
    return []


_PARTIES: frozenset[ActorType] = frozenset({"party", "movement"})
_DEMONSTRATIVE = re.compile(r"(?:diese[nrms]?|jene[nrms]?|these|those|эт(?:и|их|им|ими))\s+$", re.IGNORECASE)


def _demonstrative(tag: Tagged, sentence: Sentence) -> bool:
    return bool(_DEMONSTRATIVE.search(sentence.text[: tag.span.start - sentence.span.start]))


def _all_of(meaning: Pointer, near: Sequence[_Row]) -> list[Mention]:
    """ "Diese Parteien" after a sentence without a list: all parties of the last sentence that names two."""
    for row in near:
        named = {m.actor: m for m in ordered(row.mentions) if m.actor and m.type in meaning.types}
        if len(named) > 1:
            return list(named.values())
    return []


def _rough(kind: ActorType) -> str:
    return "party" if kind in ("party", "movement") else kind


def _coordinated(tag: Tagged, meaning: Pointer, near: Sequence[_Row]) -> list[Mention]:
    """Actors of one type joined by "and" or in a list, the last such group: what "they" mostly stands for."""
    for row in near:
        candidates = sorted(
            (m for m in row.mentions if m.actor and m.type in meaning.types and m.span.end <= tag.span.start),
            key=lambda m: m.span,
        )
        groups: list[list[Mention]] = []
        for first, second in pairwise(candidates):
            gap = _REMARK.sub(
                " ", words(row.sentence, Span(first.span.end, max(first.span.end, second.span.start)))
            )
            if _rough(first.type) != _rough(second.type) or not _COORDINATED.fullmatch(gap):
                continue
            if groups and groups[-1][-1] is first:
                groups[-1].append(second)
            else:
                groups.append([first, second])
        kept = [row for row in groups if len({m.actor for m in row}) == len(row)]
        if kept:
            return kept[-1]
    return []


def _antecedent(tag: Tagged, meaning: Pointer, near: Sequence[_Row], cast: Cast
                ) -> tuple[Mention, float] | None:  # fmt: skip
    """The best antecedent by points, and how sure the rule is of it."""
    rated: dict[str, tuple[float, Mention]] = {}
    for candidate in _candidates(tag, near):
        mention = candidate.mention
        if not mention.actor or not _agrees(mention, meaning, cast):
            continue
        points = _points(near[0].sentence, tag, meaning, candidate)
        if mention.actor not in rated or points > rated[mention.actor][0]:
            rated[mention.actor] = points, mention
    best = sorted(rated.values(), key=lambda pair: -pair[0])
    if not best or best[0][0] < -NEAR * LOOK_BACK - POOR:
        return None
    clear = len(best) == 1 or best[0][0] - best[1][0] >= NEAR
    return best[0][1], RULE if clear else WEAK_RULE


def _candidates(tag: Tagged, near: Sequence[_Row]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for distance, row in enumerate(near):
        before = sorted((m for m in row.mentions if m.span.end <= tag.span.start), key=lambda m: m.span)
        seen: set[ActorType] = set()
        for mention in before:
            found.append(
                _Candidate(mention, distance, mention.type not in seen and mention.form != "adjective")
            )
            seen |= {mention.type} if mention.form != "adjective" else set()
    return found


def _agrees(mention: Mention, meaning: Pointer, cast: Cast) -> bool:
    if mention.type not in meaning.types:
        return False
    if meaning.gender is None or mention.actor is None:
        return True
    who = cast[mention.actor]
    if mention.type == "person":
        gender = who.gender or _guessed_gender(who.name)
        return gender is None or gender == meaning.gender
    feminine = mention.type in _FEMININE_TYPES[cast.language if cast.language in _FEMININE_TYPES else "en"]
    if mention.type == "state":
        feminine = bool(_STATE_FEMININE.search(who.name)) if cast.language == "ru" else False
        return feminine == (meaning.gender == "f") or (
            cast.language == "de" and meaning.owner and meaning.gender == "m"
        )
    return feminine == (meaning.gender == "f")


_FEMALE = re.compile(
    r"^(?:Angela|Ursula|Annalena|Maria|Irina|Elena|Anna|Olga|Natalia|Svetlana|Marine|Giorgia|Sanna|Kaja|Maia|"
    r"Salome|"
    r"Theresa|Liz|Hillary|Kamala|Nancy|Alice|Sahra|Saskia|Nicola|Christine|Roza|Dariga|Julia|Yulia|Ekaterina|"
    r"Tatjana|"
    r"Мария|Ирина|Елена|Анна|Ольга|Наталья|Светлана|Ангела|Урсула|Валентина|Эльвира|Татьяна|Юлия|Екатерина|"
    r"Дарига|Роза)\b"
    r"|(?:owa|ova|ewa|eva|jewa|yeva|skaja|skaya|ова|ева|ина|ская)$"
)


def _guessed_gender(name: str) -> str | None:
    return "f" if _FEMALE.search(name) else "m" if " " in name else None


def _points(sentence: Sentence, tag: Tagged, meaning: Pointer, candidate: _Candidate) -> float:
    mention = candidate.mention
    points = -NEAR * candidate.distance + (SUBJECT if candidate.first else 0.0)
    if mention.form in ("adjective", "capital", "demonym"):
        points -= POOR
    if mention.type == "person" and meaning.form == "pronoun" and meaning.gender:
        points += PERSONAL
    if candidate.distance:
        return points
    text, offset = sentence.text, sentence.span.start
    gap = text[mention.span.end - offset : tag.span.start - offset].lstrip(QUOTES)
    if gap.count("„") + gap.count("«") != gap.count("“") + gap.count("»"):
        points -= QUOTED
    if meaning.form == "pronoun" and not meaning.owner and not _CLAUSE.search(gap):
        points -= SAME_CLAUSE
    return points
