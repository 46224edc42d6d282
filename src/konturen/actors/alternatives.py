"""The other actors that came into question for a mention, and what is said of an actor's names and end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from konturen.actors.catalog import Actor, Catalog
from konturen.actors.values import Cast
from konturen.names.stems import stem_key
from konturen.names.text import plain
from konturen.records import Alternative

MOST = 5
"""Alternatives that a mention tells at most."""
_DEEPEST = -30.0
"""Points below the best at which a share is nothing any more."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An actor that was weighed: its points, and what speaks against it."""

    actor: str
    points: float
    against: str


def alternatives(
    others: Iterable[Rated], score: float, cast: Cast, factor: float = 1.0
) -> tuple[Alternative, ...]:
    """Those that were weighed and not taken, best first; each actor once.

    What the taken one's score leaves of 1 is shared among them: a point more doubles the share. `factor`
    lessens all shares where one of the actors is meant only if something else holds. Shares that round to 0
    are left out.
    """
    rated: dict[str, Rated] = {}
    for other in sorted(others, key=lambda one: -one.points):
        rated.setdefault(other.actor, other)
    if not rated:
        return ()
    best = max(one.points for one in rated.values())
    weights = {key: 2.0 ** max(_DEEPEST, one.points - best) for key, one in rated.items()}
    left = max(0.0, 1.0 - score) / sum(weights.values())
    shares = {key: round(factor * left * weights[key], 3) for key in rated}
    return tuple(
        Alternative(key, cast[key].name, shares[key], one.against)
        for key, one in list(rated.items())[:MOST]
        if shares[key] > 0
    )


def gone(actor: Actor | None, date: str | None) -> bool:
    """Whether the actor had ceased to be before that date (ISO, any precision); without a date: at all."""
    if actor is None or not actor.dissolved:
        return False
    return date is None or actor.dissolved < date[: len(actor.dissolved)]


def ended(actor: Actor | None, date: str | None) -> str:
    """What a reason adds of an actor that is no more: "; dissolved 2015"; nothing of a living one."""
    return f"; dissolved {actor.dissolved}" if actor and gone(actor, date) else ""


def former(surface: str, actor: str, cast: Cast) -> str:
    """The reason for a name that the actor gave up: "former name, until 2022-03-01"."""
    until = {end for text, end in _former_names(actor, cast.catalog) if _same(text, surface, cast.language)}
    dates = sorted(filter(None, until))
    return f"former name, until {dates[-1]}" if dates else "former name"


def _former_names(actor: str, catalog: Catalog) -> Sequence[tuple[str, str | None]]:
    """The actor's former names with the date until which they held (EDTF), if the catalog tells one."""
    names = [name for name in catalog[actor].names if name.kind == "former"]
    if all(hasattr(name, "until") for name in names):
        return [(name.text, getattr(name, "until", None)) for name in names]
    rows: Mapping[str, dict[str, Any]] = getattr(catalog, "_rows", {})
    return [
        (name["text"], name.get("until"))
        for name in rows.get(actor, {}).get("names", ())
        if name.get("kind") == "former"
    ]


def _same(name: str, surface: str, language: str) -> bool:
    """Whether a surface is that name, as it stands or inflected."""
    return plain(name) == plain(surface) or stem_key(name, language) == stem_key(surface, language)
