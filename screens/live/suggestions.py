"""Computes suggestions of themes on request of the console's pane, and hands them to it."""

from __future__ import annotations

from screens.console.suggestion_review import SuggestionReview
from screens.live.context import LiveContext


class SuggestionRequests:
    """Not in the command queue: ideas can be placed while suggestions are computed."""

    def __init__(self, context: LiveContext) -> None:
        self._context = context

    def handle(self, request: SuggestionReview.SuggestionsRequested) -> None:
        """Compute or cancel suggestions."""
        if request.cancel:
            self._context.start(self._stop(), "stop_suggesting")
        else:
            self._context.console.tell(self._context.say("suggest.begun"))
            self._context.start(self._suggest(), "suggest")

    async def _suggest(self) -> None:
        context = self._context
        with context.error_boundary:
            reply = await context.driver.execute("suggest")
            context.console.themes.review.undoable_count = lambda: context.queue.undoable_count
            context.console.themes.review.show(reply)
            context.console.tell_keys()

    async def _stop(self) -> None:
        with self._context.error_boundary:
            await self._context.driver.execute("suggest", stop=True)
