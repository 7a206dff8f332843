"""The work pane of ``group``: the ideas without a theme first, then every theme with its ideas."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, GroupBody, Text
from screens.console.console_button import ConsoleButton
from screens.console.filtered_pane import FilteredPane
from screens.console.finder import Finder
from screens.console.line_list import LineList
from screens.console.list_line import ListLine
from screens.console.literal_static import LiteralStatic
from screens.console.pane_context import Handlers
from screens.console.suggestion_review import SuggestionReview, id_at_cursor
from screens.console.theme_editing import ThemeEditing
from screens.terminal_text import literal_content

SETTLE_SECONDS = 0.2
"""Seconds for which the cursor has to rest on an idea before the stage shows it."""


class ThemesPane(FilteredPane):
    """Number keys place the idea under the cursor; a theme under the cursor can be renamed, merged or removed."""

    NAME = "themes"
    LIST_ID = "themes-wall"

    heading = query_one("#themes-heading", Static)
    full_text = query_one("#themes-whole", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.review = SuggestionReview(self.context, self)
        self._editing = ThemeEditing(self.context, self, self.review)
        self._focus = ""
        self._settle_timer: Timer | None = None

    def handlers(self) -> Handlers:
        """Return the commands that this pane carries out."""
        own = {"add": self.context.ask_paper}
        return {**super().handlers(), **self.review.handlers(), **self._editing.handlers(), **own}

    def compose(self) -> ComposeResult:
        """Heading, the idea to be placed, list, filter, buttons."""
        yield LiteralStatic(id="themes-heading", classes="heading")
        yield LiteralStatic(id="themes-whole", classes="whole")
        yield self.line_list
        yield Finder(self.say("console.filter"), "themes-finder")
        # Two rows, because the buttons do not fit in one row of 80 columns.
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.place"), "move")
            yield ConsoleButton(self.say("console.new_theme"), "theme")
            yield ConsoleButton(self.say("console.suggest"), "suggest")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.rename"), "change")
            yield ConsoleButton(self.say("console.merge"), "merge")
            yield ConsoleButton(self.say("console.remove"), "remove")

    @property
    def group(self) -> GroupBody | None:
        """The grouping that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, GroupBody) else None

    @property
    def idea(self) -> str:
        """Id of the idea under the cursor, else of the idea in focus; empty when there is none."""
        kind, found = id_at_cursor(self.line_list)
        return found if kind == "idea" else self.group.focus if self.group else ""

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the list; when the room puts another idea in focus, the cursor moves to it."""
        group = self.group
        if group is None:
            return
        loose = self.say("console.loose", n=len(group.loose))
        themes = self.say("console.themes", n=len(group.themes), fewest=group.fewest, most=group.most)
        self.heading.update(literal_content(self.review.progress_words() or f"{loose} · {themes}"))
        before, at = [line.id for line in self.line_list.lines], self.line_list.current
        self.line_list.show(self._lines(group))
        if self.review.groups and at is not None:
            self.review.select_next_loose(before, at.id)
        if group.focus != self._focus:
            self._focus = group.focus
            if not self.review.groups:  # the facilitator reads suggestions at the cursor: it stays there
                self.line_list.select(f"idea/{group.focus}")
        self.show_full_text()

    def select_focused_idea(self) -> None:
        """Move the cursor back to the idea in focus."""
        if not self.review.groups:
            self.line_list.select(f"idea/{self._focus}")

    @property
    def available_work(self) -> frozenset[str]:
        """The commands on suggestions or themes only while there is a suggestion or a theme."""
        suggested = bool(self.review.groups)
        lacking = set() if suggested else set(self.review.handlers()) - {"suggest"}
        if not suggested and not (self.group and self.group.themes):
            lacking |= {"change", "merge", "remove"}
        return super().available_work - lacking

    @property
    def keys(self) -> str:
        """Catalogue key of the line that names the keys."""
        return "console.keys.suggested" if self.review.groups else super().keys

    @on(LineList.CursorMoved)
    def schedule_focus(self, event: LineList.CursorMoved) -> None:
        """Show the idea on the stage once the cursor has rested on it for ``SETTLE_SECONDS``."""
        if self._settle_timer is not None:
            self._settle_timer.stop()
        self._settle_timer = self.set_timer(SETTLE_SECONDS, self._send_focus) if event.by_user else None

    def _send_focus(self) -> None:
        kind, idea = id_at_cursor(self.line_list)
        loose = {text.id for text in self.group.loose} if self.group else set()
        if kind == "idea" and idea in loose and idea != self._focus:
            self.context.request("focus", {"idea": idea})

    def _lines(self, group: GroupBody) -> list[ListLine]:
        finds, focus = self.finder.matcher(), group.focus
        symbols = {tag.id: tag.symbol or pick(tag.label, self.language) for tag in group.tags}

        def ideas(texts: tuple[Text, ...]) -> list[ListLine]:
            return [
                ListLine(
                    f"idea/{text.id}",
                    text.text,
                    mark="▸" if text.id == focus else "",
                    tail=" ".join(filter(None, (self.review.duplicate_words(text.id), symbols.get(text.tag, "")))),
                )
                for text in texts
                if finds(text.text)
            ]

        loose = {line.id.removeprefix("idea/"): line for line in ideas(group.loose)}
        lines = self.review.lines(loose)
        inside = {idea for each in self.review.groups for idea in each.ideas}
        lines += [line for idea, line in loose.items() if idea not in inside]
        for theme in group.themes:
            tail = self.say("console.ideas", n=len(theme.texts))
            lines.append(ListLine(f"theme/{theme.id}", theme.name, mark=str(theme.number), tail=tail, look="head"))
            lines.extend(ideas(theme.texts))
        return lines

    def show_full_text(self) -> None:
        group, idea = self.group, self.idea
        texts = [*group.loose, *(text for theme in group.themes for text in theme.texts)] if group else []
        found = next((text for text in texts if text.id == idea), None)
        kind, _ = id_at_cursor(self.line_list)
        if kind == "group" and (suggestion := self.review.at_cursor) is not None:
            self.full_text.update(literal_content(self.say("suggest.why", words=", ".join(suggestion.why)), lines=True))
            return
        self.full_text.update(literal_content(found.text if found else self.say("console.all_placed"), lines=True))
