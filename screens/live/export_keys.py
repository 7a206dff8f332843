"""Key action that writes the result files, and the question that follows: keep or delete the workshop."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.message import Message

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
from screens.live.base import LiveScreenBase

FINISHED_STATES = ("closing", "closed")
"""Session states in which an export is followed by the question whether to keep the workshop."""

TITLE_LIMIT = 200


class ExportKeys(LiveScreenBase):
    """Writes the result files and asks about retention; the choice goes to the app, which knows the workspace."""

    @dataclass
    class Progress(Message):
        """Posted before each file, from the thread that writes them.

        ``done`` of ``total`` files are written; ``name`` is the file that is written next.
        """

        done: int
        total: int
        name: str

    def action_export(self) -> None:
        """Write the result files. Their path is shown on the console only: it contains the user's name."""
        if self.at_console:
            self._write(())

    def _write(self, more_languages: tuple[str, ...]) -> None:
        self.console.tell(self.say("live.exporting"))
        self.run_worker(
            self._export(more_languages), name="export", group="export", exclusive=True, exit_on_error=False
        )

    async def _export(self, more_languages: tuple[str, ...]) -> None:
        def progress(done: int, total: int, name: str) -> None:
            self.post_message(self.Progress(done, total, name))

        with self._error_boundary:
            reply = await self.driver.execute("export", language=self.language, also=more_languages, progress=progress)
            folder = str(reply.get("folder", ""))
            told = self.say("live.exported", n=len(reply.get("files", ())), folder=folder)
            self.console.tell(told)
            state = self.driver.public.session.state
            if self.at_console and state in FINISHED_STATES and not self.read_only:
                self._ask_retention(told, folder, state == "closed")

    @on(Progress)
    def tell_progress(self, event: Progress) -> None:
        """Show which file is being written. After the last file, the worker itself reports the result."""
        if any(worker.name == "export" and not worker.is_finished for worker in self.workers):
            told = self.say("live.exporting_file", done=event.done + 1, total=event.total, name=event.name)
            self.console.tell(told)

    def _ask_retention(self, written: str, folder: str, closed: bool) -> None:
        def on_choice(choice: str | None) -> None:
            if choice == OTHER_LANGUAGES:
                self._write(tuple(code for code in LANGUAGES if code != self.language))
            elif choice == DELETE_NOW:
                self._confirm_deletion()
            elif choice in (KEEP, DELETE_LATER):
                self.post_message(RetentionChosen(DELETE_AFTER_DAYS if choice == DELETE_LATER else None, folder))

        self.app.push_screen(RetentionDialog(self.language, written, closed), on_choice)

    def _confirm_deletion(self) -> None:
        title = pick(self.driver.public.session.title, self.language)

        def on_text(text: str | None) -> None:
            if text is None:
                return
            if " ".join(text.split()).casefold() == " ".join(title.split()).casefold():
                self.post_message(DeletionRequested(title))
            else:
                self.console.tell(self.say("afterwards.other_name"))

        self.app.push_screen(AskText(self.language, self.say("afterwards.type", title=title), TITLE_LIMIT), on_text)
