"""Which saved workshops the home screen lists, and which of their actions are open. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from facilitator.rules.followup.due import Due, outstanding, urgency
from screens.home.host import Recent

MOST_RECENT = 5
MOST_DUE = 5
"""Number of older workshops that are listed as well, because they have open actions."""

NONE = Due()


def over(recent: Recent) -> bool:
    """Return whether a workshop has been held and left actions or promises to follow up."""
    return not recent.trouble and recent.state in ("closing", "closed") and bool(recent.actions or recent.promises)


class Shelf:
    """The saved workshops, latest first, with their open actions as of ``today``."""

    def __init__(self, saved: Sequence[Recent], today: date) -> None:
        self._saved = tuple(saved)
        self._open = outstanding(self._saved, today)
        self.recent = self._saved[:MOST_RECENT]
        # Older workshops with open actions are listed too, the most urgent ones first.
        older = [each for each in self._saved[MOST_RECENT:] if each.path in self._open]
        self.due = tuple(sorted(older, key=lambda each: urgency(self.due_of(each)))[:MOST_DUE])

    @property
    def shown(self) -> tuple[Recent, ...]:
        """Everything that is listed, in order."""
        return (*self.recent, *self.due)

    @property
    def any_open(self) -> bool:
        """Whether any workshop has open actions."""
        return bool(self._open)

    def due_of(self, recent: Recent) -> Due:
        """Return the open actions of a workshop."""
        return self._open.get(recent.path, NONE)

    def followed(self, recent: Recent) -> bool:
        """Return whether a follow-up of it has begun."""
        return any(each.state not in ("draft", "lobby") for each in self._after(recent))

    def made_for(self, recent: Recent) -> Recent | None:
        """Return a follow-up of it that was made but has not begun; None when there is none."""
        return next((each for each in self._after(recent) if each.state in ("draft", "lobby")), None)

    def _after(self, recent: Recent) -> list[Recent]:
        return [each for each in self._saved if recent.id and each.follows == recent.id and not each.trouble]
