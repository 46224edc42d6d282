"""What the imports may know of the rest of the package."""

from __future__ import annotations

import ast
from pathlib import Path

import konturen.imports.reading as entry

SHARED = {"records", "dates", "names", "codebook", "errors", "settings", "imports"}


def test_one_module_alone_knows_the_network() -> None:
    """Only the endpoint imports another stage, and of it only the guarded fetch and its options."""
    outside = set()
    for path in sorted(Path(entry.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if module.startswith("konturen.") and module.split(".")[1] not in SHARED:
                outside.add((path.name, module))
    assert outside == {("endpoint.py", "konturen.reading.network"), ("endpoint.py", "konturen.reading.options")}
