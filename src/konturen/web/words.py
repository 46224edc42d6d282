"""The words of the desk in German, English and Russian: messages, numbers, dates.

The messages stand in `words/*.toml`, a table a message with its three languages; where a number decides the
form, a language has a table of its plural categories (one, few, many, other: CLDR) and the number is `n`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, get_args

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from konturen.codebook import built_in
from konturen.dates import DateError, Point, parse
from konturen.desk.counterparts import KINDS
from konturen.errors import KonturenError

Language = Literal["de", "en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: Mapping[Language, str] = {"de": "Deutsch", "en": "English", "ru": "Русский"}
"""The languages under their own names."""

NEAR = 0.05
"""Tone nearer to 0 than this is shown as being on neither side."""
Message = str | Mapping[str, str]
"""Words with places for values, or those for each plural category."""


class MissingWordsError(KonturenError):
    """A message that no file of words holds: a fault of Konturen."""


@cache
def messages() -> Mapping[str, Mapping[Language, Message]]:
    """All messages by key, each in all languages."""
    found: dict[str, Mapping[Language, Message]] = {}
    folder = resources.files("konturen.web").joinpath("words")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text("utf-8"))
            for group, entries in table.items():
                found |= {f"{group}.{name}": said for name, said in entries.items()}
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: called with the key of a message and its values."""

    language: Language

    def __call__(self, key: str, **values: Any) -> str:
        """A message; `n` chooses its plural form and stands in it as a number is written.

        MissingWordsError where there is none.
        """
        return _said(self.language, key, tuple(values.items()))

    def number(self, value: float, digits: int | None = None) -> str:
        """A number as the language writes it, with so many decimals."""
        return _number(self.language, value, digits)

    def signed(self, value: float) -> str:
        """A tone with its sign, to one decimal."""
        sign = "+" if value >= NEAR else "−" if value <= -NEAR else "±"
        return f"{sign}{self.number(abs(value), 1)}"

    def share(self, value: float) -> str:
        """A share of one as per cent, whole."""
        return format_percent(value, locale=self.language)

    def when(self, value: str | None, otherwise: str = "") -> str:
        """A date in EDTF as a person says it; what is no date as it is, `otherwise` where there is none."""
        if not value:
            return otherwise
        try:
            return _when(self, value)
        except DateError:
            return value

    def instant(self, value: str | None) -> str:
        """An instant of recording (ISO 8601, UTC), to the minute."""
        if not value:
            return ""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return format_datetime(
            moment, "d MMM y, HH:mm" if self.language != "de" else "d. MMM y, HH:mm", locale=self.language
        )

    def relation(self, key: str, forward: bool = True) -> str:
        """What one side does to the other, as a verb: `accuses`; backward: `is accused by`."""
        known = built_in().relations.get(key)
        if known is None:
            return key
        return (known.forward if forward else known.backward)[self.language]

    def label(self, key: str) -> str:
        """The name of a relation, a status or a track of the codebook; what is none of them as it is."""
        book = built_in()
        for terms in (book.relations, book.statuses, book.tracks):
            if key in terms:
                return terms[key].label[self.language]
        return key

    def relations(self) -> list[tuple[str, str]]:
        """The relations of the codebook with their names, in its order."""
        return [(key, self.label(key)) for key in built_in().relations]

    def statuses(self) -> list[tuple[str, str]]:
        """The statuses with their names."""
        return [(key, self.label(key)) for key in built_in().statuses]

    def tracks(self) -> list[tuple[str, str]]:
        """The tracks with their names."""
        return [(key, self.label(key)) for key in built_in().tracks]

    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of counterparts with their names."""
        return [(key, self(f"kind.{key}")) for key in KINDS]

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, parted by commas."""
        return ", ".join(names)

    def point(self, point: Point) -> str:
        """One end of a date."""
        day = point.earliest
        if point.grain == "day":
            text = format_date(day, "long" if self.language != "en" else "d MMMM y", locale=self.language)
        elif point.grain == "month":
            text = format_date(day, "LLLL y", locale=self.language)
        elif point.grain == "season":
            text = self(f"date.season{point.month}", year=str(point.year))
        elif point.grain == "decade":
            text = self("date.decade", year=str(point.year // 10 * 10))
        elif point.grain == "century":
            text = self("date.century", number=str(point.year // 100 + 1))
        else:
            text = str(point.year)
        return self("date.about", date=text) if point.qualifier else text


# A page says the same words hundreds of times, and the library takes its time for each.


@lru_cache(maxsize=20_000)
def _said(language: Language, key: str, values: tuple[tuple[str, Any], ...]) -> str:
    try:
        said = messages()[key][language]
    except KeyError as error:
        raise MissingWordsError(f"there are no words for {key!r} in {language}.") from error
    given = dict(values)
    if not isinstance(said, str):
        said = said[Locale.parse(language).plural_form(given.get("n", 0))]
    shown = {name: _number(language, v, None) if isinstance(v, int) else v for name, v in values}
    return said.format_map(shown) if shown else said


@lru_cache(maxsize=20_000)
def _when(words: Words, value: str) -> str:
    when = parse(value)
    first = words.point(when.start) if when.start else None
    last = words.point(when.end) if when.end else None
    if not when.interval:
        return first or ""
    if last is None:
        return words("date.since", date=first)
    return f"{first} – {last}" if first else words("date.until", date=last)


@lru_cache(maxsize=20_000)
def _number(language: Language, value: float, digits: int | None) -> str:
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale=language)


def best_language(accepted: str, otherwise: Language = "en") -> Language:
    """The language of ours that a browser likes best (`Accept-Language`)."""
    liked: list[tuple[float, int, str]] = []
    for at, part in enumerate(accepted.split(",")[:20]):
        name, _, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=") or "1"
        try:
            liked.append((-float(weight), at, name.strip().lower()[:2]))
        except ValueError:
            continue
    return next((own for _, _, name in sorted(liked) for own in LANGUAGES if own == name), otherwise)
