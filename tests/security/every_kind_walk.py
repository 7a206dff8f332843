"""A workshop with a step of every kind, walked through while phones send: longest where something is asked."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from facilitator.templates.new_session import new_session
from facilitator.templates.shipped import plan
from store.records import Action, Step, replace
from store.sessions import create

Do = Callable[..., Awaitable[Mapping[str, Any]]]
ASKING = (
    "scale", "text", "pick", "vote", "rate", "commit", "action", "choice", "grid", "onetwofour", "crowd", "review",
)  # fmt: skip
"""Kinds that take answers; ``action`` takes names of those who will do it."""
EARLY = ("alone", "pairs")
"""Phases in which nothing is sent yet."""
STAYS = 6
"""Turns that a step stays open which asks; any other state is left after one."""


def every_kind() -> list[Step]:
    """The flagship's steps, one of every other kind, and a vote with points."""
    flagship = plan("cx-what-can-i-do", 120)
    options = [{"id": name, "label": {"fi": name.upper()}} for name in ("a", "b", "c")]
    points = [{"fi": str(n)} for n in range(1, 6)]
    own = [
        Step(id="choice", kind="choice", settings={"options": options, "max": 2, "other": True}),
        Step(id="grid", kind="grid", settings={"rows": options, "labels": points, "allow_na": True}),
        Step(id="circle", kind="onetwofour"),
        Step(id="cards", kind="crowd"),
        Step(id="points", kind="vote", settings={"target": "ideas", "preset": "budget"}),
        Step(id="rest", kind="break"),
        Step(id="review", kind="review"),
    ]
    steps = [*flagship[:-1], *own, flagship[-1]]
    return [replace(step, position=number) for number, step in enumerate(steps, 1)]


def make(path: Path) -> None:
    """The workshop on disk, with one action agreed before."""
    session, _ = new_session("cx-what-can-i-do", 120)
    create(path, session, (*every_kind(), Action(id="agreed", step="review", number=1, what="Sovittu", owner="Anna")))


class Walk:
    """The facilitator: ``on`` is one turn. ``do`` carries out a verb."""

    def __init__(self, do: Do) -> None:
        self.do = do
        self.laps = 0
        self.stayed = 0
        self.again: set[str] = set()
        """Steps that were opened again in this lap."""
        ids = [step.id for step in every_kind()]
        self.following = dict(itertools.pairwise(ids))
        self._numbers = itertools.count(1)

    async def on(self, public: Mapping[str, Any]) -> None:
        """Stay, or go on. The workshop is not closed: behind the last step the first one comes again."""
        step, body = public["step"], public["body"]
        kind, state = (step["kind"], step["state"]) if step else ("lobby", "")
        if state == "open":
            await self.work(kind, body)
        if self.laps and kind in ASKING and state in ("closed", "revealed") and step["id"] not in self.again:
            self.again.add(step["id"])
            await self.do("reopen")
            return
        self.stayed += 1
        early = kind == "onetwofour" and body["phase"] in EARLY
        if state == "open" and kind in ASKING and not early and self.stayed < STAYS:
            return
        self.stayed = 0
        if kind == "close":
            self.laps, self.again = self.laps + 1, set()
            await self.do("goto", step="pulse_in")
        elif state == "revealed":
            # Not through all pages of what was written.
            await self.do("goto", step=self.following[step["id"]])
        else:
            await self.do("next")

    async def work(self, kind: str, body: Mapping[str, Any]) -> None:
        """What the facilitator does by hand in a step, so that the next ones have something to ask about."""
        if kind == "group":
            names = ("Nopeus", "Selkeys", "Yhdessä")
            themes = [theme["id"] for theme in body["themes"]]
            themes = themes or [(await self.do("theme", name=name))["id"] for name in names]
            for number, text in enumerate(body["loose"][:24]):
                await self.do("move", idea=text["id"], theme=themes[number % len(themes)])
        elif kind == "action":
            for _ in range(len(body["actions"]), min(3, body["most"])):
                await self.do("action", what=f"Toimenpide {next(self._numbers)}")
            for action in body["actions"]:
                await self.do("edit_action", action=action["id"], owner="")
