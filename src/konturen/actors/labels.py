"""By which of its names a document calls an actor.

A dossier speaks as its texts do: an actor that a text only ever calls "PDS" is told by that name and not by the
catalog's official one. Which actor is meant, the id says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from konturen.actors.catalog import Name, NameKind
from konturen.actors.values import Cast
from konturen.records import Mention

ALIKE = 80.0
"""Least rapidfuzz ratio (0 to 100) at which an inflected surface is one of the actor's names: "Kirgistans"."""

_LABELS: frozenset[NameKind] = frozenset(
    {"short", "official", "native", "transliteration", "former", "abbreviation"}
)


def labelled(rows: Iterable[Sequence[Mention]], cast: Cast) -> list[list[Mention]]:
    """The mentions of each sentence, every known actor under the name that the document uses for it most.

    A name in full is preferred to an abbreviation; what stands for an actor in other ways (adjective, capital,
    surname) is no name of it.
    """
    kept = [list(row) for row in rows]
    surfaces = Counter(
        (m.actor, m.surface)
        for row in kept
        for m in row
        if m.actor in cast.catalog and m.form in ("name", "abbreviation")
    )
    used: dict[str, Counter[Name]] = {}
    for (actor, surface), count in surfaces.items():
        name = _name(actor or "", surface, cast)
        if name is not None:
            used.setdefault(actor or "", Counter())[name] += count
    best = {actor: _best(names) for actor, names in used.items()}
    return [[_called(m, best.get(m.actor or "", m.name)) for m in row] for row in kept]


def _called(mention: Mention, name: str | None) -> Mention:
    return mention if mention.name == name else replace(mention, name=name)


def _best(names: Counter[Name]) -> str:
    full = {name: count for name, count in names.items() if name.kind != "abbreviation"} or dict(names)
    return max(full, key=lambda name: (full[name], len(name.text))).text


def _name(actor: str, surface: str, cast: Cast) -> Name | None:
    """The catalog's name of the actor that a surface is: exactly, or inflected; None where it is none."""
    known = [n for n in cast.catalog[actor].names if n.kind in _LABELS]
    exact = [n for n in known if n.text == surface]
    if exact:  # what one language has for a short name may be an abbreviation in another ("AfD")
        return next((n for n in exact if n.kind == "abbreviation"), exact[0])
    own = [n for n in known if n.language == cast.language and n.kind != "abbreviation"]
    alike = max(own, key=lambda name: fuzz.ratio(name.text, surface), default=None)
    return alike if alike is not None and fuzz.ratio(alike.text, surface) >= ALIKE else None
