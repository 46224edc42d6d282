"""What every analysis of a ledger begins with: the statements as columns, names as ids, periods as days."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.acts import Acts, day_number
from konturen.api import identify
from konturen.codebook import Codebook, built_in
from konturen.dates import DateError, parse
from konturen.desk.roster import namer
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query
from konturen.pipeline import Pipeline
from konturen.settings import Settings

SURE = 0.5
"""Score from which on a statement counts in an analysis unless told otherwise: about seven of ten such
statements are right (model card). What persons confirmed always counts, what they rejected never."""


@dataclass(frozen=True, slots=True)
class Material:
    """A ledger as analyses take it: its reader under the catalog's names, the ids of those asked for."""

    reader: Reader
    codebook: Codebook
    actors: tuple[frozenset[str], ...]
    min_score: float

    def acts(self, query: Query | None = None) -> Acts:
        """The statements that fit; those between the first two actors where two are asked for."""
        if query is None and len(self.actors) > 1:
            query = Query(between=(self.actors[0], self.actors[1]), min_score=self.min_score)
        elif query is None and self.actors:
            query = Query(actors=self.actors[0], min_score=self.min_score)
        return self.reader.acts(query or Query(min_score=self.min_score))


def material(ledger: Ledger, *names: str, settings: Settings | None = None) -> Material:
    """Open a ledger for an analysis of the actors of these names; unless set scores count from `SURE` on.

    QueryError where a name fits nobody or several actors, or two names the same one.
    """
    chosen = settings or Settings(min_score=SURE)
    catalog = Pipeline(chosen).catalog_of(ledger)
    reader = ledger.reader.named(namer(catalog))
    ids = tuple(frozenset(identify(reader, name, catalog)) for name in names)
    for number, one in enumerate(ids):
        if any(one & other for other in ids[:number]):
            raise QueryError(f"{names[number]!r} is named twice.", hint="Name different actors.")
    return Material(reader, built_in(), ids, chosen.min_score)


def days(name: str, value: str) -> tuple[int, int]:
    """The first and last day (numbers of `konturen.acts`) of a date or period in EDTF.

    DateError, which names the option or field `name`, where it is none, ends before it begins or has no end.
    """
    when = parse(value)
    first, last = when.earliest, when.latest
    if first is None or last is None:
        raise DateError(f"{name}: {value!r} has no beginning or no end.", hint="Give both: 2024-01/2024-06.")
    if last < first:
        raise DateError(f"{name}: {value!r} ends before it begins.", hint="Give the earlier date first.")
    return day_number(first), day_number(last)
