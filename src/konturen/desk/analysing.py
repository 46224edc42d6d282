"""What every analysis of a ledger begins with: the statements as columns, names as actors, dates as days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from konturen.actors.catalog import Catalog
from konturen.acts import UNDATED, Acts, day_number
from konturen.analysis.counting import acting
from konturen.analysis.counting import between as rows_between
from konturen.analysis.relations import Side
from konturen.api import identify
from konturen.codebook import Codebook, built_in
from konturen.dates import DateError, parse
from konturen.desk.roster import find, namer
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query
from konturen.pipeline import Pipeline
from konturen.settings import Settings

Names = str | Sequence[str]
"""One side: an actor, or several that stand for it together."""
SURE = 0.5
"""Score from which on a statement counts in an analysis unless told otherwise: about seven of ten such
statements are right (model card). What persons confirmed always counts, what they rejected never."""


@dataclass(frozen=True, slots=True)
class Material:
    """A ledger as analyses take it: its reader under the catalog's names, and the least score that counts.

    `held` are its statements of that score where somebody holds them in memory already.
    """

    ledger: Ledger
    reader: Reader
    catalog: Catalog
    codebook: Codebook
    min_score: float
    held: Acts | None = None

    def side(self, name: str) -> Side:
        """The actor of a name, as one side; QueryError where the texts mention nobody or several of it."""
        ids = identify(self.reader, name, self.catalog)
        return Side(self._called(ids, name), ids)

    def together(self, names: Names) -> Side:
        """Several actors as one side; QueryError where one is named twice, or as for `side`."""
        listed, own = [names] if isinstance(names, str) else list(names), set[str]()
        for name in listed:
            ids = identify(self.reader, name, self.catalog)
            if ids & own:
                raise QueryError(f"{name!r} is named twice.", hint="Name different actors.")
            own |= ids
        if not own:
            raise QueryError("a side has no actor.", hint="Name at least one on each side.")
        return Side(", ".join(listed), frozenset(own))

    def country(self, name: str) -> Side:
        """A state with all actors of its country, or one actor that is no state; QueryError as for `side`."""
        key = self.reader.identities().representative(find(name, self.catalog, self.ledger))
        if key not in self.catalog or self.catalog[key].type != "state":
            return Side(self._called({key}, name), frozenset({key}))
        country = self.catalog.country_of(key)
        own = {k for k in self.catalog.ids() if country and self.catalog.country_of(k) == country}
        return Side(self._called({key}, name), frozenset(own | {key}))

    def _called(self, ids: frozenset[str] | set[str], name: str) -> str:
        known = sorted(key for key in ids if key in self.catalog)
        return self.catalog.name(known[0], "en") if known else name

    def acts(self, sides: tuple[Side, Side] | None = None) -> Acts:
        """The statements that count: all, or those between two sides."""
        if self.held is not None:
            own = self.held.where(rows_between(self.held, sides[0].ids, sides[1].ids)) if sides else None
            return self.held if own is None else own.compact()
        between = (sides[0].ids, sides[1].ids) if sides else None
        return self.reader.acts(Query(between=between, min_score=self.min_score))


def material(ledger: Ledger | Material, settings: Settings | None = None) -> Material:
    """Open a ledger for an analysis; unless set, scores count from `SURE` on. What is open stays as it is."""
    if isinstance(ledger, Material):
        return ledger
    chosen = settings or Settings(min_score=SURE)
    catalog = Pipeline(chosen).catalog_of(ledger)
    reader = ledger.reader.named(namer(catalog))
    return Material(ledger, reader, catalog, built_in(), chosen.min_score)


Held = Ledger | Material
"""What analyses begin with: a ledger, or one that is open for them."""


def apart(sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """Two sides that share nobody; QueryError where they do."""
    if sides[0].ids & sides[1].ids:
        same = "are the same actor" if sides[0].ids == sides[1].ids else "have actors in common"
        raise QueryError(f"{sides[0].name!r} and {sides[1].name!r} {same}.", hint="Name two others.")
    return sides


def days(field: str, value: str) -> tuple[int, int]:
    """The first and last day (numbers of `konturen.acts`) of a date or period in EDTF.

    DateError, which names the option or field, where it is none, ends before it begins, or lacks an end.
    """
    try:
        when = parse(value)
        first, last = when.earliest, when.latest
    except DateError as error:
        raise DateError(f"{value!r}: {error.what.rstrip('.')}.", field, error.hint) from error
    if first is None or last is None:
        raise DateError(f"{value!r} has no beginning or no end.", field, "Give both: 2024-01/2024-06.")
    if last < first:
        raise DateError(f"{value!r} ends before it begins.", field, "Give the earlier date first.")
    return day_number(first), day_number(last)


def span_of(acts: Acts) -> tuple[int, int] | None:
    """The first day of an act and the last one of which a text tells: that of its publication, or of the act
    where nobody knows it. None where nothing has a date. Not the clock: a ledger of last year ends last
    year."""
    told = acts.where(acting(acts))
    day, published = told.day, told.published
    end = np.where(published != UNDATED, published, day)
    if not (day != UNDATED).any():
        return None
    first = int(day[day != UNDATED].min())
    return first, max(first, int(end.max()))
