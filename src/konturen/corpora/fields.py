"""Records with named fields as items: which field is which, and their values as a text and what is said of it.

Which field is which is told by the caller or guessed from common names, small or capital, with or without
blanks and lines between (`publishedAt`, `published_at`). A value that cannot be read is None, never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from konturen.corpora.items import Failure, Item
from konturen.corpora.options import InputOptions, failed, too_long
from konturen.dates import is_valid
from konturen.errors import QueryError

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text fulltext maintext plaintext articletext articlebody body content contents article rawcontent "
        "rawtext story html bodyhtml inhalt volltext artikel текст содержание тело".split()
    ),
    "title": tuple(
        "title headline heading articletitle titel überschrift schlagzeile заголовок название".split()
    ),
    "date": tuple(
        "published publishedat datepublish datepublished pubdate publishdate publicationdate publisheddate "
        "articledate date timestamp datetime created createdat datum veröffentlicht дата".split()
    ),
    "author": tuple("author authors byline creator writer autor autoren автор авторы".split()),
    "outlet": tuple(
        "outlet publisher sourcename sourcecommonname medium newspaper publication source sourcedomain domain "
        "site sitename quelle zeitung источник издание".split()
    ),
    "address": tuple("url link sourceurl documentidentifier address permalink canonicalurl uri href".split()),
    "language": tuple("language lang languagecode langcode sprache язык".split()),
    "id": tuple("id uuid guid docid documentid articleid recordid".split()),
}
"""Names that fields have in corpora, the surest first, without the signs between their words."""

_LANGUAGES = {
    name: code
    for code, names in {
        "de": "german deutsch deu ger немецкий",
        "en": "english englisch eng английский",
        "ru": "russian russisch rus русский",
    }.items()
    for name in names.split()
}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_HTML = re.compile(
    r"</(?:p|div|html|body|article|section|span|h[1-6]|a|ul|table)\s*>|<(?:br|p)\s*/?>", re.IGNORECASE
)
_HTML_WITHIN = 20_000
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D.*)?", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\D.*)?", re.DOTALL)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_RFC_822 = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s[A-Za-z]{3}\s\d{4}\b.*")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_MILLISECONDS = 10**11
_END_OF_EPOCH = 4_102_444_800
"""Seconds until 2100: a larger number is no date of a text."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which field of the records gives what; None where none does."""

    text: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    outlet: str | None = None
    address: str | None = None
    language: str | None = None
    id: str | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the fields that are read, each once."""
        values = (getattr(self, one.name) for one in fields(self))
        return tuple(dict.fromkeys(value for value in values if value is not None))


def fields_of(found: Iterable[str], options: InputOptions, where: str) -> Fields:
    """Which of the fields that were found gives what.

    QueryError, with the fields found, for a field that is not there, or where none looks like the text.
    """
    names = tuple(dict.fromkeys(found))
    chosen: dict[str, str] = {}
    for role in NAMES:
        said = getattr(options, role)
        if said is not None and said not in names:
            raise QueryError(f"there is no field {said!r} for the {role}.", where, _found(names))
        if said is not None:
            chosen[role] = said
    free = {_bare(name): name for name in reversed(names) if name not in chosen.values()}
    for role, common in NAMES.items():
        guess = next((free[name] for name in common if name in free), None)
        if role not in chosen and guess is not None:
            chosen[role] = guess
            del free[_bare(guess)]
    if "text" not in chosen:
        raise QueryError("no field looks like the text.", where, f"Name it with --text. {_found(names)}")
    return Fields(**chosen)


def _found(names: tuple[str, ...]) -> str:
    return f"Fields found: {', '.join(names)[:1000] or 'none'}."


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def item_of(
    record: Mapping[str, Any], mapping: Fields, place: tuple[str, int], options: InputOptions
) -> Item | Failure:
    """The item that a record is, or why it is none; `place` is the input and the record's number, from 1."""
    location = f"{place[0]}#{place[1]}"
    text = record.get(mapping.text)
    if not isinstance(text, str) or not text.strip():
        return failed(location, f"the record has no text in its field {mapping.text!r}.")
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > options.max_bytes:
        return too_long(location, len(content), options)
    # Halves of characters are no text that can be read or stored.
    content = content.decode("utf-8", "replace").encode("utf-8")
    html = options.html if options.html is not None else bool(_HTML.search(text, 0, _HTML_WITHIN))

    def value(name: str | None) -> Any:
        return None if name is None else record.get(name)

    address, key = words(value(mapping.address)), words(value(mapping.id))
    if address and _ADDRESS.match(address):
        location = address
    elif key:
        location = f"{place[0]}#{key}"
    return Item(
        location=location,
        content=content,
        media_type="text/html" if html else "text/plain",
        charset="utf-8",
        title=words(value(mapping.title)),
        author=words(value(mapping.author)),
        outlet=words(value(mapping.outlet)),
        published=edtf(value(mapping.date)),
        language=language(value(mapping.language)),
    )


def words(value: Any) -> str | None:
    """A value of a record as words on one line: names of a list with commas, an object's name; else None."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(words, value))) or None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    cleaned = str(value).encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    return " ".join(cleaned.split()) or None


def language(value: Any) -> str | None:
    """The code of a language that a record names (`de-DE`, `deu`, `German`), small; None for no code."""
    said = value.strip().casefold() if isinstance(value, str) else ""
    if said in _LANGUAGES:
        return _LANGUAGES[said]
    match = _LANGUAGE.fullmatch(said)
    return _LANGUAGES.get(match[1], match[1]) if match else None


def edtf(value: Any) -> str | None:
    """A date of a record as EDTF, to the day as it is written there; None where it cannot be read.

    ISO 8601, RFC 822, 20250925, 20250925143000, 25.09.2025, 2025/09/25, seconds or milliseconds since
    1970 (UTC).
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    said = str(value).strip()
    for pattern, order in ((_DIGITS, (1, 2, 3)), (_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        match = pattern.fullmatch(said)
        day = _day(*(int(match[group]) for group in order)) if match else None
        if day:
            return day
    if _EPOCH.fullmatch(said):
        number = float(said)
        seconds = number / 1000 if number >= _MILLISECONDS else number
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds < _END_OF_EPOCH else None
    if isinstance(value, str) or (isinstance(value, int) and 1000 <= value < 2100):
        return said if is_valid(said) else _moment(said)
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _moment(said: str) -> str | None:
    # Digits alone are dates in forms of their own (weeks: 2025W39), which nobody has meant.
    if not said.isdigit():
        try:
            return datetime.fromisoformat(said).date().isoformat()
        except ValueError:
            pass
    if _RFC_822.fullmatch(said):
        try:
            return parsedate_to_datetime(said).date().isoformat()
        except (ValueError, TypeError):
            pass
    return None
