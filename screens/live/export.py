"""Command that writes the result files, and the question that follows: keep or delete the workshop."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.worker import Worker

from facilitator.i18n.messages import LANGUAGES, pick
from screens.app_messages import DeletionRequested, RetentionChosen
from screens.dialogs.ask_text import AskText
from screens.dialogs.retention import (
    DELETE_AFTER_DAYS,
    DELETE_LATER,
    DELETE_NOW,
    KEEP,
    OTHER_LANGUAGES,
    RetentionDialog,
)
from screens.live.context import Handlers, LiveContext

FINISHED_STATES = ("closing", "closed")
"""Session states in which an export is followed by the question whether to keep the workshop."""

TITLE_LIMIT = 200


class ExportCommands:
    """Writes the result files and asks about retention; the choice goes to the app, which knows the workspace.

    ``may_delete`` is False when the workshop runs in another window and is only read in this one.
    """

    @dataclass
    class Progress(Message):
        """Posted before each file, from the thread that writes them.

        ``done`` of ``total`` files are written; ``name`` is the file that is written next.
        """

        done: int
        total: int
        name: str

    def __init__(self, context: LiveContext, *, may_delete: bool) -> None:
        self._context = context
        self._may_delete = may_delete
        self._worker: Worker[None] | None = None

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"export": self.export}

    def export(self) -> None:
        """Write the result files. Their path is shown on the console only: it contains the user's name."""
        if self._context.at_console:
            self._write(())

    def _write(self, more_languages: tuple[str, ...]) -> None:
        self._context.console.tell(self._context.say("live.exporting"))
        self._worker = self._context.start(self._export(more_languages), "export", exclusive=True)

    async def _export(self, more_languages: tuple[str, ...]) -> None:
        context = self._context

        def progress(done: int, total: int, name: str) -> None:
            context.post(self.Progress(done, total, name))

        with context.error_boundary:
            language = context.language
            reply = await context.driver.execute("export", language=language, also=more_languages, progress=progress)
            folder = str(reply.get("folder", ""))
            told = context.say("live.exported", n=len(reply.get("files", ())), folder=folder)
            context.console.tell(told)
            state = context.public.session.state
            if context.at_console and state in FINISHED_STATES and self._may_delete:
                self._ask_retention(told, folder, state == "closed")

    def tell_progress(self, event: Progress) -> None:
        """Show which file is being written. After the last file, the worker itself reports the result."""
        if self._worker is not None and not self._worker.is_finished:
            told = self._context.say("live.exporting_file", done=event.done + 1, total=event.total, name=event.name)
            self._context.console.tell(told)

    def _ask_retention(self, written: str, folder: str, closed: bool) -> None:
        context = self._context

        def on_choice(choice: str | None) -> None:
            if choice == OTHER_LANGUAGES:
                self._write(tuple(code for code in LANGUAGES if code != context.language))
            elif choice == DELETE_NOW:
                self._confirm_deletion()
            elif choice in (KEEP, DELETE_LATER):
                context.post(RetentionChosen(DELETE_AFTER_DAYS if choice == DELETE_LATER else None, folder))

        context.open(RetentionDialog(context.language, written, closed), on_choice)

    def _confirm_deletion(self) -> None:
        context = self._context
        title = pick(context.public.session.title, context.language)

        def on_text(text: str | None) -> None:
            if text is None:
                return
            if " ".join(text.split()).casefold() == " ".join(title.split()).casefold():
                context.post(DeletionRequested(title))
            else:
                context.console.tell(context.say("afterwards.other_name"))

        context.open(AskText(context.language, context.say("afterwards.type", title=title), TITLE_LIMIT), on_text)
