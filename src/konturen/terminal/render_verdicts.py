"""Verdicts and the agreement of people as text for a terminal."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.text import Text

from konturen.desk.agreement import Agreement, Kappa
from konturen.ledger.verdicts import VerdictState
from konturen.terminal.render import INDENT, LABEL_WIDTH, column, counted, flow, one_line


def show_verdict(console: Console, state: VerdictState) -> None:
    """One verdict and what became of it."""
    v = state.verdict
    fields = f" {amended_words(v.fields)}" if v.amended else ""
    note = f": {v.note}" if v.note else ""
    text = Text(one_line(f"{v.verdict} {v.kind} {v.subject}{fields}  by {v.by}, {v.recorded}{note}"))
    if state.withdrawn:
        text.append(one_line(f"  taken back by {state.withdrawn.by}, {state.withdrawn.recorded}"), style="dim")
    flow(console, Text(column(f"{v.id}", LABEL_WIDTH), style="dim") + text, LABEL_WIDTH)


def amended_words(fields: dict[str, object]) -> str:
    """Amended fields in words: `status=planned`."""
    found = []
    for name, value in fields.items():
        if isinstance(value, dict):
            value = value.get("actor") or f"{value.get('start')}:{value.get('end')}"
        found.append(f"{name}={'' if value is None else value}")
    return " ".join(found)


def show_agreement(console: Console, found: Agreement) -> None:
    """The agreement of all, and of every two with what they said beside each other."""
    if not found.people:
        console.print("Nobody has judged anything yet.")
        return
    people = ", ".join(f"{name} {count}" for name, count in found.people)
    flow(console, Text(one_line(f"judged: {people}")))
    alpha = found.alpha
    shared = f"{counted(alpha.units, 'thing')} that several judged, {counted(alpha.values, 'verdict')}"
    flow(console, Text(f"Krippendorff's alpha (nominal): {_figure(alpha.alpha, alpha.reason)}  ({shared})"))
    for pair in found.pairs:
        _pair(console, pair)


def _pair(console: Console, pair: Kappa) -> None:
    console.print()
    flow(console, Text(one_line(f"{pair.one} and {pair.other}"), style="bold"))
    same = "" if pair.observed is None else f", {pair.observed:.0%} the same"
    figure = _figure(pair.kappa, pair.reason)
    flow(console, Text(f"Cohen's kappa: {figure}  ({counted(pair.shared, 'thing')} shared{same})"))
    names = list(dict.fromkeys(first for first, _, _ in pair.table))
    if not names:
        return
    width = max(map(len, names)) + 2
    label = one_line(f"{pair.one} \\ {pair.other}")
    left = max(len(label), width) + 2
    console.print(Text(" " * INDENT + f"{label:<{left}}" + "".join(f"{name:>{width}}" for name in names)))
    for first, cells in groupby(pair.table, key=lambda cell: cell[0]):
        numbers = "".join(f"{count:>{width}}" for *_, count in cells)
        console.print(Text(" " * INDENT + f"{first:<{left}}" + numbers))


def _figure(value: float | None, reason: str | None) -> str:
    return f"{value:.3f}" if value is not None else f"undefined: {reason}"
