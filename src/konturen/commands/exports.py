"""The command that writes a ledger's statements for other tools."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from konturen import api
from konturen.commands.base import FromLedger, MinScore, app
from konturen.desk import exporting
from konturen.settings import Settings
from konturen.terminal.streams import write_whole

Formats = Literal[
    "csv", "jsonl", "parquet", "graphml", "gexf", "pajek", "edgelist", "plover", "polecat", "icews", "gdelt",
    "ftm", "webanno",
]  # fmt: skip


@Parameter(name="*")
@dataclass(frozen=True)
class Writing:
    """What the file holds."""

    level: Annotated[
        Literal["statement", "relation"] | None,
        Parameter(help="A row or edge for each statement, or for each relation of two actors."),
    ] = None
    bom: Annotated[bool, Parameter(negative="", help="Begin CSV with the mark that Excel wants.")] = False


@app.command
def export(
    *,
    format: Annotated[Formats, Parameter(help="What the file is; see docs/exports.md.")] = "csv",
    output: Annotated[
        Path | None, Parameter(name=("--output", "--out", "-o"), help="A file instead of standard output.")
    ] = None,
    json: Annotated[bool, Parameter(name="--json", negative="", help="The same as --format jsonl.")] = False,
    min_score: MinScore = 0.0,
    writing: Writing | None = None,
    source: FromLedger | None = None,
) -> int:
    """Write the statements of the ledger for other tools; csv and jsonl without a level hold facts, too."""
    chosen, settings = writing or Writing(), Settings(min_score=min_score)
    form: str = "jsonl" if json else format
    with (source or FromLedger()).open() as book:
        if form == "jsonl" or (form == "csv" and chosen == Writing()):
            pieces = api.export(book, form, settings)
            if output is None:
                _print(pieces)
            else:
                write_whole(output, pieces)
        elif output is None:
            pieces, context = exporting.pieces(book, form, chosen.level, settings, chosen.bom)
            _print(pieces)
            _tell(context.left)
        else:
            told = exporting.write(book, output, form, chosen.level, settings, chosen.bom)
            _tell(told.left)
            of = "of" if told.level == "statement" else "relations of"
            print(f"{output}: {told.written} {of} {told.read} statements.", file=sys.stderr)
    return 0


def _print(pieces: Iterator[str]) -> None:
    for piece in pieces:
        sys.stdout.write(piece)


def _tell(left: Counter[str]) -> None:
    """Say on standard error what did not go out."""
    if left:
        said = ", ".join(f"{count} {reason}" for reason, count in sorted(left.items()))
        print(f"Left out, for this format cannot hold them: {said}.", file=sys.stderr)
