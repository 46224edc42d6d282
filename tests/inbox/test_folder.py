"""A watched folder gives whole regular files, each once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from konturen.errors import LaterError
from konturen.inbox import folder
from konturen.inbox.folder import Found, look, read_file, scan
from tests.inbox.server import refused

NOW = 2_000_000_000.0


def old(path: Path, text: str = "x", at: float = NOW - 100) -> Path:
    """A file that was written a while ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))
    return path


def never(seconds: float) -> None:
    raise AssertionError("nothing is waited for")


def names(files: tuple[Found, ...]) -> list[str]:
    return [Path(found.path).name for found in files]


def test_files_in_folders_in_order(tmp_path: Path) -> None:
    """Hidden files and those that programs are still writing are left out."""
    for name in (
        "b.txt",
        "a.txt",
        "sub/c.txt",
        ".hidden",
        ".git/config",
        "d.part",
        "e.txt.crdownload",
        "f.txt~",
        "g.TMP",
    ):
        old(tmp_path / name)
    assert names(scan(str(tmp_path), NOW, never).files) == ["a.txt", "b.txt", "c.txt"]


def test_known_files_are_left_out_until_they_change(tmp_path: Path) -> None:
    """A file is known by size and time."""
    path = old(tmp_path / "a.txt")
    marks = {found.path: found.mark for found in scan(str(tmp_path), NOW, never).files}
    assert scan(str(tmp_path), NOW, never, marks.get).files == ()
    old(path, "xy")
    assert names(scan(str(tmp_path), NOW, never, marks.get).files) == ["a.txt"]


def test_a_file_that_grows_is_not_read(tmp_path: Path) -> None:
    """A fresh file is looked at twice; who writes in between is waited for."""
    grows, stays = old(tmp_path / "grows.txt", at=NOW - 0.5), old(tmp_path / "stays.txt", at=NOW - 0.5)
    waits: list[float] = []

    def write(seconds: float) -> None:
        waits.append(seconds)
        old(grows, "xyz", NOW)

    found = scan(str(tmp_path), NOW, write)
    assert (names(found.files), found.unsettled, waits) == (
        [stays.name],
        (str(grows),),
        [folder.SETTLE_SECONDS],
    )


def test_a_file_of_the_future_is_looked_at_twice(tmp_path: Path) -> None:
    """A clock that goes wrong makes no file whole."""
    old(tmp_path / "a.txt", at=NOW + 9999)
    waits: list[float] = []
    assert names(scan(str(tmp_path), NOW, waits.append).files) == ["a.txt"]
    assert waits


def test_links_devices_and_pipes_are_refused(tmp_path: Path) -> None:
    """A link may lead anywhere, a pipe may never end."""
    secret = old(tmp_path / "out" / "secret.txt")
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "link.txt").symlink_to(secret)
    (inbox / "folder").symlink_to(secret.parent)
    (inbox / "loop").symlink_to(inbox)
    os.mkfifo(inbox / "pipe.txt")
    found = scan(str(inbox), NOW, never)
    assert found.files == ()
    assert {Path(r.path).name: r.reason.split(",")[0] for r in found.refused} == {
        "folder": "it is a link",
        "link.txt": "it is a link",
        "loop": "it is a link",
        "pipe.txt": "it is a device",
    }


def test_a_file_that_is_swapped_before_it_is_read(tmp_path: Path) -> None:
    """A link or a pipe in its place is not opened, another file is not taken for it."""
    path = old(tmp_path / "a.txt")
    found = look(str(path))
    assert found
    path.unlink()
    path.symlink_to(old(tmp_path / "secret"))
    refused(lambda: read_file(found, 100))
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(LaterError):
        read_file(found, 100)
    path.unlink()
    assert "gone" in refused(lambda: read_file(found, 100))


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """It is read later, when it stays the same."""
    path = old(tmp_path / "a.txt", "whole")
    found = look(str(path))
    assert found
    assert read_file(found, 100) == b"whole"
    old(path, "wholer")
    with pytest.raises(LaterError, match="being written"):
        read_file(found, 100)
    big = look(str(path))
    assert big
    assert "at most 3 bytes" in refused(lambda: read_file(big, 3))


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """Bytes that are no characters cannot stand in the ledger."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("x")
    found = scan(str(tmp_path), NOW, never)
    assert (found.files, [r.reason for r in found.refused]) == (
        (),
        ["its name holds bytes that are no characters."],
    )


def test_depth_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not looked at is told."""
    monkeypatch.setattr(folder, "MAX_DEPTH", 2)
    monkeypatch.setattr(folder, "MAX_FILES", 6)
    old(tmp_path / "a/b/c/d.txt")
    assert "folders deep" in scan(str(tmp_path), NOW, never).refused[0].reason
    for number in range(9):
        old(tmp_path / f"{number}.txt")
    assert "more than 6 files" in scan(str(tmp_path), NOW, never).refused[-1].reason


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """With what to check."""
    assert "cannot be looked into" in refused(lambda: scan(str(tmp_path / "no"), NOW, never))
