"""How every analysis gives its answer: as text, as JSON lines, as CSV, and drawn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import CycloptsError, Parameter

from konturen import charts
from konturen.commands.base import Json
from konturen.desk.quoting import words
from konturen.export.formats import columns_csv
from konturen.ledger.values import Recorded
from konturen.tables import Table
from konturen.terminal.streams import print_lines

Csv = Annotated[bool, Parameter(name="--csv", negative="", help="The table as CSV instead of text.")]
Chart = Annotated[
    Path | None, Parameter(name="--chart", help="Draw it into a file (.svg, .png; .json is Vega-Lite), too.")
]
Quoted = Mapping[str, Recorded]
"""Statements by id, with their sentences."""


@Parameter(name="*")
@dataclass(frozen=True)
class Answer:
    """How the answer is given."""

    json: Json = False
    csv: Csv = False
    chart: Chart = None

    def __post_init__(self) -> None:
        if self.json and self.csv:
            raise CycloptsError(msg="--json and --csv cannot both be given.")

    def draw(self, drawing: Callable[[], Any]) -> None:
        """Draw the chart where one is wanted."""
        if self.chart is not None:
            charts.save(drawing(), self.chart)

    def give(
        self, kind: str, table: Table[Any], more: Mapping[str, Any] | None = None, quoted: Quoted | None = None
    ) -> bool:
        """Print a table as JSON lines or CSV where that is wanted; whether it was.

        `more` stands in each line; of `quoted` each line gets the sentences of the ids that it holds.
        """
        if self.json:
            print_lines(_line(kind, line, more, quoted) for line in table.lines())
        elif self.csv:
            sys.stdout.writelines(columns_csv(table.to_dict()))
        return self.json or self.csv


def _line(
    kind: str, line: Mapping[str, Any], more: Mapping[str, Any] | None, quoted: Quoted | None
) -> dict[str, Any]:
    # The kind of the line is its first key; that of the actors has a name of its own.
    named = {"of" if name == "kind" else name: value for name, value in line.items()}
    found = {"kind": kind, **(more or {}), **named}
    if quoted is not None:
        ids = (id for value in line.values() if isinstance(value, list) for id in value if id in quoted)
        found["sentences"] = words(quoted, ids)
    return found
