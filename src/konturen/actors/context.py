"""Who is meant where the catalog alone does not tell: decided by what stands beside and elsewhere in the text.

Evidence is counted in points; the constants say what counts how much, and the reason names what decided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from konturen.actors.alternatives import Rated, alternatives, ended, former, gone
from konturen.actors.catalog import Form
from konturen.actors.matching import FORM_OF, Match
from konturen.actors.surnames import surname_only, surname_points
from konturen.actors.values import JOINED, Cast, between, compatible, country_beside, words
from konturen.records import ActorType, Mention, MentionForm, Sentence, Span, Tagged

INTRODUCED = 8.0
"""The text itself introduced this surface for the actor."""
BESIDE = 6.0
"""An adjective or genitive of the actor's country stands beside; of another country: the same against."""
KNOWN = 4.0
"""The actor is named elsewhere in the document by an unmistakable name."""
TAKEN = 1.5
"""A name that several share was taken for the actor before: less than its country in the same sentence."""
SAME_SENTENCE = 2.0
"""The actor's country is named in the same sentence."""
SAME_DOCUMENT = 1.0
"""The actor's country is named in the document."""
WRONG_TYPE = 5.0
"""The mention head saw another type of actor there."""
LISTED = 2.0
"""An ambiguous state stands in a list of states."""
LONGEST_JOIN = 16
"""Longest joint of a list, in characters."""
BARE = 2.0
"""A surname against a reading of the same word that is no surname ("Moscow")."""
ELSEWHERE = 1.0
"""An ambiguous name in a sentence that names other countries only ("Socialist Party" in Lisbon)."""
DISSOLVED = 3.0
"""The actor was dissolved before the document's date."""
LIVING = 0.5
"""The same where the text has no date: it is rather about those that still exist."""
CLEAR = 1.0
"""Least lead, in points, at which one of several of a name is more than likely."""
MIN_SUPPORT = (-0.9, 0.5, 3.5)
"""Points that a match needs to count at all, by its doubt; below nothing stand those that speak against it."""

MIN_SUPPORT_WORD = 1.4
"""The same for an ambiguous name that may be a common word ("Moderne"): its country in the same sentence."""

MIN_SUPPORT_PAPER = 6.0
"""The same for a paper's title without quotation marks ("in letzter Zeit"): the text itself introduces it."""

SURE, DECIDED, SUPPORTED, SURNAME, LIKELY = 0.98, 0.92, 0.8, 0.7, 0.6
PLACE = 0.5
"""Score of a capital after a preposition of place: the town may be meant, not the state."""
_PLACE_WORDS = {
    "de": frozenset({"in", "bei", "nahe", "um", "durch", "über"}),
    "en": frozenset({"in", "near", "at", "around", "outside", "across"}),
    "ru": frozenset({"в", "во", "под", "около", "близ", "у"}),
}


Pointing = Callable[[Sequence[Mention], Sequence[Tagged]], Mapping[Span, tuple[Span, float]]]
"""What the classifier says of the pointing words (second) among the names found (first): what each means."""


@dataclass
class Context:
    """What is known of one document while it is read; filled step by step by `mentions.find`."""

    cast: Cast
    date: str | None
    tagged: Sequence[Sequence[Tagged]]
    antecedents: Pointing | None = None
    pointed: dict[Span, tuple[Span, float]] = field(default_factory=dict)
    introduced: dict[str, tuple[str, int]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    surfaces: dict[str, set[str]] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)

    def learn(self, mention: Mention) -> None:
        """Take a decided mention as evidence for later ones."""
        if mention.actor is None:
            return
        self.known.setdefault(mention.actor, mention.span.start)
        self.surfaces.setdefault(mention.actor, set()).add(mention.surface)
        country = self.cast[mention.actor].country
        if country:
            self.countries[country] += 1


def is_plain(match: Match) -> bool:
    """Whether a match needs no context: one actor, not ambiguous, more than a surname."""
    return not match.doubt and len(match.actors) == 1 and any(form.kind != "surname" for form in match.forms)


def plain_mention(match: Match, sentence: Sentence, context: Context) -> Mention:
    """The mention of a match that nothing else can mean."""
    form = _best(match.forms)
    return _mention(match, sentence, context, form.actor, SURE, f"catalog {form.kind}")


def _best(forms: Sequence[Form]) -> Form:
    order = ("short", "official", "native", "abbreviation", "adjective", "demonym", "capital")
    return min(forms, key=lambda form: order.index(form.kind) if form.kind in order else len(order))


def _mention(
    match: Match, sentence: Sentence, context: Context, actor: str, score: float, reason: str
) -> Mention:
    cast = context.cast
    best = _best(match.forms_of(actor))
    form: MentionForm = FORM_OF[best.kind]
    if form == "capital" and _is_place(match, sentence, cast.language):
        score, reason = PLACE, f"{reason}, perhaps the town"
    if best.kind == "former":
        told = former(match.surface, actor, cast)
        reason = told if reason == "catalog former" else f"{reason}; {told}"
    reason += ended(cast.catalog.get(actor), context.date)
    return cast.mention(sentence, match.span, actor, form=form, score=score, reason=reason)


def _is_place(match: Match, sentence: Sentence, language: str) -> bool:
    before = words(sentence, Span(sentence.span.start, match.span.start)).split()
    return bool(before) and before[-1].lower() in _PLACE_WORDS.get(language, frozenset())


def decide(
    match: Match, sentence: Sentence, index: int, states: Sequence[Mention], context: Context
) -> tuple[Mention, ...]:
    """The mentions of a match that needs context: none, one, or one for each country named before it."""
    beside = [m for m in country_beside(sentence, match.span, states, context.cast) if m.span != match.span]
    both = _each(match, sentence, beside, context)
    if both:
        return both
    near = {context.cast[m.actor].country for m in beside[:1] if m.actor}
    here = {context.cast[m.actor].country for m in states if m.actor}
    bare = all(surname_only(match, actor) for actor in match.actors)
    scene = _Scene(match, sentence, index, near, here, tuple(states), bare)
    rated = sorted(
        (_rated(scene, actor, -order, context) for order, actor in enumerate(match.actors)), reverse=True
    )
    points, _, actor, reason = rated[0]
    lead = points - rated[1][0] if len(rated) > 1 else points
    surname = surname_only(match, actor)
    if points < _least(match, sentence, context.cast[actor].type):
        return ()
    if match.doubt and _capital_only(match, actor) and _is_place(match, sentence, context.cast.language):
        return ()
    if len(rated) > 1 and lead == 0:
        if surname or match.doubt:
            return ()
        reason = "one of several of that name, the first"
    score = DECIDED if points >= KNOWN or not (match.doubt or surname) else SUPPORTED
    if len(rated) > 1 and lead < CLEAR:
        score, reason = LIKELY, reason or "one of several of that name, the likeliest"
    elif surname and points <= 0:
        score, reason = SURNAME, "surname that only one known person has"
    reason = reason or "catalog name, the only one likely"
    made = _mention(match, sentence, context, actor, score, reason)
    unplaced = lead < CLEAR and context.cast[actor].country not in here | set(context.countries)
    others = [
        Rated(key, value, _OPEN if unplaced else _against(match, key, near, here, context))
        for value, _, key, _ in rated[1:]
    ]
    return (replace(made, alternatives=alternatives(others, made.score, context.cast)),)


_OPEN = "same name, and the text hardly tells them apart"


def _against(match: Match, actor: str, near: set[str | None], here: set[str | None], context: Context) -> str:
    """What makes an actor less likely than the one taken, in words."""
    who = context.cast[actor]
    known = context.cast.catalog.get(actor)
    named = "same surname" if surname_only(match, actor) else "same name"
    if gone(known, context.date) and known:
        return f"{named}, but dissolved {known.dissolved}"
    if match.surface in context.introduced:
        return f"{named}, but the text introduces it for another"
    if near and who.type != "state" and who.country not in near:
        return f"{named}, but another country stands beside"
    if who.type != "state" and who.country and who.country not in here | set(context.countries):
        return f"{named}, but its country is not in the text"
    if surname_only(match, actor) and actor not in context.known:
        return f"{named}, but the text does not name this person in full"
    if _capital_only(match, actor):
        return f"{named}, but only as the seat of {who.name}"
    return f"{named}, but less in the text speaks for it"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stands around a match: countries right beside it, countries of its sentence, states there.

    `bare` is whether the match is for all its actors but a surname.
    """

    match: Match
    sentence: Sentence
    index: int
    near: set[str | None]
    here: set[str | None]
    states: tuple[Mention, ...]
    bare: bool


def _rated(scene: _Scene, actor: str, order: int, context: Context) -> tuple[float, int, str, str]:
    """The points of one actor that a match can mean, its order, its id and what speaks for it."""
    match, sentence, near, here = scene.match, scene.sentence, scene.near, scene.here
    points, reason = _points(match, actor, near, here, context)
    if all(form.ambiguous for form in match.forms_of(actor)):
        points -= 0.5
        who = context.cast[actor]
        if who.type != "state" and not near and here and who.country not in {None, *here}:
            points -= ELSEWHERE
    if surname_only(match, actor):
        points -= 0.0 if scene.bare else BARE
        more, why = surname_points(match, sentence, actor, context.cast, context.date, points)
        points, reason = points + more, why or reason
    points += _type_points(match, actor, context.tagged[scene.index], context)
    if _capital_only(match, actor):
        seats = [state for state in scene.states if state.form == "capital" and state.score > PLACE]
        if context.cast[actor].type == "igo" and _in_list(match.span, sentence, seats):
            points, reason = points + LISTED, reason or "beside the seat of a state"
    elif context.cast[actor].type == "state" and _in_list(match.span, sentence, scene.states):
        points, reason = points + LISTED, reason or "in a list of states"
    elif _locative(match, sentence, actor, context.cast):
        points, reason = points + LISTED, reason or "a state after a preposition of place"
    return points, order, actor, reason


def _capital_only(match: Match, actor: str) -> bool:
    """Whether a match can be that actor only by the name of its seat."""
    return all(form.kind == "capital" for form in match.forms_of(actor))


def _in_list(span: Span, sentence: Sentence, states: Sequence[Mention]) -> bool:
    """Whether a state stands right beside, parted by a comma or "and": "Egypt, Jordan, Qatar"."""
    gaps = (
        between(sentence, state.span, span)
        if state.span.end <= span.start
        else between(sentence, span, state.span)
        for state in states
        if not state.span.overlaps(span)
    )
    return any(len(gap) <= LONGEST_JOIN and JOINED.fullmatch(gap) for gap in gaps)


_LOCATIVE = re.compile(r"(?:^|\W)(?:in|from|to|into|near|across|between|against|of|with)\s+$")
_OTHERWISE_NAMED = frozenset({"Georgia"})
"""States after a preposition that are rather another place of that name: the American state."""


def _locative(match: Match, sentence: Sentence, actor: str, cast: Cast) -> bool:
    """Whether a preposition stands before an English name that is a person's, too: "troops in Jordan"."""
    if cast.language != "en" or cast[actor].type != "state" or match.surface in _OTHERWISE_NAMED:
        return False
    start, end = match.span.start - sentence.span.start, match.span.end - sentence.span.start
    goes_on = re.match(r" [A-Z]", sentence.text[end:])
    return not goes_on and bool(_LOCATIVE.search(sentence.text[:start]))


def _least(match: Match, sentence: Sentence, kind: ActorType) -> float:
    """The points that a match needs: an ambiguous word in a name's place more than an abbreviation or
    quoted.

    The title of a paper, and a Russian party, that is a common word stands in quotation marks, or else must be
    named otherwise.
    """
    start, end = match.span.start - sentence.span.start, match.span.end - sentence.span.start
    quoted = sentence.text[:start].endswith(_OPENING)
    if match.doubt != 1 or any(form.kind in _SHORT for form in match.forms):
        return MIN_SUPPORT[match.doubt]
    if kind == "media":
        return MIN_SUPPORT[1] if quoted and sentence.text[end:].startswith(_CLOSING) else MIN_SUPPORT_PAPER
    if quoted:
        return MIN_SUPPORT[1]
    if " " in match.surface:
        return MIN_SUPPORT[1]
    russian = sentence.language == "ru" and kind in ("party", "movement", "organisation")
    return MIN_SUPPORT[2] if russian else MIN_SUPPORT_WORD


_OPENING = ("„", "«", "“", '"', "‚", "'")
_CLOSING = ("“", "»", "”", '"', "‘", "'")
_SHORT = ("abbreviation", "epithet", "capital", "adjective", "demonym")


def _each(match: Match, sentence: Sentence, beside: Sequence[Mention], context: Context) -> tuple[Mention, ...]:
    """Both actors of "zwischen den russischen und kasachischen „Neuen Menschen“".

    The nearest adjective gives the name's own actor; each further one stands for the actor of its country.
    """
    cast = context.cast
    owners = {cast[actor].country: actor for actor in reversed(match.actors) if cast[actor].type != "state"}
    named = [(m, owners[country]) for m in beside if m.actor and (country := cast[m.actor].country) in owners]
    if len(beside) < 2 or len(named) != len(beside):
        return ()
    reason = f"country beside: {named[0][0].surface}"
    nearest = _mention(match, sentence, context, named[0][1], DECIDED, reason)
    others = tuple(
        cast.mention(
            sentence,
            adjective.span,
            actor,
            form="adjective",
            score=DECIDED,
            reason=f"adjective shares the noun {match.surface}",
        )
        for adjective, actor in named[1:]
    )
    return (nearest, *others)


def _points(
    match: Match, actor: str, near: set[str | None], here: set[str | None], context: Context
) -> tuple[float, str]:
    who = context.cast[actor]
    introduced = context.introduced.get(match.surface)
    if introduced and introduced[0] == actor:
        return INTRODUCED, f"introduced at {introduced[1]}"
    points, reason = 0.0, ""
    if near and who.type != "state":
        points += BESIDE if who.country in near else -BESIDE
        reason = "country beside" if who.country in near else reason
    only_so = len(match.actors) > 1 and context.surfaces.get(actor, set()) <= {match.surface}
    if actor in context.known and only_so:
        points += TAKEN
        reason = reason or f"taken so at {context.known[actor]}"
    elif actor in context.known:
        points += KNOWN
        reason = reason or f"named in full at {context.known[actor]}"
    if who.type != "state" and who.country in here:
        points += SAME_SENTENCE
        reason = reason or "its country in the same sentence"
    elif who.type != "state" and who.country in context.countries:
        points += SAME_DOCUMENT
        reason = reason or "its country in the document"
    if gone(context.cast.catalog.get(actor), context.date):
        points -= DISSOLVED if context.date else LIVING
    return points, reason


def _type_points(match: Match, actor: str, tagged: Sequence[Tagged], context: Context) -> float:
    for tag in tagged:
        if tag.span == match.span:
            return 0.5 if compatible(tag.type, context.cast[actor].type) else -WRONG_TYPE * tag.score
    return 0.0
