"""What one phone sees of its own answers: ``mine`` in ``GET /{code}/state``. It is sent to that phone only."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from facilitator.view import ActionReport, Text, ViewPart, Words


class MyIdea(Text, frozen=True, kw_only=True):
    """One of the seat's own ideas."""

    raised: bool = False
    hidden: bool = False
    waits: bool = False
    """True while it waits for the facilitator's approval before the stage may show it."""


class MyPromise(ViewPart, frozen=True, kw_only=True):
    """The seat's own promise."""

    id: str
    text: str
    when: str
    size: str
    share: bool
    lang: str
    hidden: bool = False
    """True when the facilitator hides it from the stage although it is shared."""
    waits: bool = False
    """True while it waits for the facilitator's approval, shared or not."""


class MyLine(ViewPart, frozen=True, kw_only=True):
    """One of the seat's own answers as a line to save: what was chosen, what was written, or both."""

    about: Mapping[str, str] = {}
    """The row of a grid, or the action, that it answers; empty when the step asks one thing."""
    chosen: Mapping[str, str] = {}
    text: str = ""
    lang: str = ""


class MyStep(ViewPart, frozen=True, kw_only=True):
    """What the seat has answered in one step."""

    id: str
    title: Words
    lines: tuple[MyLine, ...]


class SeatView(ViewPart, frozen=True, kw_only=True):
    """What this seat has answered: ``mine`` in ``GET /{code}/state``."""

    language: str
    ideas: tuple[MyIdea, ...] = ()
    """Own ideas of the current step; in a ``pick`` step those it picks from."""
    votes: Mapping[str, int] = {}
    """Item -> own votes, while the vote is open."""
    votes_left: int = 0
    voted: bool = False
    """True when this seat's votes in the current round have been counted."""
    slip: bool = False
    """True when slips are on and this seat has used one."""
    order: tuple[str, ...] = ()
    """Ids of the items to vote on, in this seat's own random but stable order."""
    value: int | None = None
    """Own point of a scale."""
    note: str = ""
    """Own line beside the number, or what was written besides the options."""
    ratings: Mapping[str, Mapping[str, int]] = {}
    """Item -> {"gain": 1..3, "effort": 1..3}."""
    options: tuple[str, ...] = ()
    """Own options of a choice; ``note`` is what was written besides."""
    grid: Mapping[str, Mapping[str, int | None]] = {}
    """Row -> {"level": 1..n, "importance"?: 1..n}; null = no experience."""
    reports: tuple[ActionReport, ...] = ()
    """Own reports on the actions of a review."""
    promise: MyPromise | None = None
    kept: tuple[MyStep, ...] = ()
    """All answers of this seat to save, once the workshop is closing. Votes are missing: they have no seat by then."""


class SavedAnswer(Struct, frozen=True, kw_only=True):
    """Confirmation that an answer is on disk: id of its record, and the session's version.

    ``repeated``: it had already been saved under the same key.
    """

    id: str
    version: int
    repeated: bool = False
