"""The search: sentences by words in any form and script, by who is in them and what they state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from konturen.desk import searching
from konturen.errors import QueryError
from konturen.ledger.search_find import Hit
from konturen.ledger.search_query import SearchError
from konturen.pages.lines import Line, Said, lines, said
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

PAGE = 30
"""Sentences on a page."""
DEEPEST = 200
"""The last page that can be asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a sentence, and whether it is a word that was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that fits, in stretches, and what is stated in it."""

    rank: int
    stretches: tuple[Stretch, ...]
    start: int
    end: int
    said: Said
    lines: tuple[Line, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answers to `q`. `fault` says what is wrong with it, `position` where (in characters, None elsewhere);
    `more` is whether there are further pages."""

    template: ClassVar[str] = "search.html"
    q: str
    hits: tuple[Found, ...]
    page: int
    more: bool
    fault: str | None = None
    hint: str | None = None
    position: int | None = None

    def table(self) -> Table[Row]:
        """The sentences of the page, one a row."""
        rows = (
            Row(
                hit.rank,
                "".join(part.text for part in hit.stretches),
                hit.said.document,
                hit.said.title,
                hit.said.outlet,
                hit.said.published,
                hit.said.place,
                len(hit.lines),
                hit.facts,
            )
            for hit in self.hits
        )
        return Table(Row, rows)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as a row of a table."""

    rank: int
    sentence: str
    document: str
    title: str | None
    outlet: str | None
    published: str | None
    place: str
    statements: int
    facts: int


def search(ask: Ask) -> SearchPage:
    """The sentences that fit, newest texts first; an empty search finds nothing."""
    q, page = ask.one("q"), ask.number("page", 1, 1, DEEPEST)
    if not q:
        return SearchPage(q, (), page, False)
    try:
        answer = searching.search(q, ask.ledger, PAGE, (page - 1) * PAGE, ask.site.pipeline.settings)
    except SearchError as error:
        return SearchPage(q, (), page, False, error.what, error.hint, error.position)
    except QueryError as error:
        return SearchPage(q, (), page, False, error.what, error.hint)
    return SearchPage(q, tuple(_found(ask, hit) for hit in answer.hits), page, answer.more)


def _found(ask: Ask, hit: Hit) -> Found:
    return Found(
        hit.rank,
        stretches(hit.text, hit.marks),
        hit.start,
        hit.end,
        said(hit.document),
        lines(ask, hit.statements),
        len(hit.facts),
    )


def stretches(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    """A text in stretches, those under the marks found; one after the other they are the text."""
    found: list[Stretch] = []
    done = 0
    for start, end in sorted(marks):
        if start < done:
            continue
        found += [Stretch(text[done:start], False), Stretch(text[start:end], True)]
        done = end
    return tuple(one for one in [*found, Stretch(text[done:], False)] if one.text)


PLACES = (Place("/search", search),)
