"""What is special to each kind of step in ``PublicView``: one body per kind; ``view.faces`` has what they share.

Part of the outside contract, as ``facilitator.view`` is: add, never change. No body has a field for a name, a
seat, a draft, a hidden text or a count that is still secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from facilitator.view.parts import FEWEST, ActionFace, Choice, Frozen, Recap, Reviewed, Tag, Text, Words

# --- bodies: what is special to each kind of step; the tag is the kind -----------------------------------


class Lobby(Frozen, frozen=True, kw_only=True, tag="lobby"):
    """Nothing asked yet: join code, address, how many have joined."""


class Info(Frozen, frozen=True, kw_only=True, tag="info"):
    """A text on the stage. ``join``: shown with the join code beside it."""

    join: bool = False
    tags: tuple[Tag, ...] = ()
    recap: Recap | None = None
    """What an earlier workshop agreed, where the step is there to show it."""
    page: int = 0
    pages: int = 1


class VoteItem(Choice, frozen=True, kw_only=True):
    """``votes`` and ``rank`` stay None until the result is revealed. Equal votes share ``rank`` to ``rank_to``."""

    lang: str = ""
    votes: int | None = None
    rank: int | None = None
    rank_to: int | None = None
    plus: int | None = None
    """Votes for it. ``votes`` is this less ``minus``."""
    minus: int | None = None
    voters: int | None = None
    """How many people gave it anything."""


class VoteRound(Frozen, frozen=True, kw_only=True):
    """The result of a round before the one that is shown, best first."""

    number: int
    voters: int
    total: int
    budget: int
    cut: int
    items: tuple[VoteItem, ...]


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
    preset: Literal["dots", "one", "budget", "plus_minus", "stars"] = "dots"
    least_per_item: int = 0
    """Negative where votes against can be given; they use the budget as votes for do."""
    top: int = 0
    """How many are wanted from this round; 0 before it was opened."""
    tied: int = 0
    """How many tie at the line, too many to go on all, so that a runoff decides; 0 when it is settled."""
    through: tuple[VoteItem, ...] = ()
    """What went on in an earlier round already."""
    earlier: tuple[VoteRound, ...] = ()
    """Rounds before this one; none until revealed."""
    slips: bool = False
    """True when only those take part who have given a printed join slip."""


class Crowd(Vote, frozen=True, kw_only=True, tag="crowd"):
    """25/10: each seat scores up to ``cards`` ideas that are not its own, 1 to ``max_per_item`` points each.

    ``votes`` of an item is the sum, at most ``cards`` times that; ``voters`` tells how many have scored it.
    """

    cards: int


class Option(Choice, frozen=True, kw_only=True):
    """``count`` = answers that hold it; None until revealed or under the fewest answers."""

    count: int | None = None


class Options(Frozen, frozen=True, kw_only=True, tag="choice"):
    """Ready options, ``least`` to ``most`` of them each. Revealed: most first, unless their order means something."""

    options: tuple[Option, ...]
    least: int = 1
    most: int = 1
    answers: int
    """Seats that have answered; with the result, those that are counted in it. One answer may hold several options."""
    other: bool = False
    """True when something that is not on the list may be named besides."""
    other_count: int | None = None
    """Answers that name something else; None as the counts are."""
    fewest: int = 1
    """From how many answers on the result is shown."""
    too_few: bool = False
    """True when it was revealed and there are too few answers to show."""
    late: int = 0
    """Answers given after the result was first shown that are not in it yet: so few would tell who gave them."""
    page: int = 0
    pages: int = 1


class Importance(Frozen, frozen=True, kw_only=True):
    """How important a row of a grid is: asked on a scale of its own (``mean``), or chosen in an earlier step."""

    place: float
    """From 0 (nobody finds it important) to 1."""
    mean: float | None = None
    """On the scale of importance; None when it was chosen, not rated."""
    answers: int
    """Seats that rated it; where it was chosen, seats that chose anything."""
    chosen: int | None = None
    """Of them, those that chose it; None when it was rated."""


class GridRow(Choice, frozen=True, kw_only=True):
    """One row. All numbers are None until revealed, and for a row that too few have rated."""

    counts: tuple[int, ...] | None = None
    """``counts[i]`` = answers of value i + 1; those without experience are in none."""
    answers: int | None = None
    """Answers with a value."""
    mean: float | None = None
    importance: Importance | None = None
    gap: float | None = None
    """Importance less how it is realised, both from 0 to 1: positive where more is wished for than there is."""
    too_few: bool = False
    """True when it was revealed and too few have rated this row."""


class Grid(Frozen, frozen=True, kw_only=True, tag="grid"):
    """The same scale for several rows. Revealed with importance, the widest gap comes first."""

    rows: tuple[GridRow, ...]
    labels: tuple[Words, ...]
    importance_labels: tuple[Words, ...] = ()
    """The second scale, when each row is asked how important it is too."""
    na: bool = False
    """True when "no experience" is an answer."""
    na_label: Mapping[str, str] = {}
    answers: int | None
    """Seats that have answered any row; None when it would tell how one to four of them answered a row."""
    fewest: int = FEWEST
    too_few: bool = False
    """True when it was revealed and there are too few answers to show."""
    page: int = 0
    pages: int = 1


class Talk(Frozen, frozen=True, kw_only=True, tag="talk"):
    """People talk; ``results`` is the latest revealed vote to talk about, ``grid`` the latest revealed grid."""

    results: Vote | None = None
    grid: Grid | None = None


class Scale(Frozen, frozen=True, kw_only=True, tag="scale"):
    """One answer from 1 up. ``counts[i]`` = answers of value i + 1; None until revealed or under FEWEST answers."""

    labels: tuple[Words, ...]
    answers: int
    counts: tuple[int, ...] | None = None
    too_few: bool = False
    """True when it was revealed and there are too few answers to show."""
    fewest: int = FEWEST
    """From how many answers on the result is shown."""
    late: int = 0
    """Answers given after the result was first shown, and too few to add to it: the difference would tell of them."""
    note_question: Mapping[str, str] = {}
    """Question of the optional line beside the number; empty when there is none."""


class Ideas(Frozen, frozen=True, kw_only=True, tag="text"):
    """Short open answers. ``texts`` is the page of them once revealed."""

    count: int
    writers: int
    tags: tuple[Tag, ...] = ()
    about: bool = False
    """True when the tags are the themes that the texts are to be about."""
    max_chars: int = 200
    recommended_chars: int = 140
    max_per_person: int = 0
    """0 = no limit."""
    multiline: bool = False
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class OneTwoFour(Ideas, frozen=True, kw_only=True, tag="onetwofour"):
    """1-2-4-All: alone, in pairs, in fours, then all together. Only a group of four sends, one idea from one phone."""

    phase: Literal["alone", "pairs", "fours", "all"]
    minutes: tuple[int, ...]
    """Of the four phases."""


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
    also: Mapping[str, str] = {}
    """The name in other languages, where somebody has given it."""


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
    raters: int | None = None
    """How many rated both; None until revealed."""
    even: bool = False
    """True when a mean lies exactly between two verdicts: the room is of two minds."""


class Rate(Frozen, frozen=True, kw_only=True, tag="rate"):
    """Two short scales per item: what the customer gains, and what it takes."""

    items: tuple[RateItem, ...]
    gain: tuple[Words, ...]
    effort: tuple[Words, ...]
    """Labels of the points 1, 2, 3."""
    raters: int
    too_few: bool = False
    page: int = 0
    """0: the verdicts in words; 1: the map."""
    pages: int = 1


class Commit(Frozen, frozen=True, kw_only=True, tag="commit"):
    """Promises: a count, and the texts whose writers chose to share them."""

    count: int
    small: int
    large: int
    """0 as long as ``sized`` does not name it."""
    sizes: tuple[Tag, ...] = ()
    sized: tuple[str, ...] = ()
    """Ids of the sizes whose number may be told: none before the close, and none that tells of one to four people."""
    max_chars: int = 200
    share_default: bool = False
    shared: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class Actions(Frozen, frozen=True, kw_only=True, tag="action"):
    """Shared actions, as they are agreed."""

    actions: tuple[ActionFace, ...]
    most: int
    checklist: bool = False
    """True when the list is a common checklist: one owner and date for all of it."""


class Review(Frozen, frozen=True, kw_only=True, tag="review"):
    """What became of the shared actions. The states of the actions are the facilitator's, the reports the phones'."""

    items: tuple[Reviewed, ...]
    """By number; all of them, whatever page the stage shows."""
    states: tuple[str, ...]
    tally: Mapping[str, int]
    """State -> number of actions, for every state of ``states``."""
    reporters: int
    shown: bool = False
    """True once the result is revealed: then page 0 is the tally, and the list follows where it says more."""
    note_max: int = 200
    page: int = 0
    pages: int = 1


class Break(Frozen, frozen=True, kw_only=True, tag="break"):
    """Nothing is asked: the room comes back at ``until``, seconds since the epoch; 0 when no time was said."""

    until: float = 0.0


class Close(Frozen, frozen=True, kw_only=True, tag="close"):
    """The end: what was agreed and when it is looked at again."""

    follow_up: str
    """ISO date, 30 days on."""
    actions: tuple[ActionFace, ...] = ()
    promises: int = 0


Body: TypeAlias = (
    Lobby | Info | Talk | Scale | Ideas | Pick | Group | Vote | Rate | Commit | Actions | Close | Options | Grid | Break
    | Review | Crowd | OneTwoFour
)
"""The tag of each is the name of its kind."""
