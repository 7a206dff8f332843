"""The verbs that change the run of show: questions, titles and minutes of steps, and the names in their lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, optional_text
from facilitator.rules.core.template_answer import GIVEN_SETTING
from facilitator.rules.policy.given_names import tags_from_names
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.position import log_event
from facilitator.rules.verbs.stage import ExtendArguments, extend
from facilitator.view import Tag
from store.records import LANGUAGES, Session, Step, replace

LIMITS: Mapping[str, int] = {"title": 80, "question": 300}
"""Characters that the stage and a phone have room for."""

MOST_MINUTES = 480
MOST_NAMES = 12
"""Most names where the session does not know how many its template allows: in a file of an older version."""

TextInput = str | Mapping[str, str]
"""A text in the session's language, or texts by language."""


class EditStepArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"step": id, "question"?, "title"?, "minutes"?: n}``.

    A text replaces the old one in all languages. A language that is not given then lacks the text, because the old
    translation would ask something else.
    """

    step: str
    question: TextInput | None = None
    title: TextInput | None = None
    minutes: int | None = None


class NamesArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"names": [text, ...]}``; each in the session's language, or in several: ``suomi / svenska / English``."""

    names: tuple[str, ...]


def edit_step(context: Context, arguments: EditStepArguments) -> Outcome:
    """Change the texts and the planned minutes of a step. Raises ``RuleBroken``.

    Texts can change only until the step closes, since they are what people have answered.
    """
    step = context.index.step(arguments.step)
    if step is None:
        raise RuleBroken("no_step", 404)
    if context.session.state == "closed":
        raise RuleBroken("workshop_closed", 409)
    said = {name: text for name in LIMITS if (text := getattr(arguments, name)) is not None}
    if said and step.state not in ("ready", "open", "skipped"):
        raise RuleBroken("step_answered", 409)
    words = {name: _translations(text, context.session, LIMITS[name]) for name, text in said.items()}
    new = replace(step, title=words.get("title", step.title), question=words.get("question", step.question))
    if arguments.minutes is not None:
        if not 0 <= arguments.minutes <= MOST_MINUTES:
            raise RuleBroken("step_minutes", n=MOST_MINUTES)
        new = replace(new, minutes=arguments.minutes)
    outcome = Outcome(put=(new,), undo="edit_step")
    return outcome + _clock_change(context, step, new.minutes - step.minutes) + log_event(context, "edit_step", step.id)


def set_names(context: Context, arguments: NamesArguments) -> Outcome:
    """Replace the names that the template asked for, in every step that lists them.

    Raises ``RuleBroken`` once a step that lists them has been opened, and in a workshop without such a list.
    """
    steps = [step for step in context.index.steps if step.settings.get(GIVEN_SETTING)]
    if not steps:
        raise RuleBroken("names_nowhere", 409)
    if any(step.state not in ("ready", "skipped") for step in steps if not kind_named(step.kind).only_shows):
        raise RuleBroken("names_in_use", 409)
    facts = context.session.template_facts
    most = facts.asks.most if facts and facts.asks else MOST_NAMES
    tags = tags_from_names(arguments.names, context.session.language, most)
    changed = tuple(replace(step, settings=_with_list(step, tags)) for step in steps)
    return Outcome(put=changed, undo="names") + log_event(context, "names")


def _with_list(step: Step, tags: tuple[Tag, ...]) -> Mapping[str, Any]:
    """The settings of a step with the new names in its list."""
    field = str(step.settings[GIVEN_SETTING])
    if field == "tags":
        return {**step.settings, field: [msgspec.to_builtins(tag) for tag in tags]}
    listed = {**step.settings, field: [{"id": tag.id, "label": dict(tag.label)} for tag in tags]}
    return kind_named(step.kind).with_list(listed, field)


def _translations(said: TextInput, session: Session, limit: int) -> dict[str, str]:
    """The text by language, cleaned. Raises ``RuleBroken`` for an unknown language and an empty text."""
    by_language = {session.language: said} if isinstance(said, str) else said
    if not set(by_language) <= set(LANGUAGES):
        raise RuleBroken("no_language", 400, known=", ".join(LANGUAGES))
    found: dict[str, str] = {code: optional_text(by_language.get(code), limit) for code in LANGUAGES}
    found = {code: text for code, text in found.items() if text}
    if not found:
        raise RuleBroken("empty")
    return found


def _clock_change(context: Context, step: Step, more: int) -> Outcome:
    """The change of the running clock when the minutes of the step that is open change."""
    session = context.session
    under_way = step.id == session.step and step.state == "open" and session.state in ("running", "closing")
    if not more or not under_way or session.timer == "off":
        return Outcome()
    return Outcome(put=extend(context, ExtendArguments(minutes=more)).put[:1])
