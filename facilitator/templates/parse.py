"""Parses the bytes of a template file to plain data, and refuses what is too large, too deep or not clean text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

from facilitator.templates.errors import Key, Raw, location, template_error
from store.text import tidy

MOST_BYTES = 128 * 1024
"""Most bytes of a template file; the longest shipped one has a tenth of that."""
MOST_LEVELS = 10
"""Most levels of tables and lists inside each other."""
TEXT_LIMITS: dict[str, int] = {
    "title": 120,
    "subtitle": 160,
    "purpose": 500,
    "question": 400,
    "help": 400,
    "notes": 2000,
}
"""Field -> most characters of its text."""
DEFAULT_TEXT_LIMIT = 200
"""Most characters of a text that ``TEXT_LIMITS`` does not name."""

_AT_LINE = re.compile(r"line (\d+)")
_MANY_DOTS = re.compile(r"(?<![\w'\"-])(?:[\w'\"-]++[ \t]*+\.[ \t]*+){9}")
"""More than eight dots in a key, which no template has: ``tomllib`` needs quadratic time for such keys."""

_STRING = re.compile(r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')


def parse(data: bytes, file: str) -> Raw:
    """The data of a file (JSON if its name says so, else TOML), with all texts cleaned. Raises ``RuleBroken``."""
    if len(data) > MOST_BYTES:
        raise template_error("large", file, n=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        raise template_error("not_text", file) from bad
    found = _json(text, file) if file.endswith(".json") else _toml(text, file)
    if not isinstance(found, dict):
        raise template_error("shape", file)
    cleaned = _clean(found, found, [], file)
    assert isinstance(cleaned, dict)
    return cleaned


def _json(text: str, file: str) -> object:
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError as bad:
        raise template_error("syntax", file, line=bad.lineno) from bad
    except (RecursionError, ValueError) as bad:
        raise template_error("deep", file) from bad
    return found


def _toml(text: str, file: str) -> object:
    # Strings and comments are blanked out first, so that dots inside them are not taken for keys. Their line feeds stay
    # (in TOML only a line feed ends a line), so the number is that of the line in the file.
    blank = _STRING.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    for number, line in enumerate(blank.split("\n"), 1):
        if _MANY_DOTS.search(line):
            raise template_error("syntax", file, line=number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        at = _AT_LINE.search(str(bad))
        raise template_error("syntax", file, line=at[1] if at else text.count("\n") + 1) from bad
    except (RecursionError, ValueError) as bad:
        raise template_error("deep", file) from bad


def _clean(value: object, whole: object, path: list[Key], file: str) -> object:
    """The value with all texts and keys cleaned. Raises ``RuleBroken`` with the place of the first error."""
    if len(path) > MOST_LEVELS:
        raise template_error("deep", file)
    if isinstance(value, str):
        return _clean_text(value, whole, path, file)
    if isinstance(value, dict):
        return {
            _clean_key(key, whole, path, file): new for key, new in _clean_entries(value.items(), whole, path, file)
        }
    if isinstance(value, list):
        return [new for _, new in _clean_entries(enumerate(value), whole, path, file)]
    if value is None or isinstance(value, bool | int):
        return value
    # Dates, times and fractions: TOML has them, templates do not.
    raise template_error("type", file, location(whole, path))


def _clean_entries(items: object, whole: object, path: list[Key], file: str) -> Iterator[tuple[Key, object]]:
    for key, inner in items:  # type: ignore[attr-defined]
        yield key, _clean(inner, whole, [*path, key], file)


def _clean_key(key: Key, whole: object, path: list[Key], file: str) -> str:
    if tidy(str(key)) != key:
        raise template_error("unclean", file, location(whole, path))
    return str(key)


def _clean_text(value: str, whole: object, path: list[Key], file: str) -> str:
    """The text, cleaned. The limit is that of the nearest field on the path, since a text may be nested by language."""
    names = [key for key in path if isinstance(key, str)]
    limit = next((TEXT_LIMITS[name] for name in reversed(names) if name in TEXT_LIMITS), DEFAULT_TEXT_LIMIT)
    # Only the start of a huge text is cleaned; that is enough to see that it is too long.
    tidied = tidy(value[: limit * 4])
    if len(tidied) > limit:
        raise template_error("long", file, location(whole, path), n=limit)
    return tidied
