"""The rules of a workshop: every command of the facilitator and every answer of a phone, without clock or I/O.

Each method checks its rule and returns an ``Outcome``, or raises ``RuleBroken`` and changes nothing. The room applies
outcomes one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct

from facilitator import undo
from facilitator.act import Act, Here
from facilitator.errors import RuleBroken
from facilitator.keyed import SHORT, keyed
from facilitator.seam import Saved
from facilitator.steps.commit import my_promise
from facilitator.steps.vote import ballot_id
from facilitator.timing import grace
from facilitator.verbs import (
    accept,
    actions,
    cuts,
    editing,
    flow,
    nudges,
    paper,
    rests,
    slips,
    stage,
    texts,
    themes,
    votes,
)
from facilitator.view.mine import Mine, MyPromise, MyStep
from facilitator.voting.rounds import BALLOTS
from store.records import LANGUAGES, Answer, Ballot, Idea, Language, Promise, Receipt, Seat, Step

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
    "break": (rests.Rest, rests.rest),
    "resume": (flow.Nothing, rests.resume),
    "extend": (stage.Extend, stage.extend),
    "pause": (flow.Nothing, stage.pause),
    "lock": (flow.Nothing, stage.lock),
    "unlock": (flow.Nothing, stage.unlock),
    "black": (stage.Switch, stage.black),
    "overlay": (stage.Switch, stage.overlay),
    "stage_language": (stage.Speak, stage.stage_language),
    "page": (stage.Page, stage.page),
    "focus": (stage.Focus, stage.focus),
    "hide": (texts.One, texts.hide),
    "show": (texts.One, texts.show),
    "add": (texts.Paper, texts.add),
    "approve": (texts.Waiting, texts.approve),
    "moderate": (stage.Switch, texts.moderate),
    "votes": (votes.Each, votes.votes),
    "paper_votes": (paper.Counted, paper.paper_votes),
    "cut": (cuts.Wanted, cuts.cut),
    "nudge": (stage.Switch, nudges.nudge),
    "tables": (stage.Switch, nudges.tables),
    "slips": (slips.Switched, slips.slips),
    "edit_step": (editing.EditStep, editing.edit_step),
    "names": (editing.Names, editing.names),
    "theme": (themes.New, themes.new),
    "rename": (themes.Rename, themes.rename),
    "move": (themes.Move, themes.move),
    "merge": (themes.Merge, themes.merge),
    "remove_theme": (themes.Remove, themes.remove),
    "accept": (accept.Accept, accept.accept),
    "action": (actions.Fields, actions.new),
    "edit_action": (actions.Edit, actions.edit),
    "remove_action": (actions.Remove, actions.remove),
}
"""Verb -> (type of its arguments, rule). ``undo`` and ``redo`` are not listed: they revert or repeat these."""

KEY_LENGTH = range(16, 65)
_CANONICAL = msgspec.json.Encoder(order="sorted")


class Workshop:
    """The rules of one running session. Stateless: all state is in the session's records."""

    # --- the facilitator --------------------------------------------------------------------------

    def act(self, here: Here, verb: str, arguments: Mapping[str, Any]) -> Act:
        """Carry out a command of the facilitator, and record it for undo.

        Raises ``RuleBroken``: no_verb (404), bad_arguments (400), or what the rule refuses.
        """
        if verb in ("undo", "redo"):
            return undo.wind(here, verb)
        if verb not in VERBS:
            raise RuleBroken("no_verb", 404, verb=verb)
        shape, rule = VERBS[verb]
        try:
            wanted = msgspec.convert(arguments, shape, strict=True)
        except msgspec.ValidationError as wrong:
            raise RuleBroken("bad_arguments", 400, verb=verb, problem=str(wrong)) from wrong
        act = rule(here, wanted)
        return undo.noted(here, act, act.undo or verb)

    def slips(self, here: Here, codes: Sequence[str], void: bool) -> Act:
        """Make join slips with these codes. ``void``: earlier unused slips become invalid. Raises ``RuleBroken``."""
        act = slips.made(here, codes, void)
        return undo.noted(here, act, act.undo)

    # --- a phone ----------------------------------------------------------------------------------

    def join(self, here: Here, token: str, language: str) -> tuple[Act, str]:
        """Seat a new phone: the outcome and the seat's id. Raises ``RuleBroken`` (409) once the session is closed."""
        if here.session.state == "closed":
            raise RuleBroken("session_closed", 409)
        seat = Seat(id=here.new_id(), token=self.hash(here, token), language=ours(language, here))
        return Act(put=(seat,)), seat.id

    def leave(self, here: Here, seat: str) -> Act:
        """Give up a seat. One that has answered, voted or used a join slip stays as it is."""
        found = here.book.get(Seat, seat)
        kept = found is not None and (found.voted or found.slip)
        return Act(remove=(found,)) if found and not kept and not here.book.has_any(seat) else Act()

    def speak(self, here: Here, seat: str, language: str) -> Act:
        """Set a phone's language; an unknown one becomes the session's. Raises ``RuleBroken`` (403): no_seat."""
        return Act(put=(replace(self._seat(here, seat), language=ours(language, here)),))

    def answer(self, here: Here, seat: str, message: Mapping[str, Any], version: int) -> tuple[Act | None, Saved]:
        """Take one answer of a phone; ``version`` is the session's version once the answer is saved.

        Idempotent by ``message["key"]``: the outcome is None if the same answer is already saved under that key.
        Raises ``RuleBroken``: bad_key (400), no_seat (403), key_used (409, the key was used for another answer),
        step_closed, locked (409), or what the kind of step refuses.
        """
        self._seat(here, seat)
        key = message.get("key")
        if not isinstance(key, str) or len(key) not in KEY_LENGTH or not key.isprintable():
            raise RuleBroken("bad_key", 400)
        # The receipt holds hashes only: it does not repeat what was sent.
        receipt_id, content = self.hash(here, f"{seat}/{key}")[:SHORT], self.hash(here, canonical(message))
        old = here.book.get(Receipt, receipt_id)
        if old is not None:
            if old.content not in (content, ""):
                raise RuleBroken("key_used", 409)
            # A counted vote has lost its content hash, and its reply is the round's number: derive the ballot's id.
            reply = old.reply if old.content else ballot_id(here, old.step, old.reply, seat)
            return None, Saved(id=reply, version=old.version or version - 1, repeated=True)
        step = self._open_step(here, message.get("step"), seat)
        taken = flow.kind_of(step).take(here.at(step), seat, message)
        receipt = Receipt(id=receipt_id, step=step.id, content=content, reply=taken.id, version=version)
        return taken.act.also(receipt), Saved(id=taken.id, version=version)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        """Withdraw the seat's own answer while the step is open.

        Raises ``RuleBroken``: no_seat, not_yours (403), answer_gone (404), step_closed (409) ...
        """
        self._seat(here, seat)
        found = (here.book.get(kind, answer) for kind in (Idea, Answer, Promise, Ballot))
        counted = any(step.id == here.session.step and step.kind in BALLOTS for step in here.book.steps)
        if not counted and not any(found):
            # The phone repeats a removal whose reply was lost, perhaps after the close: tell it that it was done.
            raise RuleBroken("answer_gone", 404)
        step = self._open_step(here, here.session.step, seat)
        return flow.kind_of(step).withdraw(here.at(step), seat, answer)

    def mine(self, here: Here, seat: str) -> Mine:
        """The seat's own answers: those in the current step, its promise from then on, and all of them from the closing
        step on. Raises ``RuleBroken`` (403): no_seat."""
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
            # The phone may repeat a vote because the reply was lost. If the seat took part in this round, its vote has
            # been counted, and the refusal says so.
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
        """Keyed hash of a text as 64 hex digits, under the session's own key."""
        return keyed(here.session.seat_key, text)


def ours(language: str, here: Here) -> Language:
    """The language if the program supports it, else the session's."""
    return next((code for code in LANGUAGES if code == language), here.session.language)


def canonical(message: Mapping[str, Any]) -> bytes:
    """The message as JSON with sorted keys, so that a repeat is recognised whatever the order of its fields."""
    return _CANONICAL.encode(message)
