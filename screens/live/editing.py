"""Commands that change the run of show, and save it as a template of the user's own."""

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
from screens.live.context import Handlers, LiveContext

TEMPLATE_NAME_LIMIT = 80
NAMES_LIMIT = 2400
"""Characters of a line of names: room for twelve names in three languages."""


class EditCommands:
    """Changes the plan. Works on the console only, because the stage may be projected."""

    def __init__(self, context: LiveContext) -> None:
        self._context = context

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"edit": self.edit, "names": self.change_names, "save_template": self.save_template}

    def edit(self) -> None:
        """Ask which step to change (the current one is listed first), then open the form with its texts and minutes."""
        context, view = self._context, self._context.view
        if not context.at_console or not view.plan:
            return
        current = view.public.current
        lines = sorted((line for line in view.plan if line.state != "done"), key=lambda line: line.id != current)
        if lines:
            options = [(line.id, self._line_label(line)) for line in lines]
            context.open(Choose(context.language, context.say("step.which"), options), self._open_step_form)

    def _line_label(self, line: PlanLine) -> str:
        return self._context.say("step.line", n=line.minutes, title=pick(line.title, self._context.language))

    def _open_step_form(self, step: str | None) -> None:
        line = next((line for line in self._context.view.plan if line.id == step), None)
        if line is not None:
            self._context.open(StepForm(self._context.language, line), self._submit_edit)

    def _submit_edit(self, fields: dict[str, Any] | None) -> None:
        if fields:
            done = partial(self._context.tell_done, "step.edited")
            self._context.submit(lambda view: ("edit_step", fields), done)

    def change_names(self) -> None:
        """Change the names that the template asked for when the workshop was made."""
        context, current = self._context, self._context.view.names
        if not context.at_console or not current:
            return

        def on_text(text: str | None) -> None:
            if text:
                names = split_names(text)
                done = partial(context.tell_done, "step.named")
                context.submit(lambda view: ("names", {"names": names}), done)

        line = join_names(current, context.public.session.language)
        context.open(AskText(context.language, context.say("step.ask_names"), NAMES_LIMIT, line), on_text)

    def save_template(self) -> None:
        """Ask for a name, and save the steps as a template. No answers are saved."""
        context = self._context
        if not context.at_console:
            return

        def on_text(name: str | None) -> None:
            if name:
                context.submit(lambda view: ("save_template", {"name": name}), self._tell_saved)

        title = pick(context.public.session.title, context.language)
        question = context.say("step.ask_template")
        context.open(AskText(context.language, question, TEMPLATE_NAME_LIMIT, title), on_text)

    def _tell_saved(self, reply: Reply) -> None:
        self._context.console.tell(self._context.say("step.template_saved", file=reply.get("file", "")))
