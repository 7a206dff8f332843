"""Command that makes the facilitator's own phone a remote control."""

from __future__ import annotations

from functools import partial

from facilitator.ports.protocols import Reply
from screens.dialogs.confirm import Confirm
from screens.dialogs.notice import Notice
from screens.live.context import Handlers, LiveContext


class RemoteCommands:
    """Switches the remote control; on the console only, because its PIN is shown."""

    def __init__(self, context: LiveContext) -> None:
        self._context = context

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"remote": self.switch}

    def switch(self) -> None:
        """Switch the facilitator's own phone as a remote control on or off.

        When it is switched on, its PIN is shown this once.
        """
        context = self._context
        if not context.at_console:
            context.hint(context.say("live.remote_there"))
        elif context.view.remote == "off":
            context.submit(lambda view: ("remote", {"on": True}), self._show_pin)
        else:
            question, meaning = context.say("live.remote_sure"), context.say("live.remote_sure_means")
            yes = context.say("live.remote_switch_off")
            context.open(Confirm(context.language, question, meaning, yes), self._switch_off)

    def _show_pin(self, reply: Reply) -> None:
        context = self._context
        said = context.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))
        context.open(Notice(context.language, context.say("remote.title"), said))

    def _switch_off(self, yes: bool | None) -> None:
        if yes:
            done = partial(self._context.tell_done, "live.remote_off")
            self._context.submit(lambda view: ("remote", {"on": False}), done)
