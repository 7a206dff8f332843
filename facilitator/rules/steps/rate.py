"""``rate``: two short scales for each of the best items: the customer's benefit, and the effort it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import Taken, asked, own, settings
from facilitator.rules.policy.item_names import also_of, item_label
from facilitator.rules.policy.source_ideas import themes
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.rules.steps.vote import latest_standing
from facilitator.view import Rate, RateItem, Words
from store.records import Answer, replace

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


BORDERS = {"gain": (1.5,), "effort": (1.5, 2.5)}
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


class RateKind(Kind):
    """Rates the items that the latest vote put first, or all themes when there was no vote."""

    name = "rate"
    shape = Settings
    path = ASKING

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("items"):
            return here.step.frame
        most = settings(here.step, Settings).top_n
        items = latest_standing(here) or [theme.id for theme in themes(here)]
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
        items = tuple(self._item(here, item, shown) for item in here.step.frame.get("items", ()))
        pages = self.pages(here) if shown else 1
        return Rate(
            items=items,
            gain=wanted.gain,
            effort=wanted.effort,
            raters=self.answered(here),
            page=min(here.session.page, pages - 1),
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        """Two pages, the verdicts in words and the map of the items; one page when nothing was rated."""
        return 2 if any(True for _ in here.book.of(Answer, here.step.id)) else 1

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        ratings: dict[str, dict[str, int]] = {}
        for answer in here.book.own(Answer, here.step.id, seat):
            ratings.setdefault(answer.item, {})[answer.scale] = answer.value or 0
        return {"ratings": ratings}

    def _item(self, here: Here, item: str, shown: bool) -> RateItem:
        label, lang, behind = item_label(here, item)
        found = RateItem(id=item, label={lang: label, **also_of(here, item)}, lang=lang, ideas=behind)
        if not shown:
            return found
        gains, efforts = self._values(here, item, "gain"), self._values(here, item, "effort")
        if not gains or not efforts:
            return msgspec.structs.replace(found, raters=0)
        gain, effort = mean(gains), mean(efforts)
        return msgspec.structs.replace(
            found,
            gain=gain,
            effort=effort,
            verdict=verdict(gain, effort),
            raters=min(len(gains), len(efforts)),
            even=gain in BORDERS["gain"] or effort in BORDERS["effort"],
        )

    def _values(self, here: Here, item: str, scale: str) -> list[int]:
        answers = here.book.of(Answer, here.step.id)
        return [a.value for a in answers if (a.item, a.scale) == (item, scale) and a.value is not None]


def mean(values: Sequence[int]) -> float:
    """The mean, rounded before it is shown or judged, so that a number and its verdict never contradict each other."""
    return round(sum(values) / len(values), 2)


KIND = RateKind()
