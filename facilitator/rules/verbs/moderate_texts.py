"""The verbs for participants' texts: hide, show, approve, and enter an idea that was written on paper."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, clean_text
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.policy.moderation import texts_awaiting_approval
from facilitator.rules.policy.source_ideas import source_steps
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.text import TextSettings
from facilitator.rules.verbs.flow import log_event, require_current_step
from facilitator.rules.verbs.stage import SwitchArguments
from facilitator.rules.verbs.themes import find_idea, require_not_frozen
from store.records import Idea, Language, Promise, Step, replace


class TextArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id}``: an idea, or a shared promise."""

    idea: str


class ApproveArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea"?: id}``; without it all texts that wait."""

    idea: str = ""


class PaperIdeaArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"text": text, "tag"?, "lang"?}``"""

    text: str
    tag: str = ""
    lang: Language | None = None


def hide(context: Context, arguments: TextArguments) -> Outcome:
    """Hide a text from the stage. It is never deleted; its writer is told and can edit it. Raises ``RuleBroken``."""
    return Outcome(put=(set_hidden(context, arguments.idea, True),), undo="hide") + log_event(context, "hide")


def show(context: Context, arguments: TextArguments) -> Outcome:
    """Show a hidden text on the stage again. Raises ``RuleBroken``."""
    return Outcome(put=(set_hidden(context, arguments.idea, False),), undo="show") + log_event(context, "show")


def approve(context: Context, arguments: ApproveArguments) -> Outcome:
    """Let the stage show a text that waits, or all of them. Raises ``RuleBroken`` when none waits."""
    if arguments.idea:
        found = [set_hidden(context, arguments.idea, False)]
    else:
        found = [replace(text, hidden=False, waits=False) for text in texts_awaiting_approval(context.index)]
    if not found:
        raise RuleBroken("none_waits", 409)
    return Outcome(put=tuple(found), reply={"approved": len(found)}, undo="approve") + log_event(context, "approve")


def moderate(context: Context, arguments: SwitchArguments) -> Outcome:
    """Switch whether new texts wait for approval before the stage shows them; existing texts do not change."""
    on = arguments.on if arguments.on is not None else not context.session.approve
    return Outcome(put=(replace(context.session, approve=on),), undo="moderate") + log_event(context, "moderate")


def set_hidden(context: Context, text: str, hidden: bool) -> Idea | Promise:
    """The idea or shared promise of this id, hidden or not. Raises ``RuleBroken``.

    A private promise is treated as unknown: the facilitator must not learn that it exists.
    """
    promise = context.index.get(Promise, text)
    if promise is not None and promise.share:
        return replace(promise, hidden=hidden, waits=False)
    return replace(find_idea(context, text), hidden=hidden, waits=False)


def add_paper_idea(context: Context, arguments: PaperIdeaArguments) -> Outcome:
    """Add an idea that was written on paper, marked as such. Raises ``RuleBroken``.

    In a pick or group step it counts as raised, since the room has raised it by hand.
    """
    require_not_frozen(context)
    step = text_step(context)
    limits = step_settings(step, TextSettings)
    if arguments.tag and arguments.tag not in {tag.id for tag in limits.tags}:
        raise RuleBroken("no_tag", 400)
    idea = Idea(
        id=context.new_id(),
        step=step.id,
        text=clean_text(arguments.text, limits.max_chars),
        lang=arguments.lang or context.session.language,
        tag=arguments.tag,
        paper=True,
        raised=step.id != context.session.step,
    )
    return Outcome(put=(idea,), reply={"id": idea.id}, undo="add") + log_event(context, "add")


def text_step(context: Context) -> Step:
    """The text step that a paper idea belongs to. Raises ``RuleBroken`` when there is none."""
    step = require_current_step(context)
    kind = kind_named(step.kind)
    if kind.collects_texts:
        return step
    sources = source_steps(context.with_step(step)) if kind.takes_paper_ideas else []
    if not sources:
        raise RuleBroken("no_text_step", 409)
    return sources[-1]
