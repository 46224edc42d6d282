"""Konturen: who stands how to whom, every line with the sentence that says it.

    import konturen

    coded = konturen.code("article.html")
    with konturen.open_ledger("my.sqlite", create=True) as ledger:
        konturen.add("article.html", ledger)
        dossier = konturen.show("Einiges Russland", "AMANAT", ledger)

The verbs are those of the command line; the modules of `konturen.desk` hold the others. Values are frozen; see
`konturen.records` and `konturen.views`.
"""

from konturen.api import actors, add, code, demo, export, mentioned, read, relations, samples, show
from konturen.desk.disagreeing import disagreement
from konturen.desk.following import fetch, follow
from konturen.desk.forecasting import forecast
from konturen.desk.gapping import gaps, matrix
from konturen.desk.keeping import backup, check, restore
from konturen.desk.networking import network
from konturen.desk.planning import plans
from konturen.desk.relating import pairs, relation, tracks
from konturen.desk.reviewing import judge
from konturen.desk.searching import search
from konturen.desk.tracing import before_after, compare, history
from konturen.errors import (
    CatalogError,
    CoderError,
    KonturenError,
    LedgerError,
    QueryError,
    SourceError,
)
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import Query
from konturen.pipeline import Pipeline
from konturen.records import Coded, Document, Fact, Mention, Sentence, Statement
from konturen.settings import Settings

__all__ = [
    "CatalogError",
    "Coded",
    "CoderError",
    "Document",
    "Fact",
    "KonturenError",
    "Ledger",
    "LedgerError",
    "Mention",
    "Pipeline",
    "Query",
    "QueryError",
    "Sentence",
    "Settings",
    "SourceError",
    "Statement",
    "actors",
    "add",
    "backup",
    "before_after",
    "check",
    "code",
    "compare",
    "demo",
    "disagreement",
    "export",
    "fetch",
    "follow",
    "forecast",
    "gaps",
    "history",
    "judge",
    "matrix",
    "mentioned",
    "network",
    "open_ledger",
    "pairs",
    "plans",
    "read",
    "relation",
    "relations",
    "restore",
    "samples",
    "search",
    "show",
    "tracks",
]
