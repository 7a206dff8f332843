"""``talk``: people talk; the stage shows the question, the clock and the latest result to talk about."""

from __future__ import annotations

from facilitator.act import Here
from facilitator.steps.kind import Kind, result_shown
from facilitator.steps.vote import KIND as VOTE
from facilitator.view import Talk


class TalkKind(Kind):
    """Opens as the room arrives; asks nothing."""

    name = "talk"

    def body(self, here: Here) -> Talk:
        before = [step for step in here.book.steps if step.position < here.step.position]
        if before and before[-1].kind == "vote" and result_shown(before[-1]):
            return Talk(results=VOTE.body(here.at(before[-1])))
        return Talk()


KIND = TalkKind()
