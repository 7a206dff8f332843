"""The home screen: open a saved workshop, or start one from a template."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static

from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES, explain, pick, say
from screens.app_messages import NextLookRequested, QuitRequested
from screens.dialogs.dialog import DialogButton
from screens.dialogs.offer import Offer
from screens.dialogs.start import StartForm, StartOptions
from screens.error_boundary import ErrorBoundary
from screens.home.host import Card, Host, RunningWorkshop, SavedSession
from screens.home.option_texts import OptionTexts
from screens.home.session_list import SessionList, can_follow_up
from screens.terminal_text import literal_content
from store.errors import StoreError


class HomeScreen(Screen[None]):
    """Lists saved workshops and templates, and opens them in a thread, so that the screen stays responsive.

    ``open_first``: a workshop that is opened at once.
    """

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#home-list"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start", show=False, id="home.start"),
        Binding("f", "follow_up", show=False, id="home.follow_up"),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False),
        Binding("f1", "documentation", show=False),
        Binding("f4", "look", show=False),
    ]

    option_list = query_one("#home-list", OptionList)
    about = query_one("#home-about", Static)
    status = query_one("#home-status", Static)

    @dataclass
    class Opened(Message):
        """A workshop is running. ``fresh``: it was made just now, so its room has not been checked."""

        running: RunningWorkshop
        fresh: bool = False

    @dataclass
    class LanguageChosen(Message):
        """The facilitator has chosen a language (its code)."""

        language: str

    def __init__(self, host: Host, open_first: Path | None = None, status_text: str = "") -> None:
        """``status_text``: sentence for the status line about what happened just before."""
        super().__init__()
        self._status_text = status_text
        self.host = host
        self.language = host.preferences.language
        self._open_first = open_first
        self._error_boundary = ErrorBoundary(self.language, self.tell)
        self._sessions = SessionList((), date.today())
        self._cards: Sequence[Card] = ()
        self._texts = OptionTexts(self.language, self._sessions, self._cards, host.library.deletion_date)

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the chosen language."""
        return say(key, self.language, **fields)

    def compose(self) -> ComposeResult:
        """Title and languages, list, text about the option, status line, buttons, keys."""
        with Horizontal(id="home-top"):
            yield Static(literal_content(self.say("home.title")), id="home-title")
            for code in LANGUAGES:
                yield DialogButton(LANGUAGE_NAMES[code], key=f"language-{code}", main=code == self.language)
        yield OptionList(id="home-list")
        yield Static(id="home-about")
        yield Static(id="home-status")
        with Horizontal(id="home-foot"):
            yield DialogButton(self.say("home.open"), key="open", main=True)
            yield DialogButton(self.say("home.follow"), key="follow")
            yield DialogButton(self.say("home.leave"), key="leave")
        yield Static(literal_content(self.say("home.keys")), id="home-keys")

    def on_mount(self) -> None:
        """Fill the list, and open the workshop that was named at the start."""
        if self._status_text:
            self.tell(self._status_text)
        # One error boundary each: what fails must not keep the rest from being shown.
        with self._error_boundary:
            self._delete_due()
        with self._error_boundary:
            self._sessions = SessionList(self.host.library.saved_sessions(), date.today())
        with self._error_boundary:
            self._cards = self.host.library.template_cards()
        self._texts = OptionTexts(self.language, self._sessions, self._cards, self.host.library.deletion_date)
        self.option_list.add_options(self._texts.options())
        self.option_list.action_first()
        if self._open_first is not None:
            self._open(self._open_first)

    def _delete_due(self) -> None:
        """Delete the workshops whose deletion date has come, and say which."""
        titles = [pick(each.title, self.language) or each.path.stem for each in self.host.library.delete_due()]
        if titles:
            self.tell(self.say("house.deleted", titles=", ".join(titles)))

    def tell(self, sentence: str) -> None:
        """Show one sentence in the status line."""
        self.status.update(literal_content(sentence, lines=True))

    # --- choosing ----------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Describe the option; show the follow-up button where something can be followed up."""
        self.about.update(self._texts.description(event.option_id or ""))
        recent = self._session_of(event.option_id or "")
        self.query_one("#follow", DialogButton).display = recent is not None and can_follow_up(recent)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open or start the option (Enter or a click)."""
        self._choose(event.option_id or "")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Change the language, or run the button at the bottom."""
        name = event.button.id or ""
        if name.startswith("language-"):
            self.post_message(self.LanguageChosen(name.removeprefix("language-")))
        elif name == "open":
            self.action_start()
        elif name == "follow":
            self.action_follow_up()
        elif name == "leave":
            self.action_leave()

    def action_start(self) -> None:
        """Open or start the option under the cursor."""
        option = self.option_list.highlighted_option
        if option is not None:
            self._choose(option.id or "")

    def action_follow_up(self) -> None:
        """Start the follow-up of the workshop under the cursor, or open one that was made but not begun."""
        option = self.option_list.highlighted_option
        recent = self._session_of(option.id or "") if option is not None else None
        if recent is None:
            self.tell(self.say("home.follow_what"))
        elif (made := self._sessions.prepared_follow_up(recent)) is not None:
            self._open(made.path)
        else:
            self._run(partial(self._follow_up, recent.path), recent.path)

    def action_leave(self) -> None:
        """End the program without a question: no workshop is running."""
        self.post_message(QuitRequested())

    def action_documentation(self) -> None:
        """The pages that are shipped with the program."""
        from screens.documentation import Documentation  # late: home is painted before what it may need is read

        self.app.push_screen(Documentation(self.language))

    def action_look(self) -> None:
        """Ask the app for the next appearance."""
        self.post_message(NextLookRequested())

    def _choose(self, option: str) -> None:
        kind, _, index = option.partition("-")
        if kind == "recent":
            # Also one that cannot be opened: the error says why.
            self._open(self._sessions.entries[int(index)].path)
        elif kind == "card":
            self._ask_start(self._cards[int(index)])

    def _ask_start(self, card: Card) -> None:
        if card.error is not None:
            self.tell(explain(card.error.code, self.language, **card.error.fields))
            return
        title, purpose = pick(card.title, self.language), pick(card.purpose, self.language)
        asks = pick(card.asks.question, self.language) if card.asks else ""
        form = StartForm(self.language, title, purpose, card.lengths, card.default_length, asks)
        self.app.push_screen(form, partial(self._start, card))

    # --- opening -------------------------------------------------------------------------------------------

    def _start(self, card: Card, wanted: StartOptions | None) -> None:
        if wanted is not None:
            self._run(partial(self._create, card, wanted), fresh=True)

    def _create(self, card: Card, wanted: StartOptions) -> RunningWorkshop:
        chosen = card.id if card.path is None else str(card.path)
        path = self.host.library.create(chosen, wanted.minutes, wanted.title or None, self.language, given=wanted.names)
        return self.host.open(path)

    def _follow_up(self, earlier: Path) -> RunningWorkshop:
        return self.host.open(self.host.library.follow_up(earlier))

    def _session_of(self, option: str) -> SavedSession | None:
        kind, _, index = option.partition("-")
        return self._sessions.entries[int(index)] if kind == "recent" else None

    def _open(self, path: Path) -> None:
        self._run(partial(self.host.open, path), path)

    def _run(self, opening: partial[RunningWorkshop], path: Path | None = None, *, fresh: bool = False) -> None:
        self.tell(self.say("home.opening"))
        work = self._open_in_thread(opening, path, fresh)
        self.run_worker(work, name="open", group="open", exclusive=True, exit_on_error=False)

    async def _open_in_thread(self, opening: partial[RunningWorkshop], path: Path | None, fresh: bool) -> None:
        with self._error_boundary:
            try:
                running = await asyncio.to_thread(opening)
            except StoreError as fault:
                if path is not None:
                    await self._offer_recovery(fault, path)
                raise
            self.post_message(self.Opened(running, fresh))

    async def _offer_recovery(self, fault: StoreError, path: Path) -> None:
        """Offer a remedy for a workshop that cannot be opened; the status line says what is wrong in any case."""
        way = await asyncio.to_thread(self.host.opening_alternative, fault, path)
        if way is None:
            return
        going = partial(self.host.rescue if way.how == "copy" else self.host.open_read_only, path)
        what, yes = (self.say(f"home.{way.how}.{part}") for part in ("what", "yes"))
        happened = self.say(f"error.{fault.code}", **fault.fields)

        def on_answer(wanted: bool | None) -> None:
            if wanted:
                self._run(going)

        self.app.push_screen(Offer(self.language, happened, "\n".join((what, *way.copy_contents)), yes), on_answer)
