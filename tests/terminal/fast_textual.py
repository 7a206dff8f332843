"""Replacements that make Textual quicker under test, without a change of what it does.

Style sheets are parsed once in a process and not once for every app, and their rules are told apart as before, by their
identity, but not by a function in Python. A frame for which there is no terminal is not put together: the rows that
have changed are rendered once the pilot has waited. And the pilot waits until the event loop has nothing to do, and not
until the processor has been idle: Textual's pilot sleeps after every key until the process has used little time for a
fiftieth of a second, which on a busy machine takes long and is still no proof. A loop in which nothing is ready to run
has carried out every message that a key has caused. What comes from a thread, a process or a timer is waited for by a
condition of its own.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from typing import Any, cast
from weakref import WeakKeyDictionary

import textual.app
import textual.pilot
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen

ROUNDS = 10_000
"""Rounds of the loop after which it is taken to be busy for ever."""
UPDATES = 8
"""Updates of the screen, each of which may cause another, after which it is taken to change for ever."""
UNDRAWN = (
    *("_callbacks", "_dirty_widgets", "_layout_required", "_scroll_required", "_repaint_required"),
    "_recompose_required",
)
"""What a screen has set while it is not drawn as it should be."""


unrendered: WeakKeyDictionary[Compositor, list[Screen[Any]]] = WeakKeyDictionary()
"""Compositors of which a frame was left out, with the screens below theirs."""


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
        if pilot.app._resize_event is not None:
            pilot.app._check_resize()  # a timer would do it for the last of many
            continue
        screen = pilot.app.screen
        if not any(getattr(screen, name) for name in UNDRAWN):
            break
        screen._on_timer_update()
    render_changed(pilot.app.screen._compositor)
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


def leave_frames_out(whole: Callable[..., RenderableType | None]) -> Callable[..., RenderableType | None]:
    """Return ``Compositor.render_update``, which makes no frame for an app that has no terminal.

    Textual throws such a frame away. What a test reads is put together when it is read, and what has changed is
    rendered when the pilot has waited: see ``render_changed``.
    """

    def render_update(
        compositor: Compositor,
        full: bool = False,
        screen_stack: list[Screen[Any]] | None = None,
        simplify: bool = False,
    ) -> RenderableType | None:
        if full or not active_app.get().is_headless:
            return whole(compositor, full, screen_stack, simplify)
        compositor._dirty_regions.clear()
        unrendered[compositor] = screen_stack or []
        return None

    return render_update


def render_changed(compositor: Compositor) -> None:
    """Render the rows that have changed since the frame that was rendered last, so that no fault of them is missed."""
    if compositor not in unrendered:
        return
    visible_screen_stack.set(unrendered.pop(compositor))
    for widget, (region, clip) in compositor.visible_widgets.items():
        seen = region.intersection(clip).translate(-region.offset)
        cache = widget._styles_cache
        if seen and (cache._dirty_lines or not all(y in cache._cache for y in seen.line_range)):
            widget.render_lines(seen)


def install() -> None:
    """Replace all of them for all apps of this process; twice does no harm."""
    if Pilot._wait_for_screen is wait_for_screen:
        return
    Compositor.render_update = leave_frames_out(Compositor.render_update)  # type: ignore[method-assign]
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]
    Stylesheet._parse_rules = parse_once(Stylesheet._parse_rules)  # type: ignore[method-assign]
    textual.pilot.wait_for_idle = textual.app.wait_for_idle = until_idle  # type: ignore[attr-defined]
    Pilot._wait_for_screen = wait_for_screen  # type: ignore[method-assign,assignment]
