"""Run docs/notebook.ipynb and keep its outputs.

python docs/notebook.py [--check]      with --check change nothing, exit 1 if an output is no longer what it was

It runs in a folder of its own, with a kernel of this Python. Pictures are not compared: fonts differ.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
PAGE = HERE / "notebook.ipynb"
KEPT = ("text/plain", "text/html", "image/svg+xml")


def run(notebook: Any) -> Any:
    """The notebook with what its cells put out now. A cell that fails is an error with its traceback."""
    made = deepcopy(notebook)
    with TemporaryDirectory() as folder:
        NotebookClient(
            made, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
        ).execute()
    for cell in made.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            if "data" in output:
                output["data"] = {kind: output["data"][kind] for kind in KEPT if kind in output["data"]}
    return made


def words(notebook: Any) -> list[str]:
    """What the cells put out as text, cell by cell."""
    return [
        "".join(
            output["text"]
            if output["output_type"] == "stream"
            else output.get("data", {}).get("text/plain", "")
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def read() -> Any:
    """The notebook as it lies in the repository."""
    return nbformat.read(PAGE, as_version=4)  # type: ignore[no-untyped-call]


def main() -> int:
    """Run it; write it, or compare."""
    before = read()
    made = run(before)
    if "--check" in sys.argv:
        return int(words(made) != words(before))
    nbformat.write(made, PAGE)  # type: ignore[no-untyped-call]
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
