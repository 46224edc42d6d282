"""As of which moment a desk shows its ledger: on one's own machine always as it is now.

At the desk of a team somebody always judges. If every page were counted anew after each verdict of anybody, a
large ledger would be counted all the time; so there pages may show it as it was half a minute ago. Whoever has
recorded something herself is shown it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from konturen.ledger.changed import Stamp

LAG = 30.0
"""Seconds by which a page of a team may lag behind what others record."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A look at the ledger: its stamp, and when one began to look (on a clock that never goes back)."""

    stamp: Stamp
    at: float


class Moments:
    """The last look at a ledger, and when each person last recorded something."""

    def __init__(self) -> None:
        self._last: Moment | None = None
        self._acted: dict[str, float] = {}
        self._lock = Lock()

    def acted(self, person: str) -> None:
        """A person has recorded something."""
        with self._lock:
            self._acted[person] = monotonic()

    def of(self, person: str | None, look: Callable[[], Stamp]) -> Moment:
        """The moment that a person of a team is shown; of None a new look."""
        with self._lock:
            last = self._last
            if person is not None and last is not None:
                fresh = monotonic() - last.at <= LAG and self._acted.get(person, 0.0) < last.at
                if fresh:
                    return last
        at = monotonic()
        moment = Moment(look(), at)
        with self._lock:
            if self._last is None or self._last.at < at:
                self._last = moment
        return moment
