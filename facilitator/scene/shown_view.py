"""A public view as it is shown in a language: what the wall's boxes and the stage's cells are both made from. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import message_key
from facilitator.view import BreakBody, PublicStep, PublicView, Words

STATUS_MARKS: Mapping[str, str] = {
    "not_started": "○",
    "in_progress": "▸",
    "done": "✓",
    "dropped": "×",
    "passed_on": "→",
}
"""Status of an action -> its symbol. The word for the status always stands beside it."""

_BEST_FIRST = ("done", "in_progress", "passed_on", "dropped", "not_started")


@dataclass(frozen=True)
class ShownView:
    """A view at a time, with helpers for its texts.

    ``language`` is ``fi``, ``sv``, ``en`` or ``two`` (Finnish and Swedish); ``now`` is seconds since the epoch.
    """

    view: PublicView
    language: str
    now: float

    @property
    def first(self) -> str:
        """The language of everything that is shown in one language only."""
        return "fi" if self.language == "two" else self.language

    @property
    def second(self) -> str | None:
        """The language that is shown in addition where it fits; None for one language."""
        return "sv" if self.language == "two" else None

    @property
    def step(self) -> PublicStep | None:
        """The step that is shown; None in the lobby."""
        return self.view.step

    @property
    def state(self) -> str:
        """The state of the step that is shown; empty in the lobby."""
        return self.view.step.state if self.view.step else ""

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the first language. Raises ``KeyError`` for an unknown key or field."""
        return messages.say(message_key(key, self.view.session.tables), self.first, **fields)

    def pick(self, text: Words) -> str:
        """Return a multilingual text in the first language."""
        return messages.pick(text, self.first)

    def day(self, date: str) -> str:
        """Format an ISO date in the first language; return any other text unchanged."""
        try:
            return messages.format_date(date, self.first)
        except ValueError:
            return date


def break_within_step(view: PublicView) -> BreakBody | None:
    """Return the break that covers the current step; None if there is none or the stage looks back."""
    if not view.on_break or view.looking_back:
        return None
    return BreakBody(until=view.timer.ends if view.timer.state == "running" else 0.0)


def format_time_left(left: float) -> str:
    """Format seconds as ``6:12``; overtime, given as negative seconds, as ``+0:35``."""
    # Round up while time is left, down after that: 0:00 is never shown before the time is up.
    whole = math.ceil(left) if left > 0 else math.floor(-left)
    return f"{'+' if left <= -1 else ''}{whole // 60}:{whole % 60:02}"


def best_first(states: Iterable[str]) -> list[str]:
    """Sort statuses with ``done`` first: the top row gets the most attention. Unknown ones come last."""
    return sorted(states, key=lambda state: _BEST_FIRST.index(state) if state in _BEST_FIRST else len(_BEST_FIRST))
