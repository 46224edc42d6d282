"""The vocabulary: complete, in three languages, and readable errors for a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from konturen.codebook import Relation, built_in, load
from konturen.errors import KonturenError
from konturen.records import STATUSES

PLOVER = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"


def test_all_relations_of_the_design_are_there() -> None:
    """The 16 PLOVER types and five structural relations."""
    assert set(built_in().relations) == {
        *PLOVER.split(),
        "MEMBER_OF",
        "LEADS",
        "PART_OF",
        "ALLIED_WITH",
        "OPPOSES",
    }


@pytest.mark.parametrize("relation", built_in().relations.values(), ids=lambda r: r.id)
def test_each_relation_has_words_in_three_languages(relation: Relation) -> None:
    """Label and both directions are worded in German, English and Russian."""
    for words in (relation.label, relation.forward, relation.backward):
        assert all(words[language] for language in ("de", "en", "ru"))


@pytest.mark.parametrize("relation", built_in().relations.values(), ids=lambda r: r.id)
def test_tone_agrees_with_kind(relation: Relation) -> None:
    """Cooperation is positive, conflict negative, the others take no side."""
    sign = {"cooperation": 1, "conflict": -1}.get(relation.kind, 0)
    assert (relation.tone > 0) - (relation.tone < 0) == sign


def test_statuses_are_those_of_the_records() -> None:
    """The codebook words exactly the statuses that statements can have."""
    assert tuple(built_in().statuses) == STATUSES


@pytest.mark.parametrize(
    ("source", "target", "track"),
    [
        ("state", "state", "interstate"),
        ("party", "party", "inter-party"),
        ("party", "movement", "inter-party"),
        ("youth", "party", "youth"),
        ("parliament", "parliament", "parliamentary"),
        ("person", "person", "personal"),
        ("igo", "state", "international"),
        ("state", "party", "party-state"),
        ("media", "other", "civil"),
        ("party", None, "inter-party"),
    ],
)
def test_tracks_follow_from_the_kinds_in_either_order(source: str, target: str | None, track: str) -> None:
    """The track is the same whoever acts."""
    assert built_in().track(source, target) == track
    if target:
        assert built_in().track(target, source) == track


def test_a_missing_codebook_is_named(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(KonturenError, match=r"gone\.toml"):
        load(tmp_path / "gone.toml")


def test_a_faulty_codebook_is_named(tmp_path: Path) -> None:
    """Broken TOML and missing keys are told as such."""
    path = tmp_path / "mine.toml"
    path.write_text("[[relation]\n", "utf-8")
    with pytest.raises(KonturenError, match="not valid TOML"):
        load(path)
    path.write_text('[codebook]\nname = "x"\n', "utf-8")
    with pytest.raises(KonturenError, match="lacks the key"):
        load(path)


@pytest.mark.parametrize(
    ("relation", "source", "target", "fits"),
    [
        ("LEADS", "person", "state", True),
        ("LEADS", "state", "party", False),
        ("LEADS", "person", "person", False),
        ("MEMBER_OF", "person", "party", True),
        ("MEMBER_OF", "person", "person", False),
        ("PART_OF", "party", None, True),
        ("PART_OF", "person", "state", False),
        ("ACCUSE", "person", "person", True),
    ],
)
def test_relations_name_who_can_stand_at_their_ends(
    relation: str, source: str, target: str | None, fits: bool
) -> None:
    """The file's restrictions are read: only a person leads, and nobody is a member or part of a person."""
    assert built_in().relations[relation].fits(source, target) is fits
