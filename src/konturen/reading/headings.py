"""Title, outlet and byline: what the lines above an article are."""

from __future__ import annotations

import re

from konturen.reading.furniture import byline_name, is_section, name_like
from konturen.reading.lines import END, MAX_TITLE_WORDS, Known, Line, values


def read_head(known: Known, head: int) -> None:
    """Title, outlet and byline among the lines before the article, where some of them are shell."""
    lines = known.lines[:head]
    known.author = next(values(lines, "byline"), None)
    for line in lines:
        if not line.parts and is_section(line.text):
            line.mark("navigation")
        crumbs = re.split(r"\s[|·»>/]\s", line.core)
        if not line.parts and len(crumbs) > 2 and all(len(crumb.split()) <= 3 for crumb in crumbs):
            line.mark("navigation")
    runs = _runs(known.lines, head)
    # Of two equally likely groups the earlier is the title: captions stand below it.
    ranked = sorted(enumerate(runs), key=lambda item: 2 * item[0] - _likeness(item[1], known.lines))
    title_run = ranked[0][1] if ranked else None
    if title_run is not None and not _titled(known, title_run):
        title_run = None
    for run in runs:
        if title_run is None or run is title_run:
            continue
        above = run[0].start < title_run[0].start
        for line in run:
            if known.title is not None and line.core.casefold() == known.title.casefold():
                line.mark("title")
            elif above:
                _read_above_title(known, line, len(run))


def _read_above_title(known: Known, line: Line, run_length: int) -> None:
    """What a line of text above the title is: the outlet, a byline or a way through the site."""
    if line.words > 6 or line.parts:
        return
    if known.outlet is None and run_length == 1 and line.words <= 4:
        known.outlet = line.core
        line.mark("source-label", line.core)
    elif name_like(line.text) and known.author is None:
        known.author = line.core
        line.mark("byline", line.core)
    else:
        line.mark("navigation")


def _runs(lines: list[Line], head: int) -> list[list[Line]]:
    """The lines of the head that are not shell, in groups that neither shell nor a blank line divides."""
    runs: list[list[Line]] = []
    before: Line | None = None
    for line in lines[:head]:
        if not line.parts:
            if before is None or before.parts or line.opens:
                runs.append([])
            runs[-1].append(line)
        before = line
    return runs


def _likeness(run: list[Line], lines: list[Line]) -> int:
    """How much a group of lines looks like the title: long, right above byline or date, no mere name."""
    after = next((line for line in lines if line.start > run[-1].start), None)
    reasons = {part.reason for part in after.parts} if after is not None else set()
    signed = bool(reasons & {"byline", "dateline", "reading-time"})
    named = len(run) == 1 and name_like(run[0].text)
    longest = max(min(line.words, 8) if line.words <= MAX_TITLE_WORDS else 0 for line in run)
    heading = 10 * run[0].text.lstrip().startswith("# ")
    return longest + 6 * signed + 3 * bool(reasons) + heading - 8 * named - 6 * (longest < 2)


def _titled(known: Known, run: list[Line]) -> bool:
    """Reads title, subtitle and byline out of the group of lines that holds the title, if it does."""
    first = run[0]
    if len(run) > 1 and first.words <= 3 < run[1].words and byline_name(run[1].text) is None:
        run[0].mark("title")
        first = run[1]
    elif len(run) > 1 and first.text.rstrip().endswith(":") and run[1].words <= MAX_TITLE_WORDS:
        run[1].mark("title")
        known.title = f"{first.core}: {run[1].core}"
    if not 2 <= first.words <= MAX_TITLE_WORDS:
        return False
    known.title = known.title or first.core
    first.mark("title")
    for line in run:
        name = None if line.parts else byline_name(line.text)
        if name is not None and known.author is None:
            known.author = name
            line.mark("byline", name)
        elif not line.parts and line.words <= MAX_TITLE_WORDS:
            line.mark("title")
    return True


def bare_title(known: Known, head: int) -> None:
    """The title of a text without any shell: one line without a full stop above longer prose."""
    lines = known.lines
    if head not in (1, 2, 3) or head >= len(lines):
        return
    first, following, prose = lines[0], lines[1], lines[head]
    if not 2 <= first.words <= MAX_TITLE_WORDS or END.search(first.text.strip()):
        return
    # Without a blank line below, the next line must be a whole paragraph: else the text is merely wrapped.
    separate = first.closes or (len(following.text) >= 2 * len(first.text) and prose is following)
    if not separate or not first.core[:1].isupper() | first.core[:1].isdigit() | (first.core[:1] in "„“\"«»'‘"):
        return
    if len(prose.text) < len(first.text):
        return
    known.title = first.core
    first.mark("title")
