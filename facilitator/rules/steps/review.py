"""``review``: what became of the shared actions of an earlier workshop, one action at a time.

Who reports what (docs/domain.md 3.6 and 9.4): the owner reports aloud, and the facilitator sets the state of the action
for all to see; no phone changes it. Phones are anonymous, so what a phone sends (from the owner or from somebody else)
is a report. The facilitator reads the written lines and may copy one. The counts of the states are shown after the
reveal, for actions with at least five reports. People's own promises are asked about in a ``choice`` step before this
one, under the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.rules.core.context import Context, Outcome, optional_text
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import LIVE, AnswerSpec, Labels, Plain, WordList
from facilitator.rules.followup.completeness import require_note
from facilitator.rules.followup.earlier import earlier_actions
from facilitator.rules.policy import disclosure
from facilitator.rules.steps.action import public_action
from facilitator.rules.steps.kind import ASKING_STATES, Kind, is_revealed
from facilitator.view import ActionReport, Body, ReviewBody, ReviewItem, Words
from facilitator.view.mine import MyLine, SeatView
from store.records import LANGUAGES, Action, ActionStatus, Answer, replace

PER_PAGE = 4
"""Actions on one page of the stage: state, owner and next step of each must be readable from the back row."""

STATES: tuple[ActionStatus, ...] = ("not_started", "in_progress", "done", "dropped", "passed_on")
NOTE_LIMIT = 200

REPORT_NOTES = {
    "in_progress": "demo.review.note",
    "dropped": "demo.review.reason",
    "passed_on": "demo.review.whom",
}
"""Status of an action -> catalogue key of what simulated participants write about it."""


class ReviewSettings(Struct, frozen=True):
    """``states`` that can be reported, in their order."""

    states: tuple[ActionStatus, ...] = STATES


class ReviewMessage(Struct, frozen=True):
    """``{"action": id, "status", "note"?}``; sending again changes the report on that action."""

    action: str
    status: str
    note: str | None = None


MOST_REVIEWED = 30
"""Most actions of one follow-up, new ones included; a workshop cannot review more."""


class ReviewAnswer(AnswerSpec, tag="review", frozen=True):
    """What became of the actions of an earlier workshop."""

    states: tuple[str, ...]
    fields: tuple[str, ...]

    defaults: ClassVar[Mapping[str, Any]] = {"states": list(STATES), "fields": ["status", "note"]}
    visibility: ClassVar[Mapping[str, Any]] = LIVE

    def settings(self, labels: Labels) -> Plain:
        return {"states": list(self.states), "fields": list(self.fields), "most": MOST_REVIEWED}

    def word_lists(self) -> Iterator[WordList]:
        yield WordList("states", self.states, STATES)


class ReviewKind(Kind):
    """The list is shown from the start; the counts of the reports are shown at the reveal."""

    name = "review"
    answer_type = ReviewAnswer
    body_type = ReviewBody
    about_people = True
    holds_actions = True
    reviews_actions = True
    pane = "review"
    settings_type = ReviewSettings
    path = ASKING_STATES
    paged_states = ("open", "revealed")

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        settings, said = step_settings(context.step, ReviewSettings), parse_answer(message, ReviewMessage)
        action = context.index.get(Action, said.action)
        if action is None or action.step != context.step.id:
            raise RuleBroken("no_action", 404)
        status = next((state for state in settings.states if state == said.status), None)
        if status is None:
            raise RuleBroken("no_status", 400)
        note = optional_text(said.note, NOTE_LIMIT)
        require_note(status, note)
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        old = next((answer for answer in mine if answer.item == action.id), None)
        report = old or Answer(id=context.new_id(), step=context.step.id, seat=seat, item=action.id)
        language = context.index.tables.seats[seat].language
        return AcceptedAnswer(Outcome(put=(replace(report, options=(status,), text=note, lang=language),)), report.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Answer, seat, answer),))

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Answer, context.step.id)

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        return disclosure.seen_value(disclosure.visible_rows(context.step, report_rows(context)))

    def body(self, context: Context) -> ReviewBody:
        states = step_settings(context.step, ReviewSettings).states
        actions = reviewed_actions(context)
        said = Counter(answer.item for answer in context.index.records_in(Answer, context.step.id))
        shown = self._visible_rows(context)
        tally = Counter(action.status for action in actions)
        pages = self.page_count(context)
        return ReviewBody(
            items=tuple(_item(context, action, said[action.id], shown.get(action.id)) for action in actions),
            states=states,
            tally={state: tally[state] for state in states},
            reporters=self.answered_count(context),
            shown=is_revealed(context.step),
            note_max=NOTE_LIMIT,
            page=min(context.session.page, pages - 1),
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        listed = max(1, -(-len(reviewed_actions(context)) // PER_PAGE))
        if not is_revealed(context.step):
            return listed
        return 1 + listed if self._visible_rows(context) else 1

    def _visible_rows(self, context: Context) -> Mapping[str, disclosure.AnswerCounts]:
        """The reports by action, as far as they may be shown now."""
        return disclosure.visible_rows(context.step, report_rows(context)) if is_revealed(context.step) else {}

    def written_reports(self, context: Context) -> tuple[ActionReport, ...]:
        return written_reports(context)

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        said = context.index.records_of_seat(Answer, context.step.id, seat)
        return {"reports": tuple(report for answer in said if (report := report_of(answer)) is not None)}

    def receipt_lines(self, context: Context, seat: str) -> Sequence[MyLine]:
        what: dict[str, Words] = {action.id: {action.lang: action.what} for action in reviewed_actions(context)}
        return [
            MyLine(
                about=what[report.action],
                chosen={language: say(f"status.{report.status}", language) for language in LANGUAGES},
                text=report.text,
                lang=report.lang,
            )
            for report in self.own_answers(context, seat)["reports"]
            if report.action in what
        ]

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, ReviewBody):
            return
        said = {report.action for report in mine.reports}
        for item in body.items:
            # Six in ten have nothing to report about an action.
            if item.action.id in said or person.chance.random() >= 0.4:
                continue
            likely = person.shared_chance(item.action.id).choice(body.states)
            status = likely if person.chance.random() < 0.7 else person.chance.choice(body.states)
            fields = {"action": item.action.id, "status": status}
            if (words := REPORT_NOTES.get(status)) and (status != "in_progress" or person.chance.random() < 0.3):
                fields["note"] = say(words, person.language)
            yield SimulatedAnswer(person.thinking_time(8, 60), fields)


def reviewed_actions(context: Context) -> list[Action]:
    """The actions of the step, by number."""
    return sorted(context.index.records_in(Action, context.step.id), key=lambda action: (action.number, action.id))


def report_rows(context: Context) -> dict[str, disclosure.AnswerCounts]:
    """Action -> its reports, counted by the step's states."""
    states: tuple[str, ...] = step_settings(context.step, ReviewSettings).states
    said: dict[str, list[int | None]] = {}
    for answer in context.index.records_in(Answer, context.step.id):
        if answer.options and answer.options[0] in states:
            said.setdefault(answer.item, []).append(states.index(answer.options[0]) + 1)
    return {action: disclosure.count_answers(points, len(states)) for action, points in said.items()}


def report_of(answer: Answer) -> ActionReport | None:
    """One phone's report on an action, without its seat; None for a record that is not a report."""
    if not answer.options or answer.options[0] not in STATES:
        return None
    return ActionReport(id=answer.id, action=answer.item, status=answer.options[0], text=answer.text, lang=answer.lang)


def written_reports(context: Context) -> tuple[ActionReport, ...]:
    """The reports that have a written line, for the facilitator. The sort by random ids hides their order."""
    answers = sorted(context.index.records_in(Answer, context.step.id), key=lambda answer: answer.id)
    return tuple(report for answer in answers if answer.text and (report := report_of(answer)) is not None)


def _item(context: Context, action: Action, reports: int, shown: disclosure.AnswerCounts | None) -> ReviewItem:
    past = earlier_actions(context.session).get(action.id)
    states = step_settings(context.step, ReviewSettings).states
    return ReviewItem(
        action=public_action(context, action),
        before=past.status if past else "",
        due_before=past.due if past else "",
        reports=reports,
        counts=dict(zip(states, shown.counts, strict=False)) if shown else None,
    )


KIND = ReviewKind()
