"""What one rendering of a phone's page knows: the view, the person, and what was typed if it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from facilitator.view import Ideas, OneTwoFour, Pick, PublicView, Vote
from facilitator.view.mine import Mine, MyIdea

Look = Literal["lobby", "over", "ready", "open", "locked", "grace", "closed", "revealed"]

ASKING = frozenset(
    ("scale", "grid", "choice", "text", "onetwofour", "pick", "vote", "crowd", "rate", "commit", "review")
)
"""Kinds that take answers from everybody; of the others there is nothing to lock."""

READING = frozenset(("talk", "group", "action", "break", "close"))
"""Kinds whose task is the stage itself, as text."""

NEWS: Mapping[Look, str] = {
    "ready": "phone.soon",
    "open": "phone.said.open",
    "locked": "phone.locked",
    "grace": "phone.said.closed",
    "closed": "phone.said.closed",
    "revealed": "phone.said.revealed",
}
"""What is said aloud once when a step that asks comes to a state."""

NOBODY = Mine(language="")
"""Stands for a phone without a seat: it reads along."""


@dataclass(frozen=True)
class Page:
    """Everything a page template is drawn from, besides the catalogue."""

    view: PublicView
    mine: Mine = NOBODY
    language: str = "fi"
    session: str = ""
    """Name of the seat cookie; tells one session's drafts from another's."""
    edit: str = ""
    """Id of the own idea or promise that is being edited."""
    saved: str = ""
    """``saved`` or ``removed`` after a form without JavaScript, ``late`` for one who joins a running workshop."""
    error: str = ""
    """Sentences that say why a form was refused, else empty."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """The fields of the refused form, so that nothing typed is lost."""

    unsent: str = ""
    """What was typed where no field is drawn for it, and why it was not taken: set apart by ``apart``."""
    reason: str = ""

    stage: PublicView | None = None
    """What is on the stage, where that can be another step than the task (``view``)."""

    now: float = 0.0
    """Seconds since the epoch on the room's clock."""
    first: bool = False
    """True for the page that a new phone gets: style and script stand inside it."""

    @property
    def twin(self) -> Page | None:
        """The stage as a page of its own, while it looks back at another step than the phone's task."""
        if self.stage is None or not self.stage.looking_back or self.view.looking_back:
            return None
        return Page(view=self.stage, language=self.language)

    @property
    def kind(self) -> str:
        """Which of the step templates draws it."""
        return str(self.view.body.__struct_config__.tag)

    @property
    def look(self) -> Look:
        """What the phone shows now (domain reference 4.3)."""
        view = self.view
        if view.session.state == "closed":
            return "over"
        if view.step is None:
            return "lobby"
        match view.step.state:
            case "ready" | "revealed" as state:
                return state
            case "open":
                return "locked" if view.session.locked and self.kind in ASKING else "open"
            case _:
                return "grace" if self.grace == view.current else "closed"

    @property
    def grace(self) -> str:
        """Id of the step that has just been closed and still takes what people have in hand; empty when none does."""
        grace = self.view.grace
        return grace.step if grace and self.grace_left > 0 else ""

    @property
    def grace_left(self) -> float:
        """Seconds that it does so."""
        return max(0.0, self.view.grace.until - self.now) if self.view.grace else 0.0

    @property
    def task(self) -> str:
        """Changes when the person has something else to do: the script replaces the task only then."""
        step = self.view.step
        return f"{self.view.current}.{step.round if step else 0}.{self.look}"

    @property
    def news(self) -> str:
        """Key of the sentence that says how the step's state has changed; empty where a change means no more to do."""
        return NEWS.get(self.look, "") if self.kind in ASKING else ""

    @property
    def back_at(self) -> float:
        """When the room comes back from its break, seconds since the epoch; 0 when nobody has said."""
        timer = self.view.timer
        return timer.ends if self.view.session.state == "break" and timer.state == "running" else 0.0

    @property
    def mirrors(self) -> bool:
        """True when the task itself shows what is on the stage, so that it need not be said twice."""
        if self.view.session.state == "break" and self.kind != "break":
            return False
        return self.look == "revealed" or (self.look == "open" and self.kind in READING)

    @property
    def slip_wanted(self) -> bool:
        """True when this phone is asked for its slip instead of its votes."""
        body, mine = self.view.body, self.mine
        return self.look == "open" and isinstance(body, Vote) and body.slips and not mine.slip and not mine.voted

    @property
    def slip_ahead(self) -> bool:
        """True when this phone will be asked for it."""
        return self.look == "ready" and isinstance(self.view.body, Vote) and self.view.body.slips and not self.mine.slip

    @property
    def editing(self) -> MyIdea | None:
        """The own idea that is being edited, if it is there."""
        return next((idea for idea in self.mine.ideas if idea.id == self.edit), None)

    def apart(self) -> Page:
        """The same page; a text that no field is drawn for stands by itself, and in no field of another question."""
        if not self.stale:
            return self
        return replace(self, typed={}, error="", unsent=self.typed["text"], reason=self.error)

    @property
    def stale(self) -> bool:
        """True when no field is drawn for what was typed: the step is another, or takes no more of it."""
        return bool(self.typed.get("text")) and (
            self.typed.get("step") != self.view.current or self.look not in ("open", "grace") or self.full
        )

    @property
    def full(self) -> bool:
        """True when the person has written all that the step takes and edits nothing: then it has no field."""
        body, ideas = self.view.body, self.mine.ideas
        if isinstance(body, Pick):
            return bool(self.typed) and self.typed.get("answer") not in [idea.id for idea in ideas]
        if not isinstance(body, Ideas) or isinstance(body, OneTwoFour):
            return False
        return 0 < body.max_per_person <= len(ideas) and self.editing is None
