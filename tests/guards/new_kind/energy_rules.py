"""``energy``: each seat tells how much energy it has, from 1 to a number of the template. A kind of step for a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import AcceptedAnswer, parse_answer, step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import ResultRow, StepResult
from facilitator.rules.core.template_answer import AFTER_REVEAL, AnswerSpec, FieldPath
from facilitator.rules.steps.kind import ASKING_STATES, Kind, answers_of, is_revealed
from facilitator.view import Body, BodyPart
from facilitator.view.mine import SeatView
from store.records import LANGUAGES, Answer, Step, replace


class EnergySettings(Struct, frozen=True):
    """``most``: the largest number that can be chosen."""

    most: int = 3


class EnergyAnswer(AnswerSpec, tag="energy", frozen=True):
    """The answer in a template."""

    most: int

    defaults: ClassVar[Mapping[str, Any]] = {"most": 3}
    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("most",): (2, 9)}


class EnergyBody(BodyPart, frozen=True, kw_only=True, tag="energy"):
    """``counts[i]``: answers of value i + 1; empty until the reveal."""

    most: int
    answers: int
    counts: tuple[int, ...] = ()


class EnergyMessage(Struct, frozen=True):
    """``{"value": 1..most}``"""

    value: int


class EnergyKind(Kind):
    """The counts are shown at the reveal."""

    name = "energy"
    settings_type = EnergySettings
    answer_type = EnergyAnswer
    body_type = EnergyBody
    path = ASKING_STATES
    has_result_to_discuss = True

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        said, most = parse_answer(message, EnergyMessage), step_settings(context.step, EnergySettings).most
        if not 1 <= said.value <= most:
            raise RuleBroken("off_scale", most=most)
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        answer = mine[0] if mine else Answer(id=context.new_id(), step=context.step.id, seat=seat)
        return AcceptedAnswer(Outcome(put=(replace(answer, value=said.value),)), answer.id)

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Answer, context.step.id)

    def body(self, context: Context) -> EnergyBody:
        most = step_settings(context.step, EnergySettings).most
        counted = Counter(answer.value for answer in context.index.records_in(Answer, context.step.id))
        counts = tuple(counted[value] for value in range(1, most + 1)) if is_revealed(context.step) else ()
        return EnergyBody(most=most, answers=self.answered_count(context), counts=counts)

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        return {"value": mine[0].value} if mine else {}

    def result(self, tables: Tables, step: Step) -> StepResult:
        answers = answers_of(tables, step)
        counted = Counter(answer.value for answer in answers)
        most = step_settings(step, EnergySettings).most
        rows = tuple(
            ResultRow(
                label={code: say("stage.energy.level", code, level=value) for code in LANGUAGES}, count=counted[value]
            )
            for value in range(1, most + 1)
        )
        return StepResult(title=step.title, question=step.question, answers=len(answers), rows=rows)

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if isinstance(body, EnergyBody) and mine.value is None:
            yield SimulatedAnswer(person.thinking_time(1, 5), {"value": person.chance.randint(1, body.most)})


KIND = EnergyKind()
