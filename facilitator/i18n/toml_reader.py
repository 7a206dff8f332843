"""A fast reader for the catalogue's files, which use a small part of TOML; other files are read with ``tomllib``.

Every start of the program waits for the catalogue, and ``tomllib`` takes about three times as long to read it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

CatalogueEntry = str | Mapping[str, str]

_STRING = r'"(?:[^"\\]|\\["\\nt])*"'
_KEY_LINE = re.compile(r'\["([\w.-]+)"\]')
_TEXT_LINE = re.compile(rf"(\w+) = ({_STRING})")
_PLURAL_LINE = re.compile(rf"(\w+) = \{{ ?one = ({_STRING}), other = ({_STRING}) ?\}}")


def read_messages(text: str) -> Mapping[str, Mapping[str, CatalogueEntry]]:
    """Key -> language -> text, of one file. Raises: ``tomllib.TOMLDecodeError``."""
    found = _read_simple(text)
    return found if found is not None else tomllib.loads(text)


def _read_simple(text: str) -> dict[str, Mapping[str, CatalogueEntry]] | None:
    """The same for a file with one entry per line; None for any other, which ``tomllib`` then reads or refuses."""
    found: dict[str, Mapping[str, CatalogueEntry]] = {}
    entry: dict[str, CatalogueEntry] | None = None
    for line in text.split("\n"):
        said: CatalogueEntry
        if one := _TEXT_LINE.fullmatch(line):
            language, said = one[1], _unquote(one[2])
        elif two := _PLURAL_LINE.fullmatch(line):
            language, said = two[1], {"one": _unquote(two[2]), "other": _unquote(two[3])}
        elif head := _KEY_LINE.fullmatch(line):
            if head[1] in found:
                return None
            entry = found[head[1]] = {}
            continue
        elif not line or line.startswith("#"):
            continue
        else:
            return None
        if entry is None or language in entry:
            return None
        entry[language] = said
    return found


def _unquote(quoted: str) -> str:
    """The text of a quoted string; the escapes that the patterns accept mean the same in TOML and in JSON."""
    if "\\" not in quoted:
        return quoted[1:-1]
    said: str = json.loads(quoted)
    return said
