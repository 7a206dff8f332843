"""States that no workshop can come to: what is wrong with a session file that can be read, and how it is mended.

A file like that has been changed by hand or by something broken. Pure: tables in, flaws out (rules: ``verbs.place``).
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
from facilitator.rules.core.parsing import frame
from facilitator.rules.core.record_index import Tables
from facilitator.rules.steps import kinds
from facilitator.rules.voting.budget import used
from facilitator.rules.voting.rounds import BALLOTS, Frame, Round, nothing_said, this_round
from store.records import Ballot, Record, Seat, Session, SessionState, Step, StepState, replace

AT_WORK = ("open", "closed", "revealed")
SEEN = ("closed", "revealed", "done")
LATEST = 32_503_680_000.0
"""The year 3000: no clock of ours says more."""


@dataclass(frozen=True)
class Flaw:
    """One thing that cannot be: ``impossible.<code>`` says it, and these records in place of others mend it."""

    code: str
    where: Mapping[str, str]
    """Title of the step that it is about; empty for none."""
    put: tuple[Record, ...] = ()
    remove: tuple[Record, ...] = ()


def flaws(tables: Tables, new_id: Callable[[], str]) -> Iterator[Flaw]:
    """Everything that is impossible, the gravest first. Ids are for records that a mended copy has instead."""
    yield from _positions(tables)
    yield from standing(tables.session, tables.steps)
    yield from _others_at_work(tables)
    yield from _looking(tables)
    yield from _clocks(tables)
    yield from _settings(tables)
    yield from _themes(tables)
    yield from _homeless(tables)
    yield from _ballots(tables, new_id)


def _in_order(tables: Tables) -> list[Step]:
    return sorted(tables.steps.values(), key=lambda step: (step.position, step.id))


def _positions(tables: Tables) -> Iterator[Flaw]:
    """Every step has a place of its own."""
    steps = _in_order(tables)
    if len({step.position for step in steps}) < len(steps):
        twin = next(b for a, b in pairwise(steps) if a.position == b.position)
        put = tuple(replace(step, position=number) for number, step in enumerate(steps, 1))
        yield Flaw("same_position", twin.title, put=put)


def standing(session: Session, steps: Mapping[str, Step]) -> Iterator[Flaw]:
    """The session's state and its current step go together."""
    step = steps.get(session.step)
    if session.step and step is None:
        yield Flaw("no_current", {}, put=(_stood(session, steps),))
    elif (step is None) != (session.state in ("draft", "lobby")):
        yield Flaw("not_begun" if step is None else "begun", step.title if step else {}, put=(_stood(session, steps),))
    elif step is not None and session.state != "closed" and step.state in ("done", "skipped"):
        yield Flaw("over", step.title, put=(replace(step, state="closed" if step.state == "done" else "ready"),))
    elif step is not None and session.state in ("closing", "closed") and step.kind != "close":
        yield Flaw("ended_early", step.title, put=(replace(session, state="running"),))
    elif step is not None and session.state == "closed" and step.state != "done":
        yield Flaw("not_ended", step.title, put=(replace(step, state="done"),))


def _stood(session: Session, steps: Mapping[str, Step]) -> Session:
    """The session at the step that was at work last; in the lobby when there is none."""
    every = sorted(steps.values(), key=lambda step: step.position)
    used = [step for step in every if step.state in AT_WORK] or [step for step in every if step.state == "done"]
    if not used:
        return replace(session, step="", looking="", state="lobby", timer="off")
    step = next((step for step in used if step.id == session.step), used[-1])
    states: Mapping[str, SessionState] = {"close": "closing", "break": "break"}
    return replace(session, step=step.id, looking="", state=states.get(step.kind, "running"), timer="off")


def _others_at_work(tables: Tables) -> Iterator[Flaw]:
    """Only the current step is open, closed or revealed."""
    for step in _in_order(tables):
        if step.state in AT_WORK and step.id != tables.session.step:
            shown = step.state == "revealed" or bool(step.frame.get("revealed"))
            done = replace(step, state="done", frame={**step.frame, "revealed": shown})
            yield Flaw("two_at_work", step.title, put=(done,))


def _looking(tables: Tables) -> Iterator[Flaw]:
    """The stage looks back at a step that there is, that comes before and that has been held."""
    session = tables.session
    seen, now = tables.steps.get(session.looking), tables.steps.get(session.step)
    if session.looking and (seen is None or now is None or seen.state not in SEEN or seen.position >= now.position):
        yield Flaw("looks_nowhere", seen.title if seen else {}, put=(replace(session, looking="", page=0),))


def _clocks(tables: Tables) -> Iterator[Flaw]:
    """Times are times."""
    session = tables.session
    told = (session.timer_ends, session.timer_left, session.step_left)
    if not all(abs(seconds) <= LATEST for seconds in told):
        quiet = replace(session, timer="off", timer_ends=0.0, timer_left=0.0, step_timer="off", step_left=0.0)
        yield Flaw("no_time", {}, put=(quiet,))
    for step in _in_order(tables):
        if not all(0 <= seconds <= LATEST for seconds in (step.opened, step.ended, step.closed)):
            yield Flaw("no_time", step.title, put=(replace(step, opened=0.0, ended=0.0, closed=0.0),))


def _settings(tables: Tables) -> Iterator[Flaw]:
    """What a step is set to can be read by its kind; of what cannot, the usual is put in place."""
    for step in _in_order(tables):
        kind = kinds().get(step.kind)
        if kind is not None and not _readable(step.settings, kind.shape):
            yield Flaw("settings", step.title, put=(_usual(step, kind.shape),))


def _readable(said: Mapping[str, Any], shape: type[Struct]) -> bool:
    try:
        msgspec.convert(said, shape)
    except msgspec.ValidationError:
        return False
    return True


def _usual(step: Step, shape: type[Struct]) -> Step:
    """The step without what cannot be read; where it cannot be asked without that, it is talked about instead."""
    bad = {
        each.encode_name
        for each in fields(shape)
        if each.encode_name in step.settings
        and not _readable({each.encode_name: step.settings[each.encode_name]}, _only(each))
    }
    left = {name: value for name, value in step.settings.items() if name not in bad}
    if _readable(left, shape):
        return replace(step, settings=left)
    state: StepState = "open" if step.state in AT_WORK else "done" if step.state == "done" else "ready"
    return replace(step, kind="talk", settings={}, frame={}, state=state)


def _only(field: FieldInfo) -> type[Struct]:
    """A shape that has this field alone."""
    return msgspec.defstruct("Only", [("only", field.type)], rename={"only": field.encode_name})


def _themes(tables: Tables) -> Iterator[Flaw]:
    """An idea is in a theme that there is, made in a step that works on the idea's own."""
    for idea in tables.ideas.values():
        if idea.theme is None:
            continue
        theme, written = tables.themes.get(idea.theme), tables.steps.get(idea.step)
        made = tables.steps.get(theme.step) if theme else None
        loose = replace(idea, theme=None)
        if theme is None:
            yield Flaw("no_such_theme", written.title if written else {}, put=(loose,))
        elif made and written and made.kind == "group" and made.position < written.position:
            yield Flaw("theme_of_another", written.title, put=(loose,))


def _homeless(tables: Tables) -> Iterator[Flaw]:
    """Everything belongs to a step. Texts move to one where they can be read; what belongs nowhere is left out."""
    homes = {"ideas": "text", "themes": "group", "promises": "commit", "actions": "action"}
    for name in ("ideas", "themes", "answers", "promises", "actions"):
        home = next((step for step in _in_order(tables) if step.kind == homes.get(name)), None)
        for record in getattr(tables, name).values():
            if record.step not in tables.steps:
                moved = (replace(record, step=home.id),) if home else ()
                yield Flaw("no_home", home.title if home else {}, put=moved, remove=() if moved else (record,))


def _ballots(tables: Tables, new_id: Callable[[], str]) -> Iterator[Flaw]:
    """A ballot is of a round that was opened, within its budget, and somebody's only while the round is open."""
    given: set[tuple[str, int, str]] = set()
    rounds = {step.id: _rounds(step) for step in tables.steps.values() if step.kind in BALLOTS}
    for ballot in sorted(tables.ballots.values(), key=lambda ballot: ballot.id):
        step = tables.steps.get(ballot.step)
        title = step.title if step else {}
        fixed = rounds.get(ballot.step, {}).get(ballot.round)
        if step is None or step.kind not in BALLOTS:
            yield Flaw("ballot_of_no_vote", title, remove=(ballot,))
        elif fixed is None:
            yield Flaw("ballot_of_no_round", title, remove=(ballot,))
        elif not ballot.paper and _too_much(ballot, fixed):
            yield Flaw("over_budget", title, remove=(ballot,))
        elif ballot.seat and (ballot.step, ballot.round, ballot.seat) in given:
            yield Flaw("voted_twice", title, remove=(ballot,))
        elif ballot.seat and (step.state != "open" or ballot.round != step.round):
            said = [receipt for receipt in tables.receipts.values() if receipt.reply == ballot.id]
            told = (nothing_said(receipt, ballot.round) for receipt in said)
            loose = _cut_loose(tables, ballot, new_id)
            yield Flaw("ballot_with_seat", title, put=(*loose, *told), remove=(ballot,))
        given.add((ballot.step, ballot.round, ballot.seat))


def _rounds(step: Step) -> Mapping[int, Round]:
    """Number -> round of a vote, the one that it is at included; none when that cannot be read."""
    try:
        fixed = frame(step, Frame)
    except RuleBroken:
        return {}
    found = {each.number: each for each in fixed.earlier}
    return {**found, step.round: this_round(step, fixed)} if fixed.items else found


def _too_much(ballot: Ballot, fixed: Round) -> bool:
    return (
        used(ballot.votes) > fixed.budget
        or not set(ballot.votes) <= set(fixed.items)
        or not all(fixed.least <= votes <= fixed.max for votes in ballot.votes.values())
    )


def _cut_loose(tables: Tables, ballot: Ballot, new_id: Callable[[], str]) -> tuple[Record, ...]:
    """The ballot without its seat, as closing the vote would have left it; the seat has voted."""
    loose, seat = replace(ballot, id=new_id(), seat=""), tables.seats.get(ballot.seat)
    mark = f"{ballot.step}/{ballot.round}"
    voted: tuple[Seat, ...] = (replace(seat, voted=(*seat.voted, mark)),) if seat and mark not in seat.voted else ()
    return (loose, *voted)
