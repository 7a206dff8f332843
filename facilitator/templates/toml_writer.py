"""Writes templates and theme packs as readable TOML: one line per field, dotted keys, a table per step. Pure.

tomlkit writes the keys and values; it takes about 50 ms to import and is imported with the first file. The layout is
made here: a whole document of tomlkit takes eight times as long to build (190 ms for a template of twelve steps).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_WIDE = 100
"""Characters on a line above which a list gets one line per item."""


def dumps(data: Mapping[str, Any], tables: str = "steps") -> str:
    """The data as TOML; the tables under the key ``tables`` are written as ``[[tables]]``.

    It handles only what templates and packs consist of: tables, lists, strings, integers and booleans.
    """
    head = [line for name, value in data.items() if name != tables for line in _lines(_key(name), value)]
    blocks = ["\n".join((f"[[{tables}]]", *(line for key, value in each.items() for line in _lines(_key(key), value))))
              for each in data.get(tables, [])]  # fmt: skip
    return "\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _lines(f"{name}.{_key(key)}", inner)
    elif isinstance(value, list | tuple):
        items = [_value(each) for each in value]
        line = f"{name} = [{', '.join(items)}]"
        yield from (line,) if len(line) <= _WIDE else (f"{name} = [", *(f"  {item}," for item in items), "]")
    else:
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    import tomlkit

    if isinstance(value, str):
        return tomlkit.string(value).as_string()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    written: str = tomlkit.item(value).as_string()
    return written


def _key(name: str) -> str:
    import tomlkit

    return tomlkit.key(name).as_string()
