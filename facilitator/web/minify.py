"""Minifies the script and the style sheets: removes comments, indentation and spaces around operators.

Names stay as they are, so that an error on a phone can be found in the source. It handles only the style of our own
files: a comment stands on lines of its own, and every statement ends with a semicolon.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_STRING = r"'(?:[^'\\\n]|\\.)*'" + r'|"(?:[^"\\\n]|\\.)*"'
# A slash begins a regular expression, not a division, only after one of these signs.
_REGEX = r"(?:(?<=[(,=:!&|?{};\[])|(?<=[(,=:!&|?{};\[] ))/(?![/*])(?:[^/\\\n]|\\.)+/"
_TRAILING_COMMENT = r"//[^\n]*\n"
# What has to stay unchanged comes first: of alternatives, the first that matches at a position counts.
_IN_SCRIPT = re.compile(rf"({_STRING}|{_REGEX}|{_TRAILING_COMMENT})|[ ]*([{{(\[;,:?=<>&|!])\s*|\s*([}})\]])[ ]*")
_IN_STYLE = re.compile(rf"({_STRING})|\s*([{{}};,>])\s*|(:) ")


def minify_script(text: str) -> str:
    """The minified script. Raises: ``ValueError`` for a template literal, whose line breaks would be lost."""
    if "`" in text:
        raise ValueError("template literals cannot be slimmed")
    return _IN_SCRIPT.sub(_kept_text, _strip_comments(text))


def minify_style(text: str) -> str:
    """The minified style sheet, in one line."""
    return _IN_STYLE.sub(_kept_text, _strip_comments(text))


def _strip_comments(text: str) -> str:
    """The text without comment lines, indentation and empty lines, with line feeds as line ends."""
    lines = (line.strip() for line in _COMMENT.sub("", text.replace("\r\n", "\n")).split("\n"))
    return "\n".join(line for line in lines if line)


def _kept_text(found: re.Match[str]) -> str:
    """The replacement of a match: the group that matched, without the spaces around it."""
    return next(group for group in found.groups() if group is not None)
