"""What the people of a team may do."""

from __future__ import annotations

from typing import Literal

Role = Literal["reader", "coder", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "coder", "editor", "admin")
"""What a person may do, each what those before it may, too: read; add texts and judge statements; decide on
actors, sources and copies; give accounts and read the audit."""
