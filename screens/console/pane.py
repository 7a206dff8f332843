"""Base class of the work panes: the part of the console in which the current step is worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from textual.containers import Vertical
from textual.message import Message

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView
from screens.dialogs.ask_text import AskText

PAPER_LIMIT = 200
"""Longest idea in characters where the step sets no limit."""


class Pane(Vertical):
    """Shows one family of step kinds. It posts ``VerbRequested`` for a change; the room decides."""

    NAME: ClassVar[str] = ""
    """Id of the pane in the console."""
    WORK: ClassVar[frozenset[str]] = frozenset()
    """Names of the actions of this pane. Each name has a method ``do_<name>``."""

    @dataclass
    class VerbRequested(Message):
        """A verb to run, its arguments, and the catalogue key of the message to show when it is done (may be empty)."""

        verb: str
        arguments: dict[str, Any] = field(default_factory=dict)
        done_key: str = ""

    @dataclass
    class StatusMessage(Message):
        """One sentence for the status line."""

        text: str

    def __init__(self, language: str) -> None:
        super().__init__(id=self.NAME)
        self.language = language
        self.view: ConsoleView | None = None

    @property
    def available_work(self) -> frozenset[str]:
        """Those names of ``WORK`` that make sense now; the palette and the help list them."""
        return self.WORK

    @property
    def keys(self) -> str:
        """Catalogue key of the line that names the keys of this pane."""
        return f"console.keys.{self.NAME}"

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the facilitator's language."""
        return say(key, self.language, **fields)

    def show(self, view: ConsoleView) -> None:
        """Show this view."""
        self.view = view
        self.refresh_from(view)

    def refresh_from(self, view: ConsoleView) -> None:
        """Draw the parts of the pane that differ from what is shown."""

    def perform(self, act: str) -> None:
        """Run one of the pane's own actions; a name that is not in ``WORK`` is ignored."""
        if act in self.WORK:
            do: Callable[[], None] = getattr(self, f"do_{act}")
            do()

    def ask_paper(self) -> None:
        """Ask for an idea that was written on paper, and add it."""

        def add_idea(text: str | None) -> None:
            if text:
                self.post_message(self.VerbRequested("add", {"text": text}, "console.done.add"))

        limit: int = getattr(self.view.public.body, "max_chars", PAPER_LIMIT) if self.view else PAPER_LIMIT
        self.app.push_screen(AskText(self.language, self.say("console.ask_paper"), limit), add_idea)

    def take_focus(self) -> None:
        """Give the focus to the widget that this pane's keys work on."""
