"""Choices and grids as every export tells them: counts from as many answers on as the room saw them from, no seats."""

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
    """One choice. ``counts`` is None when there were too few answers to show."""

    title: Words
    question: Words
    options: tuple[Words, ...]
    """Most first, as on the stage, unless their order means something; none when there were too few answers."""
    counts: tuple[int, ...] | None
    """Answers that hold each option; one answer may hold several."""
    answers: int
    fewest: int
    others: int = 0
    """Answers that name something that is not on the list."""
    named: tuple[str, ...] = ()
    """What they name; empty under ``NOTES_FROM`` answers, and while an answer is not in the counts yet."""


@dataclass(frozen=True, kw_only=True)
class Rated:
    """One grid, the widest gap first where importance was told too."""

    title: Words
    question: Words
    labels: tuple[Words, ...]
    rows: tuple[GridRow, ...]
    answers: int | None
    """None where it would tell how one to four people answered a row."""
    fewest: int


Survey: TypeAlias = Chosen | Rated


def surveys(tables: Tables, steps: Sequence[Step]) -> Iterable[Survey]:
    """All closed choices and grids, in order. Raises ``RuleBroken`` for broken settings."""
    for step in steps:
        if step.state not in CLOSED:
            continue
        if step.kind == "choice":
            yield _chosen(step, _answers(tables, step))
        elif step.kind == "grid":
            yield _rated(tables, step)


def _answers(tables: Tables, step: Step) -> list[Answer]:
    """Ids are random, so their order says nothing about who answered when."""
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
        # What is named and was not before the reopening would name its writer as a bar does.
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
