"""How good forecasts of first contacts are beside the base rate, and what they cost.

    python bench/forecast.py [--parlgov view_cabinet.csv] [--events events.jsonl] [--ledger FILE]
        [--write docs/benchmarks.md]

Made worlds (`tests/worlds.py`): with a law of first contacts, whose true probabilities are the ceiling, and of pure
chance, where no model can be better than the base rate. Real data, if the files are there: parties that govern
together for the first time (ParlGov, CC0), states and bodies that one news item names together for the first time
(Wikipedia, Portal:Current events; a proxy of contact that is no relation). The features were revised once after a
first look at the real ones (heavy tails brought to logarithms, near pairs and others apart).
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from konturen.actors.catalog import Catalog
from konturen.acts import Acts, day_number
from konturen.analysis.backtest import TESTS
from konturen.analysis.expected import Backtest, Forecast, Score, TooLittle
from konturen.analysis.forecast import SEED, forecast
from konturen.analysis.memory import Memory
from konturen.analysis.snapshot import Snapshot
from konturen.codebook import built_in
from konturen.desk import analysing, forecasting
from konturen.ledger.ledger import open_ledger
from table import put

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.said_acts import Said, acts
from tests.worlds import START, YEAR, World, world

WORLDS, ACTORS, YEARS = 20, 200, 10
HEAD = "| data | pairs and days | first contacts | Brier, model | Brier, base rate | Brier, truth | skill | 95 of 100 | AUC |"
RULE = "|---|---|---|---|---|---|---|---|---|"


def ceiling(made: World, memory: Memory, test: Backtest) -> float:
    """The Brier score of the true probabilities of the near pairs on the days of a test."""
    lost, weight = 0.0, 0.0
    numbers = np.array([made.names.index(actor.id) for actor in memory.actors])
    for row in test.tests:
        day = day_number(row.at)
        pairs = Snapshot(memory, built_in(), day).sample(YEAR, SEED)
        true = made.true[(day - START) // YEAR][numbers[pairs.low], numbers[pairs.high]]
        counts = pairs.weight * pairs.near
        lost += float(counts @ (true - pairs.outcome) ** 2)
        weight += float(counts.sum())
    return lost / weight


def worlds(law: bool) -> tuple[str, str]:
    """The mean of worlds as a line, and in how many the whole interval lay above 0."""
    scores: list[Score] = []
    truth: list[float] = []
    for seed in range(WORLDS):
        made = world(seed, law, ACTORS, YEARS)
        memory = Memory(made.acts, built_in())
        found = forecast(memory, built_in(), YEAR, made.end)
        assert isinstance(found, Forecast), found
        scores.append(found.backtest.near)
        truth.append(ceiling(made, memory, found.backtest))
    name = "made, with a law" if law else "made, pure chance"
    skills = sorted(score.skill or 0.0 for score in scores)
    mean = {name: statistics.mean(getattr(s, name) for s in scores) for name in ("brier", "base_brier", "auc")}
    line = (
        f"| {name}, mean of {WORLDS} | {sum(s.pairs for s in scores):,} | {sum(s.contacts for s in scores):,} "
        f"| {mean['brier']:.5f} | {mean['base_brier']:.5f} | {statistics.mean(truth):.5f} "
        f"| {statistics.mean(skills):+.2%} | worlds: {skills[0]:+.2%} to {skills[-1]:+.2%} | {mean['auc']:.2f} |"
    )
    better = sum((s.skill_low or 0) > 0 for s in scores)
    possible = 1 - statistics.mean(truth) / mean["base_brier"]
    return (
        line,
        f"{name}: called better than the base rate in {better} of {WORLDS}; skill of the truth {possible:+.2%}",
    )


def line(name: str, found: Forecast | TooLittle) -> str:
    """A line of real data."""
    if isinstance(found, TooLittle):
        return f"| {name} | refused: {'; '.join(found.reasons)} | | | | | | | |"
    s = found.backtest.near
    assert s.brier is not None
    return (
        f"| {name}, {len(found.backtest.tests)} days | {s.pairs:,} | {s.contacts:,} | {s.brier:.6f} | {s.base_brier:.6f} | "
        f"| {s.skill:+.2%} | {s.skill_low:+.2%} to {s.skill_high:+.2%} | {s.auc:.2f} |"
    )


def coalitions(path: Path) -> tuple[Acts, dict[str, str]]:
    """Cabinets as texts of their first day: parties that govern together have a contact, the other parties of the
    parliament are named."""
    cabinets: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(path.open(encoding="utf-8")):
        cabinets[row["cabinet_id"]].append(row)
    states: dict[str, str] = {}

    def said() -> Iterator[Said]:
        for number, rows in cabinets.items():
            day, keys = rows[0]["start_date"], [f"party-{row['party_id']}" for row in rows]
            states.update(dict.fromkeys(keys, f"state-{rows[0]['country_name_short'].lower()}"))
            governing = [key for key, row in zip(keys, rows, strict=True) if row["cabinet_party"] == "1"]
            for key in keys:
                yield Said(key, "REQUEST", None, first=day, text=number, published=day)
            for one, other in itertools.combinations(governing, 2):
                yield Said(one, "AGREE", other, first=day, text=number, published=day)

    return acts(*said()), states


def news(path: Path) -> tuple[Acts, dict[str, str]]:
    """Items of news as texts: the actors of the catalog that one names together have a contact (a proxy)."""
    catalog = Catalog.load()
    named: dict[str, set[str]] = defaultdict(set)
    for key in catalog.ids():
        for surface in catalog.surfaces(key):
            named[surface].add(key)
    known = {surface: min(keys) for surface, keys in named.items() if len(keys) == 1}

    def said() -> Iterator[Said]:
        for number, text in enumerate(path.open(encoding="utf-8")):
            item = json.loads(text)
            if item["date"] < "2025-01-01":
                continue
            ends = sorted({known[title] for *_, title in item["links"] if title in known})
            for one, other in itertools.combinations(ends[:10], 2):
                yield Said(one, "CONSULT", other, first=item["date"], text=str(number), published=item["date"])

    found = acts(*said(), types={key: catalog.type_of(key) for key in catalog.ids()})
    return found, forecasting.states_of(found, catalog)


def real(name: str, told: tuple[Acts, dict[str, str]], horizon: int, days: list[str | None]) -> list[str]:
    """Lines of forecasts at several days of real data."""
    memory = Memory(told[0], built_in(), told[1])
    found = []
    for day in days:
        at = day_number(date.fromisoformat(day)) if day else None
        words = f"{name}, {horizon} days" + (f", until {day}" if day else "")
        found.append(line(words, forecast(memory, built_in(), horizon, at)))
    return found


def cost(path: str) -> str:
    """What a forecast from a large ledger takes, its columns read before."""
    with open_ledger(path) as ledger:
        begun = time.perf_counter()
        material = analysing.material(ledger)
        told = material.acts()
        read = time.perf_counter() - begun
        memory = Memory(told, material.codebook, forecasting.states_of(told, material.catalog))
        assert memory.last is not None
        assert memory.first is not None
        horizon = min(365, (memory.last - memory.first) // (TESTS + 2))
        begun = time.perf_counter()
        memory = Memory(told, material.codebook, forecasting.states_of(told, material.catalog))
        found = forecast(memory, material.codebook, horizon)
        took = time.perf_counter() - begun
    shown = line(f"ledger of made texts, {len(told):,} statements", found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    pairs = f"{found.candidates:,} pairs rated" if isinstance(found, Forecast) else "refused"
    told_ = f"A ledger of {len(told):,} statements, {len(memory.actors):,} actors, horizon {horizon} days: {took:.1f} s ({pairs}) after {read:.1f} s of reading; {peak:.1f} GB at most."
    return f"{shown}\n\n{told_}"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parlgov", type=Path)
    parser.add_argument("--events", type=Path)
    parser.add_argument("--ledger")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines, notes = [HEAD, RULE], []
    for law in (True, False):
        row, note = worlds(law)
        lines.append(row)
        notes.append(note)
    if options.parlgov:
        told = coalitions(options.parlgov)
        lines += real("parties that govern together (ParlGov)", told, 365, ["2022-12-31"])
        lines += real("parties that govern together (ParlGov)", told, 4 * 365, ["2002-12-31", "2022-12-31"])
    if options.events:
        lines += real("states and bodies in one news item (proxy)", news(options.events), 60, [None])
    if options.ledger:
        lines.append(cost(options.ledger))
    text = "\n".join(["By `python bench/forecast.py`; near pairs.", "", *lines, "", f"{'. '.join(notes)}."])
    print(text)
    if options.write:
        put(options.write, "forecast", text)


if __name__ == "__main__":
    main()
