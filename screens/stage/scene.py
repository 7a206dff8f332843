"""What every part of the stage draws from: the public view, the language, the clock, the size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.i18n import messages
from facilitator.i18n.table_wording import worded
from facilitator.view import Commit, Info, PublicView, Review, StepFace, Tag, Words
from screens.canvas import width_of

SMALLEST = (60, 20)
"""Columns and rows below which the stage only says what it needs."""

LARGE = 30
"""Rows from which on the stage has air to give away."""


@dataclass(frozen=True)
class Scene:
    """One moment of the stage. ``two`` languages means Finnish large and Swedish under it where there is room."""

    view: PublicView
    language: str
    now: float
    width: int
    height: int
    qr: str = "auto"
    image: float = 0.0
    """Height of the picture on the wall in metres; 0 when nobody has said."""

    @property
    def first(self) -> str:
        """The language of everything that is shown once."""
        return "fi" if self.language == "two" else self.language

    @property
    def second(self) -> str | None:
        """The language shown besides, where it fits."""
        return "sv" if self.language == "two" else None

    @property
    def step(self) -> StepFace | None:
        """The step that is shown; None in the lobby."""
        return self.view.step

    @property
    def state(self) -> str:
        """State of the step that is shown; empty in the lobby."""
        return self.view.step.state if self.view.step else ""

    @property
    def shows_result(self) -> bool:
        """Whether texts or numbers of the step may be on the stage by now (what was agreed, or is shared, from the
        start)."""
        return self.state in ("revealed", "done") or isinstance(self.view.body, Commit | Info | Review)

    def say(self, key: str, **fields: object) -> str:
        """A message of the stage in the first language."""
        return messages.say(worded(key, self.view.session.tables), self.first, **fields)

    def also(self, key: str, **fields: object) -> str:
        """The same in the second language; empty when only one is shown, or it says the same in both."""
        key = worded(key, self.view.session.tables)
        other = messages.say(key, self.second, **fields) if self.second else ""
        return "" if other == self.say(key, **fields) else other

    def both(self, key: str, width: int = 0, **fields: object) -> str:
        """A message in both languages, where two are shown; in the first alone where ``width`` is too little."""
        first, other = self.say(key, **fields), self.also(key, **fields)
        joined = f"{first} · {other}" if other else first
        return first if width and width_of(joined) > width else joined

    def pick(self, text: Words) -> str:
        """A text of several languages in the first one."""
        return messages.pick(text, self.first)

    def other(self, text: Words) -> str:
        """The same text in the second language; empty when only one is shown or there is no second text."""
        return text.get(self.second, "") if self.second else ""

    def label(self, text: Words) -> str:
        """A short text in both languages, where two are shown."""
        other = self.other(text)
        return f"{self.pick(text)} · {other}" if other and other != self.pick(text) else self.pick(text)

    def tag(self, tag: Tag) -> str:
        """A tag as symbol and word."""
        return f"{tag.symbol} {self.pick(tag.label)}".strip()

    def day(self, date: str) -> str:
        """An ISO date as people write it; any other text as it is."""
        try:
            return messages.day(date, self.first)
        except ValueError:
            return date
