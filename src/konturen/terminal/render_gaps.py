"""Gaps and matrices as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from konturen.analysis.gaps import Gap
from konturen.analysis.matrix import Cell
from konturen.desk.counterparts import Side
from konturen.desk.gapping import Gaps, Matrix
from konturen.ledger.values import Recorded
from konturen.terminal.render import INDENT, cite, counted, flow, one_line, table
from konturen.views import SourceNote

ABSENCES = {
    "denied": "expressly absent",
    "denied for all": "expressly absent with the whole group",
    "unmentioned": "not mentioned",
}
MARKS = {"denied": "×", "foreseen": "(…)", "unmentioned": "·"}
LEGEND = (
    "number: tone from -10 to 10; ?: acts, none of which has both a date and a side; /n: independent sources; "
    "×: a text says expressly that there is none; (…): only planned or possible; ·: no text mentions any"
)


def show_gaps(console: Console, found: Gaps, limit: int) -> None:
    """The first gaps, each with its reasons and the sentences that say so."""
    names = f"{one_line(found.a.name)} and {one_line(found.b.name)}"
    flow(
        console,
        Text(f"{names}: {counted(len(found.table), 'gap')} among {counted(found.pairs, 'pair')}", "bold"),
    )
    show_day(console, found.at, found.at_known)
    for number, gap in enumerate(found.table[:limit], 1):
        console.print()
        _gap(console, number, gap, found.sentences)
    if len(found.table) > limit:
        console.print()
        flow(console, Text(f"{len(found.table) - limit} more: --limit, --csv or --json"))
    _left_out(console, (found.a, found.b))


def show_day(console: Console, at: date | None, known: bool) -> None:
    """At which day, and why that one."""
    if at is None:
        words = "No statement and no text has a date."
    else:
        words = f"As known on {at}{'' if known else ', the last day that the ledger knows'}."
    flow(console, Text(words, style="dim"))


def _gap(console: Console, number: int, gap: Gap, told: Mapping[str, Recorded]) -> None:
    head = Text.assemble(
        f"{number}. ",
        (f"{one_line(gap.a_name)} – {one_line(gap.b_name)}", "bold"),
        "  ",
        (ABSENCES[gap.absence], "red" if gap.denials else "dim"),
        f"  {gap.score:g}",
    )
    flow(console, head, INDENT)
    for reason, weight in zip(gap.reasons, gap.weights, strict=True):
        flow(console, Text(f"+{weight:g} {one_line(reason)}"), INDENT + 2, INDENT)
    if gap.others:
        flow(console, Text(f"{counted(gap.others, 'act')} between them, none a contact"), INDENT + 2, INDENT)
    for id in gap.denied:
        if id in told:
            sentence(console, told[id])


def sentence(console: Console, record: Recorded) -> None:
    """A statement's sentence and where it stands."""
    d = record.document
    words = one_line(" ".join(record.statement.evidence.text.split()))
    note = SourceNote(d.id, d.title, d.outlet, d.author, None, d.places[0] if d.places else d.id)
    flow(console, Text(f"“{words}”"), INDENT, INDENT)
    flow(console, Text(one_line(cite(note)), style="dim"), INDENT, INDENT)


def show_matrix(console: Console, found: Matrix) -> None:
    """A table with a numbered column for each actor of the second side; then contacts and denials in words."""
    flow(console, Text(f"{one_line(found.a.name)} and {one_line(found.b.name)}", style="bold"))
    show_day(console, found.at, found.at_known)
    console.print()
    across = [f"{n}" for n in range(1, len(found.b.actors) + 1)]
    for number, actor in zip(across, found.b.actors, strict=True):
        flow(console, Text(f"{number:>3}  {one_line(actor.name)}"), INDENT + 1)
    console.print()
    width, rows = len(across), list(found.table)
    lines = [rows[at : at + width] for at in range(0, len(rows), width)] if width else []
    room = max(1, (max(console.width, 30) - 26) // 8)
    for start in range(0, width, room):
        part = slice(start, start + room)
        cells = [[one_line(line[0].a_name)[:24], *map(mark, line[part])] for line in lines]
        table(console, ["", *across[part]], cells)
        console.print()
    flow(console, Text(LEGEND, style="dim"))
    _details(console, rows, found.sentences)
    _left_out(console, (found.a, found.b))


def mark(cell: Cell) -> str:
    """A cell in a few signs."""
    if cell.state in MARKS:
        return MARKS[cell.state]
    tone = "?" if cell.tone is None else f"{cell.tone:+.1f}"
    return f"{tone}/{cell.sources}{'×' if cell.denials else ''}"


def _details(console: Console, cells: Sequence[Cell], told: Mapping[str, Recorded]) -> None:
    for cell in cells:
        if not (cell.acts or cell.denials):
            continue
        console.print()
        last = f"last contact {cell.last_contact}" if cell.last_contact else "no dated contact"
        undated = f", {cell.undated} of them undated" if cell.undated else ""
        head = Text.assemble(
            (f"{one_line(cell.a_name)} – {one_line(cell.b_name)}", "bold"),
            f"  {counted(cell.acts, 'act')}{undated}, {counted(cell.sources, 'source')}; {last}",
        )
        flow(console, head, INDENT)
        if cell.denials:
            flow(console, Text(f"expressly absent: {', '.join(cell.absent)}", style="red"), INDENT, INDENT)
        for id in cell.denied:
            if id in told:
                sentence(console, told[id])


def _left_out(console: Console, sides: Sequence[Side]) -> None:
    """Who of the catalog is not shown, because nobody speaks of them."""
    left = [f"{side.left_out} of {one_line(side.name)}" for side in sides if side.left_out]
    if left:
        console.print()
        words = f"Not shown, because no text mentions them: {', '.join(left)} (--all shows them)."
        flow(console, Text(words, style="dim"))
