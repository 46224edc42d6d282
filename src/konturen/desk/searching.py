"""Full-text search in a ledger: the Python twin of `konturen search`.

    answer = search('Verhandlungen actor:Putin -Öl', ledger)
    for hit in answer.hits:
        print(hit.text, hit.marks)

`SearchQuery` is the search as a value: `SearchQuery.parse(text)`, `str(query)`, `query.to_address()`.
"""

from __future__ import annotations

from collections.abc import Iterator

from konturen.actors.catalog import Catalog
from konturen.desk.reviewing import judgement_line
from konturen.desk.roster import catalog_of, find
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.search_conditions import Meant
from konturen.ledger.search_find import Answer, Hit
from konturen.ledger.search_query import SearchError, SearchQuery, Term
from konturen.lines import Line, fact_line, statement_line
from konturen.settings import Settings

__all__ = ["Answer", "Hit", "SearchError", "SearchQuery", "Term", "lines", "search"]

MOST = 1000
"""Most answers that are given at once."""


def search(
    query: str | SearchQuery,
    ledger: Ledger,
    limit: int = 20,
    skip: int = 0,
    settings: Settings | None = None,
) -> Answer:
    """The sentences of a ledger that fit a search, newest texts first, at most `limit` from the `skip`th on.

    SearchError (a QueryError with a `position`) where the search cannot be read; QueryError where a name in it
    means nobody or several, and LedgerError where the ledger is too old to be searched.
    """
    if not 1 <= limit <= MOST or not 0 <= skip <= MOST * MOST:
        raise QueryError(f"the number of answers has to be 1 to {MOST}, not {limit} after {skip}.")
    asked = SearchQuery.parse(query) if isinstance(query, str) else query
    names = {name for pair in asked.pairs for name in pair} | {*asked.actors, *asked.speakers}
    reader = ledger.reader
    ids: dict[str, frozenset[str]] = {}
    if names or not reader.identities().plain:
        catalog = catalog_of(ledger, settings)
        ids = {name: _ids(name, catalog, ledger) for name in sorted(names)}
        reader = reader.named(lambda key: catalog.name(key, "en") if key in catalog else None)
    meant = Meant(
        tuple(ids[name] for name in asked.actors),
        tuple((ids[a], ids[b]) for a, b in asked.pairs),
        tuple(ids[name] for name in asked.speakers),
    )
    return reader.search(asked, meant, limit, skip)


def lines(answer: Answer) -> Iterator[Line]:
    """The answers in the line format: one object a sentence, its statements and facts within."""
    for hit in answer.hits:
        d = hit.document
        yield {
            "kind": "hit",
            "rank": hit.rank,
            "document": d.id,
            "location": d.places[0] if d.places else None,
            "title": d.title,
            "author": d.author,
            "outlet": d.outlet,
            "genre": d.genre,
            "source": d.source,
            "published": d.published,
            "language": d.language,
            "recorded": d.recorded,
            "text": hit.text,
            "start": hit.start,
            "end": hit.end,
            "marks": [{"start": start, "end": end} for start, end in hit.marks],
            "score": hit.score,
            "statements": [
                statement_line(r.statement, r.id) | judgement_line(r) | {"recorded": r.recorded}
                for r in hit.statements
            ],
            "facts": [
                fact_line(f.fact, f.id) | judgement_line(f) | {"recorded": f.recorded} for f in hit.facts
            ],
        }


def _ids(name: str, catalog: Catalog, ledger: Ledger) -> frozenset[str]:
    """The id that a name in a search means; that of a merged actor means the one that is shown."""
    shown = ledger.reader.identities().representative(name)
    try:
        return frozenset({shown if shown != name else find(name, catalog, ledger)})
    except QueryError as error:
        raise QueryError(error.what, f"query, name {name[:40]!r}", error.hint) from error
