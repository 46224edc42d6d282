"""What a contradiction is, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from konturen.ledger.values import Recorded, RecordedFact

ContradictionKind = Literal["denied", "direction", "fact"]
"""denied: one says that it was, the other that it was not; direction: who did it to whom; fact: two values."""

Basis = Literal["dated", "half", "published"]
"""Which dates it rests on: those of both sides' sentences, of one side's, or only those of publication."""

BASES: tuple[Basis, ...] = ("dated", "half", "published")
"""The surest first: the order in which contradictions are shown."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things said: in words, with every statement or fact that says it, oldest text first."""

    says: str
    statements: tuple[Recorded, ...] = ()
    facts: tuple[RecordedFact, ...] = ()

    @property
    def records(self) -> tuple[Recorded | RecordedFact, ...]:
        """All that say it."""
        return (*self.statements, *self.facts)

    @property
    def documents(self) -> int:
        """How many texts say it."""
        return len({record.document.id for record in self.records})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more sides that cannot all hold; none is right by being here.

    `about` is the relation, or the attribute of a fact; `actors` are the ids of the ends, `names` what they are
    called; `period` is EDTF: when they clash, None where time does not matter. Statements stand in at most one
    contradiction of a kind.
    """

    kind: ContradictionKind
    about: str
    actors: tuple[str, ...]
    names: tuple[str, ...]
    sides: tuple[Side, ...]
    period: str | None
    basis: Basis
    reason: str

    @property
    def one_document(self) -> bool:
        """Whether a single text contradicts itself."""
        return len({record.document.id for side in self.sides for record in side.records}) == 1
