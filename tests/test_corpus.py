"""The corpus and the labels of real text: whole, well-formed, and without a word of others."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from items import RELATIONS, STATUSES, Item, ItemError, parse, read
from real import SETS, annotated, digest, items, source, stored

TRAINING = Path(__file__).parent.parent / "training"
LEAST_ITEMS, LEAST_SENTENCES = 1500, 1000
LANGUAGES = ("de", "en", "ru")


@cache
def written(language: str) -> list[Item | ItemError]:
    """The items of a language."""
    return list(read(sorted((TRAINING / "corpus" / language).glob("*.txt"))))


def labels(language: str) -> list[dict[str, Any]]:
    """The labels of a language's real text."""
    path = TRAINING / "real" / f"{SETS[language][0]}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_keeps_the_format(language: str) -> None:
    """No item of the corpus is faulty."""
    assert [str(found) for found in written(language) if isinstance(found, ItemError)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_items(language: str) -> None:
    """At least 1,500 items a language."""
    assert len(written(language)) >= LEAST_ITEMS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_relation_is_there_in_several_statuses(language: str) -> None:
    """Each relation stands in each language in at least four of the five statuses."""
    seen = Counter((n.relation, n.status) for i in written(language) if isinstance(i, Item) for n in i.lines)
    for relation in RELATIONS:
        assert sum(seen[relation, status] > 0 for status in STATUSES) >= len(STATUSES) - 1, relation


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_items_have_one_wording(language: str) -> None:
    """No text stands twice in the corpus."""
    texts = Counter(item.text for item in written(language) if isinstance(item, Item))
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_real_sentences_are_annotated(language: str) -> None:
    """At least 1,000 sentences of real text a language."""
    assert sum(len(row["sentences"]) for row in labels(language)) >= LEAST_SENTENCES


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_real_text_hold_no_text(language: str) -> None:
    """Only ids, hashes, offsets, keys and names of the scheme: nothing longer than a hash."""

    def strings(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        return [s for part in value for s in strings(part)] if isinstance(value, list) else []

    for row in labels(language):
        assert set(row) == {"id", "text", "sentences", "marks", "dates", "lines"}
        words = [part for value in strings(list(row.values())) for part in value.split("+")]
        assert max(map(len, words)) <= 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_real_text_lie_in_its_sentences(language: str) -> None:
    """Marks and cues lie in annotated sentences, and every end is an actor that is marked."""
    for row in labels(language):
        spans = [tuple(span) for span in row["sentences"]]
        keys = {key for mark in row["marks"] for key in mark[2].split("+")}
        for start, end in [*((m[0], m[1]) for m in row["marks"]), *(n[5] for n in row["lines"])]:
            assert any(a <= start < end <= b for a, b in spans), row["id"]
        for line in row["lines"]:
            assert {line[0], line[3] or line[0], line[7] or line[0]} <= keys, row["id"]
            assert line[1] in RELATIONS
            assert line[4] in STATUSES


TEXT = "Holt traf Brand.  Er lobte ihn am Montag."
BLOCK = [
    "= text_wikinews_de/7 |",
    "1 [H:person Holt] traf [B:person Brand].",
    'H CONSULT = B | happened | "traf"',
    "2 [H:person/pron Er] lobte [B:person/pron ihn] {am Montag}.",
    'H SUPPORT > B | happened | "lobte" | when {am Montag}',
]


def known() -> dict[tuple[str, str], Any]:
    """A source whose sentences are two blanks apart."""
    return {("text_wikinews_de", "7"): source("de", "7", "", TEXT)}


def test_marks_of_a_work_file_become_offsets_of_the_text() -> None:
    """Offsets count characters of the document, whose blanks differ from the work file's."""
    found = annotated(BLOCK, known())
    assert [TEXT[m.start : m.end] for m in found.marks] == ["Holt", "Brand", "Er", "ihn"]
    assert [TEXT[slice(*line.cue)] for line in found.lines] == ["traf", "lobte"]
    assert found.lines[1].when is not None
    assert TEXT[slice(*found.lines[1].when)] == "am Montag"


def test_a_changed_sentence_is_refused() -> None:
    """A work file whose words are not those of the source is no annotation of it."""
    with pytest.raises(ItemError, match="was changed"):
        annotated([BLOCK[0], "1 [H:person Holt] mied [B:person Brand].", BLOCK[3]], known())


def test_a_missing_sentence_is_refused() -> None:
    """An annotation that leaves a sentence out would pass it off as one without statements."""
    with pytest.raises(ItemError, match="2 sentences expected, 1 found"):
        annotated(BLOCK[:3], known())


def test_what_is_stored_knows_its_text_by_hash() -> None:
    """The stored form names the text by hash and holds none of it."""
    row = stored(annotated(BLOCK, known()))
    assert row["text"] == digest(TEXT)
    assert "Holt" not in json.dumps(row)


def test_items_of_real_text_keep_what_points_back() -> None:
    """Neighbouring sentences stay together, with offsets into the item's own text."""
    (item,) = items(annotated(BLOCK, known()))
    assert item.text == TEXT
    assert [item.text[m.start : m.end] for m in item.marks] == ["Holt", "Brand", "Er", "ihn"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('A MEETS > B | happened | "traf"', "unknown relation"),
        ('A CONSULT > C | happened | "traf"', "no actor C"),
        ('A CONSULT > B | happened | "sah"', "does not stand in the text"),
        ('A CONSULT > A | happened | "traf"', "towards itself"),
        ('A CONSULT > B | happened | "traf" | when {heute}', "no date"),
    ],
)
def test_a_faulty_line_is_refused(line: str, fault: str) -> None:
    """A statement line that breaks the format says how."""
    with pytest.raises(ItemError, match=fault):
        parse(["= de-1 | news | -", "[A:person Holt] traf [B:person Brand].", line])
