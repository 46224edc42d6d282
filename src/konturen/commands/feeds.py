"""The commands for what is followed: follow, unfollow, fetch, import-bookmarks."""

from __future__ import annotations

import random
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import sleep
from typing import Annotated

from cyclopts import CycloptsError, Parameter, validators
from rich.console import Console
from rich.table import Table
from rich.text import Text

from konturen.commands.base import FAULT, Json, LedgerPath, Reading, app
from konturen.desk import following
from konturen.desk.fetching import manners_of
from konturen.desk.rounds import Options, Report, Result, Tools, Watch
from konturen.inbox.manners import Clock
from konturen.ledger.followed import Failure, SourceState
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.lines import Line
from konturen.pipeline import Pipeline
from konturen.settings import default_ledger
from konturen.terminal import render
from konturen.terminal.progress import Waiting
from konturen.terminal.streams import output, print_lines, write_whole

WIDE = 100
"""Columns of a terminal from which on addresses and reasons fit beside each other."""
By = Annotated[str | None, Parameter(help="Who decides (default: $KONTUREN_USER or the account).")]


def _flag(text: str) -> Parameter:
    return Parameter(negative="", help=text)


@app.command
def follow(
    *targets: Annotated[str, Parameter(help="Addresses of feeds, lists of feeds (OPML), folders.")],
    list_: Annotated[bool, Parameter(name="--list", negative="", help="Show what is followed.")] = False,
    failures: Annotated[bool, _flag("Show what could not be read, and why.")] = False,
    opml: Annotated[Path | None, Parameter(help="Write the feeds that are followed to this OPML file.")] = None,
    by: By = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Follow feeds (RSS, Atom, JSON Feed), lists of feeds (OPML) and folders; `konturen fetch` reads them."""
    if not (targets or list_ or failures or opml):
        raise CycloptsError(
            msg="nothing to follow was given. Name feeds, OPML files or folders, or give --list."
        )
    with open_ledger(ledger or default_ledger(), create=bool(targets)) as book:
        if targets:
            _follow(book, targets, by, json, f" --ledger {shlex.quote(ledger)}" if ledger else "")
        if list_:
            _show_sources(following.followed(book), json)
        if failures:
            _show_failures(following.failures(book), json)
        if opml:
            write_whole(opml, iter([following.opml(book)]))
    return 0


def _follow(book: Ledger, targets: Sequence[str], by: str | None, json: bool, named: str) -> None:
    done = following.follow(book, targets, by)
    if json:
        print_lines({"kind": "subscription", "new": True, **asdict(s)} for s in done.new)
        print_lines({"kind": "subscription", "new": False, **asdict(s)} for s in done.known)
        print_lines({"kind": "refused", "address": address} for address in done.refused)
        return
    for subscription in done.new:
        print(f"following {subscription.kind} {render.one_line(subscription.address)}")
    for subscription in done.known:
        print(f"followed already: {render.one_line(subscription.address)}")
    for address in done.refused:
        print(f"left out, no http or https address: {render.one_line(address)}")
    if done.new:
        print(f"Read them with: konturen fetch{render.one_line(named)}")


@app.command
def unfollow(target: str, *, by: By = None, ledger: LedgerPath = None, json: Json = False) -> int:
    """Follow something no longer, named by its address, path or number; what was read stays."""
    with open_ledger(ledger or default_ledger()) as book:
        ended = following.unfollow(book, target, by)
    if json:
        print_lines([{"kind": "subscription", **asdict(ended)}])
    else:
        print(f"no longer followed: {render.one_line(ended.address)}")
    return 0


@app.command
def fetch(
    *,
    once: Annotated[bool, _flag("One round (the default).")] = False,
    every: Annotated[
        float | None,
        Parameter(help="Minutes between rounds, until stopped.", validator=validators.Number(gte=1)),
    ] = None,
    everything: Annotated[
        bool, Parameter(name="--all", negative="", help="Ask what is not due and what has failed, too.")
    ] = False,
    ledger: LedgerPath = None,
    json: Json = False,
    reading: Reading | None = None,
) -> int:
    """Ask all that is followed and due; read, code and record what is new in it."""
    if once and every is not None:
        raise CycloptsError(msg="--once and --every exclude each other.")
    pipeline = Pipeline((reading or Reading()).settings())
    tools = Tools(clock=Clock(chance=random.random))
    manners = manners_of(pipeline, tools)
    with open_ledger(ledger or default_ledger()) as book:
        while True:
            with Waiting(Console(stderr=True)) as waiting:
                watch = Watch(waiting.source, waiting.stage)
                report = following.fetch(book, pipeline, Options(everything, None, tools, watch), manners)
            _show_report(report, json)
            if every is None:
                if not (report.asked or report.results or json):
                    _show_idle(following.followed(book), everything)
                return FAULT if report.of("failed") else 0
            sys.stdout.flush()
            sleep(every * 60)


@app.command(name="import-bookmarks")
def import_bookmarks(
    file: Annotated[str, Parameter(help="JSON of wallabag, export of Readeck, a browser's bookmarks.")],
    *,
    by: By = None,
    ledger: LedgerPath = None,
    json: Json = False,
    reading: Reading | None = None,
) -> int:
    """Read, code and record the texts of exported bookmarks: as saved there, else from their addresses."""
    pipeline = Pipeline((reading or Reading()).settings())
    tools = Tools(clock=Clock(chance=random.random))
    with open_ledger(ledger or default_ledger(), create=True) as book:
        done = following.import_bookmarks(book, file, by)
        if json:
            print_lines([{"kind": "bookmarks", **asdict(done)}])
        else:
            print(f"{render.counted(done.new, 'new bookmark')} of {done.program}, {done.known} known already")
            for reason in done.refused:
                print(f"left out: {render.one_line(reason)}")
        with Waiting(Console(stderr=True)) as waiting:
            watch = Watch(waiting.source, waiting.stage)
            only = frozenset({done.subscription.id})
            report = following.fetch(book, pipeline, Options(False, only, tools, watch))
    _show_report(report, json)
    return FAULT if report.of("failed") else 0


def _show_sources(states: Sequence[SourceState], json: bool) -> None:
    if json:
        print_lines(_source_line(state) for state in states)
        return
    if not states:
        print("nothing is followed. Begin with: konturen follow ADDRESS")
        return
    names = ("", "what", "asked", "texts", "to read", "failed", "state")
    rows = []
    for state in states:
        subscription, last = state.subscription, state.last
        name = f"{subscription.title}\n{subscription.address}" if subscription.title else subscription.address
        told: str = "never asked" if last is None else last.outcome
        if last is not None and last.reason:
            told = f"{told}: {last.reason}"
        counts = (str(count) for count in (state.entries, state.waiting, state.failed))
        rows.append((str(subscription.id), name, state.asked or "", *counts, told))
    _show_rows(names, rows)


def _source_line(state: SourceState) -> Line:
    counts = {"entries": state.entries, "waiting": state.waiting, "failed": state.failed}
    last = asdict(state.last) if state.last else None
    return {"kind": "source", **asdict(state.subscription), "asked": state.asked, "last": last, **counts}


def _show_failures(failures: Sequence[Failure], json: bool) -> None:
    if json:
        print_lines({"kind": "failure", **asdict(failure)} for failure in failures)
        return
    if not failures:
        print("nothing has failed.")
        return
    rows = []
    for failure in failures:
        name = f"{failure.title}\n{failure.address}" if failure.title else failure.address
        tried = f"{failure.recorded} ({failure.failures}x)"
        rows.append((name, failure.reason, tried, failure.next_try or "only by: konturen fetch --all"))
    _show_rows(("what", "reason", "tried", "next try"), rows)


def _show_idle(states: Sequence[SourceState], everything: bool) -> None:
    """Why a round had nothing to do."""
    asked = [state.last for state in states if state.subscription.kind != "bookmarks"]
    times = sorted(last.next_try for last in asked if last is not None and last.next_try)
    if not asked:
        print("Nothing is followed. Begin with: konturen follow ADDRESS")
    elif times:
        more = "" if everything else "; what is not due is asked with: konturen fetch --all"
        print(f"Nothing is due before {times[0]}{more}")


def _show_report(report: Report, json: bool) -> None:
    counts = {name: len(report.of(name)) for name in ("new", "known", "failed")}
    put_off = len(report.of("put off")) + report.waiting
    if json:
        print_lines({"kind": "fetched", **asdict(result)} for result in report.results)
        total = {"asked": report.asked, "unchanged": report.unchanged, **counts, "put off": put_off}
        print_lines([{"kind": "round", **total}])
        return
    per: dict[str, list[Result]] = {}
    for result in report.results:
        per.setdefault(result.source, []).append(result)
    if per:
        table = _table("source", "new", "known", "failed", "put off")
        for source, results in per.items():
            tally = [
                str(sum(r.came == came for r in results)) for came in ("new", "known", "failed", "put off")
            ]
            table.add_row(_cell(source), *tally)
        output().print(table)
    for result in report.results:
        if result.reason:
            print(render.one_line(f"{result.came}: {result.address}: {result.reason}"))
    lists = f"{render.counted(report.asked, 'list')} asked, {report.unchanged} unchanged"
    print(
        f"{lists}: {counts['new']} new, {counts['known']} known, {counts['failed']} failed, {put_off} put off"
    )


def _cell(text: str) -> Text:
    """A cell as it stands: neither marks of the terminal nor those of rich count."""
    return Text("\n".join(render.one_line(part) for part in text.split("\n")))


def _show_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows as a table; where the terminal is too narrow for that, one below the other."""
    console = output()
    if console.width >= WIDE:
        table = _table(*names)
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        console.print(table)
        return
    for row in rows:
        for name, value in zip(names, row, strict=True):
            if name == "what" or not name:
                for part in value.split("\n"):
                    console.print(Text(render.one_line(part), style="bold"), soft_wrap=True)
            elif value:
                render.flow(console, Text(f"{name}: {render.one_line(value)}"), 6, 4)
        console.print()


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
