"""What a newer coder makes of a ledger's texts, for a terminal: each change, then a table and totals."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from konturen.desk.recoding import Recode, Recoded
from konturen.ledger.differences import KINDS, Change, Claim, Kind
from konturen.records import Fact, Statement
from konturen.terminal.render import INDENT, counted, flow, one_line, readable, table

SIGNS = {"new": "+", "lost": "-", "changed": "~"}
STYLES = {"new": "green", "lost": "red", "changed": "yellow"}


def show_recoded(console: Console, text: Recoded) -> None:
    """One text: nothing where all is as it was."""
    if text.error:
        flow(console, Text(one_line(f"{text.location}: not coded: {text.error}"), style="red"))
        return
    if not text.difference:
        return
    flow(console, Text(one_line(f"{text.title or text.location} ({text.document})"), style="bold"))
    for change in (*text.difference.statements, *text.difference.facts):
        _change(console, change)
    new, lost = len(text.difference.mentions_new), len(text.difference.mentions_lost)
    if new or lost:
        flow(
            console, Text(f"mentions of actors: {new} new, {lost} no longer found", style="dim"), INDENT, INDENT
        )
    console.print()


def _change(console: Console, change: Change) -> None:
    words = " -> ".join(_said(claim) for claim in (change.old, change.new) if claim is not None)
    fields = f"  ({', '.join(change.fields)})" if change.fields else ""
    sign = Text(f"{SIGNS[change.kind]} ", style=STYLES[change.kind])
    flow(console, sign + Text(one_line(words)) + Text(fields, style="dim"), INDENT)
    claim = change.new or change.old
    if claim is not None:
        flow(console, Text(one_line(f"“{' '.join(claim.evidence.text.split())}”"), style="dim"), INDENT, INDENT)


def _said(claim: Claim) -> str:
    """A claim in one line."""
    if isinstance(claim, Fact):
        whole = f" of {claim.of}" if claim.of else ""
        return f"{claim.attribute} {claim.actor.name}: {claim.value}{whole}" + _dated(claim)
    arrow = "↔" if claim.mutual else "→"
    ends = f"{claim.source.name} {arrow} {claim.target.name}" if claim.target else claim.source.name
    speaker = f", according to {claim.speaker.name}" if claim.speaker else ""
    return f"{claim.relation} {claim.status} {ends}{speaker}" + _dated(claim)


def _dated(claim: Statement | Fact) -> str:
    return f", {readable(claim.when)}" if claim.when else ""


def show_totals(console: Console, again: Recode, applied: bool) -> None:
    """The table of the difference, what judgements have lost, and what to do next."""
    totals = again.totals
    if again.present:
        flow(console, Text(f"{counted(again.present, 'text')} of this coder already: nothing to do there."))
    if not totals.texts:
        flow(console, Text(f"Nothing has changed: the coder is {again.coder}."))
        return
    rows = [
        *_rows("", totals.statements),
        *_rows("fact: ", totals.facts),
        *_rows("", {"mentions": totals.mentions}),
    ]
    table(console, ("", *KINDS), rows)
    done = "coded again" if applied else "would be coded again"
    parts = [f"{counted(totals.texts - totals.failed, 'text')} {done}", f"{totals.differing} with a difference"]
    if totals.failed:
        parts.append(f"{totals.failed} not coded")
    console.print()
    flow(console, Text(f"{', '.join(parts)}; the coder is {again.coder}."))
    for said in again.lost():
        flow(
            console,
            Text(one_line(f"{said}: it has lost its sentence, no text is read so any more."), style="red"),
        )
    if not applied and totals.texts > totals.failed:
        flow(console, Text("Nothing was written. Write it with: konturen recode --apply"))


def _rows(prefix: str, counts: Mapping[str, Mapping[Kind, int]]) -> list[tuple[str, ...]]:
    found = sorted(counts.items())
    return [(f"{prefix}{name}", *(str(own.get(kind, 0)) for kind in KINDS)) for name, own in found]
