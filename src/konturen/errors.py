"""What can go wrong, as one tree; every message says what, where, and what to do next.

KonturenError
|- SourceError      a text cannot be read
|  `- LaterError    it cannot be read now, and may be later
|- CatalogError     the actors' data cannot be used
|- CoderError       the classifier cannot be loaded or run
|- LedgerError      the ledger cannot be opened, read or written
|  |- BusyError     another program is writing to it, and has not finished in time
|  `- ReadingError  its statements are still being read into memory
|- AccessError      a person is not let in: a wrong name or password, or too many attempts
`- QueryError       a name or an option matches nothing, or several things
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class KonturenError(Exception):
    """Base of all errors of this package: `what` happened, `where`, and `hint` what to do next."""

    def __init__(self, what: str, where: str | None = None, hint: str | None = None) -> None:
        self.what = what
        self.where = where
        self.hint = hint
        self.key: str | None = None
        self.values: Mapping[str, str | int] = {}
        super().__init__(self.__str__())

    def named(self, key: str, **values: str | int) -> Self:
        """The same error under a key, so that a surface can say it in other languages, with the same values."""
        self.key, self.values = key, values
        return self

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.hint}" if self.hint else ""
        return f"{place}{self.what}{advice}"


class SourceError(KonturenError):
    """A text cannot be read: missing, empty, not a text, too large, refused, or in a language not coded."""


class LaterError(SourceError):
    """A text cannot be read now, and may be later: a server is silent, busy, or asks to wait.

    `seconds` is how long it is to be left alone, None where nobody said so.
    """

    def __init__(
        self, what: str, where: str | None = None, hint: str | None = None, seconds: float | None = None
    ) -> None:
        super().__init__(what, where, hint)
        self.seconds = seconds


class CatalogError(KonturenError):
    """The actors' data cannot be used."""


class CoderError(KonturenError):
    """The classifier cannot be loaded or run."""


class LedgerError(KonturenError):
    """The ledger cannot be opened, read or written."""


class BusyError(LedgerError):
    """Another program is writing to the ledger; the same write may succeed later."""


class ReadingError(LedgerError):
    """The statements are still being read into memory; the same request is answered when that is done."""


class AccessError(KonturenError):
    """A person is not let in. `seconds` is how long she has to wait after too many attempts, else None."""

    def __init__(
        self, what: str, where: str | None = None, hint: str | None = None, seconds: int | None = None
    ) -> None:
        super().__init__(what, where, hint)
        self.seconds = seconds


class QueryError(KonturenError):
    """A name or an option matches nothing, or several things."""
