"""What people say of statements, facts, mentions and pairs of texts: accept, reject, amend, unsure; and how far
they agree. The Python twin of `konturen judge`, `konturen judgements` and `konturen agreement`.

    judge("3f9a1c2b", Saying("amend", {"status": "planned"}, note="only announced"), ledger, by="Vera")
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, BinaryIO

from konturen.actors.catalog import Catalog
from konturen.desk import agreement as figures
from konturen.desk.agreement import Agreement
from konturen.desk.roster import catalog_of, find
from konturen.errors import QueryError
from konturen.ledger import verdicts as stored
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.ledger.values import Recorded, RecordedFact, VerdictWord
from konturen.ledger.verdicts import WORDS, Ruling, Verdict, VerdictKind, VerdictState
from konturen.lines import Line, fact_line, statement_line
from konturen.pipeline import now
from konturen.records import Statement
from konturen.settings import Settings, present_user

SHORTEST = 8
"""Characters of an id that have to be given, as long as they fit one thing only."""
MAX_BYTES = 100_000_000
"""Longest list of judgements that is read."""
_ENDS = ("source", "target", "speaker", "actor")
_ID = re.compile(r"[0-9a-f]{8,16}")
_KEYS = {"id", "verdict", "note", "amended", "by"}


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of something: the verdict, the fields that `amend` changes, why, and who says so (None: the
    present user). Actors in fields may be given by name."""

    verdict: VerdictWord
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    by: str | None = None


def judge(subject: str, saying: Saying, ledger: Ledger, settings: Settings | None = None) -> Verdict:
    """Record a verdict on a statement or fact (its id, or the only one's first eight characters or more), on a
    mention (`document:start:end`) or on two texts (`document+document`).

    QueryError where the subject is not there, and where an amendment breaks a law of statements: then nothing
    was recorded.
    """
    return judge_many([(subject, saying)], ledger, settings)[0][0]


def judge_many(
    wanted: Sequence[tuple[str, Saying]], ledger: Ledger, settings: Settings | None = None
) -> tuple[tuple[Verdict, bool], ...]:
    """Record several verdicts, all or nothing, each with whether it is new: see `judge`."""
    present = present_user()
    catalog: Catalog | None = None
    if any(set(saying.changes) & set(_ENDS) for _, saying in wanted):
        catalog = catalog_of(ledger, settings)
    rulings = []
    for subject, saying in wanted:
        kind, key = subject_of(subject, ledger.reader)
        changes = {name: _actor(name, value, catalog, ledger) for name, value in saying.changes.items()}
        rulings.append(Ruling(kind, key, saying.verdict, saying.by or present, saying.note, changes or None))

    def named(actor: str) -> tuple[str, str] | None:
        known = catalog is not None and actor in catalog
        return (catalog.name(actor, "en"), catalog.type_of(actor)) if catalog is not None and known else None

    return ledger.writer.rule(rulings, now(), named)


def _actor(name: str, value: object, catalog: Catalog | None, ledger: Ledger) -> object:
    if name not in _ENDS or catalog is None or not isinstance(value, str) or not value.strip():
        return value
    try:
        return find(value, catalog, ledger)
    except QueryError as error:
        raise QueryError(error.what, f"amended {name}", error.hint) from error


def subject_of(text: str, reader: Reader) -> tuple[VerdictKind, str]:
    """What an id means: of which kind it is, and the whole id. QueryError where it means nothing or several."""
    if "+" in text:
        return "copies", text
    if ":" in text:
        return "mention", text
    hint = "Ids of at least 8 characters: konturen show A B --ids, konturen search ... --ids, konturen export"
    if not _ID.fullmatch(text):
        raise QueryError(f"{text[:40]!r} is no id of a statement or a fact.", hint=hint)
    found = reader.subjects(text)
    if not found:
        raise QueryError(f"the ledger holds no statement or fact {text}.", hint=hint)
    if len(found) > 1:
        listed = ", ".join(id for _, id in found[:5])
        raise QueryError(f"{text} begins {len(found)} ids.", hint=f"Give more of it: {listed}")
    return found[0]


def read_sayings(stream: BinaryIO | None) -> list[tuple[str, Saying]]:
    """Judgements, one a line, UTF-8: JSON objects (id, verdict, note, amended, by) or columns parted by tabs
    (id, verdict, note, then FIELD=VALUE). QueryError names the first line that is none."""
    data = stream.read(MAX_BYTES + 1) if stream else b""
    if len(data) > MAX_BYTES:
        raise QueryError(f"more than {MAX_BYTES // 1_000_000} MB.", "standard input", "Part the file.")
    found = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            line = raw.decode("utf-8").rstrip("\r")
            found.append(_of_json(line) if line.lstrip().startswith("{") else _of_columns(line))
        except UnicodeDecodeError as error:
            what, hint = "this is not UTF-8.", "Save the file as UTF-8."
            raise QueryError(what, f"standard input, line {number}", hint) from error
        except ValueError as error:
            hint = "Nothing was recorded. Write: ID, tab, accept|reject|unsure|amend, tab, note."
            raise QueryError(f"{error}.", f"standard input, line {number}", hint) from error
    return found


def _of_json(line: str) -> tuple[str, Saying]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("this is no JSON") from error
    unknown = sorted(set(said) - _KEYS)
    if unknown:
        raise ValueError(f"there is no key {unknown[0][:40]!r}; keys are {', '.join(sorted(_KEYS))}")
    amended = said.get("amended") or {}
    texts = [said.get(name) for name in ("note", "by")]
    if not isinstance(amended, dict) or not all(text is None or isinstance(text, str) for text in texts):
        raise ValueError("amended is an object, note and by are words")
    if not isinstance(said.get("id"), str):
        raise ValueError("an id is missing")
    return said["id"], Saying(_word(said.get("verdict")), amended, *texts)


def _of_columns(line: str) -> tuple[str, Saying]:
    columns = line.split("\t")
    if len(columns) < 2:
        raise ValueError("an id and a verdict parted by a tab are needed")
    note = columns[2] if len(columns) > 2 and columns[2].strip() else None
    return columns[0].strip(), Saying(_word(columns[1].strip()), changes_of(columns[3:]), note)


def _word(text: object) -> VerdictWord:
    if text not in WORDS:
        raise ValueError(f"there is no verdict {str(text)[:40]!r}; there are {', '.join(WORDS)}")
    return text


def changes_of(given: Iterable[str]) -> dict[str, str]:
    """Amended fields out of `FIELD=VALUE`; ValueError where something is none, or a field stands twice."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise ValueError(f"FIELD=VALUE is needed, not {text[:40]!r}")
        if name in found:
            raise ValueError(f"{name[:40]} is given twice")
        found[name] = value
    return found


def undo(number: int, ledger: Ledger, by: str | None = None) -> Verdict:
    """Take a verdict back; all that is shown is as if it had never been given."""
    return ledger.writer.withdraw_verdict(number, by or present_user(), now())


def verdicts(ledger: Ledger, kind: VerdictKind | None = None) -> tuple[VerdictState, ...]:
    """All verdicts in the order of recording, with what became of them."""
    return ledger.reader.verdicts(kind)


def judgement_line(record: Recorded | RecordedFact) -> Line:
    """How something is judged, as fields of its line: the state; where there are any, who said what
    (`verdicts`); and where it reads as amended what was coded (`original`, a list of one)."""
    line: Line = {"judgement": record.judgement.state}
    if record.judgement.verdicts:
        said = [asdict(one) | {"amended": dict(one.amended) or None} for one in record.judgement.verdicts]
        line["verdicts"] = said
    if isinstance(record.original, Statement):
        line["original"] = [statement_line(record.original, record.id)]
    elif record.original is not None:
        line["original"] = [fact_line(record.original, record.id)]
    return line


def agreement(ledger: Ledger, kind: VerdictKind | None = None) -> Agreement:
    """How far people agree on what they share, by what each says now, amended fields left aside."""
    rows = [
        replace(state.verdict, subject=f"{state.verdict.kind} {state.verdict.subject}")
        for state in ledger.reader.verdicts(kind)
        if state.stands
    ]
    ratings: dict[str, dict[str, str]] = {}
    for subject, said in stored.latest(rows).items():
        for person, verdict in said.items():
            ratings.setdefault(person, {})[subject] = verdict.verdict
    return figures.agreement(ratings)
