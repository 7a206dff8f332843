"""Key actions of the console that change the run of show, and save it as a template of the user's own."""

from __future__ import annotations

from functools import partial
from typing import Any

from facilitator.i18n.messages import pick
from facilitator.ports.protocols import Reply
from facilitator.rules.policy.given_names import join_names, split_names
from facilitator.view import PlanLine
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose
from screens.dialogs.step import StepForm
from screens.live.base import LiveScreenBase

TEMPLATE_NAME_LIMIT = 80
NAMES_LIMIT = 2400
"""Characters of a line of names: room for twelve names in three languages."""


class EditKeys(LiveScreenBase):
    """Key actions that change the plan. They work on the console only, because the stage may be projected."""

    def action_edit(self) -> None:
        """Ask which step to change (the current one is listed first), then open the form with its texts and minutes."""
        view = self.driver.console
        if not self.at_console or not view.plan:
            return
        current = view.public.current
        lines = sorted((line for line in view.plan if line.state != "done"), key=lambda line: line.id != current)
        if lines:
            options = [(line.id, self._line_label(line)) for line in lines]
            self.app.push_screen(Choose(self.language, self.say("step.which"), options), self._open_step_form)

    def _line_label(self, line: PlanLine) -> str:
        return self.say("step.line", n=line.minutes, title=pick(line.title, self.language))

    def _open_step_form(self, step: str | None) -> None:
        line = next((line for line in self.driver.console.plan if line.id == step), None)
        if line is not None:
            self.app.push_screen(StepForm(self.language, line), self._submit_edit)

    def _submit_edit(self, fields: dict[str, Any] | None) -> None:
        if fields:
            self._queue.submit(lambda view: ("edit_step", fields), partial(self._tell_key_sentence, "step.edited"))

    def action_names(self) -> None:
        """Change the names that the template asked for when the workshop was made."""
        now = self.driver.console.names
        if not self.at_console or not now:
            return

        def on_text(text: str | None) -> None:
            if text:
                names = split_names(text)
                self._queue.submit(
                    lambda view: ("names", {"names": names}), partial(self._tell_key_sentence, "step.named")
                )

        line = join_names(now, self.driver.console.public.session.language)
        question = AskText(self.language, self.say("step.ask_names"), NAMES_LIMIT, line)
        self.app.push_screen(question, on_text)

    def action_save_template(self) -> None:
        """Ask for a name, and save the steps as a template. No answers are saved."""
        if not self.at_console:
            return

        def on_text(name: str | None) -> None:
            if name:
                self._queue.submit(lambda view: ("save_template", {"name": name}), self._tell_saved)

        title = pick(self.driver.public.session.title, self.language)
        self.app.push_screen(AskText(self.language, self.say("step.ask_template"), TEMPLATE_NAME_LIMIT, title), on_text)

    def _tell_saved(self, reply: Reply) -> None:
        self.console.tell(self.say("step.template_saved", file=reply.get("file", "")))

    def _tell_key_sentence(self, key: str, reply: Reply) -> None:
        self.console.tell(self.say(key))
