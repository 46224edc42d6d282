"""A document from its source to the ledger: verbatim, complete, and calm about hostile texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from konturen import api
from konturen.coding.classifier import LONGEST, Classifier, Encoded
from konturen.coding.tokens import Tokens
from konturen.dating.lexer import MAX_LEXED
from konturen.errors import SourceError
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from konturen.reading.sentences import split
from konturen.records import Coded, Document
from konturen.settings import Settings
from tests import factory

HOSTILE = {
    "dots": ". . . ! ? … ?! . \n\n . .",
    "marks": "—–-„“”«»()[]{}*_~`|\\/<>@#§$%&=+",
    "blanks": " \t\u00a0\u2003\n\n\r\n ",
    "nothing": "",
    "capitals": "FRANKREICH KRITISIERT POLEN UND UNGARN. DIE SPD TRIFFT DIE CDU IN BERLIN AM 3. MAI 2024.",
    "mixed": "Macron sprach mit Путин. The SPD met «Единая Россия» in Москве. Казахстан и Germany: pact.",
    "nul": "Frankreich\x00 traf Polen.\x00 Die SPD\x00schwieg.",
    "controls": "Frank\x1b[31mreich\x1b[0m traf \x07Polen\x08 am 3. Mai 2024.\x0c Die \x85SPD ging.",
    "emoji": "🇫🇷 Frankreich traf 🇵🇱 Polen 🤝. 👨‍👩‍👧 Die SPD 😀 lachte.",
    "rtl": "\u200fFrankreich\u200f traf \u202ePolen\u202c. \u2067Die SPD\u2069 ging. ישראל וגרמניה نفت.",
    "combining": "F\u0301r\u0301a\u0301n\u0301kreich traf Pole\u0308n. " + "e" + "\u0301" * 3000,
    "crlf": "Frankreich traf Polen.\r\nDie SPD\r\nschwieg.\r\rDie CDU auch.",
    "brackets": "(" * 3000 + "Frankreich" + ")" * 3000 + " traf Polen.",
    "one word": "Frankreich" * 2000,
    "markup": "[bold]Frankreich[/bold] traf <b>Polen</b> {0} %s {{x}} ${HOME} '; drop table statements; --",
}


def check(coded: Coded) -> None:
    """`text[start:end]` are the words, for every value of a coded document."""
    text = coded.document.text
    for mention in coded.mentions:
        assert mention.span.of(text) == mention.surface
    for statement in coded.statements:
        for end in (statement.source, statement.target, statement.speaker):
            assert end is None or text[end.start : end.end] == end.surface
        assert text[statement.evidence.start : statement.evidence.end] == statement.evidence.text
        assert statement.cue is None or statement.cue in text
    for fact in coded.facts:
        assert text[fact.actor.start : fact.actor.end] == fact.actor.surface
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text


def unread(coded: Coded) -> str:
    """The characters, blanks aside, that are in no sentence and not reported as skipped."""
    document = coded.document
    seen = {
        at
        for span in [*(s.span for s in split(document)), *(part.span for part in coded.coverage.skipped)]
        for at in range(span.start, span.end)
    }
    return "".join(c for at, c in enumerate(document.text) if at not in seen and not c.isspace())


@pytest.fixture(scope="session", params=[path.name for path in api.samples()])
def sample(request: pytest.FixtureRequest, pipeline: Pipeline) -> Document:
    """A text that ships with the package."""
    return pipeline.read(str(next(path for path in api.samples() if path.name == request.param)))


def test_all_values_of_a_sample_point_to_their_words(sample: Document, loose: Pipeline) -> None:
    """Mentions, statements and facts of real texts are verbatim."""
    coded = loose.code(sample)
    assert coded.mentions
    assert coded.statements
    check(coded)


def test_nothing_comes_out_of_the_shell(sample: Document, loose: Pipeline) -> None:
    """No mention, end or evidence of a sample touches share buttons, bylines and the like."""
    coded = loose.code(sample)
    assert sample.shell
    spans = [m.span for m in coded.mentions]
    spans += [type(spans[0])(e.start, e.end) for e in {s.evidence for s in coded.statements}]
    assert not any(part.span.overlaps(span) for part in sample.shell for span in spans)


def test_all_characters_of_a_sample_are_accounted_for(sample: Document, pipeline: Pipeline) -> None:
    """Every character that is no blank is in a sentence or in the report of what was skipped."""
    coded = pipeline.code(sample)
    assert unread(coded) == ""
    assert coded.coverage.characters == len(sample.text)


def test_a_sample_is_coded_alike_twice(sample: Document, pipeline: Pipeline) -> None:
    """The same document in one process gives the same value."""
    assert pipeline.code(sample) == pipeline.code(sample)


@pytest.mark.parametrize("language", ["de", "ru"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_coded_verbatim_and_completely(name: str, language: str, loose: Pipeline) -> None:
    """Whatever a text holds: no error, the law of offsets, and no character lost."""
    coded = loose.code(factory.document(HOSTILE[name], language=language))
    check(coded)
    assert unread(coded) == ""


def crowd(count: int) -> str:
    """One sentence that names so many parties."""
    names = ("SPD", "CDU", "FDP", "Polen", "Nordlicht")
    return ", ".join(names[n % len(names)] for n in range(count)) + " trafen Frankreich."


def test_thousands_of_actors_in_one_sentence(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of 5,000 actors is read to its end and stays verbatim (the network left out)."""

    def silent(self: Classifier, tokens: Tokens) -> Encoded:
        assert len(tokens.ids) <= LONGEST
        return Encoded(tokens, np.zeros((1, 1), np.float32), np.zeros((len(tokens.ids), 16), np.float32))

    monkeypatch.setattr(Classifier, "encode", silent)
    monkeypatch.setattr("konturen.coding.coder.claims", lambda *_: [])
    text = crowd(5000)
    coded = pipeline.code(factory.document(text))
    check(coded)
    assert unread(coded) == ""
    assert len(coded.mentions) >= 4000
    assert any(m.span.end > len(text) - 12 for m in coded.mentions)


def test_all_pairs_of_a_crowd_are_scored(pipeline: Pipeline) -> None:
    """A sentence that is read in pieces makes statements that quote it whole."""
    text = crowd(90)
    coded = pipeline.code(factory.document(text))
    check(coded)
    assert {s.evidence.text for s in coded.statements} <= {text}


@pytest.mark.parametrize("half", [0xD800, 0xDFFF, 0xDC80], ids=hex)
def test_a_text_with_halves_of_characters_is_not_coded(half: int, pipeline: Pipeline) -> None:
    """A hand-made document with a lone surrogate is refused in clear words."""
    with pytest.raises(SourceError, match="halves of characters"):
        pipeline.code(factory.document(f"Frankreich {chr(half)} traf Polen."))


def test_stages_are_told_in_their_order(pipeline: Pipeline) -> None:
    """Progress names each stage once, from sentences to statements."""
    told: list[str] = []
    pipeline.code(factory.document(), told.append)
    assert told == ["sentences", "reading", "actors", "dates", "statements"]


def test_a_known_text_is_not_coded_again(
    tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second `add` of a text changes nothing and costs no coding."""
    source = tmp_path / "a.txt"
    source.write_text(factory.TEXT * 3, "utf-8")
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        first = pipeline.add(ledger, str(source))
        monkeypatch.setattr(pipeline, "code", None)
        second = pipeline.add(ledger, str(source))
    assert first.new_document
    assert (second.document_id, second.new_document, second.new_place) == (first.document_id, False, False)


def test_a_name_of_bytes_that_are_no_characters_can_be_recorded(tmp_path: Path, pipeline: Pipeline) -> None:
    """Such a file is recorded under its name with escapes, and known when it comes again."""
    source = tmp_path / "a\udcff.txt"
    source.write_text(factory.TEXT * 3, "utf-8")
    with open_ledger(str(tmp_path / "l.sqlite"), create=True) as ledger:
        assert pipeline.add(ledger, str(source)).new_document
        assert not pipeline.add(ledger, str(source)).new_place
        assert ledger.reader.documents()[0].places[0].endswith("a\\udcff.txt")


@pytest.mark.parametrize("language", [None, "en"])
def test_halves_of_characters_are_refused_by_name(tmp_path: Path, language: str | None) -> None:
    """A text that an odd encoding turns into lone surrogates cannot be stored and is not half read."""
    source = tmp_path / "a.txt"
    source.write_bytes(b"The president met the chancellor +2AA- in Berlin on 3 May 2017, and they talked.")
    with pytest.raises(SourceError, match="halves of characters"):
        Pipeline(Settings(encoding="utf-7", language=language)).read(str(source))


def test_sentences_too_long_for_dates_are_told(pipeline: Pipeline) -> None:
    """A sentence in which no dates are sought is counted in the coverage report."""
    long = "Am 3. Mai 2024 kam " + "niemand, " * (MAX_LEXED // 9) + "und dabei blieb es."
    coded = pipeline.code(factory.document(long))
    assert "sentences too long to look for dates: 1" in coded.coverage.refused


@pytest.mark.parametrize("published", ["gestern", "2024-13-45", "", "\u202e2024"])
def test_a_documents_date_may_be_anything(loose: Pipeline, published: str) -> None:
    """A date that is none is as good as none: the text is coded, and offices are read as of now."""
    text = "Der Präsident Frankreichs traf gestern den Präsidenten Russlands in Genf."
    document = Document("x", text, "de", "text/plain", "", b"", published=published)
    assert loose.code(document).mentions


def test_the_actors_of_a_ledger_are_put_together_once(tmp_path: Path) -> None:
    """Pipelines of one process share the catalog; a further actor makes a new one, a taken-back one the old."""
    row = {
        "id": "party-own-x",
        "type": "party",
        "names": [{"text": "Xenia", "language": "en", "kind": "short"}],
    }
    when = "2026-11-23T12:00:00+00:00"
    with open_ledger(str(tmp_path / "a.sqlite"), create=True) as book:
        assert Pipeline().catalog_of(book) is Pipeline().catalog
        book.writer.add_actors([row], "a test", "Ann", when)
        known = Pipeline().catalog_of(book)
        assert "party-own-x" in known
        assert Pipeline().catalog_of(book) is known
        book.writer.add_actors([row | {"id": "party-own-y"}], "a test", "Ann", when)
        assert "party-own-y" in Pipeline().catalog_of(book)
        assert "party-own-y" not in known
        book.writer.withdraw_actors("Ann", when, batch=1)
        assert "party-own-x" not in Pipeline().catalog_of(book)
