"""Scores of name pairs by nomenklatura and rapidfuzz, for `bench/names.py`.

    python bench/names_baselines.py < PAIRS.tsv

Needs `pip install nomenklatura rapidfuzz` (an environment of its own: its dependencies are not ours). Reads lines
of two names and the kind, parted by tabs; prints one JSON object of scores a line. nomenklatura compares two
entities of the kind's schema, each with the one name; an id of its own for every entity, because it caches by id.
"""

from __future__ import annotations

import json
import sys

from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

SCHEMATA = {
    "person": "Person",
    "party": "Organization",
    "organisation": "Organization",
    "state": "Organization",
}
ALGORITHMS = ("logic-v1", "logic-v2", "name-based")


def main() -> None:
    """Score each pair."""
    for number, line in enumerate(sys.stdin):
        one, other, kind = line.rstrip("\n").split("\t")[:3]
        entities = [_entity(f"{number}-{side}", name, kind) for side, name in (("a", one), ("b", other))]
        scores = {"rapidfuzz token_sort_ratio": fuzz.token_sort_ratio(one.casefold(), other.casefold()) / 100}
        scores["rapidfuzz Jaro-Winkler"] = JaroWinkler.similarity(one.casefold(), other.casefold())
        for name in ALGORITHMS:
            algorithm = get_algorithm(name)
            assert algorithm is not None
            scores[f"nomenklatura {name}"] = algorithm.compare(*entities, ScoringConfig.defaults()).score
        print(json.dumps(scores))


def _entity(key: str, name: str, kind: str):  # type: ignore[no-untyped-def]
    entity = model.make_entity(SCHEMATA[kind])
    entity.id = key
    entity.add("name", name)
    return entity


if __name__ == "__main__":
    main()
