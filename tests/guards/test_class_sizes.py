"""No class of the terminal has grown over what can be read at once, its base classes of our own included.

A screen that is put together from base classes with a state in common is as large as all of them.
"""

from __future__ import annotations

import ast
from pathlib import Path

SCREENS = Path(__file__).resolve().parents[2] / "screens"
MOST_METHODS, MOST_LINES, MOST_LINES_OF_A_FUNCTION = 30, 300, 50


def classes() -> dict[str, ast.ClassDef]:
    """All classes by their names, which are used once each."""
    found = [
        node
        for file in sorted(SCREENS.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    return {node.name: node for node in found}


def lineage(name: str, known: dict[str, ast.ClassDef]) -> set[str]:
    """The class and its base classes, as far as they are our own."""
    if name not in known:
        return set()
    bases = {ast.unparse(base).split("[")[0] for base in known[name].bases}
    return {name}.union(*(lineage(base, known) for base in bases))


def methods(node: ast.ClassDef) -> int:
    """The number of methods that a class defines."""
    return sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)


def lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The number of lines of a definition."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_class_of_the_terminal_is_too_large() -> None:
    known = classes()
    assert len(known) > 100
    sizes = {
        name: (sum(methods(known[each]) for each in family), sum(lines(known[each]) for each in family))
        for name, family in ((name, lineage(name, known)) for name in known)
    }
    assert not {name: size for name, size in sizes.items() if size[0] > MOST_METHODS or size[1] > MOST_LINES}


def test_no_function_of_the_terminal_is_too_long() -> None:
    assert not [
        f"{file.relative_to(SCREENS)}:{node.name}"
        for file in sorted(SCREENS.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines(node) > MOST_LINES_OF_A_FUNCTION
    ]
