"""Keys in the order they were typed, each where it was meant, however busy the machine is.

Textual gives a key to what has the focus as it arrives. In a dialog that is still opening nothing has, so the first
letters of a word were lost; and after Enter they fell into the field before. Here what is typed waits for the dialog.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen

Result = TypeVar("Result")

MOVING = frozenset(("enter", "tab", "shift+tab", "escape"))
"""Keys that may move the focus or close a dialog: the next key waits until they have been obeyed."""

PATIENCE = 0.25
"""Seconds after which the next key waits no longer: what was to obey may be gone."""

UNDER_WAY = 256
"""So many of the latest keys are remembered: more than are ever on their way at once."""


class OrderedKeys(App[Result], inherit_bindings=False):
    """An app that holds keys back while the screen or the field they are meant for is not there yet."""

    class Obeyed(Message):
        """What held the keys back is over; ``turn`` says which time that was."""

        def __init__(self, turn: int) -> None:
            super().__init__()
            self.turn = turn

    def __init__(self) -> None:
        super().__init__()
        self._number = count()
        self._aimed: dict[Key, tuple[int, Screen[object]]] = {}
        """Keys on their way -> their number, and the screen they were given to."""
        self._ahead: list[tuple[int, Key]] = []
        self._turn = 0
        """Odd while keys are held back."""

    @property
    def _holding(self) -> bool:
        return self._turn % 2 == 1

    async def on_event(self, event: Event) -> None:
        """Textual's own handling, with keys in order."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif event.is_forwarded:
            await self._came_back(event)
        elif self._holding or not self._is_drawn():
            self._hold(next(self._number), event)
        else:
            await self._give(next(self._number), event)

    async def on_ordered_keys_obeyed(self, message: Obeyed) -> None:
        """Go on with what was typed meanwhile."""
        message.stop()
        if message.turn != self._turn:
            return
        self._turn += 1
        while self._ahead and not self._holding and self.screen_stack:
            if not self._is_drawn():
                self._wait_for(self.screen)
                return
            await self._give(*self._ahead.pop(0))

    async def _give(self, number: int, event: Key) -> None:
        screen = self.screen
        target: DOMNode = self.focused or screen
        if len(self._aimed) >= UNDER_WAY:
            del self._aimed[next(iter(self._aimed))]  # a field has used it
        self._aimed[event] = number, screen
        await super().on_event(event)
        if not event.is_forwarded:
            del self._aimed[event]  # one of those that act whatever has the focus
        if event.key in MOVING:
            self._wait_along(target)

    async def _came_back(self, event: Key) -> None:
        """Nothing used the key on its way up. If a dialog opened meanwhile, it is for that; never for what closed."""
        number, screen = self._aimed.pop(event, (0, self.screen))
        if screen is self.screen:
            await super().on_event(event)
        elif screen in self.screen_stack:
            self._hold(number, event.copy())

    def _is_drawn(self) -> bool:
        return not self.screen_stack or self.screen.is_mounted

    def _hold(self, number: int, event: Key) -> None:
        # One that was given to the screen below comes back after one that was typed later.
        self._ahead.append((number, event))
        self._ahead.sort(key=lambda held: held[0])
        if not self._holding:
            self._wait_for(self.screen)

    def _wait_for(self, screen: Screen[object]) -> None:
        """Until a screen is drawn: a screen does its first errand when it is."""
        self._errand((screen,))

    def _wait_along(self, target: DOMNode) -> None:
        """Until a key has been obeyed: it goes up to the app, which acts on what had the focus, which may tell on."""
        path = tuple(target.ancestors_with_self)
        self._errand((*path, *path))

    def _errand(self, path: tuple[DOMNode, ...]) -> None:
        self._turn += 1
        turn = self._turn
        stops = iter(path)

        def go_on() -> None:
            if not _next_stop(stops, go_on):
                self.post_message(self.Obeyed(turn))

        go_on()
        self.set_timer(PATIENCE, lambda: self.post_message(self.Obeyed(turn)))


def _next_stop(stops: Iterator[DOMNode], then: object) -> bool:
    """Send the errand on to the next that is still there; False when there is none left."""
    return any(stop.call_later(then) for stop in stops)  # type: ignore[arg-type]
