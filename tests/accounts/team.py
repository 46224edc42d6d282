"""A team for tests."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.accounts.accounts import Accounts
from konturen.accounts.audit import By

WORDS = "grün ist die Heide im August"
"""A password of the team."""
CONSOLE = By("root", "")
TEAM = {"Ada": "admin", "Edda": "editor", "Cora": "coder", "Rena": "reader"}


@dataclass
class Hand:
    """A clock that stands until it is set."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def on(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def password(name: str) -> str:
    """The password of somebody of the team."""
    return f"{WORDS}, sagt {name[::-1]}"


def filled(accounts: Accounts) -> Accounts:
    """The accounts with the team in it."""
    for name, role in TEAM.items():
        accounts.add(name, role, password(name), CONSOLE)
    return accounts
