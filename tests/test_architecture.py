"""The arrows between modules that the design allows, and the limits of size it sets."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "konturen"
STAGES = {"reading", "dating", "actors", "coding", "ledger", "analysis", "charts", "inbox"}
SHARED = {"records", "acts", "flat", "dates", "codebook", "errors", "settings", "names", "tables"}
MODULES = sorted(SOURCE.rglob("*.py"))
MODULE_LINES, FUNCTION_LINES, PARAMETERS = 400, 60, 6


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("konturen"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            known = {_name(p) for p in MODULES}
            found |= {name if name in known else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("konturen")}
    return found - {_name(path)}


STAGED = [path for path in MODULES if path.parent.name in {*STAGES, "names"}]


@pytest.mark.parametrize("path", STAGED, ids=_name)
def test_stage_folders_import_only_themselves_and_the_shared_modules(path: Path) -> None:
    """A stage meets the others in records, acts, tables, dates, names, codebook, errors and settings only."""
    wrong = {m for m in _imports(path) if m.split(".")[1] not in {*SHARED, path.parent.name}}
    assert not wrong


SHOWN = ("ask", "page", "people", "site", "urls", "words", "svg", "team", "jobs")
"""What of the server pages and forms know: values, words and addresses; not the application around them."""


@pytest.mark.parametrize("folder", ["pages", "forms"])
def test_pages_and_forms_do_not_know_the_server(folder: str) -> None:
    """They import values, words and addresses of the web, never the application, its routes or its rendering."""
    for path in (SOURCE / folder).glob("*.py"):
        wrong = {m for m in _imports(path) if m.startswith("konturen.web.") and m.split(".")[2] not in SHOWN}
        assert not wrong, path.name


def test_pages_cannot_write() -> None:
    """No page asks for the ledger's writer: forms do."""
    for path in (SOURCE / "pages").glob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert "writer" not in names, path.name


def test_nothing_below_knows_the_desk_in_the_browser() -> None:
    """Only the command that serves it imports the web, its pages and forms."""
    above = {"web", "pages", "forms"}
    for path in MODULES:
        if path.parent.name not in above and path.name != "serving.py":
            assert not {m for m in _imports(path) if m.split(".")[1:2] and m.split(".")[1] in above}, path.name


def test_no_module_is_part_of_an_import_cycle() -> None:
    """The modules can be ordered so that each imports only earlier ones."""
    left = {_name(path): _imports(path) for path in MODULES}
    while left:
        ready = {name for name, wanted in left.items() if not wanted & left.keys()}
        assert ready, f"cycle among {sorted(left)}"
        left = {name: wanted for name, wanted in left.items() if name not in ready}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_and_functions_keep_to_the_limits(path: Path) -> None:
    """400 lines a module, 60 lines a function, six parameters, self not counted."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= MODULE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= FUNCTION_LINES, node.name
            names = [a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
            assert len([n for n in names if n not in ("self", "cls")]) <= PARAMETERS, node.name


def test_each_test_states_the_fact_it_proves() -> None:
    """Every test function has a docstring."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"
