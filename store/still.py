"""An immutable in-memory snapshot of a session, for readers in other threads, such as exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.kept import Kept
from store.records import Action, Answer, Ballot, Event, Idea, Past, Promise, Receipt, Seat, Session, Slip, Step, Theme


@dataclass(frozen=True, kw_only=True)
class Still:
    """The tables of a session at one moment. Taking one copies the tables, but not the records in them."""

    version: int
    session: Session
    steps: Mapping[str, Step]
    seats: Mapping[str, Seat]
    ideas: Mapping[str, Idea]
    themes: Mapping[str, Theme]
    ballots: Mapping[str, Ballot]
    answers: Mapping[str, Answer]
    promises: Mapping[str, Promise]
    actions: Mapping[str, Action]
    events: Mapping[str, Event]
    slips: Mapping[str, Slip] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """Always empty, like ``history``: neither is exported."""
    history: Mapping[str, Past] = field(default_factory=dict)


def still(kept: Kept) -> Still:
    """A snapshot of the session now. Call it in the thread that changes the session; use the result in any thread."""
    return Still(
        version=kept.version,
        session=kept.session,
        steps=dict(kept.steps),
        seats=dict(kept.seats),
        ideas=dict(kept.ideas),
        themes=dict(kept.themes),
        ballots=dict(kept.ballots),
        answers=dict(kept.answers),
        promises=dict(kept.promises),
        actions=dict(kept.actions),
        events=dict(kept.events),
        slips=dict(kept.slips),
    )
