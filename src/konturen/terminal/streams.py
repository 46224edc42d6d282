"""Standard input and output as the command line uses them, and files written whole."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from konturen.errors import QueryError
from konturen.lines import Line, dumps

PLAIN_WIDTH = 110
"""Columns of output that goes to no terminal."""


def never_fail_on_characters() -> None:
    """Let output never fail on a character: what the terminal's encoding lacks stands as an escape."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives with the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close_output() -> None:
    """Send what is left of the output nowhere, so that the end of the process does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Output(Console):
    """Standard output. A reader that has gone is told to `main` instead of ending the process with a fault."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def output() -> Console:
    """Standard output as the terminal is wide; where it is none, of one width for all."""
    return _Output(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)


def standard_input() -> BinaryIO | None:
    """Standard input as bytes; None where the caller has closed it."""
    return sys.stdin.buffer if sys.stdin else None


def print_lines(lines: Iterable[Line]) -> None:
    """Print JSON lines."""
    for line in lines:
        sys.stdout.write(dumps(line) + "\n")


def write_whole(path: Path, pieces: Iterator[str]) -> None:
    """Write a file beside its place and move it there, so that it is whole or not there at all.

    QueryError where it cannot be written. A device or a pipe is written as it is.
    """
    whole = not path.exists() or path.is_file()
    part = path.with_name(f"{path.name}.{os.getpid()}.part") if whole else path
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        if whole:
            part.replace(path)
    except OSError as error:
        if whole:
            part.unlink(missing_ok=True)
        raise QueryError(
            f"the file cannot be written ({error.strerror}).", str(path), "Choose another place."
        ) from error
