"""The tracks beside each other: interstate, inter-party, youth ..., each with its pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from konturen.acts import Acts
from konturen.analysis.counting import acting, distinct
from konturen.analysis.tracks import TrackRow
from konturen.codebook import built_in
from konturen.desk.analysing import Material, apart
from konturen.desk.relating import tracks as between_two
from konturen.desk.roster import find
from konturen.errors import QueryError
from konturen.pages.bars import Bar, bars, drawn
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Place

LOW = 64.0
"""Points of a drawing in a row."""


@dataclass(frozen=True, slots=True)
class OnTrack:
    """A track: the figures between two sides (None for all of a ledger), and what was told of each time."""

    track: str
    statements: int
    acts: int
    sources: int
    figures: TrackRow | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TracksPage:
    """The tracks on which something is told, in the order of the codebook; `a` and `b` as asked for, with their
    names, empty for the whole ledger. `undated` where nothing between the two has a date."""

    template: ClassVar[str] = "tracks.html"
    a: str
    b: str
    a_name: str
    b_name: str
    since: date | None
    until: date | None
    undated: bool
    tracks: tuple[OnTrack, ...]

    def small(self, ask: Ask, one: OnTrack) -> str:
        """The bars of a track, each leading to its sentences."""

        def address(period: str) -> str:
            return self.sentences(one, since=period, until=period)

        leading = address if ask.form == "page" else None
        return drawn(ask.words, one.bars, ask.words.label(one.track), leading, LOW)

    def sentences(self, one: OnTrack, **given: str) -> str:
        """Where the statements of a track stand."""
        whole = "1" if self.a else ""
        return urls.sentences(a=self.a, b=self.b, whole=whole, track=one.track, min_score=50, **given)

    def table(self) -> Table[Row]:
        """A row for each track."""
        return Table(Row, map(_row, self.tracks))


@dataclass(frozen=True, slots=True)
class Row:
    """A track as a row of a table."""

    track: str
    statements: int
    acts: int
    sources: int
    tone: float | None
    pace: float | None
    pace_low: float | None
    pace_high: float | None
    agreements: int | None
    last_contact: date | None
    planned: int | None
    possible: int | None
    denied: int | None


def tracks(ask: Ask) -> TracksPage:
    """The tracks that are asked for."""
    a, b = ask.one("a"), ask.one("b")
    period = ask.date("period")
    with ask.reader() as reader:
        return _page(ask, ask.material(reader), (a, b), period)


def _page(ask: Ask, material: Material, names: tuple[str, str], period: str) -> TracksPage:
    a, b = names
    if not (a and b):
        rows = _rows(material.acts(), {})
        return TracksPage(a, b, "", "", None, None, False, rows)
    sides = apart((material.country(a), material.country(b)))
    called = [ask.called(_state(material, name), name) for name in names]
    own = material.acts(sides)
    try:
        found = between_two(a, b, material, period or None)
    except QueryError:
        if period:
            raise
        return TracksPage(a, b, called[0], called[1], None, None, True, _rows(own, {}))
    figures = {row.track: row for row in found.table}
    return TracksPage(a, b, called[0], called[1], found.since, found.until, False, _rows(own, figures))


def _state(material: Material, name: str) -> str:
    """Whom a name means, by the id."""
    return material.reader.identities().representative(find(name, material.catalog, material.ledger))


def _rows(acts: Acts, figures: dict[str, TrackRow]) -> tuple[OnTrack, ...]:
    """The tracks of some statements."""
    found = []
    for name in built_in().tracks:
        if name not in acts.tracks:
            continue
        own = acts.where(acts.track == acts.tracks.index(name)).compact()
        if len(own):
            sources = distinct(own.origin)
            told = int(acting(own).sum())
            found.append(OnTrack(name, len(own), told, sources, figures.get(name), bars(own, built_in())))
    return tuple(found)


def _row(one: OnTrack) -> Row:
    f = one.figures
    counted = (f.agreements, f.last_contact, f.planned, f.possible, f.denied) if f else (None,) * 5
    pace = (f.tone, f.pace, f.pace_low, f.pace_high) if f else (None,) * 4
    return Row(one.track, one.statements, one.acts, one.sources, *pace, *counted)


PLACES = (Place("/tracks", tracks, kept=True),)
