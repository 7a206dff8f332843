"""From the bytes of a template file to plain data: nothing too large, too deep or unclean gets past here."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

from facilitator.templates.errors import Key, Raw, place, wrong
from store.text import tidy

LARGEST = 128 * 1024
"""Bytes in a template file; the longest ready one has a tenth of that."""
DEEPEST = 10
LONGEST: dict[str, int] = {"title": 120, "subtitle": 160, "purpose": 500, "question": 400, "help": 400, "notes": 2000}
USUAL = 200
"""Characters in a text that ``LONGEST`` does not name."""

_AT_LINE = re.compile(r"line (\d+)")
_MANY_DOTS = re.compile(r"(?<![\w'\"-])(?:[\w'\"-]++[ \t]*+\.[ \t]*+){9}")
"""More than eight dots in a key: no template has them, and reading them takes time by the square."""

_STRING = re.compile(r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')


def parse(data: bytes, file: str) -> Raw:
    """The file's data, all texts cleaned. JSON when the name ends so, else TOML. Raises ``RuleBroken``."""
    if len(data) > LARGEST:
        raise wrong("large", file, n=LARGEST // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        raise wrong("not_text", file) from bad
    found = _json(text, file) if file.endswith(".json") else _toml(text, file)
    if not isinstance(found, dict):
        raise wrong("shape", file)
    cleaned = _cleaned(found, found, [], file)
    assert isinstance(cleaned, dict)
    return cleaned


def _json(text: str, file: str) -> object:
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError as bad:
        raise wrong("syntax", file, line=bad.lineno) from bad
    except (RecursionError, ValueError) as bad:
        raise wrong("deep", file) from bad
    return found


def _toml(text: str, file: str) -> object:
    for number, line in enumerate(_STRING.sub('""', text).splitlines(), 1):
        if _MANY_DOTS.search(line):
            raise wrong("syntax", file, line=number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        at = _AT_LINE.search(str(bad))
        raise wrong("syntax", file, line=at[1] if at else text.count("\n") + 1) from bad
    except (RecursionError, ValueError) as bad:
        raise wrong("deep", file) from bad


def _cleaned(value: object, whole: object, path: list[Key], file: str) -> object:
    if len(path) > DEEPEST:
        raise wrong("deep", file)
    if isinstance(value, str):
        return _text(value, whole, path, file)
    if isinstance(value, dict):
        return {_name(key, whole, path, file): new for key, new in _parts(value.items(), whole, path, file)}
    if isinstance(value, list):
        return [new for _, new in _parts(enumerate(value), whole, path, file)]
    if value is None or isinstance(value, bool | int):
        return value
    # Dates, times and broken numbers: TOML has them, no template does.
    raise wrong("type", file, place(whole, path))


def _parts(items: object, whole: object, path: list[Key], file: str) -> Iterator[tuple[Key, object]]:
    for key, inner in items:  # type: ignore[attr-defined]
        yield key, _cleaned(inner, whole, [*path, key], file)


def _name(key: Key, whole: object, path: list[Key], file: str) -> str:
    if tidy(str(key)) != key:
        raise wrong("unclean", file, place(whole, path))
    return str(key)


def _text(value: str, whole: object, path: list[Key], file: str) -> str:
    names = [key for key in path if isinstance(key, str)]
    limit = next((LONGEST[name] for name in reversed(names) if name in LONGEST), USUAL)
    tidied = tidy(value[: limit * 4])
    if len(tidied) > limit:
        raise wrong("long", file, place(whole, path), n=limit)
    return tidied
