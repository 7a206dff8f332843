"""The data that every part of the stage is drawn from: public view, language, time and size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import message_key
from facilitator.view import CommitBody, InfoBody, PublicStep, PublicView, ReviewBody, Tag, Words
from screens.canvas import width_of

SMALLEST = (60, 20)
"""Columns and rows below which the stage shows only a message that it needs more."""

ROOMY_ROWS = 30
"""Rows from which on the stage has room for blank rows."""


@dataclass(frozen=True)
class StageContext:
    """One state of the stage, with helpers for its texts.

    ``language`` is ``fi``, ``sv``, ``en`` or ``two``: Finnish, with Swedish below or beside it where there is room.
    """

    view: PublicView
    language: str
    now: float
    width: int
    height: int
    qr: str = "auto"
    image_height: float = 0.0
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
    def step(self) -> PublicStep | None:
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
        return self.state in ("revealed", "done") or isinstance(self.view.body, CommitBody | InfoBody | ReviewBody)

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the first language. Raises ``KeyError`` for an unknown key or field."""
        return messages.say(message_key(key, self.view.session.tables), self.first, **fields)

    def say_second(self, key: str, **fields: object) -> str:
        """Return a message in the second language; empty if only one is shown or both messages are equal."""
        key = message_key(key, self.view.session.tables)
        other = messages.say(key, self.second, **fields) if self.second else ""
        return "" if other == self.say(key, **fields) else other

    def say_both(self, key: str, width: int = 0, **fields: object) -> str:
        """Return a message in both languages if two are shown and fit ``width`` (0 = any width), else in the first."""
        first, other = self.say(key, **fields), self.say_second(key, **fields)
        joined = f"{first} · {other}" if other else first
        return first if width and width_of(joined) > width else joined

    def pick(self, text: Words) -> str:
        """Return a multilingual text in the first language."""
        return messages.pick(text, self.first)

    def pick_second(self, text: Words) -> str:
        """Return a multilingual text in the second language; empty if only one is shown or the text lacks it."""
        return text.get(self.second, "") if self.second else ""

    def pick_both(self, text: Words) -> str:
        """Return a multilingual text in both languages if two are shown and they differ."""
        other = self.pick_second(text)
        return f"{self.pick(text)} · {other}" if other and other != self.pick(text) else self.pick(text)

    def tag(self, tag: Tag) -> str:
        """Return a tag as symbol and word."""
        return f"{tag.symbol} {self.pick(tag.label)}".strip()

    def day(self, date: str) -> str:
        """Format an ISO date in the first language; return any other text unchanged."""
        try:
            return messages.format_date(date, self.first)
        except ValueError:
            return date
