"""Renames, merges and removes themes on the console, and places ideas in them from a list."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.view import PublicTheme
from screens.console.pane_context import Handlers, PaneContext
from screens.console.suggestion_review import (
    THEME_NAME_LIMIT,
    GroupingPane,
    SuggestionReview,
    id_at_cursor,
    theme_options,
)
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.theme import ThemeForm, ThemeNames

LOOSE = "loose"
"""The choice of no theme."""


class ThemeEditing:
    """Works on the theme under the cursor or one that is chosen; where a suggestion is under the cursor, on that."""

    def __init__(self, context: PaneContext, pane: GroupingPane, review: SuggestionReview) -> None:
        self._context = context
        self._pane = pane
        self._review = review

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {
            "move": self.move,
            "change": self.rename,
            "merge": self.merge,
            "remove": self.remove,
            "hide": self.hide,
        }

    def move(self) -> None:
        """Place the idea in a theme chosen from a list: for the mouse, and for themes from the tenth on."""
        context, group = self._context, self._pane.group
        kind, found = id_at_cursor(self._pane.line_list)
        if group is None or not (idea := found if kind == "idea" else group.focus):
            return
        options = [*theme_options(group.themes), (LOOSE, context.say("console.no_theme"))]

        def on_choice(theme: str | None) -> None:
            if theme is not None:
                context.request("move", {"idea": idea, "theme": None if theme == LOOSE else theme})

        context.open(Choose(context.language, context.say("console.ask_place"), options), on_choice)

    def rename(self) -> None:
        """Rename the suggestion under the cursor, or a theme."""
        if (suggestion := self._review.at_cursor) is not None:
            self._review.rename(suggestion)
        else:
            self._with_theme("console.ask_rename", self._rename)

    def merge(self) -> None:
        """Merge the suggestion under the cursor, or a theme, into another one."""
        if (suggestion := self._review.at_cursor) is not None:
            self._review.merge(suggestion)
        else:
            self._with_theme("console.ask_merge", self._merge)

    def remove(self) -> None:
        """Remove a theme; its ideas are without a theme again."""
        self._with_theme("console.ask_remove", self._remove)

    def hide(self) -> None:
        """Hide the idea under the cursor from the stage."""
        kind, idea = id_at_cursor(self._pane.line_list)
        if kind == "idea":
            self._context.request("hide", {"idea": idea}, "console.done.hide")

    def _with_theme(self, question: str, then: Callable[[PublicTheme], None]) -> None:
        """Call ``then`` with the theme under the cursor, or with one that is chosen from a list."""
        context, group = self._context, self._pane.group
        if group is None or not group.themes:
            context.tell(context.say("console.no_themes"))
            return
        known = {theme.id: theme for theme in group.themes}
        kind, here = id_at_cursor(self._pane.line_list)
        if kind == "theme" and here in known:
            then(known[here])
            return

        def on_choice(wanted: str | None) -> None:
            if wanted is not None:
                then(known[wanted])

        context.open(Choose(context.language, context.say(question), theme_options(group.themes)), on_choice)

    def _rename(self, theme: PublicTheme) -> None:
        def on_names(wanted: ThemeNames | None) -> None:
            if wanted is None:
                return
            before = theme.also
            if wanted.name != theme.name:
                # Renaming drops the theme's translations; those in the form belong to the new name and are sent again.
                before = {}
                self._context.request("rename", {"theme": theme.id, "name": wanted.name})
            for code, name in wanted.translations.items():
                if name != before.get(code, ""):
                    self._context.request("rename", {"theme": theme.id, "name": name, "lang": code})

        self._context.open(ThemeForm(self._context.language, theme, THEME_NAME_LIMIT), on_names)

    def _merge(self, theme: PublicTheme) -> None:
        context, group = self._context, self._pane.group
        others = [other for other in (group.themes if group else ()) if other.id != theme.id]
        if not others:
            context.tell(context.say("console.no_other_theme"))
            return

        def on_choice(into: str | None) -> None:
            if into is not None:
                context.request("merge", {"from": theme.id, "into": into}, "console.done.merge")

        question = context.say("console.ask_into", name=theme.name)
        context.open(Choose(context.language, question, theme_options(others)), on_choice)

    def _remove(self, theme: PublicTheme) -> None:
        context = self._context

        def on_confirm(yes: bool | None) -> None:
            if yes:
                context.request("remove_theme", {"theme": theme.id}, "console.done.remove_theme")

        question = context.say("console.sure_remove_theme", name=theme.name)
        meaning = context.say("console.remove_theme_means", n=len(theme.texts))
        context.open(Confirm(context.language, question, meaning, context.say("console.remove")), on_confirm)
