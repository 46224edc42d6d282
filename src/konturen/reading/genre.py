"""The genre of a text: what its page declares, its address, its rubric, its form; None where none tells.

The rules are data (`data/genres.toml`). A page's own type goes first, but "NewsArticle" goes last of what is
declared: pages put it on all they print.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, TypeAlias, cast
from urllib.parse import unquote, urlsplit

from konturen.records import Genre

Rules: TypeAlias = dict[str, dict[str, Genre]]

HEAD_LINES, RUBRIC_WORDS = 8, 9
"""In how many lines from the top a rubric is looked for, and how many words its line has at most."""
LONGEST_JSON = 200_000
"""Characters of a page's linked data that are read."""
QUESTIONS, LEAST_SHARE = 4, 0.35
"""Fewest questions with answers of an interview, and their least share of its paragraphs."""
LONGEST_QUESTION = 80
"""Words of a question."""
TURNS = 6
"""Fewest paragraphs of an interview that begin with the name of one of two speakers."""
LOOKED_AT = 400
"""Paragraphs in which questions are looked for."""
_SPEAKER = re.compile(r"([^\W\d_][\w .-]{0,38}[\w.]|[^\W\d_]):\s+\S")
_PARTED = re.compile(r"\s*[:|–—]\s+|\s+-\s+|\s*[:|]\s*$")
_META = ("article:section", "og:article:section", "section", "og:type", "article:content_tier", "dc.type")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[str]]]:
    file = resources.files("konturen") / "data" / "genres.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Each table's words with their genres."""
    return {
        name: {word: cast(Genre, genre) for genre, words in table.items() for word in words}
        for name, table in _tables().items()
        if name != "follows"
    }


@lru_cache(maxsize=1)
def _following() -> defaultdict[str, frozenset[str]]:
    """The words that may follow the rubrics of each genre."""
    return defaultdict(frozenset, {genre: frozenset(words) for genre, words in _tables()["follows"].items()})


def declared(tree: Any) -> Genre | None:
    """The genre that a page declares in its linked data or its meta elements."""
    types = rules()["types"]
    named = [word.lower() for word in _types(tree)]
    sections = [
        (element.get("content") or "")
        for element in tree.findall(".//meta")
        if (element.get("property") or element.get("name") or "").lower() in _META
    ]
    said = [types[word] for word in named if word in types]
    special = [genre for genre in said if genre != "report"] + [
        found for section in sections if (found := of_section(section)) is not None
    ]
    return _one(special) if special else _one(said)


def of_section(name: str) -> Genre | None:
    """The genre of a section of a page or an address, by its name."""
    return rules()["sections"].get(" ".join(name.casefold().split()))


def of_address(location: str) -> Genre | None:
    """The genre that an http(s) address tells: by its host, or a part of its path other than the last."""
    if not location.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(location)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    for known, genre in rules()["hosts"].items():
        if host == known or host.endswith(f".{known}"):
            return genre
    path = [unquote(part).casefold() for part in parts.path.split("/") if part]
    return _one(rules()["sections"][part] for part in path[:-1] if part in rules()["sections"])


def of_text(text: str, title: str | None, agency: bool = False) -> Genre | None:
    """The genre that a text tells itself; `agency` says that it opens with the dateline of one."""
    lines = [line for line in (row.strip() for row in text[:LONGEST_JSON].splitlines()) if line]
    rubric = next((found for line in [title or "", *lines[:HEAD_LINES]] if (found := _rubric(line))), None)
    if rubric:
        return rubric
    if agency:
        return "report"
    if _interview(lines[:LOOKED_AT]):
        return "interview"
    return _opening(lines)


def _types(tree: Any) -> Iterator[str]:
    for element in tree.findall(".//script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json":
            text = element.text or ""
            if len(text) > LONGEST_JSON:
                continue
            try:
                yield from _types_in(json.loads(text))
            except (ValueError, RecursionError):
                continue
    for element in tree.iter():
        kind = element.get("itemtype") if isinstance(element.tag, str) else None
        if kind and "schema.org/" in kind:
            yield kind.rpartition("/")[2]


def _types_in(data: Any) -> Iterator[str]:
    """The types of the things at the top of linked data; what they only refer to is not the page."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            said = thing.get("@type")
            yield from (word for word in (said if isinstance(said, list) else [said]) if isinstance(word, str))
            if isinstance(thing.get("@graph"), list):
                yield from _types_in([part for part in thing["@graph"] if isinstance(part, dict)])


def _one(genres: Iterable[Genre]) -> Genre | None:
    """The genre that all agree on."""
    found = set(genres)
    return found.pop() if len(found) == 1 else None


def _rubric(line: str) -> Genre | None:
    """The genre of a line that is a rubric, or has one before a colon or a word such as "by"."""
    words = line.casefold().split()
    if not words or len(line) > 200:
        return None
    plain = " ".join(words).strip(" .:|–—-[]()")
    known = rules()["rubrics"]
    if len(words) <= RUBRIC_WORDS and plain in known:
        return known[plain]
    head = _PARTED.split(" ".join(words), maxsplit=1)
    if len(head) == 2 and head[0].strip("[]() ") in known:
        return known[head[0].strip("[]() ")]
    if len(words) <= RUBRIC_WORDS and line[-1] not in ".!?…":
        for length in (3, 2, 1):
            genre = known.get(" ".join(words[:length]))
            if genre and words[length:] and words[length] in _following()[genre]:
                return genre
    return None


def _interview(lines: Sequence[str]) -> bool:
    """Whether paragraphs are questions and answers: by their marks, or by who is named before them."""
    turns = [match[1].casefold() for line in lines if (match := _SPEAKER.match(line))]
    two = Counter(turns).most_common(2)
    if len(two) == 2 and two[0][1] + two[1][1] >= TURNS and two[1][1] >= TURNS // 2 - 1:
        own = [turn for turn in turns if turn in (two[0][0], two[1][0])]
        changes = sum(one != other for one, other in pairwise(own))
        if changes >= 0.8 * (len(own) - 1) and len(own) >= LEAST_SHARE * len(lines):
            return True
    asked = [line.rstrip('"»“”’ ').endswith("?") and len(line.split()) <= LONGEST_QUESTION for line in lines]
    answered = sum(question and not after for question, after in pairwise([*asked, True]))
    return answered >= QUESTIONS and answered >= LEAST_SHARE * len(lines)


def _opening(lines: Sequence[str]) -> Genre | None:
    prose = next((line for line in lines if len(line.split()) > RUBRIC_WORDS), "")
    start = prose.casefold().lstrip('"„“«')
    return next((genre for words, genre in rules()["openings"].items() if start.startswith(words)), None)
