"""Makes people's own words harmless in a file format, without changing what a reader sees."""

from __future__ import annotations

import re
import unicodedata

_STARTERS = frozenset("=+-@")
_ADDRESS = re.compile(r"[\w.+-]*@[\w.@+-]+|[\w.+-]+@")
"""What a reader of Markdown could take for an e-mail address or a mention."""

_STRUCTURE = re.compile(r"[\\`*_\[\]<>#|~&$^]")
_LINK = re.compile(r":(?=\S)|(?<=\w)\.(?=\w)|/(?=/)|(?<=/)/")
"""Marks that could tie characters to a live link: a scheme's colon, a host's dot, a double slash."""

_LIST_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def cell(text: str) -> str:
    """The text as a spreadsheet cell that can never be a formula: an apostrophe before = + - @ and their like.

    Full-width and small forms count too, because spreadsheets of some countries read them as the plain ones.
    """
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])[:1]
    return f"'{text}" if first in _STARTERS or text[:1] in ("\t", "\r", "\n") else text


def markdown(text: str) -> str:
    """The text as one line of Markdown that is read letter for letter: no heading, list, table, link, image or HTML.

    Addresses become code, because GitHub makes them links even when they are escaped. Line breaks become `` / ``.
    """
    line = " / ".join(part.strip() for part in text.splitlines() if part.strip())
    pieces = []
    end = 0
    for found in _ADDRESS.finditer(line):
        pieces += [_escaped(line[end : found.start()], at_start=end == 0), f"`{found[0]}`"]
        end = found.end()
    return "".join([*pieces, _escaped(line[end:], at_start=end == 0)])


def _escaped(text: str, at_start: bool) -> str:
    spots = [found.start() for pattern in (_STRUCTURE, _LINK) for found in pattern.finditer(text)]
    if at_start and (found := _LIST_START.match(text)):
        # "1." is escaped at its dot, "-" at itself.
        spots.append(found.end() if found[0].isdigit() else found.start())
    marked = list(text)
    for spot in set(spots):
        marked[spot] = f"\\{marked[spot]}"
    return "".join(marked)
