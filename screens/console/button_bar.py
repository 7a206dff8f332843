"""The console's main buttons: everything that drives the workshop, for the mouse."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView
from facilitator.view.next_label import next_label
from screens.console.console_button import ConsoleButton
from screens.console.result_lines import can_close

FIRST_ROW = ("next", "back", "black", "overlay")
SECOND_ROW = ("less", "more", "pause", "lock", "reopen", "reveal")
THIRD_ROW = ("undo", "redo", "export", "palette", "help", "console", "leave")


class ButtonBar(Vertical):
    """Three rows with fixed places: a button that is not available is invisible, and its place stays empty."""

    def __init__(self, language: str) -> None:
        super().__init__(id="deck")
        self.language = language

    def compose(self) -> ComposeResult:
        """The three rows."""
        for row in (FIRST_ROW, SECOND_ROW, THIRD_ROW):
            with Horizontal():
                for name in row:
                    yield self._make_button(name)

    def show(self, view: ConsoleView, available: frozenset[str]) -> None:
        """Update the labels, and enable the buttons whose names are in ``available``."""
        ending = can_close(view.public)
        main = self._find_button("next")
        main.set_label(say("console.finish", self.language) if ending else next_label(view.public, self.language))
        main.set_command("finish" if ending else "next")
        step = view.public.step
        revealed = step is not None and step.state == "revealed"
        session = view.public.session
        turned = {"lock": session.locked, "black": session.black, "overlay": session.overlay, "reveal": revealed}
        for name, on in turned.items():
            self._find_button(name).set_label(say(f"deck.{name}.{'off' if on else 'on'}", self.language))
        paused = view.public.timer.state == "paused"
        self._find_button("pause").set_label(say(f"deck.pause.{'off' if paused else 'on'}", self.language))
        for name in (*FIRST_ROW, *SECOND_ROW, "undo", "redo"):
            self._find_button(name).disabled = name not in available and not (ending and name == "next")

    def _find_button(self, name: str) -> ConsoleButton:
        return self.query_one(f"#deck-{name}", ConsoleButton)

    def _make_button(self, name: str) -> ConsoleButton:
        key = f"deck.{name}.on" if name in ("lock", "black", "overlay", "reveal", "pause") else f"deck.{name}"
        return ConsoleButton(say(key, self.language), name, key=f"deck-{name}", main=name == "next")
