"""What both databases share."""

from __future__ import annotations

BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""

WRITES = "konturen_writes"
"""Execution option of an engine whose transactions write from their beginning."""
