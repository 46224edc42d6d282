"""The commands with which people judge what the ledger says: judge, judgements, agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from cyclopts import CycloptsError, Parameter

from konturen.commands.base import Json, LedgerPath, app
from konturen.commands.judgements import Deciding
from konturen.desk import reviewing
from konturen.desk.reviewing import Saying
from konturen.ledger.ledger import open_ledger
from konturen.ledger.values import VerdictWord
from konturen.ledger.verdicts import Verdict, VerdictKind, VerdictState
from konturen.settings import default_ledger
from konturen.terminal import render, render_verdicts
from konturen.terminal.streams import output, print_lines, standard_input

Kind = Annotated[VerdictKind | None, Parameter(help="Only verdicts on these.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Amending:
    """What is different, and who says so."""

    set: Annotated[
        list[str],
        Parameter(
            negative="",
            help="With amend, FIELD=VALUE: relation, status, mutual, swap, source, target, speaker, when, "
            "track, evidence; of facts attribute, value, of, when, actor, evidence. May be repeated.",
        ),
    ] = field(default_factory=list)
    deciding: Deciding = field(default_factory=Deciding)


@app.command
def judge(
    subject: Annotated[
        str | None,
        Parameter(
            name="ID",
            help="Of a statement or fact (8 characters or more), DOCUMENT:START:END of a mention, "
            "DOCUMENT+DOCUMENT of two texts; - reads many from standard input.",
            allow_leading_hyphen=True,
        ),
    ] = None,
    verdict: Annotated[VerdictWord | None, Parameter(help="What you say of it.")] = None,
    /,
    *,
    amending: Amending | None = None,
    undo: Annotated[int | None, Parameter(help="Take the verdict of this number back.")] = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Accept, reject or amend what the ledger says, or say that you are unsure; nothing is overwritten.

    Standard input holds one judgement a line: ID, verdict, note parted by tabs, or JSON objects with the keys
    id, verdict, note, amended, by. All are recorded, or none.
    """
    said = amending or Amending()
    if undo is not None:
        if subject is not None or said.set or said.deciding.note:
            raise CycloptsError(msg="--undo takes the number of a verdict and nothing else but --by.")
        return _undone(undo, said.deciding.by, ledger, json)
    wanted = _wanted(subject, verdict, said)
    with open_ledger(ledger or default_ledger()) as book:
        done = reviewing.judge_many(wanted, book)
    return _told(done, json, many=subject == "-")


def _wanted(subject: str | None, verdict: VerdictWord | None, said: Amending) -> Sequence[tuple[str, Saying]]:
    """The judgements that the command line gives, or standard input."""
    who = said.deciding
    if subject == "-":
        if verdict or said.set or who.note:
            raise CycloptsError(msg="with - verdicts, fields and notes are read from standard input.")
        read = reviewing.read_sayings(standard_input())
        return [(id, Saying(s.verdict, s.changes, s.note, s.by or who.by)) for id, s in read]
    if subject is None or verdict is None:
        raise CycloptsError(msg="give an ID and accept, reject, amend or unsure; or --undo NUMBER.")
    try:
        changes = reviewing.changes_of(said.set)
    except ValueError as error:
        raise CycloptsError(msg=f"--set: {error}.") from error
    return [(subject, Saying(verdict, changes, who.note, who.by))]


def _undone(number: int, by: str | None, ledger: str | None, json: bool) -> int:
    with open_ledger(ledger or default_ledger()) as book:
        back = reviewing.undo(number, book, by)
    if json:
        print_lines([{"kind": "undo", "verdict": number, "withdrawn": _fields(back)}])
    else:
        print(render.one_line(f"taken back: {back.verdict} {back.kind} {back.subject}"))
    return 0


def _told(done: Sequence[tuple[Verdict, bool]], json: bool, many: bool) -> int:
    if json:
        print_lines(_line(VerdictState(verdict, None)) | {"new": new} for verdict, new in done)
    elif many:
        fresh = sum(new for _, new in done)
        print(f"{render.counted(fresh, 'verdict')} recorded, {len(done) - fresh} given before")
    else:
        ((verdict, new),) = done
        words = "recorded" if new else "said before already"
        text = f"{verdict.verdict} {verdict.kind} {verdict.subject}: {words}; take it back with: "
        print(render.one_line(f"{text}konturen judge --undo {verdict.id}"))
    return 0


def _fields(verdict: Verdict) -> dict[str, Any]:
    return asdict(verdict) | {"amended": verdict.fields or None}


def _line(state: VerdictState) -> dict[str, Any]:
    """A verdict, and the one that takes it back, as a JSON line."""
    back = state.withdrawn and _fields(state.withdrawn)
    return {"kind": "verdict", "verdict": _fields(state.verdict), "withdrawn": back}


@app.command
def judgements(*, kind: Kind = None, ledger: LedgerPath = None, json: Json = False) -> int:
    """List what people said of statements, facts, mentions and texts, and what was taken back."""
    with open_ledger(ledger or default_ledger()) as book:
        states = reviewing.verdicts(book, kind)
    if json:
        print_lines(map(_line, states))
        return 0
    for state in states:
        render_verdicts.show_verdict(output(), state)
    if not states:
        print("Nobody has judged anything yet. Decisions on actors: konturen actors judgements")
    return 0


@app.command
def agreement(*, kind: Kind = None, ledger: LedgerPath = None, json: Json = False) -> int:
    """Tell how far people agree on what they share: Cohen's kappa of every two, Krippendorff's alpha of all."""
    with open_ledger(ledger or default_ledger()) as book:
        found = reviewing.agreement(book, kind)
    if json:
        print_lines([{"kind": "agreement", **asdict(found)}])
    else:
        render_verdicts.show_agreement(output(), found)
    return 0
