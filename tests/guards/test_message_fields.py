"""Every message of the catalogue that the terminal names gets the fields that it needs, whatever the call is called.

``test_catalogue`` looks at the calls of ``say`` with a literal key. Here all literal keys count: those in any other
call, and those that are kept in a table or a variable first, of which the module has to pass the fields somewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from source_trees import modules, name_of, nodes

from facilitator.i18n.messages import catalogue

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Use:
    """A literal key, the call that it is the first argument of, if any, and where it stands."""

    key: str
    call: ast.Call | None
    place: str


def needed(key: str) -> set[str]:
    """Names of the fields of a message; ``n`` chooses between two forms."""
    names: set[str] = set()
    for entry in catalogue()[key].values():
        forms = [entry] if isinstance(entry, str) else list(entry.values())
        names |= {name for form in forms for name in PLACEHOLDER.findall(form)}
        names |= set() if isinstance(entry, str) else {"n"}
    return names


def given(call: ast.Call) -> frozenset[str] | None:
    """Names of the keywords; None when some of them are unpacked."""
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else frozenset(map(str, names))


def constants(node: ast.expr) -> Iterator[ast.Constant]:
    """The literal key, or those of both sides of ``a if b else c``, or the one that ``message_key`` is asked for."""
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "message_key":
        yield from constants(node.args[0])
    elif isinstance(node, ast.Constant):
        yield node


def uses(tree: Sequence[ast.AST], name: str) -> tuple[list[Use], list[frozenset[str] | None]]:
    """All literal keys of a module, given by its nodes, and the fields of each call whose key is not literal."""
    calls: dict[int, ast.Call] = {}
    others: list[frozenset[str] | None] = []
    for node in tree:
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) != "message_key":
            literal = list(constants(node.args[0]))
            calls |= {id(constant): node for constant in literal}
            if not literal:
                others.append(given(node))
    found = [
        Use(node.value, calls.get(id(node)), f"{name}:{node.lineno}")
        for node in tree
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue()
    ]
    return [use for use in found if "." in use.key], others


def lacking(tree: Sequence[ast.AST], name: str) -> list[str]:
    """What a module, given by its nodes, does not pass."""
    wrong = []
    found, others = uses(tree, name)
    for use in found:
        # ``figures.make_figure`` passes the number of what is counted.
        need = needed(use.key) - ({"n"} if use.key.startswith("stage.count.") else set())
        # A key that is handed on has its fields in the call that says it.
        calls = [given(use.call)] if use.call is not None and use.call.keywords else others
        if need and not any(fields is None or need <= fields for fields in calls):
            wrong.append(f"{use.place} {use.key} needs {sorted(need)}")
    return wrong


def test_every_key_that_the_terminal_names_gets_its_fields() -> None:
    files = modules("screens")
    assert len(files) > 100
    assert not [line for file in files for line in lacking(nodes(file), name_of(file))]


def lacking_in(source: str) -> list[str]:
    """What a module of this text does not pass."""
    return lacking(list(ast.walk(ast.parse(source))), "a")


def test_a_field_of_another_name_is_found() -> None:
    assert lacking_in('conversation.say("live.stage_language", language=spoken)')
    assert not lacking_in('conversation.say("live.stage_language", shown=spoken)')
    assert lacking_in('KEYS = ("live.stage_language",)\nfor key in KEYS:\n    tell(key, language=spoken)')
    assert not lacking_in('KEYS = ("live.stage_language",)\nfor key in KEYS:\n    tell(key, shown=spoken)')
