"""The base class of a kind of step: the rules of one way to ask, to answer and to show a result."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import AcceptedAnswer, NoSettings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import AnyResult
from facilitator.rules.core.template_answer import AnswerSpec, NoAnswer
from facilitator.view import IDEAS_PER_PAGE, MIN_ANSWERS, ActionReport, Body, InfoBody, ModeratedText, Text
from facilitator.view.mine import MyIdea, MyLine, SeatView
from store.records import Answer, Idea, Promise, SessionState, Step, StepState

SHOWING_STATES: tuple[StepState, ...] = ("open", "done")
"""States of a step that only shows something or is worked on by the facilitator: it opens when it becomes current."""
ASKING_STATES: tuple[StepState, ...] = ("ready", "open", "closed", "revealed", "done")
"""States of a step that asks and has a result to reveal."""
COLLECTING_STATES: tuple[StepState, ...] = ("ready", "open", "closed", "done")
"""States of a step that asks but has no result to reveal."""


class Kind:
    """The rules of one kind of step. All methods are pure; the context's ``step`` is the step in question.

    The class attributes are the facts that the rest of the program asks for: no other module lists names of kinds.
    """

    name: ClassVar[str] = ""
    settings_type: ClassVar[type[Struct]] = NoSettings
    """The type that ``Step.settings`` is read as."""
    answer_type: ClassVar[type[AnswerSpec]] = NoAnswer
    """The answer of such a step in a template, with its defaults and ranges."""
    body_type: ClassVar[type[Body]] = Body
    """The type of the part of the public view that is specific to this kind; its tag is the name of the kind."""
    path: ClassVar[tuple[StepState, ...]] = SHOWING_STATES
    """The states of a step of this kind, in their order."""
    session_state: ClassVar[SessionState] = "running"
    """The state of the session while such a step is current."""
    paged_states: ClassVar[tuple[StepState, ...]] = ("revealed",)
    """States in which ``next`` turns the pages of the stage before it changes the state."""
    has_grace: ClassVar[bool] = True
    """True when answers are accepted for a short time after the step has closed (see ``timing.grace``)."""

    # --- what it is: facts for verbs, files and screens -------------------------------------------------------

    provides: ClassVar[frozenset[str]] = frozenset()
    """What later steps can work on or refer to: a subject (``template_answer.SUBJECTS``), ``points`` or ``options``."""
    only_shows: ClassVar[bool] = False
    """True when nothing is asked and nothing worked on."""
    phone_mirrors_stage: ClassVar[bool] = False
    """True when phones show the content of the stage while the step is open."""
    collects_texts: ClassVar[bool] = False
    """True when participants write ideas."""
    takes_paper_ideas: ClassVar[bool] = False
    """True when the facilitator can add an idea that was written on paper."""
    raises_ideas: ClassVar[bool] = False
    """True when participants raise ideas of the step named by the setting ``from`` to the shared list."""
    sorts_ideas: ClassVar[bool] = False
    """True when the facilitator sorts ideas into themes."""
    has_ballots: ClassVar[bool] = False
    """True for a vote: ballots are counted blind, separated from their seats at the close, and open to a recount."""
    has_runoff: ClassVar[bool] = False
    """True for a vote on any items whose budget can be raised, whose votes can be counted by hand, and whose ties can
    go to a further round."""
    rates_items: ClassVar[bool] = False
    """True when the answers give the items of a vote a verdict."""
    has_result_to_discuss: ClassVar[bool] = False
    """True when a later talk about its result may be shortened to catch up with the plan."""
    cut: ClassVar[str] = ""
    """How the verb ``cut`` saves time with such a step: ``rate`` leaves it out, ``talk`` shortens it, ``group`` limits
    it to duplicates; empty for not at all."""
    about_people: ClassVar[bool] = False
    """True when the answers describe the people themselves (see ``fewest_to_share``)."""
    holds_actions: ClassVar[bool] = False
    """True when the step has shared actions, with their owners and states."""
    agrees_actions: ClassVar[bool] = False
    """True when the room agrees on new actions."""
    reviews_actions: ClassVar[bool] = False
    """True when phones report what became of actions."""
    home_of: ClassVar[str] = ""
    """The table whose records without a step are moved to such a step when a damaged file is repaired."""
    pane: ClassVar[str] = "results"
    """The work pane of the console: ``results``, ``texts``, ``themes``, ``actions``, ``promises`` or ``review``."""

    @property
    def asks_everybody(self) -> bool:
        """Whether every phone is asked, so that the step is opened and closed for answers."""
        return self.path[0] == "ready"

    @property
    def has_result(self) -> bool:
        """Whether there is a result to reveal."""
        return "revealed" in self.path

    # --- the rules --------------------------------------------------------------------------------------------

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

    # --- beside the step itself -------------------------------------------------------------------------------

    def page_is_full(self, body: Body, ideas: Collection[MyIdea], typed: Mapping[str, str], editing: bool) -> bool:
        """Whether the phone's page has no field for the text of a refused form (``typed``).

        ``ideas`` are the person's own; ``editing``: whether the page edits one of them.
        """
        return False

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        """The texts that the step collects or works on, hidden ones included, in an order that reveals nothing."""
        return ()

    def written_reports(self, context: Context) -> tuple[ActionReport, ...]:
        """The phones' reports on actions that have a written line, for the facilitator."""
        return ()

    def with_list(self, settings: Mapping[str, Any], field: str) -> Mapping[str, Any]:
        """The settings, made valid after the list in ``field`` has been replaced."""
        return settings

    def fewest_to_share(self, settings: Mapping[str, Any]) -> int:
        """The number of answers from which on a file for other people has them; 0 for any number.

        Asked of kinds whose answers are about people. ``settings`` are as a file holds them.
        """
        visibility = settings.get("visibility", {})
        return max(int(visibility.get("min_answers", 0)), MIN_ANSWERS)

    def result(self, tables: Tables, step: Step) -> AnyResult | None:
        """The result of a closed step for the files; None when another part of the report has it, or there is none.

        Raises ``RuleBroken`` for settings that cannot be read.
        """
        return None

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        """The answers of a simulated participant to the open step; what ``mine`` holds is not answered again."""
        yield from ()

    def rehearsal_turn(self, body: Body) -> tuple[str, ...]:
        """What makes simulated participants start anew within an open step when it changes."""
        return ()


class UnknownKind(Kind):
    """The rules of a kind of another version of the program: nothing is asked, and nothing shown of it."""

    def body(self, context: Context) -> Body:
        return InfoBody()


def answers_of(tables: Tables, step: Step) -> list[Answer]:
    """The answers of a step by id. Ids are random, so this order does not disclose when anybody answered."""
    return sorted((answer for answer in tables.answers.values() if answer.step == step.id), key=lambda each: each.id)


def page_of(texts: Sequence[Text], page: int) -> tuple[tuple[Text, ...], int, int]:
    """One page of texts for the stage: ``(texts, page, pages)``; a page past the end is the last one."""
    pages = max(1, -(-len(texts) // IDEAS_PER_PAGE))
    page = min(max(page, 0), pages - 1)
    return tuple(texts[page * IDEAS_PER_PAGE : (page + 1) * IDEAS_PER_PAGE]), page, pages


def public_text(record: Idea | Promise) -> Text:
    """A record as everybody may read it: without its seat."""
    return Text(id=record.id, text=record.text, lang=record.lang, tag=getattr(record, "tag", ""))


def is_revealed(step: Step) -> bool:
    """Whether the result is revealed; a step that was left after its reveal stays so while the stage looks back."""
    return step.state == "revealed" or (step.state == "done" and bool(step.frame.get("revealed")))
