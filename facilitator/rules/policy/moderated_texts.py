"""Texts as the facilitator sees them: without their seats, hidden ones included."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.rules.core.context import Context
from facilitator.rules.policy.moderation import awaits_approval
from facilitator.rules.policy.source_ideas import source_steps
from facilitator.view import ModeratedText
from store.records import Idea, Promise


def step_ideas(context: Context) -> Sequence[ModeratedText]:
    """The ideas that were written in the step, by their random ids.

    Only texts that have changed are converted again, because this is asked ten times a second while a thousand people
    write.
    """
    return context.index.projection(Idea, context.step.id, moderated_text)


def step_promises(context: Context) -> Sequence[ModeratedText]:
    """The shared promises of the step: a private one is visible to its writer alone."""
    return [row for row in context.index.projection(Promise, context.step.id, moderated_promise) if row is not None]


def worked_on_ideas(context: Context) -> Sequence[ModeratedText]:
    """The ideas of earlier steps that the step works on: once one is raised, the raised ones.

    Hidden ones stay, so that they can be shown again.
    """
    rows = [
        row for source in source_steps(context) for row in context.index.projection(Idea, source.id, moderated_text)
    ]
    raised = any(row.raised and not row.hidden for row in rows)
    return sorted((row for row in rows if row.hidden or row.raised or not raised), key=lambda row: row.id)


def moderated_promise(promise: Promise) -> ModeratedText | None:
    """A shared promise as the facilitator sees it; None for a private one."""
    return moderated_text(promise) if promise.share else None


def moderated_text(idea: Idea | Promise) -> ModeratedText:
    """A text as the facilitator sees it: without its seat."""
    if isinstance(idea, Promise):
        return ModeratedText(
            id=idea.id, text=idea.text, lang=idea.lang, hidden=idea.hidden, waits=awaits_approval(idea)
        )
    return ModeratedText(
        id=idea.id,
        text=idea.text,
        lang=idea.lang,
        tag=idea.tag,
        hidden=idea.hidden,
        waits=awaits_approval(idea),
        paper=idea.paper,
        raised=idea.raised,
        theme=idea.theme or "",
    )
