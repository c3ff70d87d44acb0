"""Imports go one way, the middle is pure, modules and functions are small: read from the syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
SOURCE = TOP / "src" / "skapital"
MODULES = sorted(SOURCE.rglob("*.py"))

LEVEL = {
    "__init__": 0, "errors": 0, "columns": 0, "tables": 0, "resources": 0,
    "config": 1,
    "ingest": 2, "store": 3,
    "scoring": 4, "indicators": 4,
    "aggregate": 5,
    "disclosure": 6,
    "compare": 7,
    "report": 8,
    "publication": 9,
    "selfcheck": 10,
    "cli": 11, "__main__": 12,
}  # fmt: skip
"""A package imports from lower levels and from itself; packages of one level do not import each other."""

ATTACKER_MAY_IMPORT = ("skapital.disclosure.audit", "skapital.config.policy", "skapital.errors", "skapital.columns",
                       "skapital.resources")  # fmt: skip
"""The attacker shares no suppression code with the gate; he may look into the shipped texts."""

PURE = ("scoring", "indicators", "aggregate", "disclosure", "compare", "report")
READS_FILES = ("disclosure/audit/read_files.py", "disclosure/audit/read_documents.py",
               "disclosure/audit/read_shipped.py", "disclosure/audit/search.py", "report/html.py", "report/excel.py",
               "report/texts.py", "report/plots.py")  # fmt: skip
IMPURE_MODULES = frozenset(
    ("os", "sys", "subprocess", "shutil", "tempfile", "glob", "socket", "time", "logging", "random", "secrets",
     "duckdb", "click", "requests", "urllib.request")
)  # fmt: skip
IMPURE_CALLS = frozenset(("open", "print", "input", "exec", "eval"))
IMPURE_METHODS = frozenset(
    ("read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "now", "today", "utcnow", "to_csv",
     "read_csv", "read_excel", "to_excel")
)  # fmt: skip

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
USUAL_FUNCTION = 25


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def package_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    own = package_of(path)
    for module in imported(path):
        parts = module.split(".")
        if parts[0] != "skapital" or len(parts) < 2:
            continue
        other = parts[1] if parts[1] in LEVEL else "__init__"
        assert other == own or LEVEL[other] < LEVEL[own], f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", sorted((SOURCE / "disclosure" / "audit").glob("*.py")), ids=name_of)
def test_the_attacker_shares_no_code_with_the_gate(path: Path) -> None:
    for module in imported(path):
        if module.startswith("skapital."):
            assert module.startswith(ATTACKER_MAY_IMPORT), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", [path for path in MODULES if package_of(path) in PURE], ids=name_of)
def test_the_middle_is_pure(path: Path) -> None:
    if name_of(path) in READS_FILES:
        return
    for module in imported(path):
        top = module.split(".")[0]
        assert top not in IMPURE_MODULES and module not in IMPURE_MODULES, f"{name_of(path)} imports {module}"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in IMPURE_CALLS, f"{name_of(path)}:{node.lineno} calls {called.id}"
            elif isinstance(called, ast.Attribute):
                assert called.attr not in IMPURE_METHODS, f"{name_of(path)}:{node.lineno} calls {called.attr}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{name_of(path)} has {lines} lines"
    for function in functions(path):
        long = body_lines(function)
        assert long <= LONGEST_FUNCTION, f"{name_of(path)}: {function.name} has {long} lines"


def test_nine_functions_in_ten_are_short() -> None:
    sizes = [body_lines(function) for path in MODULES for function in functions(path)]
    assert sum(size <= USUAL_FUNCTION for size in sizes) >= 0.9 * len(sizes)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_input_is_not_checked_by_assert_and_nothing_is_left_to_do(path: Path) -> None:
    assert not [node.lineno for node in ast.walk(tree_of(path)) if isinstance(node, ast.Assert)]
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8"))
    assert path.stem not in ("utils", "helpers", "misc")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_say_what_they_do(path: Path) -> None:
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_of(path)}: {node.name}"


SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+|fault|leak|input|configuration|distributed")


def slugs_used() -> dict[str, str]:
    """Slugs by the module that uses them: keyword ``slug=``, first argument of ``Problem(...)``, class attributes."""
    found: dict[str, str] = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            for value in _slug_nodes(node):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and SLUG.fullmatch(value.value):
                    found[value.value] = name_of(path)
    return found


def _slug_nodes(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "slug")
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("Problem", "note", "Finding") and node.args:
            yield node.args[0]
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "slug" for target in node.targets):
        yield node.value


def test_every_slug_is_explained_in_alphabetical_order() -> None:
    headings = re.findall(r"^## (.+)$", (TOP / "docs" / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)
    missing = {slug: module for slug, module in slugs_used().items() if slug not in headings}
    assert not missing
    assert headings == sorted(headings)
    assert len(headings) == len(set(headings))
