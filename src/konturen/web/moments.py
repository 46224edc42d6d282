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
    """The last look at a ledger that all share, and those of persons who have recorded something since."""

    def __init__(self) -> None:
        self._shared: Moment | None = None
        self._own: dict[str, Moment] = {}
        self._acted: dict[str, float] = {}
        self._lock = Lock()

    def acted(self, person: str) -> None:
        """A person has recorded something."""
        with self._lock:
            self._acted[person] = monotonic()

    def of(self, person: str | None, look: Callable[[], Stamp]) -> Moment:
        """The moment that a person of a team is shown; of None a new look.

        What one looks up for oneself is not what the others are shown: they would all be shown it.
        """
        at = monotonic()
        with self._lock:
            shared, own = self._shared, self._own.get(person or "")
            since = max(at - LAG, self._acted.get(person or "", 0.0))
            old = shared is None or shared.at < at - LAG
        for one in (shared, own):
            if person is not None and one is not None and one.at > since:
                return one
        moment = Moment(look(), at)
        with self._lock:
            if person is None or old:
                self._shared = moment
            else:
                self._own[person] = moment
        return moment
