"""The public view: everything that the stage and the phones may show now.

The stage, the phones and the stage as text are drawn from it alone. It has no field for a name, a seat, a draft, a
hidden text or a count that is still secret, so none of them can leak. It is sent over HTTP as ``stage`` in ``GET
/{code}/state`` and read by the stage on another machine, so its fields are part of the public contract (``api`` 1):
add fields, never change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from facilitator.view.parts import MIN_ANSWERS, Body, ViewPart, Words
from facilitator.view.wifi import Wifi


class PublicSession(ViewPart, frozen=True, kw_only=True):
    """The session as everybody sees it."""

    title: Words
    language: str
    """Default language of the session."""
    code: str
    address: str
    """The address in the join code, which people can also type: ``http://192.168.1.20:8000/4829``."""
    state: str
    stage_language: str
    """fi, sv, en or two."""
    black: bool = False
    overlay: bool = False
    locked: bool = False
    tables: bool = False
    """True when each phone answers for a table; all numbers are then of tables."""
    approve: bool = False
    """True when texts wait for the facilitator's approval before the stage may show them."""
    slips: bool = False
    """True when only people with a printed join slip can vote."""


class PublicStep(ViewPart, frozen=True, kw_only=True):
    """The step that is shown, in all its languages."""

    id: str
    kind: str
    state: str
    number: int
    """From 1."""
    of: int
    title: Words
    question: Words
    help: Words
    placeholder: Words
    minutes: int
    round: int
    seen: bool = False
    """True when its result has been shown before: a later answer could be found out from the difference."""
    asks: bool = False
    """True when every phone is asked."""
    reveals: bool = False
    """True when it has a result to reveal."""
    ballots: bool = False
    """True for a blind vote."""
    runoff: bool = False
    """True for a vote whose ties can go to a further round, and whose votes can be counted by hand."""
    rests: bool = False
    """True when the step itself is a break."""
    mirrors: bool = False
    """True when phones show the content of the stage while it is open."""


class Timer(ViewPart, frozen=True, kw_only=True):
    """The step's clock; ``off`` for a step without one."""

    state: Literal["off", "running", "paused"]
    ends: float = 0.0
    """When a running timer reaches zero: seconds since the epoch on the facilitator's clock."""
    left: float = 0.0
    """Seconds left on a paused timer; negative past zero."""

    def left_at(self, now: float) -> float:
        """Seconds left at ``now`` (seconds since the epoch); negative when the time is over."""
        return self.ends - now if self.state == "running" else self.left


class GracePeriod(ViewPart, frozen=True, kw_only=True):
    """The grace period of the step that was closed last: its answers are still accepted until it ends."""

    step: str
    until: float
    """Seconds since the epoch on the facilitator's clock; it may have passed."""


class NextPress(ViewPart, frozen=True, kw_only=True):
    """What the next press of PageDown does, for the label at the bottom of the stage.

    ``act``: start, open, close, reveal, page, step, resume (end the break), forward (stop looking back), or last
    (nothing follows).
    """

    act: str
    title: Mapping[str, str] = {}
    """Title of the step that follows, when ``act`` is ``start``, ``step`` or ``resume``."""
    warning: str = ""
    """A warning to show before the step opens: the code of ``warning.<code>`` in the catalogue, or empty."""
    fewest: int = MIN_ANSWERS
    """The number of answers that the result of the step to be opened needs: ``{n}`` of the warning."""


class Nudge(ViewPart, frozen=True, kw_only=True):
    """An encouraging line that is shown for a while beside the question."""

    text: Words
    until: float
    """Seconds since the epoch on the facilitator's clock."""


class PublicView(ViewPart, frozen=True, kw_only=True):
    """Everything that the stage and the phones may show now."""

    version: int
    session: PublicSession
    step: PublicStep | None
    """None in the lobby."""
    current: str
    """Id of the step that phones answer; not ``step.id`` while the stage looks back."""
    timer: Timer
    joined: int
    answered: int
    """Seats that have answered the step that is shown."""
    body: Body
    next: NextPress
    looking_back: bool = False
    grace: GracePeriod | None = None
    nudge: Nudge | None = None
    """It may have ended: compare its ``until`` with the clock."""
    wifi: Wifi | None = None
    """The room's Wi-Fi, only while its code is on the stage."""

    @property
    def on_break(self) -> bool:
        """Whether the room is on a break that is not a step of its own."""
        return self.session.state == "break" and not (self.step is not None and self.step.rests)
