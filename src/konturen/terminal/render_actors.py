"""Actors as text for a terminal: portraits, comparisons, unknown names, judgements."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from konturen.desk.judging import Addition
from konturen.desk.portraits import Portrait, SaidTie, TieLine, Unknown
from konturen.desk.roster import Import
from konturen.ledger.judgements import JudgementState
from konturen.names.same import Likeness
from konturen.names.tokens import MAX_NAME
from konturen.terminal.render import INDENT, LABEL_WIDTH, column, counted, flow, labelled, one_line, readable

NAME_WIDTH, SPAN_WIDTH = 20, 26
"""Columns of the language and kind of a name ("kk transliteration"), and of a role's two dates."""
WIDEST = 3
"""A label takes at most one third of the window."""
SCORE_WIDTH = 6
"""Columns of a score before a comparison."""
RETYPED = 10
"""How many actors of another type an import names."""
WORDS = {
    "leads": "leads",
    "member_of": "member of",
    "part_of": "part of",
    "youth_wing_of": "youth wing of",
    "governs": "governs",
    "seats_in": "seats in",
    "succeeds": "succeeds",
}
"""How a tie reads from its holder."""
BORN = {"founded": "born", "dissolved": "died"}
"""How a person's dates are called."""
SIGNS = {"same": "is", "different": "is not", "means": "means"}


def show_likeness(console: Console, one: str, other: str, answer: Likeness) -> None:
    """Whether two names are one actor's, and why."""
    verdict = ("same", "green") if answer.same else ("different", "red")
    head = Text.assemble(
        column(f"{answer.score:.2f}", SCORE_WIDTH), verdict, f"  {_bounded(one)} | {_bounded(other)}"
    )
    flow(console, head)
    flow(console, Text(one_line(answer.reason), style="dim"), INDENT, INDENT)


def _bounded(name: str) -> str:
    """A name on one line; of what is too long to be a name the beginning."""
    return one_line(name) if len(name) <= MAX_NAME else f"{one_line(name[:MAX_NAME])}…"


def show_portrait(console: Console, who: Portrait) -> None:
    """All that is known of one actor."""
    country = f", {who.country}" if who.country else ""
    flow(console, Text.assemble((one_line(who.name), "bold"), f"  {who.id} ({who.type}{country})"))
    if who.mentions:
        texts, mentions = counted(who.documents, "text"), counted(who.mentions, "time")
        sources = counted(who.sources, "independent source")
        flow(console, Text(f"named {mentions} in {texts} of the ledger, {sources}"))
    for level in who.stands_for:
        when = f" at {who.date}" if who.date else ""
        labelled(console, f"{level.level}{when}", f"{level.name}: {level.reason}", "")
    for scheme, value in who.ids:
        _entry(console, scheme, value, LABEL_WIDTH)
    origins: dict[tuple[str, str], list[str]] = {}
    for given in who.values:
        if not given.field.startswith("ids."):
            origins.setdefault((given.field, given.value), []).append(given.origin)
    for (name_of, value), told_by in origins.items():
        label = BORN.get(name_of, name_of) if who.type == "person" else name_of
        labelled(console, label, f"{value}  ({'; '.join(dict.fromkeys(told_by))})", "")
    _titled(console, "NAMES", bool(who.names))
    for name in who.names:
        span = _span(name.since, name.until)
        tail = f"  {span}" if span else ""
        source = f"  ({name.source})" if name.source else ""
        _entry(console, f"{name.language or '-'} {name.kind}", f"{name.text}{tail}{source}", NAME_WIDTH)
    _titled(console, "ROLES", bool(who.ties))
    for tie in who.ties:
        _tie(console, who, tie)
    _titled(console, "ROLES IN TEXTS", bool(who.said))
    for said in who.said:
        _said(console, said)
    _titled(console, "JUDGEMENTS", bool(who.judgements))
    for state in who.judgements:
        show_judgement(console, state)


def _titled(console: Console, title: str, there: bool) -> None:
    if there:
        console.print()
        console.print(Text(title, style="bold"))


def _entry(console: Console, label: str, value: str, width: int) -> None:
    """A label and its value beside it; below it where the window is narrow or the label does not fit."""
    if len(label) < width <= console.width // WIDEST:
        flow(console, Text.assemble((column(label, width), "dim"), one_line(value)), width)
    else:
        flow(console, Text(one_line(label), style="dim"))
        flow(console, Text(one_line(value)), INDENT, INDENT)


def _tie(console: Console, who: Portrait, tie: TieLine) -> None:
    span = _span(tie.since, tie.until)
    title = f" ({tie.title})" if tie.title else ""
    if tie.holder == who.id:
        words = f"{WORDS[tie.relation]} {tie.other_name}{title}"
    else:
        words = f"{tie.holder_name} {WORDS[tie.relation]} it{title}"
    proof = tie.evidence or tie.source
    _entry(console, span or "undated", f"{words}{f'  [{proof}]' if proof else ''}", SPAN_WIDTH)


def _said(console: Console, tie: SaidTie) -> None:
    other = f" {tie.other_name}" if tie.other_name else ""
    head = f"{tie.holder_name} {tie.relation}{other} {tie.status} (score {tie.score:.2f})"
    _entry(console, readable(tie.when), head, SPAN_WIDTH)
    flow(console, Text(f"“{one_line(' '.join(tie.sentence.split()))}”", style="dim"), INDENT, INDENT)


def _span(since: str | None, until: str | None) -> str:
    if since and until:
        return f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def show_unknown(console: Console, names: Sequence[Unknown]) -> None:
    """Names that texts bring and nobody knows."""
    if not names:
        console.print("Every name in the ledger's texts is known.")
    for name in names:
        texts = counted(name.documents, "text")
        head = Text.assemble((one_line(name.name), "bold"), f"  {name.id} ({name.type})  ")
        flow(console, head + Text(f"{counted(name.mentions, 'mention')} in {texts}", style="dim"))
        for suggestion in name.suggestions:
            words = f"{suggestion.name} ({suggestion.actor}), {suggestion.score:.2f}: {suggestion.reason}"
            labelled(console, "    perhaps", words, "cyan")
        for seen in name.sentences:
            flow(console, Text(f"“{one_line(' '.join(seen.sentence.split()))}”", style="dim"), INDENT, INDENT)
    if names:
        console.print(
            "\nMake one known:  konturen actors merge NEW-ID KNOWN-ID    or    konturen actors add ...",
            soft_wrap=True,
        )


def show_judgement(console: Console, state: JudgementState) -> None:
    """One judgement and what became of it."""
    j = state.judgement
    where = "".join(
        [f" in {j.document}" if j.document else "", f" where it says {j.surface!r}" if j.surface else ""]
    )
    note = f": {j.note}" if j.note else ""
    text = Text(one_line(f"{j.left} {SIGNS[j.kind]} {j.right}{where}  by {j.by}, {j.recorded}{note}"))
    if state.withdrawn:
        text.append(one_line(f"  taken back by {state.withdrawn.by}, {state.withdrawn.recorded}"), style="dim")
    flow(console, Text(column(f"{j.id}", LABEL_WIDTH), style="dim") + text, LABEL_WIDTH)


def show_addition(console: Console, addition: Addition) -> None:
    """An addition or import of actors and what became of it."""
    lines = counted(addition.lines, "line")
    text = Text(one_line(f"{addition.origin}: {lines}  by {addition.by}, {addition.recorded}"))
    back = addition.lines - addition.standing
    if back:
        text.append("  taken back" if not addition.standing else f"  {back} taken back", style="dim")
    flow(console, Text(column(f"import {addition.batch}", LABEL_WIDTH), style="dim") + text, LABEL_WIDTH)


def told(done: Import) -> str:
    """What an import has changed, in words."""
    skipped = "".join(f"\n  left out: {count} ({reason})" for reason, count in done.skipped)
    if done.batch is None:
        return f"nothing to import ({done.format}){skipped}"
    new, completed = counted(done.new, "actor"), counted(done.completed, "known one")
    typed = [f"\n  {key}: was a {before}, is a {now} now" for key, before, now in done.retyped[:RETYPED]]
    if len(done.retyped) > RETYPED:
        typed.append(f"\n  and {len(done.retyped) - RETYPED} more are of another type now: see --json")
    if typed:
        typed.append(f"\n  both types are kept; take it back with: konturen actors undo --import {done.batch}")
    changed = "".join(typed)
    return f"{new} added, {completed} completed (import {done.batch}, {done.format}){skipped}{changed}"
