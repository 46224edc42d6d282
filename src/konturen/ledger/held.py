"""What persons hold: claims that stay in sight though the last coder of their text no longer finds them."""

from __future__ import annotations

from sqlalchemy import Connection


def held(connection: Connection) -> frozenset[str]:
    """The ids of statements and facts that a person has accepted or amended, and not taken back.

    The connection sees what was recorded until the instant that is asked for.
    """
    del connection
    return frozenset()
