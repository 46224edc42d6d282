"""Answers of a search as text for a terminal, the words found bold and underlined."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from konturen.ledger.search_find import Answer, Hit
from konturen.records import End
from konturen.terminal.render import (
    DATE_WIDTH,
    INDENT,
    STATUS_STYLE,
    cite,
    column,
    flow,
    judged_line,
    one_line,
    readable,
    standing_on,
)
from konturen.views import SourceNote

MARK = "bold underline"


def show_answer(console: Console, answer: Answer, ids: bool = False) -> None:
    """The sentences found, each with what is stated there (with `ids` by its id) and its source."""
    if not answer.hits:
        flow(console, Text("No sentence fits. Fewer words find more; words* finds all that begin so."))
        return
    for hit in answer.hits:
        _hit(console, hit, ids)
    more = "; there are more: give a larger --limit" if answer.more else ""
    flow(console, Text(f"{standing_on(answer.counted)}{more}"))


def _hit(console: Console, hit: Hit, ids: bool) -> None:
    flow(console, Text.assemble(f"{hit.rank}. “", marked(hit), "”"), INDENT)
    for recorded in hit.statements:
        s = recorded.statement
        arrow = "↔" if s.mutual else "→"
        ends = f"{s.source.name} {arrow} {s.target.name}" if s.target else s.source.name
        line = Text.assemble(
            column(readable(s.when), DATE_WIDTH),
            (s.relation, "bold"),
            " ",
            (s.status, STATUS_STYLE[s.status]),
            f"  {one_line(ends)}",
            (f"{_said(s.speaker)}  ({s.track}, score {s.score:.2f})", "dim"),
        )
        flow(console, line, INDENT + DATE_WIDTH, INDENT)
        judged_line(console, recorded.judgement, recorded.id if ids else None)
    for known in hit.facts:
        f = known.fact
        whole = f" of {one_line(f.of)}" if f.of else ""
        words = f"{one_line(f.actor.name)}: {one_line(f.value)}{whole}"
        line = Text.assemble(
            column(readable(f.when), DATE_WIDTH),
            (f.attribute, "bold"),
            f"  {words}",
            (f"  (score {f.score:.2f})", "dim"),
        )
        flow(console, line, INDENT + DATE_WIDTH, INDENT)
        judged_line(console, known.judgement, known.id if ids else None)
    d = hit.document
    place = d.places[0] if d.places else d.id
    note = SourceNote(d.id, d.title, d.outlet, d.author, d.published, place, d.genre, d.source)
    flow(console, Text(one_line(cite(note)), style="dim"), INDENT, INDENT)
    console.print()


def marked(hit: Hit) -> Text:
    """The sentence in one line, harmless for a terminal, with the words found marked."""
    found = Text()
    at = 0
    for start, end in (*hit.marks, (len(hit.text), len(hit.text))):
        found.append(_flat(hit.text[at:start]))
        found.append(_flat(hit.text[max(at, start) : end]), style=MARK)
        at = max(at, end)
    return found


def _flat(text: str) -> str:
    """A piece of a sentence in one line, blanks at its ends kept."""
    return one_line("".join(" " if char.isspace() else char for char in text))


def _said(speaker: End | None) -> str:
    return f"  according to {one_line(speaker.name)}" if speaker else ""
