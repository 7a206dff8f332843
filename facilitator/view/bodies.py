"""The part of ``PublicView`` that is specific to a kind of step. ``view.parts`` has what the bodies share.

A kind may also define its body in its own module; these are here because several screens and files read them.

Part of the public contract, as ``facilitator.view`` is: add fields, never change them. No body has a field for a name,
a seat, a draft, a hidden text or a count that is still secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from facilitator.view.parts import (
    MIN_ANSWERS,
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

# --- bodies: what is special to each kind of step; the tag is the kind -----------------------------------


class LobbyBody(BodyPart, frozen=True, kw_only=True, tag="lobby"):
    """The lobby: join code, address and the number of people who have joined. Nothing is asked yet."""


class InfoBody(BodyPart, frozen=True, kw_only=True, tag="info"):
    """A text on the stage. ``join``: shown with the join code beside it."""

    join: bool = False
    tags: tuple[Tag, ...] = ()
    recap: Recap | None = None
    """What an earlier workshop agreed, when the step is there to show it."""
    page: int = 0
    pages: int = 1


class VoteItem(ViewItem, frozen=True, kw_only=True):
    """An item of a vote. All numbers are None until the reveal. Equal votes share ``rank`` to ``rank_to``."""

    lang: str = ""
    votes: int | None = None
    rank: int | None = None
    rank_to: int | None = None
    plus: int | None = None
    """Votes for it; ``votes`` is this number less ``minus``."""
    minus: int | None = None
    voters: int | None = None
    """How many people gave it any vote."""


class VoteRound(ViewPart, frozen=True, kw_only=True):
    """The result of a round before the one that is shown, best item first."""

    number: int
    voters: int
    total: int
    budget: int
    cut: int
    items: tuple[VoteItem, ...]


class VoteBody(BodyPart, frozen=True, kw_only=True, tag="vote"):
    """Blind votes on items. ``items`` are best first after the reveal; before it their order means nothing."""

    items: tuple[VoteItem, ...]
    budget: int
    max_per_item: int
    voters: int
    """Seats that have used at least one vote."""
    total: int | None = None
    """All votes; None until revealed."""
    cut: int = 0
    """How many of the first items go on (see ``cut_line``); 0 until the reveal."""
    page: int = 0
    pages: int = 1
    preset: Literal["dots", "one", "budget", "plus_minus", "stars"] = "dots"
    least_per_item: int = 0
    """Negative when votes against are possible; they use the budget as votes for do."""
    top: int = 0
    """How many items are wanted from this round; 0 before it is opened."""
    tied: int = 0
    """How many items tie at the cut line, too many to all go on, so that a runoff decides; else 0."""
    through: tuple[VoteItem, ...] = ()
    """Items that went on in an earlier round."""
    earlier: tuple[VoteRound, ...] = ()
    """The rounds before this one; empty until the reveal."""
    slips: bool = False
    """True when only people with a printed join slip take part."""


class CrowdBody(VoteBody, frozen=True, kw_only=True, tag="crowd"):
    """25/10 Crowd Sourcing: each seat scores up to ``cards`` ideas of others with 1 to ``max_per_item`` points each.

    ``votes`` of an item is the sum of its points; ``voters`` is the number of seats that have scored it.
    """

    cards: int


class OptionItem(ViewItem, frozen=True, kw_only=True):
    """An option of a choice. ``count``: answers that include it; None until the reveal and with too few answers."""

    count: int | None = None


class ChoiceBody(BodyPart, frozen=True, kw_only=True, tag="choice"):
    """Listed options, of which each seat chooses ``least`` to ``most``.

    After the reveal the most chosen come first, unless the order of the options has a meaning.
    """

    options: tuple[OptionItem, ...]
    least: int = 1
    most: int = 1
    answers: int
    """Seats that have answered; with the result, those counted in it. One answer may include several options."""
    other: bool = False
    """True when people may also write something that is not on the list."""
    other_count: int | None = None
    """Answers that name something else; None when the counts are."""
    fewest: int = 1
    """The number of answers from which on the result is shown."""
    too_few: bool = False
    """True when it is revealed and there are too few answers to show."""
    late: int = 0
    """Answers given after the result was shown that it does not include yet: so few would reveal who gave them."""
    page: int = 0
    pages: int = 1


class Importance(ViewPart, frozen=True, kw_only=True):
    """How important a row of a grid is: rated on a second scale (``mean``) or chosen in an earlier step."""

    place: float
    """Position from 0 (not important to anybody) to 1."""
    mean: float | None = None
    """Mean on the scale of importance; None when it was chosen and not rated."""
    answers: int
    """Seats that rated it; if it was chosen, seats that chose anything."""
    chosen: int | None = None
    """Seats that chose it; None when it was rated."""


class GridRow(ViewItem, frozen=True, kw_only=True):
    """One row of a grid. All numbers are None until the reveal, and for a row that too few people have rated."""

    counts: tuple[int, ...] | None = None
    """``counts[i]``: answers of value i + 1; answers without experience are not counted."""
    answers: int | None = None
    """Answers with a value."""
    mean: float | None = None
    importance: Importance | None = None
    gap: float | None = None
    """Importance less realisation, both as positions from 0 to 1: positive when more is wished for than there is."""
    too_few: bool = False
    """True when it is revealed and too few people have rated this row."""


class GridBody(BodyPart, frozen=True, kw_only=True, tag="grid"):
    """One scale for several rows. After the reveal of a grid with importance, the widest gap comes first."""

    rows: tuple[GridRow, ...]
    labels: tuple[Words, ...]
    importance_labels: tuple[Words, ...] = ()
    """Labels of the second scale, when each row is also rated by importance."""
    na: bool = False
    """True when "no experience" is an answer."""
    na_label: Mapping[str, str] = {}
    answers: int | None
    """Seats that have answered any row; None when it would reveal how one to four of them answered a row."""
    fewest: int = MIN_ANSWERS
    too_few: bool = False
    """True when it is revealed and there are too few answers to show."""
    page: int = 0
    pages: int = 1

    def position(self, mean: float) -> float:
        """The position of a mean on the scale, from 0 to 1."""
        return (mean - 1) / (len(self.labels) - 1) if len(self.labels) > 1 else 0.0


class TalkBody(BodyPart, frozen=True, kw_only=True, tag="talk"):
    """A discussion; ``results`` is the latest revealed vote to discuss, ``grid`` the latest revealed grid."""

    results: VoteBody | None = None
    grid: GridBody | None = None


class ScaleBody(BodyPart, frozen=True, kw_only=True, tag="scale"):
    """One point of a scale per seat.

    ``counts[i]``: answers of value i + 1; None until the reveal and below ``fewest`` answers.
    """

    labels: tuple[Words, ...]
    answers: int
    counts: tuple[int, ...] | None = None
    too_few: bool = False
    """True when it is revealed and there are too few answers to show."""
    fewest: int = MIN_ANSWERS
    """The number of answers from which on the result is shown."""
    late: int = 0
    """Answers given after the result was shown that it does not include yet: so few would reveal who gave them."""
    before: tuple[int, ...] = ()
    """Counts of the opening pulse that this one is compared with, once both are public; empty for none."""
    note_question: Mapping[str, str] = {}
    """Question of the optional line beside the number; empty when there is none."""


class TextBody(BodyPart, frozen=True, kw_only=True, tag="text"):
    """Short open answers. ``texts``: one page of them after the reveal."""

    count: int
    writers: int
    tags: tuple[Tag, ...] = ()
    about: bool = False
    """True when the tags are the themes that the texts are about."""
    max_chars: int = 200
    recommended_chars: int = 140
    max_per_person: int = 0
    """0 = no limit."""
    multiline: bool = False
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class OneTwoFourBody(TextBody, frozen=True, kw_only=True, tag="onetwofour"):
    """1-2-4-All: alone, in pairs, in fours, then all together. A group of four sends one idea from one phone."""

    phase: Literal["alone", "pairs", "fours", "all"]
    minutes: tuple[int, ...]
    """Minutes of the four phases."""


class PickBody(BodyPart, frozen=True, kw_only=True, tag="pick"):
    """Each seat raises ``quota`` of its own ideas to the shared list."""

    raised: int
    pickers: int
    quota: int
    tags: tuple[Tag, ...] = ()
    max_chars: int = 200
    texts: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class PublicTheme(ViewPart, frozen=True, kw_only=True):
    """One theme and the ideas in it."""

    id: str
    number: int
    """The number key that places an idea here, from 1."""
    name: str
    lang: str
    texts: tuple[Text, ...]
    also: Mapping[str, str] = {}
    """The name in other languages, as far as it was translated."""


class GroupBody(BodyPart, frozen=True, kw_only=True, tag="group"):
    """Ideas sorted into themes. ``loose``: ideas without a theme."""

    themes: tuple[PublicTheme, ...]
    loose: tuple[Text, ...]
    focus: str = ""
    """Id of the idea that is placed next, by default the first of ``loose``; empty when all are placed."""
    tags: tuple[Tag, ...] = ()
    by_tag: bool = False
    """True when loose ideas are listed under their tags (short workshops, which only merge duplicates)."""
    fewest: int = 6
    most: int = 9
    """``fewest`` to ``most`` themes are recommended."""

    def shown_texts(self) -> tuple[Text, ...]:
        """The ideas without a theme, then those of each theme."""
        return (*self.loose, *(text for theme in self.themes for text in theme.texts))


class RateItem(ViewItem, frozen=True, kw_only=True):
    """An item with its means (1 to 3) and verdict, which are None until the reveal."""

    lang: str = ""
    gain: float | None = None
    effort: float | None = None
    verdict: Literal["now", "together", "decide", "leave"] | None = None
    raters: int | None = None
    """How many seats rated it on both scales; None until the reveal."""
    votes: int | None = None
    """Votes for it in the last revealed vote; None until the reveal, and without such a vote."""
    even: bool = False
    """True when a mean lies exactly on the border of two verdicts."""


class RateBody(BodyPart, frozen=True, kw_only=True, tag="rate"):
    """Two short scales per item: the customer's benefit, and the effort."""

    items: tuple[RateItem, ...]
    gain: tuple[Words, ...]
    effort: tuple[Words, ...]
    """Labels of the points 1, 2, 3."""
    raters: int
    too_few: bool = False
    page: int = 0
    """0: the verdicts in words; 1: the map."""
    pages: int = 1


class CommitBody(BodyPart, frozen=True, kw_only=True, tag="commit"):
    """Promises: their number, and the texts that their writers share."""

    count: int
    small: int
    large: int
    """``small`` and ``large``: promises by size; 0 for a size that ``sized`` does not name."""
    sizes: tuple[Tag, ...] = ()
    sized: tuple[str, ...] = ()
    """Ids of the sizes whose number may be shown: none before the close, and none that concerns one to four people."""
    max_chars: int = 200
    share_default: bool = False
    """Always False: a promise is shared only if its writer says so. Kept for readers of the state as data."""
    shared: tuple[Text, ...] = ()
    page: int = 0
    pages: int = 1


class ActionBody(BodyPart, frozen=True, kw_only=True, tag="action"):
    """Shared actions, as they are being agreed."""

    actions: tuple[PublicAction, ...]
    most: int
    checklist: bool = False
    """True when the actions are a common checklist, with one owner and one due date for all of it."""


class ReviewBody(BodyPart, frozen=True, kw_only=True, tag="review"):
    """What became of the shared actions. The facilitator sets the states of the actions; phones send the reports."""

    items: tuple[ReviewItem, ...]
    """All actions by number, whichever page the stage shows."""
    states: tuple[str, ...]
    tally: Mapping[str, int]
    """State -> number of actions, for every state of ``states``."""
    reporters: int
    shown: bool = False
    """True when the result is revealed: page 0 is then the tally, and the list follows if it has counts."""
    note_max: int = 200
    page: int = 0
    pages: int = 1


class BreakBody(BodyPart, frozen=True, kw_only=True, tag="break"):
    """A break until ``until``, in seconds since the epoch; 0 when it has no set end."""

    until: float = 0.0


class CloseBody(BodyPart, frozen=True, kw_only=True, tag="close"):
    """The end: what was agreed and when it is reviewed."""

    follow_up: str
    """ISO date of the follow-up session."""
    actions: tuple[PublicAction, ...] = ()
    promises: int = 0
    totals: Mapping[str, int] = {}
    """What the hour has brought: ``ideas``, ``themes``, ``votes``; a number that is not public is left out."""
