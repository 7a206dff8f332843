"""Key actions of grouping: which idea goes into which theme. No widget: what is needed of the screen is handed in."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.ports.protocols import Reply
from facilitator.view import GroupBody, PublicView
from screens.commands import VerbCall
from screens.live.command_queue import CommandQueue
from screens.view_state import open_group

TellKey = Callable[..., None]
"""Shows a message, given its catalogue key and fields."""


class IdeaPlacer:
    """Remembers which ideas were placed by key, so that Backspace takes them back one at a time.

    ``idea_at_cursor`` returns the id of the idea that the facilitator points at; an empty text means the idea in focus.
    ``on_placed`` is called when an idea has been placed, ``tell`` when there was nothing to do.
    """

    def __init__(
        self, queue: CommandQueue, idea_at_cursor: Callable[[], str], on_placed: Callable[[Reply], None], tell: TellKey
    ) -> None:
        self._queue = queue
        self._idea_at_cursor = idea_at_cursor
        self._on_placed = on_placed
        self._tell = tell
        self._placed: list[str] = []

    def place(self, number: int) -> None:
        """Put the idea into the theme with this number and go on to the next idea."""

        def make(view: PublicView) -> VerbCall | None:
            group = open_group(view)
            # Chosen when the command's turn comes: of two quick presses, the second finds the next idea.
            idea = (self._idea_at_cursor() or group.focus) if group is not None else ""
            if group is None or not idea:
                return None
            theme = next((theme for theme in group.themes if theme.number == number), None)
            if theme is None:
                self._tell("live.no_such_theme", number=number)
                return None
            # Recorded before the reply. If the room refuses the move, ``_last_placed`` skips the idea, which is then in
            # no theme.
            self._placed.append(idea)
            return "move", {"idea": idea, "theme": theme.id}

        self._queue.submit(make, self._on_placed)

    def new_theme(self, name: str, idea: str) -> None:
        """Make a theme with the idea in it; an empty ``idea`` makes an empty theme."""
        arguments = {"name": name, "idea": idea} if idea else {"name": name}
        if idea:
            self._placed.append(idea)
        self._queue.submit(lambda view: ("theme", arguments), self._on_placed)

    def take_back(self) -> None:
        """Take the idea that was placed last out of its theme, and put it in focus again."""

        def make(view: PublicView) -> VerbCall | None:
            group = open_group(view)
            if group is None:
                return None
            idea = self._last_placed(group)
            if not idea:
                self._tell("live.nothing_placed")
                return None
            # Queued now, but run after this move: the queue handles one command at a time.
            self._queue.submit(lambda view: ("focus", {"idea": idea}))
            return "move", {"idea": idea, "theme": None}

        self._queue.submit(make)

    def focus_next(self) -> None:
        """After undo or redo: focus the next idea when the one in focus already has a theme."""

        def make(view: PublicView) -> VerbCall | None:
            group = open_group(view)
            if group is None or not group.focus or any(text.id == group.focus for text in group.loose):
                return None
            return "focus", {"idea": ""}

        self._queue.submit(make)

    def _last_placed(self, group: GroupBody) -> str:
        """Id of the idea placed last that still has a theme; empty when there is none."""
        # An idea that undo or the console has taken out of its theme meanwhile is skipped.
        inside = {text.id for theme in group.themes for text in theme.texts}
        while self._placed:
            idea = self._placed.pop()
            if idea in inside:
                return idea
        return ""
