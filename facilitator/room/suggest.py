"""Verb ``suggest`` of a room: the ideas of the grouping that is under way, asked of the worker beside the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from facilitator.errors import RuleBroken
from facilitator.ports.protocols import Reply
from facilitator.rules.core.context import Here
from facilitator.rules.verbs.accept_suggestions import written
from facilitator.suggestions.worker import Worker
from facilitator.system.settings import own_model
from facilitator.view import PublicView

IDLE = -1.0
WORTH_IT = 25
"""Ideas from which on a suggestion will be wanted, so that the worker gets ready as the grouping opens."""


class Suggesting:
    """What a room knows of the suggestions that are being worked out. Used on the room's loop only.

    ``changed`` is called when ``share`` is another.
    """

    def __init__(self, packs: Path, changed: Callable[[], None]) -> None:
        self.share = IDLE
        """How far the work is, 0 to 1; below zero when there is none."""
        self._worker = Worker(packs, own_model())
        self._changed = changed
        self._warming: asyncio.Task[None] | None = None

    async def verb(self, here: Here, version: int, arguments: Mapping[str, Any]) -> Reply:
        """``suggest``: adds ``"groups"`` and ``"alike"``. ``suggest {"stop": true}`` calls off the one under way.

        Raises ``RuleBroken``.
        """
        if arguments == {"stop": True}:
            self._worker.stop()
            return {"version": version}
        if arguments:
            raise RuleBroken("bad_arguments", 400, verb="suggest", problem=", ".join(sorted(arguments)))
        ideas, question, themes = written(here)
        try:
            answer = await self._worker.ask(ideas, question, themes, self._tell)
        finally:
            self._tell(IDLE)
        return {"version": version, **msgspec.to_builtins(answer)}

    def prepare(self, view: PublicView) -> None:
        """Have the worker ready where a suggestion will be wanted; nobody waits for that."""
        step = view.step
        loose = len(getattr(view.body, "loose", ())) if step is not None and step.kind == "group" else 0
        if self._warming is None and step is not None and step.state == "open" and loose >= WORTH_IT:
            self._warming = asyncio.ensure_future(self._worker.warm())

    def stop(self) -> None:
        """The room closes."""
        self._worker.close()

    def _tell(self, share: float) -> None:
        if share != self.share:
            self.share = share
            self._changed()
