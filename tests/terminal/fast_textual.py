"""Two replacements that make Textual quicker under test, without a change of what it does.

Style sheets are parsed once in a process and not once for every app. And the pilot waits until the event loop has
nothing to do, and not until the processor has been idle: Textual's pilot sleeps after every key until the process
has used little time for a fiftieth of a second, which on a busy machine takes long and is still no proof. A loop in
which nothing is ready to run has carried out every message that a key has caused. What comes from a thread, a process
or a timer is waited for by a condition of its own.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from typing import cast

import textual.app
import textual.pilot
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

ROUNDS = 10_000
"""Rounds of the loop after which it is taken to be busy for ever."""
UPDATES = 8
"""Updates of the screen, each of which may cause another, after which it is taken to change for ever."""
UNDRAWN = (
    *("_callbacks", "_dirty_widgets", "_layout_required", "_scroll_required", "_repaint_required"),
    "_recompose_required",
)
"""What a screen has set while it is not drawn as it should be."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Return when nothing else in the loop is ready to run; the arguments are those of Textual's own function."""
    ready = cast("deque[object]", asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]
    quiet = 0
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
        # The second round takes what a socket or the end of a thread has made ready meanwhile.
        quiet = 0 if ready else quiet + 1
        if quiet == 2:
            return


async def wait_for_screen(pilot: Pilot[object]) -> bool:
    """Return when all messages are carried out and what they changed is laid out and drawn."""
    for _ in range(UPDATES):
        await until_idle()
        if pilot.app._exception is not None or not pilot.app._screen_stack:
            return False
        screen = pilot.app.screen
        if not any(getattr(screen, name) for name in UNDRAWN):
            break
        screen._on_timer_update()
    return True


def parse_once(parse: Callable[..., list[RuleSet]]) -> Callable[..., list[RuleSet]]:
    """Return ``Stylesheet._parse_rules`` with a memory that all style sheets of the process share."""
    parsed: dict[Hashable, list[RuleSet]] = {}

    def parse_rules(sheet: Stylesheet, *arguments: Hashable, **named: Hashable) -> list[RuleSet]:
        key = (tuple(sheet._variables.items()), arguments, tuple(named.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *arguments, **named)
        return parsed[key]

    return parse_rules


def install() -> None:
    """Replace both for all apps of this process; twice does no harm."""
    if Pilot._wait_for_screen is wait_for_screen:
        return
    Stylesheet._parse_rules = parse_once(Stylesheet._parse_rules)  # type: ignore[method-assign]
    textual.pilot.wait_for_idle = textual.app.wait_for_idle = until_idle  # type: ignore[attr-defined]
    Pilot._wait_for_screen = wait_for_screen  # type: ignore[method-assign,assignment]
