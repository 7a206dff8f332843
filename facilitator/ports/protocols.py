"""The seams of a running workshop: what the terminal, ``serve`` and the phones' pages may use of it.

``Room`` (in ``room.py``) is the real thing behind both; tests hand in fakes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from facilitator.ports.feed import Feed
from facilitator.ports.remote_control import Steering
from facilitator.view import ConsoleView, PublicView
from facilitator.view.mine import Mine, Saved

Reply = Mapping[str, Any]
"""What a verb answers: ``{"version": N}`` and, where it made something, its ``"id"``."""


class Driver(Protocol):
    """A running workshop as the terminal sees it. All members may be used from any thread and any event loop."""

    @property
    def public(self) -> PublicView:
        """The newest public view."""
        ...

    @property
    def console(self) -> ConsoleView:
        """The newest private view."""
        ...

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called (from the room's own thread, at most ten times a second, latest wins) when a
        view has changed. Returns what detaches it again. The listener must return at once."""
        ...

    async def do(self, verb: str, **arguments: Any) -> Reply:
        """Carry out one act of the facilitator; returns when it is on disk.

        Verbs and their arguments are those of ``serve`` in the protocol, and besides them ``black``, ``overlay``,
        ``stage_language {"language"}``, ``page {"page"}``, ``focus {"idea"}``, ``remove_action {"action"}``,
        ``skip {"step"?}``, ``break {"minutes"?}``, ``resume``, ``address {"address"}``, ``wifi {"name", "password"?,
        "hidden"?}`` and ``wifi {"on"}``, ``handouts {"out"?}``, ``handouts {"slips", "void"?, "out"?}``
        (join slips) and ``slips {"on"}``. ``handouts`` answers ``"files"`` and ``"folder"``,
        ``undo`` and ``redo`` ``"what"`` and ``"note"``.
        ``export`` may be given ``progress``, a function that is told from another thread how far it is.
        ``remote {"on"}`` switches the remote control; it answers ``"pin"`` and ``"address"``, this once.
        Raises ``RuleBroken`` (nothing changed) or ``StoreError`` (not saved).
        """
        ...




class Phones(Protocol):
    """A running workshop as the phones' pages see it. Used on the room's own event loop only."""

    @property
    def public(self) -> PublicView:
        """The newest public view."""
        ...

    @property
    def task(self) -> PublicView:
        """The view of the step that phones answer: ``public``, except while the stage looks back."""
        ...

    @property
    def now(self) -> float:
        """The room's clock: seconds since the epoch."""
        ...

    @property
    def feed(self) -> Feed:
        """Ticks when the public view has changed."""
        ...

    @property
    def cookie(self) -> str:
        """Name of this session's seat cookie (cookies ignore the port, so the session is in the name)."""
        ...

    def seat(self, token: str) -> str | None:
        """Id of the seat that a phone's token belongs to; None for a token that is not ours."""
        ...

    async def join(self, language: str) -> tuple[str, str]:
        """Seat a new phone; returns ``(token, seat id)``, on disk. Raises ``RuleBroken`` when the session is closed."""
        ...

    def turn_away(self) -> None:
        """Note that a new phone was not let in, because far too many came from one address at once."""
        ...

    def arrived(self, peer: str) -> None:
        """Note that somebody came from the address ``peer``, for the answer to "can phones reach us": not kept."""
        ...

    async def leave(self, seat: str) -> None:
        """Give up a seat that was given to a phone that has one; if anything was answered from it, it stays."""
        ...

    async def speak(self, seat: str, language: str) -> None:
        """Set a phone's language."""
        ...

    def mine(self, seat: str) -> Mine:
        """What this seat has answered in the current step."""
        ...

    async def answer(self, seat: str, message: Mapping[str, Any]) -> Saved:
        """Take one answer (the JSON object of the protocol, any types: it is checked here).

        An idea or a promise that ``"replaces": id`` names is changed instead of added. Raises ``RuleBroken`` with
        its HTTP status, or ``StoreError`` when it could not be written (507 disk full, 503 otherwise).
        """
        ...

    async def withdraw(self, seat: str, answer: str) -> int:
        """Take back one's own idea or promise; returns the version. Raises ``RuleBroken``."""
        ...


class Steered(Driver, Protocol):
    """A running workshop as its remote control sees it. Used on the room's own event loop only."""

    @property
    def cookie(self) -> str:
        """See ``Phones.cookie``."""
        ...

    @property
    def now(self) -> float:
        """See ``Phones.now``."""
        ...

    @property
    def steering(self) -> Steering:
        """Whether the remote is on, and whose it is."""
        ...
