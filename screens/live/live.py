"""The screen of a running workshop: the stage fills it, and one key shows the console instead.

This module draws the views and hands commands to the parts that carry them out. The stage may be projected at any time,
so only the stage, short neutral sentences and public dialogs may be drawn over it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from facilitator.i18n.messages import explain
from facilitator.ports.protocols import Facilitation
from facilitator.system.settings import RoomProfile
from facilitator.view import ConsoleView
from screens.command_palette import PaletteCommand
from screens.commands import possible_commands
from screens.console.pane_context import StatusMessage, VerbRequested
from screens.console.suggestion_review import SuggestionReview
from screens.keymap import Keymap, parse_keymap
from screens.keys import bindings
from screens.live.context import Handlers, LiveContext
from screens.live.editing import EditCommands
from screens.live.export import ExportCommands
from screens.live.grouping import GroupingCommands
from screens.live.hint_line import HintLine
from screens.live.palette import Palette
from screens.live.panes import PaneCommands
from screens.live.program import ProgramCommands
from screens.live.remote import RemoteCommands
from screens.live.room import RoomCommands
from screens.live.suggestions import SuggestionRequests
from screens.live.verbs import VerbCommands
from screens.live.view_switch import ViewSwitch
from screens.room_watch import RoomWatch
from screens.stage.widget import Stage

log = logging.getLogger(__name__)


class LiveScreen(Screen[None]):
    """Stage and console of one room. ``clock`` is a monotonic clock, ``now`` the time of day; both in seconds.

    ``read_only``: the workshop runs in another window and is only read in this one. ``profile`` is that of the room,
    ``rooms`` are the stored ones.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["live.tcss", "../console/console.tcss"]
    BINDINGS = bindings()
    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    console_shown = reactive(False, toggle_class="-console")
    """True while the console is shown instead of the stage."""

    stage = query_one(Stage)
    hint_line = query_one(HintLine)

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
        read_only: bool = False,
        profile: RoomProfile | None = None,
        rooms: Sequence[RoomProfile] = (),
    ) -> None:
        super().__init__()
        self.language = language
        self.context = LiveContext(self, driver, language, keys or parse_keymap(None), notices, clock, now)
        self.console = self.context.console
        self._views = ViewSwitch(self.context, self._show_console)
        self._panes = PaneCommands(self.context)
        self._suggestions = SuggestionRequests(self.context)
        self._export = ExportCommands(self.context, may_delete=not read_only)
        self._palette = Palette(self.context, self.action_command)
        self._room = RoomCommands(self.context, profile or RoomProfile(), rooms, self._apply_profile)
        self.handlers = self._all_handlers(read_only)
        self._room_watch: RoomWatch | None = None
        self._dialog_open = False
        self._drawn_view: ConsoleView | None = None
        """The view that was drawn last."""

    def _all_handlers(self, read_only: bool) -> Handlers:
        """Return the handler of every command of ``screens.commands`` that this screen has."""
        grouping = GroupingCommands(self.context)
        parts = (
            VerbCommands(self.context, on_rewound=grouping.placer.focus_next),
            grouping,
            self._panes,
            self._views,
            self._export,
            self._palette,
            self._room,
            EditCommands(self.context),
            RemoteCommands(self.context),
            ProgramCommands(self.context, read_only=read_only),
        )
        return {command_id: run for part in parts for command_id, run in part.handlers().items()}

    # --- commands --------------------------------------------------------------------------------------

    def action_command(self, command_id: str) -> None:
        """Carry out the command with this id: the action of every key and button."""
        self.handlers[command_id]()

    def commands(self) -> Iterable[PaletteCommand]:
        """Return what the palette lists now."""
        return self._palette.entries()

    @on(VerbRequested)
    def run_pane_request(self, event: VerbRequested) -> None:
        """Run the verb that a pane asks for."""
        self._panes.run_request(event)

    @on(StatusMessage)
    def tell_pane_sentence(self, event: StatusMessage) -> None:
        """Show a sentence of a pane in the status line."""
        self.console.tell(event.text)

    @on(SuggestionReview.SuggestionsRequested)
    def handle_suggestion_request(self, event: SuggestionReview.SuggestionsRequested) -> None:
        """Compute or cancel suggestions."""
        self._suggestions.handle(event)

    @on(ExportCommands.Progress)
    def tell_export_progress(self, event: ExportCommands.Progress) -> None:
        """Show which result file is being written."""
        self._export.tell_progress(event)

    # --- drawing ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Stage and hint line. The console is mounted after the stage has been painted once."""
        yield Stage()
        yield HintLine()

    def on_mount(self) -> None:
        """Listen to the room and start the command queue."""
        self._apply_profile(self._room.profile)
        self._room_watch = RoomWatch(self.context.driver, self._post_changed)
        self.run_worker(self.context.queue.run(), name="acts", group="acts", exclusive=True, exit_on_error=False)
        self.set_interval(1.0, self._tick)
        self.draw()
        self.call_after_refresh(self.mount, self.console)
        if self.context.public.session.black:
            # The stage was left black in the last run; without this hint it would look like a broken terminal.
            self.context.hint(self.context.say("live.left_black"))

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
            self.context.hold_next(True)
            self.draw()

    @on(Changed)
    def draw_changes(self) -> None:
        """Draw the newest views.

        Under a dialog each draw costs a whole screen, so there it is left to the next tick of the clock.
        """
        self.context.queue.notify_change()
        if not self._dialog_open:
            self.draw()

    def draw(self) -> None:
        """Draw the newest views, if they have not been drawn yet."""
        view = self.context.view
        if view is self._drawn_view:
            return
        if self._drawn_view is not None and self._drawn_view.public.current != view.public.current:
            self.console.clear_status()
        self._drawn_view = view
        self._views.leave_when_bright()
        with self.context.error_boundary:
            self.stage.show(view.public)
        self._room.warn_about_network()
        if self.console_shown:
            self._draw_console()

    def _draw_console(self) -> None:
        """Draw the console, but only while it is seen: a list of a thousand ideas must not slow the stage down."""
        view = self.context.view
        with self.context.error_boundary:
            self.console.show(view, possible_commands(view), self.context.now())

    @on(Stage.Failed)
    def report_stage_failure(self, event: Stage.Failed) -> None:
        """Report on the console that a view could not be drawn; the stage keeps its last good frame."""
        event.stop()
        log.error("a view could not be drawn", exc_info=event.error)
        self.console.tell(explain("screen_fault", self.language))

    def _tick(self) -> None:
        if self._dialog_open:
            self.draw()
        if self.console_shown:
            with self.context.error_boundary:
                self.console.tick(self.context.now())

    def _apply_profile(self, profile: RoomProfile) -> None:
        """Draw the stage for the room that ``profile`` describes."""
        self.stage.qr, self.stage.image_height, self.stage.lettering = profile.qr, profile.height, profile.letters

    # --- the two views -----------------------------------------------------------------------------------

    @property
    def at_console(self) -> bool:
        """Whether the console is shown instead of the stage."""
        return self.console_shown

    def _show_console(self, shown: bool) -> None:
        self.console_shown = shown

    def on_click(self) -> None:
        """Switch from the stage to the console by mouse, with the same warning as by key."""
        if not self.console_shown:
            self.action_command("console")

    def watch_console_shown(self, shown: bool) -> None:
        """Give the focus to the work pane, or on the stage to no widget at all."""
        self.hint_line.end()
        if shown:
            self._draw_console()
            self.console.take_focus()
        else:
            self.stage.catch_up()
            self.set_focus(None)
