"""Plans as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from konturen.analysis.plans import Plan
from konturen.desk.planning import Plans
from konturen.ledger.values import Recorded
from konturen.terminal.render import INDENT, counted, flow, one_line, readable, table
from konturen.terminal.render_gaps import sentence, show_day

STYLES = {"kept": "green", "contradicted": "red", "overdue": "yellow", "open": "cyan"}
COLUMNS = ("who", "as", "plans", "due", "kept", "contradicted", "overdue", "open", "kept of due")


def show_plans(console: Console, found: Plans) -> None:
    """Each plan with its sentence and what became of it, then the records."""
    show_day(console, found.at, found.at_known)
    if not len(found.table):
        flow(console, Text("No statement tells a plan."))
        return
    for number, plan in enumerate(found.table, 1):
        console.print()
        _plan(console, number, plan, found.sentences)
    console.print()
    rows = [
        [
            r.name,
            r.role,
            *(str(count) for count in (r.plans, r.due, r.kept, r.contradicted, r.overdue, r.open)),
            f"{r.share:.0%}" if r.share is not None else "none due",
        ]
        for r in found.records
    ]
    table(console, COLUMNS, rows)


def _plan(console: Console, number: int, plan: Plan, told: Mapping[str, Recorded]) -> None:
    arrow = "–" if plan.mutual else "→"
    ends = one_line(plan.source_name) + (f" {arrow} {one_line(plan.target_name)}" if plan.target_name else "")
    said = told.get(plan.ids[0])
    when = readable(said.statement.when) if said else f"{plan.begins or '…'} to {plan.due or '…'}"
    head = Text.assemble(
        f"{number}. ",
        (plan.outcome.upper(), STYLES[plan.outcome]),
        "  ",
        (ends, "bold"),
        f"  {plan.relation}, {when}, {counted(plan.sources, 'source')}",
    )
    flow(console, head, INDENT)
    if plan.speaker_names:
        flow(console, Text(f"announced by {one_line(', '.join(plan.speaker_names))}"), INDENT, INDENT)
    for id in plan.ids:
        if id in told:
            sentence(console, told[id])
    if plan.by is not None:
        how = "the same relation" if plan.match == "relation" else "a relation of the same class"
        words = f"{plan.outcome} by {plan.by_relation}, {plan.by_day} ({how}):"
        flow(console, Text(words, style=STYLES[plan.outcome]), INDENT, INDENT)
        if plan.by in told:
            sentence(console, told[plan.by])
