"""The notebook runs in a kernel, and puts out what it shows."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

DOCS = Path(__file__).parent.parent / "docs"


def _runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_notebook", DOCS / "notebook.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_notebook_puts_out_what_it_shows() -> None:
    """Every cell runs, from texts to the figure, and its words are those of the page; on another kind of processor,
    where rounding lets other statements in, every cell that says something there says something here."""
    runner = _runner()
    shown = runner.read()
    made = runner.run(shown)
    words, page = runner.words(made), runner.words(shown)
    if words[1] == page[1]:
        assert words == page, "run: python docs/notebook.py"
    assert [bool(one.strip()) for one in words] == [bool(one.strip()) for one in page]
    assert page[-1].strip() == "6 before, 5 after"
    drawn = [
        output for cell in made.cells for output in cell.get("outputs", ()) if "image/svg+xml" in str(output)
    ]
    assert len(drawn) == 1


def test_the_notebook_is_small_and_has_no_trace_of_where_it_ran() -> None:
    """Under 100 KB, without a path or a clock of the machine."""
    text = (DOCS / "notebook.ipynb").read_text("utf-8")
    assert len(text) < 100_000
    assert not any(word in text for word in ("/tmp/", "/home/", "iopub", str(DOCS)))
    assert json.loads(text)["metadata"]["kernelspec"]["name"] == "python3"
