"""Networks as text for a terminal. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from konturen.analysis.balance import Balance
from konturen.analysis.distance import Distance, Reached
from konturen.analysis.network_values import Community, Edge, Figures, Network, Node, Triad
from konturen.ledger.values import Recorded
from konturen.tables import Table
from konturen.terminal.render import INDENT, counted, flow, labelled, one_line, table
from konturen.terminal.render_history import quote

WIDE = 100
"""Columns of a window from which on a table fits; in a narrower one each row is a line of text."""
NAMED = 12
"""Members of a community that are named."""
SIDE = {1: "+", -1: "-", 0: "·"}
NOTHING = "No act between two actors counts here: there is no network."


def show_network(console: Console, found: Network, most: int) -> None:
    """The figures, then communities, brokers and unbalanced triads."""
    figures = found.figures
    day = f" at {figures.at}" if figures.at else ""
    flow(console, Text(f"Network{day}", style="bold"))
    if not figures.pairs:
        flow(console, Text(NOTHING))
        return
    _figures(console, figures, found.balance)
    if len(found.communities):
        _heading(console, "COMMUNITIES")
        for row in found.communities[:most]:
            _community(console, row)
        _more(console, len(found.communities) - most, "community", "communities")
    brokers = sorted(
        (node for node in found.nodes if node.betweenness), key=lambda node: (-(node.betweenness or 0), node.id)
    )
    if brokers:
        _heading(console, "BROKERS")
        _brokers(console, brokers[:most])
        _more(console, len(brokers) - most, "broker")
    if len(found.unbalanced):
        _heading(console, "UNBALANCED TRIADS, THE STRONGEST FIRST")
        for triad in found.unbalanced[:most]:
            _triad(console, triad)
        _more(console, found.balance.positive_2 + found.balance.positive_0 - most, "triad")
    console.print()
    for line in _notes(found):
        flow(console, Text(line, style="dim"))


def _heading(console: Console, words: str) -> None:
    console.print()
    flow(console, Text(words, style="bold"))


def _more(console: Console, left: int, noun: str, plural: str | None = None) -> None:
    if left > 0:
        flow(console, Text(f"and {left} more {noun if left == 1 else plural or noun + 's'}", style="dim"))


def _figures(console: Console, one: Figures, balance: Balance) -> None:
    labelled(console, "actors", str(one.actors), "")
    sides = f"{one.positive} cooperative, {one.negative} hostile, {one.neutral} without a side"
    labelled(console, "pairs", f"{one.pairs}: {sides}", "")
    labelled(console, "density", f"{_share(one.density)} of the pairs that could be", "")
    reach = f"the largest has {_share(one.largest)} of the actors"
    parts = f"{one.components} joined by cooperation; {reach}" if one.components else "none"
    labelled(console, "groups", parts, "")
    division = f", signed modularity {one.modularity:+.2f}" if one.modularity is not None else ""
    found = counted(one.communities, "community", "communities")
    labelled(console, "communities", f"{found}{division}", "")
    labelled(console, "balance", _balance(balance), "")
    stands = f"{counted(one.statements, 'statement')} of {counted(one.sources, 'independent source')}"
    labelled(console, "stands on", stands, "")


def _balance(balance: Balance) -> str:
    if balance.balanced is None:
        return "no triad whose pairs all take a side"
    by_signs = zip(
        ("+++", "++-", "+--", "---"),
        (balance.positive_3, balance.positive_2, balance.positive_1, balance.positive_0),
        strict=True,
    )
    census = ", ".join(f"{signs} {count}" for signs, count in by_signs)
    by_chance = (
        f"by chance {_fine(balance.chance)} ({_fine(balance.chance_low)} to {_fine(balance.chance_high)})"
    )
    return f"{_fine(balance.balanced)} of {counted(balance.triads, 'triad')}, {by_chance}; {census}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}" if value >= 0.1 or not value else f"{value:.1%}"


def _fine(value: float | None) -> str:
    """A share with one decimal: intervals of large networks are narrow."""
    return "–" if value is None else f"{value:.1%}"


def _by_chance(row: Figures) -> str:
    if row.chance is None or row.chance_low is None or row.chance_high is None:
        return "–"
    return f"{row.chance:.1%} ({100 * row.chance_low:.1f} to {100 * row.chance_high:.1f})"


def _community(console: Console, row: Community) -> None:
    names = ", ".join(one_line(name) for name in row.names[:NAMED])
    if row.size > NAMED:
        names += f" and {row.size - NAMED} more"
    within = f"{row.positive_within} cooperative and {row.negative_within} hostile pairs within"
    across = f"{row.positive_across} and {row.negative_across} with others"
    flow(console, Text.assemble((f"{row.number}  ", "bold"), names), INDENT)
    flow(console, Text(f"{counted(row.size, 'actor')}; {within}, {across}", style="dim"), INDENT, INDENT)


def _brokers(console: Console, nodes: Sequence[Node]) -> None:
    names = ("actor", "ways of others", "constraint", "community", "cooperative", "hostile")
    rows = [
        (
            node.name,
            _share(node.betweenness),
            f"{node.constraint:.2f}" if node.constraint is not None else "–",
            str(node.community),
            str(node.positive),
            str(node.negative),
        )
        for node in nodes
    ]
    _rows(console, names, rows)


def _rows(console: Console, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if console.width >= WIDE:
        table(console, names, rows)
        return
    for row in rows:
        flow(console, Text(one_line(row[0]), style="bold"))
        told = (f"{name} {one_line(value)}" for name, value in zip(names[1:], row[1:], strict=True))
        flow(console, Text(", ".join(told)), INDENT, INDENT)


def _triad(console: Console, row: Triad) -> None:
    sides = (
        (row.a_name, row.sign_ab, row.b_name, row.tone_ab),
        (row.a_name, row.sign_ac, row.c_name, row.tone_ac),
        (row.b_name, row.sign_bc, row.c_name, row.tone_bc),
    )
    told = "; ".join(f"{a} {SIDE[sign]} {b} ({tone:+.1f})" for a, sign, b, tone in sides)
    flow(console, Text(one_line(told)), INDENT)


def _notes(found: Network) -> list[str]:
    notes = [
        "Ways of others: share of the pairs of other actors whose shortest ways of cooperation it lies on.",
        "Constraint: low where its partners are not tied to each other. Ids and all rows: --json, --csv.",
    ]
    if found.pivots < found.tied:
        notes.append(f"Ways are estimated from {found.pivots} of {found.tied} actors.")
    return notes


def show_series(console: Console, rows: Table[Figures]) -> None:
    """The figures of each day, one row each."""
    if not len(rows):
        flow(console, Text(NOTHING))
        return
    names = (
        "at",
        "actors",
        "pairs",
        "density",
        "hostile",
        "communities",
        "modularity",
        "balanced",
        "by chance",
    )
    cells = [
        (
            str(row.at),
            str(row.actors),
            str(row.pairs),
            _share(row.density),
            _share(row.negative_share),
            str(row.communities),
            f"{row.modularity:+.2f}" if row.modularity is not None else "–",
            _fine(row.balanced) + (f" of {row.triads}" if row.triads else ""),
            _by_chance(row),
        )
        for row in rows
    ]
    _rows(console, names, cells)
    hint = (
        "Hostile: share of the pairs that take a side. Balanced: share of triads. "
        "A pair stays in the network and weighs half after each year; --within DAYS leaves older acts out."
    )
    flow(console, Text(hint, style="dim"))


def show_path(console: Console, way: Distance, sentences: Mapping[str, Recorded]) -> None:
    """The distance, the pairs of the way with the newest sentence of each."""
    day = f", {way.at}" if way.at else ""
    flow(console, Text(f"{one_line(way.a)} – {one_line(way.b)}{day}", style="bold"))
    if way.distance is None:
        flow(console, Text("No way of cooperation joins them."))
        for name, reaches in ((way.a, way.a_reaches), (way.b, way.b_reaches)):
            told = "has no pair" if reaches is None else f"reaches {counted(reaches, 'actor')}"
            flow(console, Text(one_line(f"{name} {told}."), style="dim"), INDENT, INDENT)
        return
    flow(console, Text(f"{counted(way.distance, 'step')} over cooperation"))
    for step in way.steps:
        _step(console, step, sentences)


def _step(console: Console, step: Edge, sentences: Mapping[str, Recorded]) -> None:
    sources = counted(step.sources, "source")
    told = (
        f"{counted(step.statements, 'statement')} of {sources}; last contact {step.last_contact or 'none told'}"
    )
    tone = f"{step.tone:+.1f}" if step.tone is not None else "–"
    flow(console, Text(one_line(f"{step.source_name} – {step.target_name}  tone {tone}; {told}")), INDENT)
    quote(console, step.ids[:1], 1, sentences)


def show_reach(console: Console, name: str, rows: Table[Reached], most: int) -> None:
    """Who can be reached from an actor, by distance."""
    flow(console, Text(one_line(f"Reached from {name} over cooperation"), style="bold"))
    if not len(rows):
        flow(console, Text("Nobody."))
        return
    for far, group in groupby(rows, lambda row: row.distance):
        held = list(group)
        flow(console, Text(f"{counted(far, 'step')}: {counted(len(held), 'actor')}", style="bold"))
        for row in held[:most]:
            sources = counted(row.sources, "source")
            told = f"{row.name}  by {row.before_name}, tone {row.tone:+.1f}, {sources}"
            flow(console, Text(one_line(told)), INDENT, INDENT)
        _more(console, len(held) - most, "actor")
