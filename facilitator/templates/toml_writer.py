"""Writes a template as readable TOML: one line per field, dotted keys, a table per step. Pure.

It handles only what templates consist of: tables, lists, strings, integers and booleans.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 100
"""Characters on a line above which a list gets one line per item."""


def dumps(data: Mapping[str, Any]) -> str:
    """The data as TOML; the tables under ``steps`` are written as ``[[steps]]``."""
    steps = data.get("steps", [])
    head = [line for name, value in data.items() if name != "steps" for line in _lines(_key(name), value)]
    blocks = ["\n".join(("[[steps]]", *(line for key, value in step.items() for line in _lines(_key(key), value))))
              for step in steps]  # fmt: skip
    return "\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _lines(f"{name}.{_key(key)}", inner)
    elif isinstance(value, list | tuple) and len(f"{name} = {_value(value)}") > _WIDE:
        yield f"{name} = ["
        yield from (f"  {_value(each)}," for each in value)
        yield "]"
    else:
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool | int):
        return json.dumps(value)
    # A JSON string is a valid TOML basic string, except for DEL, which clean text never contains.
    return json.dumps(str(value), ensure_ascii=False)


def _key(name: object) -> str:
    return str(name) if _BARE.fullmatch(str(name)) else json.dumps(str(name), ensure_ascii=False)
