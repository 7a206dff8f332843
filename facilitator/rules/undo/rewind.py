"""Computes the records after an undo or redo, restricted so that participants' answers stay valid.

The restrictions:

- A step that has answers is not returned to "ready"; it is closed instead. A round that has votes is kept.
- A vote that was open is closed in the regular way, which separates its ballots from the seats.
- A theme or idea that has been on a ballot is neither removed nor renamed.
- A record that a participant has changed since keeps the participant's fields.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.invariants import session_state_flaws
from facilitator.rules.policy.source_ideas import items_voted_on
from facilitator.rules.steps import kind_named
from facilitator.rules.timing import grace
from facilitator.rules.undo.edits import apply_fields, build_record, plain_fields, record_kind
from facilitator.rules.undo.edits import current_record as record_of
from facilitator.rules.verbs.position import REVIEWABLE_STATES
from facilitator.rules.verbs.position import kind_of as rules_of
from store.records import TABLE_OF, Idea, Record, RecordEdit, Session, Step, Theme, replace

NOTE_ANSWERED = "answered"
"""Note code: the step has answers, so it was closed instead of returned to its earlier state."""
NOTE_STAYS = "stays"
"""Note code: something was kept, because participants' answers or changes depend on it."""
NOTE_VOTES = "votes"
"""Note code: the vote is open again, and the ballots that were counted stay counted."""


NAME_FIELDS = frozenset({"name", "lang", "also"})
"""Fields of a theme that hold its name."""


@dataclass
class RewindResult:
    """The outcome of an undo or redo, and a note code for the facilitator."""

    act: Outcome = field(default_factory=Outcome)
    note: str = ""
    checked: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    """Cache of validated fields, see ``edits.apply_fields``."""


def rewind(context: Context, edits: tuple[RecordEdit, ...]) -> RewindResult:
    """The outcome that applies ``after`` of all edits, as far as participants' answers allow.

    For undo, pass the edits reversed. Raises ``RuleBroken`` (409): undo_lost, if an edit is invalid or leads to a state
    that a session cannot be in.
    """
    wound = RewindResult()
    put: dict[tuple[str, str], Record] = {}
    remove: list[Record] = []
    for edit in edits:
        kind = record_kind(edit)
        now = record_of(context.index, kind, edit.id)
        target = _target_record(context, wound, edit, now)
        if target is not None:
            put[edit.table, edit.id] = target
        elif now is not None and edit.after is None and _may_remove(context, wound, edit, now):
            remove.append(now)
    # Ideas that were moved into a theme after the command have no edit of their own: take them out of a removed theme.
    if gone := {record.id for record in remove if isinstance(record, Theme)}:
        for idea in context.index.tables.ideas.values():
            if idea.theme in gone and ("ideas", idea.id) not in put:
                put["ideas", idea.id] = replace(idea, theme=None)
    outcome = Outcome(put=tuple(put.values()), remove=tuple(remove))
    if any(isinstance(record, Session | Step) for record in put.values()):
        outcome = _with_valid_steps(context, wound, outcome)
    wound.act = outcome
    return wound


def _target_record(context: Context, result: RewindResult, edit: RecordEdit, now: Record | None) -> Record | None:
    """The record as the edit wants it; None if the edit removes it, or if there is no record to change."""
    if edit.after is None:
        return None
    if edit.before is None:
        return build_record(record_kind(edit), edit.id, edit.after) if now is None else None
    if now is None:
        return None
    fields = edit.after
    if not isinstance(now, Session | Step):
        # Set only fields that still have the edit's value: a participant may have changed the others since, such as
        # an owner who took on an action by phone.
        known = plain_fields(now, fields) if fields else {}
        fields = {name: value for name, value in fields.items() if known.get(name) == edit.before.get(name)}
        if isinstance(now, Theme) and now.id in items_voted_on(context):
            fields = {name: value for name, value in fields.items() if name not in NAME_FIELDS}
        if len(fields) < len(edit.after):
            result.note = NOTE_STAYS
    return apply_fields(now, fields, result.checked)


def _may_remove(context: Context, result: RewindResult, edit: RecordEdit, now: Record) -> bool:
    """Whether a record that the facilitator made may be removed. Sets the note if participants depend on it: they
    wrote it, changed it, or had it on a ballot."""
    changed = edit.before is not None and plain_fields(now) != dict(edit.before)
    written = bool(getattr(now, "seat", ""))
    if changed or written or (isinstance(now, Theme | Idea) and now.id in items_voted_on(context)):
        result.note = NOTE_STAYS
        return False
    return True


def _with_valid_steps(context: Context, result: RewindResult, outcome: Outcome) -> Outcome:
    """The outcome with every step in a permitted state. Raises ``RuleBroken`` (undo_lost) if that is impossible."""
    wanted = {(TABLE_OF[type(record)], record.id): record for record in outcome.put}
    session = next((record for record in outcome.put if isinstance(record, Session)), context.session)
    before, steps = Outcome(), []
    for now, then in _step_pairs(context, result, wanted):
        current = session.step == now.id
        # An untouched step matters only if it was at work and is no longer the current one: then it must be ended.
        if then is now and (current or now.state not in ("open", "closed", "revealed")):
            continue
        then = _allowed_step(context, result, now, then, current)
        if now.state == "open" and then.state != "open":
            # Leaving "open" by undo has the same effects as closing the step: ballots lose their seats, and results
            # about people are frozen for disclosure control.
            kind = rules_of(now)
            before = before + kind.on_close(context.with_step(now))
            then = replace(
                then,
                closed=grace.grace_start(context, now, kind),
                seen=kind.result_at_close(context.with_step(now)) or then.seen,
            )
        if then != now:
            steps.append(then)
    wanted.pop(("session", session.id), None)
    after = {**context.index.tables.steps, **{step.id: step for step in steps}}
    session = _allowed_session(context, session, after)
    # The restrictions above may combine to a state that no command reaches: refuse instead of storing it.
    if any(session_state_flaws(session, after)):
        raise RuleBroken("undo_lost", 409)
    return before + Outcome(put=(*wanted.values(), *steps, session), remove=outcome.remove)


def _step_pairs(
    context: Context, result: RewindResult, wanted: dict[tuple[str, str], Record]
) -> Iterator[tuple[Step, Step]]:
    """Every step as it is, paired with the step as the edits want it.

    If any step whose settings would change has answers, all steps keep their settings: several steps may list the same
    options, and these must stay identical.
    """
    pairs: list[tuple[Step, Step]] = []
    for now in context.index.steps:
        then = wanted.pop(("steps", now.id), now)
        assert isinstance(then, Step)
        pairs.append((now, then))
    if any(now.settings != then.settings and _has_answers(context, now) for now, then in pairs):
        result.note = NOTE_STAYS
        return ((now, then if then is now else replace(then, settings=now.settings)) for now, then in pairs)
    return iter(pairs)


def _has_answers(context: Context, step: Step) -> bool:
    return rules_of(step).answered_count(context.with_step(step)) > 0


def _allowed_step(context: Context, result: RewindResult, now: Step, then: Step, current: bool) -> Step:
    """One step in the nearest permitted state to ``then``. ``current``: whether it is to be the current step."""
    if _has_answers(context, now):
        then = _allowed_answered_step(result, now, then)
    # Only the current step may be at work.
    if not current and then.state in ("open", "closed", "revealed"):
        revealed = then.state == "revealed" or bool(then.frame.get("revealed"))
        then = replace(
            then, state="done", ended=then.ended or context.minute, frame={**then.frame, "revealed": revealed}
        )
    if then.state == "open" and kind_named(now.kind).has_ballots and now.state in REVIEWABLE_STATES:
        result.note = result.note or NOTE_VOTES
    return then


def _allowed_answered_step(result: RewindResult, now: Step, then: Step) -> Step:
    """A step that has answers, with the question, the ballot items and at least the progress that those refer to."""
    if then.state in ("ready", "skipped") or then.round < now.round:
        result.note = NOTE_ANSWERED
        state = now.state if now.state in REVIEWABLE_STATES else "closed"
        then = replace(then, state=state, round=now.round, frame=now.frame, opened=now.opened)
    elif then.round == now.round and _is_narrower(now, then):
        result.note = NOTE_STAYS
        then = replace(then, frame=now.frame)
    if now.state in REVIEWABLE_STATES and (then.title, then.question) != (now.title, now.question):
        result.note = NOTE_STAYS
        then = replace(then, title=now.title, question=now.question)
    return then


def _is_narrower(now: Step, then: Step) -> bool:
    """Whether the vote's budget or items would differ, so that ballots already cast might no longer be valid."""
    return any(now.frame.get(name) != then.frame.get(name) for name in ("items", "budget", "max"))


def _allowed_session(context: Context, session: Session, steps: dict[str, Step]) -> Session:
    """The session without a look-back at a step that cannot be shown, and with a paused clock resumed correctly."""
    looked_at, current = steps.get(session.looking), steps.get(session.step)
    if looked_at and (
        not current or looked_at.state not in REVIEWABLE_STATES or looked_at.position >= current.position
    ):
        session = replace(session, looking="", page=0)
    now = context.session
    # Undoing a pause resumes the clock with the time that was left, not with the end time from before the pause.
    if now.timer == "paused" and session.timer == "running" and now.step == session.step:
        session = replace(session, timer_ends=context.now + now.timer_left)
    return session
