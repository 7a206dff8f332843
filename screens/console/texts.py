"""The work pane of ``text`` and ``pick``: all texts, any of which can be hidden before the stage shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, ModeratedText, Tag
from screens.console.console_button import ConsoleButton
from screens.console.filtered_pane import FilteredPane
from screens.console.finder import Finder
from screens.console.list_line import ListLine
from screens.console.literal_static import LiteralStatic
from screens.console.pane_context import Handlers
from screens.terminal_text import literal_content


class TextsPane(FilteredPane):
    """One line per text; the full text of the line under the cursor is shown below the list."""

    NAME = "texts"
    LIST_ID = "texts-wall"
    PAPER: ClassVar[bool] = True
    """Whether a text that was written on paper can be added."""

    heading = query_one("#texts-heading", Static)
    full_text = query_one("#texts-whole", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._all_raised = False

    def compose(self) -> ComposeResult:
        """Count, list, full text, filter, buttons."""
        yield LiteralStatic(id="texts-heading", classes="heading")
        yield self.line_list
        yield LiteralStatic(id="texts-whole", classes="whole")
        yield Finder(self.say("console.filter"), "texts-finder")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.approve"), "approve", key="texts-approve")
            yield ConsoleButton(self.say("console.hide"), "hide", key="texts-hide")
            yield ConsoleButton(self.say("console.paper"), "add")
            yield ConsoleButton(self.say("console.find"), "filter")

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the heading and the list."""
        hidden = sum(text.hidden for text in view.texts)
        count = self.count_words(view)
        held = sum(text.waits for text in view.texts)
        said = [count]
        if held:
            said.append(self.say("console.waiting_count", n=held))
        if hidden > held:
            said.append(self.say("console.hidden_count", n=hidden - held))
        self.heading.update(literal_content(" · ".join(said)))
        tags = {tag.id: tag for tag in _tags(view)}
        self._all_raised = all(text.raised or text.hidden for text in view.texts)
        finds = self.finder.matcher()
        self.line_list.show([self._line(text, tags) for text in view.texts if finds(text.text)])
        self.show_full_text()

    def count_words(self, view: ConsoleView) -> str:
        """Return the text with the count that is shown above the list."""
        return self.say("console.texts", n=len(view.texts))

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        paper = {"add": self.context.ask_paper} if self.PAPER else {}
        return {**super().handlers(), "hide": self.hide_or_show, "approve_all": self.approve_all, **paper}

    def hide_or_show(self) -> None:
        """Hide the text under the cursor from the stage, or show it again."""
        text = self._text_at_cursor()
        if text is not None:
            # A text that waits is not on the stage yet. Hiding it records that it has been reviewed.
            verb = "show" if text.hidden and not text.waits else "hide"
            self.context.request(verb, {"idea": text.id}, f"console.done.{verb}")

    def approve_all(self) -> None:
        """Let the stage show all texts that wait for approval."""
        if self.view is not None and self.view.waiting:
            self.context.request("approve", {}, "console.done.approve")

    @property
    def waiting_at_cursor(self) -> str:
        """Id of the text under the cursor if it waits for approval; empty if not."""
        text = self._text_at_cursor()
        return text.id if text is not None and text.waits else ""

    def _text_at_cursor(self) -> ModeratedText | None:
        line, view = self.line_list.current, self.view
        if line is None or view is None:
            return None
        return next((text for text in view.texts if text.id == line.id), None)

    def show_full_text(self) -> None:
        text = self._text_at_cursor()
        self.full_text.update(literal_content(text.text if text else "", lines=True))
        label = "console.show" if text and text.hidden and not text.waits else "console.hide"
        self.query_one("#texts-hide", ConsoleButton).set_label(self.say(label))
        self.query_one("#texts-approve", ConsoleButton).display = bool(text and text.waits)

    def _line(self, text: ModeratedText, tags: dict[str, Tag]) -> ListLine:
        states = {
            "waits": text.waits,
            "hidden": text.hidden and not text.waits,
            "paper": text.paper,
            "raised": text.raised and not self._all_raised,
        }
        said = [self.say(f"console.is.{name}") for name, holds in states.items() if holds]
        tag = tags.get(text.tag)
        if tag and not tag.symbol:
            said.insert(0, pick(tag.label, self.language))
        look = "warning" if text.waits else "alarm" if text.hidden else ""
        return ListLine(text.id, text.text, mark=tag.symbol if tag else "", tail=", ".join(said), look=look)


def _tags(view: ConsoleView) -> Iterable[Tag]:
    tags: Iterable[Tag] = getattr(view.public.body, "tags", ())
    return tags
