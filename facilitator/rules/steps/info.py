"""``info``: a text on the stage; nothing is asked."""

from __future__ import annotations

from msgspec import Struct

from facilitator.rules.core.context import Context
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.followup.earlier import recap
from facilitator.rules.steps.action import public_actions
from facilitator.rules.steps.kind import Kind
from facilitator.view import InfoBody, Tag

PER_PAGE = 4
"""Actions on one page of the stage, as in a review."""


class InfoSettings(Struct, frozen=True):
    """``join``: shown with the join code. ``recap``: shown with what the previous workshop agreed."""

    join: bool = False
    recap: bool = False
    tags: tuple[Tag, ...] = ()


class InfoKind(Kind):
    """Opens when it becomes current; ``next`` turns its pages and then goes on to the next step."""

    name = "info"
    body_type = InfoBody
    only_shows = True
    settings_type = InfoSettings
    paged_states = ("open",)

    def body(self, context: Context) -> InfoBody:
        settings = step_settings(context.step, InfoSettings)
        if not settings.recap:
            return InfoBody(join=settings.join, tags=settings.tags)
        shown, pages = recap(context, public_actions(context)), self.page_count(context)
        page = min(context.session.page, pages - 1)
        return InfoBody(join=settings.join, tags=settings.tags, recap=shown, page=page, pages=pages)

    def page_count(self, context: Context) -> int:
        kept = recap(context, public_actions(context)) if step_settings(context.step, InfoSettings).recap else None
        return max(1, -(-len(kept.actions) // PER_PAGE)) if kept else 1


KIND = InfoKind()
