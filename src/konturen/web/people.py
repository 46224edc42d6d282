"""Who sits at the desk, and what she may do there."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.accounts.roles import ROLES, Role

__all__ = ["ROLES", "Person", "Role"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the name under which her judgements stand, and her role.

    `session` is the number of the session in which she is signed in, None on one's own machine.
    """

    name: str
    role: Role
    session: int | None = None

    def may(self, role: Role) -> bool:
        """Whether she may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)
