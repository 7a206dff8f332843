"""A session as it was at one moment: records that nobody changes, for whoever needs a while to look through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.open_session import Kept
from store.records import Action, Answer, Ballot, Event, Idea, Past, Promise, Receipt, Seat, Session, Slip, Step, Theme


@dataclass(frozen=True, kw_only=True)
class Still:
    """All that is exported of a session. Taking one copies no record, only the lists of them."""

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
    """Empty, as is ``history``: neither is exported."""
    history: Mapping[str, Past] = field(default_factory=dict)


def still(kept: Kept) -> Still:
    """The session as it is now; to be called where it is changed, and used anywhere."""
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
