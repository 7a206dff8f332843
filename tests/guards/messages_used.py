"""Finds which messages of the catalogue the code and the pages ask for, and with which fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment
from jinja2 import nodes as page_nodes
from source_trees import PACKAGES, ROOT, modules, nodes

SAYERS = {
    "say": "",
    "told": "",
    "_say": "",
    "tell": "",
    "explain": "error.",
    "tell_error": "error.",
    "RuleBroken": "error.",
    "StoreError": "error.",
}
"""Calls whose first argument is a key, and what stands before it."""


@dataclass(frozen=True)
class Ask:
    """One place that asks for a message by its whole key. ``fields`` is None when they cannot be seen there."""

    key: str
    fields: frozenset[str] | None
    place: str


@dataclass
class Found:
    """Exact asks, all strings there are, and regular expressions for keys that are put together at run time."""

    asks: list[Ask] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    def uses(self, key: str) -> bool:
        """Whether anything can ask for ``key``."""
        return key in self.strings or any(re.fullmatch(pattern, key) for pattern in self.patterns)


def search() -> Found:
    """Look through all code and all pages."""
    found = Found()
    for package in PACKAGES:
        for file in modules(package):
            _read_code(file, found)
        for file in sorted((ROOT / package).rglob("*.html")):
            _read_page(file, found)
    for ask in found.asks:
        found.strings |= {ask.key, ask.key.replace("error.", "hint.", 1)}
    return found


def _read_code(file: Path, found: Found) -> None:
    for node in nodes(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.strings.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            found.patterns |= _pattern(node, "")
        elif isinstance(node, ast.Call):
            _read_call(node, f"{file.relative_to(ROOT)}:{node.lineno}", found)


def _read_call(node: ast.Call, place: str, found: Found) -> None:
    name = _name(node.func)
    if name not in SAYERS or not node.args:
        return
    given = {keyword.arg for keyword in node.keywords}
    fields = None if None in given else frozenset(map(str, given))
    for key in _either(node.args[0]):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.asks.append(Ask(SAYERS[name] + key.value, fields, place))
        elif isinstance(key, ast.JoinedStr):
            found.patterns |= _pattern(key, SAYERS[name])


def _name(called: ast.expr) -> str:
    """The name that is called, alone or of the parameter ``words``; empty for all others."""
    match called:
        case ast.Name(name) | ast.Attribute(ast.Name("words"), name):
            return name
    return ""


def _either(node: ast.expr) -> Iterator[ast.expr]:
    """The expression, or both sides of ``a if b else c``."""
    if isinstance(node, ast.IfExp):
        yield from _either(node.body)
        yield from _either(node.orelse)
    else:
        yield node


def _pattern(node: ast.JoinedStr, before: str) -> set[str]:
    """A regular expression for the keys an f-string can make; none for one that could be anything."""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values]
    whole = re.escape(before) + "".join(parts)
    return {whole, whole.replace(r"error\.", r"hint\.", 1)} if re.match(r"[a-z_]+\\\.", whole) else set()


def _read_page(file: Path, found: Found) -> None:
    source = file.read_text("utf-8")
    tree = Environment().parse(source)
    for constant in tree.find_all(page_nodes.Const):
        if isinstance(constant.value, str):
            found.strings.add(constant.value)
    for joined in tree.find_all(page_nodes.Concat):
        parts = [
            re.escape(str(part.value)) if isinstance(part, page_nodes.Const) else r"[\w.]+" for part in joined.nodes
        ]
        if re.match(r"[a-z_]+\\\.", parts[0]):
            found.patterns.add("".join(parts))
    for call in tree.find_all(page_nodes.Call):
        if isinstance(call.node, page_nodes.Name) and call.node.name == "t" and call.args:
            key = call.args[0]
            if isinstance(key, page_nodes.Const):
                fields = None if call.dyn_kwargs else frozenset(each.key for each in call.kwargs)
                found.asks.append(Ask(str(key.value), fields, f"{file.relative_to(ROOT)}:{call.lineno}"))
