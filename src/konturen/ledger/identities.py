"""Which actor an id means after all that persons have judged: a pure value, computed from the judgements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

JudgementKind = Literal["same", "different", "means"]
KINDS: tuple[JudgementKind, ...] = ("same", "different", "means")
PROVISIONAL = "new:"
"""How the ids of actors begin that no catalog knows."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says about two actors.

    `same`: `left` and `right` are one actor, and `right` is kept. `different`: they never are. `means`: where
    a text was read as naming `left` it names `right`; with `document` (an id) only in that text, with
    `surface` only where these very words stand.
    """

    kind: JudgementKind
    left: str
    right: str
    by: str
    note: str | None = None
    document: str | None = None
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision as it stands in the ledger; ids grow in the order of recording.

    With `withdraws` it is no decision but takes the one of that id back, whose words it repeats.
    """

    id: int
    kind: JudgementKind
    left: str
    right: str
    document: str | None
    surface: str | None
    by: str
    note: str | None
    recorded: str
    withdraws: int | None = None

    def __str__(self) -> str:
        sign = {"same": "is", "different": "is not", "means": "means"}[self.kind]
        return f"judgement {self.id} ({self.left} {sign} {self.right}, by {self.by}, {self.recorded})"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two standing judgements that cannot both hold: `same` is not applied because of `different`."""

    same: Judgement
    different: Judgement


_Place = tuple[str | None, str | None]
_Rules = Mapping[_Place, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Identities:
    """How the ids of actors read. Make it with `of`.

    `_kept` gives the representative of each id of a class of several, `_classes` the ids of a representative,
    `_means` the latest rule of each left actor for a document and a surface, `_from` the lefts of each right.
    """

    disputed: tuple[Dispute, ...] = ()
    _kept: Mapping[str, str] = field(default_factory=dict)
    _classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _means: Mapping[str, _Rules] = field(default_factory=dict)
    _from: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Identities:
        """The identities after these judgements, withdrawals among them; their ids give the order."""
        valid = standing(judgements)
        kept, classes, disputed = _classes([j for j in valid if j.kind != "means"])
        means: dict[str, dict[_Place, tuple[int, str]]] = {}
        lefts: dict[str, set[str]] = {}
        for j in valid:
            if j.kind == "means":
                means.setdefault(j.left, {})[j.document, j.surface] = (j.id, j.right)
                lefts.setdefault(j.right, set()).add(j.left)
        return cls(disputed, kept, classes, means, {right: frozenset(all_) for right, all_ in lefts.items()})

    @property
    def plain(self) -> bool:
        """Whether every id reads as itself."""
        return not self._kept and not self._means

    @property
    def touched(self) -> frozenset[str]:
        """All ids that were merged or split."""
        return frozenset(self._kept) | frozenset(self._means) | frozenset(self._from)

    @property
    def placed(self) -> bool:
        """Whether a standing split looks at the document or the words of a mention."""
        return any(rules.keys() - {(None, None)} for rules in self._means.values())

    def gathers(self, actor: str) -> bool:
        """Whether mentions of other ids may read as this representative."""
        return actor in self._classes or actor in self._from

    def representative(self, actor: str) -> str:
        """The id under which an actor's class is shown, splits left aside: what a question for an id means."""
        return self._kept.get(actor, actor)

    def merged(self, actor: str) -> frozenset[str]:
        """All ids that persons said are one with this one, itself among them; splits left aside."""
        return self._classes.get(self.representative(actor), frozenset((actor,)))

    def resolve(self, actor: str, document: str | None = None, surface: str | None = None) -> str:
        """The id under which a mention is shown that was read as `actor` in a document with these words.

        Splits come before merges. A split acts on what its author saw: of an actor that was split off only a
        later split takes something away again, which also ends every circle.
        """
        after = 0
        while step := self._step(actor, document, surface, after):
            after, actor = step
        return self._kept.get(actor, actor)

    def members(self, actor: str) -> frozenset[str]:
        """All ids that read as this actor wherever no document or surface says otherwise."""
        wanted = self.representative(actor)
        return frozenset(found for found in self.sources(actor) if self.resolve(found) == wanted)

    def sources(self, actor: str) -> frozenset[str]:
        """All ids of which some mention may read as this actor: more than `members` where texts are split."""
        found = set(self.merged(actor))
        ahead = list(found)
        while ahead:
            for left in self._from.get(ahead.pop(), ()):
                # Rules for a representative hold for its whole class.
                fresh = {left, *self._classes.get(left, ())} - found
                found |= fresh
                ahead.extend(fresh)
        return frozenset(found)

    def all_sources(self, actors: Iterable[str]) -> frozenset[str]:
        """The sources of several actors."""
        return frozenset().union(*map(self.sources, actors))

    def _step(
        self, actor: str, document: str | None, surface: str | None, after: int
    ) -> tuple[int, str] | None:
        """The split that takes a mention away from an actor: its order and the new actor.

        A split of the very id comes before one of its class, two conditions before one, the later before the
        earlier.
        """
        if not self._means:
            return None
        places = {(document, surface): 2, (document, None): 1, (None, surface): 1, (None, None): 0}
        for left in dict.fromkeys((actor, self._kept.get(actor, actor))):
            rules = self._means.get(left)
            if rules is None:
                continue
            fits = [
                (sum(part is not None for part in place), *rules[place])
                for place in places
                if place in rules and rules[place][0] > after
            ]
            if fits:
                _, order, right = max(fits)
                return order, right
        return None


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that nobody has withdrawn, in the order of recording."""
    rows = sorted(judgements, key=lambda j: j.id)
    taken = {j.withdraws for j in rows}
    return [j for j in rows if j.withdraws is None and j.id not in taken]


def _classes(
    judgements: Sequence[Judgement],
) -> tuple[dict[str, str], dict[str, frozenset[str]], tuple[Dispute, ...]]:
    """Representatives, classes and disputes of standing `same` and `different`."""
    unions = _Unions(j for j in judgements if j.kind == "different")
    disputed: list[Dispute] = []
    kept: dict[str, int] = {}
    joined: set[str] = set()
    for j in judgements:
        if j.kind != "same":
            continue
        obstacle = unions.join(j.left, j.right)
        if obstacle is not None:
            disputed.append(Dispute(j, obstacle))
            continue
        kept.setdefault(j.right, j.id)
        joined.add(j.left)

    def rank(actor: str) -> tuple[bool, bool, bool, int, str]:
        """The catalog's ids first, then those that were kept, the end of a chain first, then the earliest."""
        provisional = actor.startswith(PROVISIONAL)
        return provisional, actor not in kept, actor in joined, kept.get(actor, 0), actor

    groups: dict[str, list[str]] = {}
    for actor in joined | kept.keys():
        groups.setdefault(unions.find(actor), []).append(actor)
    representatives: dict[str, str] = {}
    classes: dict[str, frozenset[str]] = {}
    for group in groups.values():
        best = min(group, key=rank)
        classes[best] = frozenset(group)
        representatives |= dict.fromkeys(group, best)
    return representatives, classes, tuple(disputed)


class _Unions:
    """Sets of actors that are one, and the judgements that keep two sets apart."""

    def __init__(self, apart: Iterable[Judgement]) -> None:
        self._parent: dict[str, str] = {}
        self._weight: dict[str, int] = {}
        self._apart: dict[str, dict[str, Judgement]] = {}
        for j in apart:
            for a, b in ((j.left, j.right), (j.right, j.left)):
                self._apart.setdefault(a, {}).setdefault(b, j)
                self._weight[a] = self._weight.get(a, 1) + 1

    def find(self, actor: str) -> str:
        """The root of an actor's set."""
        parent, root = self._parent, actor
        while (up := parent.get(root, root)) != root:
            root = up
        while actor != root:
            parent[actor], actor = root, parent[actor]
        return root

    def join(self, a: str, b: str) -> Judgement | None:
        """Make two sets one, unless a judgement keeps them apart: then that one is the answer."""
        small, large = self.find(a), self.find(b)
        if small == large:
            return None
        obstacle = self._apart.get(small, {}).get(large)
        if obstacle is not None:
            return obstacle
        # The lighter set moves, so that each entry moves only a logarithmic number of times.
        if self._weight.get(small, 1) > self._weight.get(large, 1):
            small, large = large, small
        self._parent[small] = large
        self._weight[large] = self._weight.get(large, 1) + self._weight.get(small, 1)
        own = self._apart.setdefault(large, {})
        for other, why in self._apart.pop(small, {}).items():
            theirs = self._apart[other]
            del theirs[small]
            own[other] = theirs[large] = min(why, theirs.get(large, why), key=lambda j: j.id)
        return None
