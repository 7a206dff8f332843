"""Texts on the stage: hide one, show it again, enter one that was written on paper."""

from __future__ import annotations

from dataclasses import replace

from msgspec import Struct

from facilitator.act import Act, Here, human
from facilitator.errors import RuleBroken
from facilitator.material import source_steps
from facilitator.steps.kind import settings
from facilitator.steps.text import Settings
from facilitator.verbs.flow import event, must_be_at
from facilitator.verbs.themes import find_idea, not_frozen
from store.records import Idea, Language, Step


class One(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"idea": id}``"""

    idea: str


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"text": text, "tag"?, "lang"?}``"""

    text: str
    tag: str = ""
    lang: Language | None = None


def hide(here: Here, wanted: One) -> Act:
    """Off the stage, never deleted; its writer is told and may edit it."""
    return Act(put=(replace(find_idea(here, wanted.idea), hidden=True),), undo="hide") + event(here, "hide")


def show(here: Here, wanted: One) -> Act:
    """Back on the stage."""
    return Act(put=(replace(find_idea(here, wanted.idea), hidden=False),), undo="show") + event(here, "show")


def add(here: Here, wanted: Paper) -> Act:
    """An idea written on paper, entered by the facilitator and marked as such.

    In a pick or group step it comes raised, since it was raised by hand.
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
    if step.kind == "text":
        return step
    sources = source_steps(here.at(step)) if step.kind in ("pick", "group") else []
    if not sources:
        raise RuleBroken("no_text_step", 409)
    return sources[-1]
