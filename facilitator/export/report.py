"""What every export says: one immutable ``Report`` of a workshop, free of seats and of the order of arrival.

The formats are written from this alone, so none of them can tell more than it holds: no private promise, no hidden
text, no result about people from fewer than five answers, no votes of a round that is still open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from facilitator.export.follow_up import Followed
from facilitator.export.surveys import Survey
from store.records import Words


@dataclass(frozen=True, kw_only=True)
class Said:
    """One text that somebody wrote."""

    text: str
    lang: str
    tag: Words
    """Empty when it has none."""
    paper: bool = False
    raised: bool = False
    """Its writer lifted it to the shared list."""
    votes: int | None = None
    """None when it was not voted on by itself."""


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """A question with one answer from 1 up. ``counts`` is None when there were too few answers to show."""

    title: Words
    question: Words
    labels: tuple[Words, ...]
    answers: int
    counts: tuple[int, ...] | None
    before: float | None = None
    """Mean of the earlier step that asked the same; None when none did or it had too few answers."""
    note_question: Words
    notes: tuple[Said, ...] = ()
    fewest: int = 5
    """From how many answers on it is shown."""
    late: int = 0
    """Answers that came after the room had seen the result, too few to be told from the difference."""

    @property
    def mean(self) -> float | None:
        """Mean of the answers; None when they are not shown."""
        if self.counts is None:
            return None
        return sum(point * count for point, count in enumerate(self.counts, 1)) / sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One thing that was voted on. Equal votes share the ranks ``rank`` to ``rank_to``."""

    id: str
    name: str
    lang: str
    votes: int
    rank: int
    rank_to: int
    verdict: str = ""
    """What the rating says: now, together, decide or leave; empty when it was not rated."""
    plus: int = 0
    minus: int = 0
    """Votes for and against; ``votes`` is the one less the other."""
    voters: int = 0
    """How many people gave it anything."""
    also: Words = field(default_factory=dict)
    """Its name in other languages; empty for most."""

    def called(self, language: str) -> str:
        """Its name in a language, if it has one in it."""
        return self.also.get(language) or self.name


@dataclass(frozen=True, kw_only=True)
class Poll:
    """One closed round of a vote, best first. ``cut`` = how many of the first go on."""

    title: Words
    question: Words
    round: int
    voters: int
    budget: int
    cut: int
    candidates: tuple[Candidate, ...]
    step: str = ""
    """Id of the step that asked."""
    preset: str = "dots"
    most: int = 1
    """What one item may get from one person."""
    tied: int = 0
    """How many tie at the line, too many to go on all; 0 when it is settled."""
    through: tuple[str, ...] = ()
    """Names of those that went on before this round."""
    by_hand: int = 0
    """How many of the voters were counted by hand, in the room or on paper."""
    slips: tuple[int, int] | None = None
    """Join slips given out and used in the workshop, where this round was held with them; None where not."""

    @property
    def total(self) -> int:
        """All votes that were given, for and against."""
        return sum(candidate.plus + candidate.minus for candidate in self.candidates)


@dataclass(frozen=True, kw_only=True)
class ThemePart:
    """Texts under one theme; ``name`` is empty for those that are in none."""

    name: str
    lang: str
    votes: int | None
    texts: tuple[Said, ...]
    also: Words = field(default_factory=dict)
    """As of a candidate."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """All texts of one step that may be shown, and how many the facilitator has hidden."""

    title: Words
    question: Words
    parts: tuple[ThemePart, ...]
    hidden: int

    @property
    def texts(self) -> tuple[Said, ...]:
        """All of them, theme by theme."""
        return tuple(text for part in self.parts for text in part.texts)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One shared action, or one line of a common checklist (then owner and date are those of the list)."""

    number: int
    what: str
    lang: str
    owner: str
    due: date | None
    first_step: str
    first_step_due: date | None
    size: Words
    lens: Words
    theme: str
    """Name of the theme (or text of the idea) it came from; empty when from none."""
    votes: int | None
    voters: int | None
    notices: str
    decision_from: str
    status: str
    note: str
    missing: tuple[str, ...]
    checklist: bool = False
    theme_also: Words = field(default_factory=dict)
    """As of a candidate."""
    id: str = ""
    """The action's own id, which stays the same when it is exported again."""

    def why(self, language: str) -> str:
        """What it came from, in a language if that has a name in it."""
        return self.theme_also.get(language) or self.theme

    @property
    def label(self) -> str:
        """How people call it: ``T-01``."""
        return f"T-{self.number:02}"


@dataclass(frozen=True, kw_only=True)
class Vow:
    """A promise whose writer chose to share it."""

    text: str
    lang: str
    when: str
    size: Words


@dataclass(frozen=True, kw_only=True)
class Promises:
    """How many promises were made, by size, and the shared ones. The others stay with their writers."""

    count: int
    sizes: tuple[tuple[Words, int], ...]
    """Size -> how many; only sizes that tell of nobody: chosen by five or more, and so the rest."""
    shared: tuple[Vow, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """A workshop as it is told afterwards."""

    title: Words
    purpose: Words
    """Empty for a workshop of one's own."""
    session: str = ""
    """Id of the session."""
    language: str
    held: date
    """The day its first step was opened; the day it was made when none was."""
    next: date
    """When the room looks again at what was agreed."""
    participants: int
    """Phones: each stands for a table where ``tables`` says so."""
    polls: tuple[Poll, ...]
    """Closed rounds in order; a runoff comes after the round that it settles."""
    pulses: tuple[Pulse, ...]
    sections: tuple[Section, ...]
    deeds: tuple[Deed, ...]
    agrees: bool
    """Whether agreeing on actions is part of this workshop at all."""
    promises: Promises
    skipped: tuple[Words, ...]
    """Titles of the steps that were left out on the day."""
    surveys: tuple[Survey, ...] = ()
    """Closed choices and grids, in order."""
    tables: bool = False
    """True when a phone answered for a table: numbers are of tables, not of people."""
    followed: Followed | None = None
    """The workshop that this one follows up, and what became of its actions; None for most."""
