"""No class, file or function grows so large that a reader loses sight of it (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("facilitator", "screens", "store")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_CLASS = 300
MOST_METHODS = 30
"""Of one class, and of a class with the mix-ins of this project that it is cut into."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> dict[str, str]:
    """Path -> text of every module."""
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in found}


@cache
def definitions() -> tuple[tuple[str, ast.ClassDef | Function], ...]:
    """Every class and function, nested ones included, as (``path:name``, definition)."""
    return tuple(
        (f"{path}:{node.name}", node)
        for path, text in files().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef | Function)
    )


def lines_of(node: ast.ClassDef | Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def methods_of(node: ast.ClassDef) -> int:
    """Methods, each once: the getter and the setter of a property are one."""
    return len({each.name for each in node.body if isinstance(each, Function)})


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    return ((name, node) for name, node in definitions() if isinstance(node, ast.ClassDef))


def test_files_are_short_enough_to_be_read_at_once() -> None:
    assert len(files()) > 300
    assert {path: n for path, text in files().items() if (n := len(text.splitlines())) > MOST_LINES_OF_A_FILE} == {}


def test_functions_fit_on_a_screen() -> None:
    found = [(name, lines_of(node)) for name, node in definitions() if isinstance(node, Function)]
    assert len(found) > 2000
    assert [each for each in found if each[1] > MOST_LINES_OF_A_FUNCTION] == []


def test_no_class_does_everything() -> None:
    found = [(name, methods_of(node), lines_of(node)) for name, node in classes()]
    assert len(found) > 300
    assert [each for each in found if each[1] > MOST_METHODS or each[2] > MOST_LINES_OF_A_CLASS] == []


def mix_ins() -> dict[str, tuple[str, ...]]:
    """Class -> the classes of this project that it inherits from, at any distance, where it has two or more of them."""
    bases = {node.name: [ast.unparse(base).partition("[")[0] for base in node.bases] for _, node in classes()}

    def inherited(name: str) -> set[str]:
        near = {base for base in bases.get(name, ()) if base in bases}
        return near.union(*map(inherited, near))

    several = (name for name, near in bases.items() if len([base for base in near if base in bases]) > 1)
    return {name: tuple(sorted(inherited(name))) for name in several}


def test_no_large_class_is_cut_into_mix_ins() -> None:
    count = {node.name: methods_of(node) for _, node in classes()}
    large = {name: count[name] + sum(map(count.__getitem__, parts)) for name, parts in mix_ins().items()}
    assert {name: methods for name, methods in large.items() if methods > MOST_METHODS} == {}
