"""HTTP with patience that ends.

Uvicorn's own protocol waits for the head of a request, and for whoever sends or reads by the byte, as long as
they like; and each of them holds one of the places that may be taken at once.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD, WHOLE = 20.0, 900.0
"""Seconds within which the head of a request has to come; and within which all of it has to be sent, answered
and read: longer than any form may take."""


class Patient(H11Protocol):
    """A connection that is closed where a request does not come, or does not end."""

    _ends: asyncio.TimerHandle | None = None
    _asked: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self._wait(HEAD)

    def data_received(self, data: bytes) -> None:
        """Wait for the end of a request whose head has come."""
        super().data_received(data)
        self._begun()

    def on_response_complete(self) -> None:
        """Wait for the head of the next request, or for the end of one that came with the last."""
        self._wait(HEAD)
        super().on_response_complete()
        self._begun()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        super().connection_lost(exc)
        self._cancel()

    def _begun(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete and self.cycle is not self._asked:
            self._asked = self.cycle
            self._wait(WHOLE)

    def _wait(self, seconds: float) -> None:
        self._cancel()
        self._ends = self.loop.call_later(seconds, self.transport.abort)

    def _cancel(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None
