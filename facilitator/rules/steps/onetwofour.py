"""``onetwofour``: 1-2-4-All. Alone, in pairs, in fours, all together: a group of four sends one idea from one phone.

What is written before that stays on the phone. While the step is open its phases are the pages that "next" turns; the
last phase is the reveal, where the groups' ideas are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Here
from facilitator.rules.core.parsing import Taken, asked, settings
from facilitator.rules.steps import text
from facilitator.rules.steps.kind import ASKING
from facilitator.rules.steps.text import TextKind
from facilitator.view import OneTwoFour
from store.records import Idea, Step, StepState

Phase = Literal["alone", "pairs", "fours", "all"]
PHASES: tuple[Phase, ...] = ("alone", "pairs", "fours", "all")
SENDING = PHASES.index("fours")


class Settings(text.Settings, frozen=True):
    """``phases``: minutes of each."""

    phases: tuple[int, int, int, int] = (1, 2, 4, 5)


class OneTwoFourKind(TextKind):
    """One idea per phone, and only from the fours on."""

    name = "onetwofour"
    shape = Settings
    paged = ("open", "revealed")

    def states(self, step: Step) -> tuple[StepState, ...]:
        """The last phase is the reveal."""
        return ASKING

    def clock(self, here: Here, page: int = 0) -> int:
        if page and here.step.state != "open":
            return 0
        return settings(here.step, Settings).phases[PHASES.index(self.phase(here.step, page))]

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        if here.step.state == "open" and self._page(here) < SENDING:
            raise RuleBroken("not_four_yet", 409)
        mine = here.book.own(Idea, here.step.id, seat)
        if mine and not asked(message, text.Message).replaces:
            # One idea of one group: what is sent again is the same idea in other words.
            message = {**message, "replaces": mine[0].id}
        return super().take(here, seat, message)

    def body(self, here: Here) -> OneTwoFour:
        ideas = super().body(here)
        fields = {name: getattr(ideas, name) for name in ideas.__struct_fields__}
        if here.step.state == "open":
            fields |= {"page": min(self._page(here), SENDING), "pages": SENDING + 1}
        phase = self.phase(here.step, self._page(here))
        return OneTwoFour(**fields, phase=phase, minutes=settings(here.step, Settings).phases)

    def pages(self, here: Here) -> int:
        return SENDING + 1 if here.step.state == "open" else super().pages(here)

    @staticmethod
    def _page(here: Here) -> int:
        """The page is that of another step while the stage looks back, which it can only from the first one on."""
        return 0 if here.session.looking and here.step.id == here.session.step else here.session.page

    @staticmethod
    def phase(step: Step, page: int) -> Phase:
        """Where the room is."""
        if step.state == "ready":
            return "alone"
        return PHASES[min(page, SENDING)] if step.state == "open" else "fours" if step.state == "closed" else "all"


KIND = OneTwoFourKind()
