"""No assertion passes because there is nothing to check.

``assert all(...)``, ``assert not any(...)`` and a loop of nothing but assertions hold for an empty collection too. They
stand only over what is seen to have something in it: a literal, a constant in capitals, ``range`` of numbers, or what
the same function asserts to be there. For everything else there is ``tests/assertions.py``: ``every``, ``none`` and
``nonempty``, and ``any_number`` where nothing to check is right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
Function = ast.FunctionDef | ast.AsyncFunctionDef
KEEPING = ("sorted", "list", "tuple", "set", "frozenset", "enumerate", "zip", "reversed", "dict", "product", "chain")
"""Calls that have something in them when all their arguments have."""


def conjuncts(test: ast.expr) -> Iterator[ast.expr]:
    """The parts of a condition that all have to hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for value in test.values:
            yield from conjuncts(value)
    else:
        yield test


class Scope:
    """What one test function, or helper, says of its collections."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.asserted: set[str] = set()
        """Source text of what is asserted to be there."""
        self.assigned: dict[str, list[ast.expr]] = {}
        self.statements = list(statements(function))
        for node in self.statements:
            if isinstance(node, ast.Assert):
                for part in conjuncts(node.test):
                    self._note_assertion(part)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._note_assignment(target, node.value)

    def _note_assertion(self, part: ast.expr) -> None:
        self.asserted.add(ast.unparse(part))
        if not isinstance(part, ast.Compare):
            return
        for left, sign, right in zip((part.left, *part.comparators), part.ops, part.comparators, strict=False):
            if isinstance(sign, (ast.Lt, ast.LtE)):
                left, right = right, left
            if isinstance(left, ast.Call) and ast.unparse(left.func) == "len":
                more = isinstance(sign, (ast.Gt, ast.Lt)) or ast.unparse(right) != "0"
                if more and not isinstance(sign, ast.NotEq):
                    self.asserted.add(ast.unparse(left.args[0]))
            elif isinstance(sign, ast.Eq) and self.has_something(right):
                self.asserted.add(ast.unparse(left))

    def _note_assignment(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.assigned.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, what in zip(target.elts, value.elts, strict=True):
                self._note_assignment(one, what)

    def has_something(self, items: ast.expr) -> bool:
        """Whether the collection is seen not to be empty."""
        if ast.unparse(items) in self.asserted:
            return True
        match items:
            case ast.Tuple(elts) | ast.List(elts) | ast.Set(elts):
                return any(not isinstance(one, ast.Starred) or self.has_something(one.value) for one in elts)
            case ast.Dict(keys):
                return bool(keys)
            case ast.Constant(value):
                return bool(value)
            case ast.BinOp(left, ast.Add() | ast.BitOr(), right):
                return self.has_something(left) or self.has_something(right)
            case ast.Name(name):
                values = self.assigned.get(name, [])
                return name.isupper() or (bool(values) and all(map(self.has_something, values)))
            case ast.Attribute(_, name):
                return name.isupper()
            case (
                ast.ListComp(_, loops) | ast.SetComp(_, loops) | ast.GeneratorExp(_, loops) | ast.DictComp(_, _, loops)
            ):
                return self.all_run(loops)
            case ast.Call(called, arguments):
                return self._call_has_something(called, arguments)
        return False

    def _call_has_something(self, called: ast.expr, arguments: Sequence[ast.expr]) -> bool:
        name = ast.unparse(called).rpartition(".")[2]
        if name in ("nonempty", "any_number"):
            return True
        if name == "range":
            return all(isinstance(one, ast.Constant) or ast.unparse(one).isupper() for one in arguments)
        if isinstance(called, ast.Attribute) and name in ("items", "values", "keys", "split", "splitlines"):
            return self.has_something(called.value)
        return name in KEEPING and bool(arguments) and all(map(self.has_something, arguments))

    def all_run(self, loops: Sequence[ast.comprehension]) -> bool:
        """Whether these loops run at least once: nothing is filtered, and nothing may be empty."""
        return all(not loop.ifs and self.has_something(loop.iter) for loop in loops)

    def may_check_nothing(self) -> Iterator[ast.stmt]:
        """The assertions that pass on an empty collection."""
        for node in self.statements:
            if isinstance(node, ast.Assert):
                if not all(map(self._checks_something, conjuncts(node.test))):
                    yield node
            elif isinstance(node, (ast.For, ast.AsyncFor)):
                only_asserts = all(isinstance(line, ast.Assert) for line in node.body)
                if only_asserts and not self.has_something(node.iter):
                    yield node

    def _checks_something(self, part: ast.expr) -> bool:
        match part:
            case ast.Call(ast.Name("all"), [items]) | ast.UnaryOp(ast.Not(), ast.Call(ast.Name("any"), [items])):
                return self.has_something(items)
        return True


def statements(node: ast.AST) -> Iterator[ast.stmt]:
    """All statements within a node. Expressions, which are most of a tree, are left out: they hold none."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.stmt):
            yield inner
        if isinstance(inner, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield from statements(inner)


CANDIDATE = re.compile(r"\b(for|all|any)\b")
"""A word without which a function has nothing that could pass on an empty collection. Quick: most have none."""


def unseen(path: Path) -> list[str]:
    """Lines of a file whose assertions may check nothing."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = {
        (line.lineno, ast.unparse(line).splitlines()[0])
        for node in statements(ast.parse(text))
        if isinstance(node, Function) and CANDIDATE.search("\n".join(lines[node.lineno - 1 : node.end_lineno]))
        for line in Scope(node).may_check_nothing()
    }
    return [f"{path.relative_to(TESTS)}:{number}: {text}" for number, text in sorted(found)]


def test_no_assertion_of_the_suite_passes_on_an_empty_collection() -> None:
    files = sorted(TESTS.rglob("*.py"))
    assert len(files) > 200
    assert [line for file in files for line in unseen(file)] == []


@pytest.mark.parametrize(
    "body",
    [
        "assert all(one for one in found)",
        "assert found is not None and not any(one for one in found)",
        "assert all(one for one in (1, 2) if one > least)",
        "assert len(found) <= 3 and all(found)",
        "assert len(found) >= 0 and all(found)",
        "for one in found: assert one",
        "rows = [one for one in found]\n    assert all(rows)",
    ],
)
def test_an_assertion_that_may_check_nothing_is_found(body: str) -> None:
    assert list(Scope(function_of(body)).may_check_nothing())


@pytest.mark.parametrize(
    "body",
    [
        "assert all(one for one in (1, 2))",
        "assert all(one for one in LANGUAGES)",
        "assert found and all(found)",
        "assert len(found) == 3\n    assert all(one for one in found)",
        "assert 0 < len(found)\n    for one in found: assert one",
        "assert found == [1, 2]\n    assert not any(one > 2 for one in found)",
        "for one in nonempty(found): assert one",
        "assert every(one for one in found)",
        "for one in found: act(one)",
    ],
)
def test_an_assertion_that_checks_something_passes(body: str) -> None:
    assert not list(Scope(function_of(body)).may_check_nothing())


def function_of(body: str) -> ast.FunctionDef:
    """A function with this body."""
    function = ast.parse(f"def test_it(found, least):\n    {body}\n").body[0]
    assert isinstance(function, ast.FunctionDef)
    return function
