"""A workshop played through on the real session file, with one step of every kind, a clock and ids of our own."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

import msgspec
from workshop_in_memory import Memory, Play

from facilitator.rules.core.context import Outcome
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.lifecycle import open_lobby, shut_down
from facilitator.rules.workshop import Workshop
from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan
from store.records import Action, Step, replace
from store.sessions import OpenSession, create, open_session

NOW = 1_800_000_000.0
WOUND = attrgetter(*(name for name in Step.__struct_fields__ if name not in ("closed", "seen")))
"""Fields of a step that undo restores exactly."""


def every_kind() -> list[Step]:
    """A short run of show with a step of every kind, and two text steps: one whose texts are kept off the stage."""
    flagship = [step for step in plan("cx-what-can-i-do", 120) if step.id not in ("recall", "pulse_out")]
    options = [{"id": name, "label": {"fi": name.upper()}} for name in ("a", "b", "c")]
    points = [{"fi": str(n)} for n in range(1, 6)]
    own = [
        Step(id="choice", kind="choice", settings={"options": options, "max": 2}),
        Step(id="grid", kind="grid", minutes=2, settings={"rows": options, "labels": points, "allow_na": True}),
        Step(id="circle", kind="onetwofour", minutes=12),
        Step(id="cards", kind="crowd", minutes=6),
        Step(id="rest", kind="break", minutes=10),
        Step(id="review", kind="review", minutes=5),
    ]
    steps = [*flagship[:-1], *own, flagship[-1]]
    return [replace(step, position=number) for number, step in enumerate(steps, 1)]


class Stored(Play):
    """Like ``Play``, and what it does is written to a session file that can be opened again."""

    def __init__(self, path: Path, steps: Sequence[Step] = ()) -> None:
        self._ids = (f"id{n:06}" for n in itertools.count(1))
        self._keys = (f"key-{n:012}" for n in itertools.count(1))
        session, _ = new_session("cx-what-can-i-do", 120, make_id=self.new_id, rng=random.Random(7))
        agreed = Action(id="agreed", step="review", number=1, what="Sovittu viimeksi", owner="Anna")
        create(path, replace(open_lobby(session), seat_key="ab" * 32), (*(steps or every_kind()), agreed))
        self.path = path
        self.now, self.version = NOW, 0
        self.chance = random.Random(7)
        self.workshop = Workshop()
        self._open()

    def _open(self) -> None:
        self.kept: OpenSession = open_session(self.path)
        self.memory = cast(Memory, self.kept)
        self.book = RecordIndex(self.kept)

    def reload(self) -> None:
        """Close the file, and open it again."""
        self.kept.close()
        self._open()

    def shut(self) -> None:
        """The program ends in an orderly way."""
        self._commit(shut_down(self.here))

    def start(self) -> None:
        """The program starts to listen."""
        self._commit(Outcome(put=(open_lobby(self.kept.session),)))

    def seen(self) -> tuple[object, object]:
        """Both views as plain data."""
        return msgspec.to_builtins(self.public), msgspec.to_builtins(self.console)

    def own_work(self) -> dict[str, Any]:
        """Everything that is the facilitator's: what undo and redo must bring back to the letter."""
        kept: Any = {name: dict(getattr(self.kept, name)) for name in ("steps", "themes", "actions")}
        for name in ("ideas", "promises"):
            kept[name] = {record.id: (record.hidden, record.waits) for record in getattr(self.kept, name).values()}
        kept["placed"] = {idea.id: idea.theme for idea in self.kept.ideas.values()}
        # Left out: ``seen``, which undo does not revert, and ``closed``, the start of the grace period, which restarts.
        kept["steps"] = {step.id: WOUND(step) for step in self.kept.steps.values()}
        return {**kept, "session": self.kept.session}

    def _commit(self, act: Outcome) -> Outcome:
        change = act.change()
        if change:
            self.kept.commit(change)
            self.book.apply(change)
            self.version += 1
        return act
