"""Base of the generated test: one workshop, the comparison of its states, and which seats may answer now."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from answer_ledger import Ledger
from hypothesis.stateful import RuleBasedStateMachine
from state_table import BALLOTS, Reader, Table
from workshop_on_disk import Stored, every_kind

from facilitator.errors import RuleBroken
from store.records import Session, Step

CANNOT = ("nothing_to_vote", "nothing_to_rate", "no_tie", "bad_settings")
"""Refusals that depend on more than the table: there is nothing to vote on, or nobody ties."""


def refusal(act: Callable[[], object]) -> str:
    """Code of the refusal; empty when there was none."""
    try:
        act()
    except RuleBroken as refused:
        return refused.code
    return ""


class Machine(RuleBasedStateMachine):
    """One workshop on its file, the table beside it, and the ledger of what phones have said."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="states-"))
        self.play = Stored(self.folder / "session.json")
        self.reader = Reader(every_kind())
        self.ledger = Ledger()
        self.seats: list[str] = []
        self.closed_at: dict[str, float] = {}
        self.sent: list[tuple[str, dict[str, Any], str]] = []
        """Answers that were taken: seat, message, id."""
        self.texts = 0

    def teardown(self) -> None:
        self.play.kept.close()
        shutil.rmtree(self.folder)

    # --- what is compared -------------------------------------------------------------------------

    @property
    def table(self) -> Table:
        return self.reader.read(self.play.kept.session, self.play.kept.steps)

    def moved(self, wanted: list[Table], verb: str, **arguments: Any) -> bool:
        """Do a verb that the table has: it must lead to one of ``wanted``, and be refused when there is none."""
        before, work = self.table, self.play.own_work()
        turning = verb == "next" and self.play.public.next.act == "page"
        if refused := refusal(partial(self.play.do, verb, **arguments)):
            assert not wanted or refused in CANNOT, f"{verb} was refused: {refused}"
            assert self.play.own_work() == work
            return False
        # Some steps have a clock for every page.
        same = [before, replace(before, clock="running")]
        assert self.table in (same if turning else wanted), f"{verb} led from {before} to {self.table}"
        self._closings(before)
        return True

    def _closings(self, before: Table) -> None:
        """Note when a step stopped taking answers."""
        for step, state in before.states.items():
            if state == "open" and self.table.states[step] != "open":
                self.closed_at[step] = self.play.now

    def flagged(self, verb: str, **arguments: Any) -> None:
        """Do a verb that may be done at any time: it changes no data and no state."""
        records, before = self._data(), self.table
        if refusal(partial(self.play.do, verb, **arguments)):
            assert self.table == before
        assert self._data() == records
        free = {"looking", "clock", "locked", "black", "overlay", "language"}
        now, was = vars(self.table), vars(before)
        assert {name for name in now if now[name] != was[name]} <= free

    def _data(self) -> dict[str, object]:
        names = ("steps", "seats", "ideas", "themes", "ballots", "answers", "promises", "actions", "receipts")
        return {name: dict(getattr(self.play.kept, name)) for name in names}

    def _text(self) -> str:
        self.texts += 1
        return f"Oma ajatus {self.texts:04}"

    def _may_answer(self, step: Step) -> None:
        """An answer was taken: the step is open, or has only just been closed."""
        table = self.table
        assert table.session != "closed"
        assert not table.locked
        if (step.id, step.state) != (table.current, "open"):
            assert step.kind not in BALLOTS
            assert self.play.now - self.closed_at[step.id] < 20

    def _here(self) -> str:
        return self.play.kept.session.step

    def _is_as(self, work: dict[str, Any]) -> None:
        changed = _changed(work, self.play.own_work())
        assert not changed, changed


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[object]:
    """The facilitator's records that differ. The clock's end and remaining time are not compared."""
    was, now = ({**work, "session": _stood(work["session"])} for work in (before, after))
    found: list[object] = [("session", was["session"], now["session"])] if was["session"] != now["session"] else []
    for name in was.keys() - {"session"}:
        old, new = was[name], now[name]
        found += [(name, old.get(i), new.get(i)) for i in sorted(old.keys() | new.keys()) if old.get(i) != new.get(i)]
    return found


def _stood(session: Session) -> list[object]:
    return [getattr(session, name) for name in Session.__struct_fields__ if name not in ("timer_ends", "timer_left")]
