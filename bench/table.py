"""What the benches share: precision and recall, and tables put into the results page between their marks."""

from __future__ import annotations

from pathlib import Path


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`; ValueError where the marks lack."""
    old = page.read_text("utf-8")
    begin, stop = f"<!-- {name} -->", f"<!-- /{name} -->"
    start, end = old.index(begin) + len(begin), old.index(stop)
    page.write_text(f"{old[:start]}\n{text.rstrip()}\n{old[end:]}", "utf-8")


def prf(right: int, said: int, there: int) -> tuple[float, float, float]:
    """Precision, recall and F1 from what is right, said and there."""
    precision, recall = right / max(1, said), right / max(1, there)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
