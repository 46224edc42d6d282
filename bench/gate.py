"""The quality gate: figures that may not fall.

    python bench/gate.py [--shared ../shared]                      measure, compare with bench/floors.toml; exit code 1 below a floor
    python bench/gate.py --raise                                   lift floors to what is measured now; never lowers one
    python bench/gate.py --lower NAME VALUE --because "..."        lower one floor, with the reason kept beside it

Without the folder `shared` only what the repository holds is measured: held-out written items and probes. Each figure
belongs to its data: where the digest of the data is another one, the gate says so and wants `--raise`. The file of
floors is sealed by a digest of its own, so that a floor changed by hand is noticed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

import examples
import held
import ner
import probes
import texts
from konturen.coding.classifier import Classifier
from konturen.pipeline import Pipeline
from names import test_names

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
MARGIN = 0.02
"""How far below the measured figure `--raise` sets a floor: other processors round otherwise and move some claims."""


@dataclass(frozen=True)
class Figure:
    """A measured figure and the digest of its data."""

    name: str
    value: float
    data: str


@dataclass
class Floors:
    """The file of floors."""

    values: dict[str, float] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    lowered: list[dict[str, str]] = field(default_factory=list)

    def seal(self) -> str:
        """Digest of all that the file says."""
        said = json.dumps([self.values, self.data, self.lowered], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def load(path: Path) -> Floors:
    """The floors of a file; ValueError where they were changed by hand."""
    if not path.exists():
        return Floors()
    raw = tomllib.loads(path.read_text("utf-8"))
    floors = Floors(raw["floors"], raw["data"], raw.get("lowered", []))
    if floors.seal() != raw["seal"]:
        raise ValueError(
            f"{path} was changed by hand. Take it back, or use --lower NAME VALUE --because REASON."
        )
    return floors


def save(floors: Floors, path: Path) -> None:
    """Write the floors with their seal."""
    lines = [
        "# Written by bench/gate.py; a change by hand breaks the seal.",
        f'seal = "{floors.seal()}"',
        "",
        "[floors]",
    ]
    lines += [f'"{name}" = {value}' for name, value in sorted(floors.values.items())]
    lines += ["", "[data]", *(f'"{name}" = "{value}"' for name, value in sorted(floors.data.items()))]
    for entry in floors.lowered:
        lines += [
            "",
            "[[lowered]]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()),
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def digest(texts: Iterable[str]) -> str:
    """Digest of a data set."""
    return hashlib.sha256("\0".join(sorted(texts)).encode("utf-8")).hexdigest()[:16]


def of_held(shared: Path, classifier: Classifier) -> Iterable[Figure]:
    """F1 of claims on held-out items, by language."""
    found = held.measured(shared, [], classifier)
    for language in held.LANGUAGES:
        for real in (False, True):
            group = [s for s in found if s.item.language == language and s.real == real]
            if group:
                name = f"held-out {'real text' if real else 'written'}, {language}: F1"
                said = digest(repr(s.item) for s in group)
                yield Figure(name, held.scored(group, classifier)[2], said)


def of_probes(pipeline: Pipeline) -> Iterable[Figure]:
    """Share of passed probes, by language."""
    every = [probe for path in sorted((HERE / "probes").glob("*.txt")) for probe in probes.read(path)]
    found = list(probes.results(every, pipeline))
    for language in probes.LANGUAGES:
        own = [(probe, good) for probe, good, _ in found if probe.language == language]
        said = digest(repr(probe) for probe, _ in own)
        yield Figure(f"probes, {language}: passed", sum(good for _, good in own) / len(own), said)


def of_examples(shared: Path, pipeline: Pipeline) -> Iterable[Figure]:
    """The four whole texts, by the measure of the sealed set."""
    said = digest(path.read_text("utf-8") for path in (shared / "examples").glob("*.json"))
    for level, value in examples.levels(shared, pipeline).items():
        yield Figure(f"examples: {level} F1", value, said)


def of_texts(shared: Path, pipeline: Pipeline) -> Iterable[Figure]:
    """Real texts, nothing given, by language."""
    chosen = texts.documents(shared, None)
    found = list(texts.compared(chosen, pipeline))
    for language in held.LANGUAGES:
        pairs = [(one.gold, one.said) for one in found if one.gold.language == language]
        said = digest(repr(gold) for gold, _ in pairs)
        for level, name in enumerate(texts.LEVELS):
            yield Figure(f"real texts, {language}: {name} F1", texts.at_level(pairs, level)[2], said)


def of_names(shared: Path, classifier: Classifier) -> Iterable[Figure]:
    """F1 of names on the test parts of public corpora."""
    for language, sentences in test_names(shared / "data" / "train").items():
        seen = list(sentences)
        pairs = [(ner.gold(text), ner.said(text, language, classifier)) for text in seen]
        yield Figure(f"names, {language}: F1", ner.f1(pairs, None)[2], digest(repr(text) for text in seen))


def measure(shared: Path) -> list[Figure]:
    """All figures that can be measured here."""
    pipeline = Pipeline()
    classifier = Classifier.shipped()
    found = [*of_held(shared, classifier), *of_probes(pipeline)]
    if shared.is_dir():
        found += [*of_examples(shared, pipeline), *of_texts(shared, pipeline), *of_names(shared, classifier)]
    return found


def compare(figures: Sequence[Figure], floors: Floors, whole: bool) -> list[str]:
    """What is wrong: figures below their floor or without one, data that changed; with `whole` floors without a figure."""
    wrong = []
    for figure in figures:
        floor = floors.values.get(figure.name)
        print(f"{figure.name:45} {figure.value:.3f}  floor {'-' if floor is None else f'{floor:.3f}'}")
        if floor is None or floors.data.get(figure.name) != figure.data:
            wrong.append(
                f"{figure.name}: the data is not that of the floor; look at the figure and use --raise"
            )
        elif figure.value < floor:
            wrong.append(f"{figure.name}: {figure.value:.3f} is below the floor of {floor:.3f}")
    measured = {figure.name for figure in figures}
    return wrong + [
        f"{name}: a floor without a figure" for name in floors.values if whole and name not in measured
    ]


def lift(figures: Iterable[Figure], floors: Floors) -> None:
    """Raise floors to the figures less a margin; take over the digests of the data."""
    for figure in figures:
        new = round(max(0.0, figure.value - MARGIN), 3)
        if floors.data.get(figure.name) != figure.data:
            old = floors.values.get(figure.name)
            if old is not None and new < old:
                print(
                    f"{figure.name}: other data and {new:.3f} below the old floor of {old:.3f}; lower it by --lower first"
                )
                continue
        floors.values[figure.name] = max(new, floors.values.get(figure.name, 0.0))
        floors.data[figure.name] = figure.data


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", nargs=2, metavar=("NAME", "VALUE"))
    parser.add_argument("--because", default="")
    options = parser.parse_args()
    floors = load(FLOORS)
    if options.lower:
        name, value = options.lower
        if not (0 <= float(value) < floors.values.get(name, 0.0) and options.because.strip()):
            parser.error("--lower wants the name of a floor, a lower value, and --because with the reason")
        entry = {"name": name, "from": str(floors.values[name]), "to": value, "because": options.because}
        floors.lowered.append(entry | {"on": datetime.now(UTC).date().isoformat()})
        floors.values[name] = float(value)
        save(floors, FLOORS)
        return 0
    figures = measure(options.shared)
    if options.lift:
        lift(figures, floors)
        save(floors, FLOORS)
        return 0
    wrong = compare(figures, floors, options.shared.is_dir())
    print("\n".join(f"GATE {line}" for line in wrong) or "the gate is open")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
