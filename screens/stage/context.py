"""The data that every part of the stage is drawn from: public view, language, time and size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import message_key
from facilitator.scene.shown_view import ShownView
from facilitator.view import CommitBody, InfoBody, ReviewBody, Tag, Words
from screens.canvas import width_of

SMALLEST = (60, 20)
"""Columns and rows below which the stage shows only a message that it needs more."""

ROOMY_ROWS = 30
"""Rows from which on the stage has room for blank rows."""


@dataclass(frozen=True)
class StageContext(ShownView):
    """One state of the stage. With two languages, Swedish is below or beside Finnish where there is room."""

    width: int
    height: int
    qr: str = "auto"
    image_height: float = 0.0
    """Height of the projected image in metres; 0 if unknown."""

    @property
    def shows_result(self) -> bool:
        """Whether the stage may show texts or numbers of the step.

        From the reveal on; in steps with shared promises, recaps and reviews from the start.
        """
        return self.state in ("revealed", "done") or isinstance(self.view.body, CommitBody | InfoBody | ReviewBody)

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
