"""What all requests of a server share: the ledger, the actors, what was computed and still holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

from konturen.accounts.accounts import Accounts
from konturen.actors.catalog import Catalog
from konturen.desk.adding import Net
from konturen.desk.columns import Columns
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web.jobs import Jobs
from konturen.web.moments import Moments
from konturen.web.team import Team

T = TypeVar("T")
Key = tuple[str, *tuple[Hashable, ...]]
"""The kind of a value, and what tells it from others of its kind."""
KEPT = 64
"""How many computed values of a kind are kept at once."""
OTHERWISE = {"page": 400, "acts": 4, "listed": 4, "queue": 8, "laid out": 16, "spoken of": 4, "said by": 4}
"""And of others: of pages more, so that fifty people keep theirs; of kinds with something for every statement,
name or sentence fewer, since an address must not fill the memory."""


class Kept:
    """Values that hold as long as the ledger stays as it is: of each kind (it stands first in a key) those used
    last. No kind makes another one go: whoever asks for many pages leaves what all of them stand on. What
    several ask for at once is made once.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, OrderedDict[Hashable, tuple[Hashable, Any]]] = {}
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def of(self, key: Key, stamp: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made anew where the ledger's stamp is another one than when it was made."""
        found = self._found(key, stamp)
        if found is None:
            with self._lock:
                making = self._making.setdefault(key, Lock())
            with making:
                # Whoever waited takes what was made meanwhile.
                found = self._found(key, stamp) or self._make(key, stamp, make)
        return cast(T, found[1])

    def _found(self, key: Key, stamp: Hashable) -> tuple[Hashable, Any] | None:
        with self._lock:
            values = self._kinds.setdefault(key[0], OrderedDict())
            found = values.get(key)
            if found is None or found[0] != stamp:
                return None
            values.move_to_end(key)
            return found

    def _make(self, key: Key, stamp: Hashable, make: Callable[[], T]) -> tuple[Hashable, Any]:
        try:
            made = stamp, make()
            with self._lock:
                values = self._kinds[key[0]]
                values[key] = made
                values.move_to_end(key)
                while len(values) > OTHERWISE.get(key[0], KEPT):
                    values.popitem(last=False)
            return made
        finally:
            with self._lock:
                self._making.pop(key, None)


@dataclass(frozen=True)
class Site:
    """A server's ledger, pipeline and memory. `hosts` are the names under which it may be called, `net` is how
    addresses and feeds are read that persons hand in, `jobs` what is done with all they hand in."""

    ledger: Ledger
    pipeline: Pipeline
    hosts: frozenset[str]
    kept: Kept = field(default_factory=Kept)
    columns: Columns = field(default_factory=Columns)
    moments: Moments = field(default_factory=Moments)
    net: Net = field(default_factory=Net)
    team: Team | None = None
    """The accounts of a team; None is one's own machine."""
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "jobs", Jobs(self.ledger, self.pipeline, self.net))

    @property
    def accounts(self) -> Accounts:
        """The accounts of the team; QueryError on one's own machine, where there are none."""
        if self.team is None:
            error = QueryError(
                "this desk has no accounts.", hint="A team serves it with: konturen serve --team"
            )
            raise error.named("no_accounts")
        return self.team.accounts

    def catalog(self) -> Catalog:
        """The shipped actors and the ledger's own."""
        return self.pipeline.catalog_of(self.ledger)
