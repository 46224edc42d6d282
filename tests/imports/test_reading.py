"""The entry: formats are told from the content, sources are bounded, damage is told."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest

from konturen.imports import texts
from konturen.imports.reading import FORMATS, guess, load
from tests.imports.helpers import Write, refused

CSV = "type,name\n" + "".join(f"party,Partei Nummer {n}\n" for n in range(200))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('{"id":"a","type":"party","names":[]}\n', "jsonl"),
        ('{"id":"Q1","type":"item","labels":{}}\n', "wikidata"),
        ('[\n{"type":"item","id":"Q1","labels":{},"claims":{}},\n', "wikidata"),
        ('{\n "entities": {"Q1": {"id": "Q1"', "wikidata"),
        ('{\n "head": {"vars": []},\n "results": {"bindings": [\n', "wikidata-sparql"),
        ('{"id":"a","schema":"Person","properties":{}}\n', "followthemoney"),
        ("# remark\n#\n\nKAZAKHSTAN_\n+KAZAKSTAN_\n\t[KAZ]\n", "petrarch"),
        ("name;type\nA;party\n", "csv"),
        (
            "country,partyfacts_id,technical,name_short,name,name_english,name_other,year_first,year_last\n",
            "partyfacts",
        ),
        ("country,partyfacts_id,wikidata_id,name,name_short,name_native\n", "partyfacts-wikidata"),
        ("comment,party_id_new,party_id,date,id\n", "parlgov"),
        ("just some text\nof nobody\n", None),
        ('{"a": 1}', None),
        ("[]", None),
        ("[" * 70_000, None),
        ("", None),
    ],
)
def test_formats_are_told_from_the_content(head: str, expected: str | None) -> None:
    """The beginning of a file tells its format, and a strange one is none."""
    assert guess(head) == expected
    assert expected is None or expected in FORMATS


def test_unknown_sources_and_formats(write: Write, tmp_path: Path) -> None:
    """A missing file, an empty one, an unknown format, a strange folder and a strange text are errors with advice."""
    refused(tmp_path / "no.csv", "no such file", "no.csv")
    refused("\x00", "no such file")
    refused("x" * 5000, "no such file")
    refused(write("empty.csv", " \n\n"), "empty")
    refused(write("a.csv", CSV), "no format", "partyfacts", format="xml")
    refused(write("a.txt", "just some text\n"), "line 1", "just some text", "column type")
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", "party.csv")
    refused("ftp://example.org/x", "no such file")
    refused("http://", "only http and https")
    refused("http://[", "well-formed")


def test_a_wrong_format_given(write: Write) -> None:
    """A file read as a format that it is not names the missing column or field."""
    refused(write("a.csv", CSV), '"country"', format="partyfacts")
    refused(write("a.csv", CSV), '"type"', "ParlGov", format="parlgov")
    refused(write("a.csv", CSV), "not JSON", format="jsonl")
    refused(write("a.csv", CSV), "code", format="petrarch")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_files(tmp_path: Path, pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packed file is read as it is; cut off it is an error; beyond the bound it is one however small it is packed."""
    assert callable(pack)
    path = tmp_path / "a.csv.packed"
    path.write_bytes(pack(CSV.encode()))
    assert len(load(str(path)).rows) == 200
    path.write_bytes(pack(CSV.encode())[:-20])
    refused(path, "cut off or damaged")
    bomb = pack(CSV.encode() + b"party," + b"a" * 3_000_000)
    assert len(bomb) < 30_000
    path.write_bytes(bomb)
    monkeypatch.setattr(texts, "MAX_BYTES", 1_000_000)
    refused(path, "more than 1 MB")


def test_nothing_but_noise(tmp_path: Path) -> None:
    """Bytes that are no text, UTF-16 and NULs are errors, never a crash."""
    for number, content in enumerate(
        (
            bytes(range(256)) * 100,
            "type,name\nparty,A b\n".encode("utf-16"),
            b"\x00" * 1000,
            b"\x1f\x8bno gzip at all",
        )
    ):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content)
        refused(path, f"{number}.csv")


def test_date_of_the_import(write: Write) -> None:
    """The date that the caller gives stands with names that have none of their own."""
    row = load(write("a.csv", "type,name,as_of\nparty,A b,2020\nparty,C d,\n"), as_of="2025-11").rows
    assert [entry["names"][0]["as_of"] for entry in row] == ["2020", "2025-11"]
