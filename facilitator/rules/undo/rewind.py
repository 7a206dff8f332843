"""The records after an act is wound back or on, such as they may be: participants' answers stay, whatever is undone.

A step that has been answered does not become unasked again, it is closed; a round with votes stays; a vote that was
open is closed like any other, with its ballots cut loose; what has been voted on is not taken away.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.invariants import standing
from facilitator.rules.policy.source_ideas import voted_on
from facilitator.rules.timing import grace
from facilitator.rules.undo.edits import kind_of, made, plain, with_fields
from facilitator.rules.undo.edits import now as record_of
from facilitator.rules.verbs.position import SEEN
from facilitator.rules.verbs.position import kind_of as rules_of
from facilitator.rules.voting.rounds import BALLOTS
from store.records import TABLE_OF, Edit, Idea, Record, Session, Step, Theme, replace

ANSWERED = "answered"
"""Note: people have answered, so the step was closed and not wound back further."""
STAYS = "stays"
"""Note: something stays because participants have built on it."""
VOTES = "votes"
"""Note: the vote is open again; what was counted stays counted."""


NAMES = frozenset({"name", "lang", "also"})
"""What a theme is called."""


@dataclass
class Wound:
    """An act of winding, and what the facilitator should know of it."""

    act: Act = field(default_factory=Act)
    note: str = ""
    known: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    """Fields that have been found sound."""


def rewound(here: Here, edits: tuple[Edit, ...]) -> Wound:
    """The act that makes ``after`` of all edits true, as far as participants' answers allow."""
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
    if gone := {record.id for record in remove if isinstance(record, Theme)}:
        for idea in here.book.tables.ideas.values():
            if idea.theme in gone and ("ideas", idea.id) not in put:
                put["ideas", idea.id] = replace(idea, theme=None)
    act = Act(put=tuple(put.values()), remove=tuple(remove))
    if any(isinstance(record, Session | Step) for record in put.values()):
        act = _lawful(here, wound, act)
    wound.act = act
    return wound


def _target(here: Here, wound: Wound, edit: Edit, now: Record | None) -> Record | None:
    """The record as the edit wants it; None when it is to go, or is not there to be changed."""
    if edit.after is None:
        return None
    if edit.before is None:
        return made(kind_of(edit), edit.id, edit.after) if now is None else None
    if now is None:
        return None
    fields = edit.after
    if not isinstance(now, Session | Step):
        # Somebody else may have changed it since: an owner who took an action on, by phone.
        known = plain(now, fields) if fields else {}
        fields = {name: value for name, value in fields.items() if known.get(name) == edit.before.get(name)}
        if isinstance(now, Theme) and now.id in voted_on(here):
            fields = {name: value for name, value in fields.items() if name not in NAMES}
        if len(fields) < len(edit.after):
            wound.note = STAYS
    return with_fields(now, fields, wound.known)


def _may_go(here: Here, wound: Wound, edit: Edit, now: Record) -> bool:
    """Whether a record that the facilitator made may be taken away: not what people voted on or have changed."""
    changed = edit.before is not None and plain(now) != dict(edit.before)
    written = bool(getattr(now, "seat", ""))
    if changed or written or (isinstance(now, Theme | Idea) and now.id in voted_on(here)):
        wound.note = STAYS
        return False
    return True


def _lawful(here: Here, wound: Wound, act: Act) -> Act:
    """The act with every step in a state that it may have, seen that participants have answered."""
    wanted = {(TABLE_OF[type(record)], record.id): record for record in act.put}
    session = next((record for record in act.put if isinstance(record, Session)), here.session)
    before, steps = Act(), []
    for now, then in _listed_alike(here, wound, wanted):
        current = session.step == now.id
        if then is now and (current or now.state not in ("open", "closed", "revealed")):
            continue
        then = _settled(here, wound, now, then, current)
        if now.state == "open" and then.state != "open":
            kind = rules_of(now)
            before = before + kind.closing(here.at(now))
            then = replace(then, closed=grace.begins(here, now, kind), seen=kind.told(here.at(now)) or then.seen)
        if then != now:
            steps.append(then)
    wanted.pop(("session", session.id), None)
    after = {**here.book.tables.steps, **{step.id: step for step in steps}}
    session = _session(here, session, after)
    if any(standing(session, after)):
        raise RuleBroken("undo_lost", 409)
    return before + Act(put=(*wanted.values(), *steps, session), remove=act.remove)


def _listed_alike(
    here: Here, wound: Wound, wanted: dict[tuple[str, str], Record]
) -> Iterator[tuple[Step, Step]]:
    """Every step as it is and as it is wanted. What people chose from stays as it was, in all steps that list it."""
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
    """One step as it may be."""
    if _answered(here, now):
        then = _with_answers(wound, now, then)
    if not current and then.state in ("open", "closed", "revealed"):
        revealed = then.state == "revealed" or bool(then.frame.get("revealed"))
        then = replace(then, state="done", ended=then.ended or here.minute, frame={**then.frame, "revealed": revealed})
    if then.state == "open" and now.kind in BALLOTS and now.state in SEEN:
        wound.note = wound.note or VOTES
    return then


def _with_answers(wound: Wound, now: Step, then: Step) -> Step:
    """A step that has been answered: asked as it was asked, and not unasked."""
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
    """Whether people would have fewer votes than they may have used, or other things to vote on."""
    return any(now.frame.get(name) != then.frame.get(name) for name in ("items", "budget", "max"))


def _session(here: Here, session: Session, steps: dict[str, Step]) -> Session:
    """The session with a clock that goes on from where it stands, looking at nothing that cannot be looked at."""
    looked_at, current = steps.get(session.looking), steps.get(session.step)
    if looked_at and (not current or looked_at.state not in SEEN or looked_at.position >= current.position):
        session = replace(session, looking="", page=0)
    now = here.session
    if now.timer == "paused" and session.timer == "running" and now.step == session.step:
        session = replace(session, timer_ends=here.now + now.timer_left)
    return session
