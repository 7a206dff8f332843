"""What the program does to a session of its own as it starts to listen and as it ends: draft and lobby (domain 4.1)."""

from __future__ import annotations

from facilitator.rules.core.context import Act, Here
from facilitator.rules.undo.history import emptied
from store.records import Session, replace


def in_lobby(session: Session) -> Session:
    """A draft whose doors open: phones can join, and nothing is asked."""
    return replace(session, state="lobby") if session.state == "draft" else session


def shut(here: Here) -> Act:
    """The doors close. A lobby that nobody has left is a draft again; a closed session forgets what could be undone."""
    session = here.session
    if session.state == "lobby":
        return Act(put=(replace(session, state="draft"),))
    return emptied(here.book) if session.state == "closed" else Act()
