"""The base class of a kind of step: the rules of one way to ask, to answer and to show a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import AcceptedAnswer, NoSettings
from facilitator.view import IDEAS_PER_PAGE, MIN_ANSWERS, Body, Text
from facilitator.view.mine import MyLine
from store.records import Idea, Promise, Step, StepState

SHOWING_STATES: tuple[StepState, ...] = ("open", "done")
"""States of a step that only shows something or is worked on by the facilitator: it opens when it becomes current."""
ASKING_STATES: tuple[StepState, ...] = ("ready", "open", "closed", "revealed", "done")
"""States of a step that asks and has a result to reveal."""
COLLECTING_STATES: tuple[StepState, ...] = ("ready", "open", "closed", "done")
"""States of a step that asks but has no result to reveal."""


class Kind:
    """The rules of one kind of step. All methods are pure; the context's ``step`` is the step in question."""

    name: ClassVar[str]
    settings_type: ClassVar[type[Struct]] = NoSettings
    """The type that ``Step.settings`` is read as."""
    path: ClassVar[tuple[StepState, ...]] = SHOWING_STATES
    """The states of a step of this kind, in their order."""
    paged_states: ClassVar[tuple[StepState, ...]] = ("revealed",)
    """States in which ``next`` turns the pages of the stage before it changes the state."""
    has_grace: ClassVar[bool] = True
    """True when answers are accepted for a short time after the step has closed (see ``timing.grace``)."""

    def states(self, step: Step) -> tuple[StepState, ...]:
        """The states that this step goes through when the facilitator only presses "next"."""
        return self.path

    def on_open(self, context: Context) -> Mapping[str, Any]:
        """What is fixed when the step opens, for ``Step.frame``.

        Raises ``RuleBroken`` when the step cannot open.
        """
        return context.step.frame

    def on_close(self, context: Context) -> Outcome:
        """What changes when the step closes, besides its state."""
        return Outcome()

    def result_at_close(self, context: Context) -> Mapping[str, Any]:
        """The result as files report it from the close on, for ``Step.seen``; empty when there is nothing to store.

        It is fixed at the close: answers that arrive in the grace period are left out, since a count that changes by
        one would reveal who answered late.
        """
        return {}

    def warning(self, context: Context) -> str:
        """The code of a warning to show before the step opens (``warning.<code>`` in the catalogue), or empty."""
        return ""

    def answer_threshold(self, context: Context) -> int:
        """The number of answers from which on a result about people is shown."""
        return MIN_ANSWERS

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        """The result that the room sees at the reveal, for ``Step.seen``; empty when there is nothing to store."""
        return {}

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        """Check and accept one answer of a phone. Raises ``RuleBroken``."""
        raise RuleBroken("takes_no_answers", 409)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        """Remove one of the seat's own answers. Raises ``RuleBroken``."""
        raise RuleBroken("not_yours", 403)

    def answered_count(self, context: Context) -> int:
        """How many seats have answered."""
        return 0

    def body(self, context: Context) -> Body:
        """The part of the public view that is specific to this kind."""
        raise NotImplementedError

    def clock_minutes(self, context: Context, page: int = 0) -> int:
        """Minutes for which the clock starts when the stage reaches this page of the step; 0 for no clock."""
        return context.step.minutes if context.step.state == "open" and not page else 0

    def page_count(self, context: Context) -> int:
        """How many pages the result takes on the stage."""
        return 1

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        """The fields of ``SeatView`` that this step fills for one seat."""
        return {}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        """The seat's own answers as lines that its phone can save when the workshop is over."""
        return ()


def page_of(texts: Sequence[Text], page: int) -> tuple[tuple[Text, ...], int, int]:
    """One page of texts for the stage: ``(texts, page, pages)``; a page past the end is the last one."""
    pages = max(1, -(-len(texts) // IDEAS_PER_PAGE))
    page = min(max(page, 0), pages - 1)
    return tuple(texts[page * IDEAS_PER_PAGE : (page + 1) * IDEAS_PER_PAGE]), page, pages


def as_text(record: Idea | Promise) -> Text:
    """A record as everybody may read it: without its seat."""
    return Text(id=record.id, text=record.text, lang=record.lang, tag=getattr(record, "tag", ""))


def is_revealed(step: Step) -> bool:
    """Whether the result is revealed; a step that was left after its reveal stays so while the stage looks back."""
    return step.state == "revealed" or (step.state == "done" and bool(step.frame.get("revealed")))
