"""The words of two names joined one to one, and which of the joins the names as a whole support."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from konturen.names.given import groups_of, is_given, is_western, letters
from konturen.names.likeness import Match, by_ear, feminine
from konturen.names.schemes import is_cyrillic
from konturen.names.tokens import is_patronymic


@dataclass(frozen=True, slots=True)
class Joined:
    """Words of two names joined: pairs of places with their matches, and the places left over on each side."""

    pairs: tuple[tuple[int, int, Match], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def join(first: Sequence[str], second: Sequence[str], way: Callable[[str, str], Match | None]) -> Joined:
    """The joining of most words, and of those the one with the best score and the fewest turns."""
    table = {
        (i, j): match
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if (match := way(one, other))
    }
    best: tuple[tuple[float, ...], tuple[tuple[int, int, Match], ...]] = ((0.0,), ())
    todo: list[tuple[int, frozenset[int], tuple[tuple[int, int, Match], ...]]] = [(0, frozenset(), ())]
    steps = 0
    while todo and steps < MAX_STEPS:
        steps += 1
        at, used, pairs = todo.pop()
        if at == len(first):
            full = sum(not match.initial for *_, match in pairs)
            order = [j for _, j, _ in pairs]
            turns = sum(x > y for x, y in pairwise(order))
            value = (len(pairs), full, sum(match.score for *_, match in pairs), -turns)
            if value > best[0]:
                best = (value, pairs)
            continue
        todo.append((at + 1, used, pairs))
        todo += [
            (at + 1, used | {j}, (*pairs, (at, j, table[at, j])))
            for j in reversed(range(len(second)))
            if j not in used and (at, j) in table
        ]
    pairs = best[1]
    left = tuple(i for i in range(len(first)) if i not in {i for i, _, _ in pairs})
    right = tuple(j for j in range(len(second)) if j not in {j for _, j, _ in pairs})
    return Joined(pairs, left, right)


MAX_STEPS = 20_000
"""Joinings that are looked at; names with more are lists of repeated words."""


def supported(joined: Joined, first: Sequence[str], second: Sequence[str]) -> Joined:
    """Without matches that nothing in the names supports; where the words agree by ear, too, by that.

    Two words are spellings of one Slavic or Turkic word by a far way only where something says that they are
    Slavic or Turkic: their own endings, the family name, or a given name that the West does not bear. Meyer is
    not Meier, Reid not Reed, Scholz not Schulz.
    """
    eastern = any(map(_is_given_east, (*first, *second))) or any(map(_ends_east, (first[-1], second[-1])))
    kept = []
    for i, j, match in joined.pairs:
        one, other = first[i], second[j]
        sure = eastern or not match.spellings or _ends_east(one) or _ends_east(other)
        left_over = match if sure or _is_near(one, other, match) else by_ear(one, other)
        if left_over:
            kept.append((i, j, left_over))
    left = tuple(i for i in range(len(first)) if i not in {i for i, _, _ in kept})
    right = tuple(j for j in range(len(second)) if j not in {j for _, j, _ in kept})
    return Joined(tuple(kept), left, right)


_WEAK = (
    (r"[yj]", "i"),
    (r"ii", "i"),
    (r"tz|ts", "z"),
    (r"ck", "k"),
    (r"th", "t"),
    (r"ph", "f"),
    (r"ai", "ei"),
    (r"(.)\1", r"\1"),
    (r"ee|ea|ei|ie|ey", "i"),
    (r"c(?=[ei])", "z"),
    (r"c", "k"),
    (r"oo|ou", "u"),
    (r"(?<=[aeiou])h(?![aeiou])", ""),
)
_EASTERN_CYRILLIC = re.compile(
    r"(?:..[оеё]ва?|..[^аеиоуя][иы]на?|енко|[сцз]?к(?:ий|ая|ой|о)|[чщ]?ук|юк|ич|[яа]н|швили|дзе|о[гғ]лу|бе[кг]|"
    r"ба[ий]|улы|ұлы|[кқ]ызы|[ағуюё]й|ец|[әғқңөұүһіїєґўҳӯӣҷ].*)$"
)
_EASTERN = re.compile(
    r"(?:[oei](?:w|v|ff)a?|[^aeiou]in[ae]?|e?nk[oa]|[sz]?k(?:i|y|ij|yj|iy|yi|aja|aya|aia|oi|oj|oy)|[tc][sz]?c?h?uk|"
    r"i(?:[cč]|ch|tsch|cz|tch)|[iy]an|(?:sch|sh|ch)wili|shvili|dse|dze|o[gğ]lu|be[kg]|ba(?:i|y|j|ev|jew)|i?jew|aj|ay|ez|iv|iw)$"
)


def at_odds(joined: Joined) -> bool:
    """Whether the words joined by ear are of no common language: Alice by French, Weidel by German."""
    heard = [set(match.sounds) for *_, match in joined.pairs if match.sounds]
    return len(heard) > 1 and not set.intersection(*heard)


def _alike(one: str, other: str) -> bool:
    """Whether two Latin words differ only in letters that Western names differ in, too."""
    plain = []
    for word in (one, other):
        text = letters(word)
        for pattern, sound in _WEAK:
            text = re.sub(pattern, sound, text)
        plain.append(text)
    return plain[0] == plain[1] and plain[0].isascii()


_NEAR = frozenset({"ru", "uk", "be", "bg", "kk"})
"""Languages whose romanisations are so common that a word alone may be one."""


_GENITIVE = ("iin", "ийн")
"""Endings of the father's name before a Mongolian one."""


def _is_near(one: str, other: str, match: Match) -> bool:
    """Whether a match needs no support: spellings of a word of a common language, and not such that Western
    names differ likewise. Between two scripts a third language is what makes a way far."""
    direct = [spelling for spelling in match.spellings if spelling.through is None]
    if is_cyrillic(one.casefold()) != is_cyrillic(other.casefold()):
        return bool(direct)
    return any(spelling.language in _NEAR for spelling in direct) and not _alike(one, other)


def _is_given_east(word: str) -> bool:
    """Whether a word is a patronymic, or a given name of Slavs, Turks or Arabs that the West does not bear."""
    known = any(group.kind in ("counterpart", "arabic") for group in groups_of(word))
    return (known and not is_western(word)) or is_patronymic(word) or word.casefold().endswith(_GENITIVE)


def _ends_east(word: str) -> bool:
    """Whether a word ends as Slavic, Turkic or Caucasian family names do, or has letters of such languages."""
    if is_given(word):
        return False
    plain = letters(word)
    if is_cyrillic(plain):
        return bool(_EASTERN_CYRILLIC.search(plain))
    return bool(_EASTERN.search(plain)) or not plain.isascii()


def with_feminine(joined: Joined, first: Sequence[str], second: Sequence[str]) -> Joined:
    """Join what is left over on each side where one is the Czech form of the other, given names agreeing."""
    if len(joined.left) != 1 or len(joined.right) != 1 or not joined.pairs:
        return joined
    (i,), (j,) = joined.left, joined.right
    match = feminine(first[i], second[j])
    if not match or all(found.initial for *_, found in joined.pairs):
        return joined
    return Joined((*joined.pairs, (i, j, match)), (), ())


def turned(joined: Joined) -> Joined:
    """The same joining seen from the other name."""
    return Joined(tuple((j, i, match) for i, j, match in joined.pairs), joined.right, joined.left)
