"""The size budget: a module fits one sitting, a function fits one screen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import holdspace

ROOT = Path(holdspace.__file__).parent
MODULES = sorted(
    path
    for room in (".", "agent", "memory", "prompts", "safety", "strategies")
    for path in (ROOT.glob("*.py") if room == "." else (ROOT / room).rglob("*.py"))
)
MODULE_LINES = 300
FUNCTION_LINES = 60
PARAMETERS = 6
VAGUE = {"utils", "helpers", "manager", "misc", "common"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_the_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MODULE_LINES, "split this module by the nouns in it"
    assert path.stem not in VAGUE, "name the file after the one thing it holds"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"
            given = [a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]
            assert len(given) <= PARAMETERS, f"{node.name} takes {len(given)} positional parameters"
