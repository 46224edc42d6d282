"""The worked case as a network: who stands between whom in the seed, every figure with its sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import konturen
from konturen.desk import networking
from konturen.desk.networking import Choice
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.values import Query
from konturen.settings import Settings
from tests.test_seed import AK_JOL, AMANAT, NEW_PEOPLE, SEED, UNITED_RUSSIA, ZHANA_ADAMDAR

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed lies in shared/, which is not here")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The seed and the bundled texts in a ledger."""
    path = tmp_path_factory.mktemp("seed") / "s.sqlite"
    with open_ledger(str(path), create=True) as ledger:
        for text in (SEED, *konturen.samples()):
            konturen.add(str(text), ledger, Settings(threads=1))
        yield ledger


def test_united_russia_stands_between_the_kazakh_parties(seed: Ledger) -> None:
    """AMANAT and Ak Jol are joined by it alone, in one community, by the agreements of 2005 and 2009."""
    found = networking.network(seed)
    by_id = {node.id: node for node in found.nodes}
    ends = {frozenset((row.source, row.target)): row for row in found.edges}
    assert ends[frozenset((UNITED_RUSSIA, AMANAT))].sign == ends[frozenset((UNITED_RUSSIA, AK_JOL))].sign == 1
    assert frozenset((AMANAT, AK_JOL)) not in ends
    assert by_id[UNITED_RUSSIA].community == by_id[AMANAT].community == by_id[AK_JOL].community
    assert (by_id[UNITED_RUSSIA].betweenness or 0) > (by_id[AMANAT].betweenness or 0)
    way = networking.distance(AMANAT, AK_JOL, seed)
    assert [row.target for row in way.steps] == [UNITED_RUSSIA, AK_JOL]
    assert networking.distance(AMANAT, AK_JOL, seed, "2008").distance is None


def test_the_two_new_people_are_no_pair(seed: Ledger) -> None:
    """What is expressly absent makes no edge, and joins nobody."""
    found = networking.network(seed, settings=Settings(min_score=0.0, threads=1))
    assert {NEW_PEOPLE, ZHANA_ADAMDAR} not in [{row.source, row.target} for row in found.edges]


def test_every_pair_leads_to_its_sentences(seed: Ledger) -> None:
    """The ids of a pair are those of statements between the two that tell acts, in the ledger."""
    for level in ("actor", "state"):
        found = networking.network(seed, choice=Choice(level=level))  # type: ignore[arg-type]
        assert len(found.edges)
        for row in found.edges:
            said = seed.reader.statements(Query(ids=frozenset(row.ids)))
            assert {one.id for one in said} == set(row.ids)
            assert {one.statement.status for one in said} <= {"happened", "ongoing"}
            if level == "actor":
                for one in said:
                    assert one.statement.target is not None
                    assert {one.statement.source.actor, one.statement.target.actor} == {row.source, row.target}
