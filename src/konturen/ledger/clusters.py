"""Which texts are one source: clusters of pairs, as persons and the machine see them. Pure.

What a person says goes before what the machine found. The rule where links contradict a word that two texts
are apart: links are taken one by one, first those that a person affirmed, then the machine's by falling score;
one that would bring two texts together which a person keeps apart is left out. So the weakest link of a chain
between them breaks. A pair that is both affirmed and kept apart is apart: two sources are then counted as two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from konturen.ledger.shingles import CopyKind

Together = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that the machine found to be one in two forms; see `schema.copies`."""

    later: str
    earlier: str
    kind: CopyKind
    score: float
    method: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What persons say of pairs of texts, in either order: these are copies, these are not."""

    yes: frozenset[Together] = frozenset()
    no: frozenset[Together] = frozenset()


def clusters(
    pairs: Iterable[Pair],
    yes: Collection[Together] = (),
    no: Collection[Together] = (),
    first: Callable[[str], Any] = str,
) -> dict[str, str]:
    """The source of each text that is named: of its cluster the one whose `first` is the least.

    A translation joins only where a person affirms it. The order of the pairs does not matter.
    """
    apart = {_sorted(pair) for pair in no}
    joined = _Joined()
    for one, other in sorted(apart):
        joined.part(one, other)
    links = sorted({_sorted(pair) for pair in yes} - apart)
    held = [(-p.score, *_sorted((p.later, p.earlier))) for p in pairs if p.kind != "translation"]
    for one, other in (*links, *((a, b) for _, a, b in sorted(held) if (a, b) not in apart)):
        joined.join(one, other)
    found: dict[str, str] = {}
    for members in joined.groups():
        source = min(members, key=lambda key: (first(key), key))
        found |= dict.fromkeys(members, source)
    return found


def _sorted(pair: Together) -> Together:
    one, other = pair
    return (one, other) if one <= other else (other, one)


@dataclass(slots=True)
class _Joined:
    """Groups that grow by links unless two members are kept apart."""

    of: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    enemies: dict[str, set[str]] = field(default_factory=dict)

    def part(self, one: str, other: str) -> None:
        """Keep two texts apart, before any is joined."""
        if one != other:
            self.enemies[self._group(one)].add(self._group(other))
            self.enemies[self._group(other)].add(self._group(one))

    def join(self, one: str, other: str) -> None:
        """Make two groups one, unless they are kept apart."""
        a, b = self._group(one), self._group(other)
        if a == b or b in self.enemies[a]:
            return
        if len(self.members[a]) + len(self.enemies[a]) < len(self.members[b]) + len(self.enemies[b]):
            a, b = b, a
        for key in self.members[b]:
            self.of[key] = a
        self.members[a] |= self.members.pop(b)
        for enemy in self.enemies.pop(b):
            self.enemies[enemy].discard(b)
            self.enemies[enemy].add(a)
            self.enemies[a].add(enemy)

    def groups(self) -> Iterable[set[str]]:
        """The groups as they are."""
        return self.members.values()

    def _group(self, key: str) -> str:
        if key not in self.of:
            self.of[key] = key
            self.members[key] = {key}
            self.enemies[key] = set()
        return self.of[key]
