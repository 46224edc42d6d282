"""A request as pages and forms take it: who asks for what, in which language, of which ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO, TypeVar

from konturen.actors.catalog import Catalog
from konturen.acts import Acts
from konturen.analysis.relations import Side
from konturen.api import identify
from konturen.codebook import built_in
from konturen.dates import DateError, parse
from konturen.desk.analysing import SURE, Material
from konturen.errors import QueryError
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Query, Reader
from konturen.web.moments import Moment
from konturen.web.people import Person
from konturen.web.site import Site
from konturen.web.words import Words

Given = Mapping[str, Sequence[str]]
"""The values of an address or of a form, by name."""
LONGEST = 2_000
"""Characters that a value of an address may have."""
DIGITS = 18
"""Most digits of a whole number: databases keep numbers of 64 bits."""
T = TypeVar("T", bound=str)


def whole(value: str) -> int | None:
    """A whole number of ASCII digits; None where it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= DIGITS else None


@dataclass
class _Looked:
    """What was looked up for one request. A `cached_property` would have all requests wait for one lock (Python
    before 3.12) while one of them asks the database."""

    catalog: Catalog | None = None
    moment: Moment | None = None


@dataclass(frozen=True)
class Ask:
    """One request. `parts` are those of the path, `given` what stands behind the question mark."""

    site: Site
    words: Words
    person: Person
    path: str
    parts: Mapping[str, str] = field(default_factory=dict)
    given: Given = field(default_factory=dict)
    form: str = "page"
    done: str | None = None
    address: str = ""
    """The network address that the request comes from."""
    _looked: _Looked = field(default_factory=_Looked, repr=False, compare=False)

    def asking(self, given: Given, form: str, done: str | None) -> Ask:
        """The same request, asking for something else."""
        return replace(self, given=given, form=form, done=done)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The values of the address as they stood there."""
        return tuple((name, value) for name, values in self.given.items() for value in values)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The same without the form: what a page shows in whatever form it is wanted."""
        return tuple(pair for pair in self.pairs if pair[0] != "as")

    def one(self, name: str, default: str = "") -> str:
        """A value of the address, without blanks around it; QueryError where it is longer than any can be."""
        values = self.given.get(name)
        value = values[-1].strip() if values else default
        if len(value) > LONGEST:
            raise QueryError(f"the value of {name} is too long.", self.path)
        return value

    def many(self, name: str, most: int = 200) -> tuple[str, ...]:
        """All values of a name that are not empty; QueryError where there are more than `most`."""
        values = tuple(value.strip() for value in self.given.get(name, ()) if value.strip())
        if len(values) > most or any(len(value) > LONGEST for value in values):
            raise QueryError(f"there are too many values of {name}.", self.path)
        return values

    def number(self, name: str, default: int, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number of the address; QueryError where it is none or beyond the bounds."""
        value = self.one(name)
        if not value:
            return default
        number = whole(value)
        if number is None or not least <= number <= most:
            what = f"{name} has to be a number from {least} to {most}, not {value[:20]!r}."
            error = QueryError(what, self.path)
            raise error.named("no_number", name=name, value=value[:20], least=least, most=most)
        return number

    def choice(self, name: str, allowed: Sequence[T], default: T) -> T:
        """One of several values; QueryError where it is none of them."""
        value = self.one(name) or default
        for one in allowed:
            if one == value:
                return one
        listed = ", ".join(allowed)
        error = QueryError(f"{name} cannot be {value[:40]!r}.", self.path, f"Choose one of: {listed}.")
        raise error.named("no_choice", name=name, value=value[:40], names=listed)

    def every(self, name: str, allowed: Sequence[T]) -> tuple[T, ...]:
        """Those of several values that are asked for; QueryError where one is none of them."""
        wanted = self.many(name)
        unknown = [value for value in wanted if value not in allowed]
        if unknown:
            hint = f"Choose of: {', '.join(allowed)}."
            raise QueryError(f"{name} cannot be {unknown[0][:40]!r}.", self.path, hint)
        return tuple(one for one in allowed if one in wanted)

    def date(self, name: str) -> str:
        """A date or interval in EDTF, empty where none is given; QueryError names the field."""
        value = self.one(name)
        try:
            return str(parse(value)) if value else ""
        except DateError as error:
            hint = "Write 2025, 2025-09 or 2025-09-25."
            raise QueryError(f"{value[:40]!r} is no date.", name, hint).named(
                "no_date", value=value[:40]
            ) from error

    @property
    def known(self) -> str | None:
        """The day or instant as known on which everything is shown; None is now."""
        return self.one("known") or None

    @property
    def ledger(self) -> Ledger:
        """The ledger, as it was known on the day that is asked for."""
        return self.site.ledger.as_known(self.known) if self.known else self.site.ledger

    @property
    def catalog(self) -> Catalog:
        """Everybody who is known: the shipped catalog and the ledger's own actors."""
        if self._looked.catalog is None:
            self._looked.catalog = self.site.catalog()
        return self._looked.catalog

    @property
    def moment(self) -> Moment:
        """The moment as of which pages that count show the ledger; to be looked at before it is read."""
        if self._looked.moment is None:
            person = self.person.name if self.site.team else None
            self._looked.moment = self.site.moments.of(person, self.site.ledger.reader.stamp)
        return self._looked.moment

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """The ledger's reader: one state for the whole page, names in the language of the desk."""
        catalog, _ = self.catalog, self.moment
        language = self.words.language

        def name(key: str) -> str | None:
            return catalog.name(key, language) if key in catalog else None

        with self.ledger.reader.named(name).together() as reader:
            yield reader

    def acts(self, reader: Reader, min_score: float = SURE) -> Acts:
        """All statements as columns, those that score lower left out unless persons confirmed them.

        They are kept in memory; as known on a former day they are read for the asking.
        """
        if self.known:
            return reader.acts(Query(min_score=min_score))
        acts = self.site.columns.acts(reader, self.moment.at)
        return self.site.kept.of(
            ("acts", min_score),
            id(acts),
            lambda: (acts, acts.where((acts.score >= min_score) | acts.confirmed)),
        )[1]

    def material(self, reader: Reader, min_score: float = SURE) -> Material:
        """The ledger as the analyses of `konturen.desk` take it, its statements in memory."""
        ledger = self.ledger.as_seen(reader)
        return Material(ledger, reader, self.catalog, built_in(), min_score, self.acts(reader, min_score))

    def called(self, actor: str, otherwise: str | None = None) -> str:
        """The name of an actor in the language of the desk; what the texts call one that nobody knows."""
        catalog = self.catalog
        return catalog.name(actor, self.words.language) if actor in catalog else otherwise or actor

    def shown(self, name: str) -> str:
        """What was asked for as an actor, as a person reads it: an id by its name, all else as it is."""
        return self.called(name) if name in self.catalog else name

    def side(self, name: str, reader: Reader) -> Side:
        """An actor of the ledger by id, name or abbreviation; QueryError where it is none or several."""
        if not name:
            raise QueryError("an actor is missing.", hint="Name one.").named("no_name")
        ids = identify(reader, name, self.catalog)
        return Side(self.called(min(ids), name), ids)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent: its name as the browser gives it, and its content."""

    name: str
    media_type: str | None
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent: its fields and its files."""

    fields: Given
    files: tuple[File, ...] = ()

    def one(self, name: str, default: str = "") -> str:
        """A field, without blanks around it."""
        values = self.fields.get(name)
        return values[-1].strip() if values else default

    def number(self, name: str) -> int | None:
        """A field as a whole number; None where it is none."""
        return whole(self.one(name))

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field that are not empty."""
        return tuple(value.strip() for value in self.fields.get(name, ()) if value.strip())
