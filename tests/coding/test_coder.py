"""The coder: every value points to its words, and the same text gives the same statements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from konturen.coding.classifier import Classifier
from konturen.coding.coder import Coder
from konturen.pipeline import Pipeline
from konturen.records import Coded, Statement
from konturen.settings import Settings
from tests import factory
from tests.conftest import open_threshold

TEXT = (
    "Am 25. September 2025 trafen sich Emmanuel Macron und Friedrich Merz in Berlin. „Frankreich kritisiert "
    "Polen nicht“, sagte Macron. Die SPD wirft der CDU vor, 2023 mit der AfD gesprochen zu haben. "
    "Sie will das prüfen."
)
OTHER = "Norwegen und Schweden planen für 2027 ein Abkommen. Finnland könnte ihm beitreten."


@pytest.fixture(scope="module")
def statements(pipeline: Pipeline) -> tuple[Statement, ...]:
    """All that can be claimed of the text."""
    with open_threshold(pipeline.coder._classifier):
        return coded(pipeline).statements


def coded(pipeline: Pipeline, text: str = TEXT) -> Coded:
    """A text, coded."""
    return pipeline.code(factory.document(text))


def test_every_end_speaker_and_evidence_is_verbatim(statements: tuple[Statement, ...]) -> None:
    """`text[start:end]` are the words for all values with offsets."""
    assert statements
    for statement in statements:
        assert TEXT[statement.evidence.start : statement.evidence.end] == statement.evidence.text
        for end in (statement.source, statement.target, statement.speaker):
            assert end is None or TEXT[end.start : end.end] == end.surface


def test_score_cue_and_coder_travel_with_each_statement(
    statements: tuple[Statement, ...], classifier: Classifier
) -> None:
    """A score between 0 and 1, the words it was decided on, and who decided."""
    assert all(0 <= s.score <= 1 and s.coder == classifier.name for s in statements)
    assert all(s.cue and s.cue in s.evidence.text for s in statements)


def test_dates_come_with_their_words(statements: tuple[Statement, ...]) -> None:
    """A date has the words it was read from, and they stand in the text; none without the other."""
    assert all((s.when is None) == (s.when_text is None) for s in statements)
    assert all(s.when_text is None or s.when_text in TEXT for s in statements)


def test_no_two_statements_have_one_id(statements: tuple[Statement, ...]) -> None:
    """A claim is made once."""
    ids = [s.id("d") for s in statements]
    assert len(ids) == len(set(ids))


def test_no_actor_stands_to_himself(statements: tuple[Statement, ...]) -> None:
    """Source and target are two actors."""
    assert all(s.target is None or s.target.actor != s.source.actor for s in statements)


def test_a_document_is_coded_alike_whatever_came_before(
    loose: Pipeline, statements: tuple[Statement, ...]
) -> None:
    """Between two codings of a text another one changes nothing, to the last digit of the score."""
    coded(loose, OTHER)
    assert coded(loose).statements == statements


def test_threads_change_nothing(pipeline: Pipeline, statements: tuple[Statement, ...]) -> None:
    """Two threads claim what one claims, with the same scores but for the last digit."""
    twice = Pipeline(Settings(threads=2))
    twice.__dict__["catalog"] = pipeline.catalog
    with open_threshold(twice.coder._classifier):
        found = {s.id("d"): s.score for s in coded(twice).statements}
    assert found == {s.id("d"): pytest.approx(s.score, abs=2e-4) for s in statements}


def test_where_it_lies_changes_nothing(loose: Pipeline, statements: tuple[Statement, ...]) -> None:
    """The same text under another name makes the same claims with the same ids."""
    elsewhere = loose.code(factory.document(TEXT, location="b.txt"))
    assert [replace(s, document="a.txt") for s in elsewhere.statements] == list(statements)


def test_windows_beyond_the_kept_ones_are_read_again(
    loose: Pipeline, statements: tuple[Statement, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory for encoder states is bounded; what was dropped gives the same numbers when read again."""
    monkeypatch.setattr("konturen.coding.coder.KEPT_WINDOWS", 0)
    assert coded(loose).statements == statements


def test_ends_that_point_to_nobody_are_counted(loose: Pipeline) -> None:
    """A pronoun without antecedent makes no statement; the coverage says how many were refused and why."""
    coder: Coder = loose.coder
    document = factory.document("Sie kritisiert Morgenrot.")
    sentences = [factory.sentence(document.text)]
    nobody = replace(factory.mention(document.text, "Sie", form="pronoun"), actor=None, name=None)
    mentions = [nobody, factory.mention(document.text, "Morgenrot")]
    result = coder.code(coder.read(document, sentences), mentions, [], {})
    assert dict(result.refused)["an end points back to nobody"] > 0
    assert "Sie" not in {s.source.surface for s in result.statements}


def test_parliaments_and_youth_wings_have_their_tracks(loose: Pipeline) -> None:
    """What the catalog knows beyond types decides the track."""
    coder = loose.coder
    document = factory.document("Nordlicht traf Morgenrot.")
    mentions = [factory.mention(document.text, name) for name in ("Nordlicht", "Morgenrot")]
    reading = coder.read(document, [factory.sentence(document.text)])
    special = {m.actor or "": "youth" for m in mentions}
    tracks = {s.track for s in coder.code(reading, mentions, [], special).statements if s.target}
    assert tracks == {"youth"}
