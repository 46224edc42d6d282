"""What one line of a page's shell is: a button, a byline, a date, a label; by word lists, line by line.

Nothing here looks at neighbours; `konturen.reading.plain` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from konturen.reading.datelines import date_pattern, dated_line, day, time_pattern
from konturen.reading.wordlists import wordlists
from konturen.records import Span

MAX_LINE = 500
"""Longer lines are paragraphs: no shell phrase, cookie notices included, is that long."""

_LISTS = (
    "share-button",
    "save-button",
    "reading-time",
    "source-label",
    "tip-jar",
    "byline",
    "dateline",
    "updated",
    "cookie-notice",
    "related",
    "navigation",
    "subscription",
    "advertisement",
    "audio-button",
    "comments",
    "counter",
    "copyright",
    "tags",
    "photo-credit",
)

_TOKEN = r"(?:[^\W\d_a-zà-öø-ÿа-яё][\w'’]*(?:-[\w'’]+)*\.?)"
_PARTICLE = r"(?:von|van|zu|de|der|den|da|di|la|le|al|el|bin|ibn|ter|ten|dos|и)"
NAME = rf"{_TOKEN}(?: (?:{_PARTICLE} ){{0,2}}{_TOKEN}){{1,3}}"
"""A person's name as it is printed: two to four words with capitals or initials, particles between."""

NAMES = rf"{NAME}(?:(?:, | und | and | & | и ){NAME}){{0,2}}"
_DECORATION = r"[\s>»›«‹·•●▪|*#_~=+—–\-⏱⏲🕐🕑⌚✉☕🔗💬👁❤♥★☆→←▶►▼▲…:;\ufe0f\u200b\u200e]+"
_EDGES = re.compile(rf"^(?:{_DECORATION})?(?P<core>.*?)(?:{_DECORATION})?$", re.DOTALL)
_SEPARATOR = re.compile(r"\s*[·•|●▪]\s*|\s{3,}|\t+|\s+[–—/]\s+")
_CRUMBS = re.compile(r"\s*[>»›/→]\s*")
_NUMBER = r"\d[\d.,  ]{0,9}(?:k|tsd\.?|тыс\.?)?"
_NAMES_ALONE = re.compile(NAMES)
_NAME_AND_PLACE = re.compile(
    rf"({NAME})(?:\s?\([^()]{{3,50}}\)| (?:in|aus|из) {_TOKEN}(?: {_TOKEN})?|,? {_TOKEN})"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line with the reason why it is shell, and what it tells (a name, a day, minutes)."""

    span: Span
    reason: str
    value: str | None = None


def classify(line: str, offset: int) -> tuple[Part, ...]:
    """The parts of a shell line that begins at `offset`, or nothing where the line may be text.

    The parts together cover the line, so that no separator remains as a scrap of text.
    """
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_LINE:
        return ()
    start = offset + line.index(stripped[0])
    whole = Span(start, start + len(stripped))
    single = _phrase(stripped)
    if single is not None:
        return (Part(whole, *single),)
    return _composite(stripped, start) or _breadcrumbs(stripped, whole)


def core_of(line: str) -> str:
    """A line without the bullets, arrows and signs around it."""
    match = _EDGES.match(line.strip())
    return match["core"] if match else line.strip()


def name_like(line: str) -> bool:
    """Whether a line could be nothing but the name of a person, or the names of two or three."""
    return _NAMES_ALONE.fullmatch(core_of(line)) is not None


def byline_name(line: str) -> str | None:
    """The name in a line that is a name, alone or with a place or an office ("Tom Ashdown in Paris")."""
    if name_like(line):
        return core_of(line)
    match = _NAME_AND_PLACE.fullmatch(core_of(line))
    return match[1] if match else None


def is_network(line: str) -> bool:
    """Whether a line is only the name of a social network or several of them."""
    known = _folded("networks")
    names = re.split(r"[\s,|·•]{2,}|,\s", core_of(line))
    return all(name.casefold() in known for name in names)


def is_section(line: str) -> bool:
    """Whether a line is the name of a newspaper's section."""
    return core_of(line).casefold() in _folded("sections")


@lru_cache(maxsize=4)
def _folded(name: str) -> frozenset[str]:
    return frozenset(phrase.casefold() for phrase in wordlists()[name])


def _phrase(text: str) -> tuple[str, str | None] | None:
    core = core_of(text)
    if not core:
        return None
    if _ADDRESS.fullmatch(core):
        return "navigation", None
    for reason, pattern in _compiled():
        match = pattern.fullmatch(core)
        if match:
            groups = [value for value in match.groups() if value is not None]
            value = groups[0].strip() if groups else None
            if reason in ("dateline", "updated"):
                return "dateline", day(value or "") if reason == "dateline" else None
            if reason == "byline" and value:
                value = _persons(value)
            return reason, value
    return None


def _persons(names: str) -> str:
    """The names of a byline without the studio or agency after a comma ("Gerda Wohlfeil, ARD Wien")."""
    return ", ".join(part for part in names.split(", ") if not re.search(r"[^\W\d_a-zа-яёß]{2}", part)) or names


def _composite(line: str, start: int) -> tuple[Part, ...]:
    """A line of several parts ("· Name · 4 Min · Quelle"): shell if one part is and the rest are names."""
    pieces: list[tuple[int, int]] = []
    position = 0
    for gap in _SEPARATOR.finditer(line):
        pieces.append((position, gap.start()))
        position = gap.end()
    pieces.append((position, len(line)))
    pieces = [(a, b) for a, b in pieces if core_of(line[a:b])]
    if len(pieces) < 2:
        return _labelled_alone(line, start, pieces)
    found = [_phrase(line[a:b]) or _dated(line[a:b]) for a, b in pieces]
    certain = sum(1 for item in found if item is not None)
    parts: list[Part] = []
    for index, ((a, b), item) in enumerate(zip(pieces, found, strict=True)):
        if item is None:
            item = _beside(line[a:b], certain)
        if item is None:
            return ()
        end = pieces[index + 1][0] if index + 1 < len(pieces) else len(line)
        begin = 0 if index == 0 else a
        parts.append(Part(Span(start + begin, start + end), *item))
    return tuple(parts) if certain else ()


def _labelled_alone(line: str, start: int, pieces: list[tuple[int, int]]) -> tuple[Part, ...]:
    """One piece left after its separators: "· Quelle ·"."""
    item = _phrase(line[slice(*pieces[0])]) if pieces else None
    return (Part(Span(start, start + len(line)), *item),) if item else ()


def _dated(piece: str) -> tuple[str, str | None] | None:
    line = dated_line(core_of(piece))
    return ("dateline", line.published) if line else None


def _beside(piece: str, certain: int) -> tuple[str, str | None] | None:
    """What an unknown piece is beside pieces that are certainly shell."""
    core = core_of(piece)
    if is_network(piece):
        return "share-button", None
    if not certain:
        return None
    if is_section(piece):
        return "navigation", None
    if name_like(piece):
        return "byline", core
    if len(core.split()) <= 3 and core[-1:] not in ".!?":
        return "source-label", core
    return None


def _breadcrumbs(line: str, whole: Span) -> tuple[Part, ...]:
    """A path through a site ("Home > Politics > Asia"), and a bar of sections ("Politik  Wirtschaft")."""
    crumbs = [crumb for crumb in _CRUMBS.split(line) if crumb]
    if len(crumbs) < 2 or any(len(crumb.split()) > 12 for crumb in crumbs):
        crumbs = [word for word in re.split(r"\s*[,|·•/]\s*|\s+", line) if word]
        known = len(crumbs) > 2 and all(is_section(crumb) or _is_navigation(crumb) for crumb in crumbs)
        return (Part(whole, "navigation"),) if known else ()
    first = crumbs[0]
    return (Part(whole, "navigation"),) if _is_navigation(first) or is_section(first) else ()


def _is_navigation(text: str) -> bool:
    found = _phrase(text)
    return found is not None and found[0] == "navigation"


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    networks = "|".join(sorted((re.escape(name) for name in wordlists()["networks"]), key=len, reverse=True))
    slots = {
        "{network}": f"(?i:{networks})",
        "{number}": f"(?i:{_NUMBER})",
        "{name}": f"({NAME})",
        "{names}": f"({NAMES})",
        "{date}": f"({date_pattern()}){time_pattern()}",
        "{rest}": r"(\S.{0,79})",
        "{long}": r".{0,400}",
        "{words}": r"\S+(?:\s\S+){0,3}",
    }
    lists = wordlists()
    compiled = []
    for reason in _LISTS:
        numbers = dict(slots, **{"{number}": f"(?i:({_NUMBER}))"}) if reason == "reading-time" else slots
        alternatives = "|".join(_pattern(phrase, numbers) for phrase in lists[reason])
        compiled.append((reason, re.compile(alternatives)))
    return tuple(compiled)


def _pattern(phrase: str, slots: dict[str, str]) -> str:
    pieces = re.split(r"(\{\w+\})", phrase)
    return "".join(slots[piece] if piece in slots else f"(?i:{_literal(piece)})" for piece in pieces if piece)


def _literal(text: str) -> str:
    """A phrase's fixed words, any white space between them, the typographic apostrophe as good as the plain."""
    escaped = re.escape(text).replace("'", "['’]")
    return re.sub(r"(?:\\ )+", r"\\s+", escaped)
