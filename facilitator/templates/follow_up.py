"""Makes the follow-up of an earlier workshop: a new session linked to it, with its unfinished actions."""

from __future__ import annotations

from datetime import date

from facilitator.errors import RuleBroken
from facilitator.rules.core.record_index import Tables
from facilitator.rules.followup.earlier import carried_actions, earlier_record
from facilitator.rules.steps import kind_named
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import Template, template
from store.records import Action, Language, Session, Step, replace

FOLLOW_UP_TEMPLATE = "follow-up"
"""The shipped template for a follow-up session, held about thirty days later."""


def follow_up_session(
    tables: Tables,
    chosen: str | Template = FOLLOW_UP_TEMPLATE,
    minutes: int | None = None,
    title: str | None = None,
    language: Language | None = None,
    today: date | None = None,
) -> tuple[Session, list[Step], list[Action]]:
    """Session, steps and actions of a follow-up of the workshop in ``tables``, which does not change.

    Raises ``RuleBroken`` for a template that takes nothing over, and for a workshop without actions and promises.
    """
    ready = template(chosen) if isinstance(chosen, str) else chosen
    if not ready.imports:
        raise RuleBroken("imports_nothing", id=ready.id)
    kept = earlier_record(tables)
    if not kept.actions and not kept.promises:
        raise RuleBroken("nothing_to_follow", 409)
    session, steps = new_session(ready, minutes, title, language or tables.session.language, today)
    session = replace(session, earlier=kept)
    review = next((step.id for step in steps if kind_named(step.kind).reviews_actions), "")
    return session, steps, carried_actions(session, review) if review else []
