"""Cases of Russian names of several words: adjectives and head inflect, what follows the head stays.

No dictionary: the endings tell adjectives and heads (`russian_words`). Where they leave a doubt all readings
are formed; a form too many is never found in a text, a missing one is a name not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from math import prod

from konturen.names.russian import with_plain_e
from konturen.names.russian_words import (
    CASE_COUNT,
    Cells,
    Gender,
    Reading,
    adjective,
    fixed,
    is_neuter,
    is_russian,
    nouns,
    possessive,
)
from konturen.names.tables import words

MAX_LENGTH, MAX_WORDS = 250, 25
"""Longest name in characters and words that is inflected; a longer one is no name."""

MAX_READINGS = 24
"""Most combinations of readings that are formed of one name, and most forms of one case."""

DECLINED_ABBREVIATIONS = frozenset({"МИД", "ЦИК"})
"""Abbreviations that also take the endings of a noun (глава МИДа)."""

_FIXED = words("fixed_words_ru")
_OPENINGS = words("fixed_openings_ru")
_ISLANDS = frozenset({"острова", "о-ва", "горы"})
_ABSTRACT = ("ия", "ие", "ика", "ство", "ость", "ьство", "оюз", "лок", "онт", "анк")
"""Endings of Russian heads: what follows is no foreign second half of the name."""

_DASH = re.compile(r" +[-–—] +")
_JOINTS = re.compile(r"(,? и |, )")
_LONG_WORD = re.compile(r"\w{6}")


def phrase_forms(phrase: str) -> list[str]:
    """All cases of a name in the nominative, the name itself first; each form with ё and with е.

    The name alone where nothing in it inflects, where it is no name in Russian letters or is overlong.
    """
    tokens = phrase.split(" ")
    if len(phrase) > MAX_LENGTH or len(tokens) > MAX_WORDS or not all(tokens):
        return [phrase]
    if len(tokens) > 1 and phrase.isupper() and _LONG_WORD.search(phrase):
        return [form.upper() for form in phrase_forms(phrase.lower())]
    if tokens[0] in DECLINED_ABBREVIATIONS:
        return [" ".join([tokens[0] + ending, *tokens[1:]]) for ending in ("", "а", "у", "ом", "е")]
    cells = [*_dashed(phrase), *_last_word(tokens)]
    return with_plain_e(list(dict.fromkeys([phrase, *(form for table in cells for form in _flat(table))])))


def _flat(table: Cells) -> list[str]:
    return [form for cell in table for form in cell]


def _dashed(phrase: str) -> list[Cells]:
    """Parts beside a dash: the first inflects, or both ("Отечество — Вся Россия"); the second where it must."""
    match = _DASH.search(phrase)
    if match is None:
        return _coordinated(phrase)
    first, dash, second = phrase[: match.start()], match[0], phrase[match.end() :]
    one, two = _coordinated(first), _coordinated(second)
    alone = [_beside(table, dash + second) for table in one]
    both = [_merged((a, b), (dash,)) for a, b in product(one, two)]
    return [*alone, *both] if one else [_merged((fixed(first), b), (dash,)) for b in two]


def _coordinated(phrase: str) -> list[Cells]:
    """Heads side by side inflect together, if only the last of them has anything behind it."""
    pieces = _JOINTS.split(phrase)
    parts, joints = pieces[::2], pieces[1::2]
    if len(parts) > 1:
        found = [_headed(part.split(" ")) for part in parts]
        ends = [end == len(part.split(" ")) for (end, _), part in zip(found, parts, strict=True)]
        if all(ends[:-1]) and (ends[-1] or found[-1][1]):
            choices = [tables or [fixed(part)] for (_, tables), part in zip(found, parts, strict=True)]
            if prod(map(len, choices)) <= MAX_READINGS:
                return [_merged(rows, joints) for rows in product(*choices)]
    return _headed(phrase.split(" "))[1]


def _merged(rows: tuple[Cells, ...], joints: Iterable[str]) -> Cells:
    """The tables side by side, case by case, with what stands between them."""
    table = rows[0]
    for row, joint in zip(rows[1:], joints, strict=True):
        pairs = zip(table, row, strict=True)
        table = tuple(tuple(f"{a}{joint}{b}" for a in x for b in y)[:MAX_READINGS] for x, y in pairs)
    return table


def _beside(table: Cells, tail: str) -> Cells:
    return tuple(tuple(form + tail for form in cell) for cell in table)


def _headed(tokens: list[str]) -> tuple[int, list[Cells]]:
    """Where the head phrase ends, and the cases of all words by each of its readings; none if it is fixed."""
    adjectives: list[tuple[int, Reading]] = []
    gender: Gender | None = None
    index = 0
    if tokens[0].lower() in _OPENINGS:
        return len(tokens), []
    while index < len(tokens):
        token = tokens[index]
        reading = _adjective(token) if token.lower() not in _FIXED else None
        if reading is None and tokens[index + 1 : index + 2] and tokens[index + 1].lower() in _ISLANDS:
            reading = possessive(token)
        if reading is not None and gender in (None, reading.gender):
            adjectives.append((index, reading))
            gender = reading.gender
        elif not _is_modifier(tokens, index, gender):
            break
        index += 1
    if index == len(tokens):
        lone = nouns(tokens[0], "m") if len(tokens) == 1 and tokens[0].endswith("ий") else []
        tables = [_table(tokens, adjectives, None)] if adjectives else []
        return index, [*tables, *(reading.cells for reading in lone)]  # Маврикий is no adjective
    heads = _heads(tokens, index, gender)
    tables = [_table(tokens, adjectives, (index, head)) for head in heads]
    if adjectives and (not heads or (tokens[index][0].isupper() and gender == "p")):
        tables.append(_table(tokens, adjectives, None))  # the adjective is the head: Зелёные России
    return (index + 1 if heads or not adjectives or _stays(tokens[index]) else index), tables


def _stays(token: str) -> bool:
    """Whether a word behind adjectives is their noun though it does not inflect: Американское Самоа, ЦИК."""
    return token.isupper() or token[-1].lower() not in "аяыи"


def _heads(tokens: list[str], index: int, gender: Gender | None) -> list[Reading]:
    token = tokens[index]
    if token in DECLINED_ABBREVIATIONS:
        return [Reading("m", tuple((token, token + end) for end in ("", "а", "у", "", "ом", "е")))]
    fixed_word = token.lower() in _FIXED and "-" not in token
    if fixed_word or (token.isupper() and len(token) > 1):
        return []
    return nouns(token, gender)


def _adjective(token: str) -> Reading | None:
    """An adjective, also one in brackets: Фолклендские (Мальвинские) острова."""
    bare = token.removeprefix("(").removesuffix(")")
    found = adjective(bare)
    if found is None or bare == token:
        return found
    left, right = token.split(bare, 1)
    return Reading(found.gender, tuple(tuple(f"{left}{f}{right}" for f in cell) for cell in found.cells))


def _is_modifier(tokens: list[str], index: int, gender: Gender | None) -> bool:
    """Whether a word before the head stays as it is: a foreign particle, a foreign word, an adverb."""
    token = tokens[index]
    if index + 1 == len(tokens):
        return False
    if token.lower() in _FIXED or token.isdigit():
        return True
    if not is_russian(token):
        return not token.isupper() and token.isascii() and token.isalpha()
    following = _adjective(tokens[index + 1])
    if following is None or token[-1].lower() != "о" or is_neuter(token):
        return False  # "агентство морской безопасности": the genitive looks like an adjective in -ой
    return gender in (None, following.gender) and not tokens[index + 1].endswith("ой")


def _table(tokens: list[str], adjectives: list[tuple[int, Reading]], head: tuple[int, Reading] | None) -> Cells:
    """The cases of the whole: adjectives and head from their readings, every other word as it is."""
    columns = [fixed(token) for token in tokens]
    for index, reading in adjectives:
        columns[index] = _accusative(reading, head[1] if head else None)
    if head is not None:
        columns[head[0]] = head[1].cells
    return tuple(
        tuple(" ".join(row) for row in product(*(column[case] for column in columns)))
        for case in range(CASE_COUNT)
    )


def _accusative(reading: Reading, head: Reading | None) -> Cells:
    """An adjective's cases, the accusative as its head has it: like nominative, like genitive, or its own."""
    nominative, genitive, dative, accusative, *rest = reading.cells
    if reading.gender != "f":
        own = head is not None and head.cells[3] not in (head.cells[0], head.cells[1])
        animate = head is not None and head.cells[3] == head.cells[1]
        accusative = genitive if own or animate else nominative
    return (nominative, genitive, dative, accusative, *rest)


def _last_word(tokens: list[str]) -> list[Cells]:
    """Two or three foreign words (Нур Отан, Коста Рика): the last one inflects alone, too."""
    foreign = len(tokens) in (2, 3) and all(token[0].isupper() and is_russian(token) for token in tokens)
    if not foreign or tokens[0].endswith(_ABSTRACT) or any(_adjective(token) for token in tokens):
        return []
    last = [reading for reading in nouns(tokens[-1], None) if reading.gender != "p"]
    return [_table(tokens, [], (len(tokens) - 1, reading)) for reading in last]
