"""``grid``: one scale for several rows; with importance beside it, the rows with the widest gap are shown first.

A grid is about people, so nothing is shown below five answers, and a row only when five people have rated it. The total
is left out where its difference to a row would reveal how one to four people answered that row (see
``rules.policy.disclosure``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

from msgspec import Struct, field

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import GridResult
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    SCALE_POINTS,
    AnswerSpec,
    LabelNames,
    Labels,
    OptionSpec,
    Plain,
    Reference,
    ScaleName,
    Settings,
    list_field,
    option_list,
)
from facilitator.rules.policy.disclosure import (
    AnswerCounts,
    CountsByRow,
    DisclosureSettings,
    few_phones_warning,
    seen_value,
    visible_rows,
)
from facilitator.rules.steps import choice
from facilitator.rules.steps.choice import OptionSetting
from facilitator.rules.steps.kind import ASKING_STATES, Kind, answers_of, is_revealed
from facilitator.rules.steps.scale import point_label
from facilitator.rules.voting.rounds import CLOSED_STATES
from facilitator.view import ITEMS_PER_PAGE, MIN_ANSWERS, Body, GridBody, GridRow, Importance, Words
from facilitator.view.mine import MyLine, SeatView
from store.records import Answer, Step, Translations, replace

GridScale = Literal["level", "importance"]


class GridSettings(Struct, frozen=True):
    """``labels`` name the points from 1 up; every one of ``rows`` is rated on them.

    ``importance``: labels of a second scale for the same rows. ``importance_from``: instead of a second scale, the id
    of an earlier ``choice`` step whose options have the ids of the rows.
    """

    rows: tuple[OptionSetting, ...]
    labels: tuple[Words, ...]
    importance: tuple[Words, ...] = ()
    importance_from: str = ""
    allow_na: bool = False
    na_label: Words = {}
    visibility: DisclosureSettings = DisclosureSettings()


class GridMessage(Struct, frozen=True):
    """``{"row": id, "value": 1..n or null, "scale"?: "importance"}``.

    Null means "no experience" where the step allows that answer; otherwise it removes the answer.
    """

    row: str
    value: int | None
    scale: GridScale = "level"


class GridAnswer(AnswerSpec, tag="grid", frozen=True):
    """One scale for several rows, which are listed here or are the tags named by ``rows_from``.

    ``importance``: a second scale for the same rows. ``importance_from``: instead, an earlier choice among them.
    """

    scale: str
    rows: tuple[OptionSpec, ...] = ()
    rows_from: str = ""
    importance: str = ""
    importance_from: str = ""
    allow_na: bool = False
    na_label: Translations = field(default_factory=dict)

    defaults: ClassVar[Mapping[str, Any]] = {"scale": "level5"}
    visibility: ClassVar[Mapping[str, Any]] = {**AFTER_REVEAL, "min_answers": 5}
    list_field: ClassVar[str] = "rows"

    def settings(self, labels: Labels) -> Plain:
        return {
            "rows": option_list(self.rows, self.rows_from, labels),
            "labels": labels.points(self.scale),
            "importance": labels.points(self.importance) if self.importance else [],
            "importance_from": self.importance_from,
            "allow_na": self.allow_na,
            "na_label": dict(self.na_label),
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        found: Plain = {"scale": names.scale(settings.get("labels", ())), **list_field("rows", settings, names)}
        if settings.get("importance"):
            found["importance"] = names.scale(settings["importance"])
        if settings.get("importance_from"):
            found["importance_from"] = settings["importance_from"]
        if settings.get("allow_na"):
            found |= {"allow_na": True, "na_label": dict(settings.get("na_label", {}))}
        return found

    def references(self) -> Iterator[Reference]:
        if self.importance_from:
            yield Reference("importance_from", self.importance_from, "options")

    def scale_names(self) -> Iterator[ScaleName]:
        yield ScaleName("scale", self.scale, SCALE_POINTS)
        if self.importance:
            yield ScaleName("importance", self.importance, SCALE_POINTS)

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "rows_from", self.rows_from


class GridKind(Kind):
    """Rows may be left out; each answer can be changed until the step closes."""

    name = "grid"
    answer_type = GridAnswer
    body_type = GridBody
    about_people = True
    has_result_to_discuss = True
    settings_type = GridSettings
    path = ASKING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, said = step_settings(context.step, GridSettings), parse_answer(message, GridMessage)
        points = len(settings.importance if said.scale == "importance" else settings.labels)
        if said.row not in {row.id for row in settings.rows} or not points:
            raise RuleBroken("no_item", 404)
        if said.value is not None and not 1 <= said.value <= points:
            raise RuleBroken("off_scale", most=points)
        scale, mine = stored_scale(said.scale), context.index.records_of_seat(Answer, context.step.id, seat)
        old = next((a for a in mine if (a.item, a.scale) == (said.row, scale)), None)
        answer = old or Answer(id=context.new_id(), step=context.step.id, seat=seat, item=said.row, scale=scale)
        if said.value is None and (not settings.allow_na or said.scale == "importance"):
            return AcceptedAnswer(Outcome(remove=(old,) if old else ()), answer.id)
        return AcceptedAnswer(Outcome(put=(replace(answer, value=said.value),)), answer.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Answer, seat, answer),))

    def answered_count(self, context: Context) -> int:
        total = context.index.count_seats(Answer, context.step.id)
        if context.step.state in ("ready", "open"):
            return total
        # If the total may not be shown, return the count of the row with the most answers, which is visible anyway.
        rows = visible_grid_rows(context.step, context.index.records_in(Answer, context.step.id))
        return total if may_show_total(total, rows) else max(row.people for row in rows.values())

    def warning(self, context: Context) -> str:
        return few_phones_warning(context, self.answer_threshold(context))

    def answer_threshold(self, context: Context) -> int:
        return step_settings(context.step, GridSettings).visibility.threshold

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        rows = visible_grid_rows(context.step, context.index.records_in(Answer, context.step.id))
        return seen_value(rows) if rows else {}

    def body(self, context: Context) -> GridBody:
        settings, total = step_settings(context.step, GridSettings), context.index.count_seats(Answer, context.step.id)
        rows, asking = tuple(GridRow(id=row.id, label=row.label) for row in settings.rows), context.step.state == "open"
        known = {} if asking else visible_grid_rows(context.step, context.index.records_in(Answer, context.step.id))
        shown, pages = is_revealed(context.step), 1
        if shown and known:
            source = context.index.step(settings.importance_from)
            wishes = (
                chosen_importance(source, context.index.records_in(Answer, source.id))
                if source and is_revealed(source)
                else {}
            )
            rows = result_rows(settings, known, wishes)
            # The first pages show the gaps, the pages after them the counts.
            pages = -(-sum(row.gap is not None for row in rows) // ITEMS_PER_PAGE) - (-len(rows) // ITEMS_PER_PAGE)
        return GridBody(
            rows=rows,
            labels=settings.labels,
            importance_labels=settings.importance,
            na=settings.allow_na,
            na_label=settings.na_label,
            answers=total if may_show_total(total, known) else None,
            fewest=settings.visibility.threshold,
            too_few=shown and not known,
            page=min(context.session.page, pages - 1),
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        return self.body(context).pages

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        found: dict[str, dict[str, int | None]] = {}
        for answer in context.index.records_of_seat(Answer, context.step.id, seat):
            found.setdefault(answer.item, {})[answer.scale or "level"] = answer.value
        return {"grid": found}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        settings = step_settings(context.step, GridSettings)
        own = {
            (answer.item, answer.scale): answer.value
            for answer in context.index.records_of_seat(Answer, context.step.id, seat)
        }
        return [
            MyLine(about=row.label, chosen=point_label(labels, own[row.id, scale]) or settings.na_label)
            for row in settings.rows
            for scale, labels in (("importance", settings.importance), ("", settings.labels))
            if (row.id, scale) in own
        ]

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, GridBody):
            return
        scales = {"importance": len(body.importance_labels), "level": len(body.labels)}
        for row in body.rows:
            for scale, points in scales.items():
                if points and scale not in mine.grid.get(row.id, {}):
                    usual = person.shared_chance(f"{row.id}{scale}").uniform(2, points)
                    value = min(points, max(1, round(person.chance.gauss(usual, 0.9))))
                    # One in ten has no experience of the row.
                    none = body.na and scale == "level" and person.chance.random() < 0.1
                    given = {"row": row.id, "scale": scale, "value": None if none else value}
                    yield SimulatedAnswer(person.thinking_time(2, 12), given)

    def result(self, tables: Tables, step: Step) -> GridResult:
        settings, answers = step_settings(step, GridSettings), answers_of(tables, step)
        known, source = visible_grid_rows(step, answers), tables.steps.get(settings.importance_from)
        closed = source is not None and source.state in CLOSED_STATES
        wishes = chosen_importance(source, answers_of(tables, source)) if source and closed else {}
        total = len({answer.seat for answer in answers})
        return GridResult(
            title=step.title,
            question=step.question,
            labels=settings.labels,
            rows=result_rows(settings, known, wishes),
            answers=total if may_show_total(total, known) else None,
            fewest=settings.visibility.threshold,
        )


def stored_scale(scale: GridScale) -> str:
    """The value of ``Answer.scale`` for a scale; the main scale is stored as an empty text."""
    return "" if scale == "level" else scale


def row_key(row: str, scale: GridScale) -> str:
    """The key of a row on one of the scales among ``Rows``."""
    return row if scale == "level" else f"{row}/{scale}"


def tally(answers: Iterable[Answer], settings: GridSettings) -> CountsByRow:
    """The counts of every row on every scale that is asked; answers without a value ("no experience") do not count."""
    values = Counter((answer.item, answer.scale, answer.value) for answer in answers)
    scales: tuple[tuple[GridScale, int], ...] = (
        ("level", len(settings.labels)),
        ("importance", len(settings.importance)),
    )
    found = {}
    for row in settings.rows:
        for scale, points in scales:
            counts = tuple(values[row.id, stored_scale(scale), point] for point in range(1, points + 1))
            if points:
                found[row_key(row.id, scale)] = AnswerCounts(sum(counts), counts)
    return found


def visible_grid_rows(step: Step, answers: Iterable[Answer]) -> dict[str, AnswerCounts]:
    """The rows that may be shown: those rated by enough people, given what the room has seen of them before.

    Raises ``RuleBroken`` for settings that cannot be read.
    """
    settings = step_settings(step, GridSettings)
    return visible_rows(step, tally(answers, settings), threshold=settings.visibility.threshold)


def may_show_total(total: int, rows: CountsByRow) -> bool:
    """Whether a total may be shown beside its rows: no difference between them is of one to four people."""
    return all(total == row.people or total - row.people >= MIN_ANSWERS for row in rows.values())


def mean(row: AnswerCounts) -> float:
    """The mean of a row that has answers, from 1 up."""
    return round(sum(point * count for point, count in enumerate(row.counts, 1)) / row.people, 2)


def scale_position(row: AnswerCounts) -> float:
    """The mean as a position on its scale, from 0 to 1."""
    return (mean(row) - 1) / (len(row.counts) - 1) if len(row.counts) > 1 else 0.0


def result_rows(
    settings: GridSettings, known: CountsByRow, importances: Mapping[str, Importance]
) -> tuple[GridRow, ...]:
    """The rows with their numbers, as far as ``known`` has them. ``importances``: from an earlier choice, by row id."""
    return sort_by_gap([_grid_row(row, known, settings, importances.get(row.id)) for row in settings.rows])


def _grid_row(row: OptionSetting, known: CountsByRow, settings: GridSettings, importance: Importance | None) -> GridRow:
    """One row of the result. ``importance`` counts only where the grid has no importance scale of its own."""
    level = known.get(row.id)
    if level is None:
        return GridRow(id=row.id, label=row.label, too_few=True)
    if settings.importance:
        importance = rated_importance(known.get(row_key(row.id, "importance")))
    return GridRow(
        id=row.id,
        label=row.label,
        counts=level.counts,
        answers=level.people,
        mean=mean(level),
        importance=importance,
        # Both are positions from 0 to 1, so that scales of different length can be compared.
        gap=round(importance.place - scale_position(level), 4) if importance else None,
    )


def rated_importance(row: AnswerCounts | None) -> Importance | None:
    """The importance of a row that was rated on the second scale; None when too few people rated it."""
    return Importance(place=scale_position(row), mean=mean(row), answers=row.people) if row else None


def chosen_importance(step: Step | None, answers: Iterable[Answer]) -> dict[str, Importance]:
    """Option -> the share of people who chose it in an earlier choice; empty when that may not be shown."""
    found = choice.visible_row(step, list(answers)) if step is not None and step.kind == choice.KIND.name else None
    if step is None or found is None or found.people < MIN_ANSWERS:
        return {}
    options = step_settings(step, choice.ChoiceSettings).options
    return {
        option.id: Importance(place=count / found.people, answers=found.people, chosen=count)
        for option, count in zip(options, found.counts, strict=False)
    }


def sort_by_gap(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The rows with the widest gap first; rows without a gap keep their order and come last."""
    return tuple(sorted(rows, key=lambda row: (row.gap is None, -(row.gap or 0.0))))


KIND = GridKind()
