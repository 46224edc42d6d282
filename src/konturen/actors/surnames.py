"""Bare surnames: what stands beside one says whether a known person is meant or somebody else of that name.

A surname that nothing supports (no office, no full name, no country of the person in the text) counts only for
those who lead a state, its government, its foreign ministry or an intergovernmental organisation at the time,
or once led a state or government and are seen as a person by the mention head:
of the others, hardly one in twenty such matches was the known person (300 articles of Wikinews a language).
"""

from __future__ import annotations

import re

from konturen.actors.catalog import Catalog
from konturen.actors.matching import Match, matcher
from konturen.actors.values import Cast
from konturen.records import Sentence

OFFICE = 3.0
"""An office stands right before a surname ("Präsident Tokajew")."""
STRANGER = -8.0
"""Another given name, or a further name, says that somebody else is meant."""
COMMON = -2.0
"""The surname is a given name, a place or a common word, too: an office or the full name must speak for it."""
UNKNOWN = -2.0
"""Nothing supports the surname, and its bearer is not of those whom texts name without a word."""
ONCE_HIGH = -1.2
"""The same where the bearer was of those before the text's date: taken only where the head sees a person."""
SURNAME_FIRST = frozenset({"CN", "KP", "KR", "TW", "VN"})
"""Countries (alpha-2) whose persons' surnames stand first: a capital after one begins another's given name."""
_HIGH = ("-government", "-mfa")
"""Endings of the ids of institutions whose heads texts name by the bare surname."""
_MONTH = re.compile(r"May(?= \d)|(?:(?:[Ii]n|[Oo]n|[Ss]ince|until|till|by|[Ll]ate|[Ee]arly|mid|of|\d)[ -])May$")
_FEMININE = re.compile(r"(?:[оеё]в|ин|ын)а$")
_SHE = re.compile(r"\s+(?:не\s+|также\s+)?[а-яё]+(?:ла|лась)(?!\w)")
_PERSONAL_NOUN = re.compile(
    r"(?:minister|präsident|kanzler|chef|sprecher|politiker|kandidat|führer|vorsitzende[rn]?|sekretär|kommissar|"
    r"abgeordnete[rn]?|rivale|gegner|könig|papst|anwalt|richter)(?:s|in|en|innen)?$",
    re.IGNORECASE,
)


def surname_only(match: Match, actor: str) -> bool:
    """Whether a match can be that actor by a bare surname only."""
    return all(form.kind == "surname" for form in match.forms_of(actor))


def surname_points(
    match: Match, sentence: Sentence, actor: str, cast: Cast, date: str | None, support: float
) -> tuple[float, str]:
    """Points of what stands beside a bare surname, and why; `support` is what speaks for the actor already."""
    language = cast.language
    start, end = match.span.start - sentence.span.start, match.span.end - sentence.span.start
    before, after = sentence.text[:start].rstrip(), sentence.text[end:]
    last = before.rsplit(None, 1)[-1] if before else ""
    common = all(form.ambiguous for form in match.forms_of(actor))
    title = _names_an_office(last, language)
    high = _of_high_rank(cast.catalog, actor, date)
    famous = not common and (high or _once_led(cast.catalog, actor, date))
    headline = famous and _headline(sentence.text, last, language)
    if (_somebody_else(match, actor, cast, after, common) and not headline) or _month(
        sentence.text, start, end
    ):
        return STRANGER, ""
    if title:
        return OFFICE + (COMMON if common else 0.0), f"surname after {last}"
    own = _given_names_of(cast.catalog, actor)
    if last[:1].isupper() and last not in own and last in _given_names(cast.catalog):
        return STRANGER, ""  # "von" is a word of names, too
    loose = headline or (famous and _no_given_name(before, last, cast))
    if not loose and _other_given_name(before, last, actor, cast, support):
        return STRANGER, ""
    if common:
        return COMMON, ""
    if support > 0 or high:
        return 0.0, ""
    return (ONCE_HIGH if famous else UNKNOWN), ""


def _somebody_else(match: Match, actor: str, cast: Cast, after: str, common: bool) -> bool:
    """Whether what follows makes the word somebody's given name or half of a double name."""
    language, country = cast.language, cast[actor].country
    capital = bool(re.match(r" [^\W\d_a-zа-яёäöüß]", after))
    if capital and (language != "de" or common or country in SURNAME_FIRST):
        return True
    if language == "de" and re.match(r"-[A-ZÄÖÜ]", after) and (common or match.surface.endswith("s")):
        return True
    male = cast[actor].gender == "m"
    return language == "ru" and male and bool(_FEMININE.search(match.surface)) and bool(_SHE.match(after))


def _month(text: str, start: int, end: int) -> bool:
    return text[start:end] == "May" and bool(
        _MONTH.match(text[start : end + 2]) or _MONTH.search(text[max(0, start - 8) : end])
    )


def _other_given_name(before: str, last: str, actor: str, cast: Cast, support: float) -> bool:
    """Whether the capitalised word before is another one's given name ("Priti Patel" is not Kash Patel)."""
    catalog, german = cast.catalog, cast.language == "de"
    capital = last[:1].isupper() and last.replace("-", "").isalpha()
    if not capital:
        return False
    own = _given_names_of(catalog, actor)
    inside = len(before) > len(last)
    words = before.removesuffix(last).split()[-1:]
    preceding = words[0] if words else ""
    german = german and not _names_an_office(preceding, "de")
    return inside and last not in own and (not german or support <= 0)


def _no_given_name(before: str, last: str, cast: Cast) -> bool:
    """Whether the capitalised word before a surname ends another part of the sentence.

    A day or a month; a German noun after a preposition with its article ("im Bundestag Scholz", "in einer Rede
    Macron"), unless it is what somebody is ("beim Bäcker Merz"); a state, its seat or an institution of the
    catalog after a preposition of place ("в Кремле Макрона", "in Paris Macron").
    """
    language = cast.language
    preceding = (before.removesuffix(last).split() or [""])[-1]
    if last in _DAYS.get(language, frozenset()):
        return True
    if language == "de" and _NOUN_AFTER_ARTICLE.fullmatch(preceding):
        return bool(_THING.search(last))
    if preceding.lower() not in _PREPOSITIONS.get(language, frozenset()):
        return False
    catalog = cast.catalog
    meant = matcher(catalog, language).meanings(last)
    return any(catalog.type_of(key) in ("state", "institution", "igo") for key in meant)


def _headline(text: str, last: str, language: str) -> bool:
    """Whether an English sentence is written as a headline, where a capital shows no name, and the word before
    a surname is a verb: "Putin Calls Macron"."""
    if language != "en" or not _VERB.search(last):
        return False
    long = [word for word in re.findall(r"[^\W\d_]+", text[:_HEADLINE]) if len(word) > 3]
    return len(long) > 3 and all(word[0].isupper() for word in long)


def _names_an_office(word: str, language: str) -> bool:
    return is_title(word, language) or (language == "de" and bool(_PERSONAL_NOUN.search(word)))


def _of_high_rank(catalog: Catalog, actor: str, date: str | None) -> bool:
    return any(
        tie.relation == "leads"
        and tie.holds(date)
        and (tie.actor.startswith(("state-", "igo-")) or tie.actor.endswith(_HIGH))
        for tie in catalog[actor].ties
    )


def _once_led(catalog: Catalog, actor: str, date: str | None) -> bool:
    """Whether a person led a state or its government before a date; without a date, at any time."""
    return any(
        tie.relation == "leads"
        and (tie.actor.startswith("state-") or tie.actor.endswith("-government"))
        and (date is None or tie.since is None or tie.since <= date)
        for tie in catalog[actor].ties
    )


def _given_names(catalog: Catalog) -> frozenset[str]:
    return catalog.derived(
        "given names",
        lambda: frozenset(
            name for actor in catalog.of_type("person") for name in _given_names_of(catalog, actor.id)
        ),
    )


def _given_names_of(catalog: Catalog, actor: str) -> frozenset[str]:
    return frozenset(word for name in catalog[actor].names for word in name.text.split()[:-1])


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_VERB = re.compile(r"(?:[^s]s|ed|ing|^(?:With|From|Over|Against|After|And))$")
"""What a verb or a preposition of a headline ends in; hardly any given name does that is not known."""
_HEADLINE = 300
"""Characters of a sentence that show whether it is a headline."""
_DAYS = {
    "de": _set(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Januar Februar März April",
        "Juni Juli August September Oktober November Dezember Jänner",
    ),
    "en": _set(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July",
        "August September October November December",
    ),
}
"""Days and months: they have a capital and are no given names here (May is left out for the surname)."""
_PREPOSITIONS = {
    "de": _set("in aus bei nach von über um vor nahe"),
    "en": _set("in at from near outside to"),
    "ru": _set("в во из у под около близ"),
}
_NOUN_AFTER_ARTICLE = re.compile(
    r"am|im|ins|ans|zum|zur|beim|vom|(?:d|ein|kein|sein|ihr|dies|jed)(?:em|en|er|es)|[a-zäöüß]+(?:en|em|er)"
)
"""What stands before a German noun and after a preposition: an article, a possessive, an adjective."""
_THING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|nis|treffen|gespräch|gipfel|besuch|krieg|abend|nacht|morgen|mittag|woche|"
    r"monat|jahr|jahren|tag|tage|amt|haus|saal|parlament|rede|ansprache|interview|telefonat|brief|kreml|palast|"
    r"ment|ismus|sicht|weise|zeit|debatte|konferenz|wahl|kampf|streit|runde|frage|fall|ende|beginn|anfang|"
    r"rahmen|auftakt|mitte|zusammenhang|gegenteil|ort|text|bericht|vertrag|abkommen|sender|zeitung|"
    r"fernsehen|radio|kabinett|konflikt|auftritt|protest|anschlag|angriff)(?:e?s|en|e|n)?$",
    re.IGNORECASE,
)
"""Endings of German nouns that name no person: what they end is no given name and no trade."""


_TITLES = {
    "de": _set(
        "präsident präsidentin kanzler kanzlerin bundeskanzler bundeskanzlerin minister ministerin",
        "außenminister außenministerin ministerpräsident premier premierminister regierungschef",
        "staatschef parteichef parteichefin kremlchef herr frau general verteidigungsminister",
        "vorsitzender vorsitzende chef chefin us-präsident papst patriarch patriarchen könig königin",
        "bundespräsident staatspräsident innenminister",
    ),
    "en": _set(
        "president chancellor minister premier mr mr. mrs ms leader secretary senator general king",
        "chairman chairwoman spokesman governor speaker prince princess pope patriarch emperor judge",
        "justice rep. sen. gov. ms.",
    ),
    "ru": _set(
        "президент президента президенту президентом президенте канцлер канцлера министр министра",
        "премьер премьера премьер-министр премьер-министра лидер лидера глава главы господин госпожа",
        "генерал генерала спикер короля король принц папа патриарх патриарха патриархом патриарху",
        "сенатор сенатора министром министру главой главе лидером лидеру премьером премьеру",
        "премьер-министром премьер-министру",
    ),
}
"""Words that stand before a person's name, in small letters."""


def is_title(word: str, language: str) -> bool:
    """Whether a word is an office or a title that stands before names."""
    titles = _TITLES.get(language, frozenset())
    return word.lower() in titles or word.lower().rsplit("-", 1)[-1] in titles
