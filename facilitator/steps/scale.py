"""``scale``: one answer from 1 up per seat, changeable until it closes. A pulse of the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import Struct

from facilitator.act import Act, Here, maybe
from facilitator.errors import RuleBroken
from facilitator.steps.kind import ASKING, Kind, Taken, asked, own, result_shown, settings
from facilitator.view import FEWEST, Scale, Words
from store.records import Answer


class Settings(Struct, frozen=True):
    """``labels`` of the points from 1 up; an optional line may be asked beside the number."""

    labels: tuple[Words, ...]
    note_question: Words = {}
    note_max: int = 200


class Message(Struct, frozen=True):
    """``{"value": 1..n, "text"?}``"""

    value: int
    text: str | None = None


class ScaleKind(Kind):
    """Shown at reveal, from five answers on: fewer would tell who said what."""

    name = "scale"
    path = ASKING

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        wanted, said = settings(here.step, Settings), asked(message, Message)
        if not 1 <= said.value <= len(wanted.labels):
            raise RuleBroken("off_scale", most=len(wanted.labels))
        note = maybe(said.text, wanted.note_max) if wanted.note_question else ""
        mine = here.book.own(Answer, here.step.id, seat)
        answer = mine[0] if mine else Answer(id=here.new_id(), step=here.step.id, seat=seat)
        language = here.book.tables.seats[seat].language
        answer = replace(answer, value=said.value, text=note, lang=language)
        return Taken(Act(put=(answer,)), answer.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Answer, here.step.id)

    def body(self, here: Here) -> Scale:
        wanted = settings(here.step, Settings)
        values = Counter(answer.value for answer in here.book.of(Answer, here.step.id))
        answers = values.total()
        shown = result_shown(here.step)
        counts = tuple(values[point] for point in range(1, len(wanted.labels) + 1))
        return Scale(
            labels=wanted.labels,
            answers=answers,
            counts=counts if shown and answers >= FEWEST else None,
            too_few=shown and answers < FEWEST,
            note_question=wanted.note_question,
        )

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        answers = here.book.own(Answer, here.step.id, seat)
        return {"value": answers[0].value, "note": answers[0].text} if answers else {}


KIND = ScaleKind()
