"""No class, file or function grows so large that a reader loses sight of it (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from source_trees import definitions as definitions_in
from source_trees import modules, name_of, source

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_CLASS = 300
MOST_METHODS = 30
"""Of one class, and of a class with the mix-ins of this project that it is cut into."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> dict[str, str]:
    """Path -> text of every module."""
    return {name_of(path): source(path) for path in modules()}


@cache
def definitions() -> tuple[tuple[str, ast.ClassDef | Function], ...]:
    """Every class and function, nested ones included, as (``path:name``, definition)."""
    return tuple((f"{name_of(path)}:{node.name}", node) for path in modules() for node in definitions_in(path))


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


def families() -> Iterator[set[str]]:
    """Each class that is put together of classes of this project, with those, at any distance.

    A screen is one with any base class, since its state is in common. Elsewhere one base class is an interface with
    defaults, such as that of the kinds of step; two or more are mix-ins.
    """
    screens = {node.name for name, node in classes() if name.startswith("screens/")}
    bases = {node.name: [ast.unparse(base).partition("[")[0] for base in node.bases] for _, node in classes()}

    def inherited(name: str) -> set[str]:
        near = {base for base in bases[name] if base in bases}
        return near.union(*map(inherited, near))

    for name, near in bases.items():
        if len([base for base in near if base in bases]) > (0 if name in screens else 1):
            yield {name, *inherited(name)}


def test_no_large_class_is_cut_into_mix_ins() -> None:
    methods = {node.name: methods_of(node) for _, node in classes()}
    lines = {node.name: lines_of(node) for _, node in classes()}
    found = [(each, sum(map(methods.__getitem__, each)), sum(map(lines.__getitem__, each))) for each in families()]
    assert len(found) > 20
    assert [each for each in found if each[1] > MOST_METHODS or each[2] > MOST_LINES_OF_A_CLASS] == []
