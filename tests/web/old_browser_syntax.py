"""Finds syntax and functions in the phones' script and style sheet that browsers of early 2020 (Chrome 80) lack.

For the script: newer syntax is fatal, because all of the script is lost with it; newer functions fail when called.
For the style sheet: an unknown declaration is passed over, but a selector that is not understood takes with it the
whole rule, all its other selectors too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tinycss2
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

NODES = {
    "class_static_block": 94,
    "using_declaration": 134,
    "import_attribute": 91,
    "hash_bang_line": 74,
    "ERROR": 0,
}
"""Kinds of syntax that are too new: since which Chrome."""

PRIVATE = ("method_definition", "binary_expression")
"""Where a private name is newer than the private field that it may be elsewhere."""

OPERATORS = {"||=": 85, "&&=": 85, "??=": 85}

CALLED: Mapping[str, int] = {
    "at": 92, "replaceAll": 85, "hasOwn": 93, "findLast": 97, "findLastIndex": 97, "toSorted": 110, "toReversed": 110,
    "toSpliced": 110, "groupBy": 117, "fromAsync": 121, "isWellFormed": 111, "toWellFormed": 111, "any": 85,
    "withResolvers": 119, "try": 128, "timeout": 103, "throwIfAborted": 100, "replaceChildren": 86, "canParse": 120,
    "checkVisibility": 105, "showPopover": 114, "hidePopover": 114, "togglePopover": 114, "startViewTransition": 111,
    "setHTMLUnsafe": 124, "moveBefore": 133, "showPicker": 99, "getOrInsert": 145, "isSubsetOf": 122,
}  # fmt: skip
"""Names of newer functions; a property of our own may be called the same."""

NAMES: Mapping[str, int] = {
    "structuredClone": 98, "WeakRef": 84, "FinalizationRegistry": 84, "AggregateError": 85, "Segmenter": 87,
    "popover": 114, "inert": 102, "reportError": 95, "scheduler": 94, "userAgentData": 90, "cookieStore": 87,
    "navigation": 102, "Temporal": 144, "ariaLabel": 81, "ariaLive": 81, "ariaInvalid": 81,
}  # fmt: skip
"""Names of newer objects and properties."""

SECURE: frozenset[str] = frozenset((
    "randomUUID", "subtle", "serviceWorker", "wakeLock", "clipboard", "share", "locks", "storage", "caches",
    "mediaDevices", "Notification", "PushManager",
))  # fmt: skip
"""Names that are there on https only; a room has plain http."""

PROPERTIES = {
    "aspect-ratio": 88, "inset": 87, "inset-block": 87, "inset-inline": 87, "margin-inline": 87, "margin-block": 87,
    "padding-inline": 87, "padding-block": 87, "border-inline": 87, "border-block": 87, "accent-color": 93,
    "field-sizing": 123, "text-wrap": 114, "container": 105, "container-type": 105, "container-name": 105,
    "content-visibility": 85, "translate": 104, "rotate": 104, "scale": 104, "appearance": 84, "color-scheme": 81,
    "forced-color-adjust": 89, "text-underline-offset": 87, "text-decoration-thickness": 89, "mask": 120,
    "scrollbar-gutter": 94, "scrollbar-color": 121, "scrollbar-width": 121, "print-color-adjust": 136,
    "view-transition-name": 111, "anchor-name": 125, "interpolate-size": 129, "text-box": 133, "zoom-reset": 0,
}  # fmt: skip
SELECTORS = {
    "has": 105, "is": 88, "where": 88, "focus-visible": 86, "marker": 86, "user-invalid": 119, "user-valid": 119,
    "details-content": 131, "open": 133, "popover-open": 114, "modal": 105, "dir": 120, "autofill": 110,
    "file-selector-button": 89, "state": 125,
}  # fmt: skip
AT_RULES = {"container": 105, "layer": 99, "property": 85, "scope": 118, "starting-style": 117, "view-transition": 126}
MEDIA = {"forced-colors": 89, "prefers-contrast": 96, "scripting": 120, "update": 113, "inverted-colors": 0}
FUNCTIONS = {
    "color-mix": 111, "oklch": 111, "oklab": 111, "lab": 111, "lch": 111, "hwb": 101, "light-dark": 123, "anchor": 125,
    "round": 125, "linear": 113, "image-set": 113,
}  # fmt: skip
UNITS = {"dvh": 108, "svh": 108, "lvh": 108, "dvw": 108, "lh": 109, "rlh": 111, "cqw": 105, "cqi": 105, "cap": 118}
WORDS = {"clip": 90, "revert": 84, "revert-layer": 99, "balance": 114, "stretch": 138}
"""Single words as values, with the Chrome that first knew them."""


def newer_script(code: str) -> list[str]:
    """What in a script is too new or not there over plain http, each as a short name."""
    tree = Parser(Language(tree_sitter_javascript.language())).parse(code.encode())
    return sorted({found for node in _nodes(tree.root_node) for found in _in_script(node)})


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _in_script(node: Node) -> Iterator[str]:
    text = node.text.decode() if node.text is not None and not node.children else ""
    if node.type in NODES or node.is_missing:
        yield node.type
    if text in OPERATORS:
        yield text
    if node.type in ("property_identifier", "identifier") and (text in NAMES or text in SECURE):
        yield text
    if node.type == "property_identifier" and text in CALLED and _is_called(node):
        yield text
    if node.type == "private_property_identifier" and node.parent is not None and node.parent.type in PRIVATE:
        yield "private method"
    if node.type == "regex_flags" and set(text) & set("dv"):
        yield f"regex flag {text}"
    if node.type == "await_expression" and not any("function" in up.type or "method" in up.type for up in _up(node)):
        yield "await outside"


def _is_called(name: Node) -> bool:
    member = name.parent
    call = member.parent if member is not None else None
    return call is not None and call.type == "call_expression" and call.child_by_field_name("function") == member


def _up(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def newer_styles(code: str) -> list[str]:
    """What in a style sheet is too new, each as a short name; ``mixed:...`` where old selectors are lost with new."""
    return sorted(set(_rules(tinycss2.parse_stylesheet(code, skip_comments=True, skip_whitespace=True))))


def _rules(rules: Sequence[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "error":
            yield f"error:{rule.message}"
        elif rule.type == "at-rule":
            name = rule.at_keyword.lower()
            if name in AT_RULES:
                yield f"@{name}"
            yield from (f"@media {word}" for word in _idents(rule.prelude) if word in MEDIA)
            if any(token.type == "literal" and token.value in ("<", ">", "<=", ">=") for token in _flat(rule.prelude)):
                yield "@media range"
            if rule.content is not None:
                inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                yield from _rules(inside)
        else:
            yield from _selectors(rule.prelude)
            yield from _declarations(rule.content)


def _selectors(prelude: Sequence[Any]) -> Iterator[str]:
    """A new pseudo-class beside an old selector in one list is the worse mistake: both are lost."""
    lists: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            lists.append([])
        else:
            lists[-1].append(token)
    found = [set(_pseudo(part)) for part in lists]
    yield from (f":{name}" for names in found for name in names)
    if any(found) and not all(found):
        yield "mixed:" + tinycss2.serialize(prelude).strip()


def _pseudo(tokens: Sequence[Any]) -> Iterator[str]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is None or before.type != "literal" or before.value != ":":
            continue
        name = token.lower_name if token.type == "function" else getattr(token, "lower_value", "")
        if name in SELECTORS:
            yield name
        if name == "not" and any(t.type == "literal" and t.value == "," for t in token.arguments):
            yield "not list"


def _declarations(content: Sequence[Any]) -> Iterator[str]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    plain = [each for each in found if each.type == "declaration"]
    yield from ("nesting" for each in found if each.type in ("qualified-rule", "at-rule"))
    yield from (f"error:{each.message}" for each in found if each.type == "error")
    said = {each.lower_name: {t.lower_value for t in each.value if t.type == "ident"} for each in plain}
    spaced = said.get("display", set()) & {"grid", "inline-grid"} or "columns" in said
    for each in plain:
        if each.lower_name in ("gap", "row-gap", "column-gap") and not spaced:
            yield "gap in flex"
        if each.lower_name in PROPERTIES and f"-webkit-{each.lower_name}" not in said:
            yield each.lower_name
        yield from _value(each)


def _value(declaration: Any) -> Iterator[str]:
    for token in _flat(declaration.value):
        if token.type == "function" and token.lower_name in FUNCTIONS:
            yield f"{token.lower_name}()"
        if token.type == "dimension" and token.lower_unit in UNITS:
            yield f"unit {token.lower_unit}"
        if token.type == "ident" and token.lower_value in WORDS and declaration.lower_name not in PROPERTIES:
            yield f"{declaration.lower_name}: {token.lower_value}"


def _flat(tokens: Sequence[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        inside = getattr(token, "arguments", None) or (token.content if "block" in token.type else None)
        yield from _flat(inside or ())


def _idents(tokens: Sequence[Any]) -> list[str]:
    return [token.lower_value for token in _flat(tokens) if token.type == "ident"]
