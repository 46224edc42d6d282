"""Damaged text: it may lower what is found, never the process."""

from __future__ import annotations

import pytest

from konturen.pipeline import Pipeline
from konturen.records import Coded
from konturen.settings import Settings
from tests import factory

CLEAN = {
    "de": "Ungarn kritisiert die Ukraine. Der polnische Außenminister warnte Russland am Montag vor einem Angriff auf Litauen.",
    "en": "Hungary criticised Ukraine on Monday. Poland imposed sanctions on Belarus, and Russia expelled two Polish diplomats.",
    "ru": "Венгрия раскритиковала Украину. В понедельник Польша ввела санкции против Белоруссии, а Россия выслала двух польских дипломатов.",
}


def damaged(text: str, how: str) -> str:
    """A text as scans, headlines and forums have it."""
    if how == "capitals":
        return text.upper()
    if how == "ocr":
        return (
            text.replace("l", "1").replace("и", "n").replace("rn", "m").replace(" a", "  a").replace("о", "0")
        )
    if how == "unpunctuated":
        return text.replace(".", "").replace(",", "").lower()
    if how == "mixed":
        return " ".join(CLEAN.values())
    return "".join(c + "\u200b" for c in text)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The pipeline as it ships."""
    return Pipeline(Settings())


def coded(pipeline: Pipeline, text: str, language: str) -> Coded:
    """A text coded."""
    return pipeline.code(factory.document(text, language=language))


@pytest.mark.parametrize("language", CLEAN)
@pytest.mark.parametrize("how", ["capitals", "ocr", "unpunctuated", "mixed", "invisible"])
def test_damaged_text_is_coded_and_told_verbatim(pipeline: Pipeline, language: str, how: str) -> None:
    """Whatever is found stands word for word in the damaged text, with a score between 0 and 1."""
    text = damaged(CLEAN[language], how)
    found = coded(pipeline, text, language)
    for s in found.statements:
        assert text[s.evidence.start : s.evidence.end] == s.evidence.text
        assert 0 < s.score <= 1
    assert found.coverage.sentences > 0


@pytest.mark.parametrize("language", CLEAN)
@pytest.mark.parametrize("how", ["ocr", "unpunctuated"])
def test_damage_lowers_what_is_found(pipeline: Pipeline, language: str, how: str) -> None:
    """The clean text says more than the damaged one: the sum of its scores is higher."""
    clean = sum(s.score for s in coded(pipeline, CLEAN[language], language).statements)
    dirty = sum(s.score for s in coded(pipeline, damaged(CLEAN[language], how), language).statements)
    assert clean > dirty
