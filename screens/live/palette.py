"""The command palette of the live screen: lists what is possible now, and runs what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.command import CommandPalette

from facilitator.i18n.messages import pick
from screens.command_palette import PaletteCommand, PaletteProvider
from screens.commands import palette_commands, sentence_key
from screens.dialogs.confirm import Confirm
from screens.live.context import Handlers, LiveContext


class Palette:
    """On the console only. ``run`` carries out the command with an id."""

    def __init__(self, context: LiveContext, run: Callable[[str], None]) -> None:
        self._context = context
        self._run = run

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"palette": self.open}

    def open(self) -> None:
        """Open the command palette."""
        context = self._context
        if not context.at_console:
            context.hint(context.say("live.palette_there"))
        elif not CommandPalette.is_open(context.app):
            context.open(CommandPalette([PaletteProvider], placeholder=context.say("palette.placeholder")))

    def entries(self) -> Iterable[PaletteCommand]:
        """Yield what the palette lists: the commands that are possible now, and a jump to every other step."""
        context, view = self._context, self._context.view
        for command in palette_commands(view, context.console.pane.available_work):
            label, run = context.say(f"act.{command.id}"), partial(self._run_chosen, command.id)
            key = sentence_key(command, view.public, context.driver.verb_table)
            yield PaletteCommand(label, run, context.say(key) if key else "")
        if view.public.step is not None:
            for step in view.plan:
                if step.id != view.public.current:
                    title = context.say("act.goto", title=pick(step.title, context.language))
                    yield PaletteCommand(title, partial(self._go_to, step.id, title))

    def _run_chosen(self, command_id: str) -> None:
        # Closing the palette has held "next" back, which must not hold back the command itself.
        self._context.hold_next(False)
        self._run(command_id)

    def _go_to(self, step: str, title: str) -> None:
        context = self._context

        def on_confirm(yes: bool | None) -> None:
            if yes:
                context.submit(lambda view: ("goto", {"step": step}))

        dialog = Confirm(context.language, title, context.say("live.goto_means"), context.say("live.goto"))
        context.open(dialog, on_confirm)
