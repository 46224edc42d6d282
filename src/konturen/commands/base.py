"""What the commands share: the application, the options that several take, errors on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter, validators

from konturen.errors import KonturenError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.records import Genre
from konturen.settings import Settings, default_ledger
from konturen.terminal import render

FAULT, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes: a source, a name or the ledger was at fault; the command line was; stopped by the user."""
LONGEST_TIMEOUT = 3600
"""Seconds that --timeout may ask for."""

app = App(
    name="konturen",
    version=lambda: version("konturen"),
    help="Who stands how to whom, every line with the sentence that says it.",
    suppress_keyboard_interrupt=False,
)


Catalogs = Annotated[
    Path | None, Parameter(name="--catalog", help="A file (JSON lines) or folder of further actors.")
]


@Parameter(name="*")
@dataclass(frozen=True)
class Reading:
    """How sources are read."""

    language: Annotated[
        str | None, Parameter(help="Language of the texts (de, en, ru) instead of recognising it.")
    ] = None
    encoding: Annotated[str | None, Parameter(help="Encoding of the files instead of recognising it.")] = None
    allow_private: Annotated[bool, Parameter(negative="", help="Allow addresses of private networks.")] = False
    timeout: Annotated[
        float,
        Parameter(help="Seconds an address may take.", validator=validators.Number(gt=0, lte=LONGEST_TIMEOUT)),
    ] = 30.0
    max_bytes: Annotated[int, Parameter(help="Longest source in bytes.", validator=validators.Number(gt=0))] = (
        20_000_000
    )
    catalog: Catalogs = None
    genre: Annotated[Genre | None, Parameter(help="Genre of the texts instead of recognising it.")] = None

    def settings(self, min_score: float = 0.0) -> Settings:
        """The options as the one value that the package takes."""
        return Settings(
            self.language,
            self.encoding,
            self.allow_private,
            self.timeout,
            self.max_bytes,
            self.catalog,
            0,
            min_score,
            self.genre,
        )


Sources = Annotated[
    str,
    Parameter(
        help="Files, http(s) addresses, or - for standard input.",
        allow_leading_hyphen=True,
    ),
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="One JSON object a line instead of text.")]
Ids = Annotated[bool, Parameter(name="--ids", negative="", help="Show the ids, for konturen judge.")]
LedgerPath = Annotated[
    str | None,
    Parameter(name="--ledger", help="The ledger's file (default: $KONTUREN_LEDGER or konturen.sqlite)."),
]
MinScore = Annotated[
    float, Parameter(help="Leave out what scores lower (0 to 1).", validator=validators.Number(gte=0, lte=1))
]


@contextmanager
def present_ledger(address: str | None) -> Iterator[Ledger | None]:
    """The ledger that is named, else the default one where there is one, else None."""
    used = address or default_ledger()
    if address or "://" in used or Path(used).exists():
        with open_ledger(used) as book:
            yield book
    else:
        yield None


@Parameter(name="*")
@dataclass(frozen=True)
class FromLedger:
    """Which ledger is read, and as it was known when."""

    ledger: LedgerPath = None
    as_known: Annotated[
        str | None, Parameter(help="Show what the ledger held on a day (2026-11-23: its end, UTC).")
    ] = None

    @contextmanager
    def open(self) -> Iterator[Ledger]:
        """The ledger that is named, else the default one."""
        with open_ledger(self.ledger or default_ledger()) as book:
            yield self._then(book)

    @contextmanager
    def present(self) -> Iterator[Ledger | None]:
        """The same, None where nothing is named and there is no default one."""
        with present_ledger(self.ledger) as book:
            yield book and self._then(book)

    def _then(self, book: Ledger) -> Ledger:
        return book if self.as_known is None else book.as_known(self.as_known)


def complain(error: KonturenError) -> None:
    """Tell an error in one line."""
    print(f"konturen: {render.one_line(str(error))}", file=sys.stderr)
