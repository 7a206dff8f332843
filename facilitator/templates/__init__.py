"""The ready workshops: what there is to choose from, and the steps of the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.templates.answers import PickAnswer, ScaleAnswer, plain
from facilitator.templates.source import StepSource, Template, labels, templates
from store.records import Step, Words

__all__ = ["Template", "TemplateCard", "cards", "plan", "template"]


@dataclass(frozen=True)
class TemplateCard:
    """A ready workshop as it stands in a list."""

    id: str
    title: Words
    subtitle: Words
    purpose: Words
    lengths: tuple[int, ...]
    default_length: int
    kinds: frozenset[str]


def cards(kinds: Collection[str]) -> list[TemplateCard]:
    """The workshops that can be run with these kinds of step, the flagship first."""
    return [
        TemplateCard(
            id=ready.id,
            title=ready.title,
            subtitle=ready.subtitle,
            purpose=ready.purpose,
            lengths=ready.lengths,
            default_length=ready.default_length,
            kinds=ready.kinds,
        )
        for ready in templates().values()
        if ready.kinds <= set(kinds)
    ]


def template(template_id: str) -> Template:
    """The ready workshop of this id. Raises ``RuleBroken``."""
    ready = templates().get(template_id)
    if ready is None:
        raise RuleBroken("no_template", 404, id=template_id, known=", ".join(templates()))
    return ready


def plan(template_id: str, minutes: int | None = None, new_id: Callable[[], str] | None = None) -> list[Step]:
    """The steps of a workshop of ``minutes`` (None: its usual length), in order.

    Steps keep the ids of the template, or get their own from ``new_id``. Raises ``RuleBroken``.
    """
    ready = template(template_id)
    length = ready.default_length if minutes is None else minutes
    if length not in ready.lengths:
        raise RuleBroken("no_length", minutes=length, lengths=", ".join(map(str, ready.lengths)))
    chosen = [step.at(length) for step in ready.steps if step.lasts(length) is not None]
    ids = {step.id: new_id() if new_id else step.id for step in chosen}
    by_id = {step.id: step for step in chosen}
    return [
        Step(
            id=ids[step.id],
            position=position,
            kind=step.kind,
            minutes=step.lasts(length) or 0,
            title=step.title,
            question=step.question,
            help=step.help,
            placeholder=step.placeholder,
            notes=step.notes,
            settings=_settings(step, by_id, ids),
        )
        for position, step in enumerate(chosen, 1)
    ]


def _settings(step: StepSource, others: dict[str, StepSource], ids: dict[str, str]) -> dict[str, Any]:
    found = {"visibility": plain(step.visibility), **step.answer.settings(labels())}
    if isinstance(step.answer, PickAnswer):
        source = others[step.answer.source].answer.settings(labels())
        found |= {"from": ids[step.answer.source], "tags": source["tags"], "max_chars": source["max_chars"]}
    if isinstance(step.answer, ScaleAnswer) and step.answer.compare_with:
        found["compare_with"] = ids[step.answer.compare_with]
    return found
