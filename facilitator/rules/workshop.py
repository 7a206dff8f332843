"""The rules of a workshop: every command of the facilitator and every answer of a phone, without clock or I/O.

Each method checks its rule and returns an ``Outcome``, or raises ``RuleBroken`` and changes nothing. The room applies
outcomes one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.keyed_hash import ID_DIGITS, keyed_hash
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.commit import own_promise
from facilitator.rules.steps.vote import ballot_id
from facilitator.rules.timing import grace
from facilitator.rules.undo import history
from facilitator.rules.verb_table import RULE_VERBS
from facilitator.rules.verbs import flow, slips
from facilitator.view.mine import MyPromise, MyStep, SavedAnswer, SeatView
from store.records import LANGUAGES, Answer, Ballot, Idea, Language, Promise, Receipt, Seat, Step, replace

KEY_LENGTH = range(16, 65)
_SORTED_JSON = msgspec.json.Encoder(order="sorted")


class Workshop:
    """The rules of one running session. Stateless: all state is in the session's records."""

    # --- the facilitator --------------------------------------------------------------------------

    def execute(self, context: Context, verb: str, arguments: Mapping[str, Any]) -> Outcome:
        """Carry out a command of the facilitator, and record it for undo.

        Raises ``RuleBroken``: no_verb (404), bad_arguments (400), or what the rule refuses.
        """
        entry, parsed = RULE_VERBS.parse(verb, arguments)
        return entry.handler(context, parsed)

    def make_slips(self, context: Context, codes: Sequence[str], void: bool) -> Outcome:
        """Make join slips with these codes. ``void``: earlier unused slips become invalid. Raises ``RuleBroken``."""
        act = slips.make_slips(context, codes, void)
        return history.record_history(context, act, act.undo)

    # --- a phone ----------------------------------------------------------------------------------

    def join(self, context: Context, token: str, language: str) -> tuple[Outcome, str]:
        """Seat a new phone: the outcome and the seat's id. Raises ``RuleBroken`` (409) once the session is closed."""
        if context.session.state == "closed":
            raise RuleBroken("session_closed", 409)
        seat = Seat(
            id=context.new_id(), token=self.hash(context, token), language=supported_language(language, context)
        )
        return Outcome(put=(seat,)), seat.id

    def leave(self, context: Context, seat: str) -> Outcome:
        """Give up a seat. One that has answered, voted or used a join slip stays as it is."""
        found = context.index.get(Seat, seat)
        kept = found is not None and (found.voted or found.slip)
        return (
            Outcome(remove=(found,)) if found and not kept and not context.index.seat_has_records(seat) else Outcome()
        )

    def set_language(self, context: Context, seat: str, language: str) -> Outcome:
        """Set a phone's language; an unknown one becomes the session's. Raises ``RuleBroken`` (403): no_seat."""
        return Outcome(
            put=(replace(self._require_seat(context, seat), language=supported_language(language, context)),)
        )

    def answer(
        self, context: Context, seat: str, message: Mapping[str, Any], version: int
    ) -> tuple[Outcome | None, SavedAnswer]:
        """Take one answer of a phone; ``version`` is the session's version once the answer is saved.

        Idempotent by ``message["key"]``: the outcome is None if the same answer is already saved under that key.
        Raises ``RuleBroken``: bad_key (400), no_seat (403), key_used (409, the key was used for another answer),
        step_closed, locked (409), or what the kind of step refuses.
        """
        self._require_seat(context, seat)
        key = message.get("key")
        if not isinstance(key, str) or len(key) not in KEY_LENGTH or not key.isprintable():
            raise RuleBroken("bad_key", 400)
        # The receipt holds hashes only: it does not repeat what was sent.
        receipt_id, content = (
            self.hash(context, f"{seat}/{key}")[:ID_DIGITS],
            self.hash(context, canonical_json(message)),
        )
        old = context.index.get(Receipt, receipt_id)
        if old is not None:
            if old.content not in (content, ""):
                raise RuleBroken("key_used", 409)
            # A counted vote has lost its content hash, and its reply is the round's number: derive the ballot's id.
            reply = old.reply if old.content else ballot_id(context, old.step, old.reply, seat)
            return None, SavedAnswer(id=reply, version=old.version or version - 1, repeated=True)
        step = self._require_open_step(context, message.get("step"), seat)
        taken = flow.kind_of(step).take_answer(context.with_step(step), seat, message)
        receipt = Receipt(id=receipt_id, step=step.id, content=content, reply=taken.id, version=version)
        return taken.outcome.with_record(receipt), SavedAnswer(id=taken.id, version=version)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        """Withdraw the seat's own answer while the step is open.

        Raises ``RuleBroken``: no_seat, not_yours (403), answer_gone (404), step_closed (409) ...
        """
        self._require_seat(context, seat)
        found = (context.index.get(kind, answer) for kind in (Idea, Answer, Promise, Ballot))
        counted = any(
            step.id == context.session.step and kind_named(step.kind).has_ballots for step in context.index.steps
        )
        if not counted and not any(found):
            # The phone repeats a removal whose reply was lost, perhaps after the close: tell it that it was done.
            raise RuleBroken("answer_gone", 404)
        step = self._require_open_step(context, context.session.step, seat)
        return flow.kind_of(step).withdraw(context.with_step(step), seat, answer)

    def own_answers(self, context: Context, seat: str) -> SeatView:
        """The seat's own answers: those in the current step, its promise from then on, and all of them from the closing
        step on. Raises ``RuleBroken`` (403): no_seat."""
        step = flow.current_step(context)
        record = self._require_seat(context, seat)
        found = dict(flow.kind_of(step).own_answers(context.with_step(step), seat)) if step is not None else {}
        if "promise" not in found:
            found["promise"] = self._own_promise(context, seat)
        if context.session.state in ("closing", "closed"):
            found["kept"] = tuple(self._own_answers_by_step(context, seat))
        return SeatView(language=record.language, **found)

    @staticmethod
    def _own_answers_by_step(context: Context, seat: str) -> Iterator[MyStep]:
        for step in context.index.steps:
            if lines := flow.kind_of(step).receipt_lines(context.with_step(step), seat):
                yield MyStep(id=step.id, title=step.title, lines=tuple(lines))

    def _own_promise(self, context: Context, seat: str) -> MyPromise | None:
        found = (context.index.records_of_seat(Promise, step.id, seat) for step in context.index.steps)
        return own_promise([promise for own in found for promise in own])

    def _require_open_step(self, context: Context, step_id: object, seat: str) -> Step:
        if context.session.state == "closed":
            raise RuleBroken("step_closed", 409)
        step = context.index.step(step_id) if isinstance(step_id, str) else None
        if step is None:
            raise RuleBroken("no_step", 404 if isinstance(step_id, str) else 400)
        if not (step.id == context.session.step and step.state == "open") and not grace.is_in_grace(context, step):
            # The phone may repeat a vote because the reply was lost. If the seat took part in this round, its vote has
            # been counted, and the refusal says so.
            voted = (
                kind_named(step.kind).has_ballots
                and f"{step.id}/{step.round}" in self._require_seat(context, seat).voted
            )
            raise RuleBroken("step_closed", 409, **({"saying": "vote_counted"} if voted else {}))
        if context.session.locked:
            raise RuleBroken("locked", 409)
        return step

    def _require_seat(self, context: Context, seat: str) -> Seat:
        found = context.index.get(Seat, seat)
        if found is None:
            raise RuleBroken("no_seat", 403)
        return found

    @staticmethod
    def hash(context: Context, text: str | bytes) -> str:
        """Keyed hash of a text as 64 hex digits, under the session's own key."""
        return keyed_hash(context.session.seat_key, text)


def supported_language(language: str, context: Context) -> Language:
    """The language if the program supports it, else the session's."""
    return next((code for code in LANGUAGES if code == language), context.session.language)


def canonical_json(message: Mapping[str, Any]) -> bytes:
    """The message as JSON with sorted keys, so that a repeat is recognised whatever the order of its fields."""
    return _SORTED_JSON.encode(message)
