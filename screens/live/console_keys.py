"""Key actions of the console: its work pane, suggestions, the remote control, and the command palette."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.command import CommandPalette

from facilitator.i18n.messages import pick
from facilitator.ports.protocols import Reply
from screens.command_palette import PaletteCommand, PaletteProvider
from screens.console.pane import Pane
from screens.console.suggestions import SuggestionsPane
from screens.console.texts import TextsPane
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.notice import Notice
from screens.live.base import LiveScreenBase
from screens.live.verb_calls import palette_entries
from screens.press_guard import PressGuard

PACK_NAME_LIMIT = 60


class ConsoleKeys(LiveScreenBase):
    """Key actions that work on the console only, where participants do not see them."""

    def action_pane(self, act: str) -> None:
        """Run an action of the work pane."""
        if self.at_console:
            self.console.pane.perform(act)

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
        held = pane.waiting_at_cursor if isinstance(pane, TextsPane) else ""
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
            self._queue.submit(lambda view: ("approve", {"idea": text}), done)

    @on(Pane.VerbRequested)
    def run_pane_request(self, event: Pane.VerbRequested) -> None:
        """Run the verb that a pane asks for."""
        done = partial(self._tell_done, event.done_key) if event.done_key else None
        self._queue.submit(lambda view: (event.verb, event.arguments), done)

    @on(SuggestionsPane.SuggestionsRequested)
    def handle_suggestion_request(self, event: SuggestionsPane.SuggestionsRequested) -> None:
        """Compute or cancel suggestions. Not in the command queue: ideas can be placed while they are computed."""
        if event.cancel:
            self.run_worker(self._stop_suggesting(), group="stop_suggesting", exit_on_error=False)
        else:
            self.console.tell(self.say("suggest.begun"))
            self.run_worker(self._suggest(), name="suggest", group="suggest", exit_on_error=False)

    async def _suggest(self) -> None:
        with self._error_boundary:
            reply = await self.driver.execute("suggest")
            self.console.themes.undoable_count = lambda: self._queue.undoable_count
            self.console.themes.show_suggestions(reply)
            self.console.tell_keys()

    async def _stop_suggesting(self) -> None:
        with self._error_boundary:
            await self.driver.execute("suggest", stop=True)

    def action_save_pack(self) -> None:
        """Ask for a name, and save the themes with their ideas for the suggestions of later workshops."""
        if self.at_console:
            self.app.push_screen(AskText(self.language, self.say("live.ask_pack"), PACK_NAME_LIMIT), self._save_pack)

    def _save_pack(self, name: str | None) -> None:
        def on_reply(reply: Reply) -> None:
            self.console.tell(self.say("live.pack_saved", file=reply.get("file", "")))

        if name:
            self._queue.submit(lambda view: ("save_pack", {"name": name}), on_reply)

    @on(Pane.StatusMessage)
    def tell_pane_sentence(self, event: Pane.StatusMessage) -> None:
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
            self._queue.submit(lambda view: ("remote", {"on": True}), self._show_remote_pin)
        else:
            question, meaning = self.say("live.remote_sure"), self.say("live.remote_sure_means")
            sure = Confirm(self.language, question, meaning, self.say("live.remote_switch_off"))
            self.app.push_screen(sure, self._switch_remote_off)

    def _show_remote_pin(self, reply: Reply) -> None:
        said = self.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))
        self.app.push_screen(Notice(self.language, self.say("remote.title"), said))

    def _switch_remote_off(self, yes: bool | None) -> None:
        if yes:
            self._queue.submit(lambda view: ("remote", {"on": False}), partial(self._tell_done, "live.remote_off"))

    def action_palette(self) -> None:
        """Open the command palette; on the console only."""
        if not self.at_console:
            self.hint(self.say("live.palette_there"))
        elif not CommandPalette.is_open(self.app):
            self.app.push_screen(CommandPalette([PaletteProvider], placeholder=self.say("palette.placeholder")))

    def commands(self) -> Iterable[PaletteCommand]:
        """Yield what the palette lists: only what is possible now."""
        view = self.driver.console
        for name, action in palette_entries(view, self.console.pane.available_work):
            yield PaletteCommand(self.say(f"act.{name}"), partial(self._run_chosen, action))
        if view.public.step is not None:
            for step in view.plan:
                if step.id != view.public.current:
                    title = self.say("act.goto", title=pick(step.title, self.language))
                    yield PaletteCommand(title, partial(self._goto, step.id, title))

    async def _run_chosen(self, action: str) -> None:
        """Run an action that was chosen in the palette.

        Closing the palette starts the press guard, which must not hold back the action itself.
        """
        self._press_guard = PressGuard()
        await self.run_action(action)

    def _goto(self, step: str, title: str) -> None:
        def on_confirm(yes: bool | None) -> None:
            if yes:
                self._queue.submit(lambda view: ("goto", {"step": step}))

        self.app.push_screen(
            Confirm(self.language, title, self.say("live.goto_means"), self.say("live.goto")), on_confirm
        )
