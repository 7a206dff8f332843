"""An immutable in-memory snapshot of a session, for readers in other threads, such as exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.open_session import OpenSession
from store.records import (
    Action,
    Answer,
    Ballot,
    Event,
    HistoryEntry,
    Idea,
    Promise,
    Receipt,
    Seat,
    Session,
    Slip,
    Step,
    Theme,
)


@dataclass(frozen=True, kw_only=True)
class SessionSnapshot:
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
    history: Mapping[str, HistoryEntry] = field(default_factory=dict)


def session_snapshot(store: OpenSession) -> SessionSnapshot:
    """A snapshot of the session now. Call it in the thread that changes the session; use the result in any thread."""
    return SessionSnapshot(
        version=store.version,
        session=store.session,
        steps=dict(store.steps),
        seats=dict(store.seats),
        ideas=dict(store.ideas),
        themes=dict(store.themes),
        ballots=dict(store.ballots),
        answers=dict(store.answers),
        promises=dict(store.promises),
        actions=dict(store.actions),
        events=dict(store.events),
        slips=dict(store.slips),
    )
