"""What the program does to a session of its own as it starts to listen and as it ends: draft and lobby (domain 4.1)."""

from __future__ import annotations

from dataclasses import replace

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.undo.history import clear_history
from store.records import Session


def open_lobby(session: Session) -> Session:
    """A draft whose doors open: phones can join, and nothing is asked."""
    return replace(session, state="lobby") if session.state == "draft" else session


def shut_down(context: Context) -> Outcome:
    """The doors close. A lobby that nobody has left is a draft again; a closed session forgets what could be undone."""
    session = context.session
    if session.state == "lobby":
        return Outcome(put=(replace(session, state="draft"),))
    return clear_history(context.index) if session.state == "closed" else Outcome()
