"""The screen of a running workshop: the stage fills it, the console lies behind one key.

What stands here is wiring: keys to orders, views to widgets. The stage may be on a wall at any moment, so nothing but
the stage, short neutral sentences and public dialogs are ever drawn over it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.command import CommandPalette
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from facilitator.seam import Driver, Reply
from facilitator.words import explain, knows, pick, say
from screens.commands import Command, Commands
from screens.console.console import Console
from screens.console.pane import Pane
from screens.dialogs.ask import AskText
from screens.dialogs.confirm import Confirm
from screens.dialogs.help import Help
from screens.dialogs.leave import Leave
from screens.edge import Edge
from screens.keys import bindings
from screens.live.guard import Again, Guard
from screens.live.hand import Hand
from screens.live.orders import ORDERS, grouping, listed, possible
from screens.live.placing import Placing
from screens.live.watch import Watch
from screens.safe import plain
from screens.stage.widget import Stage

HINT_SECONDS = 4.0
THEME_NAME_LIMIT = 40
QUIET_STATES = ("draft", "closed")
"""Session states in which leaving needs no word: nobody is working."""

log = logging.getLogger(__name__)


class LiveScreen(Screen[None]):
    """Stage and console of one driver. ``clock`` is any steady clock, ``now`` the time of day; both in seconds."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["live.tcss", "../console/console.tcss"]
    BINDINGS = bindings()
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    on_console = reactive(False, toggle_class="-console")
    """Which of the two views is seen."""

    stage = query_one(Stage)

    class Changed(Message):
        """The session has changed; from the room."""

    class Leaving(Message):
        """The facilitator wants to end the program, and has said so."""

    class LookWanted(Message):
        """The next appearance is wanted."""

    def __init__(
        self,
        driver: Driver,
        language: str,
        *,
        notices: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.driver = driver
        self.language = language
        self.private = False
        """True when the facilitator has said that nobody else sees this window."""
        self.console = Console(language, notices)
        self._clock, self._now = clock, now
        self._guard, self._again = Guard(), Again()
        self._edge = Edge(language, self._refused)
        self._hand = Hand(driver, self._edge, self._show)
        self._placing = Placing(self._hand, self._idea, self._settled, self._tell_key)
        self._watch: Watch | None = None
        self._hint_ends: Timer | None = None
        self._under_black = self._covered = False
        self._drawn: object = None
        """The view that was drawn last."""

    # --- drawing ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The stage, and the line for a short sentence. The console is mounted once the stage has been seen."""
        yield Stage()
        yield Static(id="hint")

    def on_mount(self) -> None:
        """Follow the room from now on."""
        self._watch = Watch(self.driver, self._tick_of_room)
        self.run_worker(self._hand.work(), name="acts", group="acts", exclusive=True, exit_on_error=False)
        self.set_interval(1.0, self._tick)
        self._show()
        self.call_after_refresh(self.mount, self.console)
        if self.driver.public.session.black:
            # Left black last time: without a word, it looks like a terminal that does not work.
            self.hint(self.say("live.left_black"))

    def on_unmount(self) -> None:
        """The room goes on without us."""
        if self._watch is not None:
            self._watch.close()

    def _tick_of_room(self) -> None:
        self.post_message(self.Changed())

    def on_screen_suspend(self) -> None:
        """A dialog lies over us."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """A dialog has closed: an Enter that was pressed twice in it must not move the workshop."""
        if self._covered:
            self._covered = False
            self._guard.start(self._clock())

    @on(Changed)
    def changed(self) -> None:
        """Draw the newest views."""
        self._hand.changed()
        self._show()

    def _show(self) -> None:
        view = self.driver.console
        if view is self._drawn:
            return
        self._drawn = view
        if self._under_black and not view.public.session.black:
            self.on_console = self._under_black = False
        with self._edge:
            self.stage.show(view.public)
        if self.on_console:
            self._show_console()

    def _show_console(self) -> None:
        """The console is drawn only while it is seen: a wall of a thousand ideas costs the stage nothing."""
        view = self.driver.console
        with self._edge:
            self.console.show(view, possible(view), self._now())

    @on(Stage.Failed)
    def stage_failed(self, event: Stage.Failed) -> None:
        """The stage keeps its last good frame; only the console says so."""
        event.stop()
        log.error("a view could not be drawn", exc_info=event.error)
        self.console.tell(explain("screen_fault", self.language))

    def _tick(self) -> None:
        if self.on_console:
            with self._edge:
                self.console.tick(self._now())

    # --- words ------------------------------------------------------------------------------------------

    def say(self, key: str, **fields: object) -> str:
        """A message in the facilitator's language."""
        return say(key, self.language, **fields)

    def tell(self, sentence: str, public: str | None = None) -> None:
        """Say something on the console; on the stage ``public`` instead (None: the same, as it is harmless)."""
        self.console.tell(sentence)
        if not self.on_console:
            self.hint(sentence if public is None else public)

    def _tell_key(self, key: str, **fields: object) -> None:
        self.tell(self.say(key, **fields))

    def hint(self, sentence: str) -> None:
        """Show a short sentence over the stage for a few seconds."""
        self.query_one("#hint", Static).update(plain(sentence))
        self.add_class("-hint")
        if self._hint_ends is not None:
            self._hint_ends.stop()
        self._hint_ends = self.set_timer(HINT_SECONDS, self._end_hint)

    def _end_hint(self) -> None:
        self.remove_class("-hint")

    def _refused(self, sentence: str) -> None:
        self.tell(sentence, self.say("live.refused"))

    # --- keys that are one order -------------------------------------------------------------------------

    def action_next(self) -> None:
        """The next state, at most once in 0.8 seconds and never twice at once."""
        if self._guard.lets(self._clock()):
            self._hand.give(ORDERS["next"], once="next")

    def action_act(self, name: str) -> None:
        """Any other act that is one order."""
        self._hand.give(ORDERS[name], partial(self._done, name))

    def action_reopen(self) -> None:
        """Asks once: what is asked is harmless to see, and a clicker has no such key."""
        if self._again.second("reopen", self._clock()):
            self.action_act("reopen")
        else:
            self.tell(self.say("live.reopen_again"))

    def _done(self, name: str, reply: Reply) -> None:
        if name in ("undo", "redo"):
            label = f"undo.{reply.get('what', '')}"
            what = self.say(label) if knows(label) else ""
            self.tell(self.say(f"live.{name}", what=what))
            self._placing.go_on()
        elif name == "lock":
            self.tell(self.say("live.locked" if self.driver.public.session.locked else "live.unlocked"))
        elif name == "stage_language":
            shown = self.driver.public.session.stage_language
            self.tell(self.say("live.stage_language", language=self.say(f"live.language.{shown}")))
        elif knows(f"live.{name}"):
            self.tell(self.say(f"live.{name}"))

    # --- grouping: public, so the keys work on both views -------------------------------------------------

    def action_place(self, number: int) -> None:
        """Put the idea in the theme of this number and go on to the next."""
        self._placing.place(number)

    def action_take_back(self) -> None:
        """The idea placed last is without a theme again."""
        self._placing.take_back()

    def action_theme(self) -> None:
        """A new theme for the idea, under a name that is asked."""
        group = grouping(self.driver.public)
        if group is None:
            return
        idea = self._idea() or group.focus

        def named(name: str | None) -> None:
            if name:
                self._placing.new_theme(name, idea)

        question, example = self.say("live.ask_theme"), self.say("live.theme_example")
        self.app.push_screen(AskText(self.language, question, THEME_NAME_LIMIT, example=example), named)

    def _idea(self) -> str:
        """The idea under the console's cursor; on the stage the room's own choice counts."""
        return self.console.themes.idea if self.on_console else ""

    def _settled(self, reply: Reply) -> None:
        self._show()
        if self.on_console:
            self.console.themes.follow()

    # --- the two views ------------------------------------------------------------------------------------

    def action_console(self) -> None:
        """Stage to console and back. Where everybody would see the console, it says so first and asks again."""
        if self.on_console:
            self.on_console = self._under_black = False
            return
        if not self.console.is_mounted:
            return
        black = self.driver.public.session.black
        if not (black or self.private or self._again.second("console", self._clock())):
            self.hint(self.say("live.visible"))
            return
        self._under_black = black and not self.private
        self.on_console = True

    def on_click(self) -> None:
        """The mouse has the same way from the stage to the console as the keys, warning and all."""
        if not self.on_console:
            self.action_console()

    def watch_on_console(self, seen: bool) -> None:
        """The keys go to the work pane, or to nothing but this screen."""
        self._end_hint()
        if seen:
            self._show_console()
            self.console.take_focus()
        else:
            self.set_focus(None)

    def action_private(self) -> None:
        """This window is on the facilitator's own screen: no more warnings."""
        self.private = not self.private
        self._under_black = False
        self.tell(self.say("live.private" if self.private else "live.not_private"))

    def action_close(self) -> None:
        """Esc: only the join code over the stage, or a question that was asked."""
        self._again.drop()
        self._end_hint()
        self._hand.give(lambda view: ("overlay", {"on": False}) if view.session.overlay else None)

    def action_look(self) -> None:
        """The next appearance: light, contrast, dark."""
        self.post_message(self.LookWanted())

    def action_qr(self) -> None:
        """Another way of drawing the join code."""
        self.stage.next_mode()

    def action_help(self) -> None:
        """Help, which may be seen by all."""
        self.app.push_screen(Help(self.language))

    # --- the console's own keys ----------------------------------------------------------------------------

    def action_pane(self, act: str) -> None:
        """An act of the work pane."""
        if self.on_console:
            self.console.pane.work(act)

    def action_filter(self) -> None:
        """Find in the list."""
        self.action_pane("filter")

    def action_hide(self) -> None:
        """Hide or show the text under the cursor."""
        self.action_pane("hide")

    @on(Pane.Wants)
    def wanted(self, event: Pane.Wants) -> None:
        """A pane wants something done."""
        done = partial(self._tell_done, event.said) if event.said else None
        self._hand.give(lambda view: (event.verb, event.arguments), done)

    @on(Pane.Says)
    def said(self, event: Pane.Says) -> None:
        """A pane has something to say."""
        self.console.tell(event.text)

    def _tell_done(self, key: str, reply: Reply) -> None:
        self.console.tell(self.say(key))

    def action_export(self) -> None:
        """Write the files. The path is told on the console only: it holds the user's name."""
        if self.on_console:
            self.console.tell(self.say("live.exporting"))
            self.run_worker(self._export(), name="export", group="export", exclusive=True, exit_on_error=False)

    async def _export(self) -> None:
        with self._edge:
            reply = await self.driver.do("export", language=self.language)
            files = reply.get("files", ())
            self.console.tell(self.say("live.exported", n=len(files), folder=reply.get("folder", "")))

    def action_palette(self) -> None:
        """All that is possible now, by name; on the console only."""
        if not self.on_console:
            self.hint(self.say("live.palette_there"))
        elif not CommandPalette.is_open(self.app):
            self.app.push_screen(CommandPalette([Commands], placeholder=self.say("palette.placeholder")))

    def commands(self) -> Iterable[Command]:
        """What the palette lists: only what is possible now."""
        view = self.driver.console
        for name, action in listed(view, self.console.pane.WORK):
            yield Command(self.say(f"act.{name}"), partial(self.run_action, action))
        if view.public.step is not None:
            for step in view.plan:
                if step.id != view.public.current:
                    title = self.say("act.goto", title=pick(step.title, self.language))
                    yield Command(title, partial(self._goto, step.id, title))

    def _goto(self, step: str, title: str) -> None:
        def sure(yes: bool | None) -> None:
            if yes:
                self._hand.give(lambda view: ("goto", {"step": step}))

        self.app.push_screen(Confirm(self.language, title, self.say("live.goto_means"), self.say("live.goto")), sure)

    # --- the end --------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Ctrl+Q: a word has to be typed while people are working."""
        if self.driver.public.session.state in QUIET_STATES:
            self.post_message(self.Leaving())
            return

        def typed(yes: bool | None) -> None:
            if yes:
                self.post_message(self.Leaving())

        self.app.push_screen(Leave(self.language), typed)
