"""Changes: what is new in the ledger since a day. Pairs of which texts speak, plans, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import numpy as np

from konturen.acts import PLANNED, POSSIBLE, Acts, Flags
from konturen.analysis.counting import pair_numbers
from konturen.analysis.fates import fates
from konturen.analysis.news import News, news
from konturen.analysis.plans import Plan, rows
from konturen.codebook import built_in
from konturen.dates import parse
from konturen.errors import QueryError
from konturen.ledger.reader import Reader
from konturen.ledger.recent import Removed, Spoken
from konturen.pages.choosing import on_track
from konturen.pages.deciding import Decided, decided
from konturen.pages.lines import Line, Said, said
from konturen.pages.sentences import lines_of
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place

WEEK = 7
SHOWN, TEXTS, DECISIONS = 30, 20, 30
"""Pairs, texts and decisions that are shown; all are counted."""
SENTENCES = 1
"""Sentences that are shown of a pair."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is new of two actors, with the first of the new sentences."""

    news: News
    a: str
    b: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Became:
    """A plan told before, and the new sentence that says what became of it."""

    plan: Plan
    source: str
    target: str | None
    lines: tuple[Line, ...]
    by: Line


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What was recorded since a day (`since`, UTC). `documents` counts new texts, `statements` what they say of
    the actor `a`, or of all; `pairs_all` the pairs of which they speak. `recoded` counts texts that were read
    anew, by coder."""

    template: ClassVar[str] = "changes.html"
    since: str
    a: str
    track: str
    documents: int
    statements: int
    texts: tuple[Said, ...]
    pairs: tuple[Told, ...]
    pairs_all: int
    became: tuple[Became, ...]
    spoken: tuple[Spoken, ...]
    decided: tuple[Decided, ...]
    decided_all: int
    recoded: tuple[tuple[str, int], ...]
    actors: int
    removed: tuple[Removed, ...]
    failures: int

    def table(self) -> Table[News]:
        """The pairs that are shown, one a row."""
        return Table(News, (one.news for one in self.pairs))


def changes(ask: Ask) -> ChangesPage:
    """What is new since the day that is asked for; since a week where none is."""
    since, track = _since(ask), ask.choice("track", ("", *built_in().tracks), "")
    with ask.reader() as reader:
        side = ask.side(name, reader) if (name := ask.one("a")) else None
        found = reader.recent(since)
        acts = on_track(ask.acts(reader), track)
        new = frozenset(found.documents)
        fresh: Flags = np.array([one.id in new for one in acts.origins] or [False])[acts.document]
        if side:
            fresh &= acts.of_actors(side.ids)
        listed, count = news(acts, fresh, built_in(), SHOWN)
        infos = reader.infos(found.documents[:TEXTS])
        return ChangesPage(
            since,
            side.name if side else "",
            track,
            len(found.documents),
            int(fresh.sum()),
            tuple(said(infos[id]) for id in found.documents[:TEXTS] if id in infos),
            _told(ask, reader, tuple(listed)),
            count,
            _became(ask, reader, acts, fresh),
            found.spoken,
            decided(ask, found.decided)[:DECISIONS],
            len(found.decided),
            found.recoded,
            found.actors,
            found.removed,
            len(reader.fetch_failures()),
        )


def _since(ask: Ask) -> str:
    """The first day of which everything is told, as in the ledger."""
    when = ask.date("since")
    if not when:
        return (datetime.now(UTC) - timedelta(days=WEEK)).date().isoformat()
    first = parse(when).earliest
    if first is None:
        raise QueryError(f"{when!r} has no first day.", "since", "Write 2026-11-16, 2026-11 or 2026.")
    return first.isoformat()


def _told(ask: Ask, reader: Reader, rows: tuple[News, ...]) -> tuple[Told, ...]:
    lines = _lines(ask, reader, [id for row in rows for id in row.ids[:SENTENCES]])
    return tuple(
        Told(
            row,
            ask.called(row.a, row.a_name),
            ask.called(row.b, row.b_name),
            tuple(lines[id] for id in row.ids[:SENTENCES] if id in lines),
        )
        for row in rows
    )


def _became(ask: Ask, reader: Reader, acts: Acts, fresh: Flags) -> tuple[Became, ...]:
    """Plans of which a new sentence says that they were kept, or that they were not."""
    if not fresh.any():
        return ()
    # What keeps a plan stands between its own two ends: only pairs with a plan are looked at.
    foreseen = (acts.status == PLANNED) | (acts.status == POSSIBLE)
    pairs = pair_numbers(acts)
    wanted = np.intersect1d(pairs[foreseen], pairs[fresh & ~foreseen])
    own = acts.where(np.isin(pairs, wanted)).compact()
    found = fates(own, built_in(), None)
    order, said = found.order(), found.by_ids(acts.ids[fresh])
    listed = rows(found, order[said[order]][:SHOWN].tolist())
    lines = _lines(ask, reader, [id for plan in listed for id in (plan.ids[0], plan.by or "")])
    return tuple(
        Became(
            plan,
            ask.called(plan.source, plan.source_name),
            ask.called(plan.target, plan.target_name) if plan.target else None,
            tuple(lines[id] for id in plan.ids[:1] if id in lines),
            lines[plan.by],
        )
        for plan in listed
        if plan.by in lines
    )


def _lines(ask: Ask, reader: Reader, ids: list[str]) -> dict[str, Line]:
    return {line.id: line for line in lines_of(ask, reader, list(dict.fromkeys(ids)))}


PLACES = (Place("/changes", changes, kept=True, feeds=True),)
