"""The ports of a running workshop: protocols for the terminal, ``serve``, the phones' pages and the remote control.

``Room`` implements them, ``Participation`` through its ``phones``; tests pass fakes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from facilitator.ports.feed import Feed
from facilitator.ports.remote_control import RemoteControl
from facilitator.rules.core.verbs import VerbTable
from facilitator.view import ConsoleView, PublicView
from facilitator.view.mine import SavedAnswer, SeatView

Reply = Mapping[str, Any]
"""Reply to a verb: ``{"version": N}``, the ``"id"`` of what it made, and fields of the verb's own."""


class Facilitation(Protocol):
    """A running workshop as the facilitator's side sees it. All members may be used from any thread and event loop."""

    @property
    def public(self) -> PublicView:
        """The latest public view."""
        ...

    @property
    def console(self) -> ConsoleView:
        """The latest console view, which only the facilitator may see."""
        ...

    @property
    def verb_table(self) -> VerbTable[Any]:
        """The verbs that ``execute`` carries out."""
        ...

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have ``listener`` called when a view has changed; returns a function that detaches it.

        It is called in the room's thread, at most ten times a second on average, and must return at once.
        """
        ...

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        """Carry out one verb of the facilitator; returns when its change is on disk.

        ``verb_table`` lists the verbs with their arguments; ``facilitator help protocol`` explains them. ``export``
        accepts ``progress`` besides, a function that is called from another thread as the work goes on.
        Raises ``RuleBroken`` (nothing changed) or ``StoreError`` (not saved).
        """
        ...


class Participation(Protocol):
    """A running workshop as the phones' pages see it. Used on the room's own event loop only."""

    @property
    def public(self) -> PublicView:
        """The latest public view."""
        ...

    @property
    def phone_view(self) -> PublicView:
        """The view for phones: like ``public``, but always of the current step, also while the stage looks back."""
        ...

    @property
    def now(self) -> float:
        """The room's clock: seconds since the epoch."""
        ...

    @property
    def feed(self) -> Feed:
        """The feed that notifies when the public view has changed."""
        ...

    @property
    def cookie_name(self) -> str:
        """Name of this session's seat cookie (cookies ignore the port, so the session is in the name)."""
        ...

    def seat(self, token: str) -> str | None:
        """Id of the seat that a phone's token belongs to; None for an unknown token."""
        ...

    async def join(self, language: str) -> tuple[str, str]:
        """Seat a new phone; returns ``(token, seat id)`` when the seat is on disk.

        Raises ``RuleBroken`` when the session is closed, or ``StoreError``.
        """
        ...

    def turn_away(self) -> None:
        """Count a new phone that was refused because far too many came from one address at once."""
        ...

    def note_arrival(self, peer: str) -> None:
        """Note a request from the address ``peer``, to show the facilitator that phones can connect. Not stored."""
        ...

    async def leave(self, seat: str) -> None:
        """Give up a surplus seat of a phone that already had one. A seat with answers stays. Raises ``StoreError``."""
        ...

    async def set_language(self, seat: str, language: str) -> None:
        """Set a phone's language. Raises ``RuleBroken`` (no such seat) or ``StoreError``."""
        ...

    def own_answers(self, seat: str) -> SeatView:
        """What this seat has answered. Raises ``RuleBroken`` for a seat that does not exist."""
        ...

    async def answer(self, seat: str, message: Mapping[str, Any]) -> SavedAnswer:
        """Take one answer: the JSON object of the protocol, with unchecked types.

        With ``"replaces": id``, that idea or promise is changed instead of a new one added. Raises ``RuleBroken`` with
        its HTTP status, or ``StoreError`` when it could not be written (507 disk full, 503 otherwise).
        """
        ...

    async def withdraw(self, seat: str, answer: str) -> int:
        """Withdraw the seat's own answer; returns the session's version. Raises ``RuleBroken`` or ``StoreError``."""
        ...


class RemoteControlled(Facilitation, Protocol):
    """A running workshop as its remote control's pages see it. Used on the room's own event loop only."""

    @property
    def cookie_name(self) -> str:
        """See ``Participation.cookie_name``."""
        ...

    @property
    def now(self) -> float:
        """See ``Participation.now``."""
        ...

    @property
    def remote_control(self) -> RemoteControl:
        """State of the remote control: whether it is on, and which device is paired."""
        ...
