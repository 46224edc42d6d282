"""Names to show: the bracket that tells namesakes apart goes where nobody else has the bare name."""

from __future__ import annotations

import re
from dataclasses import replace

from values import Actor, Name

BRACKETED = re.compile(r"(?P<bare>[^()]+) \((?P<inside>[^()]+)\)")
KINDS_OF_THING = frozenset(
    {"Partei", "party", "партия", "coalition", "journal", "журнал", "organisation", "UK", "USA", "США"}
)
"""What stands in brackets beside the names of countries, and says no more than they do."""
SHOWN = ("short", "official")
"""Kinds of names that are shown."""


def without_brackets(actors: list[Actor]) -> list[Actor]:
    """The actors, the bare name before "X (Country)" in each language where only one of them is called X."""
    owners: dict[tuple[str, str], set[str]] = {}
    places = {
        name.text for actor in actors if actor.id.startswith(("state-", "region-")) for name in actor.names
    }
    for actor in actors:
        for name in actor.names:
            if name.kind in SHOWN:
                bare = _bare(name, places) or name.text
                owners.setdefault((bare, name.language), set()).add(actor.id)
    return [replace(actor, names=_reordered(actor, owners, places)) for actor in actors]


def _bare(name: Name, places: set[str]) -> str | None:
    match = BRACKETED.fullmatch(name.text)
    return match["bare"] if match and match["inside"] in places | KINDS_OF_THING else None


def _reordered(actor: Actor, owners: dict[tuple[str, str], set[str]], places: set[str]) -> tuple[Name, ...]:
    """The names with the bare one first; those of the same text behind it are left out."""
    names: list[Name] = []
    shown: set[tuple[str, str, str]] = set()
    for name in actor.names:
        bare = _bare(name, places) if name.kind in SHOWN else None
        if bare and len(owners[bare, name.language]) == 1:
            names.append(replace(name, text=bare, ambiguous=True))
            shown.add((bare, name.language, name.kind))
        if (name.text, name.language, name.kind) not in shown or _bare(name, places):
            names.append(name)
    return tuple(names)
