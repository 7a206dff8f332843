"""What phones do in the generated test: join, answer well and badly, repeat themselves, take back."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule
from state_machine_base import Machine, refusal
from state_table import BALLOTS
from workshop_on_disk import every_kind

from facilitator.errors import RuleBroken
from store.records import Step

STEPS = [step.id for step in every_kind()]
TAKEN_BACK = ("text", "onetwofour", "pick", "vote", "crowd", "commit")
"""Kinds whose answers can be withdrawn by their id."""
WRITTEN = ["", "Tekisin tämän", "Vastaan aina", "Soitan ensin", "x" * 500]


class Phones(Machine):
    """The rules of everybody but the facilitator."""

    @precondition(lambda self: len(self.seats) < 7)
    @rule(language=st.sampled_from(["fi", "sv", "en"]))
    def joins(self, language: str) -> None:
        refused = refusal(lambda: self.seats.append(self.play.join(language)))
        assert refused == ("session_closed" if self.table.session == "closed" else "")
        if not refused:
            assert self.play.mine(self.seats[-1]).language == language

    @precondition(lambda self: self.seats and self.play.kept.session.step)
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        self._answer(data, data.draw(st.sampled_from(self.seats)), data.draw(st.sampled_from([self._here(), *STEPS])))

    @precondition(lambda self: self.seats and self.play.kept.session.step)
    @rule(data=st.data())
    def all_answer(self, data: st.DataObject) -> None:
        """Every seat sends a valid answer, if the step is open."""
        for seat in self.seats:
            self._answer(data, seat, self._here(), well=True)

    def _answer(self, data: st.DataObject, seat: str, step_id: str, well: bool = False) -> None:
        step, records = self.play.kept.steps[step_id], self._data()
        said = self._says_well(data, seat, step) if well else self._says(data, seat, step)
        message = {"key": self.play.new_key(), "step": step_id, **said}
        try:
            made = self.play.answer(seat, **message).id
        except RuleBroken:
            assert self._data() == records
            return
        self._may_answer(step)
        self.sent.append((seat, message, made))
        self.ledger.took(step, seat, said, made)

    def _says(self, data: st.DataObject, seat: str, step: Step) -> dict[str, Any]:
        kept = self.play.kept
        items = st.sampled_from([*step.frame.get("items", ()), "nothing"])
        # Sorted, for the file keeps what phones wrote in no order.
        own = sorted(idea.id for idea in kept.ideas.values() if idea.seat == seat) or ["nothing"]
        match step.kind:
            case "text" | "onetwofour":
                return {"text": data.draw(st.sampled_from(WRITTEN)) if data.draw(st.booleans()) else self._text()}
            case "pick":
                return {"answer": data.draw(st.sampled_from([*own, *sorted(kept.ideas)[:1]]))}
            case "vote" | "crowd":
                return {"item": data.draw(items), "votes": data.draw(st.sampled_from([1, 1, 1, 0, 2, -1]))}
            case "commit":
                return {"text": self._text(), "share": data.draw(st.booleans())}
            case "action":
                return {"action": data.draw(st.sampled_from([*sorted(kept.actions), "none"])), "owner": "Mikael"}
            case "choice":
                return {"options": data.draw(st.lists(st.sampled_from("abcd"), max_size=3))}
            case "grid":
                return {"row": data.draw(st.sampled_from("abd")), "value": data.draw(st.none() | st.integers(0, 6))}
            case "rate":
                scale = data.draw(st.sampled_from(["gain", "effort"]))
                return {"item": data.draw(items), "scale": scale, "value": data.draw(st.integers(0, 4))}
            case "review":
                return {"action": "agreed", "status": data.draw(st.sampled_from(["done", "in_progress", "lost"]))}
        return {"value": data.draw(st.integers(0, 6))}

    def _says_well(self, data: st.DataObject, seat: str, step: Step) -> dict[str, Any]:
        """A valid answer to the step, where one exists."""
        mine = [idea.id for idea in self.play.kept.ideas.values() if idea.seat == seat]
        items = list(step.frame.get("items", ()))
        match step.kind:
            case "text" | "onetwofour":
                return {"text": self._text()}
            case "crowd":
                hand = self.play.mine(seat).order or ("nothing",)
                return {"item": hand[0], "votes": data.draw(st.integers(1, 5))}
            case "pick" if mine:
                return {"answer": data.draw(st.sampled_from(sorted(mine)))}
            case "vote" if items:
                # Each for another one makes ties, and ties make rounds.
                tie = items[self.seats.index(seat) % len(items)]
                return {"item": tie if data.draw(st.booleans()) else data.draw(st.sampled_from(items)), "votes": 1}
            case "rate" if items:
                return {"item": items[0], "scale": "gain", "value": data.draw(st.integers(1, 3))}
            case "choice":
                return {"options": ["a"]}
            case "grid":
                return {"row": "a", "value": data.draw(st.integers(1, 5))}
            case "scale":
                return {"value": data.draw(st.integers(1, 5))}
        return self._says(data, seat, step)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def repeats(self, data: st.DataObject) -> None:
        """A phone that has not heard the reply sends the same again: nothing is written twice."""
        seat, message, made = data.draw(st.sampled_from(self.sent))
        step, records = self.play.kept.steps[message["step"]], self._data()
        try:
            saved = self.play.answer(seat, **message)
        except RuleBroken:
            assert self._data() == records
            return
        if saved.repeated:
            assert (saved.id, self._data()) == (made, records)
            return
        # Only a closed vote has no links to seats any more, so the repeated answer counts as a new vote.
        assert step.kind in BALLOTS
        self._may_answer(step)
        self.ledger.took(step, seat, message, saved.id)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def withdraws(self, data: st.DataObject) -> None:
        seat, message, made = data.draw(st.sampled_from(self.sent))
        step = self.play.kept.steps.get(self._here())
        if step is None or step.id != message["step"] or step.kind not in TAKEN_BACK:
            return
        records = self._data()
        if refusal(lambda: self.play.withdraw(seat, made)):
            assert self._data() == records
            return
        self._may_answer(step)
        self.ledger.withdrew(step, seat, made)
