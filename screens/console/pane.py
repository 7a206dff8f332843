"""What all work panes share: the place in the console where the current step is worked on."""

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
"""Characters in an idea where the step itself does not say."""


class Pane(Vertical):
    """Shows one family of step kinds. What it wants done it says in ``Wants``; the room decides."""

    NAME: ClassVar[str] = ""
    """Id of the pane in the console."""
    WORK: ClassVar[frozenset[str]] = frozenset()
    """Names of the acts this pane can do: what ``work`` takes."""

    @dataclass
    class Wants(Message):
        """A verb to be carried out, its arguments, and the message to say when it is done (a catalogue key)."""

        verb: str
        arguments: dict[str, Any] = field(default_factory=dict)
        said: str = ""

    @dataclass
    class Says(Message):
        """One sentence for the status line."""

        text: str

    def __init__(self, language: str) -> None:
        super().__init__(id=self.NAME)
        self.language = language
        self.view: ConsoleView | None = None

    @property
    def offers(self) -> frozenset[str]:
        """Those of ``WORK`` that make sense now: what palette and help list."""
        return self.WORK

    @property
    def keys(self) -> str:
        """Catalogue key of the line that says which keys are wanted here."""
        return f"console.keys.{self.NAME}"

    def say(self, key: str, **fields: object) -> str:
        """A message in the facilitator's language."""
        return say(key, self.language, **fields)

    def show(self, view: ConsoleView) -> None:
        """Show this view. Parts that are unchanged are not drawn again."""
        self.view = view
        self.refresh_from(view)

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the parts by difference."""

    def work(self, act: str) -> None:
        """Do one of the pane's own acts; those it does not know are passed over."""
        if act in self.WORK:
            do: Callable[[], None] = getattr(self, f"do_{act}")
            do()

    def ask_paper(self) -> None:
        """Ask for an idea that was written on paper, and have it added."""

        def typed(text: str | None) -> None:
            if text:
                self.post_message(self.Wants("add", {"text": text}, "console.done.add"))

        limit: int = getattr(self.view.public.body, "max_chars", PAPER_LIMIT) if self.view else PAPER_LIMIT
        self.app.push_screen(AskText(self.language, self.say("console.ask_paper"), limit), typed)

    def take_focus(self) -> None:
        """Put the focus where the keys of this pane are wanted."""
