"""How each kind of step is shown to the facilitator: one module per kind, found by the name of the kind.

``draw`` draws the stage. ``console_lines`` gives the lines of the console's pane for results, and ``plain_lines`` what
plain mode prints; both may be missing. Without ``plain_lines`` plain mode prints the lines of the console.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from facilitator.rules.steps import module_name
from facilitator.view import Body, ConsoleView
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.stage.context import StageContext

DrawFunction: TypeAlias = Callable[[Region, Body, StageContext], None]
"""Draws one kind of step on the stage without its last row."""

ConsoleLines: TypeAlias = Callable[[ConsoleView, str], list[ListLine]]
"""The lines of the console in a language. They hold only what everybody may see."""

PlainLines: TypeAlias = Callable[[ConsoleView, str], Iterable[str]]
"""What plain mode prints of the stage in a language."""


def draw_function(body: Body) -> DrawFunction:
    """Return how a body is drawn."""
    found: DrawFunction = _attribute(body, "draw")
    return found


def console_lines(body: Body) -> ConsoleLines | None:
    """Return the lines of the console for a body; None when its kind has none."""
    found: ConsoleLines | None = _attribute(body, "console_lines")
    return found


def plain_lines(body: Body) -> PlainLines | None:
    """Return what plain mode prints for a body; None when its kind has nothing of its own."""
    found: PlainLines | None = _attribute(body, "plain_lines")
    return found


def _attribute(body: Body, name: str) -> Any:
    return getattr(importlib.import_module(f"{__name__}.{module_name(body.kind)}"), name, None)
