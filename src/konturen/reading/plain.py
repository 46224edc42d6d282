"""What a plain text consists of: the article, and the shell of the page it was copied from.

1. each line alone: is it shell by the word lists (`furniture`)?
2. lines that are shell only beside others: bare names of networks, sections, lists of related articles;
3. the head (all before the first line of prose): title, outlet, byline;
4. the foot (all after the last): byline, title and outlet repeated, the line about the author;
5. the agency's dateline that opens the article.

A line of prose is never taken away, and without any sign of a shell only a title above the text is.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from konturen.reading.datelines import agency_credit, agency_prefix, dated_line
from konturen.reading.furniture import (
    NAME,
    classify,
    is_network,
    is_section,
    name_like,
)
from konturen.reading.headings import bare_title, read_head
from konturen.reading.lines import END, MAX_TITLE_WORDS, Known, Line, lines_of, values
from konturen.reading.wordlists import wordlists
from konturen.records import Skipped, Span

_MAX_QUESTION_WORDS = 15
_LONG_WORDS = 25
"""From this many words on a line is prose even without a full stop at its end (a cut paragraph)."""

_MAX_RELATED = 12
"""Headlines that one list of related articles can take with it."""

_NEAR = 3
"""How many lines of text may stand between the top and a name, for the name to be a byline."""

_STOP = re.compile(r"(?:\.|…)['\"»“”’‘«)\]]*(?:\[\d+\])*$")
_BIO = re.compile(
    rf"(?P<name>{NAME})\s?(?:,| ist| ist ein| ist eine| is| is a| is an| is the|\s?[–—-])\s+(?P<rest>.*)",
    re.DOTALL,
)
_MAX_BIO_WORDS = 45


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around an article, and what it tells about it. Unknown values are None."""

    skipped: tuple[Skipped, ...] = ()
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    reading_minutes: int | None = None
    agency: str | None = None


def recognise(text: str) -> Shell:
    """The shell of a text; its spans lie within the text, do not overlap and are in order."""
    known = Known(lines=lines_of(text))
    lines = known.lines
    for line in lines:
        line.parts = classify(line.text, line.start)
    _beside_others(lines)
    _related_lists(lines)
    head, foot = _ends(lines)
    _dates(lines, head)
    if any(line.parts for line in lines[: head + _NEAR + 12]):
        read_head(known, head)
        _stray_bylines(known, head)
    else:
        bare_title(known, head)
    _read_foot(known, foot)
    _open_with_dateline(known)
    return _shell(known)


def without(text: str, skipped: tuple[Skipped, ...]) -> str:
    """The text with its skipped stretches blanked out, one space for each character: offsets stay."""
    pieces: list[str] = []
    position = 0
    for item in skipped:
        pieces.append(text[position : item.span.start])
        pieces.append(" " * (item.span.end - item.span.start))
        position = item.span.end
    return "".join((*pieces, text[position:]))


def _prose(line: Line, following: Line | None = None) -> bool:
    """Whether a line holds a sentence: it ends like one, or is too long for anything else.

    A short question or exclamation right above shell is a title.
    """
    if line.words >= _LONG_WORDS:
        return True
    if dated_line(line.core) is not None:
        return False
    core = line.text.strip()
    if _STOP.search(core):
        return line.words >= 2
    if not END.search(core):
        return False
    above_shell = following is not None and bool(following.parts)
    return line.words >= (_MAX_QUESTION_WORDS if above_shell else 4)


def _ends(lines: list[Line]) -> tuple[int, int]:
    """The index of the first line of prose and the index after the last one."""
    found = [
        index
        for index, (line, following) in enumerate(itertools.zip_longest(lines, lines[1:]))
        if not line.parts and _prose(line, following)
    ]
    return (found[0], found[-1] + 1) if found else (len(lines), len(lines))


def _beside_others(lines: list[Line]) -> None:
    """Bare names of networks, and of sections, are shell where a neighbour is."""
    changed = True
    while changed:
        changed = False
        for index, line in enumerate(lines):
            if line.parts:
                continue
            near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
            shell = any(other.parts for other in near)
            if is_network(line.text) and (shell or any(is_network(other.text) for other in near)):
                line.mark("share-button")
                changed = True
            elif is_section(line.text) and shell:
                line.mark("navigation")
                changed = True


def _related_lists(lines: list[Line]) -> None:
    """The headlines under "Read also": all lines up to the next one of prose or of other shell."""
    for index, line in enumerate(lines):
        if not any(part.reason == "related" and part.value is None for part in line.parts):
            continue
        for other in lines[index + 1 : index + 1 + _MAX_RELATED]:
            if other.parts or other.words >= _LONG_WORDS or _STOP.search(other.text.strip()):
                break
            if END.search(other.text.strip()) and other.words > MAX_TITLE_WORDS:
                break
            other.mark("related")


def _dates(lines: list[Line], head: int) -> None:
    """A line with nothing but a date is a dateline above the article, beside shell or right at the top.

    Elsewhere it heads a chronology or ends a caption ("Edgar Poe, 17 November 1875").
    """
    shell = any(line.parts for line in lines[: head + _NEAR])
    for index, line in enumerate(lines[: head + 2 * _NEAR]):
        dated = None if line.parts else dated_line(line.core)
        if dated is None:
            continue
        near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        beside = any(other.parts for other in near)
        plain = not dated.before or re.fullmatch(r"\w+,\s+", dated.before) is not None
        above = index < head and (beside or (plain and (shell or index <= 1)))
        if above or (beside and plain):
            line.mark("dateline", dated.published)


def _stray_bylines(known: Known, head: int) -> None:
    """A name alone between the title and the text, beside shell: under a standfirst, above a date."""
    lines = known.lines
    if known.author is not None or any(part.reason == "byline" for line in lines for part in line.parts):
        return
    for index, line in enumerate(lines[: head + _NEAR]):
        near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
        if not line.parts and name_like(line.text) and any(other.parts for other in near):
            known.author = line.core
            line.mark("byline", line.core)
            return


def _read_foot(known: Known, foot: int) -> None:
    """Repetitions of title, outlet and author below the article, and the line about the author."""
    lines = known.lines
    bylines = values(lines, "byline")
    names = {name.casefold() for name in (*bylines, known.author, known.outlet) if name}
    shell = any(line.parts for line in lines)
    for index, line in enumerate(lines):
        if line.parts:
            continue
        if shell and known.title is not None and line.core.casefold() == known.title.casefold():
            line.mark("title")
        elif line.core.casefold() in names or (shell and index >= foot and name_like(line.text)):
            line.mark("byline", line.core)
    author = known.author or next(iter(values(lines, "byline")), None)
    known.author = author or _author_of_bio(lines, foot)


def _author_of_bio(lines: list[Line], foot: int) -> str | None:
    """The name in "Name, professor of ..." under an article; the line itself stays a sentence."""
    prose = [line for line in lines[:foot] if not line.parts]
    if len(prose) < 2:
        return None
    match = _BIO.fullmatch(prose[-1].core)
    if match is None or prose[-1].words > _MAX_BIO_WORDS:
        return None
    words = re.findall(r"[\w.]+", match["rest"].casefold())
    lists = wordlists()
    roles, speech = set(lists["author-roles"]), set(lists["speech"])
    described = any(word.rstrip(".") in roles for word in words[:3])
    surname = match["name"].split()[-1]
    elsewhere = any(surname in line.text for line in prose[:-1])
    return match["name"] if described and not elsewhere and not speech.intersection(words) else None


def _open_with_dateline(known: Known) -> None:
    for line in known.lines:
        if line.parts:
            continue
        indent = len(line.text) - len(line.text.lstrip())
        prefix = agency_prefix(line.text[indent:])
        if prefix is not None:
            start = line.start + indent
            known.prefix = Skipped(Span(start, start + prefix.length), "dateline")
            known.published = prefix.published
            known.agency = prefix.agency
        return


def _shell(known: Known) -> Shell:
    skipped = [Skipped(part.span, part.reason) for line in known.lines for part in line.parts]
    if known.prefix is not None:
        skipped.append(known.prefix)
    minutes = next(values(known.lines, "reading-time"), None)
    digits = re.sub(r"\D", "", minutes or "")
    return Shell(
        skipped=tuple(sorted(skipped, key=lambda item: item.span)),
        title=known.title,
        author=known.author,
        outlet=known.outlet or next(values(known.lines, "source-label"), None),
        published=next(values(known.lines, "dateline"), None) or known.published,
        reading_minutes=int(digits) if digits else None,
        agency=known.agency or agency_credit("".join(line.text + "\n" for line in known.lines[-2:])),
    )
