"""The actors of a side: those of a kind that a state has by the catalog, or those that are named one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from konturen.actors.catalog import Actor, Catalog
from konturen.actors.ties import bounds
from konturen.acts import Acts, day_of
from konturen.analysis.gaps import Counterpart
from konturen.desk import roster
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.names.text import fold
from konturen.names.tokens import is_generic

PARTY = frozenset({"party", "movement"})
KINDS = ("party", "parliament", "youth", "person", "organisation", "institution", "movement", "media")
"""Kinds of counterparts; a movement counts as a party, because parties grow out of movements."""
MIN_LETTERS = 4
"""Fewest letters of a name that makes two actors namesakes."""
UNNAMED = frozenset({"parliament", "institution", "state"})
"""Kinds whose names say what they are: alike ones say nothing."""
NAMING = frozenset({"short", "official", "native", "transliteration"})
_BRACKETED = re.compile(r"\([^()]*\)")
_PARTED = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True, slots=True)
class Side:
    """The actors of one side, and how many more of the kind the catalog has that no text mentions."""

    name: str
    actors: tuple[Counterpart, ...]
    left_out: int = 0


@cache
def families() -> Mapping[str, re.Pattern[str]]:
    """The families that a name can tell, with the pattern of their stems in folded names."""
    raw = tomllib.loads(resources.files("konturen.data").joinpath("families.toml").read_text("utf-8"))
    return {
        entry["id"]: re.compile(rf"\b(?:{'|'.join(map(re.escape, entry['stems']))})") for entry in raw["family"]
    }


@cache
def by_parlgov() -> Mapping[str, str]:
    """The family of each party by its number in ParlGov."""
    raw = tomllib.loads(resources.files("konturen.data").joinpath("party_families.toml").read_text("utf-8"))
    return {str(number): family for family, numbers in raw.items() for number in numbers}


class Sides:
    """Makes sides from what a user names, for a ledger and its catalog at a day."""

    def __init__(self, ledger: Ledger, catalog: Catalog, acts: Acts, at: int | None) -> None:
        self._ledger, self._catalog = ledger, catalog
        self._identities = ledger.reader.identities()
        self._mentioned = {actor.id: actor.name for actor in acts.actors}
        self._types = {actor.id: actor.type for actor in acts.actors}
        self._at = day_of(at) if at is not None else None

    def side(self, name: str, kind: str | None, everybody: bool = False) -> Side:
        """The side that a name means: a state's actors of a kind (parties where none is given), or a list.

        A list is parted by commas or semicolons. Of a state those are left out that were dissolved by the day,
        and (unless `everybody`) those whom no text mentions and who have no seats in a parliament. QueryError
        where a name fits nobody or several, or the state has nobody of the kind.
        """
        if kind is not None and kind not in KINDS:
            raise QueryError(f"there is no kind {kind!r}.", hint=f"Choose one of: {', '.join(KINDS)}.")
        ids = self._ids(name)
        if len(ids) == 1 and self._catalog.get(ids[0]) and self._catalog.type_of(ids[0]) == "state":
            return self._of_state(ids[0], kind or "party", everybody)
        made = [self._counterpart(key) for key in ids]
        return Side(name, tuple(one for one in made if kind is None or one.kind == kind))

    def _ids(self, name: str) -> list[str]:
        try:
            return [self._identities.representative(roster.find(name, self._catalog, self._ledger))]
        except QueryError:
            parts = [part for part in _PARTED.split(name.strip()) if part]
            if len(parts) < 2:
                raise
        found = (roster.find(part, self._catalog, self._ledger) for part in parts)
        return list(dict.fromkeys(map(self._identities.representative, found)))

    def _of_state(self, state: str, kind: str, everybody: bool) -> Side:
        country = self._catalog.country_of(state)
        own = [
            key
            for key in self._catalog.ids()
            if self._catalog.country_of(key) == country and key != state and self._kind(key) == kind
        ]
        standing = [key for key in own if self._stands(key)]
        shown = [key for key in standing if everybody or key in self._mentioned or self._seated(key)]
        merged = list(dict.fromkeys(map(self._identities.representative, shown)))
        name = self._catalog.name(state, "en")
        if not standing:
            raise QueryError(
                f"the catalog knows no {kind} of {name}.", hint="Name the actors one by one, parted by commas."
            )
        return Side(name, tuple(map(self._counterpart, merged)), len(standing) - len(shown))

    def _stands(self, key: str) -> bool:
        """Whether an actor is not yet dissolved at the day; one that texts still speak of counts as there."""
        dissolved = self._catalog[key].dissolved
        if key in self._mentioned or dissolved is None:
            return True
        return self._at is not None and bounds(dissolved)[0] > self._at

    def _seated(self, key: str) -> bool:
        day = self._at.isoformat() if self._at else None
        return any(tie.relation == "seats_in" and tie.holds(day) for tie in self._catalog[key].ties)

    def _kind(self, key: str) -> str:
        known = self._catalog.get(key)
        kind: str = self._catalog.type_of(key) if known else self._types.get(key, "other")
        if kind in PARTY:
            return "party"
        if known and kind == "institution" and (key in self._houses() or "parliament" in key):
            return "parliament"
        if known and any(tie.relation == "youth_wing_of" for tie in known.ties):
            return "youth"
        return kind

    def _houses(self) -> frozenset[str]:
        """The institutions in which parties of the catalog have seats, and what these are parts of."""
        return self._catalog.derived("houses and their parliaments", self._all_houses)

    def _all_houses(self) -> frozenset[str]:
        seats = {tie.actor for actor in self._catalog for tie in actor.ties if tie.relation == "seats_in"}
        above = {tie.actor for key in seats for tie in self._catalog[key].ties if tie.relation == "part_of"}
        return frozenset(seats | above)

    def _counterpart(self, key: str) -> Counterpart:
        actor = self._catalog.get(key)
        kind = self._kind(key)
        if actor is None:
            name = self._mentioned.get(key, key)
            return Counterpart(key, name, kind, self._named([name], frozenset()), self._told([name]))
        states = self._catalog.states()
        state = states.get(actor.country) if actor.country else None
        names = [name.text for name in actor.names if name.kind in NAMING]
        own = self._words_of(state) if state else frozenset()
        place = state.removeprefix("state-") if state else ""
        groups = frozenset({f"new:parties-{place}"}) if state and kind == "party" else frozenset()
        # "Parliament of ..." is what a house is, and no name that two of them share by choice.
        names = [] if kind in UNNAMED else names
        shown = self._mentioned.get(key) or self._catalog.name(actor, "en")
        return Counterpart(key, shown, kind, self._named(names, own), self._families(actor), state, groups)

    def _words_of(self, state: str) -> frozenset[str]:
        """The words of the names of a state: "of Kazakhstan" makes no two parties different."""
        return frozenset(
            word for surface in self._catalog.surfaces(state) for word in fold(surface).split() if len(word) > 2
        )

    def _named(self, names: Iterable[str], own: frozenset[str]) -> dict[str, str]:
        """Names by what is left of them without brackets, the words of their state and what says the kind."""
        found: dict[str, str] = {}
        for name in names:
            words = [w for w in fold(_BRACKETED.sub(" ", name)).split() if w not in own and not is_generic(w)]
            key = " ".join(words)
            if len(key) >= MIN_LETTERS:
                found.setdefault(key, name)
        return found

    def _families(self, actor: Actor) -> frozenset[str]:
        """What it belongs to: families told by its names or by ParlGov, common memberships and predecessors,
        and for a wing those of its party."""
        found = set(self._told(name.text for name in actor.names))
        # States have numbers in ParlGov, too.
        family = by_parlgov().get(actor.ids.get("parlgov", "")) if actor.type == "party" else None
        if family:
            found.add(f"{family} (ParlGov)")
        for tie in actor.ties:
            if tie.relation == "member_of" and self._catalog.type_of(tie.actor) in ("igo", "organisation"):
                found.add(f"member of {self._catalog.name(tie.actor, 'en')}")
            elif tie.relation == "succeeds":
                found.add(f"successor of {self._catalog.name(tie.actor, 'en')}")
            elif tie.relation == "youth_wing_of":
                found |= self._told(name.text for name in self._catalog[tie.actor].names)
        return frozenset(found)

    def _told(self, names: Iterable[str]) -> frozenset[str]:
        folded = [fold(name) for name in names]
        return frozenset(
            f"{key} by name" for key, stems in families().items() if any(map(stems.search, folded))
        )
