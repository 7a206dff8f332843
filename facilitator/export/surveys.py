"""Builds the results of choices and grids, with the same disclosure limits as on the stage and without seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.rules.core.parsing import step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.disclosure import MIN_ANSWERS_FOR_COMMENTS
from facilitator.rules.steps import choice, grid
from facilitator.rules.voting.rounds import CLOSED_STATES
from facilitator.view import GridRow
from store.records import Answer, Step, Translations


@dataclass(frozen=True, kw_only=True)
class ChoiceResult:
    """The result of one choice. ``counts`` is None when there were too few answers to show."""

    title: Translations
    question: Translations
    options: tuple[Translations, ...]
    """Most chosen first, as on the stage, unless their order has a meaning; empty when there were too few answers."""
    counts: tuple[int, ...] | None
    """Number of answers with each option; one answer may have several."""
    answers: int
    fewest: int
    others: int = 0
    """Number of answers with an option of their own."""
    other_texts: tuple[str, ...] = ()
    """Those options; empty with fewer than ``NOTES_FROM`` answers, and when some answers are not in ``counts``."""


@dataclass(frozen=True, kw_only=True)
class GridResult:
    """The result of one grid; rows with the widest gap first when importance was asked too."""

    title: Translations
    question: Translations
    labels: tuple[Translations, ...]
    rows: tuple[GridRow, ...]
    answers: int | None
    """None when it would disclose how one to four people answered a row."""
    fewest: int


Survey: TypeAlias = ChoiceResult | GridResult


def build_surveys(tables: Tables, steps: Sequence[Step]) -> Iterable[Survey]:
    """All closed choices and grids, in order. Raises ``RuleBroken`` for invalid step settings."""
    for step in steps:
        if step.state not in CLOSED_STATES:
            continue
        if step.kind == "choice":
            yield _build_choice(step, _step_answers(tables, step))
        elif step.kind == "grid":
            yield _build_grid(tables, step)


def _step_answers(tables: Tables, step: Step) -> list[Answer]:
    """The answers of a step by id. Ids are random, so this order does not disclose when anybody answered."""
    return sorted((a for a in tables.answers.values() if a.step == step.id), key=lambda answer: answer.id)


def _build_choice(step: Step, answers: list[Answer]) -> ChoiceResult:
    wanted, row = step_settings(step, choice.ChoiceSettings), choice.visible_row(step, answers)
    named = tuple(answer.text for answer in answers if answer.text)
    found = list(zip((option.label for option in wanted.options), row.counts if row else (), strict=False))
    if wanted.shuffle:
        found.sort(key=lambda pair: -pair[1])
    return ChoiceResult(
        title=step.title,
        question=step.question,
        options=tuple(label for label, _ in found),
        counts=tuple(count for _, count in found) if row else None,
        answers=row.people if row else len(answers),
        fewest=wanted.threshold,
        others=row.counts[-1] if row else 0,
        # After a reopening, a new option beside the result that everybody has seen could be traced to its writer.
        other_texts=named if row and len(answers) == row.people >= MIN_ANSWERS_FOR_COMMENTS else (),
    )


def _build_grid(tables: Tables, step: Step) -> GridResult:
    wanted, answers = step_settings(step, grid.GridSettings), _step_answers(tables, step)
    known, source = grid.visible_grid_rows(step, answers), tables.steps.get(wanted.importance_from)
    wishes = (
        grid.chosen_importance(source, _step_answers(tables, source))
        if source and source.state in CLOSED_STATES
        else {}
    )
    total = len({answer.seat for answer in answers})
    return GridResult(
        title=step.title,
        question=step.question,
        labels=wanted.labels,
        rows=grid.result_rows(wanted, known, wishes),
        answers=total if grid.may_show_total(total, known) else None,
        fewest=wanted.visibility.threshold,
    )
