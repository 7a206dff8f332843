"""Suggested themes on the console, with the ideas that have none: accept, split, merge, rename or ignore them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from textual.message import Message

from facilitator.grouping.groups import SuggestedGroup
from facilitator.ports.protocols import Reply
from facilitator.view import GroupBody, PublicTheme
from screens.console.line_list import LineList
from screens.console.list_line import ListLine
from screens.console.pane_context import Handlers, PaneContext
from screens.console.suggestion_draft import SuggestionDraft, accept_arguments
from screens.dialogs.ask_text import AskText
from screens.dialogs.choose import Choose

THEME_NAME_LIMIT = 40
SUGGESTION_MARK = "≈"


class GroupingPane(Protocol):
    """What the review needs of the pane that shows it."""

    @property
    def line_list(self) -> LineList: ...
    @property
    def group(self) -> GroupBody | None:
        """The grouping that is shown; None in any other step."""
        ...

    def redraw(self) -> None:
        """Draw the list again."""
        ...


class SuggestionReview:
    """Holds the suggestions while the facilitator reviews them. A line with the id ``group/<id>`` is a suggestion."""

    @dataclass
    class SuggestionsRequested(Message):
        """Suggestions are to be computed, or with ``cancel`` the computation is to be stopped."""

        cancel: bool = False

    def __init__(self, context: PaneContext, pane: GroupingPane) -> None:
        self._context = context
        self._pane = pane
        self.draft = SuggestionDraft()
        self.undoable_count: Callable[[], int] = lambda: 0
        """Returns the room's number of undoable commands; see ``SuggestionDraft.undo``."""

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {
            "suggest": self.request,
            "accept": self.accept,
            "accept_above": self.accept_above,
            "ignore": self.ignore,
            "split": self.split,
        }

    @property
    def groups(self) -> tuple[SuggestedGroup, ...]:
        """The suggestions for ideas that still have no theme."""
        group = self._pane.group
        # Computed from the ideas that are loose now: an idea that was placed meanwhile drops out of its suggestion.
        return self.draft.groups_for({text.id for text in group.loose}) if group else ()

    @property
    def at_cursor(self) -> SuggestedGroup | None:
        """The suggestion that the cursor is on, or one of whose ideas it is on; None elsewhere."""
        line_type, found = id_at_cursor(self._pane.line_list)
        return next(
            (each for each in self.groups if (line_type == "group" and each.id == found) or found in each.ideas), None
        )

    def show(self, reply: Reply) -> None:
        """Show the suggestions of a reply of the verb ``suggest``."""
        groups = msgspec.convert(reply.get("groups", ()), tuple[SuggestedGroup, ...])
        self.draft.fill(groups, reply.get("alike", ()))
        self._pane.redraw()
        if shown := self.groups:
            # The cursor goes to the first suggestion, where the review begins.
            self._pane.line_list.select(f"group/{shown[0].id}")
        self._context.tell(self._context.say("suggest.found" if shown else "suggest.none", n=len(shown)))

    def undo(self, undoable_count: int) -> bool:
        """Take back the last change of a suggestion; False when the room's own commands must be undone first."""
        if not self.draft.undo(undoable_count):
            return False
        self._pane.redraw()
        self._context.tell(self._context.say("suggest.undone"))
        return True

    def request(self) -> None:
        """Ask for suggestions; while they are computed, cancel that."""
        working = self._context.view is not None and self._context.view.suggesting >= 0
        self._context.post(self.SuggestionsRequested(cancel=working))

    def accept(self) -> None:
        """Make a theme of the suggestion under the cursor."""
        if (group := self.at_cursor) is not None:
            self._accept((group,))
        else:
            self._say_no_suggestion()

    def accept_above(self) -> None:
        """Make themes of the suggestion under the cursor and of all suggestions above it."""
        here = self._pane.line_list.current
        ids = [line.id for line in self._pane.line_list.lines]
        # The order on the screen counts: a suggestion below the cursor, maybe out of sight, is never accepted.
        above = ids[: ids.index(here.id) + 1] if here is not None else []
        if chosen := tuple(each for each in self.groups if f"group/{each.id}" in above):
            self._accept(chosen)
        else:
            self._say_no_suggestion()

    def ignore(self) -> None:
        """Drop the suggestion under the cursor; its ideas stay as they are."""
        if (group := self.at_cursor) is not None:
            self.draft.ignore(group.id, self.undoable_count())
            self._pane.redraw()
            self._context.tell(self._context.say("suggest.ignored"))
        else:
            self._say_no_suggestion()

    def split(self) -> None:
        """Divide the suggestion under the cursor in two."""
        group = self.at_cursor
        if group is None:
            self._say_no_suggestion()
        elif self.draft.split(group.id, self.undoable_count()):
            self._pane.redraw()
            self._pane.line_list.select(f"group/{group.id}")
        else:
            self._context.tell(self._context.say("suggest.one_idea"))

    def rename(self, group: SuggestedGroup) -> None:
        """Ask for another name."""

        def on_text(name: str | None) -> None:
            if name:
                self.draft.rename(group.id, name, self.undoable_count())
                self._pane.redraw()

        # A computed name may be longer than the name of a theme may be.
        called = (group.deed or group.name)[:THEME_NAME_LIMIT]
        question = self._context.say("console.ask_rename")
        self._context.open(AskText(self._context.language, question, THEME_NAME_LIMIT, called), on_text)

    def merge(self, group: SuggestedGroup) -> None:
        """Ask for another suggestion or a theme to merge this one into."""
        others = [(f"group/{each.id}", suggestion_title(each)) for each in self.groups if each.id != group.id]
        grouping = self._pane.group
        themes = theme_options(grouping.themes if grouping else (), "theme/")

        def on_choice(into: str | None) -> None:
            line_type, _, found = (into or "").partition("/")
            if line_type == "group":
                self.draft.merge(group.id, found, self.undoable_count())
                self._pane.redraw()
                self._pane.line_list.select(f"group/{found}")
            # Merging two suggestions changes only the draft. Merging into a theme changes the room, so it is an
            # acceptance.
            elif line_type == "theme":
                self._accept((msgspec.structs.replace(group, theme=found),))

        question = self._context.say("console.ask_into", name=suggestion_title(group))
        self._context.open(Choose(self._context.language, question, [*others, *themes]), on_choice)

    def lines(self, lines: dict[str, ListLine]) -> list[ListLine]:
        """Return each suggestion with its ideas under it.

        ``lines``: id of an idea -> its line, without the ideas that the filter leaves out.
        """
        found = []
        for group in self.groups:
            sure = self._context.say("suggest.sure", n=len(group.ideas), percent=round(100 * group.conf))
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
        grouping = self._pane.group
        loose = {f"idea/{text.id}" for text in grouping.loose} if grouping else set()
        left = loose | {f"group/{each.id}" for each in self.groups}
        if placed.startswith("idea/") and placed not in left and placed in before:
            # In the old order and from the placed line downwards, because the list is worked through from top to
            # bottom.
            following = next((line for line in before[before.index(placed) :] if line in left), "")
            if following:
                self._pane.line_list.select(following)

    def duplicate_words(self, idea: str) -> str:
        """Return how many other ideas say nearly the same, in words; empty for none."""
        others = self.draft.duplicate_counts.get(idea, 0)
        return self._context.say("suggest.alike", n=others) if others else ""

    def progress_words(self) -> str:
        """Return how much of the suggestions has been computed, in words; empty when none are being computed."""
        share = self._context.view.suggesting if self._context.view else -1.0
        return self._context.say("suggest.working", percent=round(100 * share)) if share >= 0 else ""

    def _accept(self, groups: tuple[SuggestedGroup, ...]) -> None:
        wanted: dict[str, Any] = {"groups": accept_arguments(groups)}
        self._context.request("accept", wanted, "suggest.accepted")

    def _say_no_suggestion(self) -> None:
        self._context.tell(self._context.say("suggest.not_here" if self.groups else "suggest.ask_first"))


def suggestion_title(group: SuggestedGroup) -> str:
    """Return the name that a suggestion would have as a theme."""
    return group.deed or group.name


def theme_options(themes: Iterable[PublicTheme], prefix: str = "") -> list[tuple[str, str]]:
    """Return themes as the options of a dialog: ``prefix`` with the id, and number with name."""
    return [(f"{prefix}{theme.id}", f"{theme.number}  {theme.name}") for theme in themes]


def id_at_cursor(line_list: LineList) -> tuple[str, str]:
    """Return ``idea``, ``theme`` or ``group`` (a suggestion) and its id; two empty texts for an empty list."""
    line = line_list.current
    line_type, _, found = line.id.partition("/") if line else ("", "", "")
    return line_type, found
