"""What is wrong in a template of one's own: the sentence, and the place that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from facilitator.errors import RuleBroken

Key: TypeAlias = str | int
Raw: TypeAlias = dict[str, Any]
"""A template as it stands in a file, before it is known to be one."""

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


def wrong(code: str, file: str, where: str = "", **fields: object) -> RuleBroken:
    """The refusal ``error.template_<code>``; ``where`` as ``place`` gives it, empty for the file as a whole."""
    return RuleBroken(f"template_{code}", 422, file=file, where=where or "…", **fields)


def place(raw: object, path: Sequence[Key]) -> str:
    """A place in the file as people read it, the same in all languages: ``steps › ideas › question.sv``.

    A step is called by its id, or by its number from 1 where it has none.
    """
    keys = list(path)
    if len(keys) > 1 and keys[0] == "steps" and isinstance(keys[1], int):
        head, keys = ["steps", _step_name(raw, keys[1])], keys[2:]
    else:
        head = []
    tail = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
    return " › ".join([*head, tail] if tail else head)


def path_of(pointer: str) -> list[Key]:
    """Keys of a place as msgspec writes it, such as ``$.steps[0].answer.scale``."""
    return [int(number) if number else name for number, name in _STEP.findall(pointer.removeprefix("$"))]


def _step_name(raw: object, index: int) -> str:
    steps = raw.get("steps") if isinstance(raw, Mapping) else None
    step = steps[index] if isinstance(steps, list) and index < len(steps) else None
    name = step.get("id") if isinstance(step, Mapping) else None
    return name if isinstance(name, str) and name else str(index + 1)
