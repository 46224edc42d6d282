"""Years, decades and days in words of several tokens, put together as one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from konturen.dating.lexer import NEWEST_YEAR, OLDEST_YEAR, Token

HUNDRED, THOUSAND = 100, 1000
LONGEST = 8
"""Most words of a number: "one thousand seven hundred and eighty nine" has seven."""
ZERO = frozenset({"zero", "oh", "o"})
TEN_YEARS = frozenset({"tens", "hundreds", "thousands"})


def merged(sequence: Sequence[Token], language: str) -> list[Token]:
    """The tokens with years and decades in words as single tokens; German writes them as one word anyway."""
    if language not in ("en", "ru") or not any(token.kind == "C" for token in sequence):
        return list(sequence)
    out: list[Token] = []
    position = 0
    while position < len(sequence):
        found = _year_at(sequence, position, language) if sequence[position].kind in "CAO" else None
        if found is None:
            out.append(sequence[position])
            position += 1
        else:
            token, position = found
            out.append(token)
    return out


def _year_at(sequence: Sequence[Token], position: int, language: str) -> tuple[Token, int] | None:
    """The longest run of number words from here that is a year, and the place after it."""
    for end in range(min(len(sequence), position + LONGEST), position + 1, -1):
        run = [token for token in sequence[position:end] if token.text != "-"]
        made = _english(run) if language == "en" else _russian(run)
        if made is None:
            continue
        kind, value = made
        following = sequence[end] if end < len(sequence) else None
        if kind == "Y" and not _stands(value, following, language):
            continue
        first, last = sequence[position], sequence[end - 1]
        return replace(first, end=last.end, kind=kind, value=value, text=f"{value}"), end
    return None


def _stands(value: int, following: Token | None, language: str) -> bool:
    """Whether what follows leaves a year: "two thousand soldiers" is a count, "in two thousand." is not."""
    if not OLDEST_YEAR <= value <= NEWEST_YEAR:
        return False
    if language == "ru":
        return following is not None and following.kind == "J"
    if following is None:
        return True
    return following.kind not in "DKTQJHZCOX" and not (value % HUNDRED == 0 and following.kind in "oY&")


def _english(run: Sequence[Token]) -> tuple[str, int] | None:
    """ "nineteen seventy-eight", "two thousand and eighteen", "nineteen seventies", "twenty-tens"."""
    if run[-1].kind in "&-" or any(
        token.kind not in "CAe&" and token.text not in ZERO | TEN_YEARS for token in run
    ):
        return None
    head, tail = run[0].value, [token for token in run[1:] if token.kind != "&"]
    joined = any(token.kind == "&" for token in run)
    if run[0].kind == "A" or run[0].kind == "e" or not tail:
        return None
    if tail[-1].kind == "e" or tail[-1].text in TEN_YEARS:
        return _decade(head, tail)
    if any(token.kind == "e" for token in tail):
        return None
    values = [0 if token.text in ZERO else token.value for token in tail]
    if values[0] == THOUSAND and head < 3:
        rest = _below_thousand(values[1:])
        return None if rest is None else ("Y", head * THOUSAND + rest)
    if 11 <= head <= 20 and values[0] == HUNDRED:
        rest = _below_hundred(values[1:])
        return None if rest is None else ("Y", head * HUNDRED + rest)
    if 11 <= head <= 20 and not joined:
        zero = tail[0].text in ZERO
        if (zero and len(values) == 2 and 0 < values[1] < 10) or (not zero and 10 <= values[0] < HUNDRED):
            rest = values[1] if zero else _below_hundred(values)
            return None if rest is None else ("Y", head * HUNDRED + rest)
    return None


def _decade(head: int, tail: Sequence[Token]) -> tuple[str, int] | None:
    last = tail[-1]
    if len(tail) == 1:
        if last.text == "thousands" and head == 2:
            return "e", 2000
        if not 15 <= head <= 20 or last.text in ("thousands", "hundreds"):
            return None
        return "e", head * HUNDRED + (10 if last.text == "tens" else last.value % HUNDRED)
    if len(tail) == 2 and head == 2 and tail[0].value == THOUSAND and last.text == "tens":
        return "e", 2010
    return None


def _below_hundred(values: Sequence[int]) -> int | None:
    """The number that words like "eighty nine" make, 0 for none."""
    if len(values) == 0:
        return 0
    if len(values) == 1:
        return values[0] if 0 < values[0] < HUNDRED else None
    if len(values) == 2 and values[0] % 10 == 0 and 20 <= values[0] < HUNDRED and 0 < values[1] < 10:
        return values[0] + values[1]
    return None


def _below_thousand(values: Sequence[int]) -> int | None:
    if len(values) > 1 and values[1] == HUNDRED and 0 < values[0] < 10:
        rest = _below_hundred(values[2:])
        return None if rest is None else values[0] * HUNDRED + rest
    return _below_hundred(values)


def _russian(run: Sequence[Token]) -> tuple[str, int] | None:
    """ "тысяча девятьсот девяносто первого", "две тысячи восемнадцатый": the last word alone is an ordinal."""
    if run[-1].kind != "O" or any(token.kind != "C" for token in run[:-1]):
        return None
    values = [token.value for token in run]
    if values[0] == 2 and len(values) > 2 and values[1] == THOUSAND:
        total, rest = 2 * THOUSAND, values[2:]
    elif values[0] == THOUSAND:
        total, rest = THOUSAND, values[1:]
    else:
        return None
    # Each further word must be smaller than the last digit that is taken: hundreds, tens, units.
    limit = THOUSAND
    for value in rest:
        if value >= limit:
            return None
        limit = HUNDRED if value >= HUNDRED else 10 if value >= 20 else 1
        total += value
    return "Y", total
