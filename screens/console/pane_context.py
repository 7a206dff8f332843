"""What the parts of a work pane may use: the newest view, sentences, requests to the room, and dialogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from textual.app import App
from textual.message import Message
from textual.screen import Screen

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView
from screens.dialogs.ask_text import AskText

Result = TypeVar("Result")

Handlers: TypeAlias = Mapping[str, Callable[[], None]]
"""Id of a command -> the method that carries it out."""

PAPER_LIMIT = 200
"""Longest idea in characters where the step sets no limit."""


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


class PaneWidget(Protocol):
    """What the context needs of the pane itself."""

    view: ConsoleView | None

    @property
    def app(self) -> App[object]: ...
    def post_message(self, message: Message) -> bool: ...


class PaneContext:
    """Handed to the parts of a pane. The pane asks; the room decides."""

    def __init__(self, pane: PaneWidget, language: str) -> None:
        self._pane = pane
        self.language = language

    @property
    def view(self) -> ConsoleView | None:
        """The view that is shown; None before the first."""
        return self._pane.view

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the facilitator's language."""
        return say(key, self.language, **fields)

    def request(self, verb: str, arguments: dict[str, Any] | None = None, done_key: str = "") -> None:
        """Ask for a verb to be run, and for the message ``done_key`` to be shown when it is done."""
        self._pane.post_message(VerbRequested(verb, arguments or {}, done_key))

    def tell(self, sentence: str) -> None:
        """Show one sentence in the status line."""
        self._pane.post_message(StatusMessage(sentence))

    def post(self, message: Message) -> None:
        """Post a message to the screen."""
        self._pane.post_message(message)

    def open(self, screen: Screen[Result], on_result: Callable[[Result | None], None]) -> None:
        """Open a dialog over the screen."""
        self._pane.app.push_screen(screen, on_result)

    def ask_paper(self) -> None:
        """Ask for an idea that was written on paper, and add it."""

        def on_text(text: str | None) -> None:
            if text:
                self.request("add", {"text": text}, "console.done.add")

        limit: int = getattr(self.view.public.body, "max_chars", PAPER_LIMIT) if self.view else PAPER_LIMIT
        self.open(AskText(self.language, self.say("console.ask_paper"), limit), on_text)
