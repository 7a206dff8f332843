"""Errors in the user's own templates: the message, and the place in the file that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from facilitator.errors import RuleBroken

Key: TypeAlias = str | int
Raw: TypeAlias = dict[str, Any]
"""The data of a template file before it is checked."""

_POINTER_PART = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


def template_error(code: str, file: str, where: str = "", **fields: object) -> RuleBroken:
    """The error ``error.template_<code>``. ``where``: from ``location``; empty for the file as a whole."""
    return RuleBroken(f"template_{code}", 422, file=file, where=where or "…", **fields)


def location(raw: object, path: Sequence[Key]) -> str:
    """A place in the file in readable form, the same in all languages: ``steps › ideas › question.sv``.

    A step is named by its id, or by its number from 1 if it has none.
    """
    keys = list(path)
    if len(keys) > 1 and keys[0] == "steps" and isinstance(keys[1], int):
        head, keys = ["steps", _step_name(raw, keys[1])], keys[2:]
    else:
        head = []
    tail = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
    return " › ".join([*head, tail] if tail else head)


def parse_pointer(pointer: str) -> list[Key]:
    """The keys of a place in the form msgspec writes it, such as ``$.steps[0].answer.scale``."""
    return [int(number) if number else name for number, name in _POINTER_PART.findall(pointer.removeprefix("$"))]


def _step_name(raw: object, index: int) -> str:
    steps = raw.get("steps") if isinstance(raw, Mapping) else None
    step = steps[index] if isinstance(steps, list) and index < len(steps) else None
    name = step.get("id") if isinstance(step, Mapping) else None
    return name if isinstance(name, str) and name else str(index + 1)
