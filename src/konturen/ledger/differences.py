"""How a new coding of a text differs from the one before: kept, new, no longer found, changed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from konturen.records import Coded, Fact, Statement

Claim: TypeAlias = Statement | Fact
C = TypeVar("C", Statement, Fact)
Kind = Literal["kept", "new", "changed", "lost"]
KINDS: tuple[Kind, ...] = ("kept", "new", "changed", "lost")
MentionKey: TypeAlias = tuple[int, int, str]
"""Where a mention stands (characters) and whom it means."""
MOST_PAIRS = 10_000
"""How many pairs of claims at one place are compared."""


@dataclass(frozen=True, slots=True)
class Coding:
    """What a coder found in a text: statements and facts by their ids, mentions by their keys, with words."""

    statements: Mapping[str, Statement]
    facts: Mapping[str, Fact]
    mentions: Mapping[MentionKey, str]

    @classmethod
    def of(cls, coded: Coded) -> Coding:
        """What a coder gives."""
        key = coded.document.id
        return cls(
            {s.id(key): s for s in coded.statements},
            {f.id(key): f for f in coded.facts},
            {(m.span.start, m.span.end, m.actor): m.surface for m in coded.mentions if m.actor is not None},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One claim before and after. `changed` is one about the same ends in the same sentence of which `fields`
    say something else; its two ids differ, as the claims do."""

    kind: Kind
    old_id: str | None
    new_id: str | None
    old: Claim | None
    new: Claim | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new coding of a text changes; what is equal is only counted, statements by relation and facts by
    attribute."""

    statements: tuple[Change, ...]
    facts: tuple[Change, ...]
    mentions_new: frozenset[MentionKey]
    mentions_lost: frozenset[MentionKey]
    kept_statements: Mapping[str, int]
    kept_facts: Mapping[str, int]
    kept_mentions: int

    def __bool__(self) -> bool:
        return bool(self.statements or self.facts or self.mentions_new or self.mentions_lost)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many statements, facts and mentions were kept, are new, have changed, were lost."""
        found = {}
        for name, kept, changes in (
            ("statements", self.kept_statements, self.statements),
            ("facts", self.kept_facts, self.facts),
        ):
            counted = Counter(change.kind for change in changes)
            found[name] = {"kept": sum(kept.values())} | {kind: counted[kind] for kind in KINDS[1:]}
        new, lost = len(self.mentions_new), len(self.mentions_lost)
        return found | {"mentions": {"kept": self.kept_mentions, "new": new, "changed": 0, "lost": lost}}


def compare(old: Coding, new: Coding) -> Difference:
    """The difference of two codings of one text, in the order of the text."""
    return Difference(
        tuple(_changes(old.statements, new.statements, _pair, _statement_fields)),
        tuple(_changes(old.facts, new.facts, _attribute, _fact_fields)),
        frozenset(new.mentions.keys() - old.mentions.keys()),
        frozenset(old.mentions.keys() - new.mentions.keys()),
        Counter(old.statements[key].relation for key in old.statements.keys() & new.statements.keys()),
        Counter(old.facts[key].attribute for key in old.facts.keys() & new.facts.keys()),
        len(old.mentions.keys() & new.mentions.keys()),
    )


def _changes(
    old: Mapping[str, C],
    new: Mapping[str, C],
    place: Callable[[C], Hashable],
    differing: Callable[[C, C], tuple[str, ...]],
) -> list[Change]:
    """What is not equal, in the order of the text: what stands at one place is one claim that has changed."""
    lost: dict[Hashable, list[str]] = {}
    for key in old.keys() - new.keys():
        lost.setdefault(place(old[key]), []).append(key)
    fresh: dict[Hashable, list[str]] = {}
    for key in new.keys() - old.keys():
        fresh.setdefault(place(new[key]), []).append(key)
    found: list[Change] = []
    for where in lost.keys() | fresh.keys():
        gone, come = sorted(lost.get(where, ())), sorted(fresh.get(where, ()))
        for a, b, fields in _pairs(gone, come, lambda a, b: differing(old[a], new[b])):
            gone.remove(a)
            come.remove(b)
            found.append(Change("changed", a, b, old[a], new[b], fields))
        found += [Change("lost", key, None, old[key], None) for key in gone]
        found += [Change("new", None, key, None, new[key]) for key in come]
    return sorted(found, key=_order)


def _pairs(
    gone: Sequence[str], come: Sequence[str], differing: Callable[[str, str], tuple[str, ...]]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Who belongs together, those that differ least first; where too many are at one place, in their order."""
    if len(gone) * len(come) > MOST_PAIRS:
        return [(a, b, differing(a, b)) for a, b in zip(gone, come, strict=False)]
    found: list[tuple[str, str, tuple[str, ...]]] = []
    taken: set[str] = set()
    for fields, a, b in sorted(
        ((differing(a, b), a, b) for a in gone for b in come), key=lambda one: (len(one[0]), *one)
    ):
        if a not in taken and b not in taken:
            taken |= {a, b}
            found.append((a, b, fields))
    return found


def _order(change: Change) -> tuple[int, int, str, str]:
    claim = change.new or change.old
    assert claim is not None  # a change has one side at least
    return claim.evidence.start, claim.evidence.end, change.old_id or "", change.new_id or ""


def _pair(s: Statement) -> Hashable:
    """The sentence and the two ends, whoever acts."""
    ends = frozenset({s.source.actor, s.target.actor if s.target else None})
    return s.evidence.start, s.evidence.end, ends


def _attribute(f: Fact) -> Hashable:
    return f.evidence.start, f.evidence.end, f.actor.actor, f.attribute


def _statement_fields(a: Statement, b: Statement) -> tuple[str, ...]:
    """The fields of which two statements say something else."""
    values = (
        ("relation", a.relation, b.relation),
        ("status", a.status, b.status),
        ("mutual", a.mutual, b.mutual),
        ("direction", _direction(a), _direction(b)),
        ("when", a.when, b.when),
        ("speaker", a.speaker and a.speaker.actor, b.speaker and b.speaker.actor),
    )
    return tuple(name for name, one, other in values if one != other)


def _direction(s: Statement) -> str | None:
    return None if s.mutual else s.source.actor


def _fact_fields(a: Fact, b: Fact) -> tuple[str, ...]:
    values = (("value", a.value, b.value), ("of", a.of, b.of), ("when", a.when, b.when))
    return tuple(name for name, one, other in values if one != other)
