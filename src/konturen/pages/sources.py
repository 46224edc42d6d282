"""The page of sources: which outlets were read, how often, and how much of it is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from konturen.ledger.outlets import Outlet
from konturen.tables import Table
from konturen.web.ask import Ask
from konturen.web.page import Place


@dataclass(frozen=True, slots=True)
class Sources:
    """The outlets of the ledger's texts; `documents` and `independent` are their sums."""

    template: ClassVar[str] = "sources.html"
    outlets: tuple[Outlet, ...]
    documents: int
    independent: int

    def table(self) -> Table[Outlet]:
        """The outlets as a table."""
        return Table(Outlet, self.outlets)


def sources(ask: Ask) -> Sources:
    """The outlets, those with most texts first."""
    with ask.reader() as reader:
        listed = reader.outlets()
    return Sources(listed, sum(one.documents for one in listed), sum(one.sources for one in listed))


PLACES = (Place("/sources", sources, kept=True),)
