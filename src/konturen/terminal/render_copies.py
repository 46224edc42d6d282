"""Copies of texts as text for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from konturen.desk.copying import Copies, Link
from konturen.ledger.values import DocumentInfo
from konturen.terminal.render import INDENT, cite, counted, flow, one_line
from konturen.views import SourceNote

KINDS = {
    "same": "the same words",
    "near": "nearly the same",
    "shortened": "one is the other shortened",
    "translation": "perhaps a translation",
}
"""How a kind of pair is said."""


def show_copies(console: Console, found: Copies) -> None:
    """The clusters with why, then what may be translations."""
    if not found.clusters and not found.suggestions:
        flow(console, Text("No text of the ledger is a copy of another."))
        return
    for cluster in found.clusters:
        texts = counted(len(cluster.texts), "text")
        flow(console, Text.assemble((f"{texts}, one source", "bold"), f"  {cluster.source}"))
        for info in cluster.texts:
            _text(console, info)
        for link in cluster.links:
            _link(console, link)
        console.print()
    for one in found.suggestions:
        flow(console, Text("2 texts, perhaps one source", style="bold"))
        _text(console, one.earlier)
        _text(console, one.later)
        _link(console, one.link)
        console.print()
    if found.suggestions:
        one = found.suggestions[0]
        said = f"konturen judge {one.link.later}+{one.link.earlier} accept"
        flow(console, Text(f"Say whether they are, with accept or reject: {said}"))
    suggested = counted(len(found.suggestions), "suggestion")
    flow(console, Text(f"{counted(len(found.clusters), 'source')} in several texts, {suggested}"))


def _text(console: Console, info: DocumentInfo) -> None:
    place = info.places[0] if info.places else info.id
    note = SourceNote(info.id, info.title, info.outlet, info.author, info.published, place, info.genre)
    flow(console, Text(one_line(f"{info.id} {cite(note)}")), 2 * INDENT, INDENT)


def _link(console: Console, link: Link) -> None:
    share = f"{link.score:.0%} of the shorter one ({link.method})"
    said = f"{link.later} of {link.earlier}: {KINDS[link.kind]}, {share}"
    flow(console, Text(one_line(said), style="dim"), 2 * INDENT, INDENT)
    if link.sentence:
        flow(console, Text(one_line(f"both: “{link.sentence}”"), style="dim"), 3 * INDENT, 2 * INDENT)
    for label, words in (
        ("both, in this order", link.common),
        (f"only {link.later}", link.only_later),
        (f"only {link.earlier}", link.only_earlier),
    ):
        if words:
            text = Text(one_line(f"{label}: {', '.join(words)}"), style="dim")
            flow(console, text, 3 * INDENT, 2 * INDENT)
