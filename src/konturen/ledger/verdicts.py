"""Verdicts of persons on statements, facts, mentions and pairs of texts: written, taken back and listed.

None is ever changed or deleted. The latest verdict of a person on something that was not taken back is what
she says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, exists, insert, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.amending import Claim, Named, amendment
from konturen.ledger.amending import faults as amended_faults
from konturen.ledger.checks import LARGEST, person, words, writable_text
from konturen.ledger.identities import Identities
from konturen.ledger.mentions import MOST, shown_names
from konturen.ledger.rows import row_fact, row_statement
from konturen.ledger.values import VerdictWord

VerdictKind = Literal["statement", "fact", "mention", "copies"]
KINDS: tuple[VerdictKind, ...] = get_args(VerdictKind)
WORDS: tuple[VerdictWord, ...] = get_args(VerdictWord)
LONGEST_SUBJECT = 10_100
"""Characters of the longest subject: a place and an actor's id."""

_TABLE = schema.verdicts
_MENTION = re.compile(r"([0-9a-f]{16}):([0-9]{1,9}):([0-9]{1,9})(?::(.+))?", re.DOTALL)
_COPIES = re.compile(r"([0-9a-f]{16})\+([0-9a-f]{16})")
_CLAIMS = {"statement": schema.statements, "fact": schema.facts}
_UNCODED = {"cue": None, "score": 0.0, "coder": ""}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says of something.

    `subject` is the id of a statement or fact, `document:start:end` of a mention (with `:actor` where several
    actors were read there), `document+document` of two texts that may be copies. `amended` are the fields that
    `amend` changes, see `amending.amendment`.
    """

    kind: VerdictKind
    subject: str
    verdict: VerdictWord
    by: str
    note: str | None = None
    amended: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling as it stands in the ledger; ids grow in the order of recording.

    With `withdraws` it says nothing but takes the one of that id back, whose words it repeats. `amended` is
    JSON; `fields` reads it.
    """

    id: int
    kind: VerdictKind
    subject: str
    document: str
    other: str | None
    verdict: VerdictWord
    amended: str | None
    by: str
    note: str | None
    recorded: str
    withdraws: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The amended fields; empty where nothing is amended."""
        return json.loads(self.amended) if self.amended else {}

    def __str__(self) -> str:
        return (
            f"verdict {self.id} ({self.verdict} {self.kind} {self.subject[:80]}, by {self.by}, {self.recorded})"
        )


@dataclass(frozen=True, slots=True)
class VerdictState:
    """A verdict and the one that takes it back, if any, which says who did so and when."""

    verdict: Verdict
    withdrawn: Verdict | None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back; a later one of the same person may count instead of it."""
        return self.withdrawn is None


def load(
    connection: Connection,
    kind: VerdictKind | None = None,
    subjects: Iterable[str] | None = None,
) -> list[Verdict]:
    """All rows in the order of recording, those that withdraw among them; only those of a kind, or on
    certain subjects."""
    wanted = select(_TABLE).order_by(_TABLE.c.id)
    if kind is not None:
        wanted = wanted.where(_TABLE.c.kind == kind)
    if subjects is None:
        return [_verdict(row) for row in connection.execute(wanted)]
    chosen = sorted({subject for subject in subjects if writable_text(subject)})
    found: list[Verdict] = []
    for at in range(0, len(chosen), MOST):
        part = wanted.where(_TABLE.c.subject.in_(chosen[at : at + MOST]))
        found += [_verdict(row) for row in connection.execute(part)]
    return found


def states(rows: Iterable[Verdict]) -> tuple[VerdictState, ...]:
    """All verdicts with what became of them, in the order of recording."""
    rows = tuple(rows)
    back = {row.withdraws: row for row in rows if row.withdraws is not None}
    return tuple(VerdictState(row, back.get(row.id)) for row in rows if row.withdraws is None)


def latest(rows: Iterable[Verdict]) -> dict[str, dict[str, Verdict]]:
    """What each person says now, by subject and person."""
    found: dict[str, dict[str, Verdict]] = {}
    for state in states(rows):
        if state.stands:
            found.setdefault(state.verdict.subject, {})[state.verdict.by] = state.verdict
    return found


def rule_all(
    connection: Connection, rulings: Sequence[Ruling], recorded: str, named: Named
) -> tuple[tuple[Verdict, bool], ...]:
    """Write several rulings down; QueryError says which one cannot be."""
    done = []
    for number, ruling in enumerate(rulings, start=1):
        try:
            done.append(rule(connection, ruling, recorded, named))
        except QueryError as error:
            if len(rulings) == 1:
                raise
            which = f"judgement {number} of {len(rulings)} ({str(ruling.subject)[:40]})"
            where = f"{which}, {error.where}" if error.where else which
            raise QueryError(error.what, where, error.hint) from error
    return tuple(done)


def rule(
    connection: Connection, ruling: Ruling, recorded: str, named: Named = lambda _: None
) -> tuple[Verdict, bool]:
    """Write down what a person says, with whether it is new: what she says already changes nothing.

    `named` gives name and type of an actor of a catalog. QueryError where the subject is not there, or an
    amendment does not hold.
    """
    _check(ruling)
    subject, document, other, claim = _found(connection, ruling.kind, ruling.subject)
    amended = None
    if ruling.verdict == "amend":
        if claim is None:
            hint = "Reject it; for whom it means: konturen actors split" if ruling.kind == "mention" else None
            raise QueryError(f"a verdict on {ruling.kind} amends nothing.", subject[:80], hint)
        text = _text(connection, document)
        fields = amendment(claim, text, ruling.amended or {}, _known(connection, named))
        amended = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    own = latest(load(connection, ruling.kind, [subject])).get(subject, {}).get(ruling.by)
    if own and (own.verdict, own.amended, own.note) == (ruling.verdict, amended, ruling.note):
        return own, False
    values = {
        "kind": ruling.kind,
        "subject": subject,
        "document_id": document,
        "other_id": other,
        "verdict": ruling.verdict,
        "amended": amended,
        "by": ruling.by,
        "note": ruling.note,
        "recorded": recorded,
    }
    return _write(connection, values), True


def withdraw(connection: Connection, id: int, by: str, recorded: str) -> Verdict:
    """Take a verdict back by a further row, which is the answer; an older one of its author counts again."""
    person(by)
    found = None
    if 0 < id <= LARGEST:
        found = connection.execute(select(_TABLE).where(_TABLE.c.id == id)).mappings().first()
    if found is None:
        raise QueryError(f"there is no verdict {id}.", hint="List them with: konturen judgements")
    if found["withdraws"] is not None:
        raise QueryError(
            f"{id} is no verdict: with it {found['by']} took back verdict {found['withdraws']} "
            f"({found['recorded']}).",
            hint="Judge again instead.",
        )
    back = connection.execute(select(_TABLE).where(_TABLE.c.withdraws == id)).first()
    if back is not None:
        raise QueryError(
            f"verdict {id} was withdrawn already, by {back.by}, {back.recorded}.", hint="Nothing is left to do."
        )
    again = {name: value for name, value in found.items() if name != "id"}
    return _write(connection, again | {"by": by, "recorded": recorded, "withdraws": id})


def unsound(connection: Connection) -> Iterator[tuple[int, str]]:
    """Verdicts that are none or whose subject is not there, with what is wrong in words."""
    wanted = select(_TABLE).order_by(_TABLE.c.document_id, _TABLE.c.id)
    for verdict in map(_verdict, connection.execute(wanted).all()):
        if verdict.kind not in KINDS or verdict.verdict not in WORDS:
            yield verdict.id, "it is no verdict that anybody can give"
            continue
        try:
            subject, document, other, claim = _found(connection, verdict.kind, verdict.subject)
        except QueryError:
            yield verdict.id, f"the {verdict.kind} that it judges is not there"
            continue
        if (subject, document, other) != (verdict.subject, verdict.document, verdict.other):
            yield verdict.id, "what it judges is not of its texts"
        if (verdict.amended is None) != (verdict.verdict != "amend"):
            yield verdict.id, "it amends without fields, or has fields and amends nothing"
        elif verdict.amended is not None and claim is not None:
            try:
                fields = verdict.fields
            except (ValueError, RecursionError):
                yield verdict.id, "its amendment cannot be read"
                continue
            yield from (
                (verdict.id, said) for said in amended_faults(claim, _text(connection, document), fields)
            )


def _check(ruling: Ruling) -> None:
    """Refuse what is wrong with a ruling by itself."""
    person(ruling.by)
    for what, value, allowed in (("kind", ruling.kind, KINDS), ("verdict", ruling.verdict, WORDS)):
        if value not in allowed:
            raise QueryError(
                f"there is no {what} {str(value)[:40]!r}.", hint=f"Choose one of: {', '.join(allowed)}."
            )
    if ruling.note is not None:
        words(ruling.note, "the note")
    if bool(ruling.amended) != (ruling.verdict == "amend"):
        raise QueryError(
            "amend says which fields are different, and nothing else does.",
            hint="For instance: konturen judge ID amend --set status=planned",
        )


def _found(
    connection: Connection, kind: VerdictKind, subject: str
) -> tuple[str, str, str | None, Claim | None]:
    """The subject as it is stored, its text, its second text and the claim; QueryError where there is none."""
    hint = "The exported table names the id of each line: konturen export"
    if not isinstance(subject, str) or len(subject) > LONGEST_SUBJECT or not writable_text(subject):
        raise QueryError("this is no id of anything.", hint=hint)
    if kind in _CLAIMS:
        table = _CLAIMS[kind]
        row = connection.execute(select(table).where(table.c.id == subject)).mappings().first()
        if row is not None:
            values = dict(row) | _UNCODED
            claim: Claim = row_statement(values, "") if kind == "statement" else row_fact(values, "")
            return subject, row["document_id"], None, claim
    elif kind == "mention":
        if found := _mention(connection, subject):
            return *found, None, None
        hint = "Give DOCUMENT:START:END of a mention that means an actor, in characters of the text."
    elif pair := _COPIES.fullmatch(subject):
        one, other = sorted(pair.groups())
        document = schema.documents.c.id
        there = connection.execute(select(document).where(document.in_([one, other]))).all()
        if len(there) == 2:
            return f"{one}+{other}", one, other, None
        hint = "Give the ids of two different texts: DOCUMENT+DOCUMENT"
    raise QueryError(f"the ledger holds no {kind} {subject[:80]!r}.", hint=hint)


def _mention(connection: Connection, subject: str) -> tuple[str, str] | None:
    parts = _MENTION.fullmatch(subject)
    if parts is None:
        return None
    document, start, end, actor = parts[1], int(parts[2]), int(parts[3]), parts[4]
    m = schema.mentions.c
    wanted = select(m.actor).where(m.document_id == document, m.start == start, m.end == end)
    there = connection.execute(wanted.order_by(m.actor)).scalars().all()
    chosen = [one for one in there if actor in (None, one)]
    if len(chosen) > 1:
        listed = ", ".join(f"{document}:{start}:{end}:{one}"[:80] for one in chosen[:5])
        raise QueryError(f"{len(chosen)} actors were read at {subject}.", hint=f"Give one of: {listed}")
    return (f"{document}:{start}:{end}:{chosen[0]}", document) if chosen else None


def _known(connection: Connection, named: Named) -> Named:
    """Name and type of an actor by the ledger's texts, else by a catalog."""

    def known(actor: str) -> tuple[str, str] | None:
        return shown_names(connection, Identities(), [actor], None).get(actor) or named(actor)

    return known


def _text(connection: Connection, document: str) -> str:
    wanted = select(schema.documents.c.text).where(schema.documents.c.id == document)
    return str(connection.execute(wanted).scalar() or "")


def _write(connection: Connection, values: Mapping[str, Any]) -> Verdict:
    key = connection.execute(insert(_TABLE).values(values)).inserted_primary_key
    assert key is not None  # the database gives each row its number
    return _verdict(connection.execute(select(_TABLE).where(_TABLE.c.id == key[0])).one())


def _verdict(row: Iterable[Any]) -> Verdict:
    """The verdict in a row of the table."""
    return Verdict(*row)


def subjects(connection: Connection, beginning: str) -> tuple[tuple[VerdictKind, str], ...]:
    """The statements and facts whose ids, hexadecimal numbers, begin so, at most ten of each."""
    found: list[tuple[VerdictKind, str]] = []
    for kind, table in (("statement", schema.statements), ("fact", schema.facts)):
        # Ids are hexadecimal: all that begin so lie below what a further letter would begin.
        wanted = select(table.c.id).where(table.c.id >= beginning, table.c.id < f"{beginning}g")
        ids = connection.execute(wanted.order_by(table.c.id).limit(10)).scalars()
        found += [("statement" if kind == "statement" else "fact", id) for id in ids]
    return tuple(found)


def any_there(connection: Connection) -> bool:
    """Whether anybody has judged anything."""
    return bool(connection.execute(select(exists(select(_TABLE.c.id)))).scalar())
