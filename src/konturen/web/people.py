"""Who sits at the desk, and what she may do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "coder", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "coder", "editor", "admin")
"""What a person may do, each what those before it may, too: read; add texts and judge statements; decide on
actors, sources and copies; give accounts and read the audit."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the name under which her judgements stand, and her role."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether she may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)
