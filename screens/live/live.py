"""The screen of a running workshop: the stage fills it, and one key shows the console instead.

This module connects keys to commands and views to widgets. The stage may be projected at any time, so only the stage,
short neutral sentences and public dialogs may be drawn over it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from facilitator.i18n.messages import explain
from facilitator.ports.protocols import Driver
from facilitator.system.settings import Profile
from facilitator.view import ConsoleView
from screens.app_messages import Leaving, LookWanted, RoomKept
from screens.dialogs.help import Help
from screens.dialogs.leave import Leave
from screens.keymap import Keymap, keymap
from screens.keys import bindings
from screens.live.console_keys import Work
from screens.live.edit_keys import Editing
from screens.live.export_keys import Files
from screens.live.room_keys import RoomKeys
from screens.live.verb_calls import PRIVATE, QUIET_STATES, grouping, listed, possible
from screens.live.workshop_keys import Acts
from screens.room_watch import Watch
from screens.stage.widget import Stage

log = logging.getLogger(__name__)


class LiveScreen(Acts, Work, Files, Editing, RoomKeys):
    """Stage and console of one room. ``clock`` is a monotonic clock, ``now`` the time of day; both in seconds."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["live.tcss", "../console/console.tcss"]
    BINDINGS = bindings()
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    on_console = reactive(False, toggle_class="-console")
    """True while the console is shown instead of the stage."""

    stage = query_one(Stage)

    class Changed(Message):
        """The room has published new views."""

    def __init__(
        self,
        driver: Driver,
        language: str,
        *,
        notices: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        keys: Keymap | None = None,
    ) -> None:
        super().__init__(driver, language, notices, clock, keys or keymap(None))
        self.private = False
        """True when the facilitator has declared that nobody else sees this window."""
        self._now = now
        self._watch: Watch | None = None
        self._under_black = self._covered = False
        self._drawn: ConsoleView | None = None
        """The view that was drawn last."""

    @property
    def at_console(self) -> bool:
        """See ``LiveScreenBase.at_console``."""
        return self.on_console

    # --- drawing ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Stage and hint line. The console is mounted after the stage has been painted once."""
        yield Stage()
        yield Static(id="hint")

    def on_mount(self) -> None:
        """Listen to the room and start the command queue."""
        self.take_room(self.profile)
        self._watch = Watch(self.driver, self._tick_of_room)
        self.run_worker(self._hand.work(), name="acts", group="acts", exclusive=True, exit_on_error=False)
        self.set_interval(1.0, self._tick)
        self._show()
        self.call_after_refresh(self.mount, self.console)
        if self.driver.public.session.black:
            # The stage was left black in the last run; without this hint it would look like a broken terminal.
            self.hint(self.say("live.left_black"))

    def on_unmount(self) -> None:
        """Stop listening. The room goes on running."""
        if self._watch is not None:
            self._watch.close()

    def _tick_of_room(self) -> None:
        self.post_message(self.Changed())

    def on_screen_suspend(self) -> None:
        """A dialog was opened over this screen."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """A dialog was closed. A second Enter that was meant for it must not move the workshop."""
        if self._covered:
            self._covered = False
            self._guard.start(self._clock())
            self._show()

    @on(Changed)
    def changed(self) -> None:
        """Draw the newest views.

        Under a dialog each draw costs a whole screen, so there it is left to the next tick of the clock.
        """
        self._hand.changed()
        if not self._covered:
            self._show()

    def _show(self) -> None:
        view = self.driver.console
        if view is self._drawn:
            return
        if self._drawn is not None and self._drawn.public.current != view.public.current:
            self.console.step_on()
        self._drawn = view
        if self._under_black and not view.public.session.black:
            self.on_console = self._under_black = False
        with self._edge:
            self.stage.show(view.public)
        self.warn_of_network()
        if self.on_console:
            self._show_console()

    def _show_console(self) -> None:
        """Draw the console, but only while it is seen: a list of a thousand ideas must not slow the stage down."""
        view = self.driver.console
        with self._edge:
            self.console.show(view, possible(view), self._now())

    @on(Stage.Failed)
    def stage_failed(self, event: Stage.Failed) -> None:
        """Report on the console that a view could not be drawn; the stage keeps its last good frame."""
        event.stop()
        log.error("a view could not be drawn", exc_info=event.error)
        self.console.tell(explain("screen_fault", self.language))

    def _tick(self) -> None:
        if self._covered:
            self._show()
        if self.on_console:
            with self._edge:
                self.console.tick(self._now())

    # --- the two views ------------------------------------------------------------------------------------

    def action_console(self) -> None:
        """Switch between stage and console.

        Where everybody would see the console, the first press shows a warning and only the second one switches.
        """
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
        """Switch from the stage to the console by mouse, with the same warning as by key."""
        if not self.on_console:
            self.action_console()

    def watch_on_console(self, seen: bool) -> None:
        """Give the focus to the work pane, or on the stage to no widget at all."""
        self._end_hint()
        if seen:
            self._show_console()
            self.console.take_focus()
        else:
            self.set_focus(None)

    def action_private(self) -> None:
        """Switch the warning before the console off or on: this window is on the facilitator's own screen."""
        self.private = not self.private
        self._under_black = False
        self.tell(self.say("live.private" if self.private else "live.not_private"))

    def action_close(self) -> None:
        """Hide the join code and the Wi-Fi code, and forget a question that waits for a second press."""
        self._again.drop()
        self._end_hint()
        self._hand.give(lambda view: ("overlay", {"on": False}) if view.session.overlay else None)
        self._hand.give(lambda view: ("wifi", {"on": False}) if view.wifi is not None else None)

    def action_look(self) -> None:
        """Ask the app for the next appearance: light, contrast, dark."""
        self.post_message(LookWanted())

    def action_qr(self) -> None:
        """Draw the join code in the next drawing mode."""
        self.stage.next_mode()
        self.profile = replace(self.profile, qr=self.stage.qr)
        self.post_message(RoomKept(self.profile, saved=False))

    def take_room(self, profile: Profile) -> None:
        """See ``RoomKeys.apply_profile``."""
        self.profile = profile
        self.stage.qr, self.stage.image, self.stage.lettering = profile.qr, profile.height, profile.letters

    def action_help(self) -> None:
        """Open the help: the keys that work now, then all keys.

        The help may be seen by everybody, so on the stage it leaves out what only the console can do.
        """
        work = self.console.pane.offers if self.on_console else frozenset()
        now = [name for name, _ in listed(self.driver.console, work) if self.on_console or name not in PRIVATE]
        if grouping(self.driver.public) is not None:
            now.append("place1")
        self.app.push_screen(Help(self.language, self.keys.table, now))

    # --- the end --------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """End the program; while people are working, only after the word of the dialog has been typed."""
        if self.only_read or self.driver.public.session.state in QUIET_STATES:
            self.post_message(Leaving())
            return

        def typed(yes: bool | None) -> None:
            if yes:
                self.post_message(Leaving())

        self.app.push_screen(Leave(self.language), typed)
