"""``info``: a text on the stage; nothing is asked."""

from __future__ import annotations

from msgspec import Struct

from facilitator.rules.core.context import Here
from facilitator.rules.core.parsing import settings
from facilitator.rules.followup.earlier import recap
from facilitator.rules.steps.action import agreed
from facilitator.rules.steps.kind import Kind
from facilitator.view import Info, Tag

PER_PAGE = 4
"""Actions on one page of the stage, as in a review."""


class Settings(Struct, frozen=True):
    """``join``: shown with the join code. ``recap``: shown with what the previous workshop agreed."""

    join: bool = False
    recap: bool = False
    tags: tuple[Tag, ...] = ()


class InfoKind(Kind):
    """Opens when it becomes current; ``next`` turns its pages and then goes on to the next step."""

    name = "info"
    shape = Settings
    paged = ("open",)

    def body(self, here: Here) -> Info:
        wanted = settings(here.step, Settings)
        if not wanted.recap:
            return Info(join=wanted.join, tags=wanted.tags)
        shown, pages = recap(here, agreed(here)), self.pages(here)
        page = min(here.session.page, pages - 1)
        return Info(join=wanted.join, tags=wanted.tags, recap=shown, page=page, pages=pages)

    def pages(self, here: Here) -> int:
        kept = recap(here, agreed(here)) if settings(here.step, Settings).recap else None
        return max(1, -(-len(kept.actions) // PER_PAGE)) if kept else 1


KIND = InfoKind()
