"""Whether two names are one actor's, by their letters alone: the answer, a score, and the reason in words.

A person's words are joined one to one; what remains over must be what names leave out (a patronymic, a middle
name, a particle, a title). An organisation's words must all be joined, but for those that say what it is. What
the catalog knows of the names is added in `konturen.actors.identity`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from konturen.names.given import is_given, letters
from konturen.names.joining import Joined, at_odds, join, supported, turned, with_feminine
from konturen.names.likeness import Spelling, heard, inflected, matched, script_fits
from konturen.names.schemes import is_cyrillic, languages
from konturen.names.tokens import (
    MAX_NAME,
    MAX_WORDS,
    Words,
    cleaned,
    is_chinese,
    is_function,
    is_generic,
    is_initial,
    is_particle,
    is_patronymic,
    says_organisation,
    words_of,
)
from konturen.names.transcriptions import tables

SAME = 0.5
"""Score from which on two names count as one actor's."""
LONE, ABBREVIATED, SUFFIX, SWAPPED = 0.65, 0.7, 0.7, 0.9
"""Scores: a family name alone; an abbreviation by its letters; junior on one side only; family name first."""
AT_ODDS = 0.7
"""Score of a name whose words agree by ear, but each by the way of another language."""
MAX_ACRONYM = 6
"""Longest word in capitals that is taken for an abbreviation; a longer one is a name that is shouted."""
SHORTENED = 0.6
"""Score of a name that lacks the other's first given name, but has a further one and the family name."""
DOUBTFUL, DIFFERENT = 0.4, 0.1
"""Scores of two actors: what could be one but hardly is, and what is not."""
MAX_PARTS = 8
"""Most words of a person's name that are joined one to one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The answer: `score` is 0 to 1, and from `SAME` on the names count as one actor's."""

    score: float
    reason: str

    @property
    def same(self) -> bool:
        """Whether the two names count as one actor's."""
        return self.score >= SAME


def compare(one: str, other: str) -> Likeness:
    """Whether two names, given as somebody wrote them, are one actor's.

    Names of one letter, of more than 300 characters, or with words of mixed scripts match no other.
    """
    if max(len(one), len(other)) > MAX_NAME:
        return Likeness(0.0, f"longer than {MAX_NAME} characters: no name")
    first, second = cleaned(one), cleaned(other)
    if min(sum(map(str.isalpha, first)), sum(map(str.isalpha, second))) < 2:
        return Likeness(0.0, "a name needs two letters")
    if first == second:
        return Likeness(1.0, "the same name")
    a, b = words_of(one), words_of(other)
    mixed = a.mixed or b.mixed
    if mixed:
        return Likeness(0.0, f"{mixed!r} mixes letters of two scripts")
    if first.casefold() == second.casefold():
        return Likeness(0.99, "the same letters in other case")
    if not a.counted or not b.counted or max(len(a.counted), len(b.counted)) > MAX_WORDS:
        return Likeness(0.0, "no name to compare")
    shortened = _abbreviation(a, b) or _abbreviation(b, a)
    if shortened:
        return shortened
    if any(map(says_organisation, (*a.counted, *b.counted))):
        return _organisations(a, b)
    if is_chinese(first) or is_chinese(second):  # in pinyin every syllable counts
        return _whole(a, b) or Likeness(DIFFERENT, f"{one} and {other} are two names")
    if _is_acronym(a) and _is_acronym(b):
        return _acronyms(a.counted[0], b.counted[0])
    answer = _persons(a, b)
    if not answer.same:
        answer = _whole(a, b) or answer
    return _with_suffixes(answer, a.suffixes, b.suffixes)


def _abbreviation(short: Words, long: Words) -> Likeness | None:
    """One word in capitals that the first letters of the other name's words give: КПРФ, CDU."""
    if len(short.counted) != 1 or len(long.counted) < 2:
        return None
    sign = short.counted[0]
    if not (sign.isupper() and 2 <= len(sign) <= 8):
        return None
    parts = [part for word in long.counted for part in word.split("-") if part]
    every = "".join(part[0] for part in parts).upper()
    weighty = "".join(part[0] for part in parts if not is_function(part)).upper()
    for letters_of in (every, weighty):
        if letters_of == sign or (len(sign) > 2 and _romanised(letters_of, sign)):
            return Likeness(ABBREVIATED, f"{sign} are the first letters of {' '.join(long.counted)}")
    return None


def _is_acronym(words: Words) -> bool:
    """Whether a name is one short word in capitals."""
    return len(words.counted) == 1 and words.counted[0].isupper() and len(words.counted[0]) <= MAX_ACRONYM


def _acronyms(one: str, other: str) -> Likeness:
    """Two abbreviations are one only letter by letter."""
    match = matched(one, other)
    spelled = [s for s in match.spellings if s.through is None] if match else []
    if match and (spelled or not match.spellings) and not match.initial:
        return Likeness(min(match.score, SWAPPED), _told(spelled[:1]) if spelled else match.way)
    return Likeness(DIFFERENT, f"{one} and {other} are two abbreviations")


def _romanised(initials: str, sign: str) -> bool:
    """Whether first letters and an abbreviation of another script agree letter by letter."""
    if len(initials) != len(sign) or is_cyrillic(initials.casefold()) == is_cyrillic(sign.casefold()):
        return False
    match = matched(initials, sign)
    return match is not None and bool(match.spellings)


def _organisations(a: Words, b: Words) -> Likeness:
    first, second = _weighty(a.counted), _weighty(b.counted)
    joined = join(first, second, inflected)
    if joined.left or joined.right:
        return _unjoined(joined, first, second)
    order = [right for _, right, _ in sorted(joined.pairs)]
    score = min(match.score for *_, match in joined.pairs)
    if order != sorted(order):
        score = min(score, SUFFIX)
    return Likeness(score, _reason(joined, first, second))


def _weighty(words: Sequence[str]) -> tuple[str, ...]:
    """The words of an organisation's name that tell it from others."""
    parts = [part for word in words for part in word.split("-") if part]
    kept = [part for part in parts if not is_function(part)] or parts
    return tuple([part for part in kept if not is_generic(part)] or kept)


def _whole(a: Words, b: Words) -> Likeness | None:
    """Names that are compared written together: the same letters parted otherwise, Chinese, Korean."""
    first, second = ("".join(words.counted) for words in (a, b))
    plain = [letters(name.replace("-", "")) for name in (first, second)]
    if plain[0] == plain[1] and len(plain[0]) > 2:
        return Likeness(0.95, "the same letters but for accents and blanks")
    if min(len(a.counted), len(b.counted)) < 2 and "-" not in first + second:
        return None
    for table in tables():
        if not table.whole:
            continue
        for source, target in ((first, second), (second, first)):
            marked = not table.marked or any(sign in source for sign in table.marked)
            if marked and script_fits(source, target, table) and heard(source, target, table):
                return Likeness(0.88, f"{table.reason}")
    return None


def _persons(a: Words, b: Words) -> Likeness:
    first, second = (_parts(words.counted) for words in (a, b))
    if max(len(first), len(second)) > MAX_PARTS:
        return Likeness(DIFFERENT, "too many words for a person's name")
    joined = join(first, second, matched)
    joined = with_feminine(supported(joined, first, second), first, second)
    if not joined.pairs or all(match.initial for *_, match in joined.pairs):
        return _unjoined(joined, first, second)
    left = [at for at in joined.left if not is_particle(first[at])]
    right = [at for at in joined.right if not is_particle(second[at])]
    if left and right:
        return _unjoined(Joined(joined.pairs, tuple(left), tuple(right)), first, second)
    answer = _all_joined(joined, first, second, a.inverted or b.inverted)
    if left:
        answer = _part_of(joined, first, second, left, a.counted)
    elif right:
        answer = _part_of(turned(joined), second, first, right, b.counted)
    if answer.same and at_odds(joined):
        return Likeness(min(answer.score, AT_ODDS), f"{answer.reason}; by the ways of two languages")
    return answer


def _parts(words: Sequence[str]) -> tuple[str, ...]:
    """Words parted at hyphens, and initials one by one (В.В.); a particle before its word stays apart."""
    parts = [part for word in words for part in word.split("-") if part]
    return tuple(one for part in parts for one in (_SINGLE.findall(part) if is_initial(part) else [part]))


_SINGLE = re.compile(r"[^\W\d_]+\.?")


def _all_joined(joined: Joined, first: Sequence[str], second: Sequence[str], inverted: bool) -> Likeness:
    """The answer where no word is left over that counts."""
    order = [right for _, right, _ in sorted(joined.pairs, key=lambda pair: pair[0])]
    score = min(match.score for *_, match in joined.pairs)
    reason = _reason(joined, first, second)
    if order == sorted(order) or inverted:
        return Likeness(score, reason)
    given = [first[i] for i, _, match in joined.pairs if not match.initial and is_given(first[i])]
    turned = len(given) < len(joined.pairs) or any(map(is_patronymic, first))
    known = bool(given) or any(match.initial for *_, match in joined.pairs)
    if turned and known:
        return Likeness(min(score, SWAPPED), f"{reason}; the family name stands first in one")
    return Likeness(DOUBTFUL, f"{reason}; but the words stand in another order")


def _part_of(
    joined: Joined, long: Sequence[str], short: Sequence[str], over: Sequence[int], words: Sequence[str]
) -> Likeness:
    """The answer where one name has words more: a patronymic, a middle name, or all but the family name."""
    places = sorted(at for at, _, _ in joined.pairs)
    full = [match for *_, match in joined.pairs if not match.initial]
    score, reason = min(match.score for *_, match in joined.pairs), _reason(joined, long, short)
    extra = [long[at] for at in over]
    if len(joined.pairs) == 1:
        place = places[0]
        behind = [at for at in over if at > place]
        family_last = not behind or all(is_patronymic(long[at]) for at in behind)
        family_first = place == 0 and (is_given(long[1]) or len(long) == 3) and not is_given(long[0])
        if family_last or family_first:
            return Likeness(min(LONE, score), f"the family name alone; {reason}")
        return Likeness(DOUBTFUL, f"only {long[place]} in common, no family name")
    family = max(at for at in range(len(long)) if not (is_patronymic(long[at]) and at))  # last, or before it
    has_family = family in places or (len(long) - 1) in places or places[0] == 0
    middle = all(is_patronymic(word) or is_initial(word) for word in extra) or all(
        places[0] < at < places[-1] for at in over
    )
    halves = {part for word in words for part in word.split("-") if "-" in word}
    if any(word in halves for word in extra) and any(long[at] in halves for at in places):
        return Likeness(DOUBTFUL, f"{' '.join(extra)} is half of a double name")
    if any(map(is_initial, extra)) and any(map(is_initial, short)) and len(full) > 1:
        return Likeness(DOUBTFUL, f"other initials: {' '.join(extra)}")
    signs = {at for at, _, match in joined.pairs if match.initial}
    if any(is_initial(long[at]) and at + 1 in signs and long[at][0] != long[at + 1][0] for at in over):
        return Likeness(DOUBTFUL, f"{' '.join(extra)} stands first in one only")
    if has_family and middle and len(full) >= 1:
        return Likeness(min(score, 0.9), f"{reason}; {' '.join(extra)} only in one")
    if places[-1] == len(long) - 1 and len(full) > 1:
        return Likeness(min(score, SHORTENED), f"{reason}; {' '.join(extra)} stands first in one only")
    return Likeness(DOUBTFUL, f"{' '.join(extra)} stands in one name only")


def _with_suffixes(answer: Likeness, one: frozenset[str], other: frozenset[str]) -> Likeness:
    """The answer, given junior, senior or a numeral on either side."""
    if one == other or not answer.same:
        return answer
    if one and other:
        return Likeness(DIFFERENT, f"{' '.join(sorted(one))} and {' '.join(sorted(other))} are two persons")
    suffix = " ".join(sorted(one or other))
    if suffix in ("jr", "jun", "junior") and answer.score > LONE:
        return Likeness(min(answer.score, SUFFIX), f"{answer.reason}; {suffix} only in one")
    return Likeness(DOUBTFUL, f"{suffix} stands in one name only")


def _unjoined(joined: Joined, first: Sequence[str], second: Sequence[str]) -> Likeness:
    """The answer where words differ, with the words."""
    left = " ".join(first[at] for at in joined.left)
    right = " ".join(second[at] for at in joined.right)
    score = 0.3 if joined.pairs else DIFFERENT
    if left and right:
        return Likeness(score, f"{left} and {right} are two names")
    if not joined.left and not joined.right:
        return Likeness(score, "only initials agree")
    return Likeness(score, f"{left or right} stands in one name only")


def _reason(joined: Joined, first: Sequence[str], second: Sequence[str]) -> str:
    """All matches in words: one pair of schemes for as many words as it explains, then the others."""
    spelled = [pair for pair in sorted(joined.pairs, key=lambda p: p[0]) if pair[2].spellings]
    parts: list[str] = []
    if spelled:
        chosen = _common([match.spellings for *_, match in spelled])
        parts.append(_told(chosen))
    parts += [
        match.way
        for *_, match in sorted(joined.pairs, key=lambda p: p[0])
        if not match.spellings and match.way != "the same letters"
    ]
    return "; ".join(dict.fromkeys(parts)) or "the same words"


def _common(options: Sequence[Sequence[Spelling]]) -> list[Spelling]:
    """One spelling for each word, all of one pair of schemes where one explains them all."""
    keys = [{(s.one, s.other, s.language, s.through is None): s for s in reversed(found)} for found in options]
    for spelling in options[0]:
        key = (spelling.one, spelling.other, spelling.language, spelling.through is None)
        if all(key in table for table in keys):
            return [table[key] for table in keys]
    return [found[0] for found in options]


def _told(chosen: Sequence[Spelling]) -> str:
    """ "scholarly German and English press of Цуканов"."""
    original = " ".join(_capital(spelling.original) for spelling in chosen)
    first = chosen[0]
    schemes = dict.fromkeys(name for spelling in chosen for name in (spelling.one, spelling.other) if name)
    through = " ".join(_capital(s.through) for s in chosen if s.through)
    if not schemes:
        what = f"{original} written as Russian does" if through else original
    elif len(schemes) == 1 and first.one == first.other:
        what = f"two spellings by {next(iter(schemes))} of {original}"
    else:
        what = f"{' and '.join(schemes)} of {original}"
    if through:
        return f"{what}, the Russian spelling of {through}"
    name = languages()[first.language].name
    return what if first.language == "ru" else f"{what} ({name})"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
