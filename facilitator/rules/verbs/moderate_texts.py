"""The verbs for participants' texts: hide, show, approve, and enter an idea that was written on paper."""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, human
from facilitator.rules.core.parsing import settings
from facilitator.rules.policy.moderation import waiting
from facilitator.rules.policy.source_ideas import WRITTEN, source_steps
from facilitator.rules.steps.text import Settings
from facilitator.rules.verbs.flow import event, must_be_at
from facilitator.rules.verbs.stage import Switch
from facilitator.rules.verbs.themes import find_idea, not_frozen
from store.records import Idea, Language, Promise, Step, replace


class One(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id}``: an idea, or a shared promise."""

    idea: str


class Waiting(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea"?: id}``; without it all texts that wait."""

    idea: str = ""


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"text": text, "tag"?, "lang"?}``"""

    text: str
    tag: str = ""
    lang: Language | None = None


def hide(here: Here, wanted: One) -> Act:
    """Hide a text from the stage. It is never deleted; its writer is told and can edit it. Raises ``RuleBroken``."""
    return Act(put=(with_hidden(here, wanted.idea, True),), undo="hide") + event(here, "hide")


def show(here: Here, wanted: One) -> Act:
    """Show a hidden text on the stage again. Raises ``RuleBroken``."""
    return Act(put=(with_hidden(here, wanted.idea, False),), undo="show") + event(here, "show")


def approve(here: Here, wanted: Waiting) -> Act:
    """Let the stage show a text that waits, or all of them. Raises ``RuleBroken`` when none waits."""
    if wanted.idea:
        found = [with_hidden(here, wanted.idea, False)]
    else:
        found = [replace(text, hidden=False, waits=False) for text in waiting(here.book)]
    if not found:
        raise RuleBroken("none_waits", 409)
    return Act(put=tuple(found), reply={"approved": len(found)}, undo="approve") + event(here, "approve")


def moderate(here: Here, wanted: Switch) -> Act:
    """Switch whether new texts wait for approval before the stage shows them; existing texts do not change."""
    on = wanted.on if wanted.on is not None else not here.session.approve
    return Act(put=(replace(here.session, approve=on),), undo="moderate") + event(here, "moderate")


def with_hidden(here: Here, text: str, hidden: bool) -> Idea | Promise:
    """The idea or shared promise of this id, hidden or not. Raises ``RuleBroken``.

    A private promise is treated as unknown: the facilitator must not learn that it exists.
    """
    promise = here.book.get(Promise, text)
    if promise is not None and promise.share:
        return replace(promise, hidden=hidden, waits=False)
    return replace(find_idea(here, text), hidden=hidden, waits=False)


def add(here: Here, wanted: Paper) -> Act:
    """Add an idea that was written on paper, marked as such. Raises ``RuleBroken``.

    In a pick or group step it counts as raised, since the room has raised it by hand.
    """
    not_frozen(here)
    step = text_step(here)
    limits = settings(step, Settings)
    if wanted.tag and wanted.tag not in {tag.id for tag in limits.tags}:
        raise RuleBroken("no_tag", 400)
    idea = Idea(
        id=here.new_id(),
        step=step.id,
        text=human(wanted.text, limits.max_chars),
        lang=wanted.lang or here.session.language,
        tag=wanted.tag,
        paper=True,
        raised=step.id != here.session.step,
    )
    return Act(put=(idea,), reply={"id": idea.id}, undo="add") + event(here, "add")


def text_step(here: Here) -> Step:
    """The text step that a paper idea belongs to. Raises ``RuleBroken`` when there is none."""
    step = must_be_at(here)
    if step.kind in WRITTEN:
        return step
    sources = source_steps(here.at(step)) if step.kind in ("pick", "group") else []
    if not sources:
        raise RuleBroken("no_text_step", 409)
    return sources[-1]
