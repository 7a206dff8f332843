"""The modules of the program as syntax trees: each is read and parsed once, whichever guard looks at it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("facilitator", "screens", "store")


@cache
def modules(*folders: str) -> Sequence[Path]:
    """The paths of all modules in these folders, by default in the whole program."""
    return tuple(path for folder in folders or PACKAGES for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def source(path: Path) -> str:
    """The text of a module."""
    return path.read_text("utf-8")


@cache
def nodes(path: Path) -> Sequence[ast.AST]:
    """All nodes of a module, in the order of ``ast.walk``. No guard changes them."""
    return tuple(ast.walk(ast.parse(source(path))))


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def definitions(path: Path) -> Sequence[Definition]:
    """All classes and functions of a module, nested ones included."""
    return tuple(node for node in nodes(path) if isinstance(node, Definition))


def name_of(path: Path) -> str:
    """The path of a module as failures show it."""
    return path.relative_to(ROOT).as_posix()
