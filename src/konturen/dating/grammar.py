"""The grammar of dates: patterns over the kinds of tokens (`lexicon`), the same for all languages.

Four passes, each of which replaces what it finds by one finished token of kind "P": single dates, parts of
dates ("early 2020"), ranges, and open intervals ("since 2005").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from konturen.dating.calendar import Lean, Partial
from konturen.dating.lexer import Token
from konturen.dating.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides its own tokens."""

    text: str
    lexicon: Lexicon
    day: date | None
    lean: Lean


@dataclass(frozen=True, slots=True)
class Found:
    """The tokens that a rule matched: `at("y")` is the token of group y, or None."""

    context: Context
    sequence: Sequence[Token]
    match: re.Match[str]

    def at(self, group: str) -> Token | None:
        """The first token of a group of the pattern, or None where the pattern has no such group."""
        if group not in self.match.groupdict():
            return None
        index = self.match.start(group)
        return None if index < 0 or self.match.end(group) == index else self.sequence[index]

    def number(self, group: str) -> int | None:
        """The value of a group's token."""
        token = self.at(group)
        return None if token is None else token.value

    def text(self, group: str) -> str:
        """The text of a group's token, empty where there is none."""
        token = self.at(group)
        return "" if token is None else token.text

    def before(self, steps: int = 1) -> Token | None:
        """The token so many steps before the match."""
        index = self.match.start() - steps
        return self.sequence[index] if index >= 0 else None

    def after(self, steps: int = 0) -> Token | None:
        """The token so many steps after the match."""
        index = self.match.end() + steps
        return self.sequence[index] if index < len(self.sequence) else None

    @property
    def alone(self) -> bool:
        """Whether the match is all there is in the sentence."""
        return self.before() is None and (self.after() is None or self.after_kinds == ".")

    @property
    def after_kinds(self) -> str:
        """The kinds of all tokens after the match."""
        return "".join(token.kind for token in self.sequence[self.match.end() :])


Build = Callable[[Found], Partial | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over kinds, the kinds it can begin with, and what it makes of a match."""

    starts: str
    pattern: re.Pattern[str]
    build: Build


def rule(starts: str, pattern: str, build: Build) -> Rule:
    """A rule from a pattern in which blanks are left out."""
    return Rule(starts, re.compile(pattern.replace(" ", "")), build)


def applied(rules: Sequence[Rule], sequence: Sequence[Token], context: Context) -> list[Token]:
    """The tokens with every longest match replaced by a date; of two equally long ones the earlier rule
    wins.
    """
    kinds = "".join(token.kind for token in sequence)
    by_kind: dict[str, list[Rule]] = {}
    for kind in set(kinds):
        by_kind[kind] = [candidate for candidate in rules if kind in candidate.starts]
    out: list[Token] = []
    position = 0
    while position < len(sequence):
        made = _longest(by_kind[kinds[position]], (kinds, position), sequence, context)
        if made is None:
            out.append(sequence[position])
            position += 1
        else:
            token, position = made
            out.append(token)
    return out


def _longest(
    rules: Sequence[Rule], place: tuple[str, int], sequence: Sequence[Token], context: Context
) -> tuple[Token, int] | None:
    kinds, position = place
    matches = [
        (match, candidate)
        for candidate in rules
        if (match := candidate.pattern.match(kinds, position)) is not None
    ]
    matches.sort(key=lambda pair: -pair[0].end())
    for match, candidate in matches:
        if match.end() == position:
            continue
        made = candidate.build(Found(context, sequence, match))
        if made is not None:
            start, end = sequence[position].start, sequence[match.end() - 1].end
            return Token(start, end, "P", 0, context.text[start:end], made), match.end()
    return None
