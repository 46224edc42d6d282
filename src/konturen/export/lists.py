"""Pajek .net and a list of edges for R: plain tables of ends and weights."""

from __future__ import annotations

from collections.abc import Iterator

from konturen.export.context import Context, Parts, days, iso, one_line, rows
from konturen.export.relations import Gatherer

EDGES = (
    *("from", "to", "from_name", "to_name", "relation", "status", "weight", "sources", "first_day", "last_day"),
    "statement",
)


def pajek(parts: Parts, context: Context) -> Iterator[str]:
    """A Pajek network: an arc for each relation with the number of its independent sources as weight.

    Pajek knows no relations and no statuses on an arc: only what happened or goes on is one; the rest is
    counted as left out.
    """
    gatherer = Gatherer(context).take(parts)
    numbers = {key: number for number, key in enumerate(gatherer.actors, 1)}
    yield f"*Vertices {len(numbers)}\n"
    for key, number in numbers.items():
        yield f'{number} "{_label(gatherer.actors[key][0] or key)}"\n'
    yield "*Arcs\n"
    for one in gatherer.relations():
        if one.status in ("happened", "ongoing"):
            context.written += 1
            yield f"{numbers[one.source]} {numbers[one.target]} {one.sources}\n"
        else:
            context.left[one.status] += one.statements


def _label(name: str) -> str:
    return " ".join(name.replace('"', "'").replace("\\", "/").split())


def edgelist(parts: Parts, context: Context) -> Iterator[str]:
    """Edges as a table of tabs with a header: `igraph::graph_from_data_frame(read.delim(FILE, quote=""))`."""
    yield "\t".join(EDGES) + "\n"
    if context.level == "relation":
        for one in Gatherer(context).take(parts).relations():
            context.written += 1
            ends = (one.source, one.target, one.source_name, one.target_name, one.relation, one.status)
            spans = (one.statements, one.sources, iso(one.first), iso(one.last), " ".join(one.ids))
            yield "\t".join(map(one_line, (*ends, *spans))) + "\n"
        return
    for row in rows(parts):
        if row.target_actor is None:
            context.left["one end only"] += 1
            continue
        context.written += 1
        first, last = days(row.when)
        who = (row.source_actor, row.target_actor, row.source_name, row.target_name, row.relation, row.status)
        yield "\t".join(map(one_line, (*who, 1, 1, iso(first), iso(last), row.id))) + "\n"
