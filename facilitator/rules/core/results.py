"""The result of a closed step for the files, as neutral data: no seats, and nothing that the room may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from facilitator.view import GridRow
from store.records import Translations


@dataclass(frozen=True, kw_only=True)
class WrittenNote:
    """A line that a participant wrote beside an answer."""

    text: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class PulseResult:
    """The result of a scale. ``counts``: answers per point; None when there were too few to show."""

    title: Translations
    question: Translations
    labels: tuple[Translations, ...]
    answers: int
    counts: tuple[int, ...] | None
    note_question: Translations
    notes: tuple[WrittenNote, ...]
    fewest: int
    late_answers: int
    compare_with: str
    """Id of the earlier step with the same question; empty without one."""


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
    """Those options; empty with too few answers for comments, and when some answers are not in ``counts``."""


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


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """How the votes of a method are told in which an item is scored by a limited number of people."""

    each: str
    """Catalogue key: the points ``n`` that one person may give to one item."""
    scores: str
    """Catalogue key: ``n`` of at most ``most`` people have scored the item."""
    most: int


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One row of a result: what was counted, and its number; None when it may not be shown."""

    label: Translations
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class StepResult:
    """The result of any other step: rows with numbers, and texts that may be shown."""

    title: Translations
    question: Translations
    answers: int
    rows: tuple[ResultRow, ...] = ()
    texts: tuple[WrittenNote, ...] = ()


AnyResult: TypeAlias = PulseResult | ChoiceResult | GridResult | StepResult
