"""The console: everything that the facilitator needs beside the stage, shown to the facilitator only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.widgets import ContentSwitcher, Static

from facilitator.view import ConsoleView
from screens.console.actions import ActionsPane
from screens.console.button_bar import ButtonBar
from screens.console.literal_static import LiteralStatic
from screens.console.network_words import network_words
from screens.console.pane import Pane
from screens.console.phrases import (
    clock_words,
    join_warning_words,
    missing_language_words,
    offer_words,
    people_words,
    step_words,
)
from screens.console.plan import Notes, Plan
from screens.console.promises import PromisesPane
from screens.console.results import ResultsPane
from screens.console.review import ReviewPane
from screens.console.texts import TextsPane
from screens.console.themes import ThemesPane
from screens.error_boundary import error_text
from screens.keymap import parse_keymap
from screens.terminal_text import literal_content

OTHER_PANES = (ResultsPane, TextsPane, ActionsPane, PromisesPane, ReviewPane)
"""The work panes beside that of the themes."""


class Console(Vertical):
    """Drawn from a ``ConsoleView``. Buttons call actions of the screen; panes post messages."""

    head = query_one("#console-head", Static)
    people = query_one("#console-people", Static)
    trouble = query_one("#console-trouble", Static)
    missing_languages = query_one("#console-lacks", Static)
    offer = query_one("#console-offer", Static)
    status = query_one("#console-status", Static)
    foot = query_one("#console-foot", Static)
    plan = query_one("#plan", Plan)
    notes = query_one("#notes", Notes)
    button_bar = query_one("#deck", ButtonBar)
    work = query_one("#work", ContentSwitcher)

    def __init__(self, language: str, notices: Sequence[str] = (), keys: Mapping[str, str] | None = None) -> None:
        """``keys``: name of an action -> the key to show for it in the bottom line; None for the default keys."""
        super().__init__(id="console")
        self.language = language
        self._status_text = self._notices = " ".join(notices)
        self._view: ConsoleView | None = None
        self._themes = ThemesPane(language)
        others = (pane_class(language) for pane_class in OTHER_PANES)
        self._panes: Mapping[str, Pane] = {pane.NAME: pane for pane in (self._themes, *others)}
        self._keys = keys if keys is not None else parse_keymap(None).key_names(language)

    def compose(self) -> ComposeResult:
        """Head, trouble, plan and work pane side by side, status line, buttons."""
        with Horizontal(id="console-top"):
            yield LiteralStatic(id="console-head")
            yield LiteralStatic(id="console-clock")
        yield LiteralStatic(id="console-people")
        yield LiteralStatic(id="console-trouble")
        yield LiteralStatic(id="console-lacks")
        yield LiteralStatic(id="console-offer")
        with Horizontal(id="console-body"):
            yield Plan(self.language)
            with Vertical(id="console-right"):
                yield Notes(self.language)
                yield ContentSwitcher(id="work")
        yield LiteralStatic(literal_content(self._status_text), id="console-status")
        yield ButtonBar(self.language)
        yield LiteralStatic(id="console-foot")

    @property
    def pane(self) -> Pane:
        """The work pane that is shown."""
        return self._panes[self.work.current or ResultsPane.NAME]

    @property
    def panes(self) -> Iterable[Pane]:
        """All work panes, whether they are mounted or not."""
        return self._panes.values()

    @property
    def themes(self) -> ThemesPane:
        """The pane of the grouping, whether it is shown or not."""
        return self._themes

    def show(self, view: ConsoleView, available: frozenset[str], now: float) -> None:
        """Draw ``view`` as of ``now`` (seconds since the epoch).

        ``available``: names of the actions whose buttons are enabled.
        """
        self._view = view
        self.head.update(literal_content(step_words(view.public, self.language)))
        self.people.update(literal_content(people_words(view, self.language)))
        self.trouble.display = bool(view.trouble)
        if view.trouble:
            self.trouble.update(literal_content(error_text(view.trouble, self.language)))
        told = (network_words, join_warning_words, missing_language_words)
        lacks = " ".join(filter(None, (words(view, self.language) for words in told)))
        self.missing_languages.display = bool(lacks)
        self.missing_languages.update(literal_content(lacks))
        self.notes.show(view)
        self.button_bar.show(view, available)
        self._switch_pane(view)
        self.pane.show(view)
        self.tell_keys()
        self.tick(now)

    def tell_keys(self) -> None:
        """Show which keys the work pane has."""
        self.foot.update(literal_content(self.pane.say(self.pane.keys, **self._keys)))

    def tick(self, now: float) -> None:
        """Draw what depends on the time: the clock, what is offered now, and the plan's minutes."""
        if self._view is not None:
            clock = clock_words(self._view, now, self.language)
            self.query_one("#console-clock", Static).update(literal_content(clock))
            offered = offer_words(self._view, now, self.language)
            self.offer.display = bool(offered)
            self.offer.update(literal_content(offered))
            self.plan.show(self._view, now)

    def tell(self, sentence: str) -> None:
        """Show one sentence in the status line, or as soon as the console is mounted."""
        self._status_text = sentence
        if self.is_mounted:
            self.status.update(literal_content(sentence, lines=True))

    def clear_status(self) -> None:
        """Clear the status line when another step becomes current, because its sentence was about the step before.

        The notices of the start stay until the console has been shown once.
        """
        if self._view is not None or self._status_text != self._notices:
            self.tell("")

    def _switch_pane(self, view: ConsoleView) -> None:
        if self.work.current != view.pane:
            if not (pane := self._panes[view.pane]).is_attached:
                self.work.mount(pane)
            self.work.current = view.pane
            if self.display:
                self.pane.take_focus()

    def take_focus(self) -> None:
        """Give the focus to the work pane."""
        self.pane.take_focus()
