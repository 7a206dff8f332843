"""Builds the ``WorkshopReport`` from the records of a session, open or read from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.export.build_actions import deeds
from facilitator.export.build_follow_up import followed
from facilitator.export.report import Poll, Promises, Pulse, Report, Said, Section, ThemePart, Vow
from facilitator.export.surveys import surveys
from facilitator.export.vote_results import CLOSED, polls
from facilitator.rules.core.parsing import settings
from facilitator.rules.core.record_index import Tables
from facilitator.rules.policy.disclosure import NOTES_FROM
from facilitator.rules.steps import text
from facilitator.rules.steps.commit import told_sizes
from facilitator.rules.steps.scale import Settings as ScaleSettings
from facilitator.rules.steps.scale import shown_row
from facilitator.rules.timing.dates import follow_up, held_on
from facilitator.templates import template
from facilitator.view import Tag
from store.records import Idea, Session, Step, Theme, Words


def build(tables: Tables, today: date) -> Report:
    """The report. ``today`` stands in for the date of a workshop without one.

    Raises ``RuleBroken`` for invalid step settings.
    """
    session = tables.session
    steps = sorted(tables.steps.values(), key=lambda step: step.position)
    held = held_on(session, steps) or today
    closed_polls = tuple(polls(tables, steps))
    labels = tag_labels(tables, steps)
    return Report(
        session=session.id,
        title=session.title,
        purpose=_purpose(session),
        language=session.language,
        held=held,
        next=follow_up(session, held),
        participants=len(tables.seats),
        tables=session.tables,
        polls=closed_polls,
        pulses=tuple(_pulses(tables, steps)),
        sections=tuple(_sections(tables, steps, labels, closed_polls)),
        deeds=deeds(tables, labels, closed_polls),
        agrees=any(step.kind == "action" for step in steps),
        promises=_promises(tables, steps, labels),
        skipped=tuple(step.title for step in steps if step.state == "skipped"),
        surveys=tuple(surveys(tables, steps)),
        followed=followed(tables, held),
    )


class Tagged(Struct, frozen=True):
    """The part of a step's settings that defines tags and sizes."""

    tags: tuple[Tag, ...] = ()
    sizes: tuple[Tag, ...] = ()


def tag_labels(tables: Tables, steps: Sequence[Step]) -> dict[str, Words]:
    """Tag or size id -> label, for all steps. Raises ``RuleBroken`` for invalid step settings."""
    known = (settings(step, Tagged) for step in steps)
    found = {tag.id: tag.label for each in known for tag in (*each.tags, *each.sizes)}
    return found | {tag.id: tag.label for step in steps if step.kind == "text" for tag in text.tags(tables, step)}


def _purpose(session: Session) -> Words:
    try:
        return template(session.template).purpose
    except RuleBroken:
        # Not a shipped template: the user's own, or one of a newer version of the program.
        return {}


# --- pulses -----------------------------------------------------------------------------------------


def _pulses(tables: Tables, steps: Sequence[Step]) -> Iterable[Pulse]:
    seen: dict[str, Pulse] = {}
    for step in steps:
        if step.kind == "scale" and step.state in CLOSED:
            earlier = seen.get(str(step.settings.get("compare_with", "")))
            seen[step.id] = _pulse(tables, step, earlier.mean if earlier else None)
    return seen.values()


def _pulse(tables: Tables, step: Step, before: float | None) -> Pulse:
    wanted = settings(step, ScaleSettings)
    answers = sorted((a for a in tables.answers.values() if a.step == step.id), key=lambda answer: answer.id)
    row = shown_row(step, answers)
    late = len(answers) - row.people if row else 0
    notes = tuple(Said(text=a.text, lang=a.lang, tag={}) for a in answers if a.text)
    return Pulse(
        title=step.title,
        question=step.question,
        labels=wanted.labels,
        answers=row.people if row else len(answers),
        counts=row.counts if row else None,
        before=before,
        note_question=wanted.note_question,
        # After a reopening, a new note beside the result that everybody has seen could be traced to its writer.
        notes=notes if len(answers) >= NOTES_FROM and not late else (),
        fewest=wanted.visibility.fewest,
        late=max(0, late),
    )


# --- ideas ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shelf:
    """What building a section needs besides its ideas."""

    labels: Mapping[str, Words]
    votes: Mapping[str, int]
    """Item id -> votes in its first round."""
    themes: Sequence[Theme]
    """Sorted by votes, then by position."""


def _sections(
    tables: Tables, steps: Sequence[Step], labels: Mapping[str, Words], closed: Sequence[Poll]
) -> Iterable[Section]:
    votes = first_votes(closed)
    themes = sorted(tables.themes.values(), key=lambda theme: (-votes.get(theme.id, 0), theme.position, theme.id))
    shelf = _Shelf(labels, votes, themes)
    for step in steps:
        ideas = [idea for idea in tables.ideas.values() if idea.step == step.id]
        if ideas:
            shown = sorted((idea for idea in ideas if not idea.hidden), key=lambda idea: idea.id)
            yield Section(
                title=step.title,
                question=step.question,
                parts=tuple(_parts(shown, shelf)),
                hidden=len(ideas) - len(shown),
            )


def _parts(ideas: Sequence[Idea], shelf: _Shelf) -> Iterable[ThemePart]:
    known = {theme.id for theme in shelf.themes}
    for theme in shelf.themes:
        inside = tuple(_said(idea, shelf) for idea in ideas if idea.theme == theme.id)
        if inside:
            votes = shelf.votes.get(theme.id)
            yield ThemePart(name=theme.name, lang=theme.lang, votes=votes, texts=inside, also=theme.also)
    loose = tuple(_said(idea, shelf) for idea in ideas if idea.theme not in known)
    if loose:
        yield ThemePart(name="", lang="", votes=None, texts=loose)


def _said(idea: Idea, shelf: _Shelf) -> Said:
    return Said(
        text=idea.text,
        lang=idea.lang,
        tag=shelf.labels.get(idea.tag, {}),
        paper=idea.paper,
        raised=idea.raised,
        votes=shelf.votes.get(idea.id),
    )


def first_votes(closed: Iterable[Poll]) -> dict[str, int]:
    """Item id -> votes in its first round. A runoff only decides the order of a tie, so its votes are not added."""
    votes: dict[str, int] = {}
    for poll in closed:
        for candidate in poll.candidates:
            votes.setdefault(candidate.id, candidate.votes)
    return votes


# --- promises ---------------------------------------------------------------------------------------


def _promises(tables: Tables, steps: Sequence[Step], labels: Mapping[str, Words]) -> Promises:
    every = sorted(tables.promises.values(), key=lambda promise: promise.id)
    sizes: Counter[str] = Counter()
    for step in steps:
        if step.kind == "commit" and step.state in CLOSED:
            sizes.update(told_sizes(step, [promise for promise in every if promise.step == step.id]))
    return Promises(
        count=len(every),
        sizes=tuple((labels[size], sizes[size]) for size in labels if size in sizes),
        shared=tuple(
            Vow(text=p.text, lang=p.lang, when=p.when, size=labels.get(p.size, {}))
            for p in every
            if p.share and not p.hidden
        ),
    )
