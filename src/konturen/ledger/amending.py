"""Amendments: which fields of a statement or a fact a person says otherwise, checked and applied. Pure.

An amendment holds only what differs. Fields of a statement: relation, status, mutual, swap (true: the ends
change places, before anything is said of them), source, target, speaker, when, track, evidence. Of a fact:
attribute, value, of, when, actor, evidence. Whoever stands at an end, the words that named it stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar, cast, get_args

from konturen.codebook import built_in
from konturen.dates import is_valid
from konturen.errors import QueryError
from konturen.ledger.checks import NOTE_LENGTH, actor_id, words
from konturen.records import STATUSES, ActorType, Attribute, End, Evidence, Fact, Statement

Claim: TypeAlias = Statement | Fact
AnyClaim = TypeVar("AnyClaim", Statement, Fact)
Named: TypeAlias = Callable[[str], tuple[str, str] | None]
"""Name and type of the actor of an id; None where nobody knows her."""
Fields: TypeAlias = Mapping[str, Any]

TYPES = get_args(ActorType)
ATTRIBUTES = get_args(Attribute)
STATEMENT_FIELDS = (
    "relation",
    "status",
    "mutual",
    "swap",
    "source",
    "target",
    "speaker",
    "when",
    "track",
    "evidence",
)
FACT_FIELDS = ("attribute", "value", "of", "when", "actor", "evidence")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_OFFSETS = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


def amendment(claim: Claim, text: str, fields: Fields, named: Named) -> dict[str, Any]:
    """The fields that a person changes, checked, as they are stored; `text` is that of the claim's document.

    Values may be words as they are typed: actors are ids, evidence is `START:END` in characters of the text or
    its very words, empty words take a date, speaker or whole away. QueryError names the field that is wrong.
    """
    known = STATEMENT_FIELDS if isinstance(claim, Statement) else FACT_FIELDS
    kind = "statement" if isinstance(claim, Statement) else "fact"
    for name in fields:
        if name not in known:
            raise QueryError(
                f"a {kind} has no field {str(name)[:40]!r} that can be amended.",
                hint=f"Fields: {', '.join(known)}.",
            )
    reader = _Amended(claim, text, named)
    ordered = sorted(fields, key=known.index)
    found = {name: reader.read(name, fields[name]) for name in ordered}
    if found.get("swap") is False:
        del found["swap"]
    made = {name: value for name, value in found.items() if not _same(claim, found, name, value)}
    if not made:
        raise QueryError("the amendment changes nothing.", hint="Accept it instead, or say what is different.")
    if made.get("swap") and isinstance(claim, Statement) and made.get("mutual", claim.mutual):
        raise _fault(
            "swap", "the statement is mutual: its ends have no order.", "Set mutual=no, or leave swap."
        )
    return made


def applied(claim: AnyClaim, fields: Fields) -> AnyClaim:
    """The claim with the fields of an amendment as it is stored."""
    changes: dict[str, Any] = {
        name: value for name, value in fields.items() if name not in ("swap", "evidence", *_ENDS)
    }
    if isinstance(claim, Statement):
        ends: dict[str, End | None] = {
            "source": claim.source,
            "target": claim.target,
            "speaker": claim.speaker,
        }
        if fields.get("swap"):
            ends |= {"source": claim.target, "target": claim.source}
    else:
        ends = {"actor": claim.actor}
    for name in ends:
        if name in fields:
            end, said = ends[name], fields[name]
            ends[name] = None if end is None or said is None else replace(end, **said)
    if "evidence" in fields:
        said = fields["evidence"]
        changes["evidence"] = Evidence(said["text"], said["start"], said["end"])
    return replace(claim, **(changes | ends))


def faults(claim: Claim, text: str, fields: Fields) -> list[str]:
    """What is wrong with an amendment as it is stored, in words."""
    try:
        ends = {name: (fields[name] or {}) for name in _ENDS if name in fields}
        names = {end["actor"]: (end["name"], end["type"]) for end in ends.values() if end}
        typed = dict(fields) | {name: end.get("actor") for name, end in ends.items()}
        if "evidence" in fields:
            typed["evidence"] = {part: fields["evidence"][part] for part in ("start", "end")}
        if amendment(claim, text, typed, names.get) != fields:
            return ["its amendment is not what it would be stored as"]
    except QueryError as error:
        return [f"its amendment: {error.what}"]
    except (KeyError, TypeError, AttributeError, ValueError):
        return ["its amendment cannot be read"]
    return []


_ENDS = ("source", "target", "speaker", "actor")


def _fault(field: str, what: str, hint: str | None = None) -> QueryError:
    return QueryError(what, f"amended {field}", hint)


def _same(claim: Claim, found: Fields, name: str, value: object) -> bool:
    """Whether a field says what the claim says without it."""
    if name == "swap":
        return False
    if name == "evidence":
        e = claim.evidence
        return value == {"start": e.start, "end": e.end, "text": e.text}
    if name not in _ENDS:
        return bool(value == getattr(claim, name))
    place = {"source": "target", "target": "source"}.get(name, name) if found.get("swap") else name
    end: End | None = getattr(claim, place)
    actor = cast(Mapping[str, Any], value)["actor"] if value else None
    return actor == (end.actor if end else None)


@dataclass(frozen=True, slots=True)
class _Amended:
    """Reads the values of an amendment of one claim."""

    claim: Claim
    text: str
    named: Named

    def read(self, name: str, value: object) -> Any:
        """The value as it is stored; QueryError where it cannot be one."""
        if isinstance(value, str):
            words(value, f"amended {name}")
        if name in _ENDS:
            return self._end(name, value)
        if name == "evidence":
            return self._evidence(value)
        if name in ("mutual", "swap"):
            return self._truth(name, value)
        if name in ("when", "of") and value in (None, ""):
            return None
        if not isinstance(value, str) or not value.strip():
            raise _fault(name, "a value is missing.", "Write FIELD=VALUE.")
        return self._when(value) if name == "when" else self._word(name, value)

    def _word(self, name: str, value: str) -> str:
        book = built_in()
        allowed: Mapping[str, tuple[str, ...]] = {
            "relation": tuple(book.relations),
            "status": STATUSES,
            "track": tuple(book.tracks),
            "attribute": ATTRIBUTES,
        }
        if name in allowed and value not in allowed[name]:
            raise _fault(
                name, f"there is no {name} {value[:40]!r}.", f"Choose one of: {', '.join(allowed[name])}."
            )
        return value

    def _when(self, value: str) -> str:
        if not is_valid(value):
            raise _fault("when", f"{value[:40]!r} is no date.", "Write 2024, 2024-05, 2024-05-03 or 2005/2010.")
        return value

    def _truth(self, name: str, value: object) -> bool:
        said = str(value).casefold() if isinstance(value, str | bool) else ""
        if said not in (*_YES, *_NO):
            raise _fault(name, f"{str(value)[:40]!r} is neither yes nor no.", f"Write {name}=yes or {name}=no.")
        if name == "swap" and said in _YES and cast(Statement, self.claim).target is None:
            raise _fault("swap", "the statement has one end only.", "Amend its source.")
        return said in _YES

    def _end(self, name: str, value: object) -> dict[str, str] | None:
        end: End | None = getattr(self.claim, name)
        if value in (None, ""):
            if name != "speaker":
                raise _fault(name, f"a claim is not without {name}.", "Reject it instead.")
            return None
        if end is None:
            raise _fault(name, f"the statement has no {name}: no words name one.", "Leave it out.")
        actor = actor_id(value, NOTE_LENGTH)
        known = (end.name, end.type) if actor == end.actor else self.named(actor)
        if known is None:
            raise _fault(
                name,
                f"neither the ledger nor the catalog knows an actor {actor[:80]!r}.",
                "List those it mentions with: konturen actors --ledger PATH",
            )
        if known[1] not in TYPES:
            raise _fault(name, f"there is no type of actors {known[1][:40]!r}.")
        return {"actor": actor, "name": known[0], "type": known[1]}

    def _evidence(self, value: object) -> dict[str, Any]:
        start, end = self._span(value)
        said = self.text[start:end] if 0 <= start < end <= len(self.text) else ""
        if not said.strip():
            raise _fault(
                "evidence",
                f"no words stand at {start} to {end} of the text, which has {len(self.text)} characters.",
                "Give START:END in characters, or the very words of the text.",
            )
        return {"start": start, "end": end, "text": said}

    def _span(self, value: object) -> tuple[int, int]:
        if isinstance(value, Mapping) and value.keys() == {"start", "end"}:
            start, end = value["start"], value["end"]
            if type(start) is int and type(end) is int:
                return start, end
        if not isinstance(value, str) or not value.strip():
            raise _fault("evidence", "it is neither START:END nor words.", "Write evidence=120:180.")
        if offsets := _OFFSETS.fullmatch(value):
            return int(offsets[1]), int(offsets[2])
        return self._found(value)

    def _found(self, value: str) -> tuple[int, int]:
        """Where the very words stand: once in the text, or once over the evidence that is amended."""
        places = [match.start() for match in re.finditer(re.escape(value), self.text)]
        if not places:
            raise _fault("evidence", "these words do not stand in the text.", "Copy them from it, unchanged.")
        own = self.claim.evidence
        near = [at for at in places if at < own.end and at + len(value) > own.start]
        if len(places) > 1 and len(near) != 1:
            raise _fault("evidence", f"these words stand {len(places)} times in the text.", "Give START:END.")
        start = (near or places)[0] if len(places) > 1 else places[0]
        return start, start + len(value)
