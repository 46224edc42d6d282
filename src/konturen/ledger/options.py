"""What both databases share."""

from __future__ import annotations

from collections.abc import Collection, Sequence

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

BUSY = "another program is writing to the ledger."
"""What is said then."""

WRITES = "konturen_writes"
"""Execution option of an engine whose transactions write: the name of the lock that they take."""
LEDGER_LOCK = "konturen"
"""The lock of those who write to the ledger."""

Alternative = tuple[tuple[str, ...], bool]
"""What an index of words is asked for: words in a row, and whether the last one only begins so."""
SearchRow = tuple[int, Sequence[str | None], Collection[str]]
"""A row of an index of words: its key, its words by their places (None: not to be found), further terms."""
