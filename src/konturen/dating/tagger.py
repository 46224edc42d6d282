"""Date expressions of a sentence, as EDTF values with their place in the document."""

from __future__ import annotations

import re
from datetime import date

from konturen import dates
from konturen.dating import feasts
from konturen.dating.calendar import Lean
from konturen.dating.english import ENGLISH
from konturen.dating.german import GERMAN
from konturen.dating.grammar import Context, applied
from konturen.dating.intervals import OPEN, PARTS, RANGES
from konturen.dating.lexer import MAX_LEXED, Token, anchor, tokens
from konturen.dating.lexicon import Lexicon
from konturen.dating.numerals import merged
from konturen.dating.periods import PERIODS
from konturen.dating.relatives import RELATIVES
from konturen.dating.russian import RUSSIAN
from konturen.dating.singles import SINGLES
from konturen.dating.weeks import WEEK_OF, WEEKS
from konturen.dating.windows import OPENING, WINDOWS
from konturen.records import Dated, Sentence, Span

ANCHOR_YEARS = range(1400, 2900)
"""Years of publication from which days are counted; others are mistakes, and leave no room to count."""
PASSES = (SINGLES + PERIODS + RELATIVES + WEEKS + WINDOWS, PARTS, OPENING + WEEK_OF + RANGES, OPEN)
_LEXICA: tuple[Lexicon, ...] = (GERMAN, ENGLISH, RUSSIAN)
_COMPOUND_BEFORE = re.compile(r"[^\W\d_]-\Z|[A-Z]\d*[-/]\Z")
_COMPOUND_AFTER = re.compile(r"-[^\W\d_]")


def tag(sentence: Sentence, published: str | None, lean: Lean = "past") -> tuple[Dated, ...]:
    """The dates of a sentence, in order, none overlapping another.

    Spans are those of the document and take in the words of the date: preposition, "since", "until".
    `published` is the document's day (EDTF; only a value of one day can anchor relative words). Without it,
    "yesterday", "in May" and "on 3 May" yield nothing. `lean` says which way a day without its year lies,
    unless the sentence itself speaks of the future.
    """
    lexicon = next((known for known in _LEXICA if known.language == sentence.language), None)
    text = sentence.text
    if lexicon is None or len(text) > MAX_LEXED:
        return ()
    if anchor(lexicon.language).search(text) is None and not any(feasts.find(text, lexicon.language)):
        return ()
    if lean == "past" and lexicon.future.search(text):
        lean = "future"
    context = Context(text, lexicon, _day(published), lean)
    sequence = merged(tokens(text, lexicon), lexicon.language)
    for rules in PASSES:
        sequence = applied(rules, sequence, context)
    found = (_dated(token, sentence, context) for token in sequence if token.kind == "P")
    return tuple(dated for dated in found if dated is not None)


def _day(published: str | None) -> date | None:
    """The document's day; a month or year is too coarse to count days from."""
    if published is None:
        return None
    text = published[:10]
    try:
        when = dates.parse(text)
    except dates.DateError:
        return None
    day = when.earliest
    if day is None or day != when.latest or day.year not in ANCHOR_YEARS:
        return None
    return day


def _dated(token: Token, sentence: Sentence, context: Context) -> Dated | None:
    if token.date is None:
        return None
    text = sentence.text
    if _COMPOUND_BEFORE.search(text[max(0, token.start - 6) : token.start]):
        return None
    if _COMPOUND_AFTER.match(text, token.end):
        return None
    resolved = token.date.resolved(context.day, context.lean)
    if resolved is None or resolved.value is None or not dates.is_valid(resolved.value):
        return None
    span = Span(sentence.span.start + token.start, sentence.span.start + token.end)
    return Dated(span, text[token.start : token.end], resolved.value, resolved.relative)
