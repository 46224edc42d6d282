"""How actors stand to each other, as text for a terminal. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from konturen.analysis.relations import Relation
from konturen.desk.relating import Pairs, Tracks
from konturen.terminal.render import INDENT, counted, flow, labelled, one_line, table

FIGURES = ("acts", "sources", "last contact", "planned", "denied")
WIDE = 100
"""Columns of a window from which on a table fits; in a narrower one each row is a few lines of text."""


def show_relation(console: Console, found: Relation) -> None:
    """The figures of a pair, each with what it stands on."""
    title = f"{one_line(found.a)} – {one_line(found.b)}, {found.at}"
    flow(console, Text(title, style="bold"))
    if not found.statements:
        flow(console, Text("Nothing is told of them until this day."))
        return
    tone = _with_interval(found.tone, found.tone_low, found.tone_high)
    labelled(console, "tone", tone.replace("(few sources)", "(too few sources for an interval)"), "")
    if found.accord is not None:
        labelled(console, "accord", f"{found.accord:.0%} of the sources have this sign", "")
    weight = f"{found.intensity:.1f} acts by their age"
    labelled(console, "intensity", f"{weight} ({found.intensity_least:.1f} without the main source)", "")
    acts = f"{found.a_acts} by {found.a}, {found.b_acts} by {found.b}, {found.mutual_acts} mutual"
    labelled(console, "acts", one_line(acts), "")
    labelled(console, "agreements", _agreements(found.agreements), "")
    labelled(console, "last contact", _day(found.last_contact), "")
    others = f"planned {found.planned}, possible {found.possible}, denied {found.denied}"
    labelled(console, "no acts", f"{others}, without a date {found.undated}", "")
    stands = f"{counted(found.sentences, 'sentence')}, {counted(found.documents, 'text')}"
    judged = f"{found.judged:.0%} judged by people" if found.judged else "none judged by people"
    labelled(console, "stands on", f"{stands}, {counted(found.sources, 'independent source')}; {judged}", "")


def show_pairs(console: Console, found: Pairs, most: int) -> None:
    """The pairs, one row each."""
    if not len(found.table):
        console.print("The ledger holds no statement between two actors that counts.")
        return
    rows = [
        (
            row.source_name,
            row.target_name,
            _with_interval(row.tone, row.tone_low, row.tone_high),
            str(row.source_acts + row.target_acts + row.mutual_acts),
            str(row.sources),
            _day(row.last_contact),
            str(row.planned),
            str(row.denied),
        )
        for row in found.table[:most]
    ]
    _rows(console, ("actor", "actor", "tone", *FIGURES), rows)
    left = len(found.table) - most
    console.print(
        f"At {found.at}; {counted(len(found.table), 'pair')}"
        + (f", {left} not shown" if left > 0 else "")
        + "."
    )


def show_tracks(console: Console, found: Tracks) -> None:
    """The tracks side by side."""
    flow(
        console,
        Text(f"{one_line(found.a)} – {one_line(found.b)}, {found.since} to {found.until}", style="bold"),
    )
    if not len(found.table):
        console.print("Nothing is told of them in this time.")
        return
    rows = [
        (
            row.track,
            _with_interval(row.tone, row.tone_low, row.tone_high),
            _with_interval(row.pace, row.pace_low, row.pace_high),
            str(row.acts),
            str(row.sources),
            _day(row.last_contact),
            str(row.planned),
            str(row.denied),
            str(row.undated),
        )
        for row in found.table
    ]
    _rows(console, ("track", "tone", "pace a year", *FIGURES, "undated"), rows)
    hint = "Tone from -10 to 10; pace in points of tone a year; (few sources): too few for an interval."
    flow(console, Text(hint, style="dim"))


def _rows(console: Console, names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    if console.width >= WIDE:
        table(console, names, rows)
        return
    named = sum(name in ("actor", "track") for name in names)
    for row in rows:
        flow(console, Text(" – ".join(map(one_line, row[:named])), style="bold"))
        told = (f"{name} {value}" for name, value in zip(names[named:], row[named:], strict=True))
        flow(console, Text(", ".join(told)), INDENT, INDENT)


def _with_interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:+.1f}" + (
        f" ({low:+.1f} to {high:+.1f})" if low is not None and high is not None else " (few sources)"
    )


def _agreements(ids: tuple[str, ...]) -> str:
    return f"{counted(len(ids), 'statement')} of one in force" if ids else "none in force that is told"


def _day(day: date | None) -> str:
    return str(day) if day else "none told"
