"""Commands that the console's work pane carries out, where participants do not see them."""

from __future__ import annotations

from functools import partial

from facilitator.ports.protocols import Reply
from screens.commands import COMMANDS
from screens.console.pane_context import VerbRequested
from screens.console.texts import TextsPane
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.live.context import Handlers, LiveContext

PACK_NAME_LIMIT = 60


class PaneCommands:
    """Hands commands to the work pane that is shown, and runs the verbs that it asks for."""

    def __init__(self, context: LiveContext) -> None:
        self._context = context

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        of_pane = {command.id: partial(self.perform, command.id) for command in COMMANDS if command.of_pane}
        return {**of_pane, "approve": self.approve, "save_pack": self.save_pack}

    def perform(self, command_id: str) -> None:
        """Have the work pane carry out a command."""
        if self._context.at_console:
            self._context.console.pane.perform(command_id)

    def run_request(self, request: VerbRequested) -> None:
        """Run the verb that a pane asks for."""
        done = partial(self._tell_done, request.done_key) if request.done_key else None
        self._context.submit(lambda view: (request.verb, request.arguments), done)

    def _tell_done(self, key: str, reply: Reply) -> None:
        console, left = self._context.console, reply.get("left", 0)
        console.tell(self._context.say("suggest.left", n=left) if left else self._context.say(key))
        console.tell_keys()

    def approve(self) -> None:
        """Let the stage show the text under the cursor if it waits for approval; otherwise ask which waiting text."""
        context = self._context
        if not context.at_console:
            return
        view, pane = context.view, context.console.pane
        held = pane.waiting_at_cursor if isinstance(pane, TextsPane) else ""
        if held:
            self._approve(held)
        elif not view.waiting:
            context.console.tell(context.say("console.none_waits"))
        else:
            options = [(text.id, text.text) for text in view.waiting]
            context.open(Choose(context.language, context.say("act.approve"), options), self._approve)

    def _approve(self, text: str | None) -> None:
        if text:
            done = partial(self._tell_done, "console.done.approve")
            self._context.submit(lambda view: ("approve", {"idea": text}), done)

    def save_pack(self) -> None:
        """Ask for a name, and save the themes with their ideas for the suggestions of later workshops."""
        context = self._context
        if context.at_console:
            context.open(AskText(context.language, context.say("live.ask_pack"), PACK_NAME_LIMIT), self._save_pack)

    def _save_pack(self, name: str | None) -> None:
        def on_reply(reply: Reply) -> None:
            self._context.console.tell(self._context.say("live.pack_saved", file=reply.get("file", "")))

        if name:
            self._context.submit(lambda view: ("save_pack", {"name": name}), on_reply)
