"""A chart as a file: SVG, PNG or the Vega-Lite description, by vl-convert: no browser, no network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from konturen.errors import KonturenError
from konturen.tables import needed

KINDS = (".svg", ".png", ".json")
COOPERATION, CONFLICT, NEUTRAL, ABSENT = "#1b6ca8", "#b5432a", "#6b6b6b", "#c9c9c9"
"""Colours that stay apart for those who do not tell red from green, and in grey print by their lightness."""
SCALE = 2.0
"""Pixels of a PNG for each point."""


def library() -> Any:
    """Altair; KonturenError that names the extra where it is not installed."""
    return needed("altair", "charts")


def save(chart: Any, path: Path) -> None:
    """Write an Altair chart to a file, whose ending says the kind; wholly or not at all.

    KonturenError where the ending is none of `KINDS` or the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise KonturenError(
            f"no chart can be written as {kind or 'a file without ending'}.", str(path), "Use .svg or .png."
        )
    content = _drawn(chart, kind)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KonturenError(f"cannot write the chart: {error.strerror}.", str(path)) from error


def _drawn(chart: Any, kind: str) -> bytes:
    described = chart.to_json()
    if kind == ".json":
        return bytes(described.encode())
    convert = needed("vl_convert", "charts")
    if kind == ".svg":
        return bytes(convert.vegalite_to_svg(described).encode())
    return bytes(convert.vegalite_to_png(described, scale=SCALE))
