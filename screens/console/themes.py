"""The work pane of ``group``: the ideas without a theme first, then every theme with its ideas."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Static

from facilitator.i18n.messages import pick
from facilitator.view import ConsoleView, GroupBody, PublicTheme, Text
from screens.console.console_button import ConsoleButton
from screens.console.finder import Finder
from screens.console.line_list import LineList
from screens.console.list_line import ListLine
from screens.console.suggestions import SUGGESTION_ACTIONS, THEME_NAME_LIMIT, SuggestionsPane
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.theme import ThemeForm, ThemeNames
from screens.terminal_text import literal_content

SETTLE_SECONDS = 0.2
"""Seconds for which the cursor has to rest on an idea before the stage shows it."""
LOOSE = "loose"


class ThemesPane(SuggestionsPane):
    """Number keys place the idea under the cursor; a theme under the cursor can be renamed, merged or removed."""

    NAME = "themes"
    WORK: ClassVar[frozenset[str]] = SUGGESTION_ACTIONS | {"add", "change", "merge", "remove", "hide", "filter", "move"}

    heading = query_one("#themes-heading", Static)
    full_text = query_one("#themes-whole", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._focus = ""
        self._settle_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading, the idea to be placed, list, filter, buttons."""
        yield Static(id="themes-heading", classes="heading")
        yield Static(id="themes-whole", classes="whole")
        yield LineList("themes-wall")
        yield Finder(self.say("console.filter"), "themes-finder")
        # Two rows, because the buttons do not fit in one row of 80 columns.
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.place"), "screen.pane('move')")
            yield ConsoleButton(self.say("console.new_theme"), "screen.theme")
            yield ConsoleButton(self.say("console.suggest"), "screen.pane('suggest')")
        with Horizontal(classes="acts"):
            yield ConsoleButton(self.say("console.rename"), "screen.pane('change')")
            yield ConsoleButton(self.say("console.merge"), "screen.pane('merge')")
            yield ConsoleButton(self.say("console.remove"), "screen.pane('remove')")

    @property
    def group(self) -> GroupBody | None:
        """The grouping that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, GroupBody) else None

    @property
    def idea(self) -> str:
        """Id of the idea under the cursor, else of the idea in focus; empty when there is none."""
        kind, found = self._under_cursor()
        return found if kind == "idea" else self.group.focus if self.group else ""

    def refresh_from(self, view: ConsoleView) -> None:
        """Update the list; when the room puts another idea in focus, the cursor moves to it."""
        group = self.group
        if group is None:
            return
        loose = self.say("console.loose", n=len(group.loose))
        themes = self.say("console.themes", n=len(group.themes), fewest=group.fewest, most=group.most)
        self.heading.update(literal_content(self.progress_words() or f"{loose} · {themes}"))
        before, at = [line.id for line in self.line_list.lines], self.line_list.current
        self.line_list.show(self._lines(group))
        if self.suggestions and at is not None:
            self.select_next_loose(before, at.id)
        if group.focus != self._focus:
            self._focus = group.focus
            if not self.suggestions:  # the facilitator reads suggestions at the cursor: it stays there
                self.line_list.select(f"idea/{group.focus}")
        self.show_full_text()

    def select_focused_idea(self) -> None:
        """Move the cursor back to the idea in focus."""
        if not self.suggestions:
            self.line_list.select(f"idea/{self._focus}")

    @property
    def available_work(self) -> frozenset[str]:
        """The actions on suggestions or themes only while there is a suggestion or a theme."""
        lacking = set() if self.suggestions else SUGGESTION_ACTIONS - {"suggest"}
        if not self.suggestions and not (self.group and self.group.themes):
            lacking |= {"change", "merge", "remove"}
        return self.WORK - lacking

    @property
    def keys(self) -> str:
        """Catalogue key of the line that names the keys."""
        return "console.keys.suggested" if self.suggestions else super().keys

    def do_move(self) -> None:
        """Place the idea in a theme chosen from a list: for the mouse, and for themes from the tenth on."""
        group, idea = self.group, self.idea
        if group is None or not idea:
            return
        options = [(theme.id, f"{theme.number}  {theme.name}") for theme in group.themes]
        options.append((LOOSE, self.say("console.no_theme")))

        def on_choice(theme: str | None) -> None:
            if theme is not None:
                self.post_message(
                    self.VerbRequested("move", {"idea": idea, "theme": None if theme == LOOSE else theme})
                )

        self.app.push_screen(Choose(self.language, self.say("console.ask_place"), options), on_choice)

    def do_add(self) -> None:
        """Ask for an idea that was written on paper."""
        self.ask_paper()

    def do_change(self) -> None:
        """Rename the suggestion under the cursor, or a theme."""
        if (suggestion := self.suggestion_at_cursor) is not None:
            self.rename_suggestion(suggestion)
            return
        self._with_theme("console.ask_rename", self._rename)

    def do_merge(self) -> None:
        """Merge the suggestion under the cursor, or a theme, into another one."""
        if (suggestion := self.suggestion_at_cursor) is not None:
            self.merge_suggestion(suggestion)
            return
        self._with_theme("console.ask_merge", self._merge)

    def do_remove(self) -> None:
        """Remove a theme; its ideas are without a theme again."""
        self._with_theme("console.ask_remove", self._remove)

    def do_hide(self) -> None:
        """Hide the idea under the cursor from the stage."""
        kind, idea = self._under_cursor()
        if kind == "idea":
            self.post_message(self.VerbRequested("hide", {"idea": idea}, "console.done.hide"))

    @on(LineList.CursorMoved)
    def schedule_focus(self, event: LineList.CursorMoved) -> None:
        """Show the idea on the stage once the cursor has rested on it for ``SETTLE_SECONDS``."""
        if self._settle_timer is not None:
            self._settle_timer.stop()
        self._settle_timer = self.set_timer(SETTLE_SECONDS, self._send_focus) if event.by_user else None

    def _send_focus(self) -> None:
        kind, idea = self._under_cursor()
        loose = {text.id for text in self.group.loose} if self.group else set()
        if kind == "idea" and idea in loose and idea != self._focus:
            self.post_message(self.VerbRequested("focus", {"idea": idea}))

    def _under_cursor(self) -> tuple[str, str]:
        """Return ``idea``, ``theme`` or ``group`` (a suggestion) and its id; two empty texts for an empty list."""
        line = self.line_list.current
        kind, _, found = line.id.partition("/") if line else ("", "", "")
        return kind, found

    def _with_theme(self, question: str, then: Callable[[PublicTheme], None]) -> None:
        """Call ``then`` with the theme under the cursor, or with one that is chosen from a list."""
        group = self.group
        if group is None or not group.themes:
            self.post_message(self.StatusMessage(self.say("console.no_themes")))
            return
        known = {theme.id: theme for theme in group.themes}
        kind, here = self._under_cursor()
        if kind == "theme" and here in known:
            then(known[here])
            return

        def on_choice(wanted: str | None) -> None:
            if wanted is not None:
                then(known[wanted])

        options = [(theme.id, f"{theme.number}  {theme.name}") for theme in group.themes]
        self.app.push_screen(Choose(self.language, self.say(question), options), on_choice)

    def _rename(self, theme: PublicTheme) -> None:
        def on_names(wanted: ThemeNames | None) -> None:
            if wanted is None:
                return
            before = theme.also
            if wanted.name != theme.name:
                # Renaming drops the theme's translations; those in the form belong to the new name and are sent again.
                before = {}
                self.post_message(self.VerbRequested("rename", {"theme": theme.id, "name": wanted.name}))
            for code, name in wanted.translations.items():
                if name != before.get(code, ""):
                    self.post_message(self.VerbRequested("rename", {"theme": theme.id, "name": name, "lang": code}))

        self.app.push_screen(ThemeForm(self.language, theme, THEME_NAME_LIMIT), on_names)

    def _merge(self, theme: PublicTheme) -> None:
        others = [other for other in (self.group.themes if self.group else ()) if other.id != theme.id]
        if not others:
            self.post_message(self.StatusMessage(self.say("console.no_other_theme")))
            return

        def on_choice(into: str | None) -> None:
            if into is not None:
                self.post_message(self.VerbRequested("merge", {"from": theme.id, "into": into}, "console.done.merge"))

        question = self.say("console.ask_into", name=theme.name)
        options = [(other.id, f"{other.number}  {other.name}") for other in others]
        self.app.push_screen(Choose(self.language, question, options), on_choice)

    def _remove(self, theme: PublicTheme) -> None:
        def on_confirm(yes: bool | None) -> None:
            if yes:
                self.post_message(self.VerbRequested("remove_theme", {"theme": theme.id}, "console.done.remove_theme"))

        question = self.say("console.sure_remove_theme", name=theme.name)
        meaning = self.say("console.remove_theme_means", n=len(theme.texts))
        self.app.push_screen(Confirm(self.language, question, meaning, self.say("console.remove")), on_confirm)

    def _lines(self, group: GroupBody) -> list[ListLine]:
        finds, focus = self.finder.matcher(), group.focus
        symbols = {tag.id: tag.symbol or pick(tag.label, self.language) for tag in group.tags}

        def ideas(texts: tuple[Text, ...]) -> list[ListLine]:
            return [
                ListLine(
                    f"idea/{text.id}",
                    text.text,
                    mark="▸" if text.id == focus else "",
                    tail=" ".join(filter(None, (self.duplicate_words(text.id), symbols.get(text.tag, "")))),
                )
                for text in texts
                if finds(text.text)
            ]

        loose = {line.id.removeprefix("idea/"): line for line in ideas(group.loose)}
        lines = self.suggestion_lines(loose)
        inside = {idea for each in self.suggestions for idea in each.ideas}
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
        kind, _ = self._under_cursor()
        if kind == "group" and (suggestion := self.suggestion_at_cursor) is not None:
            self.full_text.update(literal_content(self.say("suggest.why", words=", ".join(suggestion.why)), lines=True))
            return
        self.full_text.update(literal_content(found.text if found else self.say("console.all_placed"), lines=True))
