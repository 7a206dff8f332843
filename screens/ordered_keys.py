"""An app that delivers keys in the order they were typed, each to the widget it was meant for, even under load.

Textual sends a key to the widget that has the focus when the key arrives. While a dialog opens no widget has the focus,
so the first letters of a word would be lost; keys typed after Enter would go to the field before. This app holds keys
back until the screen is mounted and the key before has been handled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TypeVar

from textual.dom import DOMNode
from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen

from screens.pictures.picture_app import PictureApp

Result = TypeVar("Result")

FOCUS_KEYS = frozenset(("enter", "tab", "shift+tab", "escape"))
"""Keys that can move the focus or close a dialog: the next key waits until they have been handled."""

HOLD_TIMEOUT = 0.25
"""Seconds after which held keys are delivered anyway: the widget that was to handle the key before may be gone."""

MAX_IN_FLIGHT = 256
"""Largest number of keys remembered as being handled; more than are ever pending at once."""


class OrderedKeysApp(PictureApp[Result], inherit_bindings=False):
    """An app that queues keys while the screen or the field they are meant for does not exist yet."""

    class Handled(Message):
        """A hold has ended; ``hold_number`` identifies it, so that a message about an earlier hold is ignored."""

        def __init__(self, hold_number: int) -> None:
            super().__init__()
            self.hold_number = hold_number

    def __init__(self) -> None:
        super().__init__()
        self._sequence = count()
        self._in_flight: dict[Key, tuple[int, Screen[object]]] = {}
        """Forwarded keys -> their sequence number, and the screen that was active then."""
        self._held_keys: list[tuple[int, Key]] = []
        self._hold_number = 0
        """Incremented when a hold begins and when it ends: odd while keys are held back."""

    @property
    def _holds_keys(self) -> bool:
        return self._hold_number % 2 == 1

    async def on_event(self, event: Event) -> None:
        """Handle an event as Textual does, but deliver keys in order."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif event.is_forwarded:
            await self._redirect_unused_key(event)
        elif self._holds_keys or not self._is_drawn():
            self._hold_key(next(self._sequence), event)
        else:
            await self._forward_key(next(self._sequence), event)

    async def on_ordered_keys_app_handled(self, message: Handled) -> None:
        """Deliver the keys that were typed during the hold, until one of them begins another hold."""
        message.stop()
        if message.hold_number != self._hold_number:
            return  # an earlier hold, which its timer or its probe has already ended
        self._hold_number += 1
        while self._held_keys and not self._holds_keys and self.screen_stack:
            if not self._is_drawn():
                self._wait_until_drawn(self.screen)
                return
            await self._forward_key(*self._held_keys.pop(0))

    async def _forward_key(self, number: int, event: Key) -> None:
        screen = self.screen
        target: DOMNode = self.focused or screen
        if len(self._in_flight) >= MAX_IN_FLIGHT:
            del self._in_flight[next(iter(self._in_flight))]  # consumed by a widget, so it never comes back
        self._in_flight[event] = number, screen
        await super().on_event(event)
        if not event.is_forwarded:
            del self._in_flight[event]  # a priority binding has handled it
        if event.key in FOCUS_KEYS:
            self._wait_until_handled(target)

    async def _redirect_unused_key(self, event: Key) -> None:
        """Handle a key that no widget consumed.

        If a dialog has opened since the key was forwarded, the key is queued for the dialog; if the key's screen has
        been closed since, or all screens because the app ends, the key is dropped.
        """
        if not self.screen_stack:
            return
        number, screen = self._in_flight.pop(event, (0, self.screen))
        if screen is self.screen:
            await super().on_event(event)
        elif screen in self.screen_stack:
            self._hold_key(number, event.copy())

    def _is_drawn(self) -> bool:
        return not self.screen_stack or self.screen.is_mounted

    def _hold_key(self, number: int, event: Key) -> None:
        # A key that comes back from the screen below arrives after keys that were typed later: restore the order.
        self._held_keys.append((number, event))
        self._held_keys.sort(key=lambda held: held[0])
        if not self._holds_keys:
            self._wait_until_drawn(self.screen)

    def _wait_until_drawn(self, screen: Screen[object]) -> None:
        """Hold keys until the screen is mounted: a screen runs its first callback only then."""
        self._send_probe((screen,))

    def _wait_until_handled(self, target: DOMNode) -> None:
        """Hold keys until the key before has been handled.

        The key travels from the focused widget up to the app, whose reaction can send messages along the same path
        again: so the probe goes along the path twice.
        """
        path = tuple(target.ancestors_with_self)
        self._send_probe((*path, *path))

    def _send_probe(self, path: tuple[DOMNode, ...]) -> None:
        """Begin a hold that ends when the message queues of all nodes in ``path`` have been passed, or at a timeout."""
        self._hold_number += 1
        turn = self._hold_number
        stops = iter(path)

        def go_on() -> None:
            if not _call_next(stops, go_on):
                self.post_message(self.Handled(turn))

        go_on()
        # Whichever comes first ends the hold: the probe at the end of its path, or this timer.
        self.set_timer(HOLD_TIMEOUT, lambda: self.post_message(self.Handled(turn)))


def _call_next(stops: Iterator[DOMNode], then: object) -> bool:
    """Queue ``then`` behind the messages of the next node that is still running; return False if there is none left."""
    return any(stop.call_later(then) for stop in stops)  # type: ignore[arg-type]
