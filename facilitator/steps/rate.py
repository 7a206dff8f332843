"""``rate``: two short scales per top theme: what the customer gains, and what it takes of us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from msgspec import Struct

from facilitator.act import Act, Here
from facilitator.errors import RuleBroken
from facilitator.material import themes
from facilitator.steps.kind import ASKING, Kind, Taken, asked, own, result_shown, settings
from facilitator.steps.vote import item_label, latest_result
from facilitator.view import Rate, RateItem, Words
from store.records import Answer

POINTS = 3
Verdict = Literal["now", "together", "decide", "leave"]


class Settings(Struct, frozen=True):
    """How many of the best items are rated, and the labels of the points 1 to 3."""

    gain: tuple[Words, ...]
    effort: tuple[Words, ...]
    top_n: int = 5


class Message(Struct, frozen=True):
    """``{"item": id, "scale": "gain"|"effort", "value": 1..3}``"""

    item: str
    scale: Literal["gain", "effort"]
    value: int


def verdict(gain: float, effort: float) -> Verdict:
    """In words, not on a map of false precision (domain reference 3.5): means of 1 to 3, halves round up."""
    if gain < 1.5:
        return "leave"
    if effort < 1.5:
        return "now"
    return "together" if effort < 2.5 else "decide"


class RateKind(Kind):
    """Rates what the latest vote put first."""

    name = "rate"
    path = ASKING

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("items"):
            return here.step.frame
        result, most = latest_result(here), settings(here.step, Settings).top_n
        items = [place.item for place in result[1]] if result else [theme.id for theme in themes(here)]
        if not items:
            raise RuleBroken("nothing_to_rate")
        return {"items": tuple(items[:most])}

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        said = asked(message, Message)
        if said.item not in here.step.frame.get("items", ()):
            raise RuleBroken("no_item", 404)
        if not 1 <= said.value <= POINTS:
            raise RuleBroken("off_scale", most=POINTS)
        mine = here.book.own(Answer, here.step.id, seat)
        old = next((a for a in mine if (a.item, a.scale) == (said.item, said.scale)), None)
        new = old or Answer(id=here.new_id(), step=here.step.id, seat=seat, item=said.item, scale=said.scale)
        return Taken(Act(put=(replace(new, value=said.value),)), new.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        return Act(remove=(own(here, Answer, seat, answer),))

    def answered(self, here: Here) -> int:
        return here.book.seats_in(Answer, here.step.id)

    def body(self, here: Here) -> Rate:
        wanted = settings(here.step, Settings)
        shown = result_shown(here.step)
        items = here.step.frame.get("items", ())
        return Rate(
            items=tuple(self._item(here, item, shown) for item in items),
            gain=wanted.gain,
            effort=wanted.effort,
            raters=self.answered(here),
        )

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        ratings: dict[str, dict[str, int]] = {}
        for answer in here.book.own(Answer, here.step.id, seat):
            ratings.setdefault(answer.item, {})[answer.scale] = answer.value or 0
        return {"ratings": ratings}

    def _item(self, here: Here, item: str, shown: bool) -> RateItem:
        label, lang, behind = item_label(here, item)
        gain, effort = self._mean(here, item, "gain"), self._mean(here, item, "effort")
        if not shown or gain is None or effort is None:
            return RateItem(id=item, label={lang: label}, lang=lang, ideas=behind)
        return RateItem(
            id=item,
            label={lang: label},
            lang=lang,
            ideas=behind,
            gain=gain,
            effort=effort,
            verdict=verdict(gain, effort),
        )

    def _mean(self, here: Here, item: str, scale: str) -> float | None:
        values = [
            answer.value
            for answer in here.book.of(Answer, here.step.id)
            if answer.item == item and answer.scale == scale and answer.value
        ]
        return round(sum(values) / len(values), 2) if values else None


KIND = RateKind()
