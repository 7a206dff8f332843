"""Key actions of the console: its work pane, suggestions, the remote control, and the command palette."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.command import CommandPalette

from facilitator.i18n.messages import pick
from facilitator.ports.protocols import Reply
from screens.command_palette import Command, Commands
from screens.console.pane import Pane
from screens.console.suggestions import SuggestedPane
from screens.console.texts import TextsPane
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.notice import Notice
from screens.live.base import Shared
from screens.live.verb_calls import listed
from screens.press_guard import Guard

PACK_NAME_LIMIT = 60


class Work(Shared):
    """Key actions that work on the console only, where participants do not see them."""

    def action_pane(self, act: str) -> None:
        """Run an action of the work pane."""
        if self.at_console:
            self.console.pane.work(act)

    def action_filter(self) -> None:
        """Filter the list of the work pane."""
        self.action_pane("filter")

    def action_hide(self) -> None:
        """Hide or show the text under the cursor."""
        self.action_pane("hide")

    def action_approve(self) -> None:
        """Let the stage show the text under the cursor if it waits for approval; otherwise ask which waiting text."""
        view, pane = self.driver.console, self.console.pane
        if not self.at_console:
            return
        held = pane.held if isinstance(pane, TextsPane) else ""
        if held or not view.waiting:
            if held:
                self._approve(held)
            else:
                self.console.tell(self.say("console.none_waits"))
            return
        options = [(text.id, text.text) for text in view.waiting]
        self.app.push_screen(Choose(self.language, self.say("act.approve"), options), self._approve)

    def _approve(self, text: str | None) -> None:
        if text:
            done = partial(self._tell_done, "console.done.approve")
            self._hand.give(lambda view: ("approve", {"idea": text}), done)

    @on(Pane.Wants)
    def wanted(self, event: Pane.Wants) -> None:
        """Run the verb that a pane asks for."""
        done = partial(self._tell_done, event.said) if event.said else None
        self._hand.give(lambda view: (event.verb, event.arguments), done)

    @on(SuggestedPane.Asks)
    def suggestions_wanted(self, event: SuggestedPane.Asks) -> None:
        """Compute or cancel suggestions. Not in the command queue: ideas can be placed while they are computed."""
        if event.off:
            self.run_worker(self._stop_suggesting(), group="stop_suggesting", exit_on_error=False)
        else:
            self.console.tell(self.say("suggest.begun"))
            self.run_worker(self._suggest(), name="suggest", group="suggest", exit_on_error=False)

    async def _suggest(self) -> None:
        with self._edge:
            reply = await self.driver.do("suggest")
            self.console.themes.acts = lambda: self._hand.acts
            self.console.themes.suggested(reply)
            self.console.tell_keys()

    async def _stop_suggesting(self) -> None:
        with self._edge:
            await self.driver.do("suggest", stop=True)

    def action_save_pack(self) -> None:
        """Ask for a name, and save the themes with their ideas for the suggestions of later workshops."""
        if self.at_console:
            self.app.push_screen(AskText(self.language, self.say("live.ask_pack"), PACK_NAME_LIMIT), self._save_pack)

    def _save_pack(self, name: str | None) -> None:
        def done(reply: Reply) -> None:
            self.console.tell(self.say("live.pack_saved", file=reply.get("file", "")))

        if name:
            self._hand.give(lambda view: ("save_pack", {"name": name}), done)

    @on(Pane.Says)
    def said(self, event: Pane.Says) -> None:
        """Show a sentence of a pane in the status line."""
        self.console.tell(event.text)

    def _tell_done(self, key: str, reply: Reply) -> None:
        left = reply.get("left", 0)
        self.console.tell(self.say("suggest.left", n=left) if left else self.say(key))
        self.console.tell_keys()

    def action_remote(self) -> None:
        """Switch the facilitator's own phone as a remote control on or off.

        When it is switched on, its PIN is shown this once.
        """
        if not self.at_console:
            self.hint(self.say("live.remote_there"))
        elif self.driver.console.remote == "off":
            self._hand.give(lambda view: ("remote", {"on": True}), self._remote_on)
        else:
            question, meaning = self.say("live.remote_sure"), self.say("live.remote_sure_means")
            sure = Confirm(self.language, question, meaning, self.say("live.remote_switch_off"))
            self.app.push_screen(sure, self._remote_off)

    def _remote_on(self, reply: Reply) -> None:
        said = self.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))
        self.app.push_screen(Notice(self.language, self.say("remote.title"), said))

    def _remote_off(self, yes: bool | None) -> None:
        if yes:
            self._hand.give(lambda view: ("remote", {"on": False}), partial(self._tell_done, "live.remote_off"))

    def action_palette(self) -> None:
        """Open the command palette; on the console only."""
        if not self.at_console:
            self.hint(self.say("live.palette_there"))
        elif not CommandPalette.is_open(self.app):
            self.app.push_screen(CommandPalette([Commands], placeholder=self.say("palette.placeholder")))

    def commands(self) -> Iterable[Command]:
        """Yield what the palette lists: only what is possible now."""
        view = self.driver.console
        for name, action in listed(view, self.console.pane.offers):
            yield Command(self.say(f"act.{name}"), partial(self._chosen, action))
        if view.public.step is not None:
            for step in view.plan:
                if step.id != view.public.current:
                    title = self.say("act.goto", title=pick(step.title, self.language))
                    yield Command(title, partial(self._goto, step.id, title))

    async def _chosen(self, action: str) -> None:
        """Run an action that was chosen in the palette.

        Closing the palette starts the press guard, which must not hold back the action itself.
        """
        self._guard = Guard()
        await self.run_action(action)

    def _goto(self, step: str, title: str) -> None:
        def sure(yes: bool | None) -> None:
            if yes:
                self._hand.give(lambda view: ("goto", {"step": step}))

        self.app.push_screen(Confirm(self.language, title, self.say("live.goto_means"), self.say("live.goto")), sure)
