"""What anybody may see now (``PublicView``), and what only the facilitator sees besides (``ConsoleView``).

The stage, the phones and the text twin of the stage are drawn from ``PublicView`` alone. It has no field for
a name, a seat, a draft, a hidden text or a count that is still secret, so none of them can leak. Both views
are immutable and versioned; ``PublicView`` goes over HTTP as ``stage`` in ``GET /{code}/state`` and comes back
whole in another terminal, so its fields are part of the outside contract (``api`` 1): add, never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

Words: TypeAlias = Mapping[str, str]
"""Language code -> text; at least one language. ``words.pick`` chooses."""

PAGE = 6
"""Ideas on one page of the stage (reference: at most six ideas or seven items carry to a back row)."""

FEWEST = 5
"""Results about people are shown from this many answers on."""


class Frozen(Struct, frozen=True, kw_only=True):
    """Base of all view parts: immutable, compared by value."""


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


class Tag(Frozen, frozen=True, kw_only=True):
    """A label that a writer may give an idea (lens, path stage ...): a symbol and a word, never colour alone."""

    id: str
    symbol: str
    label: Words
    hint: Words = {}
    examples: Mapping[str, tuple[str, ...]] = {}


class Text(Frozen, frozen=True, kw_only=True):
    """One text somebody wrote and that everybody may read now."""

    id: str
    text: str
    lang: str
    tag: str = ""


class Choice(Frozen, frozen=True, kw_only=True):
    """One thing that can be voted on, rated or chosen: a theme, an idea, or a ready option."""

    id: str
    label: Words
    ideas: int = 0
    """How many ideas stand behind it."""


# --- bodies: what is special to each kind of step; the tag is the kind -----------------------------------


class Lobby(Frozen, frozen=True, kw_only=True, tag="lobby"):
    """Nothing asked yet: join code, address, how many have joined."""


class Info(Frozen, frozen=True, kw_only=True, tag="info"):
    """A text on the stage. ``join``: shown with the join code beside it."""

    join: bool = False
    tags: tuple[Tag, ...] = ()


class VoteItem(Choice, frozen=True, kw_only=True):
    """``votes`` and ``rank`` stay None until the result is revealed. Equal votes share ``rank`` to ``rank_to``."""

    lang: str = ""
    votes: int | None = None
    rank: int | None = None
    rank_to: int | None = None


class Vote(Frozen, frozen=True, kw_only=True, tag="vote"):
    """Blind votes on items. ``items`` are best first once revealed, else in an order that says nothing."""

    items: tuple[VoteItem, ...]
    budget: int
    max_per_item: int
    voters: int
    """Seats that have used at least one vote."""
    total: int | None = None
    """All votes; None until revealed."""
    cut: int = 0
    """How many of the first items go on (ties at the line included); 0 until revealed."""
    page: int = 0
    pages: int = 1


class Talk(Frozen, frozen=True, kw_only=True, tag="talk"):
    """People talk; ``results`` is the latest revealed vote to talk about."""

    results: Vote | None = None


class Scale(Frozen, frozen=True, kw_only=True, tag="scale"):
    """One answer from 1 up. ``counts[i]`` = answers of value i + 1; None until revealed or under FEWEST answers."""

    labels: tuple[Words, ...]
    answers: int
    counts: tuple[int, ...] | None = None
    too_few: bool = False
    """True when it was revealed and there are too few answers to show."""
    note_question: Words = {}
    """Question of the optional line beside the number; empty when there is none."""


class Ideas(Frozen, frozen=True, kw_only=True, tag="text"):
    """Short open answers. ``texts`` is the page of them once revealed."""

    count: int
    writers: int
    tags: tuple[Tag, ...] = ()
    max_chars: int = 200
    recommended_chars: int = 140
    max_per_person: int = 0
    """0 = no limit."""
    multiline: bool = False
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class Pick(Frozen, frozen=True, kw_only=True, tag="pick"):
    """Each seat raises ``quota`` of its own ideas to the shared list."""

    raised: int
    pickers: int
    quota: int
    tags: tuple[Tag, ...] = ()
    max_chars: int = 200
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class ThemeFace(Frozen, frozen=True, kw_only=True):
    """One theme and the ideas in it."""

    id: str
    number: int
    """The key that places an idea here, from 1."""
    name: str
    lang: str
    texts: tuple[Text, ...]


class Group(Frozen, frozen=True, kw_only=True, tag="group"):
    """Ideas in themes. ``focus`` is the idea being placed, the first of ``loose`` unless chosen."""

    themes: tuple[ThemeFace, ...]
    loose: tuple[Text, ...]
    focus: str = ""
    """Id of the idea that is being placed; empty when all are."""
    tags: tuple[Tag, ...] = ()
    by_tag: bool = False
    """True when loose ideas stand under their tags as headings (short workshops: merge duplicates only)."""
    fewest: int = 6
    most: int = 9
    """How many themes are recommended."""


class RateItem(Choice, frozen=True, kw_only=True):
    """Means (1 to 3) and verdict are None until revealed."""

    lang: str = ""
    gain: float | None = None
    effort: float | None = None
    verdict: Literal["now", "together", "decide", "leave"] | None = None


class Rate(Frozen, frozen=True, kw_only=True, tag="rate"):
    """Two short scales per item: what the customer gains, and what it takes."""

    items: tuple[RateItem, ...]
    gain: tuple[Words, ...]
    effort: tuple[Words, ...]
    """Labels of the points 1, 2, 3."""
    raters: int
    too_few: bool = False


class Commit(Frozen, frozen=True, kw_only=True, tag="commit"):
    """Promises: a count, and the texts whose writers chose to share them."""

    count: int
    small: int
    large: int
    sizes: tuple[Tag, ...] = ()
    max_chars: int = 200
    share_default: bool = False
    shared: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class ActionFace(Frozen, frozen=True, kw_only=True):
    """One shared action. ``missing`` names the parts it lacks: ``owner``, ``due``, ``first_step``."""

    id: str
    number: int
    what: str
    owner: str
    due: str
    first_step: str
    lang: str
    missing: tuple[str, ...] = ()
    first_step_due: str = ""
    size: str = ""
    lens: str = ""
    theme: str = ""
    """Name of the theme (or text of the idea) that it came from; empty when from none."""
    notices: str = ""
    decision_from: str = ""
    status: str = "not_started"
    note: str = ""


class Actions(Frozen, frozen=True, kw_only=True, tag="action"):
    """Shared actions, as they are agreed."""

    actions: tuple[ActionFace, ...]
    most: int
    checklist: bool = False
    """True when the list is a common checklist: one owner and date for all of it."""


class Close(Frozen, frozen=True, kw_only=True, tag="close"):
    """The end: what was agreed and when it is looked at again."""

    follow_up: str
    """ISO date, 30 days on."""
    actions: tuple[ActionFace, ...] = ()
    promises: int = 0


Body: TypeAlias = (
    Lobby | Info | Talk | Scale | Ideas | Pick | Group | Vote | Rate | Commit | Actions | Close
)


class Next(Frozen, frozen=True, kw_only=True):
    """What the next press of PageDown does, so that it can be written at the bottom of the stage.

    ``act``: start, open, close, reveal, page, step, forward (stop looking back), last (nothing more).
    """

    act: str
    title: Words = {}
    """Title of the step that comes, when ``act`` is ``step`` or ``start``."""


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


class Moderated(Text, frozen=True, kw_only=True):
    """A text with what only the facilitator sees."""

    hidden: bool = False
    paper: bool = False
    raised: bool = False
    theme: str = ""
    """Id of its theme; empty when in none."""


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
    trouble: str = ""
    """Code of a standing fault (``disk_full`` ...): one red line on the console; empty when all is well."""
    behind: int = 0
    """Minutes behind the plan; negative when ahead."""
