"""The sentences behind a figure: what an answer shows beside its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from konturen.ledger.reader import Reader
from konturen.ledger.values import Query, Recorded, State

EVERY: frozenset[State] = frozenset({"accepted", "rejected", "amended", "unsure", "disputed", "none"})


def sentences(reader: Reader, ids: Iterable[str]) -> Mapping[str, Recorded]:
    """The statements of these ids by id, with their sentences and texts, as judged; also rejected ones."""
    wanted = frozenset(ids)
    found = reader.statements(Query(ids=wanted, judgement=EVERY)) if wanted else ()
    return {one.id: one for one in found}


def words(quoted: Mapping[str, Recorded], ids: Iterable[str]) -> list[dict[str, Any]]:
    """The sentences of statements that are there, with their texts, for JSON."""
    return [
        {
            "id": id,
            "relation": one.statement.relation,
            "status": one.statement.status,
            "when": one.statement.when,
            "sentence": one.statement.evidence.text,
            "document_id": one.document.id,
            "source_id": one.document.source,
            "outlet": one.document.outlet,
            "published": one.document.published,
        }
        for id in dict.fromkeys(ids)
        if (one := quoted.get(id))
    ]
