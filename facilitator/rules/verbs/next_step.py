"""What the verb ``next`` (the clicker's forward button) would do now."""

from __future__ import annotations

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Here
from facilitator.rules.verbs.position import coming, current, kind_of, resting
from facilitator.view import Next
from store.records import Step, StepState

TOO_MUCH = "too_much_to_vote"
"""Code of the error for a vote on more items than a vote may have."""


def next_act(here: Here) -> Next:
    """What ``next`` would do now."""
    session, step, then = here.session, current(here), coming(here)
    if session.looking:
        return Next(act="forward")
    if step is None or session.state in ("draft", "lobby"):
        return Next(act="start", title=then.title if then else {})
    if session.state == "closed":
        return Next(act="last")
    if resting(here):
        return Next(act="resume", title=step.title)
    kind = kind_of(step)
    if step.state in ("ready", "skipped"):
        # A step that cannot open (a vote on no items) must not stop the clicker, so ``next`` goes on to the step after
        # it. A vote on too many items is probably wanted, so the facilitator is warned first.
        if (wrong := unopened(here, step)) and then is not None:
            return Next(act="step", title=then.title, warning=wrong if wrong == TOO_MUCH else "")
        return Next(act="open", warning=kind.warning(here.at(step)), fewest=kind.fewest(here.at(step)))
    if step.state in kind.paged and session.page + 1 < kind.pages(here.at(step)):
        return Next(act="page")
    ahead = following(kind.states(step), step.state)
    if ahead == "closed":
        return Next(act="close")
    if ahead == "revealed":
        return Next(act="reveal")
    return Next(act="step", title=then.title) if then else Next(act="last")


def unopened(here: Here, step: Step) -> str:
    """The code of the error that keeps the step from opening; empty when it can open."""
    try:
        kind_of(step).opening(here.at(step))
    except RuleBroken as refused:
        return refused.code
    return ""


def following(path: tuple[StepState, ...], state: StepState) -> StepState:
    """The state after ``state`` on a kind's path; a state that is not on it (an extra reveal) leads to ``done``."""
    return path[path.index(state) + 1] if state in path[:-1] else "done"
