"""By which of its names a document calls an actor."""

from __future__ import annotations

from functools import cache

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.mentions import find
from konturen.records import Sentence, Span


@cache
def shipped() -> Catalog:
    """The package's catalog."""
    return Catalog.load()


def names(language: str, *texts: str) -> dict[str, set[str]]:
    """The names that the mentions of a document of these sentences bear, by actor."""
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(Span(start, start + len(text)), text, number, 0, language))
        start += len(text) + 1
    found = find(sentences, language, shipped())
    named: dict[str, set[str]] = {}
    for mention in (m for row in found for m in row if m.actor and m.name):
        named.setdefault(mention.actor or "", set()).add(mention.name or "")
    return named


def test_an_actor_is_called_as_the_text_calls_it() -> None:
    """A party that the text knows by its abbreviation alone has no official name there."""
    assert names("de", "Die PDS tagte in Berlin.")["party-deu-pds"] == {"PDS"}


def test_a_full_name_goes_before_an_abbreviation() -> None:
    """However often the abbreviation stands."""
    text = "Die Partei des Demokratischen Sozialismus (PDS) tagte.", "Die PDS kam, die PDS ging."
    assert names("de", *text)["party-deu-pds"] == {"Partei des Demokratischen Sozialismus"}


def test_an_abbreviation_with_small_letters_is_one() -> None:
    """What is an abbreviation the catalog says, not the capitals."""
    found = names("de", "Die Alternative für Deutschland (AfD) tagte. Die AfD kam, die AfD ging.")
    assert found["party-deu-afd"] == {"Alternative für Deutschland"}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Die Grenze Kirgistans ist zu.", "Kirgistan"),
        ("ru", "Граница Киргизии закрыта.", "Киргизия"),
        ("en", "The border of Kirghizia is closed.", "Kirghizia"),
        ("en", "The Kyrgyz border is closed.", "Kyrgyzstan"),
    ],
)
def test_an_inflected_name_is_told_in_the_nominative(language: str, text: str, wanted: str) -> None:
    """The name is the catalog's, chosen by the text; an adjective chooses none."""
    assert names(language, text)["state-kgz"] == {wanted}


def test_every_mention_of_a_document_bears_one_name() -> None:
    """The most used name of an actor is that of all its mentions."""
    found = names("de", "Kirgistan grüßt.", "Kirgisien dankt Kirgistan.", "Bischkek schweigt.")
    assert found["state-kgz"] == {"Kirgistan"}
