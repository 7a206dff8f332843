"""The views: what everybody may see now (``PublicView``), and what only the facilitator sees besides (``ConsoleView``).

The stage, the phones and the stage as text are drawn from ``PublicView`` alone. It has no field for a name, a seat, a
draft, a hidden text or a count that is still secret, so none of them can leak. Both views are immutable and have a
version. ``PublicView`` is sent over HTTP as ``stage`` in ``GET /{code}/state`` and read by the stage on another
machine, so its fields are part of the public contract (``api`` 1): add fields, never change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from facilitator.view.bodies import (
    ActionBody,
    BreakBody,
    ChoiceBody,
    CloseBody,
    CommitBody,
    CrowdBody,
    GridBody,
    GridRow,
    GroupBody,
    Importance,
    InfoBody,
    LobbyBody,
    OneTwoFourBody,
    OptionItem,
    PickBody,
    PublicTheme,
    RateBody,
    RateItem,
    ReviewBody,
    ScaleBody,
    TalkBody,
    TextBody,
    VoteBody,
    VoteItem,
    VoteRound,
)
from facilitator.view.network import AddressOption, NetworkView
from facilitator.view.parts import (
    IDEAS_PER_PAGE,
    ITEMS_PER_PAGE,
    MIN_ANSWERS,
    Body,
    BodyPart,
    PublicAction,
    Recap,
    ReviewItem,
    Tag,
    Text,
    ViewItem,
    ViewPart,
    Words,
)
from facilitator.view.wifi import Wifi

__all__ = [
    "IDEAS_PER_PAGE",
    "ITEMS_PER_PAGE",
    "MIN_ANSWERS",
    "ActionBody",
    "ActionReport",
    "AddressOption",
    "Body",
    "BodyPart",
    "BreakBody",
    "ChoiceBody",
    "CloseBody",
    "CommitBody",
    "ConsoleView",
    "CrowdBody",
    "Cut",
    "GracePeriod",
    "GridBody",
    "GridRow",
    "GroupBody",
    "Importance",
    "InfoBody",
    "LobbyBody",
    "ModeratedText",
    "NetworkView",
    "NextPress",
    "Nudge",
    "OneTwoFourBody",
    "OptionItem",
    "PickBody",
    "PlanLine",
    "PublicAction",
    "PublicSession",
    "PublicStep",
    "PublicTheme",
    "PublicView",
    "RateBody",
    "RateItem",
    "Recap",
    "ReviewBody",
    "ReviewItem",
    "ScaleBody",
    "Tag",
    "TalkBody",
    "Text",
    "TextBody",
    "Timer",
    "ViewItem",
    "ViewPart",
    "VoteBody",
    "VoteItem",
    "VoteRound",
    "Wifi",
    "Words",
]


class PublicSession(ViewPart, frozen=True, kw_only=True):
    """The session as everybody sees it."""

    title: Words
    language: str
    """Default language of the session."""
    code: str
    address: str
    """The address in the join code, which people can also type: ``http://192.168.1.20:8000/4829``."""
    state: str
    stage_language: str
    """fi, sv, en or two."""
    black: bool = False
    overlay: bool = False
    locked: bool = False
    tables: bool = False
    """True when each phone answers for a table; all numbers are then of tables."""
    approve: bool = False
    """True when texts wait for the facilitator's approval before the stage may show them."""
    slips: bool = False
    """True when only people with a printed join slip can vote."""


class PublicStep(ViewPart, frozen=True, kw_only=True):
    """The step that is shown, in all its languages."""

    id: str
    kind: str
    state: str
    number: int
    """From 1."""
    of: int
    title: Words
    question: Words
    help: Words
    placeholder: Words
    minutes: int
    round: int
    seen: bool = False
    """True when its result has been shown before: a later answer could be found out from the difference."""
    asks: bool = False
    """True when every phone is asked."""
    reveals: bool = False
    """True when it has a result to reveal."""
    ballots: bool = False
    """True for a blind vote."""
    runoff: bool = False
    """True for a vote whose ties can go to a further round, and whose votes can be counted by hand."""
    rests: bool = False
    """True when the step itself is a break."""
    mirrors: bool = False
    """True when phones show the content of the stage while it is open."""


class Timer(ViewPart, frozen=True, kw_only=True):
    """The step's clock; ``off`` for a step without one."""

    state: Literal["off", "running", "paused"]
    ends: float = 0.0
    """When a running timer reaches zero: seconds since the epoch on the facilitator's clock."""
    left: float = 0.0
    """Seconds left on a paused timer; negative past zero."""

    def left_at(self, now: float) -> float:
        """Seconds left at ``now`` (seconds since the epoch); negative when the time is over."""
        return self.ends - now if self.state == "running" else self.left


class GracePeriod(ViewPart, frozen=True, kw_only=True):
    """The grace period of the step that was closed last: its answers are still accepted until it ends."""

    step: str
    until: float
    """Seconds since the epoch on the facilitator's clock; it may have passed."""


class NextPress(ViewPart, frozen=True, kw_only=True):
    """What the next press of PageDown does, for the label at the bottom of the stage.

    ``act``: start, open, close, reveal, page, step, resume (end the break), forward (stop looking back), or last
    (nothing follows).
    """

    act: str
    title: Mapping[str, str] = {}
    """Title of the step that follows, when ``act`` is ``start``, ``step`` or ``resume``."""
    warning: str = ""
    """A warning to show before the step opens: the code of ``warning.<code>`` in the catalogue, or empty."""
    fewest: int = MIN_ANSWERS
    """The number of answers that the result of the step to be opened needs: ``{n}`` of the warning."""


class Nudge(ViewPart, frozen=True, kw_only=True):
    """An encouraging line that is shown for a while beside the question."""

    text: Words
    until: float
    """Seconds since the epoch on the facilitator's clock."""


class PublicView(ViewPart, frozen=True, kw_only=True):
    """Everything that the stage and the phones may show now."""

    version: int
    session: PublicSession
    step: PublicStep | None
    """None in the lobby."""
    current: str
    """Id of the step that phones answer; not ``step.id`` while the stage looks back."""
    timer: Timer
    joined: int
    answered: int
    """Seats that have answered the step that is shown."""
    body: Body
    next: NextPress
    looking_back: bool = False
    grace: GracePeriod | None = None
    nudge: Nudge | None = None
    """It may have ended: compare its ``until`` with the clock."""
    wifi: Wifi | None = None
    """The room's Wi-Fi, only while its code is on the stage."""

    @property
    def on_break(self) -> bool:
        """Whether the room is on a break that is not a step of its own."""
        return self.session.state == "break" and not (self.step is not None and self.step.rests)


class PlanLine(ViewPart, frozen=True, kw_only=True):
    """One line of the run of show."""

    id: str
    kind: str
    state: str
    title: Words
    minutes: int
    opened: float
    """When it opened, in seconds since the epoch; 0 if it has not."""
    ended: float
    cut: int = 0
    """Minutes that were taken from its plan during the workshop."""
    lacks: Mapping[str, str] = {}
    """Language in which some of its texts are missing -> the language that phones show instead."""
    question: Mapping[str, str] = {}


class Cut(ViewPart, frozen=True, kw_only=True):
    """One way to catch up with the plan."""

    cut: str
    """rate (left out), talk (shortened) or group (duplicates only)."""
    step: str
    title: Words
    won: int
    """Minutes saved."""


class ModeratedText(Text, frozen=True, kw_only=True):
    """A text with the fields that only the facilitator sees."""

    hidden: bool = False
    waits: bool = False
    """True for a hidden text that the facilitator has not looked at yet."""
    paper: bool = False
    raised: bool = False
    theme: str = ""
    """Id of its theme; empty when it has none."""


class ActionReport(ViewPart, frozen=True, kw_only=True):
    """A phone's report on an action, without its seat."""

    id: str
    action: str
    """Id of the action that it is about."""
    status: str
    text: str
    lang: str


class ConsoleView(ViewPart, frozen=True, kw_only=True):
    """The facilitator's private view: the public one and what belongs beside it. It has no secret counts either."""

    public: PublicView
    notes: Words
    """What the facilitator reads for the current step."""
    plan: tuple[PlanLine, ...]
    texts: tuple[ModeratedText, ...] = ()
    """All texts that the current step collects or works on, hidden ones included."""
    undo: str = ""
    """Catalogue key of what ``undo`` would undo; empty when there is nothing."""
    redo: str = ""
    languages: Mapping[str, int] = {}
    """Language -> seats."""
    promises: tuple[Text, ...] = ()
    """Shared promises only: a private one is visible to its writer alone."""
    reports: tuple[ActionReport, ...] = ()
    """The written reports on the actions of a review, in an order that reveals nothing."""
    trouble: str = ""
    """Code of a lasting fault (``disk_full`` ...), shown as a red line on the console; empty without a fault."""
    turned_away: int = 0
    """How many new phones were refused because far too many came from one address at once."""
    before_burst: int = 0
    """How many phones had joined before many new ones joined at once during a vote; 0 without such a burst."""
    behind: int = 0
    """Minutes behind the plan when the view was built; negative when ahead. See ``schedule.minutes_late``."""
    cuts: tuple[Cut, ...] = ()
    """What can be cut to catch up, in the order to offer it."""
    waiting: tuple[ModeratedText, ...] = ()
    """The texts of the whole session that wait for approval, in an order that reveals nothing."""
    nudge: Mapping[str, str] = {}
    """The line that could be shown now; empty when there is none."""
    rest: bool = False
    """True when the plan has a break within the current step that has not been held."""
    paper: Mapping[str, int] = {}
    """Votes counted by hand in the current vote: item -> votes, negative for votes against."""
    paper_voters: int = 0
    """How many people gave the votes counted by hand."""
    suggesting: float = -1.0
    """Progress of the suggested themes, from 0 to 1; negative when none are being computed."""
    remote: str = "off"
    """The remote control: off, waiting (for its PIN) or paired (with one device)."""
    names: tuple[Words, ...] = ()
    """The names in the lists of this workshop that the organisation has set or can set; empty when it sets none."""
    network: NetworkView | None = None
    """The address in use, the others, and whether a phone has connected; None when no server runs."""
    slips_made: int = 0
    """Join slips made."""
    slips_used: int = 0
    """How many of them were used; who used them is not known."""
    slips_wrong: int = 0
    """Wrong codes tried since the program started, once there are more than mistyping explains; else 0."""
    wifi: str = ""
    """Name of the Wi-Fi that has been entered; empty without one."""
    pane: str = "results"
    """The work pane for the step that is shown."""
    paper_ideas: bool = False
    """True when an idea that was written on paper can be added to the step that is shown, once it is open."""
