"""Commands of grouping: the number keys place ideas in themes. The themes are public, so they work on the stage too."""

from __future__ import annotations

from functools import partial

from facilitator.ports.protocols import Reply
from screens.dialogs.ask_text import AskText
from screens.live.context import Handlers, LiveContext
from screens.live.idea_placer import IdeaPlacer
from screens.view_state import open_group

THEME_NAME_LIMIT = 40


class GroupingCommands:
    """Tells the idea placer which idea the facilitator points at, and asks for the names of new themes."""

    def __init__(self, context: LiveContext) -> None:
        self._context = context
        self.placer = IdeaPlacer(context.queue, self._idea_at_cursor, self._after_placing, self._tell_key)

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        numbers = {f"place{n}": partial(self.placer.place, n) for n in range(1, 10)}
        return {**numbers, "theme": self.make_theme, "take_back": self.placer.take_back}

    def make_theme(self) -> None:
        """Ask for a name, and make a new theme with the current idea in it."""
        context, group = self._context, open_group(self._context.public)
        if group is None:
            return
        idea = self._idea_at_cursor() or group.focus

        def on_name(name: str | None) -> None:
            if name:
                self.placer.new_theme(name, idea)

        question, example = context.say("live.ask_theme"), context.say("live.theme_example")
        context.open(AskText(context.language, question, THEME_NAME_LIMIT, example=example), on_name)

    def _idea_at_cursor(self) -> str:
        """Id of the idea under the console's cursor; empty on the stage, where the idea in focus counts."""
        return self._context.console.themes.idea if self._context.at_console else ""

    def _after_placing(self, reply: Reply) -> None:
        self._context.draw()
        if self._context.at_console:
            self._context.console.themes.select_focused_idea()

    def _tell_key(self, key: str, **fields: object) -> None:
        self._context.tell(self._context.say(key, **fields))
