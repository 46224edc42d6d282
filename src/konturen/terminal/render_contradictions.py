"""Contradictions as text for a terminal: the sides in columns, below one another where there is no room."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from konturen.contradictions import Contradiction, Side
from konturen.ledger.values import Recorded, RecordedFact
from konturen.terminal.render import INDENT, NARROWEST, STATUS_STYLE, cite, counted, flow, one_line, readable
from konturen.views import SourceNote

GAP = " │ "
SHOWN = 5
"""Most statements of a side that are shown; the others are counted, and stand in --json."""
BASIS = {
    "dated": "by the dates of the sentences",
    "half": "by the date of one side's sentence and the other's publication",
    "published": "by the days of publication only",
}
NONE = (
    "No two statements contradict each other. That is not the same as agreement: most statements have no "
    "other to be compared with."
)

_Paragraphs = list[Text]


def show_contradictions(console: Console, found: Sequence[Contradiction]) -> None:
    """Each contradiction with its sides, every statement with its sentence and source."""
    if not found:
        flow(console, Text(NONE))
        return
    for number, one in enumerate(found, 1):
        _contradiction(console, number, one)
    flow(console, Text(counted(len(found), "contradiction")))


def show_count(console: Console, count: int, a: str, b: str) -> None:
    """Below a dossier: how many contradictions there are, and the command that shows them."""
    if count:
        console.print()
        names = f"{shlex.quote(one_line(a))} {shlex.quote(one_line(b))}"
        flow(console, Text(f"{counted(count, 'contradiction')}: konturen contradictions {names}"))


def _contradiction(console: Console, number: int, one: Contradiction) -> None:
    names = " – ".join(map(one_line, one.names))
    period = f", {readable(one.period)}" if one.period else ""
    head = Text.assemble(f"{number}. ", (names, "bold"), f"  {one.about} {one.kind}{period}")
    flow(console, head, INDENT)
    within = "; one text against itself" if one.one_document else ""
    basis = BASIS[one.basis] if one.period else "at any time"
    flow(console, Text(f"{one_line(one.reason)} ({basis}{within})", style="dim"), INDENT, INDENT)
    sides = [_side(side) for side in one.sides]
    width = (max(NARROWEST, console.width) - len(GAP) * (len(sides) - 1)) // len(sides)
    if width >= NARROWEST - len(GAP):
        _columns(console, sides, width)
    else:
        for side in sides:
            for paragraph in side:
                flow(console, paragraph, INDENT, 0 if paragraph is side[0] else INDENT)
    console.print()


def _side(side: Side) -> _Paragraphs:
    count = counted(len(side.records), "sentence") + f" in {counted(side.documents, 'text')}"
    paragraphs = [Text.assemble((one_line(side.says).upper(), "bold"), f" ({count})")]
    for record in side.records[:SHOWN]:
        paragraphs += _record(record)
    more = len(side.records) - SHOWN
    if more > 0:
        paragraphs.append(Text(f"and {more} more", style="dim"))
    return paragraphs


def _record(record: Recorded | RecordedFact) -> _Paragraphs:
    """Date and status, the sentence, who said it where, when it was published and recorded."""
    d = record.document
    if isinstance(record, Recorded):
        s = record.statement
        speaker = f", according to {one_line(s.speaker.name)}" if s.speaker else ""
        head = Text.assemble(readable(s.when), " ", (s.status, STATUS_STYLE[s.status]), speaker)
        sentence = s.evidence.text
    else:
        head = Text(readable(record.fact.when) if record.fact.when else "undated")
        sentence = record.fact.evidence.text
    place = d.places[0] if d.places else d.id
    note = SourceNote(d.id, d.title, d.outlet, d.author, None, place)
    dates = f"published {d.published or 'at an unknown date'}, recorded {record.recorded[:10]}"
    return [
        head,
        Text(f"“{one_line(' '.join(sentence.split()))}”"),
        Text(f"{one_line(cite(note))}, {one_line(dates)}", style="dim"),
    ]


def _columns(console: Console, sides: Sequence[_Paragraphs], width: int) -> None:
    """Print the sides beside one another, each wrapped within its column."""
    wrapped = [[line for paragraph in side for line in paragraph.wrap(console, width)] for side in sides]
    for at in range(max(map(len, wrapped))):
        row = Text()
        for number, lines in enumerate(wrapped):
            cell = lines[at].copy() if at < len(lines) else Text()
            cell.rstrip()
            if number < len(wrapped) - 1:
                cell.pad_right(max(0, width - cell.cell_len))
                cell = cell + Text(GAP, style="dim")
            row = row + cell
        row.rstrip()
        console.print(row, soft_wrap=True)
