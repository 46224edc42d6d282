"""The questions of the bench of the ledger, each with the plain SQL that fetches the rows of the same answer.

What is asked of the product begins with names where a person would give names, with the catalog loaded, and ends
with its values; what is rendered of them is not part of it. The plain SQL begins with the ids and fetches tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from konturen.actors.catalog import Catalog
from konturen.api import identify
from konturen.codebook import built_in
from konturen.desk.roster import find
from konturen.ledger import postgresql, sqlite
from konturen.ledger.ledger import Ledger
from konturen.ledger.search_conditions import Meant, alternatives
from konturen.ledger.search_query import SearchQuery
from konturen.ledger.values import Query
from konturen.views import FACTS, pair_rows, pair_view

MATRIX = 60
"""How many actors the matrix has: those of the most statements."""
LIMIT = 20
_CLAIM = "SELECT s.*, c.coder, c.score, c.cue FROM statements s JOIN codings c ON c.claim_id = s.id"
_PAIR = "((source_actor = :a AND target_actor = :b) OR (source_actor = :b AND target_actor = :a))"
_INFO = "id, language, title, author, outlet, published, reading_minutes, recorded"
_OF_TEXTS = f"SELECT {_INFO} FROM documents WHERE id IN (SELECT document_id FROM statements WHERE {_PAIR})"
_PLACES = f"SELECT * FROM places WHERE document_id IN (SELECT document_id FROM statements WHERE {_PAIR})"
_FACTS = (
    "SELECT f.*, c.coder, c.score, d.title, d.outlet, d.author, d.published, p.location FROM facts f "
    "JOIN codings c ON c.claim_id = f.id JOIN documents d ON d.id = f.document_id "
    "JOIN places p ON p.document_id = d.id WHERE f.id IN (SELECT id FROM facts WHERE actor_actor IN (:a, :b) "
    f"ORDER BY recorded DESC, document_id DESC, evidence_start DESC, id DESC LIMIT {FACTS})"
)
_HIT = (
    'SELECT p.id, p.document_id, d.title, d.outlet, d.published, substr(d.text, p.start + 1, p."end" - p.start)'
)
_BESIDE = 's.document_id = p.document_id AND s.evidence_start < p."end" AND s.evidence_end > p.start'


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of the product, and as plain SQL; `target` in milliseconds, None where there is none."""

    name: str
    ours: Callable[[], Any]
    plain: Callable[[], Any]
    target: float | None = None


class Asker:
    """Asks a ledger; `rows` is the plain SQL in one transaction a question, like the product's."""

    def __init__(self, ledger: Ledger, catalog: Catalog) -> None:
        self.ledger, self.catalog = ledger, catalog
        self.pg = ledger.address.startswith("postgres")

    def rows(self, *commands: str, **values: Any) -> list[Any]:
        """All rows of some commands."""
        with self.ledger._engine.connect() as connection:
            found: list[Any] = []
            for command in commands:
                found += connection.execute(text(command), values).fetchall()
            return found

    def questions(self) -> Iterator[Question]:
        """All questions, the same for the same ledger."""
        counted = self.rows(
            "SELECT source_actor, target_actor, count(*) FROM statements "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        )  # fmt: skip
        pairs = [(a, b) for a, b, _ in counted]
        middle = next(i for i, row in enumerate(counted) if row[2] <= max(counted[0][2] // 20, 4))
        for name, at in (("the most frequent pair", 0), ("a middle pair", middle), ("a rare pair", -1)):
            yield from self._pair(name, *pairs[at])
        yield from self._searches(pairs[0][0], pairs[middle])
        yield self._matrix()
        one = pairs[middle][0]
        yield Question(
            f"relations of one actor ({self._number('source_actor = :a OR target_actor = :a', a=one):,})",
            lambda: pair_rows(self.ledger.reader, 0.0, frozenset({one})),
            lambda: self.rows(f"{_CLAIM} WHERE source_actor = :a OR target_actor = :a", a=one),
        )

    def _number(self, where: str, **values: Any) -> int:
        return int(self.rows(f"SELECT count(*) FROM statements WHERE {where}", **values)[0][0])

    def _pair(self, name: str, a: str, b: str) -> Iterator[Question]:
        reader, catalog = self.ledger.reader, self.catalog
        names = [catalog.name(key, "en") if key in catalog else key for key in (a, b)]
        count = self._number(_PAIR, a=a, b=b)

        def dossier() -> Any:
            with reader.together() as together:
                one, other = (identify(together, called, catalog) for called in names)
                return pair_view(together, built_in(), one, other)

        between = Query(between=(frozenset({a}), frozenset({b})))
        read = (f"{_CLAIM} WHERE {_PAIR}", _OF_TEXTS, _PLACES)
        yield Question(
            f"dossier of {name} ({count:,} statements)", dossier, lambda: self.rows(*read, _FACTS, a=a, b=b), 50
        )
        yield Question(
            f"statements of {name}", lambda: reader.statements(between), lambda: self.rows(*read, a=a, b=b)
        )

    def _matrix(self) -> Question:
        counted = self.rows(
            f"SELECT source_actor, count(*) FROM statements GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MATRIX}"
        )
        ids = [row[0] for row in counted]
        held = ", ".join(f"'{key}'" for key in ids)
        command = (
            "SELECT source_actor, target_actor, relation, status, count(*) FROM statements "
            f"WHERE source_actor IN ({held}) AND target_actor IN ({held}) GROUP BY 1, 2, 3, 4"
        )
        count = self._number(f"source_actor IN ({held}) AND target_actor IN ({held})")
        return Question(
            f"matrix of {MATRIX} actors ({count:,} statements)",
            lambda: self.ledger.reader.matrix(ids),
            lambda: self.rows(command),
            200,
        )

    def _searches(self, actor: str, pair: tuple[str, str]) -> Iterator[Question]:
        names = [self.catalog.name(key, "en") if key in self.catalog else key for key in (actor, *pair)]
        of_pair = f"JOIN statements s ON {_BESIDE} WHERE {_PAIR}"
        named = (
            'JOIN mentions m ON m.document_id = p.document_id AND m.start >= p.start AND m.start < p."end" '
            "WHERE m.actor = :a"
        )
        a, b = pair
        for name, query, rest, values in (
            ("a frequent word", "Verhandlung", "", {}),
            ("a rare word", "Zolltreffen", "", {}),
            ("a phrase", '"discussed agreement and"', "", {}),
            ("two words in Russian", "договор граница", "", {}),
            ("a frequent word and an actor", f'treaty actor:"{names[0]}"', named, {"a": actor}),
            ("a pair", f'pair:"{names[1]}|{names[2]}"', of_pair, {"a": a, "b": b}),
            ("a word and a relation", "budget relation:SANCTION", f"JOIN statements s ON {_BESIDE} "
             "WHERE s.relation = 'SANCTION'", {}),
            ("a relation", "relation:COERCE", f"JOIN statements s ON {_BESIDE} WHERE s.relation = 'COERCE'", {}),
        ):  # fmt: skip
            yield Question(f"search for {name}", self._asked(query), self._searched(query, rest, values), 100)

    def _asked(self, query: str) -> Callable[[], Any]:
        def ask() -> Any:
            asked = SearchQuery.parse(query)
            sides = {name for pair in asked.pairs for name in pair} | set(asked.actors)
            ids = {name: frozenset({find(name, self.catalog, self.ledger)}) for name in sorted(sides)}
            pairs = tuple((ids[a], ids[b]) for a, b in asked.pairs)
            return self.ledger.reader.search(
                asked, Meant(tuple(ids[n] for n in asked.actors), pairs), LIMIT
            ).hits

        return ask

    def _searched(self, query: str, rest: str, values: dict[str, Any]) -> Callable[[], Any]:
        """The plain SQL of a search: the hits with their sentences, then all that is stated in their texts."""
        own = postgresql if self.pg else sqlite
        wanted = SearchQuery.parse(query).wanted
        tables = "FROM passages p JOIN documents d ON d.id = p.document_id"
        condition, key = rest, "p.id"
        if wanted:
            groups = [[one for term in group for one in alternatives(term)] for group in wanted]
            values = {**values, "search_for": own.expression_of(groups, [])}
            key = f"search_terms.{own.SEARCH_KEY}"
            tables = (
                f"FROM search_terms JOIN passages p ON p.id = {key} JOIN documents d ON d.id = p.document_id"
            )
            condition = f"{rest} {'AND' if 'WHERE' in rest else 'WHERE'} {own.SEARCH_MATCH}"
        command = f"{_HIT} {tables} {condition} GROUP BY p.id, d.id ORDER BY p.id DESC LIMIT {LIMIT}"
        if not rest:
            command = f"{_HIT} {tables} {condition} ORDER BY {key} DESC LIMIT {LIMIT}"

        def ask() -> Any:
            hits = self.rows(command, **values)
            held = ", ".join(sorted({f"'{row[1]}'" for row in hits})) or "''"
            self.rows(
                f"{_CLAIM} WHERE s.document_id IN ({held})",
                f"SELECT f.*, c.score FROM facts f JOIN codings c ON c.claim_id = f.id WHERE document_id IN ({held})",
                f"SELECT * FROM places WHERE document_id IN ({held})",
            )
            return hits

        return ask
