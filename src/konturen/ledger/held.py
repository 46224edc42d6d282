"""What persons hold: claims that stay in sight though the last coder of their text no longer finds them."""

from __future__ import annotations

from sqlalchemy import Connection

from konturen.ledger import verdicts

CONFIRMING = ("accept", "amend")


def held(connection: Connection) -> frozenset[str]:
    """The ids of statements and facts that somebody has accepted or amended, and not taken back.

    The connection sees what was recorded until the instant that is asked for.
    """
    if not verdicts.any_there(connection):
        return frozenset()
    said = [*verdicts.load(connection, "statement"), *verdicts.load(connection, "fact")]
    return frozenset(
        subject
        for subject, persons in verdicts.latest(said).items()
        if any(verdict.verdict in CONFIRMING for verdict in persons.values())
    )
