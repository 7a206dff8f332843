"""Suggested themes on the console, with the ideas that have none: accept, split, merge, rename or ignore them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from textual.message import Message

from facilitator.grouping.groups import SuggestedGroup
from facilitator.ports.protocols import Reply
from facilitator.view import GroupBody
from screens.console.line_list_pane import LineListPane
from screens.console.list_line import ListLine
from screens.console.suggestion_draft import SuggestionDraft, accept_arguments
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose

THEME_NAME_LIMIT = 40
SUGGESTION_MARK = "≈"
SUGGESTION_ACTIONS = frozenset(("suggest", "accept", "accept_above", "ignore", "split"))
"""Names of the actions that work on suggestions."""


class SuggestionsPane(LineListPane):
    """The part of the themes pane that handles suggestions. A line with the id ``group/<id>`` is a suggestion."""

    @dataclass
    class SuggestionsRequested(Message):
        """Suggestions are to be computed, or with ``cancel`` the computation is to be stopped."""

        cancel: bool = False

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.draft = SuggestionDraft()
        self.undoable_count: Callable[[], int] = lambda: 0
        """Returns the room's number of undoable commands; see ``SuggestionDraft.undo``."""

    @property
    def group(self) -> GroupBody | None:
        """The grouping that is shown; None in any other step."""
        raise NotImplementedError

    @property
    def suggestions(self) -> tuple[SuggestedGroup, ...]:
        """The suggestions for ideas that still have no theme."""
        return self.draft.groups_for({text.id for text in self.group.loose}) if self.group else ()

    @property
    def suggestion_at_cursor(self) -> SuggestedGroup | None:
        """The suggestion that the cursor is on, or one of whose ideas it is on; None elsewhere."""
        line = self.line_list.current
        kind, _, found = line.id.partition("/") if line else ("", "", "")
        return next(
            (each for each in self.suggestions if (kind == "group" and each.id == found) or found in each.ideas), None
        )

    def show_suggestions(self, reply: Reply) -> None:
        """Show the suggestions of a reply of the verb ``suggest``."""
        groups = msgspec.convert(reply.get("groups", ()), tuple[SuggestedGroup, ...])
        self.draft.fill(groups, reply.get("alike", ()))
        self._redraw()
        if shown := self.suggestions:
            self.line_list.select(f"group/{shown[0].id}")
        self.post_message(self.StatusMessage(self.say("suggest.found" if shown else "suggest.none", n=len(shown))))

    def undo(self, undoable_count: int) -> bool:
        """Take back the last change of a suggestion; False when the room's own commands must be undone first."""
        if not self.draft.undo(undoable_count):
            return False
        self._redraw()
        self.post_message(self.StatusMessage(self.say("suggest.undone")))
        return True

    def do_suggest(self) -> None:
        """Ask for suggestions; while they are computed, cancel that."""
        working = self.view is not None and self.view.suggesting >= 0
        self.post_message(self.SuggestionsRequested(cancel=working))

    def do_accept(self) -> None:
        """Make a theme of the suggestion under the cursor."""
        if (group := self.suggestion_at_cursor) is not None:
            self._accept((group,))
        else:
            self._say_no_suggestion()

    def do_accept_above(self) -> None:
        """Make themes of the suggestion under the cursor and of all suggestions above it."""
        here = self.line_list.current
        ids = [line.id for line in self.line_list.lines]
        above = ids[: ids.index(here.id) + 1] if here is not None else []
        if chosen := tuple(each for each in self.suggestions if f"group/{each.id}" in above):
            self._accept(chosen)
        else:
            self._say_no_suggestion()

    def do_ignore(self) -> None:
        """Drop the suggestion under the cursor; its ideas stay as they are."""
        if (group := self.suggestion_at_cursor) is not None:
            self.draft.ignore(group.id, self.undoable_count())
            self._redraw()
            self.post_message(self.StatusMessage(self.say("suggest.ignored")))
        else:
            self._say_no_suggestion()

    def do_split(self) -> None:
        """Divide the suggestion under the cursor in two."""
        group = self.suggestion_at_cursor
        if group is None:
            self._say_no_suggestion()
        elif self.draft.split(group.id, self.undoable_count()):
            self._redraw()
            self.line_list.select(f"group/{group.id}")
        else:
            self.post_message(self.StatusMessage(self.say("suggest.one_idea")))

    def rename_suggestion(self, group: SuggestedGroup) -> None:
        """Ask for another name."""

        def on_text(name: str | None) -> None:
            if name:
                self.draft.rename(group.id, name, self.undoable_count())
                self._redraw()

        called = (group.deed or group.name)[:THEME_NAME_LIMIT]
        self.app.push_screen(AskText(self.language, self.say("console.ask_rename"), THEME_NAME_LIMIT, called), on_text)

    def merge_suggestion(self, group: SuggestedGroup) -> None:
        """Ask for another suggestion or a theme to merge this one into."""
        others = [(f"group/{each.id}", suggestion_title(each)) for each in self.suggestions if each.id != group.id]
        known = self.group.themes if self.group else ()
        themes = [(f"theme/{each.id}", f"{each.number}  {each.name}") for each in known]

        def on_choice(into: str | None) -> None:
            kind, _, found = (into or "").partition("/")
            if kind == "group":
                self.draft.merge(group.id, found, self.undoable_count())
                self._redraw()
                self.line_list.select(f"group/{found}")
            elif kind == "theme":
                self._accept((msgspec.structs.replace(group, theme=found),))

        question = self.say("console.ask_into", name=suggestion_title(group))
        self.app.push_screen(Choose(self.language, question, [*others, *themes]), on_choice)

    def suggestion_lines(self, lines: dict[str, ListLine]) -> list[ListLine]:
        """Return each suggestion with its ideas under it.

        ``lines``: id of an idea -> its line, without the ideas that the filter leaves out.
        """
        found = []
        for group in self.suggestions:
            sure = self.say("suggest.sure", n=len(group.ideas), percent=round(100 * group.conf))
            found.append(
                ListLine(f"group/{group.id}", suggestion_title(group), mark=SUGGESTION_MARK, tail=sure, look="head")
            )
            found.extend(lines[idea] for idea in group.ideas if idea in lines)
        return found

    def select_next_loose(self, before: list[str], placed: str) -> None:
        """Move the cursor to the next idea of the old list when the idea under it has been placed.

        The placed idea is now listed under its theme, and the cursor would follow it there.
        ``before``: ids of the lines before the change; ``placed``: id of the line that the cursor was on.
        """
        loose = {f"idea/{text.id}" for text in self.group.loose} if self.group else set()
        left = loose | {f"group/{each.id}" for each in self.suggestions}
        if placed.startswith("idea/") and placed not in left and placed in before:
            following = next((line for line in before[before.index(placed) :] if line in left), "")
            if following:
                self.line_list.select(following)

    def duplicate_words(self, idea: str) -> str:
        """Return how many other ideas say nearly the same, in words; empty for none."""
        others = self.draft.duplicate_counts.get(idea, 0)
        return self.say("suggest.alike", n=others) if others else ""

    def progress_words(self) -> str:
        """Return how much of the suggestions has been computed, in words; empty when none are being computed."""
        share = self.view.suggesting if self.view else -1.0
        return self.say("suggest.working", percent=round(100 * share)) if share >= 0 else ""

    def _accept(self, groups: tuple[SuggestedGroup, ...]) -> None:
        wanted: dict[str, Any] = {"groups": accept_arguments(groups)}
        self.post_message(self.VerbRequested("accept", wanted, "suggest.accepted"))

    def _say_no_suggestion(self) -> None:
        self.post_message(self.StatusMessage(self.say("suggest.not_here" if self.suggestions else "suggest.ask_first")))

    def _redraw(self) -> None:
        if self.view is not None:
            self.refresh_from(self.view)


def suggestion_title(group: SuggestedGroup) -> str:
    """Return the name that a suggestion would have as a theme."""
    return group.deed or group.name
