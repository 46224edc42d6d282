"""Views as text: harmless, readable, and without blanks at the ends of lines."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from konturen.ledger.reader import KnownActor
from konturen.records import Coverage, Skipped, Span
from konturen.terminal import render
from konturen.views import ActLine, PairRow, PairView, Section, SourceNote
from tests import factory

EVIL = "Nord\x1b[31mlicht\x07 \x9b2J \u202eback\u202c [bold]x[/bold] :smile: \x00\x7f\ud800"
STEERING = ("\x1b", "\x07", "\x9b", "\u202e", "\x00", "\x7f", "\ud800")
NOTE = SourceNote("0" * 16, "A title", "The outlet", "An author", "2024-05-04", "texts/a.txt")


def act(**changes: object) -> ActLine:
    """An act of a dossier."""
    line = ActLine(
        *("1", "2024-05-03", "Am 3. Mai 2024", "Nordlicht", "Morgenrot", "CONSULT", "meets", "happened", True),
        *("inter-party", None, factory.FIRST, "traf", 0.91, NOTE),
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def pair(*lines: ActLine) -> PairView:
    """A dossier with these acts."""
    section = (Section("acts", lines, 1, 1, 1),) if lines else ()
    return PairView("Nordlicht", "Morgenrot", ("n",), ("m",), section, (), len(lines), 1, 1, 1)


def row(**changes: object) -> PairRow:
    """A row of the overview."""
    made = PairRow(
        "Nordlicht", "Morgenrot", "n", "m", 2, 1, (("CONSULT", 2),), (("happened", 2),), ("t",), None, 2, 1
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def text(show: object, *values: object, width: int = 80, terminal: bool = False) -> str:
    """What a function shows."""
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, force_terminal=terminal, _environ={})
    show(console, *values)  # type: ignore[operator]
    return out.getvalue()


EVIL_VIEWS = {
    "dossier": (render.show_pair, pair(act(source=EVIL, target=EVIL, sentence=EVIL, cue=EVIL, speaker=EVIL))),
    "names": (render.show_pair, replace(pair(), a=EVIL, b=EVIL)),
    "note": (render.show_pair, pair(act(said_in=SourceNote(*([EVIL] * 6))))),
    "overview": (render.show_relations, [row(a=EVIL, b=EVIL)]),
    "actors": (render.show_mentioned, [KnownActor("new:x", EVIL, "party", 1, 1, 1)]),
    "document": (
        render.show_document,
        factory.document(
            f"{EVIL} read\n\n{EVIL}", title=EVIL, author=EVIL, shell=(Skipped(Span(0, 9), "title"),)
        ),
    ),
    "coded": (render.show_coded, factory.coded(document=factory.document(location=EVIL)), 0.0),
}


@pytest.mark.parametrize("name", EVIL_VIEWS)
def test_hostile_words_reach_the_terminal_as_escapes(name: str) -> None:
    """What would steer the terminal, turn the order or fail to be written is shown as what it is."""
    show, *values = EVIL_VIEWS[name]
    written = text(show, *values, width=200)
    assert not [sign for sign in STEERING if sign in written]
    assert "\\x1b[31m" in written
    assert "[bold]x[/bold] :smile:" in written


def test_lawful_marks_and_letters_stay_as_they_are() -> None:
    """All scripts, emoji and marks of direction that Arabic and Hebrew need are untouched."""
    words = "Жаңа адамдар 汉字 שלום\u200f 👨‍👩‍👧 e\u0301 „so“\tund\nso"
    assert render.harmless(words) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "undated"),
        ("2024-05-03", "2024-05-03"),
        ("2024-05", "2024-05"),
        ("2005/..", "since 2005"),
        ("../2016-04", "until 2016-04"),
        ("2026/2028", "2026 to 2028"),
        ("201X", "2010s"),
        ("19XX", "1900 to 1999"),
        ("2014-23", "autumn 2014"),
        ("2014~", "about 2014"),
        ("2014?", "perhaps 2014"),
        ("2014-05%", "perhaps about 2014-05"),
        ("2020-01~/2020-04~", "about 2020-01 to about 2020-04"),
    ],
)
def test_dates_are_words_a_person_reads(value: str | None, words: str) -> None:
    """EDTF is for machines; a dossier says since, until and to."""
    assert render.readable(value) == words


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_fit_and_end_without_blanks(width: int) -> None:
    """Dossiers and tables keep to the terminal's width and leave no blanks at the ends of lines."""
    long = act(sentence="Wort " * 60 + "Ende.", source="Nord " * 12, when="2020-01~/2020-04~")
    shown = text(render.show_pair, pair(act(), long), width=width)
    shown += text(render.show_relations, [row(), row(a="Partei " * 9)], width=width)
    assert all(len(line) <= width and line == line.rstrip() for line in shown.split("\n"))


def test_a_dossier_quotes_the_sentence_and_cites_the_source() -> None:
    """Date, ends, relation and status, then the sentence, then where it stands."""
    lines = text(render.show_pair, pair(act()), width=120).split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("2024-05-03"))
    assert lines[at].split("  ")[-2:] == ["Nordlicht ↔ Morgenrot", "(inter-party, score 0.91)"]
    assert lines[at + 1] == f"    “{factory.FIRST}”"
    assert lines[at + 2] == "    — An author, A title, The outlet, 2024-05-04, texts/a.txt"


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({}, "Nordlicht ↔ Morgenrot"),
        ({"mutual": False}, "Nordlicht → Morgenrot"),
        ({"mutual": False, "target": None}, "CONSULT happened  Nordlicht  ("),
        ({"speaker": "Holt"}, "according to Holt"),
    ],
)
def test_ends_and_speaker_are_shown(changes: dict[str, object], ends: str) -> None:
    """Mutual, directed and one-ended acts look different; a speaker is named."""
    assert ends in text(render.show_pair, pair(act(**changes)), width=200)


def test_the_cue_is_underlined_as_a_word() -> None:
    """Only the whole word is marked, not the same letters inside others."""
    shown = text(
        render.show_pair, pair(act(sentence="Er traf sie, als er eintraf.", cue="traf")), terminal=True
    )
    assert shown.count("\x1b[4mtraf") == 1


def test_no_statement_is_not_denial() -> None:
    """An empty dossier says what its emptiness does not mean."""
    assert "not the same as a sentence that denies" in " ".join(text(render.show_pair, pair()).split())


def test_more_relations_than_shown_are_counted() -> None:
    """A pair with six relations shows four and says two more."""
    many = tuple((f"R{n}", 6 - n) for n in range(6))
    assert ", 2 more" in " ".join(text(render.show_relations, [row(by_relation=many)], width=150).split())


def test_an_empty_ledger_says_so() -> None:
    """Overview and actors of an empty ledger are sentences, not empty tables."""
    assert "no statements" in text(render.show_relations, [])
    assert "no actors" in text(render.show_mentioned, [])


@pytest.mark.parametrize(("count", "words"), [(0, "0 stretches"), (1, "1 stretch"), (2, "2 stretches")])
def test_counts_have_their_number(count: int, words: str) -> None:
    """One is singular."""
    assert render.counted(count, "stretch", "stretches") == words


def test_what_is_below_the_score_is_not_shown() -> None:
    """`code` shows what reaches the score, and counts all."""
    low = factory.coded(coverage=Coverage(2, 2, 9, (), ("an end points back to nobody: 3",)))
    shown = text(render.show_coded, low, 0.85)
    assert "CONSULT" in shown
    assert "seats" not in shown
    assert "1 statement, 1 fact" in " ".join(shown.split())
    assert "not taken: an end points back to nobody: 3" in shown


def test_the_shell_is_shown_apart_from_the_text() -> None:
    """`read` names each part of the page's shell and leaves it out of the text."""
    words = "Teilen\n\nDer Text."
    shown = text(render.show_document, factory.document(words, shell=(Skipped(Span(0, 6), "share-button"),)))
    assert "share-button  Teilen\n" in shown
    assert shown.endswith("\nDer Text.\n")


def test_text_that_goes_to_a_file_is_not_wrapped() -> None:
    """Paragraphs stay whole lines where the output is no terminal."""
    words = "Wort " * 60 + "Ende."
    assert f"\n{words}\n" in text(render.show_document, factory.document(words))
