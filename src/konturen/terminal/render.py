"""Views as text for a terminal: plain where output is no terminal, with weight and colour where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from rich.console import Console
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from konturen.actors.catalog import Catalog, Found
from konturen.dates import Point, parse
from konturen.ledger.reader import KnownActor
from konturen.ledger.values import Judged
from konturen.lines import UNSEEN
from konturen.records import Coded, Document
from konturen.views import ActLine, FactLine, PairRow, PairView, SourceNote

STATUS_STYLE = {
    "happened": "green",
    "ongoing": "cyan",
    "planned": "yellow",
    "possible": "magenta",
    "denied": "red",
}
RELATION_COLUMNS = ("actor", "actor", "said", "texts", "sources", "relations", "tracks", "last")
RELATIONS_SHOWN = 4
"""How many relations a row of the overview names."""

INDENT, DATE_WIDTH, LABEL_WIDTH = 4, 22, 14
"""Columns before a quotation, of the date before an act, and of the label before a value."""

NUMBERS = frozenset(
    {
        "said",
        "sentences",
        "texts",
        "sources",
        "mentions",
        "kept",
        "new",
        "changed",
        "lost",
        "acts",
        "planned",
        "denied",
        "undated",
    }
)
"""Columns of tables that hold numbers."""

WORD_WIDTH = 14
"""Columns of a table are not squeezed below their longest word, nor kept wider than this for its sake."""

NARROWEST = 30
"""Columns below which nothing is wrapped: a narrower window breaks the lines itself."""

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
QUALIFIERS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}

_CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f{UNSEEN}]")


def harmless(text: str) -> str:
    """A text as a terminal may get it: what would steer the terminal or turn the reading order stands as an
    escape (`\\x1b`). Line feeds and tabs stay."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def one_line(text: str) -> str:
    """A harmless text in one line: line feeds and tabs stand as escapes too."""
    return harmless(text).replace("\n", "\\n").replace("\t", "\\t")


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 sentence, 2 sentences."""
    return f"{count} {noun}" if count == 1 else f"{count} {plural or noun + 's'}"


class Standing(Protocol):
    """What stands on sentences of documents, of which some may be copies of each other."""

    @property
    def sentences(self) -> int:
        """How many sentences."""

    @property
    def documents(self) -> int:
        """In how many texts."""

    @property
    def sources(self) -> int:
        """How many of the texts are independent of each other."""


def standing_on(what: Standing) -> str:
    """On how much something stands, in words."""
    documents, sources = counted(what.documents, "document"), counted(what.sources, "independent source")
    return f"{counted(what.sentences, 'sentence')}, {documents}, {sources}"


def readable(when: str | None) -> str:
    """An EDTF value in words: 2005/.. is "since 2005", 2026/2028 "2026 to 2028"; days stay ISO 8601."""
    if when is None:
        return "undated"
    date = parse(when)
    start, end = (None if point is None else _point(point) for point in (date.start, date.end))
    if not date.interval:
        return start or "undated"
    if start and end:
        return f"{start} to {end}"
    return f"since {start}" if start else f"until {end}"


def _point(point: Point) -> str:
    """One end of a date in words."""
    if point.grain == "decade":
        plain = f"{point.year}s"
    elif point.grain == "century":
        plain = f"{point.year} to {point.year + 99}"
    elif point.grain == "season" and point.month:
        plain = f"{SEASONS[point.month]} {point.year}"
    else:
        plain = str(point).rstrip("~?%")
    return QUALIFIERS[point.qualifier] + plain


def show_pair(console: Console, view: PairView, ids: bool = False) -> None:
    """The dossier of a pair, with `ids` those of its statements and facts."""
    flow(console, Text(one_line(f"{view.a} and {view.b}"), style="bold"))
    flow(console, Text(f"{counted(view.statements, 'statement')}: {standing_on(view)}"))
    if not view.sections:
        console.print()
        flow(
            console, Text("No statement joins the two. That is not the same as a sentence that denies contact.")
        )
    for section in view.sections:
        console.print()
        flow(console, Text.assemble((section.name.upper(), "bold"), (f"  {standing_on(section)}", "dim")))
        for line in section.lines:
            _act(console, line, ids)
    if view.facts:
        console.print()
        console.print(Text("FACTS", style="bold"))
        for fact in view.facts:
            _fact(console, fact, ids)
    if view.earlier_facts:
        earlier = f"{counted(view.earlier_facts, 'fact')} recorded earlier: konturen export holds them."
        flow(console, Text(earlier, style="dim"))


def judged_words(judgement: Judged) -> str:
    """How something is judged and by whom, in words; none where nobody said anything."""
    if judgement.state == "none":
        return ""
    said = (f"{one.verdict} by {one.by}{f': {one.note}' if one.note else ''}" for one in judgement.verdicts)
    return f"{judgement.state} ({'; '.join(said)})"


def judged_line(console: Console, judgement: Judged, id: str | None) -> None:
    """What people say of a line, and its id where it is asked for."""
    parts = [f"[{id}]"] if id else []
    parts += [judged_words(judgement)] if judgement.verdicts else []
    if parts:
        flow(console, Text(one_line("  ".join(parts)), style="dim"), INDENT, INDENT)


def _act(console: Console, line: ActLine, ids: bool = False) -> None:
    arrow = "↔" if line.mutual else "→"
    ends = line.source if line.target is None else f"{line.source} {arrow} {line.target}"
    said = f"  according to {one_line(line.speaker)}" if line.speaker else ""
    head = Text.assemble(
        column(readable(line.when), DATE_WIDTH),
        (line.relation, "bold"),
        " ",
        (line.status, STATUS_STYLE[line.status]),
        f"  {one_line(ends)}",
        (f"{said}  ({line.track}, score {line.score:.2f})", "dim"),
    )
    flow(console, head, DATE_WIDTH)
    judged_line(console, line.judgement, line.id if ids else None)
    _quoted(console, line.sentence, line.cue, cite(line.said_in, line.recorded))


def _fact(console: Console, fact: FactLine, ids: bool = False) -> None:
    whole = f" of {fact.of}" if fact.of else ""
    date = f" ({readable(fact.when)})" if fact.when and fact.when != fact.value else ""
    value = readable(fact.value) if fact.value == fact.when else fact.value
    head = Text.assemble(
        column(fact.attribute, DATE_WIDTH),
        (one_line(fact.actor), "bold"),
        f": {one_line(value)}{one_line(whole)}{date}",
    )
    flow(console, head, DATE_WIDTH)
    judged_line(console, fact.judgement, fact.id if ids else None)
    _quoted(console, fact.sentence, None, cite(fact.said_in, fact.recorded))


def column(text: str, width: int) -> str:
    """A text that fills its column, parted from the next one where it is longer."""
    return f"{text:<{width}}" if len(text) < width else f"{text}  "


def _quoted(console: Console, sentence: str, cue: str | None, source: str) -> None:
    words = Text(one_line(" ".join(sentence.split())))
    if cue:
        # Whole words only: the cue "a" is not every "a" of the sentence.
        words.highlight_regex(rf"(?<!\w){re.escape(one_line(' '.join(cue.split())))}(?!\w)", "underline")
    flow(console, Text("“") + words + Text("”"), INDENT, INDENT)
    flow(console, Text(one_line(source), style="dim"), INDENT, INDENT)


def flow(console: Console, text: Text, hang: int = 0, indent: int = 0) -> None:
    """Print one paragraph; its first line begins at column `indent`, the others at `hang`."""
    width = max(NARROWEST, console.width)
    first = text.wrap(console, width - indent)[0]
    used = len(first.plain.rstrip())
    rest = text[used + len(text.plain[used:]) - len(text.plain[used:].lstrip()) :]
    lines = [(indent, first), *((hang, line) for line in rest.wrap(console, width - hang) if rest.plain)]
    for blanks, line in lines:
        line.rstrip()
        console.print(Text(" " * blanks) + line, soft_wrap=True)


def cite(note: SourceNote, recorded: str | None = None) -> str:
    """Outlet, author, title and date as far as they are known, where the text lies, the day of recording."""
    parts = [part for part in (note.author, note.title, note.outlet, note.genre, note.published) if part]
    day = f"; recorded {recorded[:10]}" if recorded else ""
    return "— " + ", ".join([*parts, note.place]) + day


def show_relations(console: Console, rows: Sequence[PairRow]) -> None:
    """Which pairs a ledger knows, one row each."""
    if not rows:
        console.print("The ledger holds no statements between two actors yet.")
        return
    cells = []
    for row in rows:
        relations = [f"{name} {count}" for name, count in row.by_relation[:RELATIONS_SHOWN]]
        more = len(row.by_relation) - RELATIONS_SHOWN
        cells.append(
            (
                row.a,
                row.b,
                str(row.statements),
                str(row.documents),
                str(row.sources),
                ", ".join([*relations, *([f"{more} more"] if more > 0 else [])]),
                ", ".join(row.tracks),
                readable(row.last) if row.last else "",
            )
        )
    table(console, RELATION_COLUMNS, cells)


def table(console: Console, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table without lines and without blanks at the ends of its lines; numbers stand on the right."""
    drawn = Table(box=None, pad_edge=False)
    filled = list(rows)
    for at, name in enumerate(names):
        longest = max(len(word) for row in [names, *filled] for word in one_line(row[at]).split())
        justify: Literal["left", "right"] = "right" if name in NUMBERS else "left"
        drawn.add_column(name, justify=justify, overflow="fold", min_width=min(longest, WORD_WIDTH))
    for row in filled:
        drawn.add_row(*(Text(one_line(cell)) for cell in row))
    for line in console.render_lines(drawn, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        console.print(Segments([*line, Segment.line()]), end="")


def show_coded(console: Console, coded: Coded, min_score: float) -> None:
    """What a text says, statement by statement, then facts and coverage."""
    document = coded.document
    flow(console, Text(one_line(document.title or document.location), style="bold"))
    for statement in (s for s in coded.statements if s.score >= min_score):
        target = statement.target.name if statement.target else None
        line = ActLine(
            "",
            statement.when,
            statement.when_text,
            statement.source.name,
            target,
            statement.relation,
            "",
            statement.status,
            statement.mutual,
            statement.track,
            statement.speaker.name if statement.speaker else None,
            statement.evidence.text,
            statement.cue,
            statement.score,
            _note(document),
        )
        _act(console, line)
    for fact in (f for f in coded.facts if f.score >= min_score):
        view = FactLine(
            fact.actor.name, fact.attribute, fact.value, fact.of, fact.when, fact.evidence.text, _note(document)
        )
        _fact(console, view)
    report = coded.coverage
    parts = (
        f"{counted(report.sentences, 'sentence')} read",
        f"{report.coded} coded",
        f"{counted(len(report.skipped), 'stretch', 'stretches')} skipped",
        counted(len(coded.statements), "statement"),
        counted(len(coded.facts), "fact"),
    )
    console.print()
    flow(console, Text(", ".join(parts)))
    for reason in report.refused:
        flow(console, Text(f"not taken: {reason}", style="dim"))


def _note(document: Document) -> SourceNote:
    place = document.location
    return SourceNote(
        document.id,
        document.title,
        document.outlet,
        document.author,
        document.published,
        place,
        document.genre,
    )


def show_document(console: Console, document: Document) -> None:
    """What is known about a text, and the text without its shell marked line by line."""
    for name, value in (
        ("title", document.title),
        ("author", document.author),
        ("outlet", document.outlet),
        ("genre", document.genre),
        ("published", document.published),
        ("language", document.language),
        ("kind", document.media_type),
        ("reading time", f"{document.reading_minutes} min" if document.reading_minutes else None),
        ("sha256", document.sha256),
    ):
        if value:
            labelled(console, name, value, "")
    for part in document.shell:
        labelled(console, part.reason, " ".join(part.span.of(document.text).split()), "dim")
    console.print()
    at = 0
    kept = []
    for part in document.shell:
        kept.append(document.text[at : part.span.start])
        at = part.span.end
    kept.append(document.text[at:])
    blocks = [block.strip() for block in "".join(kept).split("\n\n")]
    for line in "\n\n".join(block for block in blocks if block).split("\n"):
        if console.is_terminal:
            flow(console, Text(one_line(line)))
        else:
            console.print(Text(harmless(line)), soft_wrap=True)


def labelled(console: Console, label: str, value: str, style: str) -> None:
    flow(console, Text.assemble((column(label, LABEL_WIDTH), "dim"), (one_line(value), style)), LABEL_WIDTH)


def show_found(console: Console, found: Sequence[Found], catalog: Catalog) -> None:
    """Actors of the catalog that a name may mean."""
    rows = []
    for hit in found:
        names = [catalog.name(hit.actor, language) for language in ("de", "en", "ru")]
        rows.append((hit.actor.id, hit.actor.type, *names, f"{hit.score:.2f} {hit.reason}"))
    table(console, ("id", "type", "de", "en", "ru", "reason"), rows)


def show_mentioned(console: Console, actors: Sequence[KnownActor]) -> None:
    """The actors of a ledger."""
    if not actors:
        console.print("The ledger's texts mention no actors yet.")
        return
    rows = [(a.name, a.type, str(a.mentions), str(a.documents), str(a.sources), a.id) for a in actors]
    table(console, ("name", "type", "mentions", "texts", "sources", "id"), rows)
