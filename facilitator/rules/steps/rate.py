"""``rate``: two short scales for each of the best items: the customer's benefit, and the effort it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import AcceptedAnswer, own_record, parse_answer, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.template_answer import (
    AFTER_REVEAL,
    MOST_NUMBER,
    SUBJECTS,
    AnswerSpec,
    FieldPath,
    LabelNames,
    Labels,
    Plain,
    Requirement,
    ScaleName,
    Settings,
)
from facilitator.rules.policy.item_names import item_label, item_translations
from facilitator.rules.policy.source_ideas import themes
from facilitator.rules.steps.kind import ASKING_STATES, Kind, is_revealed
from facilitator.rules.steps.vote import latest_ranking, public_votes
from facilitator.view import Body, RateBody, RateItem, Words
from facilitator.view.mine import SeatView
from store.records import Answer, replace

POINTS = 3
Verdict = Literal["now", "together", "decide", "leave"]


class RateSettings(Struct, frozen=True):
    """How many of the best items are rated, and the labels of the points 1 to 3."""

    gain: tuple[Words, ...]
    effort: tuple[Words, ...]
    top_n: int = 5


class RateMessage(Struct, frozen=True):
    """``{"item": id, "scale": "gain"|"effort", "value": 1..3}``"""

    item: str
    scale: Literal["gain", "effort"]
    value: int


VERDICT_BORDERS = {"gain": (1.5,), "effort": (1.5, 2.5)}
"""Means at which the verdict changes."""


def verdict(gain: float, effort: float) -> Verdict:
    """The verdict in words for two means from 1 to 3; a mean on a border belongs to the higher side.

    Words, because two scales of three points give no more precision than that (docs/domain.md 3.5).
    """
    if gain < 1.5:
        return "leave"
    if effort < 1.5:
        return "now"
    return "together" if effort < 2.5 else "decide"


class RateAnswer(AnswerSpec, tag="rate", frozen=True):
    """Two scales of three points for each of the best items."""

    target: str
    top_n: int
    gain: str
    effort: str

    defaults: ClassVar[Mapping[str, Any]] = {
        "target": "top_themes",
        "top_n": 5,
        "gain": "impact3",
        "effort": "effort3",
    }
    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {("top_n",): (1, MOST_NUMBER)}

    def settings(self, labels: Labels) -> Plain:
        return {
            "target": self.target,
            "top_n": self.top_n,
            "gain": labels.points(self.gain),
            "effort": labels.points(self.effort),
        }

    @classmethod
    def from_settings(cls, settings: Settings, names: LabelNames) -> Plain:
        scales = {name: names.scale(settings.get(name, ())) for name in ("gain", "effort")}
        return {"target": settings.get("target"), "top_n": settings.get("top_n"), **scales}

    def requirements(self) -> Iterator[Requirement]:
        yield Requirement("target", self.target if self.target in SUBJECTS else "top_themes")

    def scale_names(self) -> Iterator[ScaleName]:
        yield ScaleName("gain", self.gain, POINTS)
        yield ScaleName("effort", self.effort, POINTS)


class RateKind(Kind):
    """Rates the items that the latest vote put first, or all themes when there was no vote."""

    name = "rate"
    cut = "rate"
    answer_type = RateAnswer
    body_type = RateBody
    has_result_to_discuss = True
    rates_items = True
    settings_type = RateSettings
    path = ASKING_STATES

    def on_open(self, context: Context) -> Mapping[str, Any]:
        if context.step.frame.get("items"):
            return context.step.frame
        most = step_settings(context.step, RateSettings).top_n
        items = latest_ranking(context) or [theme.id for theme in themes(context)]
        if not items:
            raise RuleBroken("nothing_to_rate")
        return {"items": tuple(items[:most])}

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        answer = parse_answer(message, RateMessage)
        if answer.item not in context.step.frame.get("items", ()):
            raise RuleBroken("no_item", 404)
        if not 1 <= answer.value <= POINTS:
            raise RuleBroken("off_scale", most=POINTS)
        mine = context.index.records_of_seat(Answer, context.step.id, seat)
        old = next((a for a in mine if (a.item, a.scale) == (answer.item, answer.scale)), None)
        new = old or Answer(id=context.new_id(), step=context.step.id, seat=seat, item=answer.item, scale=answer.scale)
        return AcceptedAnswer(Outcome(put=(replace(new, value=answer.value),)), new.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        return Outcome(remove=(own_record(context, Answer, seat, answer),))

    def answered_count(self, context: Context) -> int:
        return context.index.count_seats(Answer, context.step.id)

    def body(self, context: Context) -> RateBody:
        settings = step_settings(context.step, RateSettings)
        shown = is_revealed(context.step)
        votes = public_votes(context) if shown else {}
        items = tuple(
            msgspec.structs.replace(self._item(context, item, shown), votes=votes.get(item))
            for item in context.step.frame.get("items", ())
        )
        pages = self.page_count(context) if shown else 1
        return RateBody(
            items=items,
            gain=settings.gain,
            effort=settings.effort,
            raters=self.answered_count(context),
            page=min(context.session.page, pages - 1),
            pages=pages,
        )

    def page_count(self, context: Context) -> int:
        """Two pages, the verdicts in words and the map of the items; one page when nothing was rated."""
        return 2 if any(True for _ in context.index.records_in(Answer, context.step.id)) else 1

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        ratings: dict[str, dict[str, int]] = {}
        for answer in context.index.records_of_seat(Answer, context.step.id, seat):
            ratings.setdefault(answer.item, {})[answer.scale] = answer.value or 0
        return {"ratings": ratings}

    def _item(self, context: Context, item: str, shown: bool) -> RateItem:
        label, lang, behind = item_label(context, item)
        found = RateItem(id=item, label={lang: label, **item_translations(context, item)}, lang=lang, ideas=behind)
        if not shown:
            return found
        gains, efforts = self._values(context, item, "gain"), self._values(context, item, "effort")
        if not gains or not efforts:
            return msgspec.structs.replace(found, raters=0)
        gain, effort = mean(gains), mean(efforts)
        return msgspec.structs.replace(
            found,
            gain=gain,
            effort=effort,
            verdict=verdict(gain, effort),
            raters=min(len(gains), len(efforts)),
            even=gain in VERDICT_BORDERS["gain"] or effort in VERDICT_BORDERS["effort"],
        )

    def _values(self, context: Context, item: str, scale: str) -> list[int]:
        answers = context.index.records_in(Answer, context.step.id)
        return [a.value for a in answers if (a.item, a.scale) == (item, scale) and a.value is not None]

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, RateBody):
            return
        for item in body.items:
            for scale, labels in (("gain", body.gain), ("effort", body.effort)):
                if scale not in mine.ratings.get(item.id, {}):
                    usual = person.shared_chance(f"{item.id}{scale}").uniform(1, len(labels))
                    value = min(len(labels), max(1, round(person.chance.gauss(usual, 0.6))))
                    yield SimulatedAnswer(person.thinking_time(2, 9), {"item": item.id, "scale": scale, "value": value})


def mean(values: Sequence[int]) -> float:
    """The mean, rounded before it is shown or judged, so that a number and its verdict never contradict each other."""
    return round(sum(values) / len(values), 2)


KIND = RateKind()
