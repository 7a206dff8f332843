"""The suggestions of a room: has the suggestion worker group the ideas of the current grouping step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from facilitator.ports.protocols import Reply
from facilitator.rules.core.context import Context
from facilitator.rules.verbs.accept_suggestions import grouping_input
from facilitator.suggestions.worker import Worker
from facilitator.system.settings import model_folder
from facilitator.view import GroupBody, PublicView

IDLE = -1.0
"""Value of ``SuggestionRunner.progress`` while no suggestion is being computed."""
MIN_IDEAS_TO_WARM = 25
"""Number of ungrouped ideas from which a suggestion is likely to be wanted, so that the worker is warmed up."""


class SuggestionRunner:
    """Runs suggestions in the worker and tracks their progress. Used on the room's loop only.

    ``packs``: folder of theme packs. ``on_change`` is called when ``progress`` has changed.
    """

    def __init__(self, packs: Path, on_change: Callable[[], None]) -> None:
        self.progress = IDLE
        """Progress of the current suggestion, 0 to 1; ``IDLE`` when there is none."""
        self._worker = Worker(packs, model_folder())
        self._on_change = on_change
        self._warmup: asyncio.Task[None] | None = None

    async def run(self, context: Context, version: int) -> Reply:
        """Verb ``suggest``: the reply has ``"groups"`` and ``"alike"``.

        ``version``: the session's version, for the reply. Raises ``RuleBroken``.
        """
        ideas, question, themes = grouping_input(context)
        try:
            answer = await self._worker.ask(ideas, question, themes, self._set_progress)
        finally:
            self._set_progress(IDLE)
        return {"version": version, **msgspec.to_builtins(answer)}

    def cancel(self) -> None:
        """Cancel the suggestions that are being computed, if any."""
        self._worker.stop()

    def prepare(self, view: PublicView) -> None:
        """Warm up the worker in the background, once, when a grouping step with enough ungrouped ideas is open."""
        step = view.step
        loose = len(view.body.loose) if isinstance(view.body, GroupBody) else 0
        if self._warmup is None and step is not None and step.state == "open" and loose >= MIN_IDEAS_TO_WARM:
            self._warmup = asyncio.ensure_future(self._worker.warm())

    def stop(self) -> None:
        """End the worker; called when the room closes."""
        self._worker.close()

    def _set_progress(self, share: float) -> None:
        if share != self.progress:
            self.progress = share
            self._on_change()
