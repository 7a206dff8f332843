"""Which saved workshops the home screen lists, and which of their actions are open. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitator.rules.followup.due import DueSummary, due_by_path, urgency_key
from screens.home.host import SavedSession

MOST_RECENT = 5
MOST_DUE = 5
"""Number of older workshops that are listed as well, because they have open actions."""

NOTHING_DUE = DueSummary()


def can_follow_up(recent: SavedSession) -> bool:
    """Return whether a workshop has been held and left actions or promises to follow up."""
    return not recent.trouble and recent.state in ("closing", "closed") and bool(recent.actions or recent.promises)


class SessionList:
    """The saved workshops, latest first, with their open actions as of ``today``."""

    def __init__(self, saved: Sequence[SavedSession], today: date) -> None:
        self._sessions = tuple(saved)
        self._outstanding = due_by_path(self._sessions, today)
        self.recent = self._sessions[:MOST_RECENT]
        # Older workshops with open actions are listed too, the most urgent ones first.
        older = [each for each in self._sessions[MOST_RECENT:] if each.path in self._outstanding]
        self.due = tuple(sorted(older, key=lambda each: urgency_key(self.due_of(each)))[:MOST_DUE])

    @property
    def entries(self) -> tuple[SavedSession, ...]:
        """Everything that is listed, in order."""
        return (*self.recent, *self.due)

    @property
    def has_open_actions(self) -> bool:
        """Whether any workshop has open actions."""
        return bool(self._outstanding)

    def due_of(self, recent: SavedSession) -> DueSummary:
        """Return the open actions of a workshop."""
        return self._outstanding.get(recent.path, NOTHING_DUE)

    def has_follow_up_begun(self, recent: SavedSession) -> bool:
        """Return whether a follow-up of it has begun."""
        return any(each.state not in ("draft", "lobby") for each in self._follow_ups(recent))

    def prepared_follow_up(self, recent: SavedSession) -> SavedSession | None:
        """Return a follow-up of it that was made but has not begun; None when there is none."""
        return next((each for each in self._follow_ups(recent) if each.state in ("draft", "lobby")), None)

    def _follow_ups(self, recent: SavedSession) -> list[SavedSession]:
        return [each for each in self._sessions if recent.id and each.follows == recent.id and not each.trouble]
