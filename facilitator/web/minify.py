"""Leaves out of a script or a style sheet what only its reader needs: comments, indentation, spaces around signs.

Names stay as they are, so what goes wrong on a phone can still be found in the source. It knows just enough of both
languages for our own files: a comment has its lines for itself, statements end in semicolons.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_STRING = r"'(?:[^'\\\n]|\\.)*'" + r'|"(?:[^"\\\n]|\\.)*"'
_REGEX = r"(?:(?<=[(,=:!&|?{};\[])|(?<=[(,=:!&|?{};\[] ))/(?![/*])(?:[^/\\\n]|\\.)+/"
_BESIDE = r"//[^\n]*\n"
_IN_SCRIPT = re.compile(rf"({_STRING}|{_REGEX}|{_BESIDE})|[ ]*([{{(\[;,:?=<>&|!])\s*|\s*([}})\]])[ ]*")
_IN_STYLE = re.compile(rf"({_STRING})|\s*([{{}};,>])\s*|(:) ")


def slim_script(text: str) -> str:
    """Raises ``ValueError`` for a template literal: its lines would not be the same any more."""
    if "`" in text:
        raise ValueError("template literals cannot be slimmed")
    return _IN_SCRIPT.sub(_kept, _plain(text))


def slim_style(text: str) -> str:
    """All of it in one line."""
    return _IN_STYLE.sub(_kept, _plain(text))


def _plain(text: str) -> str:
    """Without comments on lines of their own, indentation and empty lines; with one kind of line end."""
    lines = (line.strip() for line in _COMMENT.sub("", text.replace("\r\n", "\n")).split("\n"))
    return "\n".join(line for line in lines if line)


def _kept(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)
