"""The home screen: open a saved workshop, or start one from a template."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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

from facilitator.i18n.messages import LANGUAGES, OWN_NAMES, day, explain, pick, say
from facilitator.rules.followup.due import due_words
from facilitator.templates.follow_up import FOLLOW_UP
from screens.dialogs.dialog import Press
from screens.dialogs.offer import Offer
from screens.dialogs.start import Start, StartForm
from screens.error_boundary import Edge
from screens.home.host import Card, Host, Recent, Running
from screens.home.session_list import Shelf, over
from screens.terminal_text import plain
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
        Binding("f4", "look", show=False),
    ]

    list = query_one("#home-list", OptionList)
    about = query_one("#home-about", Static)
    status = query_one("#home-status", Static)

    @dataclass
    class Opened(Message):
        """A workshop is running. ``fresh``: it was made just now, so its room has not been checked."""

        running: Running
        fresh: bool = False

    @dataclass
    class LanguageChosen(Message):
        """The facilitator has chosen a language (its code)."""

        language: str

    class Leaving(Message):
        """The facilitator has chosen to end the program."""

    class LookWanted(Message):
        """The facilitator wants the next appearance."""

    def __init__(self, host: Host, first: Path | None = None, said: str = "") -> None:
        """``status_text``: sentence for the status line about what happened just before."""
        super().__init__()
        self._said = said
        self.host = host
        self.language = host.language
        self._first = first
        self._edge = Edge(self.language, self.tell)
        self._shelf = Shelf((), date.today())
        self._cards: Sequence[Card] = ()

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the chosen language."""
        return say(key, self.language, **fields)

    def compose(self) -> ComposeResult:
        """Title and languages, list, text about the option, status line, buttons, keys."""
        with Horizontal(id="home-top"):
            yield Static(plain(self.say("home.title")), id="home-title")
            for code in LANGUAGES:
                yield Press(OWN_NAMES[code], key=f"language-{code}", main=code == self.language)
        yield OptionList(id="home-list")
        yield Static(id="home-about")
        yield Static(id="home-status")
        with Horizontal(id="home-foot"):
            yield Press(self.say("home.open"), key="open", main=True)
            yield Press(self.say("home.follow"), key="follow")
            yield Press(self.say("home.leave"), key="leave")
        yield Static(plain(self.say("home.keys")), id="home-keys")

    def on_mount(self) -> None:
        """Fill the list, and open the workshop that was named at the start."""
        if self._said:
            self.tell(self._said)
        # One error boundary each: what fails must not keep the rest from being shown.
        with self._edge:
            self._tidy()
        with self._edge:
            self._shelf = Shelf(self.host.recent(), date.today())
        with self._edge:
            self._cards = self.host.cards()
        self.list.add_options(self._options())
        self.list.action_first()
        if self._first is not None:
            self._open(self._first)

    def _tidy(self) -> None:
        """Delete the workshops whose deletion date has come, and say which."""
        titles = [pick(each.title, self.language) or each.path.stem for each in self.host.delete_due()]
        if titles:
            self.tell(self.say("house.deleted", titles=", ".join(titles)))

    def tell(self, sentence: str) -> None:
        """Show one sentence in the status line."""
        self.status.update(plain(sentence, lines=True))

    # --- choosing ----------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Describe the option; show the follow-up button where something can be followed up."""
        self.about.update(self._about(event.option_id or ""))
        recent = self._saved(event.option_id or "")
        self.query_one("#follow", Press).display = recent is not None and over(recent)

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
        option = self.list.highlighted_option
        if option is not None:
            self._choose(option.id or "")

    def action_follow_up(self) -> None:
        """Start the follow-up of the workshop under the cursor, or open one that was made but not begun."""
        option = self.list.highlighted_option
        recent = self._saved(option.id or "") if option is not None else None
        if recent is None:
            self.tell(self.say("home.follow_what"))
        elif (made := self._shelf.made_for(recent)) is not None:
            self._open(made.path)
        else:
            self._run(partial(self._follow_up, recent.path), recent.path)

    def action_leave(self) -> None:
        """End the program without a question: no workshop is running."""
        self.post_message(self.Leaving())

    def action_look(self) -> None:
        """Ask the app for the next appearance."""
        self.post_message(self.LookWanted())

    def _choose(self, option: str) -> None:
        kind, _, index = option.partition("-")
        if kind == "recent":
            # Also one that cannot be opened: the error says why.
            self._open(self._shelf.shown[int(index)].path)
        elif kind == "card":
            self._ask(self._cards[int(index)])

    def _ask(self, card: Card) -> None:
        if card.wrong is not None:
            self.tell(explain(card.wrong.code, self.language, **card.wrong.fields))
            return
        title, purpose = pick(card.title, self.language), pick(card.purpose, self.language)
        asks = pick(card.asks.question, self.language) if card.asks else ""
        form = StartForm(self.language, title, purpose, card.lengths, card.default_length, asks)
        self.app.push_screen(form, partial(self._start, card))

    # --- opening -------------------------------------------------------------------------------------------

    def _start(self, card: Card, wanted: Start | None) -> None:
        if wanted is not None:
            self._run(partial(self._create, card, wanted), fresh=True)

    def _create(self, card: Card, wanted: Start) -> Running:
        chosen = card.id if card.own is None else str(card.own)
        path = self.host.create(chosen, wanted.minutes, wanted.title or None, self.language, given=wanted.names)
        return self.host.open(path)

    def _follow_up(self, earlier: Path) -> Running:
        return self.host.open(self.host.follow_up(earlier))

    def _saved(self, option: str) -> Recent | None:
        kind, _, index = option.partition("-")
        return self._shelf.shown[int(index)] if kind == "recent" else None

    def _open(self, path: Path) -> None:
        self._run(partial(self.host.open, path), path)

    def _run(self, opening: partial[Running], path: Path | None = None, *, fresh: bool = False) -> None:
        self.tell(self.say("home.opening"))
        work = self._opened(opening, path, fresh)
        self.run_worker(work, name="open", group="open", exclusive=True, exit_on_error=False)

    async def _opened(self, opening: partial[Running], path: Path | None, fresh: bool) -> None:
        with self._edge:
            try:
                running = await asyncio.to_thread(opening)
            except StoreError as fault:
                if path is not None:
                    await self._offer(fault, path)
                raise
            self.post_message(self.Opened(running, fresh))

    async def _offer(self, fault: StoreError, path: Path) -> None:
        """Offer a remedy for a workshop that cannot be opened; the status line says what is wrong in any case."""
        way = await asyncio.to_thread(self.host.way_on, fault, path)
        if way is None:
            return
        going = partial(self.host.rescue if way.how == "copy" else self.host.read, path)
        what, yes = (self.say(f"home.{way.how}.{part}") for part in ("what", "yes"))
        happened = self.say(f"error.{fault.code}", **fault.fields)

        def answered(wanted: bool | None) -> None:
            if wanted:
                self._run(going)

        self.app.push_screen(Offer(self.language, happened, "\n".join((what, *way.holds)), yes), answered)

    # --- words ---------------------------------------------------------------------------------------------

    def _options(self) -> Iterator[Option]:
        for index, recent in enumerate(self._shelf.shown):
            if index in (0, len(self._shelf.recent)):
                yield self._heading("home.due" if index else "home.recent")
            yield Option(self._recent_line(recent), id=f"recent-{index}")
        yield self._heading("home.ready")
        for index, card in enumerate(self._cards):
            if card.own is not None and (index == 0 or self._cards[index - 1].own is None):
                yield self._heading("home.own")
            yield Option(plain(self._card_line(card)), id=f"card-{index}")

    def _heading(self, key: str) -> Option:
        return Option(plain(self.say(key)).stylize("bold underline"), disabled=True)

    def _recent_line(self, recent: Recent) -> Content:
        title = pick(recent.title, self.language) or recent.path.stem
        if recent.trouble:
            return plain(self.say("home.session_trouble", title=title))
        state = self.say(f"session.{recent.state}")
        line = self.say("home.session", title=title, state=state, day=self._day(recent.created))
        due = due_words(self._shelf.due_of(recent), self.language)
        if (gone := self.host.deleted_on(recent.path)) is not None:
            leaves = self.say("house.delete_on", day=day(gone, self.language))
            due = f"{due}, {leaves}" if due else leaves
        # The title is human text: line feeds in it are not honoured, only the one before the due date is.
        return plain(line) + plain(f"\n    {due}", lines=True) if due else plain(line)

    def _card_line(self, card: Card) -> str:
        if card.wrong is not None:
            return self.say("home.card_wrong", name=card.id)
        return self.say("home.card", title=pick(card.title, self.language), minutes=self._minutes(card))

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
            if card.wrong is not None:
                return plain(explain(card.wrong.code, self.language, **card.wrong.fields), lines=True)
            better = self.say("home.about.follow_card") if card.id == FOLLOW_UP and self._shelf.any_open else ""
            parts = (pick(card.subtitle, self.language), better or pick(card.purpose, self.language))
            return plain("\n".join(part for part in parts if part), lines=True)
        if kind == "recent":
            recent = self._shelf.shown[int(index)]
            told = self.say("home.about.trouble" if recent.trouble else f"home.about.{recent.state}")
            return plain("\n".join((told, *self._next(recent))), lines=True)
        return plain("")

    def _next(self, recent: Recent) -> Iterator[str]:
        """Yield what can be done about the actions and promises of a workshop."""
        if self._shelf.followed(recent):
            yield self.say("home.about.followed")
        elif over(recent):
            yield self.say("home.about.follow_up")
