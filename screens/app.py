"""The facilitator's app: chooses the screen, the theme and the language. It contains no rules of a workshop."""

from __future__ import annotations

import asyncio
import importlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.events import Resize

from facilitator.i18n import key_names
from facilitator.i18n.messages import explain, format_date, say
from screens import app_messages
from screens.base_app import BaseApp
from screens.error_boundary import ErrorBoundary
from screens.home.home import HomeScreen
from screens.home.host import Host, RunningWorkshop
from screens.home.too_small import MIN_COLUMNS, MIN_ROWS, TooSmall
from screens.keymap import parse_keymap
from screens.pictures.terminal import ask_terminal

if TYPE_CHECKING:
    from screens.live.live import LiveScreen

PRELOAD_DELAY_SECONDS = 0.5
"""Seconds after the home screen is shown at which a thread starts to import the modules of a running workshop."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TerminalExit:
    """How the terminal ended. ``opened`` is the workshop that was shown and is still running; None if none was."""

    crashed: bool = False
    quit: bool = False
    """Whether the facilitator asked to end the program."""
    opened: RunningWorkshop | None = None


class FacilitatorApp(BaseApp[TerminalExit], inherit_bindings=False):
    """Shows the home screen and the live screen, and stores the facilitator's choices through the host."""

    CSS = """
    CommandPalette { background: transparent; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette > .command-palette--help-text { text-style: not bold; }
    CommandPalette CommandList > .option-list--option-highlighted { background: $primary; color: $background; }
    Input > .input--placeholder, Input > .input--suggestion { color: $foreground; text-style: italic; }
    Input > .input--selection { background: $primary; color: $background; }
    """

    def __init__(
        self,
        host: Host,
        path: Path | None = None,
        opened: RunningWorkshop | None = None,
        clock: Callable[[], float] = time.monotonic,
        after_crash: bool = False,
    ) -> None:
        super().__init__(host.preferences.theme)
        self.host = host
        self.opened = opened
        self._path = path
        self._clock = clock
        self._after_crash = after_crash
        self._keys = parse_keymap(host.preferences.keys)
        self.set_keymap(dict(self._keys.changed_bindings))
        key_names.set_key_namer(self._keys.key_name)

    def on_mount(self) -> None:
        """Show the workshop that is already running; otherwise the home screen, which opens ``path`` if given."""
        if self.opened is not None:
            self._show_live_screen(self.opened)
        else:
            self.push_screen(HomeScreen(self.host, self._path))
            # The import takes noticeable time: do it while the facilitator reads the list.
            self.set_timer(
                PRELOAD_DELAY_SECONDS, lambda: threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
            )

    def on_resize(self, event: Resize) -> None:
        """Cover the screen with a notice while the terminal is smaller than the minimum size."""
        small = event.size.width < MIN_COLUMNS or event.size.height < MIN_ROWS
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(self.host.preferences.language))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    @on(HomeScreen.Opened)
    def show_opened_workshop(self, event: HomeScreen.Opened) -> None:
        """Show the workshop that the home screen has opened; for a new workshop, show the room check first."""
        live = self._show_live_screen(event.running)
        if event.fresh:
            live.call_after_refresh(live.action_command, "check")

    @on(HomeScreen.LanguageChosen)
    def change_language(self, event: HomeScreen.LanguageChosen) -> None:
        """Store the language and show the home screen again in it."""
        self.host.preferences.language = event.language
        self.switch_screen(HomeScreen(self.host))

    @on(app_messages.NextLookRequested)
    def switch_theme(self) -> None:
        """Switch to the next theme and store it."""
        self.next_look()
        self.host.preferences.theme = self.theme

    @on(app_messages.RoomProfileChanged)
    def save_room_profile(self, event: app_messages.RoomProfileChanged) -> None:
        """Store a room profile that was saved under a name, and later changes of the profile that is in use."""
        if event.saved or (event.profile.name and event.profile.name == self.host.preferences.profile.name):
            self.host.preferences.remember_room(event.profile)

    @on(app_messages.QuitRequested)
    def quit_program(self) -> None:
        """Exit the app; the facilitator has already confirmed it. The caller of ``run_terminal`` closes the room."""
        self.exit(TerminalExit(quit=True, opened=self.opened))

    @on(app_messages.RetentionChosen)
    async def set_retention(self, event: app_messages.RetentionChosen) -> None:
        """Set the retention period of the workshop, and show its deletion date on the console."""
        from screens.live.live import LiveScreen

        live, language = self.screen, self.host.preferences.language
        if not isinstance(live, LiveScreen):
            return
        with ErrorBoundary(language, live.console.tell):
            until = await asyncio.to_thread(self.host.set_retention, event.days)
            if until is None:
                live.console.tell(say("afterwards.kept", language, folder=event.folder))
            else:
                told = say("afterwards.deleted_on", language, day=format_date(until, language), folder=event.folder)
                live.console.tell(told)

    @on(app_messages.DeletionRequested)
    async def delete_workshop(self, event: app_messages.DeletionRequested) -> None:
        """Delete the workshop and return to the home screen."""
        said: list[str] = []
        with ErrorBoundary(self.host.preferences.language, said.append):
            await asyncio.to_thread(self.host.delete_running)
            said.append(say("afterwards.deleted", self.host.preferences.language, title=event.title))
        self.opened = None
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.push_screen(HomeScreen(self.host, status_text=" ".join(said)))

    def _show_live_screen(self, running: RunningWorkshop) -> LiveScreen:
        from screens.live.live import LiveScreen  # imported late: shortens the time to the home screen

        self.opened = running
        language = self.host.preferences.language
        notices = [say(f"notice.{key}", language, **fields) for key, fields in running.notices]
        notices += self._keys.problem_sentences(language)
        if self._after_crash:
            notices.append(explain("screen_fault", language))
        live = LiveScreen(
            running,
            language,
            notices=notices,
            clock=self._clock,
            keys=self._keys,
            read_only=running.read_only,
            profile=self.host.preferences.profile,
            rooms=self.host.preferences.rooms,
        )
        self.push_screen(live)
        return live


def _warm_up() -> None:
    """Import the modules of a running workshop, so that opening one is quick."""
    for name in ("facilitator.room.room", "screens.live.live"):
        importlib.import_module(name)


def run_terminal(
    host: Host, path: Path | None = None, opened: RunningWorkshop | None = None, after_crash: bool = False
) -> TerminalExit:
    """Run the facilitator's app until it ends, and return how it ended.

    Never raises an ``Exception``: a crash sets ``crashed`` in the result, and its details go to the log. A crash does
    not end the room: call again with the result's ``opened`` to continue in the same process. With ``after_crash`` the
    console says that something went wrong and that the data is safe.
    """
    app = FacilitatorApp(host, path, opened, after_crash=after_crash)
    app.pictures, _ = ask_terminal()
    try:
        outcome = app.run()
    except Exception:  # the last handler: a traceback must never reach the projected screen
        log.exception("the terminal ended")
        return TerminalExit(crashed=True, opened=app.opened)
    if outcome is None:
        return TerminalExit(crashed=app.fault is not None, opened=app.opened)
    return outcome
