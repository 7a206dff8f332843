"""Assertions over collections that fail on an empty one: what has been checked for nothing has not been checked.

``tests/guards/test_empty_assertions.py`` refuses ``assert all(...)`` and ``assert not any(...)`` over what may be
empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def nonempty(items: Iterable[T]) -> list[T]:
    """The items as a list. Raises ``AssertionError`` when there are none."""
    found = list(items)
    assert found, "nothing to check"
    return found


def any_number(items: Iterable[T]) -> Iterable[T]:
    """The items as they are, for a loop that rightly has nothing to check in some cases."""
    return items


def every(conditions: Iterable[object]) -> bool:
    """Whether all conditions hold, as ``all`` says it. Raises ``AssertionError`` when there are none."""
    return all(nonempty(conditions))


def none(conditions: Iterable[object]) -> bool:
    """Whether no condition holds, as ``not any`` says it. Raises ``AssertionError`` when there are none."""
    return not any(nonempty(conditions))
