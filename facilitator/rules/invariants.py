"""Invariants of a session: states that no command leads to, and how each violation can be repaired. Pure.

A readable file that violates one has been changed by hand or by faulty software. The permitted states are described in
``verbs.position`` (docs/domain.md 4.1 and 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from facilitator.errors import RuleBroken
from facilitator.rules.core.parsing import step_frame
from facilitator.rules.core.record_index import Tables
from facilitator.rules.steps import kind_named, kinds
from facilitator.rules.steps.talk import KIND as TALK
from facilitator.rules.voting.budget import votes_used
from facilitator.rules.voting.rounds import Round, VoteFrame, current_round, redacted_receipt
from store.records import Ballot, Record, Seat, Session, Step, StepState, replace

ACTIVE_STATES = ("open", "closed", "revealed")
"""States that only the current step can be in."""
REVIEWABLE_STATES = ("closed", "revealed", "done")
"""States of a step that the stage can look back at."""
LATEST_TIME = 32_503_680_000.0
"""The year 3000 in seconds since the epoch: no valid time is later."""


@dataclass(frozen=True)
class Flaw:
    """One violated invariant, with the sentence ``impossible.<code>``. Storing ``put`` and removing ``remove`` repairs
    it."""

    code: str
    step_title: Mapping[str, str]
    """Title of the step concerned; empty if it concerns no step."""
    put: tuple[Record, ...] = ()
    remove: tuple[Record, ...] = ()


def flaws(tables: Tables, new_id: Callable[[], str]) -> Iterator[Flaw]:
    """All flaws, the most serious first. ``new_id`` makes ids for records that a repair adds."""
    yield from _position_flaws(tables)
    yield from session_state_flaws(tables.session, tables.steps)
    yield from _extra_active_step_flaws(tables)
    yield from _look_back_flaws(tables)
    yield from _time_flaws(tables)
    yield from _settings_flaws(tables)
    yield from _theme_flaws(tables)
    yield from _orphan_flaws(tables)
    yield from _ballot_flaws(tables, new_id)


def _ordered_steps(tables: Tables) -> list[Step]:
    return sorted(tables.steps.values(), key=lambda step: (step.position, step.id))


def _position_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: no two steps have the same position."""
    steps = _ordered_steps(tables)
    if len({step.position for step in steps}) < len(steps):
        twin = next(b for a, b in pairwise(steps) if a.position == b.position)
        put = tuple(replace(step, position=number) for number, step in enumerate(steps, 1))
        yield Flaw("same_position", twin.title, put=put)


def session_state_flaws(session: Session, steps: Mapping[str, Step]) -> Iterator[Flaw]:
    """Invariant: the session's state fits its current step. Yields at most one flaw."""
    step = steps.get(session.step)
    if session.step and step is None:
        yield Flaw("no_current", {}, put=(_session_at_last_step(session, steps),))
    elif (step is None) != (session.state in ("draft", "lobby")):
        yield Flaw(
            "not_begun" if step is None else "begun",
            step.title if step else {},
            put=(_session_at_last_step(session, steps),),
        )
    elif step is not None and session.state != "closed" and step.state in ("done", "skipped"):
        yield Flaw("over", step.title, put=(replace(step, state="closed" if step.state == "done" else "ready"),))
    elif (
        step is not None and session.state in ("closing", "closed") and kind_named(step.kind).session_state != "closing"
    ):
        yield Flaw("ended_early", step.title, put=(replace(session, state="running"),))
    elif step is not None and session.state == "closed" and step.state != "done":
        yield Flaw("not_ended", step.title, put=(replace(step, state="done"),))


def _session_at_last_step(session: Session, steps: Mapping[str, Step]) -> Session:
    """The session with a valid current step: its own if that was used, else the last active or last finished step; the
    lobby if no step was used."""
    every = sorted(steps.values(), key=lambda step: step.position)
    used = [step for step in every if step.state in ACTIVE_STATES] or [step for step in every if step.state == "done"]
    if not used:
        return replace(session, step="", looking="", state="lobby", timer="off")
    step = next((step for step in used if step.id == session.step), used[-1])
    return replace(session, step=step.id, looking="", state=kind_named(step.kind).session_state, timer="off")


def _extra_active_step_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: only the current step is open, closed or revealed."""
    for step in _ordered_steps(tables):
        if step.state in ACTIVE_STATES and step.id != tables.session.step:
            shown = step.state == "revealed" or bool(step.frame.get("revealed"))
            done = replace(step, state="done", frame={**step.frame, "revealed": shown})
            yield Flaw("two_at_work", step.title, put=(done,))


def _look_back_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: a step that the stage looks back at exists, comes before the current one, and is over."""
    session = tables.session
    seen, now = tables.steps.get(session.looking), tables.steps.get(session.step)
    if session.looking and (
        seen is None or now is None or seen.state not in REVIEWABLE_STATES or seen.position >= now.position
    ):
        yield Flaw("looks_nowhere", seen.title if seen else {}, put=(replace(session, looking="", page=0),))


def _time_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: times and durations are numbers in a plausible range."""
    session = tables.session
    told = (session.timer_ends, session.timer_left, session.step_left)
    if not all(abs(seconds) <= LATEST_TIME for seconds in told):
        quiet = replace(session, timer="off", timer_ends=0.0, timer_left=0.0, step_timer="off", step_left=0.0)
        yield Flaw("no_time", {}, put=(quiet,))
    for step in _ordered_steps(tables):
        if not all(0 <= seconds <= LATEST_TIME for seconds in (step.opened, step.ended, step.closed)):
            yield Flaw("no_time", step.title, put=(replace(step, opened=0.0, ended=0.0, closed=0.0),))


def _settings_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: a step's settings are valid for its kind. The repair drops invalid ones, so defaults apply."""
    for step in _ordered_steps(tables):
        kind = kinds().get(step.kind)
        if kind is not None and not _is_readable(step.settings, kind.settings_type):
            yield Flaw("settings", step.title, put=(_with_readable_settings(step, kind.settings_type),))


def _is_readable(settings: Mapping[str, Any], shape: type[Struct]) -> bool:
    try:
        msgspec.convert(settings, shape)
    except msgspec.ValidationError:
        return False
    return True


def _with_readable_settings(step: Step, shape: type[Struct]) -> Step:
    """The step without its invalid settings. If the rest is still invalid, it becomes a discussion (kind ``talk``)."""
    bad = {
        each.encode_name
        for each in fields(shape)
        if each.encode_name in step.settings
        and not _is_readable({each.encode_name: step.settings[each.encode_name]}, _single_field_struct(each))
    }
    left = {name: value for name, value in step.settings.items() if name not in bad}
    if _is_readable(left, shape):
        return replace(step, settings=left)
    state: StepState = "open" if step.state in ACTIVE_STATES else "done" if step.state == "done" else "ready"
    return replace(step, kind=TALK.name, settings={}, frame={}, state=state)


def _single_field_struct(field: FieldInfo) -> type[Struct]:
    """A struct type that has only this field, to validate it separately."""
    return msgspec.defstruct("Only", [("only", field.type)], rename={"only": field.encode_name})


def _theme_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: an idea's theme exists, and was made in a step after the idea's own."""
    for idea in tables.ideas.values():
        if idea.theme is None:
            continue
        theme, written = tables.themes.get(idea.theme), tables.steps.get(idea.step)
        made = tables.steps.get(theme.step) if theme else None
        loose = replace(idea, theme=None)
        if theme is None:
            yield Flaw("no_such_theme", written.title if written else {}, put=(loose,))
        elif made and written and kind_named(made.kind).sorts_ideas and made.position < written.position:
            yield Flaw("theme_of_another", written.title, put=(loose,))


def _orphan_flaws(tables: Tables) -> Iterator[Flaw]:
    """Invariant: every record belongs to an existing step. The repair moves texts to a step of a fitting kind, and
    removes what fits none."""
    for name in ("ideas", "themes", "answers", "promises", "actions"):
        home = next((step for step in _ordered_steps(tables) if kind_named(step.kind).home_of == name), None)
        for record in getattr(tables, name).values():
            if record.step not in tables.steps:
                moved = (replace(record, step=home.id),) if home else ()
                yield Flaw("no_home", home.title if home else {}, put=moved, remove=() if moved else (record,))


def _ballot_flaws(tables: Tables, new_id: Callable[[], str]) -> Iterator[Flaw]:
    """Invariant: a ballot belongs to a round that was opened, is within its budget, is the only one of its seat in the
    round, and has a seat only while the round is open."""
    given: set[tuple[str, int, str]] = set()
    rounds = {step.id: _rounds_by_number(step) for step in tables.steps.values() if kind_named(step.kind).has_ballots}
    for ballot in sorted(tables.ballots.values(), key=lambda ballot: ballot.id):
        step = tables.steps.get(ballot.step)
        title = step.title if step else {}
        fixed = rounds.get(ballot.step, {}).get(ballot.round)
        if step is None or not kind_named(step.kind).has_ballots:
            yield Flaw("ballot_of_no_vote", title, remove=(ballot,))
        elif fixed is None:
            yield Flaw("ballot_of_no_round", title, remove=(ballot,))
        elif not ballot.paper and _exceeds_budget(ballot, fixed):
            yield Flaw("over_budget", title, remove=(ballot,))
        elif ballot.seat and (ballot.step, ballot.round, ballot.seat) in given:
            yield Flaw("voted_twice", title, remove=(ballot,))
        elif ballot.seat and (step.state != "open" or ballot.round != step.round):
            # Separate ballot and seat as closing the vote would have: a new id, and receipts that name no ballot.
            said = [receipt for receipt in tables.receipts.values() if receipt.reply == ballot.id]
            told = (redacted_receipt(receipt, ballot.round) for receipt in said)
            loose = _without_seat(tables, ballot, new_id)
            yield Flaw("ballot_with_seat", title, put=(*loose, *told), remove=(ballot,))
        given.add((ballot.step, ballot.round, ballot.seat))


def _rounds_by_number(step: Step) -> Mapping[int, Round]:
    """Number -> round of a vote, including the current one; empty if the rounds cannot be read."""
    try:
        frame = step_frame(step, VoteFrame)
    except RuleBroken:
        return {}
    found = {each.number: each for each in frame.earlier}
    return {**found, step.round: current_round(step, frame)} if frame.items else found


def _exceeds_budget(ballot: Ballot, vote_round: Round) -> bool:
    return (
        votes_used(ballot.votes) > vote_round.budget
        or not set(ballot.votes) <= set(vote_round.items)
        or not all(vote_round.least <= votes <= vote_round.max for votes in ballot.votes.values())
    )


def _without_seat(tables: Tables, ballot: Ballot, new_id: Callable[[], str]) -> tuple[Record, ...]:
    """The ballot under a new id and without its seat, and the seat marked as having voted in the round."""
    loose, seat = replace(ballot, id=new_id(), seat=""), tables.seats.get(ballot.seat)
    mark = f"{ballot.step}/{ballot.round}"
    voted: tuple[Seat, ...] = (replace(seat, voted=(*seat.voted, mark)),) if seat and mark not in seat.voted else ()
    return (loose, *voted)
