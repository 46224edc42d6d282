"""The quality gate and the probes: floors hold, and a probe passes only where all its lines do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate import FLOORS, MARGIN, Figure, Floors, compare, lift, load, save
from konturen.records import End, Evidence, Statement
from probes import KINDS, LANGUAGES, read

PROBES = sorted((Path(__file__).parent.parent / "bench" / "probes").glob("*.txt"))


def test_the_floors_of_the_repository_are_sealed() -> None:
    """Nobody changed a floor by hand."""
    assert load(FLOORS).values


def test_a_floor_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    """The seal no longer fits what the file says."""
    path = tmp_path / "floors.toml"
    save(Floors({"x": 0.5}, {"x": "d"}), path)
    path.write_text(path.read_text("utf-8").replace("0.5", "0.4"), "utf-8")
    with pytest.raises(ValueError, match="changed by hand"):
        load(path)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    """Floors, digests and the record of lowered floors come back as they were."""
    floors = Floors({"a": 0.5}, {"a": "d"}, [{"name": "a", "because": 'a "reason"'}])
    save(floors, tmp_path / "floors.toml")
    assert load(tmp_path / "floors.toml") == floors


def test_a_figure_below_its_floor_closes_the_gate() -> None:
    """The message names figure and floor."""
    floors = Floors({"a": 0.5}, {"a": "d"})
    assert compare([Figure("a", 0.49, "d")], floors, True) == ["a: 0.490 is below the floor of 0.500"]
    assert compare([Figure("a", 0.5, "d")], floors, True) == []


def test_other_data_closes_the_gate() -> None:
    """A figure on changed data is no figure for the floor, however high."""
    assert compare([Figure("a", 0.9, "other")], Floors({"a": 0.5}, {"a": "d"}), True) != []


def test_a_figure_that_vanished_closes_the_gate() -> None:
    """A floor whose figure is no longer measured is told; where only a part can be measured it is not."""
    floors = Floors({"a": 0.5}, {"a": "d"})
    assert compare([], floors, True) == ["a: a floor without a figure"]
    assert compare([], floors, False) == []


def test_lifting_never_lowers() -> None:
    """A worse figure leaves the floor where it was; a better one lifts it up to the margin."""
    floors = Floors({"a": 0.5, "b": 0.5}, {"a": "d", "b": "d"})
    lift([Figure("a", 0.3, "d"), Figure("b", 0.7, "d")], floors)
    assert floors.values == {"a": 0.5, "b": pytest.approx(0.7 - MARGIN)}


def test_lifting_on_other_data_never_lowers_in_silence() -> None:
    """New data with a worse figure keeps the old floor and digest, so that the gate stays closed."""
    floors = Floors({"a": 0.5}, {"a": "d"})
    lift([Figure("a", 0.3, "other")], floors)
    assert (floors.values, floors.data) == ({"a": 0.5}, {"a": "d"})


def test_there_are_enough_probes() -> None:
    """At least 200, of every kind in every language."""
    found = [probe for path in PROBES for probe in read(path)]
    assert len(found) >= 200
    assert {(p.kind, p.language) for p in found} == {(k, n) for k in KINDS for n in LANGUAGES}
    assert len({p.id for p in found}) == len(found)


PROBE = """= en-negation-1
Hungary has not met Ukraine, said Brand.
+ Hungary CONSULT = Ukraine | denied | by Brand
- Hungary CONSULT = Ukraine | happened
"""


def said(source: str, target: str, status: str, speaker: str | None = "Brand") -> Statement:
    """A statement between two names."""

    def end(name: str) -> End:
        return End(name, name.lower(), "state", name, 0, 1)

    return Statement(
        document="d",
        relation="CONSULT",
        status=status,  # type: ignore[arg-type]
        mutual=False,
        source=end(source),
        target=end(target),
        when=None,
        when_text=None,
        track=None,
        speaker=end(speaker) if speaker else None,
        evidence=Evidence("e", 0, 1),
        cue=None,
        score=0.5,
        coder="c",
    )


@pytest.mark.parametrize(
    ("statements", "passes"),
    [
        ([said("Hungary", "Ukraine", "denied")], True),
        ([said("Ukraine", "Hungary", "denied")], True),
        ([said("Hungary", "Ukraine", "denied"), said("Hungary", "Ukraine", "happened")], False),
        ([said("Hungary", "Ukraine", "denied", None)], False),
        ([said("Hungary", "Poland", "denied")], False),
        ([], False),
    ],
)
def test_a_probe_passes_only_where_all_lines_hold(
    tmp_path: Path, statements: list[Statement], passes: bool
) -> None:
    """What must be said is said, by whom it must, and nothing that must not."""
    path = tmp_path / "p.txt"
    path.write_text(PROBE, "utf-8")
    (probe,) = read(path)
    assert probe.passed(statements) is passes


def test_a_probe_about_somebody_else_is_refused(tmp_path: Path) -> None:
    """An end that does not stand in the text can never be said: the probe could not fail, or not pass."""
    path = tmp_path / "p.txt"
    path.write_text(PROBE.replace("+ Hungary", "+ Turkey"), "utf-8")
    with pytest.raises(ValueError, match="does not stand in the text"):
        list(read(path))
