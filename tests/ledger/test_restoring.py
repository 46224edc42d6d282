"""Backups that are cut, altered or made to harm: refused with file and line, and no ledger is touched."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from konturen.errors import LedgerError
from konturen.ledger import archive, restoring
from konturen.ledger.archive_form import MANIFEST, Manifest, Part
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import open_ledger
from konturen.ledger.restoring import restore
from tests import factory
from tests.ledger.world import TEXTS, WHEN, counts

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound backup."""
    folder = tmp_path_factory.mktemp("saved")
    with open_ledger(str(folder / "a.sqlite"), create=True) as ledger:
        for coded in (*TEXTS, factory.coded()):
            ledger.writer.record(coded, WHEN)
        one = ledger.writer.judge(Decision("same", "new:ada", "new:bob", "Ann"), WHEN)
        ledger.writer.withdraw(one.id, "Bea", WHEN)
        ledger.reader.backup(folder / "a.zip")
    return (folder / "a.zip").read_bytes()


def files(saved: bytes) -> Files:
    """The files of a backup."""
    with zipfile.ZipFile(BytesIO(saved)) as zip_:
        return {name: zip_.read(name) for name in zip_.namelist()}


def packed(held: Files, path: Path, manifest: bytes | None = None, told: bool = True) -> Path:
    """A zip of files; with `told` its manifest tells the truth about them, whatever they hold."""
    old = Manifest.decoded(held[MANIFEST], "test")
    parts = tuple(
        Part(p.name, held[p.name].count(b"\n"), len(held[p.name]), hashlib.sha256(held[p.name]).hexdigest())
        for p in old.parts
        if p.name in held
    )
    said = manifest or (replace(old, parts=parts).encoded() if told else held[MANIFEST])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zip_:
        for name, data in held.items():
            zip_.writestr(name, said if name == MANIFEST else data)
    return path


def refused(path: Path, tmp_path: Path, words: str) -> None:
    """A new ledger is not made, an empty one stays empty, and the error says these words."""
    new, empty = tmp_path / "new.sqlite", tmp_path / "empty.sqlite"
    open_ledger(str(empty), create=True).close()
    before = empty.read_bytes()
    for address in (new, empty):
        with pytest.raises(LedgerError, match=words):
            restore(path, str(address))
    assert not new.exists()
    assert empty.read_bytes() == before


def edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    """A change of one table's file."""
    return lambda held: held | {f"tables/{name}.jsonl": change(held[f"tables/{name}.jsonl"])}


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """A change of the lines of a file."""
    return lambda data: b"".join(change(data.splitlines(keepends=True)))


def field(name: str, value: object) -> Callable[[bytes], bytes]:
    """Another value in the second line."""

    def change(held: list[bytes]) -> list[bytes]:
        row = json.loads(held[1]) | {name: value}
        return [held[0], json.dumps(row).encode() + b"\n", *held[2:]]

    return lines(change)


HARMFUL: dict[str, tuple[Callable[[Files], Files], str]] = {
    "row twice": (edit("places", lines(lambda h: [h[0], h[0], *h[1:]])), r"places.jsonl, line 2: the row stands twice"),
    "rows swapped": (edit("places", lines(lambda h: [h[1], h[0], *h[2:]])), r"places.jsonl, line 2: .*wrong place"),
    "line cut": (edit("places", lambda d: d[:-5]), r"places.jsonl, line 4: there is more|places.jsonl, line 4"),
    "no json": (edit("places", lines(lambda h: [h[0], b"{\n", *h[2:]])), r"line 2: this is no line of JSON"),
    "deep json": (edit("places", lines(lambda h: [h[0], b"[" * 100_000 + b"\n"])), r"line 2: this is no line of JSON"),
    "no utf-8": (edit("places", lines(lambda h: [h[0], b"\xff\n"])), r"line 2: this is not UTF-8"),
    "other keys": (edit("places", lines(lambda h: [h[0], b'{"a":1}\n'])), r"line 2: this is no object with the columns"),
    "no object": (edit("places", lines(lambda h: [h[0], b"7\n"])), r"line 2: this is no object"),
    "text for number": (edit("statements", field("source_start", "1")), r"statements.jsonl, line 2: source_start is str"),
    "truth for number": (edit("statements", field("source_start", True)), r"source_start is bool"),
    "number too large": (edit("statements", field("source_start", 10**30)), r"source_start is too large"),
    "no number": (edit("codings", field("score", float("nan"))), r"codings.jsonl, line 2: score is no finite number"),
    "missing": (edit("statements", field("relation", None)), r"relation is missing"),
    "half character": (edit("documents", field("title", "\ud800")), r"documents.jsonl, line 2: title holds halves"),
    "nul": (edit("documents", field("title", "a\0b")), r"documents.jsonl, line 2: title holds a NUL"),
    "no base64": (edit("documents", field("content", "ä!")), r"line 2: content is no base64"),
    "no such document": (edit("documents", lines(lambda h: h[1:])), r"lines 1 to .*breaks a rule of the ledger"),
    "other form inside": (edit("meta", lambda d: d.replace(b'value":"', b'value":"9')), r"meta.jsonl: it says another form"),
    "file missing": (lambda h: {k: v for k, v in h.items() if "facts" not in k}, r"facts.jsonl is missing"),
    "path out": (lambda h: h | {"../../etc/passwd": b"x"}, r"none of a backup: '../../etc/passwd'"),
    "absolute path": (lambda h: h | {"/etc/passwd": b"x"}, r"none of a backup"),
    "unknown table": (lambda h: h | {"tables/users.jsonl": b""}, r"none of a backup"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_rows_are_refused_with_their_line(name: str, saved: bytes, tmp_path: Path) -> None:
    """What a manifest with true hashes vouches for is still examined row by row."""
    change, words = HARMFUL[name]
    refused(packed(change(files(saved)), tmp_path / "x.zip"), tmp_path, words)


def test_altered_files_are_refused(saved: bytes, tmp_path: Path) -> None:
    """A changed letter, a row less or a row more differ from what the manifest promises."""
    held = files(saved)
    name = "tables/statements.jsonl"
    rows = held[name].splitlines(keepends=True)
    for data, words in (
        (held[name].replace(b"CONSULT", b"ASSAULT"), "its hash is another"),
        (b"".join(rows[:-1]), "are promised"),
        (held[name] + rows[-1].replace(b'{"id":"', b'{"id":"z'), "more in it than the manifest says"),
    ):
        refused(packed(held | {name: data}, tmp_path / "x.zip", told=False), tmp_path, words)


def test_a_cut_backup_is_refused_at_any_length(saved: bytes, tmp_path: Path) -> None:
    """No beginning of a backup is taken for one."""
    path, drawn = tmp_path / "x.zip", random.Random(5)
    for length in (0, 1, 21, 22, 100, len(saved) - 1, *(drawn.randrange(len(saved)) for _ in range(20))):
        path.write_bytes(saved[:length])
        with pytest.raises(LedgerError, match=r"cut|damaged|no backup"):
            restore(path, str(tmp_path / "new.sqlite"))
    assert not (tmp_path / "new.sqlite").exists()


def test_a_flipped_bit_is_refused_or_means_nothing(saved: bytes, tmp_path: Path) -> None:
    """Wherever one bit of a backup is wrong, either it is refused or every row is right."""
    path, drawn = tmp_path / "x.zip", random.Random(6)
    restore(_written(path, saved), str(tmp_path / "sound.sqlite"))
    with open_ledger(str(tmp_path / "sound.sqlite")) as ledger:
        ledger.reader.backup(tmp_path / "sound.zip")
    caught = 0
    for number in range(60):
        data = bytearray(saved)
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        new = tmp_path / f"{number}.sqlite"
        try:
            restore(_written(path, bytes(data)), str(new))
        except LedgerError:
            caught += 1
            assert not new.exists()
            continue
        with open_ledger(str(new)) as ledger:
            ledger.reader.backup(tmp_path / "again.zip", overwrite=True)
        assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "sound.zip").read_bytes()
    assert caught > 40


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m | {"form": 1}, r"older form \(1; we read .*konturen==0"),
        (lambda m: m | {"form": 99}, "newer Konturen"),
        (lambda m: m | {"version": 2}, "newer Konturen"),
        (lambda m: m | {"form": True}, "no manifest"),
        (lambda m: m | {"files": 3}, "no manifest"),
        (lambda m: m | {"files": [{"name": 1, "rows": 1, "bytes": 1, "sha256": ""}]}, "no manifest"),
        (lambda m: m | {"format": "zip"}, "no manifest"),
        (lambda m: [m], "no manifest"),
        (lambda m: m | {"files": m["files"][::-1]}, "not in the order"),
    ],
)
def test_manifests_of_another_form_are_refused(
    change: Callable[[object], object], words: str, saved: bytes, tmp_path: Path
) -> None:
    """Older and newer forms are told with what to do; what is no manifest is told so."""
    held = files(saved)
    said = json.loads(held[MANIFEST])
    said = change(said)
    if isinstance(said, dict):
        said.pop("sha256", None)
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        said["sha256"] = digest
    refused(packed(held, tmp_path / "x.zip", json.dumps(said).encode()), tmp_path, words)


@pytest.mark.parametrize("junk", [b"", b"{", b"[" * 200_000, b"\xff", b'{"version":' + b"9" * 9999 + b"}"])
def test_a_manifest_of_junk_is_refused(junk: bytes, saved: bytes, tmp_path: Path) -> None:
    """No manifest makes the reader crash."""
    refused(packed(files(saved), tmp_path / "x.zip", junk or b" "), tmp_path, "no manifest")


def test_an_altered_manifest_is_refused(saved: bytes, tmp_path: Path) -> None:
    """A manifest whose own hash is another was altered."""
    held = files(saved)
    altered = held[MANIFEST].replace(b'"konturen": "', b'"konturen": "9')
    refused(packed(held, tmp_path / "x.zip", altered), tmp_path, "manifest was altered")


def test_a_name_that_stands_twice_is_refused(saved: bytes, tmp_path: Path) -> None:
    """Two files of one name leave open which one counts."""
    path = tmp_path / "x.zip"
    path.write_bytes(saved)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as zip_:
        zip_.writestr("tables/facts.jsonl", b"")
    refused(path, tmp_path, "stands in it twice")


def test_a_zip_bomb_is_refused_unread(saved: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that would unpack to a thousand times its size is refused by its sizes."""
    monkeypatch.setattr(restoring, "LARGE", 2**24)
    path = tmp_path / "x.zip"
    held = files(saved)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zip_:
        for name, data in held.items():
            if name != "tables/places.jsonl":
                zip_.writestr(name, data)
        with zip_.open("tables/places.jsonl", "w", force_zip64=True) as file:
            block = bytes(2**24)
            for _ in range(2):
                file.write(block)
    refused(path, tmp_path, "would unpack to 33,554,432 bytes")


def test_a_line_without_end_is_refused(saved: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line longer than the most is refused, not gathered."""
    monkeypatch.setattr(restoring, "LONGEST_LINE", 5000)
    held = files(saved)
    held["tables/places.jsonl"] = b" " * 20_000 + b"\n"
    refused(packed(held, tmp_path / "x.zip"), tmp_path, r"places.jsonl, line 1: there is more")


def test_a_list_of_very_many_files_is_refused_unread(saved: bytes, tmp_path: Path) -> None:
    """The end of the zip tells how many files it lists: too many are not even read."""
    path = tmp_path / "x.zip"
    data = bytearray(saved)
    struct.pack_into("<HHI", data, len(data) - 14, 60_000, 60_000, 2**31)
    path.write_bytes(data)
    refused(path, tmp_path, "lists more files")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(method: int, saved: bytes, tmp_path: Path) -> None:
    """Only what backups use is unpacked."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", method) as zip_:
        for name, data in files(saved).items():
            zip_.writestr(name, data)
    refused(path, tmp_path, "packed in a way")


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    """A text, a missing file, a folder and a zip of others are told in words."""
    text = tmp_path / "a.txt"
    text.write_text("Dear Ann, " * 100)
    refused(text, tmp_path, "no backup, or one that was cut")
    refused(tmp_path / "none.zip", tmp_path, "cannot be read .No such file")
    refused(tmp_path, tmp_path, "cannot be read .Is a directory")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as zip_:
        zip_.writestr("a.txt", "x")
    refused(tmp_path / "b.zip", tmp_path, "holds no manifest")


def test_a_zip_packed_anew_by_another_program_is_taken(saved: bytes, tmp_path: Path) -> None:
    """The form is open: who unpacks a backup and packs it again has a backup."""
    path = packed(files(saved), tmp_path / "x.zip")
    restore(path, str(tmp_path / "new.sqlite"))
    with open_ledger(str(tmp_path / "new.sqlite")) as ledger:
        assert counts(ledger)["documents"] == 4
        ledger.reader.backup(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == saved
    assert saved[:4] == archive.ZIP


def test_a_refused_backup_leaves_an_empty_schema_empty(
    saved: bytes, schema_of: Callable[[str], str], tmp_path: Path
) -> None:
    """In PostgreSQL, too, a fault in the last table takes everything back, tables included."""
    from sqlalchemy import create_engine, inspect

    address = schema_of("restoring_refused")
    change, words = HARMFUL["no such document"]
    with pytest.raises(LedgerError, match=words):
        restore(packed(change(files(saved)), tmp_path / "x.zip"), address)
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    assert inspect(engine).get_table_names() == []
    engine.dispose()
