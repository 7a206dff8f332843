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
from facilitator.ports.protocols import Facilitation
from facilitator.system.settings import RoomProfile
from facilitator.view import ConsoleView
from screens.app_messages import NextLookRequested, QuitRequested, RoomProfileChanged
from screens.dialogs.help import Help
from screens.dialogs.leave import Leave
from screens.keymap import Keymap, parse_keymap
from screens.keys import bindings
from screens.live.console_keys import ConsoleKeys
from screens.live.edit_keys import EditKeys
from screens.live.export_keys import ExportKeys
from screens.live.room_keys import RoomKeys
from screens.live.verb_calls import PRIVATE, QUIET_STATES, open_group, palette_entries, possible_actions
from screens.live.workshop_keys import WorkshopKeys
from screens.room_watch import RoomWatch
from screens.stage.widget import Stage

log = logging.getLogger(__name__)


class LiveScreen(WorkshopKeys, ConsoleKeys, ExportKeys, EditKeys, RoomKeys):
    """Stage and console of one room. ``clock`` is a monotonic clock, ``now`` the time of day; both in seconds."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["live.tcss", "../console/console.tcss"]
    BINDINGS = bindings()
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    console_shown = reactive(False, toggle_class="-console")
    """True while the console is shown instead of the stage."""

    stage = query_one(Stage)

    class Changed(Message):
        """The room has published new views."""

    def __init__(
        self,
        driver: Facilitation,
        language: str,
        *,
        notices: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        keys: Keymap | None = None,
    ) -> None:
        super().__init__(driver, language, notices, clock, keys or parse_keymap(None))
        self.private = False
        """True when the facilitator has declared that nobody else sees this window."""
        self._now = now
        self._room_watch: RoomWatch | None = None
        self._opened_under_black = self._dialog_open = False
        self._drawn_view: ConsoleView | None = None
        """The view that was drawn last."""

    @property
    def at_console(self) -> bool:
        """See ``LiveScreenBase.at_console``."""
        return self.console_shown

    # --- drawing ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Stage and hint line. The console is mounted after the stage has been painted once."""
        yield Stage()
        yield Static(id="hint")

    def on_mount(self) -> None:
        """Listen to the room and start the command queue."""
        self.apply_profile(self.profile)
        self._room_watch = RoomWatch(self.driver, self._post_changed)
        self.run_worker(self._queue.run(), name="acts", group="acts", exclusive=True, exit_on_error=False)
        self.set_interval(1.0, self._tick)
        self._show()
        self.call_after_refresh(self.mount, self.console)
        if self.driver.public.session.black:
            # The stage was left black in the last run; without this hint it would look like a broken terminal.
            self.hint(self.say("live.left_black"))

    def on_unmount(self) -> None:
        """Stop listening. The room goes on running."""
        if self._room_watch is not None:
            self._room_watch.close()

    def _post_changed(self) -> None:
        self.post_message(self.Changed())

    def on_screen_suspend(self) -> None:
        """A dialog was opened over this screen."""
        self._dialog_open = True

    def on_screen_resume(self) -> None:
        """A dialog was closed. A second Enter that was meant for it must not move the workshop."""
        if self._dialog_open:
            self._dialog_open = False
            self._press_guard.start(self._clock())
            self._show()

    @on(Changed)
    def draw_changes(self) -> None:
        """Draw the newest views.

        Under a dialog each draw costs a whole screen, so there it is left to the next tick of the clock.
        """
        self._queue.notify_change()
        if not self._dialog_open:
            self._show()

    def _show(self) -> None:
        view = self.driver.console
        if view is self._drawn_view:
            return
        if self._drawn_view is not None and self._drawn_view.public.current != view.public.current:
            self.console.clear_status()
        self._drawn_view = view
        if self._opened_under_black and not view.public.session.black:
            self.console_shown = self._opened_under_black = False
        with self._error_boundary:
            self.stage.show(view.public)
        self.warn_about_network()
        if self.console_shown:
            self._show_console()

    def _show_console(self) -> None:
        """Draw the console, but only while it is seen: a list of a thousand ideas must not slow the stage down."""
        view = self.driver.console
        with self._error_boundary:
            self.console.show(view, possible_actions(view), self._now())

    @on(Stage.Failed)
    def report_stage_failure(self, event: Stage.Failed) -> None:
        """Report on the console that a view could not be drawn; the stage keeps its last good frame."""
        event.stop()
        log.error("a view could not be drawn", exc_info=event.error)
        self.console.tell(explain("screen_fault", self.language))

    def _tick(self) -> None:
        if self._dialog_open:
            self._show()
        if self.console_shown:
            with self._error_boundary:
                self.console.tick(self._now())

    # --- the two views ------------------------------------------------------------------------------------

    def action_console(self) -> None:
        """Switch between stage and console.

        Where everybody would see the console, the first press shows a warning and only the second one switches.
        """
        if self.console_shown:
            self.console_shown = self._opened_under_black = False
            return
        if not self.console.is_mounted:
            return
        black = self.driver.public.session.black
        if not (black or self.private or self._second_press.confirms("console", self._clock())):
            self.hint(self.say("live.visible"))
            return
        self._opened_under_black = black and not self.private
        self.console_shown = True

    def on_click(self) -> None:
        """Switch from the stage to the console by mouse, with the same warning as by key."""
        if not self.console_shown:
            self.action_console()

    def watch_console_shown(self, shown: bool) -> None:
        """Give the focus to the work pane, or on the stage to no widget at all."""
        self._end_hint()
        if shown:
            self._show_console()
            self.console.take_focus()
        else:
            self.set_focus(None)

    def action_private(self) -> None:
        """Switch the warning before the console off or on: this window is on the facilitator's own screen."""
        self.private = not self.private
        self._opened_under_black = False
        self.tell(self.say("live.private" if self.private else "live.not_private"))

    def action_close(self) -> None:
        """Hide the join code and the Wi-Fi code, and forget a question that waits for a second press."""
        self._second_press.reset()
        self._end_hint()
        self._queue.submit(lambda view: ("overlay", {"on": False}) if view.session.overlay else None)
        self._queue.submit(lambda view: ("wifi", {"on": False}) if view.wifi is not None else None)

    def action_look(self) -> None:
        """Ask the app for the next appearance: light, contrast, dark."""
        self.post_message(NextLookRequested())

    def action_qr(self) -> None:
        """Draw the join code in the next drawing mode."""
        self.stage.next_qr_mode()
        self.profile = replace(self.profile, qr=self.stage.qr)
        self.post_message(RoomProfileChanged(self.profile, saved=False))

    def apply_profile(self, profile: RoomProfile) -> None:
        """See ``RoomKeys.apply_profile``."""
        self.profile = profile
        self.stage.qr, self.stage.image_height, self.stage.lettering = profile.qr, profile.height, profile.letters

    def action_help(self) -> None:
        """Open the help: the keys that work now, then all keys.

        The help may be seen by everybody, so on the stage it leaves out what only the console can do.
        """
        work = self.console.pane.available_work if self.console_shown else frozenset()
        now = [
            name for name, _ in palette_entries(self.driver.console, work) if self.console_shown or name not in PRIVATE
        ]
        if open_group(self.driver.public) is not None:
            now.append("place1")
        self.app.push_screen(Help(self.language, self.keys.table, now))

    def action_documentation(self) -> None:
        """The pages that are shipped with the program."""
        from screens.documentation import Documentation  # late: it is rarely read while a workshop runs

        self.app.push_screen(Documentation(self.language))

    # --- the end --------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """End the program; while people are working, only after the word of the dialog has been typed."""
        if self.read_only or self.driver.public.session.state in QUIET_STATES:
            self.post_message(QuitRequested())
            return

        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.post_message(QuitRequested())

        self.app.push_screen(Leave(self.language), on_confirm)
