"""Small inputs of each kind, written for a test."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def json_lines(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a record of JSON lines."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


def table(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a row of a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["title", "text"])
        rows.writerows(["t", text] for text in texts)
    return path


def parquet(path: Path, texts: Sequence[str], group: int = 3) -> Path:
    """Each text as a row of a Parquet file, in row groups of three."""
    columns = {"text": pa.array(texts, pa.string()), "other": pa.array([1] * len(texts), pa.int64())}
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def folder(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a file, in two folders."""
    for number, text in enumerate(texts):
        place = path / f"{number // 4:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:03}.txt").write_bytes(text.encode())
    path.mkdir(exist_ok=True)
    return path


def zipped(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a member of a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"a/{number}.txt", text.encode())
    return path


def tarred(path: Path, texts: Sequence[str]) -> Path:
    """Each text as a member of a tar, packed as its name says."""
    mode = {"gz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}.get(path.suffix[1:], "w")
    with tarfile.open(path, mode) as archive:
        for number, text in enumerate(texts):
            about = tarfile.TarInfo(f"a/{number}.txt")
            about.size = len(text.encode())
            archive.addfile(about, io.BytesIO(text.encode()))
    return path


def record(
    number: int, body: bytes, kind: str = "response", media: str = "text/plain", status: int = 200
) -> bytes:
    """A record of a WARC."""
    if kind == "response":
        body = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + body
    about = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x.example/{number}\r\n"
        f"WARC-Date: 2025-09-25T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: {about}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"
