"""Escapes text by people for file formats, without changing what a reader sees."""

from __future__ import annotations

import re
import unicodedata

_FORMULA_STARTS = frozenset("=+-@")
_ADDRESS = re.compile(r"[\w.+-]*@[\w.@+-]+|[\w.+-]+@")
"""Text that a Markdown reader could take for an e-mail address or a mention."""

_STRUCTURE = re.compile(r"[\\`*_\[\]<>#|~&$^]")
_LINK = re.compile(r":(?=\S)|(?<=\w)\.(?=\w)|/(?=/)|(?<=/)/")
"""Characters that could make a bare URL a link: the colon of a scheme, dots of a host, a double slash."""

_LIST_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def escape_cell(text: str) -> str:
    """The text as a CSV cell that no spreadsheet reads as a formula: an apostrophe before ``= + - @``, tab and newline.

    Characters are compared after NFKC normalisation: full-width and small forms such as ``＝`` start a formula in some
    localised spreadsheets. Rule: OWASP, "CSV Injection".
    """
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])[:1]
    return f"'{text}" if first in _FORMULA_STARTS or text[:1] in ("\t", "\r", "\n") else text


def escape_markdown(text: str) -> str:
    """The text as one line of Markdown without any markup: no heading, list, table, link, image or HTML.

    Addresses become code spans, because GitHub links them even when they are escaped. Line breaks become `` / ``.
    """
    line = " / ".join(part.strip() for part in text.splitlines() if part.strip())
    pieces = []
    end = 0
    for found in _ADDRESS.finditer(line):
        pieces += [_escape(line[end : found.start()], at_start=end == 0), f"`{found[0]}`"]
        end = found.end()
    return "".join([*pieces, _escape(line[end:], at_start=end == 0)])


def _escape(text: str, at_start: bool) -> str:
    spots = [found.start() for pattern in (_STRUCTURE, _LINK) for found in pattern.finditer(text)]
    if at_start and (found := _LIST_START.match(text)):
        # In "1." the dot is escaped, in "-" the character itself: Markdown has no escape for digits.
        spots.append(found.end() if found[0].isdigit() else found.start())
    marked = list(text)
    # A set, because two patterns may find the same character, and it must be escaped once.
    for spot in set(spots):
        marked[spot] = f"\\{marked[spot]}"
    return "".join(marked)
