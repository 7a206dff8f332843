"""Lifecycle of a session around a run of the program: draft to lobby at the start, and back at the stop
(docs/domain.md 4.1)."""

from __future__ import annotations

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.undo.history import clear_history
from store.records import Session, replace


def open_lobby(session: Session) -> Session:
    """The session as phones may join: a draft becomes a lobby, in which nothing is asked yet. Other states stay."""
    return replace(session, state="lobby") if session.state == "draft" else session


def shut_down(context: Context) -> Outcome:
    """The change when the server stops: a session still in the lobby becomes a draft again, and a closed session loses
    its undo history. Other states stay."""
    session = context.session
    if session.state == "lobby":
        return Outcome(put=(replace(session, state="draft"),))
    return clear_history(context.index) if session.state == "closed" else Outcome()
