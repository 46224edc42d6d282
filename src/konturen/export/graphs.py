"""GEXF 1.3 and GraphML: a graph with an edge a statement, or an edge a relation with its spells and counts.

Every edge has an id of its own in the whole file: Gephi drops edges that share one. Statements with one end are
no edges: they are counted as left out. Edges are written aside while statements pass, since actors come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from konturen.export.context import Context, Parts, days, iso, rows, visible
from konturen.export.relations import Gatherer

_ONE_END = "one end only"
STATEMENT: Mapping[str, str] = {
    **{"relation": "string", "status": "string", "mutual": "boolean", "when": "string", "sentence": "string"},
    **{"url": "string", "speaker": "string", "score": "double", "document_id": "string", "track": "string"},
    "judgement": "string",
}
RELATION: Mapping[str, str] = {
    **{"relation": "string", "status": "string", "statements": "integer", "sources": "integer"},
    **{"confirmed": "integer", "score": "double", "ids": "string"},
}


class Edge(NamedTuple):
    """One edge; `spells` are ISO days, None an open end."""

    id: str
    source: str
    target: str
    label: str
    weight: int
    spells: tuple[tuple[str | None, str | None], ...]
    values: tuple[Any, ...]


def fields(context: Context) -> Mapping[str, str]:
    """The columns of edges and what they hold."""
    return RELATION if context.level == "relation" else STATEMENT


def edges(parts: Parts, context: Context, actors: dict[str, tuple[str, str]]) -> Iterator[Edge]:
    """The edges in the order of the statements or relations; `actors` fills with those that stand at ends."""
    if context.level == "relation":
        gatherer = Gatherer(context, spells=True).take(parts)
        actors.update(gatherer.actors)
        for number, one in enumerate(gatherer.relations()):
            spells = tuple((iso(first), iso(last)) for first, last in gatherer.spells(one))
            values = (one.relation, one.status, one.statements, one.sources, one.confirmed, one.score)
            label = one.relation if one.status in ("happened", "ongoing") else f"{one.relation} {one.status}"
            yield Edge(
                f"r{number}", one.source, one.target, label, one.sources, spells, (*values, " ".join(one.ids))
            )
        return
    for row in rows(parts):
        actors.setdefault(row.source_actor, (row.source_name, row.source_type))
        if row.target_actor is None:
            context.left[_ONE_END] += 1
            continue
        actors.setdefault(row.target_actor, (row.target_name or "", row.target_type or "other"))
        first, last = days(row.when)
        label = row.relation if row.status in ("happened", "ongoing") else f"{row.relation} {row.status}"
        yield Edge(
            row.id, row.source_actor, row.target_actor, label, 1,
            ((iso(first), iso(last)),) if row.when is not None else (),
            (row.relation, row.status, row.mutual, row.when, row.evidence_text, row.document, row.speaker_name,
             row.score, row.document_id, row.track, row.judgement),
        )  # fmt: skip


def _aside(lines: Iterator[str], then: Iterator[str]) -> Iterator[str]:
    """What `then` says, which is asked once all lines have passed; then the lines."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        file.writelines(lines)
        yield from then
        file.seek(0)
        while piece := file.read(1 << 20):
            yield piece


def gexf(parts: Parts, context: Context) -> Iterator[str]:
    """A GEXF 1.3 file; spells are whole days, both ends belong to them."""
    actors: dict[str, tuple[str, str]] = {}
    names = list(enumerate(fields(context).items()))

    def lines() -> Iterator[str]:
        for edge in edges(parts, context, actors):
            context.written += 1
            values = "".join(
                f'<attvalue for="{n}" value={_quoted(value)}/>'
                for (n, _), value in zip(names, edge.values, strict=True)
                if value is not None
            )
            spans = "".join(_spell(*spell) for spell in edge.spells if any(spell))
            yield (
                f"<edge id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
                f' type="directed" kind={_quoted(edge.values[0])} label={_quoted(edge.label)}'
                f' weight="{edge.weight}"><attvalues>{values}</attvalues>'
                + (f"<spells>{spans}</spells>" if spans else "")
                + "</edge>\n"
            )

    def head() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        made = escape(f"Konturen, codebook {context.codebook} {context.version}")
        yield f"<meta><creator>{made}</creator>"
        yield '</meta>\n<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n'
        yield '<attributes class="node"><attribute id="0" title="type" type="string"/></attributes>\n'
        yield '<attributes class="edge">'
        yield "".join(f'<attribute id="{n}" title="{name}" type="{type_}"/>' for n, (name, type_) in names)
        yield "</attributes>\n<nodes>\n"
        for key, (name, type_) in actors.items():
            yield (
                f"<node id={_quoted(key)} label={_quoted(name)}><attvalues>"
                f'<attvalue for="0" value={_quoted(type_)}/></attvalues></node>\n'
            )
        yield "</nodes>\n<edges>\n"

    yield from _aside(lines(), head())
    yield "</edges>\n</graph>\n</gexf>\n"


def _spell(first: str | None, last: str | None) -> str:
    ends = (f' start="{first}"' if first else "") + (f' end="{last}"' if last else "")
    return f"<spell{ends}/>"


def graphml(parts: Parts, context: Context) -> Iterator[str]:
    """A GraphML file; the first and last day of an edge are `start` and `end`."""
    actors: dict[str, tuple[str, str]] = {}
    names = list(fields(context).items())

    def lines() -> Iterator[str]:
        for edge in edges(parts, context, actors):
            context.written += 1
            held = {"label": edge.label, "weight": edge.weight}
            if edge.spells:
                held |= {"start": edge.spells[0][0] or "", "end": edge.spells[-1][1] or ""}
            held |= {name: value for (name, _), value in zip(names, edge.values, strict=True)}
            data = "".join(
                f'<data key="e_{name}">{_escaped(value)}</data>'
                for name, value in held.items()
                if value is not None and value != ""
            )
            yield (
                f"<edge id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}>"
                f"{data}</edge>\n"
            )

    def head() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        for name in ("name", "type"):
            yield f'<key id="n_{name}" for="node" attr.name="{name}" attr.type="string"/>\n'
        own = [("label", "string"), ("weight", "integer"), ("start", "string"), ("end", "string")]
        for name, type_ in [*own, *names]:
            said = "int" if type_ == "integer" else type_
            yield f'<key id="e_{name}" for="edge" attr.name="{name}" attr.type="{said}"/>\n'
        yield '<graph edgedefault="directed">\n'
        for key, (name, type_) in actors.items():
            yield (
                f'<node id={_quoted(key)}><data key="n_name">{_escaped(name)}</data>'
                f'<data key="n_type">{_escaped(type_)}</data></node>\n'
            )

    yield from _aside(lines(), head())
    yield "</graph>\n</graphml>\n"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return visible(str(value))


def _quoted(value: object) -> str:
    return quoteattr(_plain(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _escaped(value: object) -> str:
    return escape(_plain(value), {"\r": "&#13;"})
