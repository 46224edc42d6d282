"""All statements of a ledger as columns in memory, kept as the ledger is while it is written.

Reading a million statements takes half a minute; what was recorded since is read in a moment. Who asks for the
columns gets a value that never changes: a page counts in one state of the ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from threading import Lock

import numpy as np

from konturen.acts import Acts, Numbers, joined, with_sources
from konturen.errors import ReadingError
from konturen.ledger.changed import Changed, Stamp
from konturen.ledger.identities import Identities
from konturen.ledger.reader import Reader
from konturen.ledger.values import Query

PATIENCE, LONGER = 1.0, 20.0
"""Seconds for which one waits for somebody else who reads all, or what is new."""
FEW = 5000
"""More changed statements than this are read with all others."""


class Columns:
    """The statements of one ledger; of it as it is now, never of a former day."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[Stamp, Acts] | None = None
        self._at = 0.0
        self._identities = Identities()

    def acts(self, reader: Reader, at: float | None = None) -> Acts:
        """The statements as they read now, of all scores, also those whose ends became one actor.

        Who is content with how they read at an instant (of `time.monotonic`, before the reader began) gets them
        as they were then or later.

        The order is that of reading, not of time. Who comes while somebody else has them read waits a moment,
        then is told so by ReadingError.
        """
        held = self._held
        if at is not None and held is not None and self._at >= at:
            return held[1]
        stamp = reader.stamp()
        # Whoever finds them as they are waits for nobody.
        if held is not None and held[0].told == stamp.told:
            self._at = max(self._at, at or 0.0)
            return held[1]
        if not self._lock.acquire(timeout=LONGER if held is not None else PATIENCE):
            what = "the statements are still being read into memory."
            raise ReadingError(what, hint="Ask again in a moment.")
        try:
            held = self._held
            if held is None:
                acts = self._all(reader)
            elif held[0].told == stamp.told:
                acts = held[1]
            else:
                change = reader.changed(held[0])
                acts = self._all(reader) if change.everything else self._with(held[1], reader, change)
            self._held = stamp, acts
            self._at = max(self._at, at or 0.0)
            return acts
        finally:
            self._lock.release()

    def _all(self, reader: Reader) -> Acts:
        self._identities = reader.identities()
        return reader.acts()

    def _with(self, acts: Acts, reader: Reader, change: Changed) -> Acts:
        """The columns with what has changed."""
        meant = reader.identities()
        ids = set(change.statements)
        if change.actors:
            # They may have read as somebody else before, and do so now.
            told = {one.representative(id) for one in (self._identities, meant) for id in change.actors}
            ids |= set(_ids(acts, told | change.actors))
        self._identities = meant
        if len(ids) > FEW:
            return self._all(reader)
        if change.documents:
            acts = _replaced_texts(acts, reader, change.documents)
        if ids:
            acts = _replaced(acts, reader, ids)
        return with_sources(acts, reader.standing()) if change.documents or change.copies else acts


def _ids(acts: Acts, actors: Collection[str]) -> list[str]:
    """The statements in which some actors stand, also those who only speak."""
    held = acts.standing_for(actors)
    rows = held[acts.source] | held[acts.target] | held[acts.speaker]
    return [id.decode() for id in acts.ids[rows]]


def _replaced_texts(acts: Acts, reader: Reader, documents: frozenset[str]) -> Acts:
    """The columns with the statements of some texts read anew."""
    gone = np.array([origin.id in documents for origin in acts.origins], np.bool_)
    kept = acts.where(~gone[acts.document]) if gone.any() else acts
    return joined(kept, reader.acts(Query(documents=documents)))


def _replaced(acts: Acts, reader: Reader, ids: Collection[str]) -> Acts:
    """The columns with some statements read anew, each in its sentence."""
    chosen = np.isin(acts.ids, np.array(sorted(ids), "S16"))
    old = dict(zip(acts.ids[chosen].tolist(), acts.sentence[chosen].tolist(), strict=True))
    kept = acts.where(~chosen)
    found = joined(kept, reader.acts(Query(ids=frozenset(ids))))
    sentence: Numbers = found.sentence.copy()
    for row in range(len(kept), len(found)):
        sentence[row] = old.get(found.ids[row], sentence[row])
    return replace(found, sentence=sentence)
