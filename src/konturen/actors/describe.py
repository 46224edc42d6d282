"""Pronouns and definite descriptions of actors: which words point back, and to what kind of actor.

The table serves twice: `describe` finds such words where no classifier tagged them, and `pointer` reads what a
tagged one can stand for (type, number, gender).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from konturen.actors.catalog import Catalog
from konturen.actors.heads import Heads, heads
from konturen.actors.values import words
from konturen.names.text import plain
from konturen.records import ActorType, MentionForm, Sentence, Span, Tagged

RULE_SCORE = 0.6
"""Score of a pointing word that rules found; the words are sure, that they stand for an actor is not."""

_GROUPS: frozenset[ActorType] = frozenset({"party", "organisation", "institution", "movement", "igo", "media"})
_ANY: frozenset[ActorType] = _GROUPS | {"state", "person"}
_PERSON: frozenset[ActorType] = frozenset({"person"})
_STATE: frozenset[ActorType] = frozenset({"state"})
_PARTY: frozenset[ActorType] = frozenset({"party", "movement"})
_BODY: frozenset[ActorType] = frozenset({"organisation", "movement", "igo", "institution"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a pointing word can stand for: `number` 1 one actor, 2 two, 0 several or unknown."""

    form: MentionForm
    types: frozenset[ActorType]
    number: int
    gender: str | None = None
    owner: bool = False
    """Whether it is a possessive: its owner may be the subject of the same clause."""


_Row = tuple[str, Pointer]


def _pronoun(
    words: str, types: frozenset[ActorType], number: int, gender: str | None, owner: bool = False
) -> _Row:
    return words, Pointer("pronoun", types, number, gender, owner)


def _noun(words: str, types: frozenset[ActorType], number: int, gender: str | None = None) -> _Row:
    return words, Pointer("description", types, number, gender)


_DE_THE = (
    r"(?:diese[rmns]?|die|der|das|dem|den|des|jene[rmns]?|ihre?[rmns]?|seine?[rmns]?)\s+"
    r"(?:(?!d[ie]|eine)[a-zäöüß]+e[rnms]?\s+)?"
)
_DE_BOTH = r"(?:(?:die|der|den)\s+)?(?:beiden?|beider|zwei|zweier)\s+(?:[a-zäöüß]+en?\s+)?"
_EN_THE = r"(?:the|this|that|its|his|her|their)\s+(?:(?!the\b)[a-z]+\s+)?"
_EN_BOTH = r"(?:(?:the\s+)?two|both)\s+(?:[a-z]+\s+)?"
_RU_BOTH = r"(?:об[ае]|обеи[хм]и?|обои[хм]и?|дв[ае]|двух|двумя|двум)\s+(?:[а-я]+\s+)?"
_RU_THIS = r"(?:(?:эт|т)(?:а|у|ой|от|ого|ому|им|ом|о)\s+)?"

_RU_SUCH = r"(?:(?:эт|т)(?:а|у|ой|от|ого|ому|им|ом|о)\s+)"

_ROWS: dict[str, tuple[_Row, ...]] = {
    "de": (
        _noun(_DE_BOTH + r"(?:Länder[n]?|Staaten|Nachbar[n]?|Nachbarländern?|Republiken|Mächten?)", _STATE, 2),
        _noun(_DE_BOTH + r"Parteien", _PARTY, 2),
        _noun(_DE_BOTH + r"(?:Seiten|Partner[n]?|Verbündeten)", _ANY - _PERSON, 2),
        _noun(_DE_BOTH + r"(?:Politiker[n]?|Präsidenten|Minister[n]?|Staatschefs|Männer[n]?|Frauen)", _PERSON,
        2),
        _noun(_DE_THE + r"(?:Länder[n]?|Staaten)", _STATE, 0),
        _noun(_DE_THE + r"(?:Land(?:e?s)?|Staate?s?|Nachbarland(?:e?s)?|Republik|Nachbar(?:n|staat)?)", _STATE,
        1),
        _noun(_DE_THE + r"Parteien", _PARTY, 0),
        _noun(r"(?:diese[nr]?|jene[nr]?)\s+(?:[a-zäöüß]+n\s+)?(?:Kräften?|Bewegungen|Formationen)", _PARTY, 0),
        _noun(_DE_THE + r"(?:Partei|Regierungspartei|Oppositionspartei|Fraktion)", _PARTY, 1),
        _noun(_DE_THE + r"(?:Bewegung|Organisation|Gruppe|Bündnis(?:ses)?|Allianz|Union|Verband(?:e?s)?)",
        _BODY, 1),
        _noun(_DE_THE + r"(?:Politiker(?:in|s)?|Staatschef(?:s|in)?|Parteichef(?:s|in)?|Abgeordnete[rn]?|"
              r"Minister(?:in|s)?|Diplomat(?:en|in)?|Vorsitzende[rn]?|Amtsinhaber(?:in|s)?)", _PERSON, 1),
        _pronoun(r"er|ihn|ihm", _PERSON | {"state", "igo", "institution", "organisation"}, 1, "m"),
        _pronoun(r"seine[rmns]?|sein(?=\s+(?:[a-zäöüß]+e[rsnm]?\s+)?(?-i:[A-ZÄÖÜ]))", _ANY, 1, "m", True),
        _pronoun(r"sie|ihnen", _ANY, 1, "f"),
        _pronoun(r"ihre[rmns]?|ihr", _ANY, 1, "f", True),
        _pronoun(r"beide[rn]?", _ANY, 2, None),
    ),
    "en": (
        _noun(_EN_BOTH + r"(?:countries|states|nations|neighbou?rs|republics|powers)", _STATE, 2),
        _noun(_EN_BOTH + r"parties", _PARTY, 2),
        _noun(_EN_BOTH + r"(?:sides|partners|allies)", _ANY - _PERSON, 2),
        _noun(_EN_BOTH + r"(?:leaders|men|women|presidents|ministers|politicians)", _PERSON, 2),
        _noun(_EN_THE + r"(?:countries|states|nations)", _STATE, 0),
        _noun(_EN_THE + r"(?:country|nation|state|republic|neighbou?r)", _STATE, 1),
        _noun(_EN_THE + r"parties", _PARTY, 0),
        _noun(r"(?:these|those)\s+(?:[a-z]+\s+)?(?:parties|forces|movements|groups)", _PARTY, 0),
        _noun(_EN_THE + r"(?:party|faction)", _PARTY, 1),
        _noun(_EN_THE + r"(?:movement|organi[sz]ation|group|alliance|bloc|union|association)", _BODY, 1),
        _noun(_EN_THE + r"(?:politician|leader|minister|diplomat|lawmaker|chairman|chairwoman|senator)",
        _PERSON, 1),
        _pronoun(r"he|him", _PERSON, 1, "m"),
        _pronoun(r"his", _PERSON, 1, "m", True),
        _pronoun(r"she", _PERSON, 1, "f"),
        _pronoun(r"her", _PERSON, 1, "f", True),
        _pronoun(r"they|them", _ANY, 0, None),
        _pronoun(r"their", _ANY, 0, None, True),
        _pronoun(r"its", _ANY - _PERSON, 1, None, True),
    ),
    "ru": (
        _noun(_RU_BOTH + r"(?:стран(?:ы|ам|ами|ах)?|государств(?:а|ам|ами|ах)?|сосед(?:а|ей|ям|ями)|"
                         r"республик(?:и|ам)?)",
              _STATE, 2),
        _noun(_RU_BOTH + r"парти(?:и|й|ям|ями|ях)", _PARTY, 2),
        _noun(_RU_BOTH + r"(?:сторон(?:ы|ам|ами|ах)?|партнер(?:а|ов|ам))", _ANY - _PERSON, 2),
        _noun(_RU_BOTH + r"(?:лидер(?:а|ов|ам|ами)|президент(?:а|ов|ам|ами)|политик(?:а|ов|ам)|министр(?:а|"
                         r"ов|ам))",
              _PERSON, 2),
        _noun(r"сторон(?:ы|ам|ами)", _ANY - _PERSON, 2),
        _noun(_RU_THIS + r"(?:стран(?:а|ы|у|ой|е)|государств(?:о|а|у|ом|е)|республик(?:а|и|у|ой|е))", _STATE,
        1),
        _noun(r"эт(?:и|их|им|ими)\s+(?:[а-я]+\s+)?(?:парти(?:и|й|ям|ями|ях)|сил(?:ы|ам|ами|ах)?|движени(?:я|й|ям|ями))",
              _PARTY, 0),
        _noun(_RU_THIS + r"(?:парти(?:я|и|ю|ей)|фракци(?:я|и|ю|ей))", _PARTY, 1),
        _noun(_RU_SUCH + r"(?:движени(?:е|я|ю|ем|и)|организаци(?:я|и|ю|ей)|союз(?:а|у|ом|е)?|"
              r"объединени(?:е|я|ю|ем))", _BODY, 1),
        _noun(r"(?:политик(?:ом)?|лидер(?:а|у|ом|е)?)(?!\s+(?:(?-i:[А-Я«])|[а-я]+(?:ой|ого|их|ых|ии|"
              r"ы)(?!\w)))",
              _PERSON, 1),
        _noun(_RU_SUCH + r"(?:министр(?:а|у|ом|е)?|дипломат(?:а|у|ом)?|депутат(?:а|у|ом)?|сенатор(?:а|у|ом)?)",
              _PERSON, 1),
        _pronoun(r"он|ему|ним|нем|нему", _ANY, 1, "m"),
        _pronoun(r"его|него", _ANY, 1, "m", True),
        _pronoun(r"она|ей|ней|нею", _ANY, 1, "f"),
        _pronoun(r"ее|нее", _ANY, 1, "f", True),
        _pronoun(r"они|им|ими|них|ним|ними", _ANY, 0, None),
        _pronoun(r"их", _ANY, 0, None, True),
    ),
}  # fmt: skip

_COMPILED = {
    language: re.compile("|".join(f"(?P<r{i}>(?<![\\w-])(?:{words})(?![\\w-]))" for i, (words,
    _) in enumerate(rows)),
                         re.IGNORECASE)
    for language, rows in _ROWS.items()
}  # fmt: skip
_ARTICLE = re.compile(
    r"^(?:die|der|das|dem|den|des|the)\s+(?=\w)|^(?:diese[rmns]?|jene[rmns]?|this|that|these|those|эт\w+)\s+",
    re.IGNORECASE,
)


def describe(sentence: Sentence, catalog: Catalog | None = None) -> tuple[Tagged, ...]:
    """The pronouns and definite descriptions of actors that rules find in a sentence, without their articles.

    With a catalog also offices and institutions without a country: "the government", "der Präsident",
    «парламент».
    """
    compiled = _COMPILED.get(sentence.language)
    if compiled is None:
        return ()
    text = plain(sentence.text)
    if len(text) != len(sentence.text):  # rare spellings: offsets would not hold
        text = sentence.text
    found = list(_tags(sentence, text, compiled))
    if catalog is not None:
        nouns = _nouns(sentence, text, heads(catalog, sentence.language))
        found += [tag for tag in nouns if not any(tag.span.overlaps(other.span) for other in found)]
    return tuple(sorted(found, key=lambda tag: tag.span))


_DEFINITE = {
    "de": re.compile(r"(?:^|\W)(?:die|der|das|dem|den|des)\s+(?:[a-zäöüß]+e[rnms]?\s+)?$", re.IGNORECASE),
    "en": re.compile(r"(?:^|\W)(?:the|its|their)\s+(?:[a-z]+\s+)?$", re.IGNORECASE),
    "ru": re.compile(r"(?:^|[^\w-])$"),
}
ARTICLE_REACH = 40
"""Characters before a head noun in which its article is looked for."""


def _nouns(sentence: Sentence, text: str, table: Heads) -> Iterable[Tagged]:
    for start, end, kind in table.find(text):
        noun = sentence.language != "de" or any(char.isupper() for char in text[start:end])
        before = text[max(0, start - ARTICLE_REACH) : start]
        if noun and kind.implied and _DEFINITE[sentence.language].search(before):
            span = Span(sentence.span.start + start, sentence.span.start + end)
            yield Tagged(span, words(sentence, span), kind.type, "description", RULE_SCORE)


_PROPER = re.compile(r"\s[A-Z]")


def _tags(sentence: Sentence, text: str, compiled: re.Pattern[str]) -> Iterable[Tagged]:
    rows = _ROWS[sentence.language]
    for match in compiled.finditer(text):
        row = next(int(name[1:]) for name, value in match.groupdict().items() if value is not None)
        pointer = rows[row][1]
        if pointer.form == "pronoun" and match[0].isupper():
            continue  # "ER", "US": abbreviations, if anything
        if sentence.language == "en" and pointer.form == "description" and _PROPER.search(match[0]):
            continue  # "the Labour Party" is a name
        article = _ARTICLE.match(match[0])
        start = sentence.span.start + match.start() + (article.end() if article else 0)
        span = Span(start, sentence.span.start + match.end())
        surface = words(sentence, span)
        yield Tagged(span, surface, main_type(pointer), pointer.form, RULE_SCORE)


_ARTICLES = ("die", "the", "das", "der", "diese", "these", "эти")


def pointer(surface: str, language: str) -> Pointer | None:
    """What a tagged word or description can stand for, by the same table; None if the table has no such
    word."""
    compiled, text = _COMPILED.get(language), plain(surface)
    if compiled is None:
        return None
    for candidate in (text, *(f"{article} {text}" for article in _ARTICLES)):
        match = compiled.fullmatch(candidate)
        if match:
            row = next(int(name[1:]) for name, value in match.groupdict().items() if value is not None)
            return _ROWS[language][row][1]
    return None


def main_type(pointer: Pointer) -> ActorType:
    """The type to show for a pointing word whose actor is not known."""
    order: tuple[ActorType, ...] = ("person", "state", "party", "organisation")
    if pointer.form == "description":
        order = ("state", "party", "organisation", "person") if "state" in pointer.types else order
    return next((kind for kind in order if kind in pointer.types), "other")
