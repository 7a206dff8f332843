"""Commands that concern the program and not the workshop: help, documentation, appearance, the end."""

from __future__ import annotations

from screens.app_messages import NextLookRequested, QuitRequested
from screens.commands import palette_commands
from screens.dialogs.help import Help
from screens.dialogs.leave import Leave
from screens.live.context import Handlers, LiveContext
from screens.view_state import QUIET_STATES, open_group


class ProgramCommands:
    """``read_only``: the workshop runs in another window, so that leaving this one needs no confirmation."""

    def __init__(self, context: LiveContext, *, read_only: bool) -> None:
        self._context = context
        self._read_only = read_only

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {
            "help": self.open_help,
            "documentation": self.open_documentation,
            "look": self.change_look,
            "leave": self.leave,
        }

    def open_help(self) -> None:
        """Open the help: the keys that work now, then all keys.

        The help may be seen by everybody, so on the stage it leaves out what only the console can do.
        """
        context, at_console = self._context, self._context.at_console
        pane_commands = context.console.pane.available_work if at_console else frozenset()
        listed = palette_commands(context.view, pane_commands)
        now = [command.id for command in listed if at_console or not command.console_only]
        if open_group(context.public) is not None:
            now.append("place1")
        context.open(Help(context.language, context.keys.table, now))

    def open_documentation(self) -> None:
        """Open the pages that are shipped with the program."""
        from screens.documentation import Documentation  # late: it is rarely read while a workshop runs

        self._context.open(Documentation(self._context.language))

    def change_look(self) -> None:
        """Ask the app for the next appearance: light, contrast, dark."""
        self._context.post(NextLookRequested())

    def leave(self) -> None:
        """End the program; while people are working, only after the word of the dialog has been typed."""
        if self._read_only or self._context.public.session.state in QUIET_STATES:
            self._end(True)
        else:
            self._context.open(Leave(self._context.language), self._end)

    def _end(self, confirmed: bool | None) -> None:
        if confirmed:
            self._context.post(QuitRequested())
