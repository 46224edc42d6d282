"""What a desk has that a team sits at: accounts, and the cookie by which a browser is known again."""

from __future__ import annotations

from dataclasses import dataclass

from konturen.accounts.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Team:
    """The accounts of a desk. `https` is whether a proxy before it speaks TLS with the browsers."""

    accounts: Accounts
    https: bool = False

    @property
    def cookie(self) -> str:
        """The name of the cookie with the token. With the prefix, browsers take it over TLS only."""
        return "__Host-konturen" if self.https else "konturen_session"
