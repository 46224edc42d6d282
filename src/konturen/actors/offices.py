"""Offices and institutions named with their country: "der kasachische Präsident", "МИД России", "US
government".

The head noun becomes the mention; the country beside it has one of its own. Head nouns stand in
data/institutions.toml. An office gives its holder: whom the text itself names in it, else whom the catalog
knows in it at the document's date, else a provisional actor that is the same in all languages
(new:president-kgz).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from konturen.actors.alternatives import Rated, alternatives
from konturen.actors.catalog import Actor, Catalog, Tie
from konturen.actors.context import Context
from konturen.actors.heads import Kind, heads, institutions, named
from konturen.actors.values import Cast, Who, between, country_beside, free, ordered
from konturen.names.text import plain
from konturen.records import Mention, MentionForm, Sentence, Span

HOLDER, NAMED_HOLDER, PROVISIONAL, IMPLIED = 0.85, 0.9, 0.8, 0.55
"""Scores: the catalog's holder at the date, the text's own, an institution by country, a country understood."""
UNDATED, HANDOVER = 0.65, 0.6
"""Scores: the present holder for a text without date; one of two who held the office within its date."""
OF_ANOTHER_REACH = 60
"""Characters before an office in which another office that it belongs to is looked for."""
_BEFORE_NAME = re.compile(r"\s*,?\s*(?:(?:a\.\s?D\.|Dr\.|Prof\.)\s*)*")
_AFTER_NAME = re.compile(r",\s+(?:(?:der|die|das|the|dem|den)\s+)?(?:[a-zäöüßа-яё]+\s+){0,2}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A head noun in a sentence, with the mentions of states that qualify it, nearest first."""

    span: Span
    kind: Kind
    states: tuple[Mention, ...]


def nouns(sentence: Sentence, cast: Cast) -> list[tuple[Span, Kind]]:
    """The head nouns of a sentence with their kinds."""
    text = plain(sentence.text)
    if len(text) != len(sentence.text):  # rare spellings: offsets would not hold
        text = sentence.text
    offset = sentence.span.start
    return [
        (Span(offset + start, offset + end), kind)
        for start, end, kind in heads(cast.catalog, cast.language).find(text)
        if cast.language != "de" or any(char.isupper() for char in text[start:end])
    ]


def hits(
    sentence: Sentence, found: Iterable[tuple[Span, Kind]], mentions: Sequence[Mention], cast: Cast
) -> list[Hit]:
    """Of the head nouns of a sentence those that are not part of a name."""
    states = [mention for mention in mentions if mention.type == "state"]
    kept: list[Hit] = []
    for span, kind in found:
        if not free(span, mentions):
            continue
        beside = [
            m
            for m in country_beside(sentence, span, states, cast)
            if m.form != "capital" or _seat(sentence, span, m)
        ]
        kept.append(Hit(span, kind, tuple(beside)))
    return kept


def _seat(sentence: Sentence, span: Span, capital: Mention) -> bool:
    """Whether a capital says whose institution it is: "die Regierung in Warschau"."""
    return capital.span.start > span.end and bool(between(sentence, span, capital.span).strip())


def named_holders(
    sentence: Sentence, found: Iterable[Hit], mentions: Sequence[Mention], cast: Cast
) -> dict[tuple[str, str], str]:
    """Who holds which office (kind, country) by the sentence's own words: "Präsident Kasachstans Tokajew"."""
    holders: dict[tuple[str, str], str] = {}
    people = [mention for mention in mentions if mention.type == "person"]
    for hit in found:
        person = None if _of_another(sentence, hit) else _apposition(sentence, hit, people)
        country = cast[hit.states[0].actor].country if hit.states and hit.states[0].actor else None
        if hit.kind.is_office and person and person.actor and country:
            holders.setdefault((hit.kind.kind, country), person.actor)
    return holders


_OF_ANOTHER = re.compile(
    r"(?:sprecher|berater|vertreter|sohn|tochter|frau|ehefrau|gesandte|leiter|assistent|vertraute|bruder)\w*\s+"
    r"(?:des|der)\s+(?:\w+e[nrs]\s+)?$|"
    r"(?:spokes\w+|advis[eo]r|aide|envoy|deputy|secretary|wife|son|daughter|brother|ally)\s+(?:for|of|to)\s+"
    r"(?:the\s+)?(?:\w+\s+)?$|"
    r"(?:секретар|помощник|советник|представител|заместител|администраци|супруг|сын|доч|"
    r"брат)\w*\s+(?:\w+(?:ого|ой)\s+)?$",
    re.IGNORECASE,
)


def _of_another(sentence: Sentence, hit: Hit) -> bool:
    """Whether the named person is not the holder but someone of his: "der Sprecher des Präsidenten, X"."""
    start = hit.span.start - sentence.span.start
    return bool(_OF_ANOTHER.search(sentence.text[max(0, start - OF_ANOTHER_REACH) : start]))


def _apposition(sentence: Sentence, hit: Hit, people: Sequence[Mention]) -> Mention | None:
    """The person named right beside an office: after it (and its country), or before it, parted by a comma."""
    reach = max([hit.span, *(state.span for state in hit.states)], key=lambda span: span.end)
    first = min([hit.span, *(state.span for state in hit.states)])
    for person in people:
        if person.span.start >= reach.end and _BEFORE_NAME.fullmatch(between(sentence, reach, person.span)):
            return person
        if person.span.end <= first.start and _AFTER_NAME.fullmatch(between(sentence, person.span, first)):
            return person
    return None


def find_offices(
    sentence: Sentence,
    hits: Iterable[Hit],
    mentions: Sequence[Mention],
    context: Context,
    holders: Mapping[tuple[str, str], str],
) -> tuple[Mention, ...]:
    """The sentence's mentions, with those of offices and institutions that stand with a country."""
    cast = context.cast
    people = [mention for mention in mentions if mention.type == "person"]
    found: list[Mention] = []
    for hit in hits:
        owners = dict.fromkeys(m.actor for m in hit.states if m.actor and hit.kind.is_of(cast[m.actor].country))
        if hit.kind.is_office and _predicate(sentence, hit, people):
            continue
        if hit.kind.is_office and unknown_name_follows(sentence, hit.span, hit.states):
            continue  # "Prime Minister Jane Doe": a person whom nobody tagged is better left out than mistaken
        if not owners or (
            hit.kind.is_office and not _of_another(sentence, hit) and _apposition(sentence, hit, people)
        ):
            continue
        shared = len(owners) > 1 and not hit.kind.is_office
        for owner in owners if shared else list(owners)[:1]:
            found.append(_mention(sentence, hit, owner, context, holders))
    return ordered([*mentions, *found])


_UNKNOWN_NAME = re.compile(r"\s+[A-ZÄÖÜА-ЯЁ][^\W\d_]+\s+(?:(?:de|van|von|al|bin)\s+)?[A-ZÄÖÜА-ЯЁ][^\W\d_]+")


def unknown_name_follows(sentence: Sentence, office: Span, states: Sequence[Mention]) -> bool:
    """Whether a whole name that nobody found follows an office, or its country (President of X Jan Muster)."""
    ends = [office.end]
    ends += [m.span.end for m in states if m.span.start == office.end + 1 and m.type == "state"]
    return any(_UNKNOWN_NAME.match(sentence.text, end - sentence.span.start) for end in ends)


_COPULA = re.compile(
    r"(?<!\w)(?:ist|war|wurde|wird|bleibt|sei|is|was|became|becomes|been|был|была|стал|стала|станет|является|"
    r"являлся)"
    r"(?!\w)"
)
_NOT_NOW = re.compile(
    r"(?<!\w)(?:als|zum|zur|ehemalige\w*|frühere\w*|Ex-?|designierte\w*|künftige\w*|gewählte\w*|as|former|"
    r"ex-|next|"
    r"future|экс-|бывш\w+|будущ\w+|избранн\w+|(?:Amt|Posten) (?:des|der)|von \d{4} bis \d{4}|erste[rn]?|"
    r"(?:post|office) of|first|became|в качестве|пост(?:а|у|е)?|должност\w+|стал\w*|станет|был\w*|является|"
    r"назначен\w*|избран\w*|перв\w+)"
    r"(?:\s+(?:\w+(?:isch|deutsch|ск)\w*|[A-Z]\w+(?:ian|ish|ese|an)))?[\s-]*$"
)


def _predicate(sentence: Sentence, hit: Hit, people: Sequence[Mention]) -> bool:
    """Whether an office is said of a person ("X was president of"), or is a former or future one."""
    first = min([hit.span, *(state.span for state in hit.states)])
    start = first.start - sentence.span.start
    if _NOT_NOW.search(sentence.text[max(0, start - OF_ANOTHER_REACH) : start]):
        return True
    before = [person.span.end - sentence.span.start for person in people if person.span.end <= first.start]
    gap = sentence.text[max(before) : start] if before else ""
    return "," not in gap and bool(_COPULA.search(gap))


def _mention(
    sentence: Sentence, hit: Hit, state: str, context: Context, holders: Mapping[tuple[str, str], str]
) -> Mention:
    cast = context.cast
    if not hit.kind.is_office:
        kind = _group(hit.kind, state, context)
        key = institution(kind, state, cast)
        reason = f"{kind.kind} of {cast[state].name}"
        form: MentionForm = "name" if kind.implied else "description"
        return cast.mention(sentence, hit.span, key, form=form, score=PROVISIONAL, reason=reason)
    return holder(hit.kind, state, context, holders).mention(sentence, hit.span, "office", cast)


def _group(kind: Kind, state: str, context: Context) -> Kind:
    """The kind itself; of counterparts: parties, where the document names parties of another country."""
    cast, country = context.cast, context.cast[state].country
    others = (who for who in map(cast.__getitem__, context.known) if who.country != country)
    if kind.kind == "counterparts" and any(who.type == "party" for who in others):
        return named("parties", cast.catalog, cast.language)
    return kind


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office, with score and reason, and who held it at other times, nearest in time first."""

    actor: str
    score: float
    reason: str
    others: tuple[Rated, ...] = ()

    def mention(
        self, sentence: Sentence, span: Span, form: MentionForm, cast: Cast, factor: float = 1.0
    ) -> Mention:
        """The mention of an office; `factor` is how sure its country is."""
        score = self.score * factor
        made = cast.mention(sentence, span, self.actor, form=form, score=score, reason=self.reason)
        return replace(made, alternatives=alternatives(self.others, self.score, cast, factor))


def holder(kind: Kind, state: str, context: Context, holders: Mapping[tuple[str, str], str]) -> Holder:
    """Who holds an office of a state: in the text's own words, else by the catalog at the document's date.

    A text without date means the present holder, less surely. Within a date that two share (a year, the day on
    which the office changed hands), it is who held it longer, then the later one.
    """
    cast, date = context.cast, context.date
    office = f"{kind.kind} of {cast[state].name}"
    terms = [
        (person, tie)
        for person, tie in _leaders(cast.catalog).get(cast[state].country or "", ())
        if any(_is_title(title, kind) for title in tie.title.values())
    ]
    named = holders.get((kind.kind, cast[state].country or ""))
    if named:
        others = _others(terms, named, context)
        return Holder(named, NAMED_HOLDER, f"the text names {cast[named].name} as {office}", others)
    held = [(person, tie) for person, tie in terms if tie.holds(date)]
    people = {person.id for person, _ in held}
    if len(people) == 1:
        key = held[0][0].id
        others = _others(terms, key, context)
        if date is None:
            return Holder(key, UNDATED, f"{office} now by the catalog; the text has no date", others)
        return Holder(key, HOLDER, f"{office} at {date} by the catalog", others)
    if date is not None and people and all(tie.since for _, tie in held):
        best, tie = max(held, key=lambda pair: (_days(pair[1], date), pair[1].since or ""))
        reason = f"{office} since {tie.since} by the catalog; others held it at {date}, too"
        return Holder(best.id, HANDOVER, reason, _others(terms, best.id, context))
    name = f"{kind.kind.replace('-', ' ').capitalize()} ({cast[state].name})"
    who = cast.add(Who(f"new:{kind.kind}-{_suffix(state)}", name, "person", cast[state].country))
    return Holder(who.id, PROVISIONAL, f"{office}, holder unknown", _others(terms, who.id, context))


def _others(terms: Sequence[tuple[Actor, Tie]], taken: str, context: Context) -> tuple[Rated, ...]:
    """The others who held the office at any time: a year from the text's date, or from now, costs half a
    point."""
    ends = [tie.until for _, tie in terms if tie.until]
    date = context.date or max(ends, default=None)
    return tuple(
        Rated(person.id, -0.5 * _years(tie, date), _when(tie, context.date))
        for person, tie in terms
        if person.id != taken
    )


def _when(tie: Tie, date: str | None) -> str:
    if date and tie.since and not tie.holds(date) and tie.since > date:
        return f"held the office from {tie.since} only"
    if tie.until:
        return f"held the office until {tie.until}"
    return f"holds the office since {tie.since}" if tie.since else "holds the office, too"


def _years(tie: Tie, date: str | None) -> float:
    """Years between a tie and a date; nothing where it holds, or where a date cannot be read."""
    if date is None or tie.holds(date):
        return 0.0
    first, last = _ordinal(date, 1), _ordinal(date, 12)
    apart = [
        first - _ordinal(tie.until, 12) if tie.until else 0.0,
        _ordinal(tie.since, 1) - last if tie.since else 0.0,
    ]
    return max(0.0, *apart) / 365.25


def _days(tie: Tie, date: str) -> float:
    """Days of a date (a year, a month, a day) in which a tie holds."""
    first, last = _ordinal(date, 1), _ordinal(date, 12)
    since = max(first, _ordinal(tie.since, 1)) if tie.since else first
    until = min(last, _ordinal(tie.until, 12)) if tie.until else last
    return until - since


_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def _ordinal(date: str, month: int) -> float:
    """Days since the year 0, about; `month` counts where a date has none, 1 for its first day and 12 for its
    last."""
    read = _DATE.match(date)
    if read is None:
        return 0.0
    day = int(read[3]) if read[3] else 1 if month == 1 else 31
    return int(read[1]) * 365.25 + (int(read[2] or month) - 1) * 30.4375 + day


def _is_title(title: str, kind: Kind) -> bool:
    return any(title.casefold().startswith(start) for start in kind.titles)


def institution(kind: Kind, state: str, cast: Cast) -> str:
    """The id of a state's institution of a kind: the catalog's, else a provisional one."""
    country = cast[state].country
    known = institutions(cast.catalog, cast.language).get((kind.kind, country or ""))
    if known:
        return known
    name = f"{kind.names.get(cast.language, kind.kind)} ({cast[state].name})"
    return cast.add(Who(f"new:{kind.kind}-{_suffix(state)}", name, kind.type, country)).id


def _leaders(catalog: Catalog) -> Mapping[str, tuple[tuple[Actor, Tie], ...]]:
    return catalog.derived("leaders of countries", lambda: _leaders_index(catalog))


def _leaders_index(catalog: Catalog) -> dict[str, tuple[tuple[Actor, Tie], ...]]:
    """Who leads a state or one of its institutions, by country."""
    index: dict[str, list[tuple[Actor, Tie]]] = {}
    for person in catalog.of_type("person"):
        for tie in person.ties:
            if tie.relation != "leads" or tie.actor not in catalog:
                continue
            country = catalog.country_of(tie.actor)
            if country and catalog.type_of(tie.actor) in ("state", "institution"):
                index.setdefault(country, []).append((person, tie))
    return {country: tuple(leaders) for country, leaders in index.items()}


def _suffix(state: str) -> str:
    return state.removeprefix("state-").removeprefix("new:")
