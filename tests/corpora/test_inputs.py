"""Inputs of each kind: what is in them comes in order, once, and resumes anywhere."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konturen.corpora.inputs import Input, open_input, preview
from konturen.corpora.items import Failure, Item
from konturen.corpora.options import InputOptions
from konturen.errors import QueryError, SourceError
from tests.corpora import files

Writer = Callable[[Path, Sequence[str]], Path]


def warc(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a packed record."""
    path.write_bytes(b"".join(gzip.compress(files.record(n, t.encode())) for n, t in enumerate(texts)))
    return path


def listed(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a file that a list names."""
    files.folder(path.parent / "listed", texts)
    names = sorted(p.relative_to(path.parent) for p in (path.parent / "listed").rglob("*.txt"))
    path.write_text("".join(f"{name}\n" for name in names), "utf-8")
    return path


WRITERS: dict[str, Writer] = {
    "a.jsonl": files.json_lines,
    "a.csv": files.table,
    "a.parquet": files.parquet,
    "folder": files.folder,
    "a.zip": files.zipped,
    "a.tar": files.tarred,
    "a.tar.gz": files.tarred,
    "a.tar.xz": files.tarred,
    "a.warc.gz": warc,
    "a.paths": listed,
}

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
TEXTS = st.lists(WORDS.map(lambda said: f"Ein Text, {said} und mehr."), min_size=1, max_size=9)


def items(path: Path, options: InputOptions | None = None, skip: int = 0) -> list[Item | Failure]:
    return list(open_input(path, options).items(skip))


def texts_of(found: Sequence[Item | Failure]) -> list[str]:
    return [one.content.decode() for one in found if isinstance(one, Item)]


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=TEXTS)
def test_what_is_written_comes_back_in_order_and_from_any_place(name: str, texts: list[str]) -> None:
    """Texts written to each kind come back in their order, and skip(n) is all after the first n."""
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[name](Path(folder) / name, texts)
        found = items(path)
        assert texts_of(found) == texts
        for skip in range(len(texts) + 2):
            assert items(path, skip=skip) == found[skip:]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.tar.gz", "a.warc.gz", "a.zip"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.floats(0, 1), noise=st.binary(max_size=20), cut=st.booleans())
def test_a_damaged_file_resumes_at_the_same_places(name: str, at: float, noise: bytes, cut: bool) -> None:
    """However a file is damaged: reading ends, and skip(n) is all after the first n."""
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[name](Path(folder) / name, [f"Text {n} sagt {n * 7919} Worte." for n in range(7)])
        whole = path.read_bytes()
        place = int(at * len(whole))
        path.write_bytes(whole[:place] + noise + (b"" if cut else whole[place + len(noise) :]))
        try:
            found = items(path)
        except QueryError:
            return
        for skip in range(len(found) + 1):
            assert items(path, skip=skip) == found[skip:]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_records_are_unpacked_once(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """JSON lines and tables packed with gzip, bzip2 or xz are read; what is packed twice is not."""
    plain = files.json_lines(tmp_path / "a.jsonl", ["Eins.", "Zwei."])
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(pack(plain.read_bytes()))
    assert texts_of(items(packed)) == ["Eins.", "Zwei."]
    twice = tmp_path / "c.gz"
    twice.write_bytes(gzip.compress(pack(plain.read_bytes())))
    (failure,) = items(twice)
    assert isinstance(failure, Failure)
    assert "not opened" in failure.reason


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    """A file of 40 MB of records is read in less than 8 MB."""
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", 1) as file:
        file.writelines(json.dumps({"text": "Wort " * 2000}) + "\n" for _ in range(4000))
    tracemalloc.start()
    try:
        assert sum(1 for _ in open_input(path).items()) == 4000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_folder_is_read_in_order_with_all_kinds_in_it(tmp_path: Path) -> None:
    """Files of records in a folder are opened; hidden files are counted; links that lead out are told."""
    folder = tmp_path / "in"
    folder.mkdir()
    files.json_lines(folder / "b.jsonl", ["Zwei.", "Drei."])
    (folder / "a.txt").write_text("Eins.")
    (folder / ".hidden").write_text("x")
    (folder / "c.csv").write_text("x,y\n1,2\n")
    (tmp_path / "secret.txt").write_text("geheim")
    (folder / "d.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "e.txt").symlink_to(folder / "a.txt")
    os.mkfifo(folder / "f")
    opened = open_input(folder)
    found = list(opened.items())
    assert [one.location.removeprefix(f"{folder}/") for one in found] == [
        "a.txt", "b.jsonl#1", "b.jsonl#2", "c.csv", "d.txt", "f",
    ]  # fmt: skip
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    assert "Fields found: x, y." in reasons[0]
    assert "leads out" in reasons[1]
    assert "pipe" in reasons[2]
    assert opened.passed_over == 2
    assert opened.size > 0


def test_names_that_are_no_characters_are_escaped(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is read, under a name that can be printed."""
    name = os.fsencode(tmp_path) + b"/f/\xff.txt"
    (tmp_path / "f").mkdir()
    with open(name, "wb") as file:
        file.write(b"Ein Text.")
    (item,) = items(tmp_path / "f")
    assert isinstance(item, Item)
    assert item.location.endswith("\\udcff.txt")


def test_a_list_names_local_files_only(tmp_path: Path) -> None:
    """Lines of Common Crawl and GDELT name files below the root, by path or last part; missing ones are told."""
    root = tmp_path / "root"
    (root / "crawl").mkdir(parents=True)
    (root / "crawl" / "a.txt").write_text("Eins.")
    (root / "b.txt").write_text("Zwei.")
    packed = tmp_path / "warc.paths.gz"
    packed.write_bytes(
        gzip.compress(
            b"crawl/a.txt\n\n150383 297a16b493de7cf6ca809a7cc31d0b93 http://data.example/v2/b.txt\nc.txt\n"
        )
    )
    opened = open_input(packed, InputOptions(root=root))
    found = list(opened.items())
    assert opened.kind == "list"
    assert texts_of(found) == ["Eins.", "Zwei."]
    assert found[2].location == f"{packed}#4"
    assert isinstance(found[2], Failure)
    assert "--root" in found[2].reason


def test_a_text_whose_lines_name_files_is_a_list(tmp_path: Path) -> None:
    """A text file is a list where its first lines name files that are there, and a text otherwise."""
    (tmp_path / "a.txt").write_text("Eins.")
    (tmp_path / "names.txt").write_text("a.txt\n")
    assert open_input(tmp_path / "names.txt").kind == "list"
    assert open_input(tmp_path / "a.txt").kind == "text"


def test_a_json_document_is_one_record_or_an_array(tmp_path: Path) -> None:
    """A JSON file of one article, as crawlers write it, is read, and so is an array; what is no record is told."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"maintext": "Ein Text.", "title": "T"}, indent=2))
    (item,) = items(path)
    assert isinstance(item, Item)
    assert item.title == "T"
    path.write_text(json.dumps([{"text": "Eins."}, 7]))
    assert [type(one) for one in items(path)] == [Item, Failure]
    path.write_text('{\n "text": ')
    (failure,) = items(path)
    assert isinstance(failure, Failure)
    assert "not JSON" in failure.reason


def test_an_input_that_is_not_there_stops(tmp_path: Path) -> None:
    """A wrong path is an error at once."""
    with pytest.raises(SourceError, match="no such input"):
        open_input(tmp_path / "missing")


def test_a_wrong_field_lists_those_that_are_there(tmp_path: Path) -> None:
    """A field that is not there, and a table without a text, are errors that list the fields found."""
    path = tmp_path / "a.csv"
    path.write_text("heading;stuff\na;b\n")
    with pytest.raises(QueryError, match="Fields found: heading, stuff"):
        open_input(path)
    with pytest.raises(QueryError, match="no field 'body' for the text"):
        open_input(path, InputOptions(text="body"))
    assert texts_of(items(path, InputOptions(text="stuff"))) == ["b"]


def test_a_preview_shows_what_was_guessed(tmp_path: Path) -> None:
    """The kind, the fields, the mapping and the first record, shortened."""
    path = tmp_path / "a.jsonl"
    record = {"Body": "Wort " * 300, "publishedAt": "2025-09-25T10:00:00Z", "URL": "https://x.example/1"}
    path.write_text(json.dumps(record) + "\n")
    shown = preview(path)
    assert shown.kind == "json lines"
    assert shown.found == ("Body", "publishedAt", "URL")
    assert shown.fields is not None
    assert (shown.fields.text, shown.fields.date, shown.fields.address) == shown.found
    assert len(shown.first["Body"]) == 200
    assert preview(tmp_path).kind == "folder"


def test_a_long_file_is_refused_unread(tmp_path: Path) -> None:
    """A document of 50 MB is a failure that says its size; the rest goes on."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "b.txt").write_text("Zwei.")
    failure, item = items(tmp_path)
    assert isinstance(failure, Failure)
    assert "50,000,000 bytes" in failure.reason
    assert isinstance(item, Item)


def test_the_class_tells_its_mapping(tmp_path: Path) -> None:
    """An input of records has its mapping; one of files has none."""
    opened: Input = open_input(files.table(tmp_path / "a.csv", ["Eins."]))
    assert opened.fields is not None
    assert (opened.fields.text, opened.fields.title) == ("text", "title")
    assert open_input(tmp_path).fields is None
