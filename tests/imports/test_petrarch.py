"""PETRARCH dictionaries: names in capitals, synonyms and dated codes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, names, refused, rows, ties

TEXT = """# our own dictionary
#
KAZAKHSTAN_
+KAZAKSTAN_   # misspelt
+ALMATY_
\t[USRKAZ <911216]
\t[KAZ >911216]

ANNA_BERG_  # somebody
+A._BERG_
\t[KAZELI 580101-900424]
\t[KAZGOV 900424-20191231]
\t[KAZMIL >200101]
ARMY_OF_KAZAKHSTAN_ [KAZMIL]
PRESIDENT_OF_KAZAKHSTAN [KAZGOV]
FRONT_FOR_GOD'S_ARMY_ [KAZREB]
WORLD_UNION_ [IGOWUN] a remark without a mark
UNCODED_NAME_
NOBODY_ [---]
"""


def test_a_dictionary(write: Write) -> None:
    """Countries, careers, services and groups get their types, names, dates and origins."""
    imported = load(write("my.actors.txt", TEXT), None, KNOWN)
    found = rows(imported)
    assert imported.format == "petrarch"
    assert {key: row["type"] for key, row in found.items()} == {
        "state-kaz": "state",
        "cameo-anna-berg": "person",
        "cameo-army-of-kazakhstan": "institution",
        "cameo-front-for-god-s-army": "movement",
        "cameo-world-union": "igo",
    }
    assert names(found["state-kaz"]) == [
        ("Kazakhstan", "en", "short"),
        ("Kazakstan", "en", "epithet"),
        ("Almaty", "en", "epithet"),
    ]
    assert [name[0] for name in names(found["cameo-anna-berg"])] == ["Anna Berg", "A. Berg"]
    assert names(found["cameo-front-for-god-s-army"])[0][0] == "Front for God's Army"
    assert ties(found["cameo-anna-berg"]) == [
        ("governs", "state-kaz", "1990-04-24", "2019-12-31"),
        ("member_of", "state-kaz", "2020-01-01", None),
    ]
    assert found["cameo-anna-berg"]["ties"][0]["source"] == "import:my.actors.txt line 12"
    assert found["cameo-anna-berg"]["names"][1]["source"] == "import:my.actors.txt line 10"
    assert ties(found["cameo-army-of-kazakhstan"]) == [("part_of", "state-kaz", None, None)]
    assert dict(imported.skipped) == {
        "code that ties nobody (ELI)": 1,
        "entry without a code": 2,
        "name of an office, not of an actor": 1,
    }


@pytest.mark.parametrize(
    ("code", "span"),
    [
        ("[KAZGOV 300101-310101]", None),
        ("[KAZGOV 310101-300101]", ("1931-01-01", "2030-01-01")),
        ("[KAZGOV 991231-000101]", ("1999-12-31", "2000-01-01")),
        ("[KAZGOV 19880101-19891231]", ("1988-01-01", "1989-12-31")),
        ("[KAZGOV < 20010203]", (None, "2001-02-03")),
        ("[KAZGOV > 010203]", ("2001-02-03", None)),
        ("[KAZGOV 2004017-20061201]", None),
        ("[KAZGOV 20010230-20020101]", None),
    ],
)
def test_dates(write: Write, code: str, span: tuple[str | None, str | None] | None) -> None:
    """Years of two figures up to 30 are of this century; a date that is none loses the tie and is counted."""
    imported = load(write("a.txt", f"ANNA_BERG_ {code}\nKAZAKHSTAN_ [KAZ]\n"))
    row = rows(imported)["cameo-anna-berg"]
    assert [tie[2:] for tie in ties(row)] == ([span] if span else [])
    assert bool(imported.skipped) == (span is None)


def test_packed_dictionary(tmp_path: Path) -> None:
    """A dictionary packed with gzip is read as it is."""
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert len(load(str(path), None, KNOWN).rows) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A_B_ [KAZ]\nC_D_ [KAZGOV 9001\n", ("line 2", '"code"')),
        ("A_B_ [KAZ]\nC_D_\n", ("line 2", "cut off")),
        ("+SYNONYM_\nA_B_ [KAZ]\n", ("line 1", '"name"')),
        ("\t[KAZ]\nA_B_ [KAZ]\n", ("line 1", '"code"')),
    ],
)
def test_broken_dictionaries(write: Write, text: str, told: tuple[str, ...]) -> None:
    """An open bracket, a last name without a code and a synonym of nothing are errors with their line."""
    refused(write("a.txt", text), *told, format="petrarch")


def test_comments_and_codes_of_older_dictionaries(write: Write) -> None:
    """Comments over several lines are passed over with what stands in them; codes of nobody and of several count."""
    text = (
        "<!-- A DICTIONARY -->\n<!-- over\n# two [lines [ --> ARMY_OF_KAZAKHSTAN [KAZMIL]\n"
        "ISILDUR [+++]\nSHIRE [FRA/DEU]\nLEFT_FRONT_ [KAZREB] <!-- of ours -->\n"
    )
    imported = load(write("my.actors.txt", text), "petrarch", KNOWN)
    assert set(rows(imported)) >= {"cameo-army-of-kazakhstan", "cameo-left-front"}
    assert not any("shire" in key or "isildur" in key for key in rows(imported))
    assert dict(imported.skipped) == {"entry without a code": 1, "code of several actors at once": 1}
    assert names(rows(imported)["cameo-left-front"]) == [("Left Front", "en", "short")]


@pytest.mark.parametrize("code", ["[ELR/]", "[/ELR]", "[+A+]", "[A B]"])
def test_what_is_no_code_is_still_refused(write: Write, code: str) -> None:
    """A slash or a plus elsewhere in the code is a broken line."""
    refused(write("my.actors.txt", f"A_NAME [KAZ]\nSHIRE {code}\n"), "line 2", "code", format="petrarch")
