"""``scale``: each seat chooses one point of a scale and can change it until the step closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome, optional_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import PulseResult, WrittenNote
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    MOST_NUMBER,
    SCALE_POINTS,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    Plain,
    Reference,
    ScaleName,
    Settings,
)
from facilitator.rules.policy.disclosure import (
    MIN_ANSWERS_FOR_COMMENTS,
    AnswerCounts,
    DisclosureSettings,
    count_answers,
    few_phones_warning,
    seen_value,
    visible_rows,
)
from facilitator.rules.steps.kind import ASKING_STATES, Kind, answers_of, is_revealed
from facilitator.view import Body, ScaleBody, Words
from facilitator.view.mine import MyLine, SeatView
from store.records import Answer, Step, Translations, replace


class ScaleSettings(Struct, frozen=True):
    """``labels`` name the points from 1 up. ``note_question``: asks for an optional line beside the number."""

    labels: tuple[Words, ...]
    note_question: Words = {}
    note_max: int = 200
    compare_with: str = ""
    """Id of the earlier step that asked the same; empty for none."""
    visibility: DisclosureSettings = DisclosureSettings()


class ScaleMessage(Struct, frozen=True):
    """``{"value": 1..n, "text"?}``; without a text the line stays as it is, an empty text removes it."""

    value: int
    text: str | None = None


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    """An optional line that is asked for beside a number."""

    question: Translations = {}
    max_chars: int = 200


class ScaleAnswer(AnswerSpec, tag="scale", frozen=True):
    """One point of a scale. ``compare_with``: the earlier step that asked the same; empty without one."""

    scale: str
    note: Note = Note()
    compare_with: str = ""

    defaults: ClassVar[Mapping[str, Any]] = {"scale": "agree5"}
    visibility: ClassVar[Mapping[str, Any]] = {**AFTER_REVEAL, "min_answers": 5}
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("note", "max_chars"): (1, MOST_NUMBER)}

    def settings(self, labels: Labels) -> Plain:
        return {
            "labels": labels.points(self.scale),
            "note_question": dict(self.note.question),
            "note_max": self.note.max_chars,
            "compare_with": self.compare_with,
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        found: Plain = {"scale": names.scale(settings.get("labels", ()))}
        if settings.get("note_question"):
            found["note"] = {"question": dict(settings["note_question"]), "max_chars": settings.get("note_max", 200)}
        return found | ({"compare_with": settings["compare_with"]} if settings.get("compare_with") else {})

    def references(self) -> Iterator[Reference]:
        if self.compare_with:
            yield Reference("compare_with", self.compare_with, "points")

    def scale_names(self) -> Iterator[ScaleName]:
        yield ScaleName("scale", self.scale, SCALE_POINTS)


class ScaleKind(Kind):
    """The result is shown at the reveal from five answers on, since fewer would reveal who answered what."""

    name = "scale"
    answer_type = ScaleAnswer
    body_type = ScaleBody
    provides = frozenset(("points",))
    about_people = True
    settings_type = ScaleSettings
    path = ASKING_STATES

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, said = step_settings(context.step, ScaleSettings), parse_answer(message, ScaleMessage)
        if not 1 <= said.value <= len(settings.labels):
            raise RuleBroken("off_scale", most=len(settings.labels))
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        answer = mine[0] if mine else Answer(id=context.new_id(), step=context.step.id, seat=seat)
        note = (
            answer.text
            if said.text is None
            else optional_text(said.text, settings.note_max)
            if settings.note_question
            else ""
        )
        language = context.index.tables.seats[seat].language
        answer = replace(answer, value=said.value, text=note, lang=language)
        return AcceptedAnswer(Outcome(put=(answer,)), answer.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Answer, seat, answer),))

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Answer, context.step.id)

    def warning(self, context: Context) -> str:
        return few_phones_warning(context, self.answer_threshold(context))

    def answer_threshold(self, context: Context) -> int:
        return step_settings(context.step, ScaleSettings).visibility.threshold

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        row = self.row(context)
        return seen_value({"": row}) if row else {}

    def body(self, context: Context) -> ScaleBody:
        settings, answers = step_settings(context.step, ScaleSettings), self.answered_count(context)
        row = self.row(context) if is_revealed(context.step) else None
        return ScaleBody(
            labels=settings.labels,
            answers=answers,
            counts=row.counts if row else None,
            too_few=is_revealed(context.step) and row is None,
            fewest=settings.visibility.threshold,
            late=max(0, answers - row.people) if row else 0,
            before=self._counts_before(context) if row else (),
            note_question=settings.note_question,
        )

    def _counts_before(self, context: Context) -> tuple[int, ...]:
        """The counts of the earlier pulse that asked the same, once they are public; empty otherwise."""
        earlier = context.index.step(step_settings(context.step, ScaleSettings).compare_with)
        if earlier is None or not is_revealed(earlier):
            return ()
        row = self.row(context.with_step(earlier))
        return row.counts if row is not None else ()

    def row(self, context: Context) -> AnswerCounts | None:
        """What may be shown of the answers; None when there are too few."""
        return visible_row(context.step, context.index.records_in(Answer, context.step.id))

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        answers = context.index.records_of_seat(Answer, context.step.id, seat)
        return {"value": answers[0].value, "note": answers[0].text} if answers else {}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        labels = step_settings(context.step, ScaleSettings).labels
        return [
            MyLine(chosen=point_label(labels, answer.value), text=answer.text, lang=answer.lang)
            for answer in context.index.records_of_seat(Answer, context.step.id, seat)
        ]

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        points = len(body.labels) if isinstance(body, ScaleBody) else 0
        if mine.value is None and points:
            middle = min(points, max(1, round(person.chance.gauss(points * 0.68, 0.9))))
            yield SimulatedAnswer(person.thinking_time(3, 25), {"value": middle})

    def result(self, tables: Tables, step: Step) -> PulseResult:
        settings, answers = step_settings(step, ScaleSettings), answers_of(tables, step)
        row = visible_row(step, answers)
        late = len(answers) - row.people if row else 0
        notes = tuple(WrittenNote(text=answer.text, lang=answer.lang) for answer in answers if answer.text)
        return PulseResult(
            title=step.title,
            question=step.question,
            labels=settings.labels,
            answers=row.people if row else len(answers),
            counts=row.counts if row else None,
            note_question=settings.note_question,
            # After a reopening, a new note beside the result that everybody has seen could be traced to its writer.
            notes=notes if len(answers) >= MIN_ANSWERS_FOR_COMMENTS and not late else (),
            fewest=settings.visibility.threshold,
            late_answers=max(0, late),
            compare_with=str(step.settings.get("compare_with", "")),
        )


def point_label(labels: Sequence[Words], value: int | None) -> Words:
    """The label of a point with its number, by language; empty for a value that is not on the scale."""
    if value is None or not 1 <= value <= len(labels):
        return {}
    return {language: f"{value} {label}" for language, label in labels[value - 1].items()}


def visible_row(step: Step, answers: Iterable[Answer]) -> AnswerCounts | None:
    """What may be shown of a scale's answers, given what the room has seen before; None when there are too few."""
    settings = step_settings(step, ScaleSettings)
    now = count_answers((answer.value for answer in answers), len(settings.labels))
    return visible_rows(step, {"": now}, threshold=settings.visibility.threshold).get("")


KIND = ScaleKind()
