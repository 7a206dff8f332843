"""The verb ``paper_votes``: enters votes that were counted by hand. They are marked as such in all views and files."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.parsing import step_frame
from facilitator.rules.steps import kind_named
from facilitator.rules.verbs.position import log_event, require_current_step
from facilitator.rules.voting.rounds import VoteFrame, ballots_in_round
from store.records import Ballot, replace

MOST_VOTERS = 10_000


class PaperVotesArguments(Struct, frozen=True, forbid_unknown_fields=True):
    """``{"counts": {item: n}, "against"?: {item: n}, "voters": n}``: all votes counted in this round, at once.

    ``against``: votes against, in a vote that has them. ``voters`` 0 removes what was entered.
    """

    voters: int
    counts: Mapping[str, int] = {}
    against: Mapping[str, int] = {}


def enter_paper_votes(context: Context, arguments: PaperVotesArguments) -> Outcome:
    """Enter the votes counted by hand in the current round, in place of those entered before.

    Raises ``RuleBroken`` unless the vote is open, or closed and not revealed.
    """
    step = require_current_step(context)
    if not kind_named(step.kind).has_runoff or step.state not in ("open", "closed"):
        raise RuleBroken("no_vote_to_count", 409)
    frame = step_frame(step, VoteFrame)
    counts, against = _nonzero(arguments.counts), _nonzero(arguments.against)
    _check(frame, counts, against, arguments.voters)
    entered = ballots_in_round(context.index.records_in(Ballot, step.id), step.round)
    old = sorted((ballot for ballot in entered if ballot.paper), key=lambda ballot: ballot.id)
    new = [
        Ballot(id=context.new_id(), step=step.id, round=step.round, votes=votes, paper=True, voters=arguments.voters)
        for votes in (counts, {item: -n for item, n in against.items()})
        if votes
    ]
    # Existing ballots are changed and not replaced, so that undo has one record to set back.
    same = (replace(ballot, id=before.id) for ballot, before in zip(new, old, strict=False))
    put = (*same, *new[len(old) :])
    outcome = Outcome(put=put, remove=tuple(old[len(new) :]), undo="paper_votes")
    return outcome + log_event(context, "paper_votes") if put or outcome.remove else outcome


def _nonzero(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts without the items that got no votes."""
    return {item: n for item, n in counts.items() if n}


def _check(frame: VoteFrame, counts: Mapping[str, int], against: Mapping[str, int], voters: int) -> None:
    """Raise ``RuleBroken`` for counts that this number of people cannot have given."""
    if not 0 <= voters <= MOST_VOTERS:
        raise RuleBroken("paper_voters", n=MOST_VOTERS)
    if not {*counts, *against} <= set(frame.items):
        raise RuleBroken("no_item", 404)
    if against and frame.least >= 0:
        raise RuleBroken("no_votes_against")
    most = voters * frame.max
    each = [counts.get(item, 0) + against.get(item, 0) for item in frame.items]
    if any(n < 0 for n in (*counts.values(), *against.values())) or any(n > most for n in each):
        raise RuleBroken("paper_item", voters=voters, n=most)
    if sum(each) > voters * frame.budget:
        raise RuleBroken("paper_total", voters=voters, n=voters * frame.budget)
