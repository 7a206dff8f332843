"""Builds the results of choices and grids, with the same disclosure limits as on the stage and without seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facilitator.rules.core.parsing import settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.disclosure import NOTES_FROM
from facilitator.rules.steps import choice, grid
from facilitator.rules.voting.rounds import CLOSED
from facilitator.view import GridRow
from store.records import Answer, Step, Words


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The result of one choice. ``counts`` is None when there were too few answers to show."""

    title: Words
    question: Words
    options: tuple[Words, ...]
    """Most chosen first, as on the stage, unless their order has a meaning; empty when there were too few answers."""
    counts: tuple[int, ...] | None
    """Number of answers with each option; one answer may have several."""
    answers: int
    fewest: int
    others: int = 0
    """Number of answers with an option of their own."""
    named: tuple[str, ...] = ()
    """Those options; empty with fewer than ``NOTES_FROM`` answers, and when some answers are not in ``counts``."""


@dataclass(frozen=True, kw_only=True)
class Rated:
    """The result of one grid; rows with the widest gap first when importance was asked too."""

    title: Words
    question: Words
    labels: tuple[Words, ...]
    rows: tuple[GridRow, ...]
    answers: int | None
    """None when it would disclose how one to four people answered a row."""
    fewest: int


Survey: TypeAlias = Chosen | Rated


def surveys(tables: Tables, steps: Sequence[Step]) -> Iterable[Survey]:
    """All closed choices and grids, in order. Raises ``RuleBroken`` for invalid step settings."""
    for step in steps:
        if step.state not in CLOSED:
            continue
        if step.kind == "choice":
            yield _chosen(step, _answers(tables, step))
        elif step.kind == "grid":
            yield _rated(tables, step)


def _answers(tables: Tables, step: Step) -> list[Answer]:
    """The answers of a step by id. Ids are random, so this order does not disclose when anybody answered."""
    return sorted((a for a in tables.answers.values() if a.step == step.id), key=lambda answer: answer.id)


def _chosen(step: Step, answers: list[Answer]) -> Chosen:
    wanted, row = settings(step, choice.Settings), choice.shown_row(step, answers)
    named = tuple(answer.text for answer in answers if answer.text)
    found = list(zip((option.label for option in wanted.options), row.counts if row else (), strict=False))
    if wanted.shuffle:
        found.sort(key=lambda pair: -pair[1])
    return Chosen(
        title=step.title,
        question=step.question,
        options=tuple(label for label, _ in found),
        counts=tuple(count for _, count in found) if row else None,
        answers=row.people if row else len(answers),
        fewest=wanted.fewest,
        others=row.counts[-1] if row else 0,
        # After a reopening, a new option beside the result that everybody has seen could be traced to its writer.
        named=named if row and len(answers) == row.people >= NOTES_FROM else (),
    )


def _rated(tables: Tables, step: Step) -> Rated:
    wanted, answers = settings(step, grid.Settings), _answers(tables, step)
    known, source = grid.told(step, answers), tables.steps.get(wanted.importance_from)
    wishes = grid.shares(source, _answers(tables, source)) if source and source.state in CLOSED else {}
    total = len({answer.seat for answer in answers})
    return Rated(
        title=step.title,
        question=step.question,
        labels=wanted.labels,
        rows=grid.result(wanted, known, wishes),
        answers=total if grid.sayable(total, known) else None,
        fewest=wanted.visibility.fewest,
    )
