"""What the keys of the terminal are called, for the sentences that name one: ``{key.reopen}`` in the catalogue.

The terminal says what they are in this run (``use``); until then, and where there is no terminal, the usual names hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

USUAL: Mapping[str, str] = {
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
"""Act -> its usual key as people read it."""

_named: list[Callable[[str, str], str]] = []
"""How the terminal names the key of an act in a language; empty before there is one. One terminal, one keyboard."""


def use(name_of: Callable[[str, str], str] | None) -> None:
    """From now on an act's key is called what ``name_of`` (act, language) says; the usual name for None."""
    _named[:] = [name_of] if name_of is not None else []


def name(act: str, language: str) -> str:
    """The key of an act as people read it. Raises ``KeyError`` for an act whose key no sentence names."""
    usual = USUAL[act]
    return _named[0](act, language) if _named else usual
