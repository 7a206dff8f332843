"""``onetwofour``: the method 1-2-4-All (docs/domain.md 2.4).

People think alone, then in pairs, in fours, and all together. A group of four sends one idea from one phone; what is
written before that is not sent. While the step is open its phases are the pages that ``next`` turns. The last phase is
the reveal, at which the groups' ideas are read aloud.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar, Literal

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context
from facilitator.rules.core.parsing import AcceptedAnswer, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    MOST_NUMBER,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    Plain,
    Settings,
    copied_fields,
    tags_field,
)
from facilitator.rules.steps import text
from facilitator.rules.steps.kind import ASKING_STATES
from facilitator.rules.steps.text import TextKind
from facilitator.view import Body, OneTwoFourBody
from facilitator.view.mine import MyIdea, SeatView
from store.records import Idea, Step, StepState

Phase = Literal["alone", "pairs", "fours", "all"]
PHASES: tuple[Phase, ...] = ("alone", "pairs", "fours", "all")
SENDING_PHASE = PHASES.index("fours")
"""The index of the phase from which on phones can send."""


class OneTwoFourSettings(text.TextSettings, frozen=True):
    """``phases``: minutes of each phase."""

    phases: tuple[int, int, int, int] = (1, 2, 4, 5)


class OneTwoFourAnswer(AnswerSpec, tag="onetwofour", frozen=True):
    """1-2-4-All: one idea from each group of four.

    ``phases``: minutes alone, in pairs, in fours and all together.
    """

    max_chars: int = 200
    recommended_chars: int = 140
    phases: tuple[int, int, int, int] = (1, 2, 4, 5)
    tags: str = ""

    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("max_chars",): (1, MOST_NUMBER)}

    def settings(self, labels: Labels) -> Plain:
        return {
            "max_chars": self.max_chars,
            "recommended_chars": self.recommended_chars,
            "max_per_person": 1,
            "phases": list(self.phases),
            "tags": labels.tag_set(self.tags),
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        return {
            **copied_fields(settings, "max_chars", "recommended_chars", "phases"),
            **tags_field(settings, names),
        }

    def tag_names(self) -> Iterator[tuple[str, str]]:
        yield "tags", self.tags


class OneTwoFourKind(TextKind):
    """A text step with one idea per phone, accepted only from the phase "fours" on."""

    name = "onetwofour"
    answer_type = OneTwoFourAnswer
    body_type = OneTwoFourBody
    home_of = ""
    settings_type = OneTwoFourSettings
    paged_states = ("open", "revealed")

    def states(self, step: Step) -> tuple[StepState, ...]:
        """Always with a reveal, since the reveal is the last phase."""
        return ASKING_STATES

    def clock_minutes(self, context: Context, page: int = 0) -> int:
        if page and context.step.state != "open":
            return 0
        return step_settings(context.step, OneTwoFourSettings).phases[PHASES.index(self.phase(context.step, page))]

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        if context.step.state == "open" and self._page(context) < SENDING_PHASE:
            raise RuleBroken("not_four_yet", 409)
        mine = context.index.records_of_seat(Idea, context.step.id, seat)
        if mine and not parse_answer(message, text.TextMessage).replaces:
            # A group has one idea: what is sent again replaces it.
            message = {**message, "replaces": mine[0].id}
        return super().take_answer(context, seat, message)

    def body(self, context: Context) -> OneTwoFourBody:
        ideas = super().body(context)
        fields = {name: getattr(ideas, name) for name in ideas.__struct_fields__}
        if context.step.state == "open":
            fields |= {"page": min(self._page(context), SENDING_PHASE), "pages": SENDING_PHASE + 1}
        phase = self.phase(context.step, self._page(context))
        return OneTwoFourBody(**fields, phase=phase, minutes=step_settings(context.step, OneTwoFourSettings).phases)

    def page_is_full(self, body: Body, ideas: Collection[MyIdea], typed: Mapping[str, str], editing: bool) -> bool:
        # What a group sends again replaces its idea, so the field stays.
        return False

    def page_count(self, context: Context) -> int:
        return SENDING_PHASE + 1 if context.step.state == "open" else super().page_count(context)

    @staticmethod
    def _page(context: Context) -> int:
        """The page of this step: while the stage looks back, the session's page belongs to another step.

        Looking back is possible from the first page only, so this step is then at page 0.
        """
        return 0 if context.session.looking and context.step.id == context.session.step else context.session.page

    @staticmethod
    def phase(step: Step, page: int) -> Phase:
        """The phase that the room is in."""
        if step.state == "ready":
            return "alone"
        return (
            PHASES[min(page, SENDING_PHASE)] if step.state == "open" else "fours" if step.state == "closed" else "all"
        )

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        # One participant in four writes for the group.
        if isinstance(body, OneTwoFourBody) and body.phase == "fours" and person.number % 4 == 0:
            yield from super().rehearse(body, mine, person)


KIND = OneTwoFourKind()
