"""Names of the terminal's keys, for messages that mention one: ``{key.reopen}`` in the catalogue.

The terminal registers the names of this run with ``set_key_namer``, since users may change keys. Until then, and
without a terminal, the default names apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

DEFAULT_KEYS: Mapping[str, str] = {
    "add": "a",
    "approve": "y",
    "black": "b",
    "break": "t",
    "console": "Tab",
    "count": "v",
    "cut": "x",
    "export": "e",
    "help": "F1",
    "hide": "h",
    "less": "-",
    "more": "+",
    "network": "F8",
    "nudge": "k",
    "palette": "Ctrl+P",
    "reopen": "o",
    "reveal": "r",
    "undo": "u",
    "wifi": "F9",
}
"""Action -> the name of its default key, as people read it."""

_key_namer: list[Callable[[str, str], str]] = []
"""The registered function, (action, language) -> name of its key; empty when there is none."""


def set_key_namer(namer: Callable[[str, str], str] | None) -> None:
    """Register ``namer``, (action, language) -> name of its key, for the whole process; None restores the defaults."""
    _key_namer[:] = [namer] if namer is not None else []


def key_name(act: str, language: str) -> str:
    """The name of an action's key. Raises: ``KeyError`` for an action that no message mentions."""
    usual = DEFAULT_KEYS[act]
    return _key_namer[0](act, language) if _key_namer else usual
