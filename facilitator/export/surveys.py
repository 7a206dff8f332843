"""Collects the results of choices, grids and other questions, with the disclosure limits of the stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.results import ChoiceResult, GridResult, StepResult
from facilitator.rules.steps import kind_named
from facilitator.rules.voting.rounds import CLOSED_STATES
from store.records import Step

Survey: TypeAlias = ChoiceResult | GridResult | StepResult


def build_surveys(tables: Tables, steps: Sequence[Step]) -> Iterable[Survey]:
    """The results of all closed questions that have no section of their own, in order.

    Raises ``RuleBroken`` for invalid step settings.
    """
    for step in steps:
        if step.state in CLOSED_STATES:
            result = kind_named(step.kind).result(tables, step)
            if isinstance(result, Survey):
                yield result
