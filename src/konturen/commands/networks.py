"""The command that shows the actors of a ledger as a network: network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal

from cyclopts import CycloptsError, Parameter, validators

from konturen.analysis.distance import Distance
from konturen.analysis.network_values import Network
from konturen.analysis.telling import By
from konturen.charts import networks as drawn
from konturen.commands.analysis import At
from konturen.commands.answers import Answer, Quoted
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import analysing, networking
from konturen.desk.networking import Choice, Level
from konturen.desk.quoting import sentences
from konturen.lines import Line
from konturen.settings import Settings
from konturen.tables import Table
from konturen.terminal import render_networks
from konturen.terminal.streams import output, print_lines

Of = Literal["actors", "pairs", "acts", "communities", "triads"]
KINDS: dict[Of, str] = {
    "actors": "actor",
    "pairs": "pair",
    "acts": "directed",
    "communities": "community",
    "triads": "triad",
}
"""The tables of a network, and what a JSON line of each is called."""
AT_LEAST_1, AT_LEAST_0 = validators.Number(gte=1), validators.Number(gte=0)
_Names = Annotated[list[str], Parameter(negative="")]


@Parameter(name="*")
@dataclass(frozen=True)
class Chosen:
    """Which network."""

    level: Annotated[Level, Parameter(help="actor, or state: actors as the state of their country.")] = "actor"
    track: Annotated[_Names, Parameter(help="Only acts of this track. May be repeated.")] = field(
        default_factory=list
    )
    type: Annotated[
        _Names, Parameter(help="Only between actors of this type (party, state, person ...). May be repeated.")
    ] = field(default_factory=list)
    country: Annotated[
        _Names, Parameter(help="Only between actors of this state's country. May be repeated.")
    ] = field(default_factory=list)
    relation: Annotated[_Names, Parameter(help="Only acts of this relation. May be repeated.")] = field(
        default_factory=list
    )
    within: Annotated[
        int | None, Parameter(help="Only acts of the last so many days.", validator=AT_LEAST_0)
    ] = None
    least_sources: Annotated[
        int, Parameter(help="Only pairs of so many independent sources.", validator=AT_LEAST_1)
    ] = 1
    least_tone: Annotated[
        float,
        Parameter(
            help="How far from 0 a tone must be to take a side.", validator=validators.Number(gte=0, lte=10)
        ),
    ] = 0.0

    def choice(self) -> Choice:
        """As the desk takes it."""
        return Choice(
            self.level,
            tuple(self.track),
            tuple(self.type),
            tuple(self.country),
            tuple(self.relation),
            self.within,
            self.least_sources,
            self.least_tone,
        )


@Parameter(name="*")
@dataclass(frozen=True)
class Asked:
    """What is asked of the network: it as it stands, its series, or the way between two actors."""

    at: At = None
    series: Annotated[
        str | None, Parameter(help="Its figures over this period (2020/2026) instead of at a day.")
    ] = None
    by: Annotated[
        By | None, Parameter(help="The series by month, quarter or year; all that is known without --series.")
    ] = None
    path: Annotated[
        tuple[str, str] | None, Parameter(help="The distance of two actors over cooperation, and the way.")
    ] = None
    near: Annotated[
        str | None, Parameter(help="Who can be reached from this actor over cooperation, the nearest first.")
    ] = None
    of: Annotated[
        Of | None,
        Parameter(help="Which table --csv and --json give: actors, pairs, acts, communities, triads."),
    ] = None
    most: Annotated[int, Parameter(help="How many rows of each list the text shows.", validator=AT_LEAST_1)] = (
        10
    )
    drawn: Annotated[
        int,
        Parameter(
            help="How many actors the chart shows, those with most pairs.",
            validator=validators.Number(gte=1, lte=200),
        ),
    ] = 40

    def checked(self) -> Asked:
        """The same; an error where two things are asked for at once."""
        over_time = self.series is not None or self.by is not None
        wanted = {"a series": over_time, "--path": self.path is not None, "--near": self.near is not None}
        named = [name for name, asked in wanted.items() if asked]
        if len(named) > 1:
            raise CycloptsError(msg=f"{named[0]} and {named[1]} cannot both be asked for.")
        if over_time and self.at is not None:
            raise CycloptsError(msg="--at gives one day; give the period with --series.")
        if self.of is not None and named:
            raise CycloptsError(msg="--of goes with the network at a day only.")
        return self


_ALL, _NOW, _PLAIN = Chosen(), Asked(), Answer()


@app.command
def network(
    *,
    asked: Asked = _NOW,
    chosen: Chosen = _ALL,
    min_score: MinScore = analysing.SURE,
    answer: Answer = _PLAIN,
    source: FromLedger | None = None,
) -> int:
    """Show the actors as a signed network at a date: communities, brokers, balance; its series; a path."""
    asked.checked()
    choice, settings = chosen.choice(), Settings(min_score=min_score)
    with (source or FromLedger()).open() as book:
        if asked.path is not None:
            a, b = asked.path
            way = networking.distance(a, b, book, asked.at, choice, settings)
            quoted = sentences(book.reader, (id for step in way.steps for id in step.ids))
            return _path(way, quoted, answer)
        if asked.near is not None:
            if answer.chart:
                raise CycloptsError(msg="--near is a list: it has no chart. Draw the network, or a --path.")
            reached = networking.reach(asked.near, book, asked.at, choice, settings)
            if not answer.give("reached", reached):
                render_networks.show_reach(output(), asked.near, reached, asked.most)
            return 0
        if asked.series is not None or asked.by is not None:
            rows = networking.series(book, asked.series, asked.by or "year", choice, settings)
            return _series(rows, answer)
        found = networking.network(book, asked.at, choice, settings)
    answer.draw(lambda: drawn.network(found.nodes, found.edges, _title(found), asked.drawn))
    if answer.json:
        print_lines(_lines(found, asked.of))
    elif not answer.give("", _table(found, asked.of or "pairs")):
        render_networks.show_network(output(), found, asked.most)
    return 0


def _title(found: Network) -> str:
    return f"Network at {found.figures.at}" if found.figures.at else "Network"


def _table(found: Network, of: Of) -> Table[Any]:
    tables: dict[Of, Table[Any]] = {
        "actors": found.nodes,
        "pairs": found.edges,
        "acts": found.arcs,
        "communities": found.communities,
        "triads": found.unbalanced,
    }
    return tables[of]


def _lines(found: Network, of: Of | None) -> Iterator[Line]:
    """The figures and all tables, or one table."""
    if of is None:
        told = next(iter(Table(type(found.figures), [found.figures]).lines()))
        yield {"kind": "network", **told, "pivots": found.pivots, "tied": found.tied}
        yield {"kind": "balance", **asdict(found.balance)}
    for name, kind in KINDS.items():
        if of in (None, name):
            yield from ({"kind": kind, **line} for line in _table(found, name).lines())


def _series(rows: Table[Any], answer: Answer) -> int:
    answer.draw(lambda: drawn.series(rows))
    if not answer.give("network", rows):
        render_networks.show_series(output(), rows)
    return 0


def _path(way: Distance, quoted: Quoted, answer: Answer) -> int:
    answer.draw(lambda: drawn.path(way.steps, way.a, way.b))
    if answer.json:
        told = {name: getattr(way, name) for name in ("a", "b", "distance", "a_reaches", "b_reaches")}
        print_lines([{"kind": "distance", **told, "at": str(way.at) if way.at else None}])
    if not answer.give("pair", way.steps, quoted=quoted):
        render_networks.show_path(output(), way, quoted)
    return 0
