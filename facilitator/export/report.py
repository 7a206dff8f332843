"""The content of every export: one immutable ``WorkshopReport``, without seat ids and without the order of arrival.

Every format except ``session.json`` is written from this report only. The report contains no private promise, no hidden
text, no result about people from fewer than five answers and no votes of an open round, so no format can disclose them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from facilitator.export.follow_up import FollowUpComparison
from facilitator.export.surveys import Survey
from facilitator.rules.core.results import Scoring
from store.records import Translations


@dataclass(frozen=True, kw_only=True)
class ReportedText:
    """One text that a participant wrote."""

    text: str
    lang: str
    tag: Translations
    """Label of its tag; empty for none."""
    paper: bool = False
    """Whether the facilitator typed it in from paper."""
    raised: bool = False
    """Whether its writer selected it for the shared list."""
    votes: int | None = None
    """None when it was not a candidate of a vote."""


@dataclass(frozen=True, kw_only=True)
class ScaleResult:
    """Result of a scale question. ``counts``: number of answers for each point from 1 up; None below the threshold."""

    title: Translations
    question: Translations
    labels: tuple[Translations, ...]
    answers: int
    counts: tuple[int, ...] | None
    mean_before: float | None = None
    """Mean of the earlier step with the same question; None when there is none or it had too few answers."""
    note_question: Translations
    notes: tuple[ReportedText, ...] = ()
    fewest: int = 5
    """Disclosure threshold: the result is shown only from this number of answers."""
    late_answers: int = 0
    """Answers given after the result was shown; left out of ``counts``, because the change would disclose them."""

    @property
    def mean(self) -> float | None:
        """Mean of the answers; None when the result is not shown."""
        if self.counts is None:
            return None
        return sum(point * count for point, count in enumerate(self.counts, 1)) / sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class PollCandidate:
    """One candidate of a vote. Candidates with equal votes share the ranks ``rank`` to ``rank_to``."""

    id: str
    name: str
    lang: str
    votes: int
    rank: int
    rank_to: int
    verdict: str = ""
    """Verdict of the rating: ``now``, ``together``, ``decide`` or ``leave``; empty when it was not rated."""
    plus: int = 0
    minus: int = 0
    """Votes for and against; ``votes`` is their difference."""
    voters: int = 0
    """Number of people who gave it at least one vote."""
    translations: Translations = field(default_factory=dict)
    """Language -> name, for languages other than its own; usually empty."""

    def name_in(self, language: str) -> str:
        """Its name in a language, or else its original name."""
        return self.translations.get(language) or self.name


@dataclass(frozen=True, kw_only=True)
class VoteRoundResult:
    """Result of one closed round of a vote. ``candidates``: best first. ``cut``: number of candidates that advance."""

    title: Translations
    question: Translations
    round: int
    voters: int
    budget: int
    cut: int
    candidates: tuple[PollCandidate, ...]
    step: str = ""
    """Id of the voting step."""
    preset: str = "dots"
    scoring: Scoring | None = None
    """How the votes of a method with scores are told; None for the presets of a vote."""
    max_per_item: int = 1
    """Most votes that one person may give to one candidate."""
    tied: int = 0
    """Number of candidates in an unresolved tie at the cut line; 0 when the result is settled."""
    through: tuple[str, ...] = ()
    """Names of the candidates that advanced in an earlier round."""
    by_hand: int = 0
    """Number of voters whose votes were counted by hand, in the room or on paper."""
    slips: tuple[int, int] | None = None
    """Number of join slips (created, used) when the round required them; None when it did not."""

    @property
    def total(self) -> int:
        """Total votes, for and against."""
        return sum(candidate.plus + candidate.minus for candidate in self.candidates)


@dataclass(frozen=True, kw_only=True)
class ThemePart:
    """The texts of one theme; ``name`` is empty for the texts without a theme."""

    name: str
    lang: str
    votes: int | None
    texts: tuple[ReportedText, ...]
    translations: Translations = field(default_factory=dict)
    """Language -> name of the theme, for languages other than its own."""


@dataclass(frozen=True, kw_only=True)
class TextSection:
    """The texts of one step that may be shown. ``hidden``: number of texts that the facilitator has hidden."""

    title: Translations
    question: Translations
    parts: tuple[ThemePart, ...]
    hidden: int

    @property
    def texts(self) -> tuple[ReportedText, ...]:
        """All texts, by theme."""
        return tuple(text for part in self.parts for text in part.texts)


@dataclass(frozen=True, kw_only=True)
class ReportedAction:
    """One shared action, or one line of a common checklist (its owner and date are then those of the whole list)."""

    number: int
    what: str
    lang: str
    owner: str
    due: date | None
    first_step: str
    first_step_due: date | None
    size: Translations
    lens: Translations
    theme: str
    """Name of the theme, or text of the idea, that it came from; empty for none."""
    votes: int | None
    voters: int | None
    notices: str
    """What the customer notices."""
    decision_from: str
    """Who has to decide first; empty if no decision is needed."""
    status: str
    note: str
    missing: tuple[str, ...]
    """Codes of the required parts that are still missing."""
    checklist: bool = False
    theme_translations: Translations = field(default_factory=dict)
    """Language -> name of the theme, for languages other than its own."""
    id: str = ""
    """Id of the action record: the same in every export."""
    item: str = ""
    """Id of the theme or idea that it came from; empty for none."""

    def theme_in(self, language: str) -> str:
        """The name of its theme in a language, or else the original name."""
        return self.theme_translations.get(language) or self.theme

    @property
    def label(self) -> str:
        """Its label, such as ``T-01``."""
        return f"T-{self.number:02}"


@dataclass(frozen=True, kw_only=True)
class ReportedPromise:
    """A promise that its writer chose to share."""

    text: str
    lang: str
    when: str
    size: Translations


@dataclass(frozen=True, kw_only=True)
class Promises:
    """Number of promises in total and by size, and the texts of the shared promises only."""

    count: int
    sizes: tuple[tuple[Translations, int], ...]
    """Size and number of promises; a size is left out where it, or the rest, is below the disclosure threshold."""
    shared: tuple[ReportedPromise, ...]


@dataclass(frozen=True, kw_only=True)
class WorkshopReport:
    """Everything that the exports of a workshop may contain."""

    title: Translations
    purpose: Translations
    """Purpose of the shipped template; empty for the user's own templates."""
    session: str = ""
    """Id of the session."""
    language: str
    held: date
    """The day on which the first step was opened; the day of creation when none was."""
    next_follow_up: date
    """The date of the next follow-up."""
    participants: int
    """Number of phones that joined; with ``tables``, each phone represents one table."""
    polls: tuple[VoteRoundResult, ...]
    """Closed rounds in order; a runoff follows the round whose tie it decides."""
    pulses: tuple[ScaleResult, ...]
    sections: tuple[TextSection, ...]
    actions: tuple[ReportedAction, ...]
    has_action_step: bool
    """Whether the workshop has a step for agreeing on actions."""
    promises: Promises
    skipped: tuple[Translations, ...]
    """Titles of skipped steps."""
    surveys: tuple[Survey, ...] = ()
    """Closed choices and grids, in order."""
    tables: bool = False
    """Whether each phone answered for a table: numbers then count tables, not people."""
    follow_up: FollowUpComparison | None = None
    """The comparison with the workshop that this one follows up; None when it is not a follow-up."""
