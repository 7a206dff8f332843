"""``grid``: one scale for several rows; with importance beside it, the rows with the widest gap are shown first.

A grid is about people, so nothing is shown below five answers, and a row only when five people have rated it. The total
is left out where its difference to a row would reveal how one to four people answered that row (see
``rules.policy.disclosure``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.policy.disclosure import Row, Rows, Visibility, as_seen, few_phones, visible
from facilitator.rules.steps import choice
from facilitator.rules.steps.choice import Ready
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.rules.steps.scale import point
from facilitator.view import FEWEST, ITEMS, Grid, GridRow, Importance, Words
from facilitator.view.mine import MyLine
from store.records import Answer, Step, replace

Scale = Literal["level", "importance"]


class Settings(Struct, frozen=True):
    """``labels`` name the points from 1 up; every one of ``rows`` is rated on them.

    ``importance``: labels of a second scale for the same rows. ``importance_from``: instead of a second scale, the id
    of an earlier ``choice`` step whose options have the ids of the rows.
    """

    rows: tuple[Ready, ...]
    labels: tuple[Words, ...]
    importance: tuple[Words, ...] = ()
    importance_from: str = ""
    allow_na: bool = False
    na_label: Words = {}
    visibility: Visibility = Visibility()


class Message(Struct, frozen=True):
    """``{"row": id, "value": 1..n or null, "scale"?: "importance"}``.

    Null means "no experience" where the step allows that answer; otherwise it removes the answer.
    """

    row: str
    value: int | None
    scale: Scale = "level"


class GridKind(Kind):
    """Rows may be left out; each answer can be changed until the step closes."""

    name = "grid"
    shape = Settings
    path = ASKING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        points = len(wanted.importance if said.scale == "importance" else wanted.labels)
        if said.row not in {row.id for row in wanted.rows} or not points:
            raise RuleBroken("no_item", 404)
        if said.value is not None and not 1 <= said.value <= points:
            raise RuleBroken("off_scale", most=points)
        scale, mine = kept_as(said.scale), here.book.own(Answer, here.step.id, seat)
        old = next((a for a in mine if (a.item, a.scale) == (said.row, scale)), None)
        answer = old or Answer(id=here.new_id(), step=here.step.id, seat=seat, item=said.row, scale=scale)
        if said.value is None and (not wanted.allow_na or said.scale == "importance"):
            return Taken(Act(remove=(old,) if old else ()), answer.id)
        return Taken(Act(put=(replace(answer, value=said.value),)), answer.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        total = here.book.seats_in(Answer, here.step.id)
        if here.step.state in ("ready", "open"):
            return total
        # Where the total may not be shown, the row with the most answers stands for it: it reveals no more than the
        # rows.
        rows = told(here.step, here.book.of(Answer, here.step.id))
        return total if sayable(total, rows) else max(row.people for row in rows.values())

    def warning(self, here: Here) -> str:
        return few_phones(here, self.fewest(here))

    def fewest(self, here: Here) -> int:
        return settings(here.step, Settings).visibility.fewest

    def seen(self, here: Here) -> Mapping[str, Any]:
        rows = told(here.step, here.book.of(Answer, here.step.id))
        return as_seen(rows) if rows else {}

    def body(self, here: Here) -> Grid:
        wanted, total = settings(here.step, Settings), here.book.seats_in(Answer, here.step.id)
        rows, asking = tuple(GridRow(id=row.id, label=row.label) for row in wanted.rows), here.step.state == "open"
        known = {} if asking else told(here.step, here.book.of(Answer, here.step.id))
        shown, pages = result_shown(here.step), 1
        if shown and known:
            source = here.book.step(wanted.importance_from)
            wishes = shares(source, here.book.of(Answer, source.id)) if source and result_shown(source) else {}
            rows = result(wanted, known, wishes)
            # The first pages show the gaps, the pages after them the counts.
            pages = -(-sum(row.gap is not None for row in rows) // ITEMS) - (-len(rows) // ITEMS)
        return Grid(
            rows=rows,
            labels=wanted.labels,
            importance_labels=wanted.importance,
            na=wanted.allow_na,
            na_label=wanted.na_label,
            answers=total if sayable(total, known) else None,
            fewest=wanted.visibility.fewest,
            too_few=shown and not known,
            page=min(here.session.page, pages - 1),
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        return self.body(here).pages

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        found: dict[str, dict[str, int | None]] = {}
        for answer in here.book.own(Answer, here.step.id, seat):
            found.setdefault(answer.item, {})[answer.scale or "level"] = answer.value
        return {"grid": found}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        wanted = settings(here.step, Settings)
        own = {(answer.item, answer.scale): answer.value for answer in here.book.own(Answer, here.step.id, seat)}
        return [
            MyLine(about=row.label, chosen=point(labels, own[row.id, scale]) or wanted.na_label)
            for row in wanted.rows
            for scale, labels in (("importance", wanted.importance), ("", wanted.labels))
            if (row.id, scale) in own
        ]


def kept_as(scale: Scale) -> str:
    """The value of ``Answer.scale`` for a scale; the main scale is stored as an empty text."""
    return "" if scale == "level" else scale


def row_name(row: str, scale: Scale) -> str:
    """The key of a row on one of the scales among ``Rows``."""
    return row if scale == "level" else f"{row}/{scale}"


def tally(answers: Iterable[Answer], wanted: Settings) -> Rows:
    """The counts of every row on every scale that is asked; answers without a value ("no experience") do not count."""
    values = Counter((answer.item, answer.scale, answer.value) for answer in answers)
    scales: tuple[tuple[Scale, int], ...] = (("level", len(wanted.labels)), ("importance", len(wanted.importance)))
    found = {}
    for row in wanted.rows:
        for scale, points in scales:
            counts = tuple(values[row.id, kept_as(scale), point] for point in range(1, points + 1))
            if points:
                found[row_name(row.id, scale)] = Row(sum(counts), counts)
    return found


def told(step: Step, answers: Iterable[Answer]) -> dict[str, Row]:
    """The rows that may be shown: those rated by enough people, given what the room has seen of them before.

    Raises ``RuleBroken`` for settings that cannot be read.
    """
    wanted = settings(step, Settings)
    return visible(step, tally(answers, wanted), fewest=wanted.visibility.fewest)


def sayable(total: int, rows: Rows) -> bool:
    """Whether a total may be shown beside its rows: no difference between them is of one to four people."""
    return all(total == row.people or total - row.people >= FEWEST for row in rows.values())


def mean(row: Row) -> float:
    """The mean of a row that has answers, from 1 up."""
    return round(sum(point * count for point, count in enumerate(row.counts, 1)) / row.people, 2)


def place(row: Row) -> float:
    """The mean as a position on its scale, from 0 to 1."""
    return (mean(row) - 1) / (len(row.counts) - 1) if len(row.counts) > 1 else 0.0


def result(wanted: Settings, known: Rows, wishes: Mapping[str, Importance]) -> tuple[GridRow, ...]:
    """The rows with their numbers, as far as ``known`` has them. ``importances``: from an earlier choice, by row id."""
    return by_gap([_row(row, known, wanted, wishes.get(row.id)) for row in wanted.rows])


def _row(row: Ready, known: Rows, wanted: Settings, wish: Importance | None) -> GridRow:
    """One row of the result. ``importance`` counts only where the grid has no importance scale of its own."""
    level = known.get(row.id)
    if level is None:
        return GridRow(id=row.id, label=row.label, too_few=True)
    if wanted.importance:
        wish = rated(known.get(row_name(row.id, "importance")))
    return GridRow(
        id=row.id,
        label=row.label,
        counts=level.counts,
        answers=level.people,
        mean=mean(level),
        importance=wish,
        # Both are positions from 0 to 1, so that scales of different length can be compared.
        gap=round(wish.place - place(level), 4) if wish else None,
    )


def rated(row: Row | None) -> Importance | None:
    """The importance of a row that was rated on the second scale; None when too few people rated it."""
    return Importance(place=place(row), mean=mean(row), answers=row.people) if row else None


def shares(step: Step | None, answers: Iterable[Answer]) -> dict[str, Importance]:
    """Option -> the share of people who chose it in an earlier choice; empty when that may not be shown."""
    found = choice.shown_row(step, list(answers)) if step is not None and step.kind == "choice" else None
    if step is None or found is None or found.people < FEWEST:
        return {}
    options = settings(step, choice.Settings).options
    return {
        option.id: Importance(place=count / found.people, answers=found.people, chosen=count)
        for option, count in zip(options, found.counts, strict=False)
    }


def by_gap(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The rows with the widest gap first; rows without a gap keep their order and come last."""
    return tuple(sorted(rows, key=lambda row: (row.gap is None, -(row.gap or 0.0))))


KIND = GridKind()
