"""The run of show: every step with its state, planned and actual minutes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.getters import query_one
from textual.widgets import Static

from facilitator.i18n.messages import pick, say
from facilitator.view import ConsoleView
from screens.console.line_list import LineList
from screens.console.literal_static import LiteralStatic
from screens.console.plan_lines import plan_lines
from screens.terminal_text import literal_content


class Plan(Vertical):
    """The run of show as a list, and under it the address where people join."""

    line_list = query_one("#plan-wall", LineList)

    def __init__(self, language: str) -> None:
        super().__init__(id="plan")
        self.language = language
        self._current = ""

    def compose(self) -> ComposeResult:
        """Heading, list, address."""
        yield LiteralStatic(literal_content(say("console.plan", self.language)), classes="heading")
        wall = LineList("plan-wall")
        wall.can_focus = False
        yield wall
        yield LiteralStatic(id="plan-address")

    def show(self, view: ConsoleView, now: float) -> None:
        """Update the list, and scroll to the current step when it has changed."""
        self.line_list.show(plan_lines(view, now, self.language))
        self.query_one("#plan-address", Static).update(literal_content(view.public.session.address.split("://", 1)[-1]))
        if view.public.current != self._current:
            self._current = view.public.current
            self.line_list.select(self._current)


class Notes(VerticalScroll, can_focus=False):
    """The facilitator's notes for the current step."""

    text = query_one("#notes-text", Static)

    def __init__(self, language: str) -> None:
        super().__init__(id="notes")
        self.language = language
        self._shown = ""

    def compose(self) -> ComposeResult:
        """One text."""
        yield LiteralStatic(id="notes-text")

    def show(self, view: ConsoleView) -> None:
        """Show the notes of this view; scroll to the top when they have changed."""
        notes = pick(view.notes, self.language)
        if notes != self._shown:
            self._shown = notes
            self.text.update(literal_content(notes, lines=True))
            self.scroll_home(animate=False)
        self.display = bool(notes)
