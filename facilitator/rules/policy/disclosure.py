"""Keeps few people's answers from being told apart: when a result may be shown, and what of a changed one. Pure.

Three rules, for every question about people (pulse, grid, choice) and for promises by size:

- From ``FEWEST`` answers on, and never before the close.
- A group beside its total only when everybody else is nobody, or ``FEWEST`` too: else the difference tells of them.
- What the room has seen stands (``Step.seen``). After a reopening a row is shown anew only when at least ``FEWEST``
  answers in it are other than before: a bar that moves by one tells of the one who answered in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from facilitator.rules.core.context import Here
from facilitator.view import FEWEST
from store.records import Step

NOTES_FROM = 10
"""Lines beside a number are shown from this many answers on: a line tells more of its writer than a number."""


class Visibility(Struct, frozen=True):
    """The part of a step's ``visibility`` settings that this is about."""

    min_answers: int = 0

    @property
    def fewest(self) -> int:
        """From how many answers on a result about people is shown: a template may ask for more, never for fewer."""
        return max(self.min_answers, FEWEST)


class Row(Struct, frozen=True):
    """The answers to one question. ``counts``: how many chose each point or option, in order; ``people``: how many
    answered (fewer than all counts together where one person may choose several)."""

    people: int
    counts: tuple[int, ...]


UNSHOWN = "unshown"
"""In ``Step.seen``: only files tell this result; the step was left before the room saw it."""

Rows = Mapping[str, Row]
"""Id of a row of a grid -> its answers; a step that asks one thing has the one row ``""``."""


class Seen(Struct, frozen=True):
    """The part of ``Step.seen`` that holds what the room has seen."""

    rows: Mapping[str, Row] = {}


def enough(answers: int, fewest: int = FEWEST) -> bool:
    """Whether so many answers may be shown; ``fewest`` below ``FEWEST`` counts as ``FEWEST``."""
    return answers >= max(fewest, FEWEST)


def few_phones(here: Here, fewest: int = FEWEST) -> str:
    """The warning (see ``Kind.warning``) before a question about people in a room that is too small for a result."""
    return "few_phones" if len(here.book.tables.seats) < max(fewest, FEWEST) else ""


def row_of(values: Iterable[int | None], points: int) -> Row:
    """One row from answers of 1 to ``points``; None ("no experience") counts nowhere."""
    given = [value for value in values if value is not None]
    return Row(len(given), tuple(given.count(point) for point in range(1, points + 1)))


def visible(step: Step, now: Rows, *, most: int = 1, fewest: int = FEWEST) -> dict[str, Row]:
    """The rows that may be shown of a step whose answers are ``now``, beside what the room has seen of it.

    ``most``: how many options one person may choose. Rows that may not be shown are left out. For a question that
    is not about people there is nothing to keep: don't ask here.
    """
    earlier, found = seen(step), {}
    for name in dict.fromkeys((*now, *earlier)):
        row, before = now.get(name), earlier.get(name)
        fresh = row if row is not None and enough(row.people, fewest) else None
        if before is not None and (fresh is None or _stays(before, fresh, most)):
            fresh = before
        if fresh is not None:
            found[name] = fresh
    return found


def seen(step: Step) -> Rows:
    """The rows that the room has seen; none before the first reveal."""
    try:
        return msgspec.convert(step.seen, Seen).rows
    except msgspec.ValidationError:
        # Not written by us. What cannot be read protects nobody, and must not stop the workshop.
        return {}


def was_shown(seen: Mapping[str, Any]) -> bool:
    """Whether ``Step.seen`` (or that of a round) is of a result that the room has seen."""
    return bool(seen) and UNSHOWN not in seen


def as_seen(rows: Rows) -> dict[str, object]:
    """What ``Step.seen`` holds once these rows have been shown."""
    return {"rows": {name: msgspec.to_builtins(row) for name, row in rows.items()}}


def changed(before: Row, after: Row, most: int = 1) -> int:
    """How many people at least have answered, or answered otherwise, between the two."""
    width = max(len(before.counts), len(after.counts))
    moves = [new - old for old, new in zip(_wide(before.counts, width), _wide(after.counts, width), strict=True)]
    more, less = sum(move for move in moves if move > 0), -sum(move for move in moves if move < 0)
    by_choices = -(-max(more, less) // max(1, most))
    return max(by_choices, abs(after.people - before.people))


def groups(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """The groups that may be told beside ``total``, so that neither a group nor any remainder is of 1 to 4 people.

    ``sizes`` share nobody. Where the remainder would be too small, the smallest shown group is left out too.
    """
    shown = {name: size for name, size in sizes.items() if enough(size)}
    while shown and 0 < total - sum(shown.values()) < FEWEST:
        del shown[min(shown, key=lambda name: (shown[name], name))]
    return shown


def _stays(before: Row, after: Row, most: int) -> bool:
    return changed(before, after, most) < FEWEST


def _wide(counts: Sequence[int], width: int) -> list[int]:
    return [*counts, *[0] * (width - len(counts))]
