"""What a kind of step is: the rules of one way to ask, answer and show. One module per kind, of the kind's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.parsing import Taken, Unset
from facilitator.view import FEWEST, PAGE, Body, Text
from facilitator.view.mine import MyLine
from store.records import Idea, Promise, Step, StepState

QUIET: tuple[StepState, ...] = ("open", "done")
"""States of a step that only shows or is worked on by the facilitator: it opens as the room arrives at it."""
ASKING: tuple[StepState, ...] = ("ready", "open", "closed", "revealed", "done")
"""States of a step that asks and has a result to reveal."""
COLLECTING: tuple[StepState, ...] = ("ready", "open", "closed", "done")
"""States of a step that asks and reveals nothing of its own by itself."""






class Kind:
    """The rules of one kind of step. All methods are pure; ``here.step`` is the step in question."""

    name: ClassVar[str]
    shape: ClassVar[type[Struct]] = Unset
    """What ``Step.settings`` has to be readable as."""
    path: ClassVar[tuple[StepState, ...]] = QUIET
    paged: ClassVar[tuple[StepState, ...]] = ("revealed",)
    """States in which "next" turns the pages of the stage first."""
    grace: ClassVar[bool] = True
    """Whether an answer that somebody has in hand as the step closes is still taken for a moment."""

    def states(self, step: Step) -> tuple[StepState, ...]:
        """The states this step goes through when the facilitator only presses "next"."""
        return self.path

    def opening(self, here: Here) -> Mapping[str, Any]:
        """What is fixed as the step opens (``Step.frame``). Raises ``RuleBroken`` when it can't open."""
        return here.step.frame

    def closing(self, here: Here) -> Act:
        """What else happens as the step closes."""
        return Act()

    def told(self, here: Here) -> Mapping[str, Any]:
        """What is told of the answers from the close on, for ``Step.seen``; empty when there is nothing to keep.

        What the grace brings after it is not told: a count that moves by one tells of the one who was late.
        """
        return {}

    def warning(self, here: Here) -> str:
        """What the facilitator should know before opening it: catalogue key ``warning.<code>``; empty for nothing."""
        return ""

    def fewest(self, here: Here) -> int:
        """From how many answers on a result about people is shown."""
        return FEWEST

    def seen(self, here: Here) -> Mapping[str, Any]:
        """What the room sees as the result is revealed, for ``Step.seen``; empty when there is nothing to keep."""
        return {}

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        """Check and take one answer of a phone. Raises ``RuleBroken``."""
        raise RuleBroken("takes_no_answers", 409)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        """Take back one of the seat's own answers. Raises ``RuleBroken``."""
        raise RuleBroken("not_yours", 403)

    def answered(self, here: Here) -> int:
        """How many seats have answered."""
        return 0

    def body(self, here: Here) -> Body:
        """What everybody may see now."""
        raise NotImplementedError

    def clock(self, here: Here, page: int = 0) -> int:
        """Minutes that the clock runs from when the stage comes to this page of the step as it is; 0 for none."""
        return here.step.minutes if here.step.state == "open" and not page else 0

    def pages(self, here: Here) -> int:
        """How many pages the result has on the stage."""
        return 1

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        """Fields of ``Mine`` for one seat."""
        return {}

    def kept(self, here: Here, seat: str) -> Sequence[MyLine]:
        """The seat's own answers as lines that it can keep when the workshop is over."""
        return ()
















def page_of(texts: Sequence[Text], page: int) -> tuple[tuple[Text, ...], int, int]:
    """One page of texts for the stage: ``(texts, page, pages)``; a page past the end is the last one."""
    pages = max(1, -(-len(texts) // PAGE))
    page = min(max(page, 0), pages - 1)
    return tuple(texts[page * PAGE : (page + 1) * PAGE]), page, pages


def as_text(record: Idea | Promise) -> Text:
    """A record as everybody may read it: without its seat."""
    return Text(id=record.id, text=record.text, lang=record.lang, tag=getattr(record, "tag", ""))


def result_shown(step: Step) -> bool:
    """Whether the result has been revealed (a step that was left after its reveal stays revealed when looked at)."""
    return step.state == "revealed" or (step.state == "done" and bool(step.frame.get("revealed")))
