"""``scale``: each seat chooses one point of a scale and can change it until the step closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here, maybe
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.policy.disclosure import Row, Visibility, as_seen, few_phones, row_of, visible
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.view import Scale, Words
from facilitator.view.mine import MyLine
from store.records import Answer, Step, replace


class Settings(Struct, frozen=True):
    """``labels`` name the points from 1 up. ``note_question``: asks for an optional line beside the number."""

    labels: tuple[Words, ...]
    note_question: Words = {}
    note_max: int = 200
    visibility: Visibility = Visibility()


class Message(Struct, frozen=True):
    """``{"value": 1..n, "text"?}``; without a text the line stays as it is, an empty text removes it."""

    value: int
    text: str | None = None


class ScaleKind(Kind):
    """The result is shown at the reveal from five answers on, since fewer would reveal who answered what."""

    name = "scale"
    shape = Settings
    path = ASKING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        if not 1 <= said.value <= len(wanted.labels):
            raise RuleBroken("off_scale", most=len(wanted.labels))
        mine = here.book.own(Answer, here.step.id, seat)
        answer = mine[0] if mine else Answer(id=here.new_id(), step=here.step.id, seat=seat)
        note = answer.text if said.text is None else maybe(said.text, wanted.note_max) if wanted.note_question else ""
        language = here.book.tables.seats[seat].language
        answer = replace(answer, value=said.value, text=note, lang=language)
        return Taken(Act(put=(answer,)), answer.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Answer, here.step.id)

    def warning(self, here: Here) -> str:
        return few_phones(here, self.fewest(here))

    def fewest(self, here: Here) -> int:
        return settings(here.step, Settings).visibility.fewest

    def seen(self, here: Here) -> Mapping[str, Any]:
        row = self.row(here)
        return as_seen({"": row}) if row else {}

    def body(self, here: Here) -> Scale:
        wanted, answers = settings(here.step, Settings), self.answered(here)
        row = self.row(here) if result_shown(here.step) else None
        return Scale(
            labels=wanted.labels,
            answers=answers,
            counts=row.counts if row else None,
            too_few=result_shown(here.step) and row is None,
            fewest=wanted.visibility.fewest,
            late=max(0, answers - row.people) if row else 0,
            note_question=wanted.note_question,
        )

    def row(self, here: Here) -> Row | None:
        """What may be shown of the answers; None when there are too few."""
        return shown_row(here.step, here.book.of(Answer, here.step.id))

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        answers = here.book.own(Answer, here.step.id, seat)
        return {"value": answers[0].value, "note": answers[0].text} if answers else {}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        labels = settings(here.step, Settings).labels
        return [
            MyLine(chosen=point(labels, answer.value), text=answer.text, lang=answer.lang)
            for answer in here.book.own(Answer, here.step.id, seat)
        ]


def point(labels: Sequence[Words], value: int | None) -> Words:
    """The label of a point with its number, by language; empty for a value that is not on the scale."""
    if value is None or not 1 <= value <= len(labels):
        return {}
    return {language: f"{value} {label}" for language, label in labels[value - 1].items()}


def shown_row(step: Step, answers: Iterable[Answer]) -> Row | None:
    """What may be shown of a scale's answers, given what the room has seen before; None when there are too few."""
    wanted = settings(step, Settings)
    now = row_of((answer.value for answer in answers), len(wanted.labels))
    return visible(step, {"": now}, fewest=wanted.visibility.fewest).get("")


KIND = ScaleKind()
