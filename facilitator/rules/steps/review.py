"""``review``: what became of the shared actions of an earlier workshop, one action at a time.

Who reports what (docs/domain.md 3.6 and 9.4): the owner reports aloud, and the facilitator sets the state of the action
for all to see; no phone changes it. Phones are anonymous, so what a phone sends (from the owner or from somebody else)
is a report. The facilitator reads the written lines and may copy one. The counts of the states are shown after the
reveal, for actions with at least five reports. People's own promises are asked about in a ``choice`` step before this
one, under the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.i18n.messages import say
from facilitator.rules.core.context import Act, Here, maybe
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.followup.completeness import explained
from facilitator.rules.followup.earlier import before
from facilitator.rules.policy import disclosure
from facilitator.rules.steps.action import action_face
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.view import Report, Review, Reviewed, Words
from facilitator.view.mine import MyLine
from store.records import LANGUAGES, Action, ActionStatus, Answer, replace

PER_PAGE = 4
"""Actions on one page of the stage: state, owner and next step of each must be readable from the back row."""

STATES: tuple[ActionStatus, ...] = ("not_started", "in_progress", "done", "dropped", "passed_on")
NOTE_LIMIT = 200


class Settings(Struct, frozen=True):
    """``states`` that can be reported, in their order."""

    states: tuple[ActionStatus, ...] = STATES


class Message(Struct, frozen=True):
    """``{"action": id, "status", "note"?}``; sending again changes the report on that action."""

    action: str
    status: str
    note: str | None = None


class ReviewKind(Kind):
    """The list is shown from the start; the counts of the reports are shown at the reveal."""

    name = "review"
    shape = Settings
    path = ASKING
    paged = ("open", "revealed")

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        action = here.book.get(Action, said.action)
        if action is None or action.step != here.step.id:
            raise RuleBroken("no_action", 404)
        status = next((state for state in wanted.states if state == said.status), None)
        if status is None:
            raise RuleBroken("no_status", 400)
        note = maybe(said.note, NOTE_LIMIT)
        explained(status, note)
        mine = here.book.own(Answer, here.step.id, seat)
        old = next((answer for answer in mine if answer.item == action.id), None)
        report = old or Answer(id=here.new_id(), step=here.step.id, seat=seat, item=action.id)
        language = here.book.tables.seats[seat].language
        return Taken(Act(put=(replace(report, options=(status,), text=note, lang=language),)), report.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Answer, here.step.id)

    def seen(self, here: Here) -> Mapping[str, Any]:
        return disclosure.as_seen(disclosure.visible(here.step, rows(here)))

    def body(self, here: Here) -> Review:
        states = settings(here.step, Settings).states
        actions = reviewed(here)
        said = Counter(answer.item for answer in here.book.of(Answer, here.step.id))
        shown = self._shown(here)
        tally = Counter(action.status for action in actions)
        pages = self.pages(here)
        return Review(
            items=tuple(_item(here, action, said[action.id], shown.get(action.id)) for action in actions),
            states=states,
            tally={state: tally[state] for state in states},
            reporters=self.answered(here),
            shown=result_shown(here.step),
            note_max=NOTE_LIMIT,
            page=min(here.session.page, pages - 1),
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        listed = max(1, -(-len(reviewed(here)) // PER_PAGE))
        if not result_shown(here.step):
            return listed
        return 1 + listed if self._shown(here) else 1

    def _shown(self, here: Here) -> Mapping[str, disclosure.Row]:
        """The reports by action, as far as they may be shown now."""
        return disclosure.visible(here.step, rows(here)) if result_shown(here.step) else {}

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        said = here.book.own(Answer, here.step.id, seat)
        return {"reports": tuple(report for answer in said if (report := report_of(answer)) is not None)}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        what: dict[str, Words] = {action.id: {action.lang: action.what} for action in reviewed(here)}
        return [
            MyLine(
                about=what[report.action],
                chosen={language: say(f"status.{report.status}", language) for language in LANGUAGES},
                text=report.text,
                lang=report.lang,
            )
            for report in self.mine(here, seat)["reports"]
            if report.action in what
        ]


def reviewed(here: Here) -> list[Action]:
    """The actions of the step, by number."""
    return sorted(here.book.of(Action, here.step.id), key=lambda action: (action.number, action.id))


def rows(here: Here) -> dict[str, disclosure.Row]:
    """Action -> its reports, counted by the step's states."""
    states: tuple[str, ...] = settings(here.step, Settings).states
    said: dict[str, list[int | None]] = {}
    for answer in here.book.of(Answer, here.step.id):
        if answer.options and answer.options[0] in states:
            said.setdefault(answer.item, []).append(states.index(answer.options[0]) + 1)
    return {action: disclosure.row_of(points, len(states)) for action, points in said.items()}


def report_of(answer: Answer) -> Report | None:
    """One phone's report on an action, without its seat; None for a record that is not a report."""
    if not answer.options or answer.options[0] not in STATES:
        return None
    return Report(id=answer.id, action=answer.item, status=answer.options[0], text=answer.text, lang=answer.lang)


def written(here: Here) -> tuple[Report, ...]:
    """The reports that have a written line, for the facilitator. The sort by random ids hides their order."""
    answers = sorted(here.book.of(Answer, here.step.id), key=lambda answer: answer.id)
    return tuple(report for answer in answers if answer.text and (report := report_of(answer)) is not None)


def _item(here: Here, action: Action, reports: int, shown: disclosure.Row | None) -> Reviewed:
    past = before(here.session).get(action.id)
    states = settings(here.step, Settings).states
    return Reviewed(
        action=action_face(here, action),
        before=past.status if past else "",
        due_before=past.due if past else "",
        reports=reports,
        counts=dict(zip(states, shown.counts, strict=False)) if shown else None,
    )


KIND = ReviewKind()
