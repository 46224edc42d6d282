"""The fields of a search: how the value of each is read and written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from konturen.codebook import built_in
from konturen.dates import DateError, parse
from konturen.ledger.values import STATES
from konturen.records import GENRES, STATUSES

Place = Literal["statements", "texts"]
PLACES: tuple[Place, ...] = ("statements", "texts")
Comparison = Literal[">", ">=", "<", "<="]
_SCORE = re.compile(r"(>=|<=|>|<)?([01](?:\.[0-9]{1,9})?|\.[0-9]{1,9})\Z")


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read and written: the attribute that holds it, and whether it may be given again."""

    attribute: str
    read: Callable[[str], Any]
    many: bool = True
    write: Callable[[Any], str] = str


class WrongValueError(Exception):
    """What is wrong with a value, and what to do."""

    def __init__(self, what: str, hint: str | None = None) -> None:
        self.what, self.hint = what, hint


def _text(value: str) -> str:
    return " ".join(value.split())


def _one_of(what: str, allowed: Callable[[], tuple[str, ...]]) -> Callable[[str], str]:
    def read(value: str) -> str:
        known = {name.casefold(): name for name in allowed()}
        if value.casefold() not in known:
            raise WrongValueError(
                f"there is no {what} {value[:40]!r}.", f"Choose one of: {', '.join(allowed())}."
            )
        return known[value.casefold()]

    return read


def _pair(value: str) -> tuple[str, str]:
    left, bar, right = (part.strip() for part in value.partition("|"))
    if not left or not bar or not right or "|" in right:
        raise WrongValueError(
            "a pair is two names parted by one |.", 'For instance: pair:"Einiges Russland|AMANAT"'
        )
    return _text(left), _text(right)


def _date(value: str) -> str:
    try:
        if "/" in value:
            raise DateError("an interval", value)
        return str(parse(value))
    except DateError as error:
        raise WrongValueError(f"{value[:40]!r} is no date.", "Write 2024, 2024-05 or 2024-05-03.") from error


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-zA-Z]{2,3}", value):
        raise WrongValueError(f"{value[:40]!r} is no code of a language.", "For instance: language:de")
    return value.lower()


def _score(value: str) -> tuple[Comparison, float]:
    found = _SCORE.match(value)
    if not found or float(found[2]) > 1:
        raise WrongValueError(f"{value[:40]!r} is no bound of a score.", "For instance: score:>0.5 (0 to 1)")
    return cast(Comparison, found[1] or ">="), float(found[2])


def _bound(value: tuple[Comparison, float]) -> str:
    return f"{value[0]}{value[1]:.9f}".rstrip("0").rstrip(".")


FIELDS: dict[str, Field] = {
    "actor": Field("actors", _text),
    "pair": Field("pairs", _pair, write="|".join),
    "relation": Field("relations", _one_of("relation", lambda: tuple(built_in().relations))),
    "status": Field("statuses", _one_of("status", lambda: STATUSES)),
    "track": Field("tracks", _one_of("track", lambda: tuple(built_in().tracks))),
    "after": Field("after", _date, many=False),
    "before": Field("before", _date, many=False),
    "speaker": Field("speakers", _text),
    "outlet": Field("outlets", _text),
    "genre": Field("genres", _one_of("genre", lambda: GENRES)),
    "language": Field("languages", _language),
    "score": Field("score", _score, write=_bound),
    "judgement": Field("judgements", _one_of("judgement", lambda: STATES)),
    "in": Field("place", _one_of("place", lambda: PLACES), many=False),
}
"""The fields by the name that is typed."""
