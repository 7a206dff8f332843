"""What is left out of the script and the style sheets before phones load them: comments and blanks, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import pytest
import rcssmin
import rjsmin
import tinycss2
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

STATIC = resources.files("facilitator.web").joinpath("static")
SCRIPTS = [part.read_text("utf-8") for part in sorted(STATIC.joinpath("phone").iterdir(), key=lambda part: part.name)]
STYLES = [STATIC.joinpath(name).read_text("utf-8") for name in ("phone.css", "screen.css")]
JAVASCRIPT = Parser(Language(tree_sitter_javascript.language()))


def tokens(script: str) -> list[bytes]:
    """Every token of a script but its comments. It is free of errors."""
    tree = JAVASCRIPT.parse(script.encode())
    assert not tree.root_node.has_error
    return list(_leaves(tree.root_node))


def _leaves(node: Node) -> Iterator[bytes]:
    if node.type == "comment":
        return
    if not node.children or node.type in ("string", "regex", "template_string"):
        yield node.text or b""
        return
    for child in node.children:
        yield from _leaves(child)


def rules(style: str) -> list[object]:
    """The rules of a style sheet as a browser reads them, without blanks and comments."""
    return [_rule(rule) for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)]


def _rule(rule: tinycss2.ast.Node) -> object:
    assert rule.type in ("qualified-rule", "at-rule"), rule
    prelude = _text(rule.prelude)
    inside = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
    return prelude, [
        (each.name, _text(each.value), each.important) if each.type == "declaration" else _rule(each) for each in inside
    ]


def _text(parts: list[tinycss2.ast.Node]) -> str:
    """A selector or a value in its shortest form."""
    return str(rcssmin.cssmin(tinycss2.serialize(parts))).strip()


@pytest.mark.parametrize("script", SCRIPTS)
def test_our_scripts_keep_every_token(script: str) -> None:
    assert tokens(rjsmin.jsmin(script)) == tokens(script)


def test_the_scripts_served_as_one_keep_every_token() -> None:
    assert tokens(rjsmin.jsmin("".join(SCRIPTS))) == [token for script in SCRIPTS for token in tokens(script)]


@pytest.mark.parametrize("style", STYLES)
def test_our_style_sheets_keep_every_rule(style: str) -> None:
    assert len(rules(style)) > 3
    assert rules(rcssmin.cssmin(style)) == rules(style)


@pytest.mark.parametrize("text", [*SCRIPTS, *STYLES])
def test_what_is_served_is_shorter_and_the_same_from_files_with_line_ends_of_windows(text: str) -> None:
    minify = rcssmin.cssmin if text in STYLES else rjsmin.jsmin
    served = minify(text)
    assert len(served) < 0.95 * len(text)
    assert minify(text.replace("\n", "\r\n")) == served


def test_without_a_c_compiler_the_same_is_served() -> None:
    script, style = rjsmin._make_jsmin(python_only=True), rcssmin._make_cssmin(python_only=True)
    assert [script(text) for text in SCRIPTS] == [rjsmin.jsmin(text) for text in SCRIPTS]
    assert [style(text) for text in STYLES] == [rcssmin.cssmin(text) for text in STYLES]
