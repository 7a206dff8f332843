"""Computes the records after an undo or redo, restricted so that participants' answers stay valid.

The restrictions:

- A step that has answers is not returned to "ready"; it is closed instead. A round that has votes is kept.
- A vote that was open is closed in the regular way, which separates its ballots from the seats.
- A theme or idea that has been on a ballot is neither removed nor renamed.
- A record that a participant has changed since keeps the participant's fields.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from facilitator.act import Act, Here
from facilitator.errors import RuleBroken
from facilitator.material import voted_on
from facilitator.opening.flaws import standing
from facilitator.timing import grace
from facilitator.undo.past import kind_of, made, plain, with_fields
from facilitator.undo.past import now as record_of
from facilitator.verbs.place import SEEN
from facilitator.verbs.place import kind_of as rules_of
from facilitator.voting.rounds import BALLOTS
from store.changed import changed
from store.records import TABLE_OF, Edit, Idea, Record, Session, Step, Theme

ANSWERED = "answered"
"""Note code: the step has answers, so it was closed instead of returned to its earlier state."""
STAYS = "stays"
"""Note code: something was kept, because participants' answers or changes depend on it."""
VOTES = "votes"
"""Note code: the vote is open again, and the ballots that were counted stay counted."""


NAMES = frozenset({"name", "lang", "also"})
"""Fields of a theme that hold its name."""


@dataclass
class Wound:
    """The outcome of an undo or redo, and a note code for the facilitator."""

    act: Act = field(default_factory=Act)
    note: str = ""
    known: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    """Cache of validated fields, see ``edits.apply_fields``."""


def rewound(here: Here, edits: tuple[Edit, ...]) -> Wound:
    """The outcome that applies ``after`` of all edits, as far as participants' answers allow.

    For undo, pass the edits reversed. Raises ``RuleBroken`` (409): undo_lost, if an edit is invalid or leads to a state
    that a session cannot be in.
    """
    wound = Wound()
    put: dict[tuple[str, str], Record] = {}
    remove: list[Record] = []
    for edit in edits:
        kind = kind_of(edit)
        now = record_of(here.book, kind, edit.id)
        target = _target(here, wound, edit, now)
        if target is not None:
            put[edit.table, edit.id] = target
        elif now is not None and edit.after is None and _may_go(here, wound, edit, now):
            remove.append(now)
    # Ideas that were moved into a theme after the command have no edit of their own: take them out of a removed theme.
    if gone := {record.id for record in remove if isinstance(record, Theme)}:
        for idea in here.book.tables.ideas.values():
            if idea.theme in gone and ("ideas", idea.id) not in put:
                put["ideas", idea.id] = changed(idea, theme=None)
    act = Act(put=tuple(put.values()), remove=tuple(remove))
    if any(isinstance(record, Session | Step) for record in put.values()):
        act = _lawful(here, wound, act)
    wound.act = act
    return wound


def _target(here: Here, wound: Wound, edit: Edit, now: Record | None) -> Record | None:
    """The record as the edit wants it; None if the edit removes it, or if there is no record to change."""
    if edit.after is None:
        return None
    if edit.before is None:
        return made(kind_of(edit), edit.id, edit.after) if now is None else None
    if now is None:
        return None
    fields = edit.after
    if not isinstance(now, Session | Step):
        # Set only fields that still have the edit's value: a participant may have changed the others since, such as
        # an owner who took on an action by phone.
        known = plain(now, fields) if fields else {}
        fields = {name: value for name, value in fields.items() if known.get(name) == edit.before.get(name)}
        if isinstance(now, Theme) and now.id in voted_on(here):
            fields = {name: value for name, value in fields.items() if name not in NAMES}
        if len(fields) < len(edit.after):
            wound.note = STAYS
    return with_fields(now, fields, wound.known)


def _may_go(here: Here, wound: Wound, edit: Edit, now: Record) -> bool:
    """Whether a record that the facilitator made may be removed. Sets the note if participants depend on it: they
    wrote it, changed it, or had it on a ballot."""
    changed = edit.before is not None and plain(now) != dict(edit.before)
    written = bool(getattr(now, "seat", ""))
    if changed or written or (isinstance(now, Theme | Idea) and now.id in voted_on(here)):
        wound.note = STAYS
        return False
    return True


def _lawful(here: Here, wound: Wound, act: Act) -> Act:
    """The outcome with every step in a permitted state. Raises ``RuleBroken`` (undo_lost) if that is impossible."""
    wanted = {(TABLE_OF[type(record)], record.id): record for record in act.put}
    session = next((record for record in act.put if isinstance(record, Session)), here.session)
    before, steps = Act(), []
    for now, then in _listed_alike(here, wound, wanted):
        current = session.step == now.id
        # An untouched step matters only if it was at work and is no longer the current one: then it must be ended.
        if then is now and (current or now.state not in ("open", "closed", "revealed")):
            continue
        then = _settled(here, wound, now, then, current)
        if now.state == "open" and then.state != "open":
            # Leaving "open" by undo has the same effects as closing the step: ballots lose their seats, and results
            # about people are frozen for disclosure control.
            kind = rules_of(now)
            before = before + kind.closing(here.at(now))
            then = replace(then, closed=grace.begins(here, now, kind), seen=kind.told(here.at(now)) or then.seen)
        if then != now:
            steps.append(then)
    wanted.pop(("session", session.id), None)
    after = {**here.book.tables.steps, **{step.id: step for step in steps}}
    session = _session(here, session, after)
    # The restrictions above may combine to a state that no command reaches: refuse instead of storing it.
    if any(standing(session, after)):
        raise RuleBroken("undo_lost", 409)
    return before + Act(put=(*wanted.values(), *steps, session), remove=act.remove)


def _listed_alike(
    here: Here, wound: Wound, wanted: dict[tuple[str, str], Record]
) -> Iterator[tuple[Step, Step]]:
    """Every step as it is, paired with the step as the edits want it.

    If any step whose settings would change has answers, all steps keep their settings: several steps may list the same
    options, and they must stay alike.
    """
    pairs: list[tuple[Step, Step]] = []
    for now in here.book.steps:
        then = wanted.pop(("steps", now.id), now)
        assert isinstance(then, Step)
        pairs.append((now, then))
    if any(now.settings != then.settings and _answered(here, now) for now, then in pairs):
        wound.note = STAYS
        return ((now, then if then is now else replace(then, settings=now.settings)) for now, then in pairs)
    return iter(pairs)


def _answered(here: Here, step: Step) -> bool:
    return rules_of(step).answered(here.at(step)) > 0


def _settled(here: Here, wound: Wound, now: Step, then: Step, current: bool) -> Step:
    """One step in the nearest permitted state to ``then``. ``current``: whether it is to be the current step."""
    if _answered(here, now):
        then = _with_answers(wound, now, then)
    # Only the current step may be at work.
    if not current and then.state in ("open", "closed", "revealed"):
        revealed = then.state == "revealed" or bool(then.frame.get("revealed"))
        then = replace(then, state="done", ended=then.ended or here.minute, frame={**then.frame, "revealed": revealed})
    if then.state == "open" and now.kind in BALLOTS and now.state in SEEN:
        wound.note = wound.note or VOTES
    return then


def _with_answers(wound: Wound, now: Step, then: Step) -> Step:
    """A step that has answers, with the question, the ballot items and at least the progress that those refer to."""
    if then.state in ("ready", "skipped") or then.round < now.round:
        wound.note = ANSWERED
        state = now.state if now.state in SEEN else "closed"
        then = replace(then, state=state, round=now.round, frame=now.frame, opened=now.opened)
    elif then.round == now.round and _narrower(now, then):
        wound.note = STAYS
        then = replace(then, frame=now.frame)
    if now.state in SEEN and (then.title, then.question) != (now.title, now.question):
        wound.note = STAYS
        then = replace(then, title=now.title, question=now.question)
    return then


def _narrower(now: Step, then: Step) -> bool:
    """Whether the vote's budget or items would differ, so that ballots already cast might no longer be valid."""
    return any(now.frame.get(name) != then.frame.get(name) for name in ("items", "budget", "max"))


def _session(here: Here, session: Session, steps: dict[str, Step]) -> Session:
    """The session without a look-back at a step that cannot be shown, and with a paused clock resumed correctly."""
    looked_at, current = steps.get(session.looking), steps.get(session.step)
    if looked_at and (not current or looked_at.state not in SEEN or looked_at.position >= current.position):
        session = replace(session, looking="", page=0)
    now = here.session
    # Undoing a pause resumes the clock with the time that was left, not with the end time from before the pause.
    if now.timer == "paused" and session.timer == "running" and now.step == session.step:
        session = replace(session, timer_ends=here.now + now.timer_left)
    return session
