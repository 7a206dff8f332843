"""``onetwofour``: the method 1-2-4-All (docs/domain.md 2.4).

People think alone, then in pairs, in fours, and all together. A group of four sends one idea from one phone; what is
written before that is not sent. While the step is open its phases are the pages that ``next`` turns. The last phase is
the reveal, at which the groups' ideas are read aloud.
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
"""The index of the phase from which on phones can send."""


class Settings(text.Settings, frozen=True):
    """``phases``: minutes of each phase."""

    phases: tuple[int, int, int, int] = (1, 2, 4, 5)


class OneTwoFourKind(TextKind):
    """A text step with one idea per phone, accepted only from the phase "fours" on."""

    name = "onetwofour"
    shape = Settings
    paged = ("open", "revealed")

    def states(self, step: Step) -> tuple[StepState, ...]:
        """Always with a reveal, since the reveal is the last phase."""
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
            # A group has one idea: what is sent again replaces it.
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
        """The page of this step: while the stage looks back, the session's page belongs to another step.

        Looking back is possible from the first page only, so this step is then at page 0.
        """
        return 0 if here.session.looking and here.step.id == here.session.step else here.session.page

    @staticmethod
    def phase(step: Step, page: int) -> Phase:
        """The phase that the room is in."""
        if step.state == "ready":
            return "alone"
        return PHASES[min(page, SENDING)] if step.state == "open" else "fours" if step.state == "closed" else "all"


KIND = OneTwoFourKind()
