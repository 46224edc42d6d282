"""Two sides over time, as text for a terminal: a line a period, the turning points with their sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.text import Text

from konturen.analysis.comparing import Change, Comparison, InPeriod
from konturen.analysis.history import History, Stretch
from konturen.analysis.turning import Turn
from konturen.ledger.values import Recorded
from konturen.terminal.render import INDENT, cite, counted, flow, one_line, readable
from konturen.views import SourceNote

SHOWN = 3
"""Most sentences of a turning point or a change that are shown; the ids of more stand in --json."""
NOTHING = "No dated act between the two is told. That is not the same as a sentence that denies contact."
Quoted = Mapping[str, Recorded]


def quoted(found: History, every: bool = False) -> list[str]:
    """The ids of the statements that the text quotes; with `every` all that turning points carry."""
    most = None if every else SHOWN
    return [id for turn in found.turns for id in turn.ids[:most]]


def quoted_changes(found: Comparison, every: bool = False) -> list[str]:
    """The same of a comparison."""
    most = None if every else SHOWN
    return [id for c in found.changes for id in (*c.ids_before[:most], *c.ids_after[:most])]


def show_history(console: Console, found: History, sentences: Quoted) -> None:
    """The series, then the turning points, then what does not count."""
    flow(console, Text(one_line(f"{found.a} and {found.b}, by {found.by}"), style="bold"))
    if not len(found.series):
        flow(console, Text(NOTHING))
    for silent, group in groupby(found.series, lambda row: row.statements == 0):
        if silent:
            _silence(console, list(group))
        else:
            for row in group:
                _stretch(console, row)
    if len(found.series):
        console.print()
        flow(console, Text("TURNING POINTS", style="bold"))
        if not len(found.turns):
            flow(
                console, Text("None that the sources bear out: too few of them, or no change that stands out.")
            )
    for turn in found.turns:
        _turn(console, turn, sentences)
    console.print()
    flow(console, Text(_uncounted(found), style="dim"), INDENT)


def _silence(console: Console, rows: Sequence[Stretch]) -> None:
    between = readable(rows[0].period) if len(rows) == 1 else f"{rows[0].first} to {rows[-1].last}"
    flow(console, Text(f"{between}: nothing told", style="dim"), INDENT)


def _stretch(console: Console, row: Stretch) -> None:
    standing = f"{counted(row.acts, 'act')}, {counted(row.sources, 'source')}"
    sides = f"{row.cooperation} of cooperation, {row.conflict} of conflict"
    head = Text.assemble((f"{readable(row.period)}  ", "bold"), tone(row.tone, row.tone_low, row.tone_high))
    flow(console, head + Text(f"  {standing}; {sides}"), INDENT)


def tone(value: float | None, low: float | None, high: float | None) -> str:
    """A tone with its interval in words."""
    if value is None:
        return "no side taken"
    return (
        f"{value:+.1f} (too few for an interval)"
        if low is None
        else f"{value:+.1f} ({low:+.1f} to {high:+.1f})"
    )


def _turn(console: Console, turn: Turn, sentences: Quoted) -> None:
    change = f"{turn.before:+.1f} to {turn.after:+.1f}"
    head = Text.assemble((f"between {turn.until} and {turn.since}", "bold"), f": {change}")
    flow(console, head, INDENT)
    sources = f"{turn.sources_before} sources before, {turn.sources_after} after"
    sure = f"there in {turn.sure:.0%} of {turn.draws} draws of sources, between {turn.low} and {turn.high}"
    flow(console, Text(f"{sources}; {sure}; by chance p = {turn.p:.3f}", style="dim"), INDENT, INDENT)
    quote(console, turn.ids, turn.statements, sentences)


def quote(console: Console, ids: Sequence[str], count: int, sentences: Quoted) -> None:
    """Some statements with their sentences, and how many more there are."""
    shown = [sentences[id] for id in ids[:SHOWN] if id in sentences]
    for one in shown:
        said, d = one.statement, one.document
        speaker = f", according to {said.speaker.name}" if said.speaker else ""
        head = f"{readable(said.when)} {said.relation} {said.status}{speaker} [{one.id}]"
        flow(console, Text(one_line(head)), INDENT + 2, INDENT)
        sentence = one_line(" ".join(said.evidence.text.split()))
        flow(console, Text(f"“{sentence}”"), INDENT + 2, INDENT + 2)
        note = SourceNote(d.id, d.title, d.outlet, d.author, d.published, d.places[0] if d.places else d.id)
        flow(console, Text(one_line(cite(note)), style="dim"), INDENT + 2, INDENT + 2)
    if count > len(shown):
        flow(console, Text(f"and {count - len(shown)} more (--json)", style="dim"), INDENT, INDENT)


def _uncounted(found: History) -> str:
    parts = (
        (found.coarse, f"date is wider than a {found.by}"),
        (found.undated, "no date"),
        (found.planned, "planned"),
        (found.possible, "possible"),
        (found.denied, "denied"),
    )
    rest = "; ".join(f"{count} {what}" for count, what in parts if count)
    counts = f"{counted(found.statements, 'statement')} of {counted(found.sources, 'independent source')} count"
    return f"{counts}. Not counted: {rest}." if rest else f"{counts}."


def show_comparison(console: Console, found: Comparison, sentences: Quoted) -> None:
    """Both periods, their difference, and what came, went and stayed."""
    flow(console, Text(one_line(f"{found.a} and {found.b}"), style="bold"))
    for period in (found.before, found.after):
        _period(console, period)
    flow(console, Text(f"difference  {_difference(found)}", style="bold"), INDENT)
    names = {"came": "CAME", "went": "WENT", "stayed": "STAYED"}
    for became, group in groupby(found.changes, lambda change: change.became):
        console.print()
        flow(console, Text(names[became], style="bold"))
        for change in group:
            _change(console, change, sentences)
    console.print()
    rest = f"{found.straddling} with a date in neither period wholly; {found.undated} without a date"
    flow(console, Text(f"Acts that do not count: {rest}.", style="dim"), INDENT)


def _difference(found: Comparison) -> str:
    if found.difference is None:
        return "none: one of the periods has no act that takes a side"
    if found.low is None or found.high is None or found.share is None:
        return f"{found.difference:+.1f} (too few sources for an interval)"
    draws = f"this sign in {found.share:.0%} of the draws of sources"
    return f"{found.difference:+.1f} ({found.low:+.1f} to {found.high:+.1f}; {draws})"


def span(first: date | None, last: date | None) -> str:
    """A period in words."""
    if first is None or last is None:
        return f"until {last}" if last else f"from {first}"
    return str(first) if first == last else f"{first} to {last}"


def _period(console: Console, row: InPeriod) -> None:
    standing = f"{counted(row.acts, 'act')}, {counted(row.sources, 'source')}"
    head = Text.assemble((f"{span(row.first, row.last)}  ", "bold"))
    flow(console, head + Text(f"{tone(row.tone, row.tone_low, row.tone_high)}  {standing}"), INDENT)


def _change(console: Console, change: Change, sentences: Quoted) -> None:
    arrow = "with" if change.mutual else "to"
    ends = f"{change.source} {arrow} {change.target}: {change.relation} ({change.tone:+d})"
    before = f"{counted(change.acts_before, 'act')} of {counted(change.sources_before, 'source')} before"
    after = f"{counted(change.acts_after, 'act')} of {counted(change.sources_after, 'source')} after"
    flow(console, Text(one_line(ends)), INDENT)
    flow(console, Text(f"{before}, {after}", style="dim"), INDENT, INDENT)
    ids = change.ids_before if change.became == "went" else change.ids_after
    quote(console, ids, len(ids), sentences)
