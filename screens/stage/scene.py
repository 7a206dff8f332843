"""The data that every part of the stage is drawn from: public view, language, time and size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import worded
from facilitator.view import Commit, Info, PublicView, Review, StepFace, Tag, Words
from screens.canvas import width_of

SMALLEST = (60, 20)
"""Columns and rows below which the stage shows only a message that it needs more."""

LARGE = 30
"""Rows from which on the stage has room for blank rows."""


@dataclass(frozen=True)
class Scene:
    """One state of the stage, with helpers for its texts.

    ``language`` is ``fi``, ``sv``, ``en`` or ``two``: Finnish, with Swedish below or beside it where there is room.
    """

    view: PublicView
    language: str
    now: float
    width: int
    height: int
    qr: str = "auto"
    image: float = 0.0
    """Height of the projected image in metres; 0 if unknown."""

    @property
    def first(self) -> str:
        """The language of everything that is shown in one language only."""
        return "fi" if self.language == "two" else self.language

    @property
    def second(self) -> str | None:
        """The language that is shown in addition where it fits; None for one language."""
        return "sv" if self.language == "two" else None

    @property
    def step(self) -> StepFace | None:
        """The step that is shown; None in the lobby."""
        return self.view.step

    @property
    def state(self) -> str:
        """The state of the step that is shown; empty in the lobby."""
        return self.view.step.state if self.view.step else ""

    @property
    def shows_result(self) -> bool:
        """Whether the stage may show texts or numbers of the step.

        From the reveal on; in steps with shared promises, recaps and reviews from the start.
        """
        return self.state in ("revealed", "done") or isinstance(self.view.body, Commit | Info | Review)

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the first language. Raises ``KeyError`` for an unknown key or field."""
        return messages.say(worded(key, self.view.session.tables), self.first, **fields)

    def also(self, key: str, **fields: object) -> str:
        """Return a message in the second language; empty if only one is shown or both messages are equal."""
        key = worded(key, self.view.session.tables)
        other = messages.say(key, self.second, **fields) if self.second else ""
        return "" if other == self.say(key, **fields) else other

    def both(self, key: str, width: int = 0, **fields: object) -> str:
        """Return a message in both languages if two are shown and fit ``width`` (0 = any width), else in the first."""
        first, other = self.say(key, **fields), self.also(key, **fields)
        joined = f"{first} · {other}" if other else first
        return first if width and width_of(joined) > width else joined

    def pick(self, text: Words) -> str:
        """Return a multilingual text in the first language."""
        return messages.pick(text, self.first)

    def other(self, text: Words) -> str:
        """Return a multilingual text in the second language; empty if only one is shown or the text lacks it."""
        return text.get(self.second, "") if self.second else ""

    def label(self, text: Words) -> str:
        """Return a multilingual text in both languages if two are shown and they differ."""
        other = self.other(text)
        return f"{self.pick(text)} · {other}" if other and other != self.pick(text) else self.pick(text)

    def tag(self, tag: Tag) -> str:
        """Return a tag as symbol and word."""
        return f"{tag.symbol} {self.pick(tag.label)}".strip()

    def day(self, date: str) -> str:
        """Format an ISO date in the first language; return any other text unchanged."""
        try:
            return messages.day(date, self.first)
        except ValueError:
            return date
