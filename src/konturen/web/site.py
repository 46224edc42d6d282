"""What all requests of a server share: the ledger, the actors, what was computed and still holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

from konturen.accounts.accounts import Accounts
from konturen.actors.catalog import Catalog
from konturen.desk.adding import Net
from konturen.desk.columns import Columns
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web.jobs import Jobs
from konturen.web.team import Team

T = TypeVar("T")
Key = tuple[str, *tuple[Hashable, ...]]
"""The kind of a value, and what tells it from others of its kind."""
KEPT = 64
"""How many computed values of a kind are kept at once."""
LARGE = {"acts": 4, "listed": 4, "queue": 8, "laid out": 16, "spoken of": 4, "said by": 4}
"""And of kinds with something for every statement, name or sentence: an address must not fill the memory."""


LAG, LONGEST_LAG = 10.0, 60.0
"""How many times as long as counting it took a value may lag behind what others do, and seconds at most."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A value, of which state of the ledger it is, when its making began, and how many seconds that took."""

    value: Any
    stamp: Hashable
    begun: float
    cost: float


class Kept:
    """Values that hold as long as the ledger stays as it is: of each kind (it stands first in a key) those used
    last. No kind makes another one go: whoever asks for many pages leaves what all of them stand on.

    What several ask for at once is made once. Where persons are named, each sees at once what she did herself,
    but what others did a little later where counting takes long: at the desk of a team somebody always judges,
    and all would be counted anew all the time.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, OrderedDict[Hashable, _Made]] = {}
        self._making: dict[Hashable, Lock] = {}
        self._acted: dict[str, float] = {}
        self._lock = Lock()

    def acted(self, person: str) -> None:
        """A person has changed something: she is shown nothing that was made before."""
        with self._lock:
            self._acted[person] = monotonic()

    def of(self, key: Key, stamp: Hashable, make: Callable[[], T], person: str | None = None) -> T:
        """The value of a key, made anew where the ledger's stamp is another one than when it was made; for a
        person it may lag behind what others did."""
        found = self._found(key, stamp, person)
        if found is None:
            with self._lock:
                making = self._making.setdefault(key, Lock())
            with making:
                # Whoever waited takes what was made meanwhile.
                found = self._found(key, stamp, person) or self._make(key, stamp, make)
        return cast(T, found.value)

    def _found(self, key: Key, stamp: Hashable, person: str | None) -> _Made | None:
        with self._lock:
            values = self._kinds.setdefault(key[0], OrderedDict())
            found = values.get(key)
            if found is None or not (found.stamp == stamp or self._near(found, person)):
                return None
            values.move_to_end(key)
            return found

    def _near(self, made: _Made, person: str | None) -> bool:
        """Whether a value of an earlier state does for a person."""
        if person is None or self._acted.get(person, 0.0) >= made.begun:
            return False
        return monotonic() - made.begun - made.cost <= min(LAG * made.cost, LONGEST_LAG)

    def _make(self, key: Key, stamp: Hashable, make: Callable[[], T]) -> _Made:
        begun = monotonic()
        try:
            made = _Made(make(), stamp, begun, monotonic() - begun)
            with self._lock:
                values = self._kinds[key[0]]
                values[key] = made
                values.move_to_end(key)
                while len(values) > LARGE.get(key[0], KEPT):
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
            raise QueryError("this desk has no accounts.", hint="A team serves it with: konturen serve --team")
        return self.team.accounts

    def catalog(self) -> Catalog:
        """The shipped actors and the ledger's own."""
        return self.pipeline.catalog_of(self.ledger)
