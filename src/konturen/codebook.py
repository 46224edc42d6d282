"""The vocabulary of relations, statuses and tracks, read from `data/codebook.toml`.

A codebook is data, so that a domain reader can review it and a user can bring her own. Relations follow the
PLOVER manual; the structural ones and all wording are Konturen's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from konturen.errors import KonturenError

Labels = Mapping[str, str]
"""Words by language: de, en, ru."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one actor can stand to another.

    `kind` is cooperation, request, conflict or structure; `tone` runs from -10 (force) to 10, 0 takes no side;
    `forward` and `backward` word both directions; `warning` tells coders where they go wrong; `sources` and
    `targets` are the types of actors that can stand there, none meaning any.
    """

    id: str
    kind: str
    tone: int
    symmetric: bool
    label: Labels
    forward: Labels
    backward: Labels
    description: str
    warning: str
    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()

    def fits(self, source: str, target: str | None) -> bool:
        """Whether actors of these types can stand in the relation; no types named means any."""
        return (not self.sources or source in self.sources) and (
            target is None or not self.targets or target in self.targets
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A status or a track, with its words."""

    id: str
    label: Labels


@dataclass(frozen=True, slots=True)
class Scale:
    """How relations are counted: the days after which an act counts half, the relations that are a contact and
    those that are in force for a time, and the fewest independent sources for an interval."""

    half_life_days: float = 365.0
    contact: frozenset[str] = frozenset({"AGREE", "CONSULT", "COOPERATE", "AID"})
    agreements: frozenset[str] = frozenset({"AGREE", "ALLIED_WITH"})
    least_sources: int = 3


@dataclass(frozen=True, slots=True)
class Codebook:
    """Relations by id, statuses and tracks in their order, and the scale by which relations are counted."""

    name: str
    version: str
    relations: Mapping[str, Relation]
    statuses: Mapping[str, Term]
    tracks: Mapping[str, Term]
    track_rules: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    scale: Scale = field(default_factory=Scale)

    def track(self, source: str, target: str | None) -> str:
        """The track between two kinds (types of actors, youth, parliament); the first fitting rule decides."""
        other = source if target is None else target
        for name, a, b in self.track_rules:
            if (_fits(source, a) and _fits(other, b)) or (_fits(other, a) and _fits(source, b)):
                return name
        raise KonturenError(f"no track fits {source} and {other}.", self.name, "Add a rule for * and *.")


def _fits(kind: str, allowed: frozenset[str]) -> bool:
    return "*" in allowed or kind in allowed


def load(path: Path | None = None) -> Codebook:
    """Read a codebook file, the built-in one by default; KonturenError where it is missing or faulty."""
    where = str(path) if path else "built-in codebook"
    try:
        raw = (
            path.read_text("utf-8")
            if path
            else resources.files("konturen.data").joinpath("codebook.toml").read_text("utf-8")
        )
        return _build(tomllib.loads(raw))
    except OSError as error:
        raise KonturenError(f"the codebook cannot be read ({error.strerror}).", where) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KonturenError(f"the codebook is not valid TOML: {error}.", where) from error
    except (KeyError, TypeError) as error:
        raise KonturenError(
            f"the codebook lacks the key {error}.", where, "Compare it with the built-in one."
        ) from error


def _build(data: dict[str, Any]) -> Codebook:
    relations = {
        entry["id"]: Relation(
            entry["id"], entry["class"], entry["tone"], entry["symmetric"], entry["label"],
            entry["forward"], entry["backward"], entry["description"], entry["warning"],
            frozenset(entry.get("source", ())), frozenset(entry.get("target", ())),
        )
        for entry in data["relation"]
    }  # fmt: skip
    rules = tuple(
        (entry["id"], frozenset(entry["between"][0].split("|")), frozenset(entry["between"][1].split("|")))
        for entry in data["track"]
    )
    return Codebook(
        data["codebook"]["name"],
        data["codebook"]["version"],
        relations,
        {entry["id"]: Term(entry["id"], entry["label"]) for entry in data["status"]},
        {entry["id"]: Term(entry["id"], entry["label"]) for entry in data["track"]},
        rules,
        _scale(data["scale"]) if "scale" in data else Scale(),
    )


def _scale(entry: Mapping[str, Any]) -> Scale:
    contact, agreements = frozenset(entry["contact"]), frozenset(entry["agreements"])
    return Scale(float(entry["half_life_days"]), contact, agreements, int(entry["least_sources"]))


@cache
def built_in() -> Codebook:
    """The codebook that ships with the package."""
    return load()
