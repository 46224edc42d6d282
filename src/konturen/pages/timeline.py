"""The timeline: what was told of an actor, of two, or of everybody, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from konturen.codebook import built_in
from konturen.pages.bars import Bar, bars, drawn, undated
from konturen.pages.lines import Line
from konturen.pages.sentences import PAGE, Chosen, Row, lines_of, ordered, row_of
from konturen.records import STATUSES
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Place


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was told of one date; `when` is None for what has none."""

    when: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of the timeline, the newest first. `a` and `b` are the actors, as id and name, if any."""

    template: ClassVar[str] = "timeline.html"
    a: tuple[str, str] | None
    b: tuple[str, str] | None
    chosen: Chosen
    bars: tuple[Bar, ...]
    undated: int
    stretches: tuple[Stretch, ...]
    statements: int
    sentences: int
    documents: int
    sources: int
    page: int
    pages: int

    def table(self) -> Table[Row]:
        """The statements of the page, one a row."""
        return Table(Row, (row_of(line) for stretch in self.stretches for line in stretch.lines))

    def drawing(self, ask: Ask) -> str:
        """What was told of each year or month, in one drawing."""

        def address(period: str) -> str:
            ends = {"a": self.a[0] if self.a else None, "b": self.b[0] if self.b else None}
            return urls.sentences(**ends, since=period, until=period, track=self.chosen.track, min_score=50)

        title = " – ".join(one[1] for one in (self.a, self.b) if one) or ask.words("menu.timeline")
        return drawn(ask.words, self.bars, title, address if ask.form == "page" else None)


def timeline(ask: Ask) -> TimelinePage:
    """The timeline that is asked for."""
    book = built_in()
    with ask.reader() as reader:
        sides = [ask.side(name, reader) if (name := ask.one(end)) else None for end in ("a", "b")]
        a, b = (tuple(sorted(side.ids)) if side else () for side in sides)
        chosen = Chosen(
            a,
            b,
            ask.every("relation", tuple(book.relations)),
            ask.every("status", STATUSES),
            ask.choice("track", ("", *book.tracks), ""),
            since=ask.date("since"),
            until=ask.date("until"),
            min_score=ask.number("min_score", 50, most=100) / 100,
        )
        acts = ask.acts(reader, chosen.min_score)
        own = acts.where(chosen.rows(acts)).compact()
        found = ordered(own)
        pages = max(1, -(-len(found.ids) // PAGE))
        page = ask.number("page", 1, 1, pages)
        shown = lines_of(ask, reader, found.ids[(page - 1) * PAGE : page * PAGE])
        one, other = ((min(side.ids), ask.called(min(side.ids), side.name)) if side else None for side in sides)
        counts = (len(found.ids), found.sentences, found.documents, found.sources, page, pages)
        return TimelinePage(one, other, chosen, bars(own, book), undated(own), stretches(shown), *counts)


def stretches(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """Lines in their order, those of one date together."""
    found: list[tuple[str | None, list[Line]]] = []
    for line in lines:
        if not found or found[-1][0] != line.when:
            found.append((line.when, []))
        found[-1][1].append(line)
    return tuple(Stretch(when, tuple(own)) for when, own in found)


PLACES = (Place("/timeline", timeline, kept=True),)
