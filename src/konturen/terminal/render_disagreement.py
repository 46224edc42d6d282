"""Disagreement as text for a terminal: both sides with their sentences, then what people say of coders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from konturen.analysis.disagreement import Split
from konturen.analysis.verdicts import Share
from konturen.desk.disagreeing import Disagreement
from konturen.terminal.render import INDENT, counted, flow, one_line, readable
from konturen.terminal.render_history import SHOWN, Quoted, quote

SPLITS = 20
"""Most splits of a kind that are shown; the others are counted, and stand in --json and --csv."""
NAMES = {
    "sources": "COOPERATION AGAINST CONFLICT",
    "denial": "TOLD AGAINST DENIED",
    "outlets": "BETWEEN OUTLETS",
    "languages": "BETWEEN LANGUAGES",
}
NONE = (
    "No two sources tell the opposite of the same time. That is not the same as agreement: most acts are told "
    "by one source."
)
CAUTION = "Of what people judged, which they chose themselves: not of all that the coder found."


def quoted(found: Disagreement, every: bool = False) -> list[str]:
    """The ids of the statements that are quoted: in the text, or with `every` in JSON."""
    splits = found.splits if every else [row for rows in _kinds(found.splits) for row in rows[:SPLITS]]
    most = None if every else SHOWN
    ids = [id for row in splits for id in (*row.one_ids[:most], *row.other_ids[:most])]
    shares = found.shares if every else [one for one in found.shares if one.dimension == "all"]
    for share in shares:
        ids += [*share.rejected_ids[:most], *share.amended_ids[:most], *share.disputed_ids[:most]]
        ids += share.accepted_ids[:most] if every else ()
    return ids


def show_disagreement(console: Console, found: Disagreement, sentences: Quoted) -> None:
    """What sources tell, kind by kind, then how people judged what coders found."""
    if not len(found.splits):
        flow(console, Text(NONE))
    for rows in _kinds(found.splits):
        flow(console, Text(NAMES[rows[0].between], style="bold"))
        for row in rows[:SPLITS]:
            _split(console, row, sentences)
        if len(rows) > SPLITS:
            flow(console, Text(f"and {len(rows) - SPLITS} more (--json, --csv)", style="dim"))
        console.print()
    flow(console, Text("CODERS AND PEOPLE", style="bold"))
    if not len(found.shares):
        flow(console, Text("Nobody has judged a statement of this kind yet: konturen judge."))
        return
    flow(console, Text(CAUTION, style="dim"))
    for coder, group in groupby(found.shares, lambda row: row.coder):
        flow(console, Text(one_line(coder), style="bold"), INDENT)
        for share in group:
            _share(console, share, sentences)


def _kinds(rows: Sequence[Split]) -> list[list[Split]]:
    return [list(group) for _, group in groupby(rows, lambda row: row.between)]


def _split(console: Console, row: Split, sentences: Quoted) -> None:
    about = f"  {row.relation}" if row.relation else "" if row.opposite else "  in degree only"
    head = Text.assemble((one_line(f"{row.a_name} – {row.b_name}"), "bold"), f"  {readable(row.period)}{about}")
    flow(console, head, INDENT)
    sides = (
        (row.one, row.one_tone, row.one_sources, row.one_statements, row.one_ids),
        (row.other, row.other_tone, row.other_sources, row.other_statements, row.other_ids),
    )
    for name, tone, sources, statements, ids in sides:
        said = "" if tone is None else f" {tone:+.1f}"
        flow(console, Text(one_line(f"{name}{said}: {counted(sources, 'source')}")), INDENT, 2)
        quote(console, ids, statements, sentences)


def _share(console: Console, row: Share, sentences: Quoted) -> None:
    what = "all" if row.dimension == "all" else f"{row.dimension} {row.value}"
    parts = [f"{row.accepted} accepted", f"{row.amended} amended", f"{row.rejected} rejected"]
    parts += [f"{row.unsure} unsure"] if row.unsure else []
    parts += [f"{row.disputed} disputed"] if row.disputed else []
    text = f"{what}: {', '.join(parts)}"
    if row.accepted_share is not None and row.low is not None and row.high is not None:
        text += f"; {row.accepted_share:.0%} accepted ({row.low:.0%} to {row.high:.0%})"
    if row.score is not None and row.gap is not None:
        text += f", mean score {row.score:.2f}, gap {row.gap:+.2f}"
    flow(console, Text(one_line(text)), INDENT, 2)
    if row.dimension == "all":
        for name, ids, count in (
            ("rejected", row.rejected_ids, row.rejected),
            ("amended", row.amended_ids, row.amended),
            ("disputed", row.disputed_ids, row.disputed),
        ):
            if ids:
                flow(console, Text(name, style="dim"), INDENT, INDENT)
                quote(console, ids, count, sentences)
