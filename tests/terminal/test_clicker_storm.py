"""Random presses of a clicker through a whole workshop: nothing lost, nothing shown before its turn.

``FACILITATOR_PRESSES=10000`` presses longer.

The room is the real one: rules, journal, phones over HTTP. Only the screen is headless.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assertions import every, none
from headless_terminal import Clock
from textual.events import Key
from textual.pilot import Pilot

from facilitator.ports.protocols import Reply
from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.room.verbs import VERBS
from facilitator.view import ConsoleView, GroupBody, PublicView
from facilitator.workspace.workspace import Workspace
from screens.app import FacilitatorApp, TerminalExit
from screens.live.live import LiveScreen
from store.sessions import OpenSession, open_session

PRESSES = int(os.environ.get("FACILITATOR_PRESSES", "1600"))
AT_ONCE = 8
"""Presses between two looks at the room."""
CLICKER = ("pageup", "pagedown", "full_stop", "f5", "escape")
WEIGHTS = (1, 9, 1, 1, 1)
"""Going on is pressed most: looking back needs no pause, so an even choice would never leave the first step."""
HARMLESS = {"next", "back", "black", "overlay"}
BECOMES = {"open": "open", "close": "closed", "reveal": "revealed"}
"""What the last line of the stage announced -> the state that the step may have after it."""


class Watched:
    """The real room, with every verb of the terminal written down between the view before and the view after."""

    read_only = False
    verb_table = VERBS

    def __init__(self, room: Room) -> None:
        self._room = room
        self.verbs: set[str] = set()
        self.surprises: list[tuple[str, str, str]] = []
        self.busy = False

    @property
    def public(self) -> PublicView:
        return self._room.public

    @property
    def console(self) -> ConsoleView:
        return self._room.console

    @property
    def notices(self) -> list[tuple[str, Mapping[str, object]]]:
        return self._room.notices

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self._room.attach(listener)

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        before = self._room.public
        self.verbs.add(verb)
        self.busy = True
        try:
            reply = await self._room.execute(verb, **arguments)
        finally:
            self.busy = False
        self._compare(verb, before, self._room.public)
        return reply

    def _compare(self, verb: str, before: PublicView, after: PublicView) -> None:
        """Anything other than what was announced is a surprise."""
        was, now = state_of(before), state_of(after)
        announced = before.next.act
        if verb == "next" and announced in BECOMES:
            right = now == BECOMES[announced] and after.current == before.current
        elif verb == "next" and announced in ("start", "step"):
            right = after.current != before.current and now in ("ready", "open")
        else:
            right = after.current == before.current and (verb in ("next", "back") or now == was)
        if not right:
            self.surprises.append((f"{verb}: {announced}", f"{before.current} {was}", f"{after.current} {now}"))


def state_of(view: PublicView) -> str:
    """The state of the step that is shown."""
    return view.step.state if view.step is not None else ""


class People:
    """Five phones that answer once in every step, and remember what was confirmed."""

    def __init__(self, address: str) -> None:
        self.phones = [SimulatedPhone(address, spoken) for spoken in ("fi", "sv", "en", "fi", "fi")]
        self.people = [SimulatedPerson(number) for number in range(5)]
        self.done: set[str] = set()
        self.confirmed: list[tuple[str, str]] = []
        """Step and id of everything that was saved."""

    async def come(self) -> None:
        for phone in self.phones:
            await phone.join()

    async def go(self) -> None:
        for phone in self.phones:
            await phone.close()

    async def answer(self, step: str) -> None:
        self.done.add(step)
        for phone, person in zip(self.phones, self.people, strict=True):
            glance = await phone.read_state()
            for saying in person.answers(glance.stage, glance.mine):
                sent = await phone.send(step, **saying.fields)
                assert sent.status_code in (200, 201), sent.text
                self.confirmed.append((step, sent.json()["id"]))


async def take_part(room: Room, people: People) -> None:
    """What people and facilitator do meanwhile: answer what is open, group, agree on actions. Each once."""
    view = room.public
    step = view.step
    if step is None or step.state != "open" or view.looking_back or step.id in people.done:
        return
    if step.asks:
        await people.answer(step.id)
    elif isinstance(view.body, GroupBody):
        people.done.add(step.id)
        ids = [
            (await room.execute("theme", name=name))["id"] for name in ("Kerromme", "Soitamme", "Kysymme", "Autamme")
        ]
        for number, text in enumerate(view.body.loose):
            await room.execute("move", idea=text.id, theme=ids[number % 4])
    elif step.kind == "action":
        people.done.add(step.id)
        await room.execute("action", what="Kerromme ajan", owner="Anna", due="2027-04-05")
    else:
        people.done.add(step.id)


async def storm(pilot: Pilot[TerminalExit], clock: Clock, chance: random.Random) -> None:
    """A few presses, too quick for a hand or not."""
    driver = pilot.app._driver
    assert driver is not None
    for _ in range(AT_ONCE):
        clock.now += chance.choice((0.05, 0.3, 1.0))
        event = Key(chance.choices(CLICKER, WEIGHTS)[0], None)
        event.set_sender(pilot.app)
        driver.send_message(event)
    await pilot.pause(0)


async def test_random_presses_lose_nothing_and_show_nothing_before_its_turn(tmp_path: Path) -> None:
    house = Workspace(tmp_path, "fi")
    house.options = RoomOptions(host="127.0.0.1", port=0)
    path = house.library.create(minutes=60)
    room, chance, clock = house.open(path), random.Random(5), Clock()
    people, watched = People(room.address), Watched(room)
    try:
        await people.come()
        app = FacilitatorApp(house, None, watched, clock)
        async with app.run_test(size=(60, 20)) as pilot:
            await pilot.pause()
            live = next(screen for screen in app.screen_stack if isinstance(screen, LiveScreen))
            for _ in range(PRESSES // AT_ONCE):
                await storm(pilot, clock, chance)
                # Not the pilot's pause, which asks every widget of the console whether it is done.
                while watched.busy or not live.context.queue._jobs.empty():  # noqa: ASYNC110 - there is no event to wait for
                    await asyncio.sleep(0.001)
                await take_part(room, people)
                assert app.screen is live
            assert not live.console_shown
            assert app.return_value is None
    finally:
        await people.go()
        house.close()
    assert watched.verbs == HARMLESS
    assert watched.surprises == []
    with open_session(path) as kept:
        check(kept, people)


def check(kept: OpenSession, people: People) -> None:
    """The session is at its last step, open still, and holds all that was confirmed and all that was grouped."""
    asked = {"pulse_in", "ideas", "pick", "group", "vote", "commit", "actions", "pulse_out", "close"}
    assert not asked - people.done
    assert kept.session.state in ("running", "closing")
    assert kept.session.step == "close"
    assert len(kept.seats) == 5
    stored = {*kept.ideas, *kept.answers, *kept.promises, *kept.ballots}
    blind = {"vote"}  # ballots are kept shuffled, under other ids, once the vote is closed
    assert {answer for step, answer in people.confirmed if step not in blind} <= stored
    votes = sum(sum(ballot.votes.values()) for ballot in kept.ballots.values())
    assert votes == sum(1 for step, _ in people.confirmed if step == "vote")
    assert none(idea.hidden for idea in kept.ideas.values())
    assert every(idea.theme for idea in kept.ideas.values() if idea.raised)
    assert [(action.what, action.owner) for action in kept.actions.values()] == [("Kerromme ajan", "Anna")]
