"""The verb ``votes``: more votes per person during a vote.

Fewer votes are refused, since that would take away votes that somebody has given (docs/domain.md 3.3).
"""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import step_frame
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.flow import log_event, require_current_step
from facilitator.rules.voting.rounds import VoteFrame
from store.records import replace


class VotesArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"each": n}``: the votes of one person from now on."""

    each: int


def raise_votes(context: Context, arguments: VotesArguments) -> Outcome:
    """Raise the votes per person of the open vote. Raises ``RuleBroken``."""
    step = require_current_step(context)
    if not kind_named(step.kind).has_runoff or step.state != "open":
        raise RuleBroken("no_vote_open", 409)
    frame = step_frame(step, VoteFrame)
    if frame.preset in ("one", "stars"):
        raise RuleBroken("votes_fixed", 409)
    if arguments.each < frame.budget:
        raise RuleBroken("votes_lowered", 409, n=frame.budget)
    most = len(frame.items) * frame.max
    if arguments.each > most:
        raise RuleBroken("votes_too_many", n=most)
    raised = replace(step, frame={**step.frame, "budget": arguments.each})
    return Outcome(put=(raised,), reply={"each": arguments.each}) + log_event(context, "votes")
