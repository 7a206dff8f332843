"""The shipped workshop templates, and the steps that a template gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from facilitator.errors import RuleBroken
from facilitator.rules.core.template_answer import GIVEN_SETTING, Labels, to_plain
from facilitator.rules.policy.given_names import setting_for_tags, tags_from_names
from facilitator.templates.source import NameRequest, StepSource, Template, templates
from store.records import Language, Step, Translations

__all__ = ["Template", "TemplateCard", "cards", "plan", "steps_of", "template"]


@dataclass(frozen=True)
class TemplateCard:
    """A template as shown in a list."""

    id: str
    title: Translations
    subtitle: Translations
    purpose: Translations
    lengths: tuple[int, ...]
    default_length: int
    kinds: frozenset[str]
    asks: NameRequest | None = None
    """Names that are asked for when a workshop is made from it; None for most templates."""
    path: Path | None = None
    """The file of one of the user's own templates; None for a shipped one."""
    error: RuleBroken | None = None
    """The error in that file, which makes it unusable; None without an error."""


def card_of(ready: Template, path: Path | None = None) -> TemplateCard:
    """A template as shown in a list."""
    return TemplateCard(
        id=ready.id,
        title=ready.title,
        subtitle=ready.subtitle,
        purpose=ready.purpose,
        lengths=ready.lengths,
        default_length=ready.default_length,
        kinds=ready.kinds,
        asks=ready.asks,
        path=path,
    )


def cards(kinds: Collection[str]) -> list[TemplateCard]:
    """The shipped templates that need no other kinds of step than these, in their order."""
    return [card_of(ready) for ready in templates().values() if ready.kinds <= set(kinds)]


def template(template_id: str) -> Template:
    """The shipped template of this id. Raises ``RuleBroken``."""
    ready = templates().get(template_id)
    if ready is None:
        raise RuleBroken("no_template", 404, id=template_id, known=", ".join(templates()))
    return ready


def plan(template_id: str, minutes: int | None = None, new_id: Callable[[], str] | None = None) -> list[Step]:
    """The steps of a shipped template; see ``steps_of``. Raises ``RuleBroken``."""
    return steps_of(template(template_id), minutes, new_id)


def steps_of(
    ready: Template,
    minutes: int | None = None,
    new_id: Callable[[], str] | None = None,
    names: Sequence[str] = (),
    language: Language = "fi",
) -> list[Step]:
    """The steps of a workshop of ``minutes`` (None for the default length), in order.

    Steps keep the ids of the template, or get new ones from ``new_id``. ``names``: the names that the template asks
    for, in ``language`` (see ``policy.given_names``); without names the template's examples are used. Raises
    ``RuleBroken`` for a length that the template does not have, and for names that it does not ask for.
    """
    length = ready.default_length if minutes is None else minutes
    if length not in ready.lengths:
        raise RuleBroken("no_length", minutes=length, lengths=", ".join(map(str, ready.lengths)))
    chosen = [step.for_length(length) for step in ready.steps if step.minutes_at(length) is not None]
    ids = {step.id: new_id() if new_id else step.id for step in chosen}
    by_id = {step.id: step for step in chosen}
    labels = _labels(ready, names, language)
    return [
        Step(
            id=ids[step.id],
            position=position,
            kind=step.kind,
            minutes=step.minutes_at(length) or 0,
            title=step.title,
            question=step.question,
            help=step.help,
            placeholder=step.placeholder,
            notes=step.notes,
            settings=_settings(step, by_id, ids, labels) | _given_setting(ready, step, by_id),
        )
        for position, step in enumerate(chosen, 1)
    ]


def _labels(ready: Template, names: Sequence[str], language: Language) -> Labels:
    """The template's scales and tags, with the organisation's names in place of the set that it asks for."""
    if not names:
        return ready.labels
    if ready.asks is None:
        raise RuleBroken("names_not_asked", id=ready.id)
    named = tags_from_names(names, language, ready.asks.most)
    return msgspec.structs.replace(ready.labels, tags={**ready.labels.tags, ready.asks.tags: named})


def _given_setting(ready: Template, step: StepSource, others: dict[str, StepSource]) -> dict[str, Any]:
    """The setting that marks a step whose list the organisation names; empty for other steps."""
    if ready.asks is None:
        return {}
    answer = others[step.answer.tags_of_step].answer if step.answer.tags_of_step else step.answer
    field = setting_for_tags(answer, ready.asks.tags)
    return {GIVEN_SETTING: field} if field else {}


def _settings(step: StepSource, others: dict[str, StepSource], ids: dict[str, str], labels: Labels) -> dict[str, Any]:
    """``Step.settings``, with the ids of other steps replaced by their new ones."""
    found = {"visibility": to_plain(step.visibility), **step.answer.settings(labels)}
    return found | step.answer.linked_settings(ids, lambda other: others[other].answer.settings(labels))
