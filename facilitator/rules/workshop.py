"""The workshop: every act of the facilitator and every answer of a phone, as rules without clock, chance or I/O.

Each method checks the rule and returns one ``Act``, or raises ``RuleBroken`` and nothing has happened. The room
carries acts out one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.keyed_hash import SHORT, keyed
from facilitator.rules.steps.commit import my_promise
from facilitator.rules.steps.vote import ballot_id
from facilitator.rules.timing import grace
from facilitator.rules.undo import history
from facilitator.rules.verbs import (
    accept_suggestions,
    actions,
    breaks,
    cuts,
    edit_steps,
    flow,
    moderate_texts,
    nudges,
    paper_votes,
    slips,
    stage,
    themes,
    vote_budget,
)
from facilitator.rules.voting.rounds import BALLOTS
from facilitator.view.mine import Mine, MyPromise, MyStep, Saved
from store.records import LANGUAGES, Answer, Ballot, Idea, Language, Promise, Receipt, Seat, Step, replace

Verb = tuple[type[Struct], Callable[[Here, Any], Act]]

VERBS: Mapping[str, Verb] = {
    "next": (flow.Nothing, flow.go_next),
    "back": (flow.Nothing, flow.go_back),
    "goto": (flow.Goto, flow.goto),
    "open": (flow.Nothing, flow.open_step),
    "close": (flow.Nothing, flow.close_step),
    "reveal": (flow.Nothing, flow.reveal),
    "hide_results": (flow.Nothing, flow.hide_results),
    "reopen": (flow.Nothing, flow.reopen),
    "round": (flow.Nothing, flow.new_round),
    "skip": (flow.Skip, flow.skip),
    "break": (breaks.Rest, breaks.rest),
    "resume": (flow.Nothing, breaks.resume),
    "extend": (stage.Extend, stage.extend),
    "pause": (flow.Nothing, stage.pause),
    "lock": (flow.Nothing, stage.lock),
    "unlock": (flow.Nothing, stage.unlock),
    "black": (stage.Switch, stage.black),
    "overlay": (stage.Switch, stage.overlay),
    "stage_language": (stage.Speak, stage.stage_language),
    "page": (stage.Page, stage.page),
    "focus": (stage.Focus, stage.focus),
    "hide": (moderate_texts.One, moderate_texts.hide),
    "show": (moderate_texts.One, moderate_texts.show),
    "add": (moderate_texts.Paper, moderate_texts.add),
    "approve": (moderate_texts.Waiting, moderate_texts.approve),
    "moderate": (stage.Switch, moderate_texts.moderate),
    "votes": (vote_budget.Each, vote_budget.votes),
    "paper_votes": (paper_votes.Counted, paper_votes.paper_votes),
    "cut": (cuts.Wanted, cuts.cut),
    "nudge": (stage.Switch, nudges.nudge),
    "tables": (stage.Switch, nudges.tables),
    "slips": (slips.Switched, slips.slips),
    "edit_step": (edit_steps.EditStep, edit_steps.edit_step),
    "names": (edit_steps.Names, edit_steps.names),
    "theme": (themes.New, themes.new),
    "rename": (themes.Rename, themes.rename),
    "move": (themes.Move, themes.move),
    "merge": (themes.Merge, themes.merge),
    "remove_theme": (themes.Remove, themes.remove),
    "accept": (accept_suggestions.Accept, accept_suggestions.accept),
    "action": (actions.Fields, actions.new),
    "edit_action": (actions.Edit, actions.edit),
    "remove_action": (actions.Remove, actions.remove),
}
"""Name -> the shape of its arguments and the rule. ``undo`` and ``redo`` wind what these have done."""

KEY_LENGTH = range(16, 65)
_CANONICAL = msgspec.json.Encoder(order="sorted")


class Workshop:
    """The rules of one running session. It has no state of its own: what it knows is in the session."""

    # --- the facilitator --------------------------------------------------------------------------

    def act(self, here: Here, verb: str, arguments: Mapping[str, Any]) -> Act:
        """One act of the facilitator. Raises ``RuleBroken``."""
        if verb in ("undo", "redo"):
            return history.wind(here, verb)
        if verb not in VERBS:
            raise RuleBroken("no_verb", 404, verb=verb)
        shape, rule = VERBS[verb]
        try:
            wanted = msgspec.convert(arguments, shape, strict=True)
        except msgspec.ValidationError as wrong:
            raise RuleBroken("bad_arguments", 400, verb=verb, problem=str(wrong)) from wrong
        act = rule(here, wanted)
        return history.noted(here, act, act.undo or verb)

    def slips(self, here: Here, codes: Sequence[str], void: bool) -> Act:
        """Join slips with these codes are made. Raises ``RuleBroken``."""
        act = slips.made(here, codes, void)
        return history.noted(here, act, act.undo)

    # --- a phone ----------------------------------------------------------------------------------

    def join(self, here: Here, token: str, language: str) -> tuple[Act, str]:
        """A seat for a new phone: the act and the seat's id. Raises ``RuleBroken`` once the session is closed."""
        if here.session.state == "closed":
            raise RuleBroken("session_closed", 409)
        seat = Seat(id=here.new_id(), token=self.hash(here, token), language=ours(language, here))
        return Act(put=(seat,)), seat.id

    def leave(self, here: Here, seat: str) -> Act:
        """A seat is given up that nothing was answered from; any other stays as it is."""
        found = here.book.get(Seat, seat)
        kept = found is not None and (found.voted or found.slip)
        return Act(remove=(found,)) if found and not kept and not here.book.has_any(seat) else Act()

    def speak(self, here: Here, seat: str, language: str) -> Act:
        """A phone's own language."""
        return Act(put=(replace(self._seat(here, seat), language=ours(language, here)),))

    def answer(self, here: Here, seat: str, message: Mapping[str, Any], version: int) -> tuple[Act | None, Saved]:
        """One answer of a phone; ``version`` is what the session will have once it is saved.

        Returns no act for a repeat of what is saved already. Raises ``RuleBroken``.
        """
        self._seat(here, seat)
        key = message.get("key")
        if not isinstance(key, str) or len(key) not in KEY_LENGTH or not key.isprintable():
            raise RuleBroken("bad_key", 400)
        receipt_id, content = self.hash(here, f"{seat}/{key}")[:SHORT], self.hash(here, canonical(message))
        old = here.book.get(Receipt, receipt_id)
        if old is not None:
            if old.content not in (content, ""):
                raise RuleBroken("key_used", 409)
            reply = old.reply if old.content else ballot_id(here, old.step, old.reply, seat)
            return None, Saved(id=reply, version=old.version or version - 1, repeated=True)
        step = self._open_step(here, message.get("step"), seat)
        taken = flow.kind_of(step).take(here.at(step), seat, message)
        receipt = Receipt(id=receipt_id, step=step.id, content=content, reply=taken.id, version=version)
        return taken.act.also(receipt), Saved(id=taken.id, version=version)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        """Take back one's own answer while the step is open. Raises ``RuleBroken``."""
        self._seat(here, seat)
        found = (here.book.get(kind, answer) for kind in (Idea, Answer, Promise, Ballot))
        counted = any(step.id == here.session.step and step.kind in BALLOTS for step in here.book.steps)
        if not counted and not any(found):
            # A removal whose reply was lost is asked for again, maybe after the close: it has been done.
            raise RuleBroken("answer_gone", 404)
        step = self._open_step(here, here.session.step, seat)
        return flow.kind_of(step).withdraw(here.at(step), seat, answer)

    def mine(self, here: Here, seat: str) -> Mine:
        """What a seat has answered in the current step, its promise ever after, and in the end everything."""
        step = flow.current(here)
        record = self._seat(here, seat)
        found = dict(flow.kind_of(step).mine(here.at(step), seat)) if step is not None else {}
        if "promise" not in found:
            found["promise"] = self._promise(here, seat)
        if here.session.state in ("closing", "closed"):
            found["kept"] = tuple(self._kept(here, seat))
        return Mine(language=record.language, **found)

    @staticmethod
    def _kept(here: Here, seat: str) -> Iterator[MyStep]:
        for step in here.book.steps:
            if lines := flow.kind_of(step).kept(here.at(step), seat):
                yield MyStep(id=step.id, title=step.title, lines=tuple(lines))

    def _promise(self, here: Here, seat: str) -> MyPromise | None:
        steps = [step for step in here.book.steps if step.kind == "commit"]
        return my_promise([mine for step in steps for mine in here.book.own(Promise, step.id, seat)])

    def _open_step(self, here: Here, step_id: object, seat: str) -> Step:
        if here.session.state == "closed":
            raise RuleBroken("step_closed", 409)
        step = here.book.step(step_id) if isinstance(step_id, str) else None
        if step is None:
            raise RuleBroken("no_step", 404 if isinstance(step_id, str) else 400)
        if not (step.id == here.session.step and step.state == "open") and not grace.lasts(here, step):
            # The phone may ask again because the reply was lost: then its vote is among those that were counted.
            voted = step.kind in BALLOTS and f"{step.id}/{step.round}" in self._seat(here, seat).voted
            raise RuleBroken("step_closed", 409, **({"saying": "vote_counted"} if voted else {}))
        if here.session.locked:
            raise RuleBroken("locked", 409)
        return step

    def _seat(self, here: Here, seat: str) -> Seat:
        found = here.book.get(Seat, seat)
        if found is None:
            raise RuleBroken("no_seat", 403)
        return found

    @staticmethod
    def hash(here: Here, text: str | bytes) -> str:
        """Keyed hash (hex) under the session's own key."""
        return keyed(here.session.seat_key, text)


def ours(language: str, here: Here) -> Language:
    """The language if it is one of ours, else the session's."""
    return next((code for code in LANGUAGES if code == language), here.session.language)


def canonical(message: Mapping[str, Any]) -> bytes:
    """What was sent, in one spelling, so that a repeat is recognised whatever the order of its fields."""
    return _CANONICAL.encode(message)
