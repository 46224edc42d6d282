"""Review: what the machine suggests, one statement after the other, for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from konturen.acts import Acts, Ids
from konturen.codebook import built_in
from konturen.desk.analysing import SURE
from konturen.desk.quoting import EVERY
from konturen.ledger.reader import Reader
from konturen.ledger.said import Around
from konturen.ledger.values import Query
from konturen.pages.lines import Line, line
from konturen.pages.sentences import Chosen
from konturen.records import STATUSES
from konturen.web.ask import Ask
from konturen.web.page import Place
from konturen.web.words import LANGUAGES

ORDERS = ("doubt", "sure", "pair", "document", "newest")
"""In which order suggestions come: the least certain first, the most certain first, by pair, by text, the texts
recorded last first."""
WHO = ("nobody", "others")
"""What comes: what nobody judged, or also what others judged (for the agreement)."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The suggestion that is to be judged, None where none is left; what others say of it is not shown.

    `left` counts what is left of the filter, `today` and `hour` what this person judged. `doubt` is how far the
    score is from the middle. `undo` is the statement of her last verdict.
    """

    template: ClassVar[str] = "review.html"
    line: Line | None
    context: Around
    left: int
    today: int
    hour: int
    undo: str | None
    order: str
    who: str
    chosen: Chosen
    language: str
    a: str
    b: str


def review(ask: Ask) -> ReviewPage:
    """The next suggestion of the queue that is asked for."""
    book = built_in()
    order, who = ask.choice("order", ORDERS, "doubt"), ask.choice("who", WHO, "nobody")
    language = ask.choice("language", ("", *LANGUAGES), "")
    with ask.reader() as reader:
        a, b = (
            tuple(sorted(ask.side(name, reader).ids)) if (name := ask.one(end)) else () for end in ("a", "b")
        )
        chosen = Chosen(
            a,
            b,
            ask.every("relation", tuple(book.relations)),
            ask.every("status", STATUSES),
            document=ask.one("document"),
            min_score=ask.number("min_score", 0, most=100) / 100,
        )
        queue = _queue(ask, reader, chosen, (order, language))
        said = reader.said(ask.person.name, *_clock())
        done = said.mine if who == "others" else said.mine | said.others
        current = ask.one("at") or _next(queue, done, ask.one("after"))
        found = reader.statements(Query(ids=frozenset({current}), judgement=EVERY)) if current else ()
        shown = line(ask, found[0]) if found else None
        context = reader.around(shown.said.document, shown.start, shown.end) if shown else Around("", "")
        counts = (queue.left(done), said.today, said.hour, said.last[1] if said.last else None)
        names = (ask.called(side[0]) if side else "" for side in (a, b))
        return ReviewPage(shown, context, *counts, order, who, chosen, language, *names)


@dataclass(frozen=True, slots=True)
class Queue:
    """Statements in the order in which they are to be judged, and sorted by their ids."""

    ids: Ids
    ordered: Ids

    def left(self, done: frozenset[str]) -> int:
        """How many of them are not among these."""
        if not len(self.ids) or not done:
            return len(self.ids)
        wanted = np.array(sorted(done), "S16")
        places = np.minimum(np.searchsorted(self.ordered, wanted), len(self.ordered) - 1)
        return len(self.ids) - int((self.ordered[places] == wanted).sum())


def _queue(ask: Ask, reader: Reader, chosen: Chosen, how: tuple[str, str]) -> Queue:
    """The queue: it stays while persons judge, and is made anew where texts came or actors were decided on."""
    stamp = reader.stamp()
    grown = (stamp.passages, stamp.recodings, stamp.judgements, stamp.removals)

    def make() -> Queue:
        acts = ask.site.columns.acts(reader)
        rows = chosen.rows(acts) & (acts.score >= chosen.min_score)
        order, language = how
        if language:
            rows &= np.array([one.language == language for one in acts.origins] or [False])[acts.document]
        own = acts.where(rows)
        ids = own.ids[_order(own, order)]
        return Queue(ids, np.sort(ids))

    return ask.site.kept.of(("queue", chosen, how), grown, make)


def _order(acts: Acts, order: str) -> NDArray[np.intp]:
    doubt = np.abs(acts.score - SURE).round(4)
    if order == "sure":
        return np.lexsort((acts.ids, -doubt))
    if order == "pair":
        low, high = np.minimum(acts.source, acts.target), np.maximum(acts.source, acts.target)
        return np.lexsort((acts.ids, doubt, high, low))
    if order == "document":
        return np.lexsort((acts.ids, acts.sentence, acts.document))
    if order == "newest":
        return np.lexsort((acts.ids, acts.sentence, -acts.document))
    return np.lexsort((acts.ids, doubt))


def _next(queue: Queue, done: frozenset[str], after: str) -> str | None:
    """The first that is not done behind a statement, else from the beginning; None where all are done."""
    start = 0
    if after:
        places = np.flatnonzero(queue.ids == after.encode("ascii", "replace")[:16])
        start = int(places[0]) + 1 if len(places) else 0
    for begin, end in ((start, len(queue.ids)), (0, start)):
        for id in queue.ids[begin:end]:
            if (name := id.decode()) not in done:
                return str(name)
    return None


def _clock() -> tuple[str, str]:
    """Since when is counted: the beginning of today and an hour ago."""
    now = datetime.now(UTC)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return day.isoformat(), (now - timedelta(hours=1)).isoformat()


PLACES = (Place("/review", review),)
