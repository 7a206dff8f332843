"""Small-group disclosure control: when a result about people may be shown, and which parts of it. Pure.

Three rules apply to every question about people (pulse, grid, choice) and to promises by size (docs/domain.md 4.5):

- Threshold: a result is shown from ``MIN_ANSWERS`` answers on, and never before the step is closed.
- Complementary suppression: a group is shown beside its total only if the rest of the total is empty or has at least
  ``MIN_ANSWERS`` people. Otherwise subtracting would reveal the small rest.
- No differencing over time: what the room has seen stays as it was (``Step.seen``). After a reopening a row is updated
  only if at least ``MIN_ANSWERS`` answers in it differ; a bar that moves by one would reveal a single late answer.

Thresholds, complementary suppression and differencing are the standard terms of statistical disclosure control
(Hundepool et al., Handbook on Statistical Disclosure Control).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from facilitator.rules.core.context import Context
from facilitator.view import MIN_ANSWERS
from store.records import Step

MIN_ANSWERS_FOR_COMMENTS = 10
"""Comments beside a number are shown from this many answers on: a text reveals more about its writer than a number."""


class DisclosureSettings(Struct, frozen=True):
    """The part of a step's ``visibility`` settings that concerns disclosure."""

    min_answers: int = 0

    @property
    def threshold(self) -> int:
        """Number of answers from which the result is shown. A template can raise it above ``MIN_ANSWERS``, not lower
        it."""
        return max(self.min_answers, MIN_ANSWERS)


class AnswerCounts(Struct, frozen=True):
    """The answers to one question. ``counts``: how many people chose each point or option, in order; ``people``: how
    many answered (fewer than the sum of the counts where one person may choose several)."""

    people: int
    counts: tuple[int, ...]


UNSHOWN = "unshown"
"""Marker key in ``Step.seen``: the step was left before its result was revealed, so only exported files contain it."""

CountsByRow = Mapping[str, AnswerCounts]
"""Row id -> its answers. A grid has several rows; a step that asks one question has the single row ``""``."""


class SeenRows(Struct, frozen=True):
    """The part of ``Step.seen`` that holds the rows shown to the room."""

    rows: Mapping[str, AnswerCounts] = {}


def meets_threshold(answers: int, threshold: int = MIN_ANSWERS) -> bool:
    """Whether a result of so many answers may be shown. A threshold below ``MIN_ANSWERS`` counts as ``MIN_ANSWERS``."""
    # The minimum is enforced here too, so that no caller can show a result of fewer people.
    return answers >= max(threshold, MIN_ANSWERS)


def few_phones_warning(context: Context, threshold: int = MIN_ANSWERS) -> str:
    """Warning code (see ``Kind.warning``) when too few phones have joined for a result to be shown; else empty."""
    return "few_phones" if len(context.index.tables.seats) < max(threshold, MIN_ANSWERS) else ""


def count_answers(values: Iterable[int | None], points: int) -> AnswerCounts:
    """Count the answers 1 to ``points`` of one row. None ("no experience") is not counted, nor are its people."""
    # The threshold must hold for the people behind the counts, so people without a rating do not add to it.
    given = [value for value in values if value is not None]
    return AnswerCounts(len(given), tuple(given.count(point) for point in range(1, points + 1)))


def visible_rows(
    step: Step, current: CountsByRow, *, max_choices: int = 1, threshold: int = MIN_ANSWERS
) -> dict[str, AnswerCounts]:
    """The rows that may be shown, given the ``current`` answers and what the room has already seen of the step.

    ``max_choices``: how many options one person may choose. ``threshold``: as in ``meets_threshold``. Rows that may not
    be shown are left out. Only for questions about people; results of other questions need no such filter.
    """
    earlier, found = seen_rows(step), {}
    # A row whose answers were all withdrawn since is only in ``earlier``; it too stays as the room saw it.
    for name in dict.fromkeys((*current, *earlier)):
        row, before = current.get(name), earlier.get(name)
        fresh = row if row is not None and meets_threshold(row.people, threshold) else None
        # A row that was shown stays as shown while too few answers differ, even if it is now below the threshold.
        if before is not None and (fresh is None or _must_stay(before, fresh, max_choices)):
            fresh = before
        if fresh is not None:
            found[name] = fresh
    return found


def seen_rows(step: Step) -> CountsByRow:
    """The rows that the room has seen; empty before the first reveal."""
    try:
        return msgspec.convert(step.seen, SeenRows).rows
    except msgspec.ValidationError:
        # Not written by this program. An unreadable value protects no one and must not stop the workshop.
        return {}


def was_shown(seen: Mapping[str, Any]) -> bool:
    """Whether ``Step.seen`` (or ``Round.seen``) records a result that the room has seen."""
    return bool(seen) and UNSHOWN not in seen


def seen_value(rows: CountsByRow) -> dict[str, object]:
    """The value of ``Step.seen`` once these rows have been shown."""
    return {"rows": {name: msgspec.to_builtins(row) for name, row in rows.items()}}


def min_people_changed(before: AnswerCounts, after: AnswerCounts, max_choices: int = 1) -> int:
    """A lower bound on the number of people whose answers differ between the two counts.

    One changed answer moves at most ``max_choices`` choices away from some options and as many towards others. So the
    larger of the two moves, divided by ``max_choices`` and rounded up, cannot be explained by fewer people; nor can the
    difference in the number of people.
    """
    width = max(len(before.counts), len(after.counts))
    moves = [new - old for old, new in zip(_pad(before.counts, width), _pad(after.counts, width), strict=True)]
    more, less = sum(move for move in moves if move > 0), -sum(move for move in moves if move < 0)
    by_choices = -(-max(more, less) // max(1, max_choices))  # integer division, rounded up
    return max(by_choices, abs(after.people - before.people))


def disclosable_groups(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """The groups that may be shown beside ``total``, so that neither a group nor the rest has 1 to ``MIN_ANSWERS - 1``
    people.

    ``sizes``: group name -> number of people; the groups do not overlap. While the rest is too small, the smallest
    shown group is left out as well.
    """
    shown = {name: size for name, size in sizes.items() if meets_threshold(size)}
    # Leaving out the smallest group loses the least. The name breaks ties: if two views left out different groups of
    # equal size, together they would disclose both.
    while shown and 0 < total - sum(shown.values()) < MIN_ANSWERS:
        del shown[min(shown, key=lambda name: (shown[name], name))]
    return shown


def _must_stay(before: AnswerCounts, after: AnswerCounts, max_choices: int) -> bool:
    return min_people_changed(before, after, max_choices) < MIN_ANSWERS


def _pad(counts: Sequence[int], width: int) -> list[int]:
    return [*counts, *[0] * (width - len(counts))]
