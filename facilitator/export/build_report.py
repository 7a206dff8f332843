"""Builds the ``WorkshopReport`` from the records of a session, open or read from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from facilitator.export.build_actions import build_actions
from facilitator.export.build_follow_up import build_follow_up
from facilitator.export.report import (
    Promises,
    ReportedPromise,
    ReportedText,
    ScaleResult,
    TextSection,
    ThemePart,
    VoteRoundResult,
    WorkshopReport,
)
from facilitator.export.surveys import build_surveys
from facilitator.export.vote_results import CLOSED_STATES, build_polls
from facilitator.rules.core.parsing import step_settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.core.results import PulseResult
from facilitator.rules.steps import kind_named, text
from facilitator.rules.steps.commit import CommitKind, visible_sizes
from facilitator.rules.timing.dates import date_held, follow_up_date
from facilitator.view import Tag
from store.records import Idea, Step, Theme, Translations


def build_report(tables: Tables, today: date) -> WorkshopReport:
    """The report. ``today`` is used if the workshop has no date.

    Raises ``RuleBroken`` for invalid step settings.
    """
    session = tables.session
    steps = sorted(tables.steps.values(), key=lambda step: step.position)
    held = date_held(session, steps) or today
    closed_polls = tuple(build_polls(tables, steps))
    labels = tag_labels(tables, steps)
    return WorkshopReport(
        session=session.id,
        title=session.title,
        purpose=session.template_facts.purpose if session.template_facts else {},
        language=session.language,
        held=held,
        next_follow_up=follow_up_date(session, held),
        participants=len(tables.seats),
        tables=session.tables,
        polls=closed_polls,
        pulses=tuple(_pulses(tables, steps)),
        sections=tuple(_sections(tables, steps, labels, closed_polls)),
        actions=build_actions(tables, labels, closed_polls),
        has_action_step=any(kind_named(step.kind).agrees_actions for step in steps),
        promises=_promises(tables, steps, labels),
        skipped=tuple(step.title for step in steps if step.state == "skipped"),
        surveys=tuple(build_surveys(tables, steps)),
        follow_up=build_follow_up(tables, held),
    )


class StepTagSettings(Struct, frozen=True):
    """The part of a step's settings that defines tags and sizes."""

    tags: tuple[Tag, ...] = ()
    sizes: tuple[Tag, ...] = ()


def tag_labels(tables: Tables, steps: Sequence[Step]) -> dict[str, Translations]:
    """Tag or size id -> label, for all steps. Raises ``RuleBroken`` for invalid step settings."""
    known = (step_settings(step, StepTagSettings) for step in steps)
    found = {tag.id: tag.label for each in known for tag in (*each.tags, *each.sizes)}
    writing = (step for step in steps if kind_named(step.kind).collects_texts)
    return found | {tag.id: tag.label for step in writing for tag in text.available_tags(tables, step)}


# --- pulses -----------------------------------------------------------------------------------------


def _pulses(tables: Tables, steps: Sequence[Step]) -> Iterable[ScaleResult]:
    seen: dict[str, ScaleResult] = {}
    for step in steps:
        result = kind_named(step.kind).result(tables, step) if step.state in CLOSED_STATES else None
        if isinstance(result, PulseResult):
            # Steps are in order, so a pulse that this one is compared with has been built before it.
            earlier = seen.get(result.compare_with)
            seen[step.id] = _pulse(result, earlier.mean if earlier else None)
    return seen.values()


def _pulse(result: PulseResult, mean_before: float | None) -> ScaleResult:
    return ScaleResult(
        title=result.title,
        question=result.question,
        labels=result.labels,
        answers=result.answers,
        counts=result.counts,
        mean_before=mean_before,
        note_question=result.note_question,
        notes=tuple(ReportedText(text=note.text, lang=note.lang, tag={}) for note in result.notes),
        fewest=result.fewest,
        late_answers=result.late_answers,
    )


# --- ideas ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _SectionContext:
    """What building a section needs besides its ideas."""

    labels: Mapping[str, Translations]
    votes: Mapping[str, int]
    """Item id -> votes in its first round."""
    themes: Sequence[Theme]
    """Sorted by votes, then by position."""


def _sections(
    tables: Tables, steps: Sequence[Step], labels: Mapping[str, Translations], closed_polls: Sequence[VoteRoundResult]
) -> Iterable[TextSection]:
    votes = first_votes(closed_polls)
    # The id comes last, so that themes of equal votes and position always have the same order.
    themes = sorted(tables.themes.values(), key=lambda theme: (-votes.get(theme.id, 0), theme.position, theme.id))
    shelf = _SectionContext(labels, votes, themes)
    for step in steps:
        ideas = [idea for idea in tables.ideas.values() if idea.step == step.id]
        if ideas:
            shown = sorted((idea for idea in ideas if not idea.hidden), key=lambda idea: idea.id)
            yield TextSection(
                title=step.title,
                question=step.question,
                parts=tuple(_theme_parts(shown, shelf)),
                hidden=len(ideas) - len(shown),
            )


def _theme_parts(ideas: Sequence[Idea], context: _SectionContext) -> Iterable[ThemePart]:
    known = {theme.id for theme in context.themes}
    for theme in context.themes:
        inside = tuple(_build_text(idea, context) for idea in ideas if idea.theme == theme.id)
        if inside:
            votes = context.votes.get(theme.id)
            yield ThemePart(name=theme.name, lang=theme.lang, votes=votes, texts=inside, translations=theme.also)
    loose = tuple(_build_text(idea, context) for idea in ideas if idea.theme not in known)
    if loose:
        yield ThemePart(name="", lang="", votes=None, texts=loose)


def _build_text(idea: Idea, context: _SectionContext) -> ReportedText:
    return ReportedText(
        text=idea.text,
        lang=idea.lang,
        tag=context.labels.get(idea.tag, {}),
        paper=idea.paper,
        raised=idea.raised,
        votes=context.votes.get(idea.id),
    )


def first_votes(closed_polls: Iterable[VoteRoundResult]) -> dict[str, int]:
    """Item id -> votes in its first round. A runoff only decides the order of a tie, so its votes are not added."""
    votes: dict[str, int] = {}
    for poll in closed_polls:
        for candidate in poll.candidates:
            votes.setdefault(candidate.id, candidate.votes)
    return votes


# --- promises ---------------------------------------------------------------------------------------


def _promises(tables: Tables, steps: Sequence[Step], labels: Mapping[str, Translations]) -> Promises:
    every = sorted(tables.promises.values(), key=lambda promise: promise.id)
    sizes: Counter[str] = Counter()
    for step in steps:
        if isinstance(kind_named(step.kind), CommitKind) and step.state in CLOSED_STATES:
            # Counted step by step, because the rule about too few answers applies to each step by itself.
            sizes.update(visible_sizes(step, [promise for promise in every if promise.step == step.id]))
    return Promises(
        count=len(every),
        sizes=tuple((labels[size], sizes[size]) for size in labels if size in sizes),
        shared=tuple(
            ReportedPromise(text=p.text, lang=p.lang, when=p.when, size=labels.get(p.size, {}))
            for p in every
            if p.share and not p.hidden
        ),
    )
