"""Every slug that ingest and store can say is explained in docs/errors.md."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "src/skapital/ingest").glob("*.py"), *(ROOT / "src/skapital/store").glob("*.py")])
EXPLAINED = set(re.findall(r"(?m)^## (\S+)$", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")))
TAKES_A_SLUG = {"note", "Problem", "_finding", "refuse"}


def said(tree: ast.AST) -> set[str]:
    """Constants given as ``slug=…``, and the first arguments of what notes a problem, also by a name in capitals."""
    found: set[str] = set()
    constants = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg == "slug"]
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        values += [argument for argument in node.args[:3] if name in TAKES_A_SLUG and _is_slug(argument, constants)]
        found |= {constants.get(getattr(value, "id", ""), getattr(value, "value", None)) for value in values}
    return {slug for slug in found if isinstance(slug, str)}


def _is_slug(argument: ast.expr, constants: dict[str, object]) -> bool:
    if isinstance(argument, ast.Name):
        return argument.id.isupper() and argument.id in constants
    return isinstance(argument, ast.Constant) and bool(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", str(argument.value)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_slug_is_explained(path: Path) -> None:
    assert said(ast.parse(path.read_text(encoding="utf-8"))) <= EXPLAINED


def test_the_search_finds_slugs() -> None:
    everything = set().union(*(said(ast.parse(path.read_text(encoding="utf-8"))) for path in FILES))
    assert {"zip-bomb", "unit-empty", "row-twice", "label-contradicts", "response-over-100"} <= everything
    assert len(everything) > 60
