"""The template context of a phone's page: the view, the person's own answers, and the text of a refused form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from facilitator.rules.steps import kind_named
from facilitator.view import PublicView, VoteBody
from facilitator.view.mine import MyIdea, SeatView

PagePhase = Literal["lobby", "over", "ready", "open", "locked", "grace", "closed", "revealed"]

PHASE_NEWS: Mapping[PagePhase, str] = {
    "ready": "phone.soon",
    "open": "phone.said.open",
    "locked": "phone.locked",
    "grace": "phone.said.closed",
    "closed": "phone.said.closed",
    "revealed": "phone.said.revealed",
}
"""Phase -> catalogue key of the sentence that screen readers announce when a step that asks everybody enters it."""

NO_SEAT = SeatView(language="")
"""The own answers of a phone without a seat, which can only read."""


@dataclass(frozen=True)
class PageContext:
    """Everything that a page template uses besides the catalogue."""

    view: PublicView
    mine: SeatView = NO_SEAT
    language: str = "fi"
    session: str = ""
    """Name of the seat cookie; the script stores drafts under it, so that sessions do not mix."""
    edit: str = ""
    """Id of the person's own idea or promise that is being edited; empty for none."""
    saved: str = ""
    """``saved`` or ``removed`` after a form without JavaScript, ``late`` on joining a running workshop, else empty."""
    error: str = ""
    """Why a form was refused, in sentences; else empty."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """The fields of the refused form, so that typed text is not lost."""

    unsent: str = ""
    """Refused text for which the page has no field; set by ``with_unsent_apart``."""
    reason: str = ""
    """Why that text was refused."""

    stage: PublicView | None = None
    """The view of the stage, which may show another step than the phone's task in ``view``."""

    now: float = 0.0
    """Seconds since the epoch on the room's clock."""
    first: bool = False
    """True for the page of a first visit, which contains style and script inline."""

    @property
    def twin(self) -> PageContext | None:
        """The context of a second page, of the stage, while that looks back at another step; else None."""
        # If the phone's own view looks back as well, the page shows that step already.
        if self.stage is None or not self.stage.looking_back or self.view.looking_back:
            return None
        return PageContext(view=self.stage, language=self.language)

    @property
    def kind(self) -> str:
        """Name of the step template."""
        return self.view.body.kind

    @property
    def look(self) -> PagePhase:
        """The phase that the page shows (docs/domain.md 4.3)."""
        view = self.view
        # The states of the session come first: they hold whatever the state of the step is.
        if view.session.state == "closed":
            return "over"
        if view.step is None:
            return "lobby"
        match view.step.state:
            case "ready" | "revealed" as state:
                return state
            case "open":
                # A lock stops answers, so it does not change a step that asks for none.
                return "locked" if view.session.locked and view.step.asks else "open"
            case _:
                # The grace period belongs to one step and does not carry over to the next.
                return "grace" if self.grace == view.current else "closed"

    @property
    def grace(self) -> str:
        """Id of a step that was just closed and still accepts text that is being written; empty for none."""
        grace = self.view.grace
        return grace.step if grace and self.grace_left > 0 else ""

    @property
    def grace_left(self) -> float:
        """Seconds that remain of this grace period."""
        return max(0.0, self.view.grace.until - self.now) if self.view.grace else 0.0

    @property
    def task(self) -> str:
        """A key that changes when the person has something else to do; only then the script replaces the task."""
        step = self.view.step
        # The round is part of the key: a runoff is a new task within the same step.
        return f"{self.view.current}.{step.round if step else 0}.{self.look}"

    @property
    def news(self) -> str:
        """Catalogue key of the sentence that announces the phase; empty for kinds of step that take no answers."""
        return PHASE_NEWS.get(self.look, "") if self.view.step is not None and self.view.step.asks else ""

    @property
    def back_at(self) -> float:
        """The end of the break, in seconds since the epoch; 0 without a break or without a time."""
        timer = self.view.timer
        return timer.ends if self.view.session.state == "break" and timer.state == "running" else 0.0

    @property
    def mirrors(self) -> bool:
        """Whether the task already shows the content of the stage, so that it is not repeated."""
        step = self.view.step
        if step is None or self.view.on_break:
            return False
        return self.look == "revealed" or (self.look == "open" and step.mirrors)

    @property
    def slip_wanted(self) -> bool:
        """Whether the page asks for the code of the join slip instead of votes."""
        body, mine = self.view.body, self.mine
        return self.look == "open" and isinstance(body, VoteBody) and body.slips and not mine.slip and not mine.voted

    @property
    def slip_ahead(self) -> bool:
        """Whether the page will ask for that code once the vote opens."""
        return (
            self.look == "ready"
            and isinstance(self.view.body, VoteBody)
            and self.view.body.slips
            and not self.mine.slip
        )

    @property
    def edited_idea(self) -> MyIdea | None:
        """The person's own idea that is being edited; None when there is none."""
        return next((idea for idea in self.mine.ideas if idea.id == self.edit), None)

    def with_unsent_apart(self) -> PageContext:
        """This context, with refused text moved to ``unsent`` when the page has no field for it.

        Otherwise the template would fill the text into a field of another question.
        """
        if not self.has_unsent_text:
            return self
        return replace(self, typed={}, error="", unsent=self.typed["text"], reason=self.error)

    @property
    def has_unsent_text(self) -> bool:
        """Whether the page has no field for the refused text: the step has changed or takes no more."""
        return bool(self.typed.get("text")) and (
            self.typed.get("step") != self.view.current or self.look not in ("open", "grace") or self.full
        )

    @property
    def full(self) -> bool:
        """Whether the step takes no more texts from this person, so that the page has no field."""
        body, editing = self.view.body, self.edited_idea is not None
        return kind_named(body.kind).page_is_full(body, self.mine.ideas, self.typed, editing)
