"""The console view: the public view, and what only the facilitator sees besides. It has no secret counts either."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.view.network import NetworkView
from facilitator.view.parts import Text, ViewPart, Words
from facilitator.view.public import PublicView


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
