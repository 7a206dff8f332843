"""Runs generated sequences of verbs against the state table: no forbidden state or transition may occur.

``FACILITATOR_SEQUENCES`` makes it a longer search: so many sequences, different ones every time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import hypothesis.strategies as st
import msgspec
from assertions import any_number
from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, invariant, precondition, rule
from random_phones import STEPS, Phones
from state_machine_base import refusal
from state_table import BALLOTS, Table

from facilitator.rules.invariants import flaws
from facilitator.rules.steps.vote import KIND as VOTE
from facilitator.view import PickBody, PublicView, TextBody, VoteBody
from store.records import Ballot

SEQUENCES = int(os.environ.get("FACILITATOR_SEQUENCES", "0"))
MOVES = ["next", "open", "close", "reveal", "hide_results", "reopen", "round", "skip", "break", "resume", "back"]
FLAGS = ["lock", "unlock", "black", "overlay", "pause", "nudge", "tables", "moderate"]


class Session(Phones):
    """One workshop, its phones and its facilitator."""

    @initialize(data=st.data(), phones=st.integers(2, 6), start=st.sampled_from(["", *STEPS, *["vote"] * 8]))
    def begins(self, data: st.DataObject, phones: int, start: str) -> None:
        """In the lobby, or somewhere along the way, with what the steps before have brought."""
        for _ in range(phones):
            self.seats.append(self.play.join())
        for step in [step for step in STEPS if start and step in ("ideas", "pick", "group", "vote")]:
            if STEPS.index(step) >= STEPS.index(start):
                break
            self.moved(self.table.goto(step), "goto", step=step)
            self._carry_on(data, 2)
        if start and start != self.table.current:
            self.moved(self.table.goto(start), "goto", step=start)
            self._carry_on(data, 1)
            self.all_answer(data)

    @precondition(lambda self: self.table.current)
    @rule(data=st.data(), times=st.integers(1, 5), undone=st.booleans())
    def moves(self, data: st.DataObject, times: int, undone: bool) -> None:
        """Verbs of the table that lead somewhere."""
        for _ in range(times):
            verb = data.draw(st.sampled_from([verb for verb in MOVES if self._wanted(verb)] or MOVES))
            self._perhaps_undone(undone, partial(self.moved, self._wanted(verb), verb))

    @rule()
    def cannot_move(self) -> None:
        """Verbs that lead nowhere are refused, all of them."""
        for verb in MOVES:
            if not self._wanted(verb):
                self.moved([], verb)

    @rule(data=st.data(), times=st.integers(1, 6))
    def carries_on(self, data: st.DataObject, times: int) -> None:
        """As a workshop goes: people answer, the facilitator groups and presses "next"."""
        self._carry_on(data, times)

    def _carry_on(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            step = self.play.kept.steps.get(self._here())
            if step is not None and step.kind == "group":
                self._group()
            if step is not None and step.state == "open":
                for seat in self.seats:
                    self._answer(data, seat, step.id, well=True)
            if wanted := self.table.next():
                self.moved(wanted, "next")

    def _group(self) -> None:
        loose = [idea.id for idea in self.play.kept.ideas.values() if idea.theme is None]
        for number, idea in enumerate(sorted(loose)[:4]):
            self._worked("theme", {"name": f"Teemme {number}", "idea": idea})

    def _wanted(self, verb: str) -> list[Table]:
        table = self.table
        if verb == "back":
            return table.back(self.play.kept.session.page)
        if verb == "skip":
            return table.skip("")
        if verb == "break":
            return table.rest()
        found: Callable[[], list[Table]] = getattr(table, verb)
        return found()

    @rule(step=st.sampled_from(STEPS), undone=st.booleans())
    def goes(self, step: str, undone: bool) -> None:
        wanted = self.table.goto(step)
        self._perhaps_undone(undone, lambda: self.moved(wanted, "goto", step=step))

    @rule(step=st.sampled_from(STEPS), undone=st.booleans())
    def skips(self, step: str, undone: bool) -> None:
        wanted = self.table.skip(step)
        self._perhaps_undone(undone, lambda: self.moved(wanted, "skip", step=step))

    @rule(minutes=st.integers(-3, 3), undone=st.booleans())
    def extends(self, minutes: int, undone: bool) -> None:
        wanted = self.table.extend()
        self._perhaps_undone(undone, lambda: self.moved(wanted, "extend", minutes=minutes))

    @rule(verb=st.sampled_from(FLAGS), undone=st.booleans())
    def flags(self, verb: str, undone: bool) -> None:
        self._perhaps_undone(undone, lambda: self.flagged(verb))

    @rule(language=st.sampled_from(["fi", "sv", "en", "two"]), page=st.integers(-1, 4))
    def shows(self, language: str, page: int) -> None:
        self.flagged("stage_language", language=language)
        self.flagged("page", page=page)

    @rule()
    def looks_back(self) -> None:
        records = self._data()
        self.moved(self.table.back(self.play.kept.session.page), "back")
        assert self._data() == records

    @precondition(lambda self: self.table.session in ("lobby", "closed"))
    @rule()
    def doors(self) -> None:
        """The program ends in an orderly way, and is started again."""
        doors = self.table.session
        self.play.shut()
        assert not (doors == "closed" and self.play.kept.history)
        if doors == "lobby":
            assert self.table.session == "draft"
            for verb in ("next", "open", "close", "reveal", "reopen", "skip", "break"):
                self.moved([], verb)
            self.moved([], "goto", step=STEPS[0])
        self.play.reload()
        self.play.start()
        assert self.table.session == doors

    # --- commands of the facilitator ------------------------------------------------------------------

    @rule(data=st.data(), undone=st.booleans())
    def works(self, data: st.DataObject, undone: bool) -> None:
        kept = self.play.kept
        themes = st.sampled_from(sorted(kept.themes) or ["nowhere"])
        ideas = st.sampled_from(sorted(kept.ideas) or ["nothing"])
        actions = st.sampled_from(sorted(kept.actions) or ["none"])
        drawn: dict[str, Callable[[], dict[str, Any]]] = {
            "theme": lambda: {"name": data.draw(st.sampled_from(["Teemme sen", ""])), "idea": data.draw(ideas)},
            "rename": lambda: {"theme": data.draw(themes), "name": "Toinen nimi"},
            "move": lambda: {"idea": data.draw(ideas), "theme": data.draw(themes | st.none())},
            "merge": lambda: {"from": data.draw(themes), "into": data.draw(themes)},
            "remove_theme": lambda: {"theme": data.draw(themes)},
            "hide": lambda: {"idea": data.draw(ideas)},
            "show": lambda: {"idea": data.draw(ideas)},
            "add": lambda: {"text": self._text()},
            "focus": lambda: {"idea": data.draw(ideas)},
            "action": lambda: {"what": "Sovimme tämän"},
            "edit_action": lambda: {"action": data.draw(actions), "due": "2027-04-05"},
            "remove_action": lambda: {"action": data.draw(actions)},
            "votes": lambda: {"each": data.draw(st.integers(0, 4))},
            "paper_votes": lambda: self._counted(data),
            "approve": lambda: {},
            "edit_step": lambda: {"step": data.draw(st.sampled_from(STEPS)), "question": self._text()},
            "cut": lambda: {"cut": data.draw(st.sampled_from(["rate", "talk", "group"]))},
        }
        verb = data.draw(st.sampled_from([*drawn, "move", "merge"]))
        self._perhaps_undone(undone, partial(self._worked, verb, drawn[verb]()))

    def _counted(self, data: st.DataObject) -> dict[str, Any]:
        """Arguments of ``paper_votes``: a show of hands for the first item of the vote."""
        step = self.play.kept.steps.get(self._here())
        items = list(step.frame.get("items", ())) if step else []
        voters = data.draw(st.integers(0, 9))
        return {"voters": voters, "counts": dict.fromkeys(items[:1], voters)}

    @precondition(lambda self: self.table.kind == "vote" and self.table.state == "open")
    @rule(data=st.data(), undone=st.integers(0, 2))
    def gives_more_votes(self, data: st.DataObject, undone: int) -> None:
        """The budget is raised, used, and the raise perhaps taken back."""
        self.all_answer(data)
        self._worked("votes", {"each": self.play.kept.steps[self._here()].frame["budget"] + 1})
        for _ in range(2):
            self.all_answer(data)
        for _ in range(undone):
            self.play.do("undo")

    def _worked(self, verb: str, arguments: dict[str, Any]) -> None:
        before, work = self.table, self.play.own_work()
        if refusal(partial(self.play.do, verb, **arguments)):
            assert self.play.own_work() == work
        # Of the ways to catch up with the plan, one is to skip a step.
        skipped = [table for step in STEPS for table in before.skip(step)] if verb == "cut" else []
        assert self.table in [before, *skipped]

    # --- undo -----------------------------------------------------------------------------------------

    def _perhaps_undone(self, undone: bool, act: Callable[[], object]) -> None:
        """Run a command; then undo it, check that the state is restored, and redo it."""
        work, table, known = self.play.own_work(), self.table, set(self.play.kept.history)
        act()
        done = self.play.own_work()
        # Looking on is one act with the looking before it, and what is done again comes before looking around.
        if not undone or not set(self.play.kept.history) - known:
            return
        if self.play.do("undo").get("note") == "stays":
            # The budget cannot be lowered after votes were cast, so undo leaves it unchanged.
            self._is_as(done)
            return
        self._is_as(work)
        assert self.table == table
        if self.table.session == "closed":
            return  # as after any closing, there is nothing more to wind
        self.play.do("redo")
        self._is_as(done)

    @rule(times=st.integers(1, 12), verb=st.sampled_from(["undo", "undo", "redo"]))
    def winds(self, times: int, verb: str) -> None:
        """Back or on, several times; what one does the other takes back."""
        other = "redo" if verb == "undo" else "undo"
        for _ in range(times):
            before, work = self.table, self.play.own_work()
            left = len(self.play.kept.history)
            if refused := refusal(partial(self.play.do, verb)):
                # Later changes can make the earlier state invalid; then undo is refused with an error.
                assert refused in (f"nothing_to_{verb}", "undo_lost")
                assert self.play.own_work() == work
                return
            self._closings(before)
            assert not self.table.forbidden(), self.table.forbidden()
            if len(self.play.kept.history) == left:
                after = self.play.own_work()
                self.play.do(other)
                self._is_as(work)
                self.play.do(verb)
                self._is_as(after)

    # --- time and restarts --------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 15, 30, 600]))
    def waits(self, seconds: int) -> None:
        self.play.now += seconds

    @rule()
    def restarts(self) -> None:
        before = self.play.seen()
        self.play.reload()
        assert self.play.seen() == before

    # --- always ---------------------------------------------------------------------------------------

    @invariant()
    def the_table_allows_it(self) -> None:
        assert not self.table.forbidden(), self.table.forbidden()

    @invariant()
    def the_file_would_open(self) -> None:
        found = list(flaws(self.play.kept, self.play.new_id))
        assert not found, found

    @invariant()
    def nothing_that_was_said_is_lost(self) -> None:
        assert self.ledger.missing(self.play) == ""

    @invariant()
    def nothing_that_was_answered_is_unasked(self) -> None:
        asked = {step.id for step in self.play.kept.steps.values() if step.state not in ("ready", "skipped")}
        assert self.ledger.answered(self.play) <= asked

    @invariant()
    def votes_are_within_the_budget_and_closed_ones_nobodys(self) -> None:
        for step in self.play.kept.steps.values():
            if step.kind not in BALLOTS:
                assert not list(self.play.book.records_in(Ballot, step.id))
                continue
            for ballot in any_number(VOTE.ballots(self.play.here.with_step(step))):
                assert ballot.paper or sum(ballot.votes.values()) <= step.frame["budget"]
                assert set(ballot.votes) <= set(step.frame["items"])
                assert bool(ballot.seat) <= (step.state == "open")
            assert {b.seat for b in self.play.kept.ballots.values() if b.round < step.round} <= {""}

    @invariant()
    def receipts_are_of_what_there_is(self) -> None:
        kept = self.play.kept
        for receipt in any_number(kept.receipts.values()):
            assert receipt.step in kept.steps
            assert receipt.version <= self.play.version
        votes = [step.id for step in kept.steps.values() if step.kind in BALLOTS and step.state != "open"]
        assert {receipt.content for receipt in kept.receipts.values() if receipt.step in votes} <= {""}

    @invariant()
    def the_wall_shows_nothing_hidden_secret_or_private(self) -> None:
        view = self.play.public
        wire = msgspec.json.encode(view).decode()
        kept = self.play.kept
        assert not [idea.text for idea in kept.ideas.values() if idea.hidden and f'"{idea.text}"' in wire]
        assert not [p.text for p in kept.promises.values() if not p.share and f'"{p.text}"' in wire]
        assert not [seat for seat in kept.seats if f'"{seat}"' in wire]
        self._no_count_before_the_reveal(view)

    def _no_count_before_the_reveal(self, view: PublicView) -> None:
        step = self.play.kept.steps[view.step.id] if view.step else None
        if step is None or step.state == "revealed" or (step.state == "done" and step.frame.get("revealed")):
            return
        match view.body:
            case VoteBody() as vote:
                assert vote.total is None
                assert all(item.votes is None and item.rank is None for item in any_number(vote.items))
            case TextBody() | PickBody() as texts:
                assert texts.texts == ()
            case other:
                assert getattr(other, "counts", None) is None


TestSession = Session.TestCase
TestSession.settings = settings(
    max_examples=SEQUENCES or 30,
    stateful_step_count=50,
    derandomize=not SEQUENCES,
    report_multiple_bugs=False,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
