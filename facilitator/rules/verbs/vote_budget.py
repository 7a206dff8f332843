"""The verb ``votes``: more votes per person during a vote.

Fewer votes are refused, since that would take away votes that somebody has given (docs/domain.md 3.3).
"""

from __future__ import annotations

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import frame
from facilitator.rules.verbs.flow import event, must_be_at
from facilitator.rules.voting.rounds import Frame
from store.records import replace


class Each(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"each": n}``: the votes of one person from now on."""

    each: int


def votes(here: Here, wanted: Each) -> Act:
    """Raise the votes per person of the open vote. Raises ``RuleBroken``."""
    step = must_be_at(here)
    if step.kind != "vote" or step.state != "open":
        raise RuleBroken("no_vote_open", 409)
    fixed = frame(step, Frame)
    if fixed.preset in ("one", "stars"):
        raise RuleBroken("votes_fixed", 409)
    if wanted.each < fixed.budget:
        raise RuleBroken("votes_lowered", 409, n=fixed.budget)
    most = len(fixed.items) * fixed.max
    if wanted.each > most:
        raise RuleBroken("votes_too_many", n=most)
    raised = replace(step, frame={**step.frame, "budget": wanted.each})
    return Act(put=(raised,), reply={"each": wanted.each}) + event(here, "votes")
