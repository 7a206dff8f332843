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
from facilitator.view import ConsoleView, Group, Text, ThemeFace
from screens.console.console_button import Touch
from screens.console.finder import Finder
from screens.console.line_list import Wall
from screens.console.list_line import Line
from screens.console.suggestions import NAME_LIMIT, SUGGESTED, SuggestedPane
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.theme import ThemeForm, ThemeNames
from screens.terminal_text import plain

SETTLE = 0.2
"""Seconds for which the cursor has to rest on an idea before the stage shows it."""
LOOSE = "loose"


class ThemesPane(SuggestedPane):
    """Number keys place the idea under the cursor; a theme under the cursor can be renamed, merged or removed."""

    NAME = "themes"
    WORK: ClassVar[frozenset[str]] = SUGGESTED | {"add", "change", "merge", "remove", "hide", "filter", "move"}

    heading = query_one("#themes-heading", Static)
    whole = query_one("#themes-whole", Static)

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._focus = ""
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading, the idea to be placed, list, filter, buttons."""
        yield Static(id="themes-heading", classes="heading")
        yield Static(id="themes-whole", classes="whole")
        yield Wall("themes-wall")
        yield Finder(self.say("console.filter"), "themes-finder")
        # Two rows, because the buttons do not fit in one row of 80 columns.
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.place"), "screen.pane('move')")
            yield Touch(self.say("console.new_theme"), "screen.theme")
            yield Touch(self.say("console.suggest"), "screen.pane('suggest')")
        with Horizontal(classes="acts"):
            yield Touch(self.say("console.rename"), "screen.pane('change')")
            yield Touch(self.say("console.merge"), "screen.pane('merge')")
            yield Touch(self.say("console.remove"), "screen.pane('remove')")

    @property
    def group(self) -> Group | None:
        """The grouping that is shown; None in any other step."""
        body = self.view.public.body if self.view else None
        return body if isinstance(body, Group) else None

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
        self.heading.update(plain(self.progress() or f"{loose} · {themes}"))
        before, at = [line.id for line in self.wall.lines], self.wall.current
        self.wall.show(self._lines(group))
        if self.suggestions and at is not None:
            self.go_on_from(before, at.id)
        if group.focus != self._focus:
            self._focus = group.focus
            if not self.suggestions:  # the facilitator reads suggestions at the cursor: it stays there
                self.wall.select(f"idea/{group.focus}")
        self.tell_whole()

    def follow(self) -> None:
        """Move the cursor back to the idea in focus."""
        if not self.suggestions:
            self.wall.select(f"idea/{self._focus}")

    @property
    def offers(self) -> frozenset[str]:
        """The actions on suggestions or themes only while there is a suggestion or a theme."""
        lacking = set() if self.suggestions else SUGGESTED - {"suggest"}
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

        def chosen(theme: str | None) -> None:
            if theme is not None:
                self.post_message(self.Wants("move", {"idea": idea, "theme": None if theme == LOOSE else theme}))

        self.app.push_screen(Choose(self.language, self.say("console.ask_place"), options), chosen)

    def do_add(self) -> None:
        """Ask for an idea that was written on paper."""
        self.ask_paper()

    def do_change(self) -> None:
        """Rename the suggestion under the cursor, or a theme."""
        if (suggestion := self.at) is not None:
            self.rename_suggestion(suggestion)
            return
        self._with_theme("console.ask_rename", self._rename)

    def do_merge(self) -> None:
        """Merge the suggestion under the cursor, or a theme, into another one."""
        if (suggestion := self.at) is not None:
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
            self.post_message(self.Wants("hide", {"idea": idea}, "console.done.hide"))

    @on(Wall.Moved)
    def rested(self, event: Wall.Moved) -> None:
        """Show the idea on the stage once the cursor has rested on it for ``SETTLE_SECONDS``."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._settle) if event.by_hand else None

    def _settle(self) -> None:
        kind, idea = self._under_cursor()
        loose = {text.id for text in self.group.loose} if self.group else set()
        if kind == "idea" and idea in loose and idea != self._focus:
            self.post_message(self.Wants("focus", {"idea": idea}))

    def _under_cursor(self) -> tuple[str, str]:
        """Return ``idea``, ``theme`` or ``group`` (a suggestion) and its id; two empty texts for an empty list."""
        line = self.wall.current
        kind, _, found = line.id.partition("/") if line else ("", "", "")
        return kind, found

    def _with_theme(self, question: str, then: Callable[[ThemeFace], None]) -> None:
        """Call ``then`` with the theme under the cursor, or with one that is chosen from a list."""
        group = self.group
        if group is None or not group.themes:
            self.post_message(self.Says(self.say("console.no_themes")))
            return
        known = {theme.id: theme for theme in group.themes}
        kind, here = self._under_cursor()
        if kind == "theme" and here in known:
            then(known[here])
            return

        def chosen(wanted: str | None) -> None:
            if wanted is not None:
                then(known[wanted])

        options = [(theme.id, f"{theme.number}  {theme.name}") for theme in group.themes]
        self.app.push_screen(Choose(self.language, self.say(question), options), chosen)

    def _rename(self, theme: ThemeFace) -> None:
        def typed(wanted: ThemeNames | None) -> None:
            if wanted is None:
                return
            before = theme.also
            if wanted.name != theme.name:
                # Renaming drops the theme's translations; those in the form belong to the new name and are sent again.
                before = {}
                self.post_message(self.Wants("rename", {"theme": theme.id, "name": wanted.name}))
            for code, name in wanted.also.items():
                if name != before.get(code, ""):
                    self.post_message(self.Wants("rename", {"theme": theme.id, "name": name, "lang": code}))

        self.app.push_screen(ThemeForm(self.language, theme, NAME_LIMIT), typed)

    def _merge(self, theme: ThemeFace) -> None:
        others = [other for other in (self.group.themes if self.group else ()) if other.id != theme.id]
        if not others:
            self.post_message(self.Says(self.say("console.no_other_theme")))
            return

        def chosen(into: str | None) -> None:
            if into is not None:
                self.post_message(self.Wants("merge", {"from": theme.id, "into": into}, "console.done.merge"))

        question = self.say("console.ask_into", name=theme.name)
        options = [(other.id, f"{other.number}  {other.name}") for other in others]
        self.app.push_screen(Choose(self.language, question, options), chosen)

    def _remove(self, theme: ThemeFace) -> None:
        def sure(yes: bool | None) -> None:
            if yes:
                self.post_message(self.Wants("remove_theme", {"theme": theme.id}, "console.done.remove_theme"))

        question = self.say("console.sure_remove_theme", name=theme.name)
        meaning = self.say("console.remove_theme_means", n=len(theme.texts))
        self.app.push_screen(Confirm(self.language, question, meaning, self.say("console.remove")), sure)

    def _lines(self, group: Group) -> list[Line]:
        finds, focus = self.finder.sieve(), group.focus
        symbols = {tag.id: tag.symbol or pick(tag.label, self.language) for tag in group.tags}

        def ideas(texts: tuple[Text, ...]) -> list[Line]:
            return [
                Line(
                    f"idea/{text.id}",
                    text.text,
                    mark="▸" if text.id == focus else "",
                    tail=" ".join(filter(None, (self.alike(text.id), symbols.get(text.tag, "")))),
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
            lines.append(Line(f"theme/{theme.id}", theme.name, mark=str(theme.number), tail=tail, look="head"))
            lines.extend(ideas(theme.texts))
        return lines

    def tell_whole(self) -> None:
        group, idea = self.group, self.idea
        texts = [*group.loose, *(text for theme in group.themes for text in theme.texts)] if group else []
        found = next((text for text in texts if text.id == idea), None)
        kind, _ = self._under_cursor()
        if kind == "group" and (suggestion := self.at) is not None:
            self.whole.update(plain(self.say("suggest.why", words=", ".join(suggestion.why)), lines=True))
            return
        self.whole.update(plain(found.text if found else self.say("console.all_placed"), lines=True))
