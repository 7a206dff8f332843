"""The home screen: go on with a saved workshop, or start a ready one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from facilitator.words import LANGUAGES, OWN_NAMES, day, pick, say
from screens.dialogs.dialog import Press
from screens.dialogs.start import Start, StartForm
from screens.edge import Edge
from screens.home.host import Card, Host, Recent, Running
from screens.safe import plain

MOST_RECENT = 5


class HomeScreen(Screen[None]):
    """Lists what there is; opens it in a thread, so that the screen stays awake. ``first`` is opened at once."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#home-list"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "start", show=False, id="home.start"),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False),
        Binding("f4", "look", show=False),
    ]

    list = query_one("#home-list", OptionList)
    about = query_one("#home-about", Static)
    status = query_one("#home-status", Static)

    @dataclass
    class Opened(Message):
        """A workshop is running."""

        running: Running

    @dataclass
    class LanguageChosen(Message):
        """Another language is wanted."""

        language: str

    class Leaving(Message):
        """The facilitator wants to end the program."""

    class LookWanted(Message):
        """The next appearance is wanted."""

    def __init__(self, host: Host, first: Path | None = None) -> None:
        super().__init__()
        self.host = host
        self.language = host.language
        self._first = first
        self._edge = Edge(self.language, self.tell)
        self._recent: Sequence[Recent] = ()
        self._cards: Sequence[Card] = ()

    def say(self, key: str, **fields: object) -> str:
        """A message in the chosen language."""
        return say(key, self.language, **fields)

    def compose(self) -> ComposeResult:
        """Title and languages, the list, what is chosen, status, keys."""
        with Horizontal(id="home-top"):
            yield Static(plain(self.say("home.title")), id="home-title")
            for code in LANGUAGES:
                yield Press(OWN_NAMES[code], key=f"language-{code}", main=code == self.language)
        yield OptionList(id="home-list")
        yield Static(id="home-about")
        yield Static(id="home-status")
        with Horizontal(id="home-foot"):
            yield Press(self.say("home.open"), key="open", main=True)
            yield Press(self.say("home.leave"), key="leave")
            yield Static(plain(self.say("home.keys")), id="home-keys")

    def on_mount(self) -> None:
        """Fill the list; a workshop that was named already is opened at once."""
        with self._edge:
            self._recent = self.host.recent()[:MOST_RECENT]
        with self._edge:
            self._cards = self.host.cards()
        self.list.add_options(self._options())
        self.list.action_first()
        if self._first is not None:
            self._open(self._first)

    def tell(self, sentence: str) -> None:
        """Say one sentence."""
        self.status.update(plain(sentence, lines=True))

    # --- choosing ----------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell what the line is."""
        self.about.update(self._about(event.option_id or ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self._choose(event.option_id or "")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A language, or one of the two buttons below."""
        name = event.button.id or ""
        if name.startswith("language-"):
            self.post_message(self.LanguageChosen(name.removeprefix("language-")))
        elif name == "open":
            self.action_start()
        elif name == "leave":
            self.action_leave()

    def action_start(self) -> None:
        """Open or start what is under the cursor."""
        option = self.list.highlighted_option
        if option is not None:
            self._choose(option.id or "")

    def action_leave(self) -> None:
        """Nothing is running: no question."""
        self.post_message(self.Leaving())

    def action_look(self) -> None:
        """The next appearance."""
        self.post_message(self.LookWanted())

    def _choose(self, option: str) -> None:
        kind, _, index = option.partition("-")
        if kind == "recent":
            # One that cannot be opened says itself why.
            self._open(self._recent[int(index)].path)
        elif kind == "card":
            card = self._cards[int(index)]
            title, purpose = pick(card.title, self.language), pick(card.purpose, self.language)
            form = StartForm(self.language, title, purpose, card.lengths, card.default_length)
            self.app.push_screen(form, partial(self._start, card))

    # --- opening -------------------------------------------------------------------------------------------

    def _start(self, card: Card, wanted: Start | None) -> None:
        if wanted is not None:
            self._run(partial(self._create, card, wanted))

    def _create(self, card: Card, wanted: Start) -> Running:
        path = self.host.create(card.id, wanted.minutes, wanted.title or None, self.language)
        return self.host.open(path)

    def _open(self, path: Path) -> None:
        self._run(partial(self.host.open, path))

    def _run(self, opening: partial[Running]) -> None:
        self.tell(self.say("home.opening"))
        self.run_worker(self._opened(opening), name="open", group="open", exclusive=True, exit_on_error=False)

    async def _opened(self, opening: partial[Running]) -> None:
        with self._edge:
            running = await asyncio.to_thread(opening)
            self.post_message(self.Opened(running))

    # --- words ---------------------------------------------------------------------------------------------

    def _options(self) -> Iterator[Option]:
        if self._recent:
            yield self._heading("home.recent")
            for index, recent in enumerate(self._recent):
                yield Option(self._recent_line(recent), id=f"recent-{index}")
        yield self._heading("home.ready")
        for index, card in enumerate(self._cards):
            title = pick(card.title, self.language)
            yield Option(plain(self.say("home.card", title=title, minutes=self._minutes(card))), id=f"card-{index}")

    def _heading(self, key: str) -> Option:
        return Option(plain(self.say(key)).stylize("bold underline"), disabled=True)

    def _recent_line(self, recent: Recent) -> Content:
        state = self.say("home.unreadable") if recent.trouble else self.say(f"session.{recent.state}")
        title = pick(recent.title, self.language) or recent.path.stem
        return plain(self.say("home.session", title=title, state=state, day=self._day(recent.created)))

    def _day(self, created: str) -> str:
        try:
            return day(created, self.language)
        except ValueError:
            return created

    def _minutes(self, card: Card) -> str:
        return " / ".join(str(minutes) for minutes in card.lengths)

    def _about(self, option: str) -> Content:
        kind, _, index = option.partition("-")
        if kind == "card":
            card = self._cards[int(index)]
            parts = (pick(card.subtitle, self.language), pick(card.purpose, self.language))
            return plain("\n".join(part for part in parts if part), lines=True)
        if kind == "recent":
            recent = self._recent[int(index)]
            return plain(self.say("home.unreadable" if recent.trouble else f"home.about.{recent.state}"))
        return plain("")
