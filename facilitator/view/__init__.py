"""What anybody may see now (``PublicView``), and what only the facilitator sees besides (``ConsoleView``).

The stage, the phones and the text twin of the stage are drawn from ``PublicView`` alone. It has no field for
a name, a seat, a draft, a hidden text or a count that is still secret, so none of them can leak. Both views
are immutable and versioned; ``PublicView`` goes over HTTP as ``stage`` in ``GET /{code}/state`` and comes back
whole in another terminal, so its fields are part of the outside contract (``api`` 1): add, never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from facilitator.view.bodies import (
    Actions,
    Body,
    Break,
    Close,
    Commit,
    Crowd,
    Grid,
    GridRow,
    Group,
    Ideas,
    Importance,
    Info,
    Lobby,
    OneTwoFour,
    Option,
    Options,
    Pick,
    Rate,
    RateItem,
    Review,
    Scale,
    Talk,
    ThemeFace,
    Vote,
    VoteItem,
    VoteRound,
)
from facilitator.view.network import Outlook, Way
from facilitator.view.parts import FEWEST, ITEMS, PAGE, ActionFace, Choice, Frozen, Recap, Reviewed, Tag, Text, Words
from facilitator.view.wifi import Wifi

__all__ = [
    "FEWEST",
    "ITEMS",
    "PAGE",
    "ActionFace",
    "Actions",
    "Body",
    "Break",
    "Choice",
    "Close",
    "Commit",
    "ConsoleView",
    "Crowd",
    "Cut",
    "Face",
    "Frozen",
    "Grace",
    "Grid",
    "GridRow",
    "Group",
    "Ideas",
    "Importance",
    "Info",
    "Lobby",
    "Moderated",
    "Next",
    "Nudge",
    "OneTwoFour",
    "Option",
    "Options",
    "Outlook",
    "Pick",
    "PlanLine",
    "PublicView",
    "Rate",
    "RateItem",
    "Recap",
    "Report",
    "Review",
    "Reviewed",
    "Scale",
    "StepFace",
    "Tag",
    "Talk",
    "Text",
    "ThemeFace",
    "Timer",
    "Vote",
    "VoteItem",
    "VoteRound",
    "Way",
    "Wifi",
    "Words",
]


class Face(Frozen, frozen=True, kw_only=True):
    """The session as everybody sees it."""

    title: Words
    language: str
    """Default language of the session."""
    code: str
    address: str
    """What the join code says and people type: ``http://192.168.1.20:8000/4829``."""
    state: str
    stage_language: str
    """fi, sv, en or two."""
    black: bool = False
    overlay: bool = False
    locked: bool = False
    tables: bool = False
    """True when a phone answers for a table: numbers are of tables then."""
    approve: bool = False
    """True when texts wait for the facilitator before the stage may show them."""
    slips: bool = False
    """True when votes are for those who have given a printed join slip."""


class StepFace(Frozen, frozen=True, kw_only=True):
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
    """True when its result has been shown once: whoever answers now may be told from the difference."""


class Timer(Frozen, frozen=True, kw_only=True):
    """The step's clock. ``off`` for steps that have none."""

    state: Literal["off", "running", "paused"]
    ends: float = 0.0
    """When a running timer reaches zero: seconds since the epoch on the facilitator's clock."""
    left: float = 0.0
    """Seconds left on a paused timer; negative past zero."""

    def left_at(self, now: float) -> float:
        """Seconds left at ``now`` (seconds since the epoch); negative when the time is over."""
        return self.ends - now if self.state == "running" else self.left


class Grace(Frozen, frozen=True, kw_only=True):
    """A step has just been closed; what people have in hand is still taken."""

    step: str
    until: float
    """Seconds since the epoch on the facilitator's clock; may be past already."""


class Next(Frozen, frozen=True, kw_only=True):
    """What the next press of PageDown does, so that it can be written at the bottom of the stage.

    ``act``: start, open, close, reveal, page, step, forward (stop looking back), last (nothing more).
    """

    act: str
    title: Mapping[str, str] = {}
    """Title of the step that comes, when ``act`` is ``step`` or ``start``."""
    warning: str = ""
    """What to think of before it opens, ``warning.<code>`` in the catalogue; empty for nothing."""
    fewest: int = FEWEST
    """From how many answers on the result of what opens is shown: ``{n}`` of the warning."""


class Nudge(Frozen, frozen=True, kw_only=True):
    """One calm line that is shown for a while, beside whatever the step asks."""

    text: Words
    until: float
    """Seconds since the epoch on the facilitator's clock."""


class PublicView(Frozen, frozen=True, kw_only=True):
    """Everything that the wall and the phones may show now."""

    version: int
    session: Face
    step: StepFace | None
    """None in the lobby."""
    current: str
    """Id of the step that phones answer; differs from ``step.id`` while the stage looks back."""
    timer: Timer
    joined: int
    answered: int
    """Seats that have answered the step that is shown."""
    body: Body
    next: Next
    looking_back: bool = False
    grace: Grace | None = None
    nudge: Nudge | None = None
    """May be past already: whoever draws it looks at the clock."""
    wifi: Wifi | None = None
    """The room's Wi-Fi, only while its code is on the stage."""


class PlanLine(Frozen, frozen=True, kw_only=True):
    """One line of the run of show."""

    id: str
    kind: str
    state: str
    title: Words
    minutes: int
    opened: float
    """When it opened, seconds since the epoch; 0 if it has not."""
    ended: float
    cut: int = 0
    """Minutes that were taken from its plan on the day."""
    lacks: Mapping[str, str] = {}
    """Language that some of its text is not written in -> language that phones show instead."""
    question: Mapping[str, str] = {}


class Cut(Frozen, frozen=True, kw_only=True):
    """One way to catch up with the plan."""

    cut: str
    """rate (left out), talk (shortened) or group (duplicates only)."""
    step: str
    title: Words
    won: int
    """Minutes."""


class Moderated(Text, frozen=True, kw_only=True):
    """A text with what only the facilitator sees."""

    hidden: bool = False
    waits: bool = False
    """True for a hidden one that the facilitator has yet to look at."""
    paper: bool = False
    raised: bool = False
    theme: str = ""
    """Id of its theme; empty when in none."""


class Report(Frozen, frozen=True, kw_only=True):
    """A line that a phone wrote about an action: a message to the facilitator, without its seat."""

    id: str
    action: str
    """Id of the action that it is about."""
    status: str
    text: str
    lang: str


class ConsoleView(Frozen, frozen=True, kw_only=True):
    """The facilitator's private view: the public one and what belongs beside it. No secret counts here either."""

    public: PublicView
    notes: Words
    """What the facilitator reads for the current step."""
    plan: tuple[PlanLine, ...]
    texts: tuple[Moderated, ...] = ()
    """All texts of the current step (or of the step it works on), hidden ones too."""
    undo: str = ""
    """Catalogue key of the act that ``undo`` takes back; empty when there is none."""
    redo: str = ""
    languages: Mapping[str, int] = {}
    """Language -> seats."""
    promises: tuple[Text, ...] = ()
    """Shared promises only: private ones are nobody's but the writer's."""
    reports: tuple[Report, ...] = ()
    """What phones wrote about the actions of a review, in an order that says nothing."""
    trouble: str = ""
    """Code of a standing fault (``disk_full`` ...): one red line on the console; empty when all is well."""
    turned_away: int = 0
    """How many new phones were not let in, because far too many came from one address at once."""
    before_burst: int = 0
    """How many phones there were before many new ones came at once in a vote; 0 when none did."""
    behind: int = 0
    """Minutes behind the plan when the view was made; negative when ahead. See ``schedule.behind``."""
    cuts: tuple[Cut, ...] = ()
    """What can be cut to catch up, in the order to offer it."""
    waiting: tuple[Moderated, ...] = ()
    """The texts of the whole session that wait for the facilitator, in an order that says nothing."""
    nudge: Mapping[str, str] = {}
    """The line that could be shown now; empty when there is none."""
    rest: bool = False
    """True when the plan has a break within the current step."""
    paper: Mapping[str, int] = {}
    """What was counted by hand in the vote that is under way: item -> votes; below zero for votes against."""
    paper_voters: int = 0
    """How many people that was."""
    suggesting: float = -1.0
    """How far suggested themes are worked out, 0 to 1; below zero when none are."""
    remote: str = "off"
    """The remote control: off, waiting (for its PIN) or paired (in one device's hand)."""
    names: tuple[Words, ...] = ()
    """What the organisation has named, or can name, in the lists of this workshop; none where nothing is asked."""
    network: Outlook | None = None
    """The address that is shown, the others, and whether a phone came; None where nobody listens."""
    slips_made: int = 0
    """Join slips given out."""
    slips_used: int = 0
    """How many of them were used; by whom is told nobody."""
    slips_wrong: int = 0
    """Wrong codes tried since the program started, once they are more than people mistype; else 0."""
    wifi: str = ""
    """Name of the Wi-Fi that has been entered; empty for none."""
