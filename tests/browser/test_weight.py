"""What a phone has to load: a first visit in one round trip of the connection, a following step in two packets.

With FACILITATOR_PRINT set, ``python -m pytest -s tests/browser/test_weight.py`` prints the table.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from page_state_tour import Tour, tour_file
from playwright.async_api import Page
from room_in_browser import Stagehand, stage
from transfer_sizes import Wire

from facilitator.rules.steps import kinds
from facilitator.templates.follow_up import follow_up_session
from store.records import Step, replace
from store.sessions import create, open_session

FIRST_VISIT = 14_600
"""Bytes of ten packets: what a server may send before it has heard that the first of them came (RFC 6928)."""
REQUESTS = 2
"""The page with all that it needs, and the stream of what comes next."""
NEXT_STEP = 3_000
MEASURED = ("lobby", "-answered", "-closed", "-revealed")
"""Ends of the names of scenes: a step with answers in it weighs more than one without."""

Row = tuple[str, int, int, int]
"""State of the room, then of a first visit requests and bytes, and bytes of coming to it from the state before."""


async def until(page: Page, ready: Callable[[], bool]) -> None:
    """Wait until everything has come that is needed."""
    for _ in range(1000):
        if ready():
            return
        await page.evaluate("new Promise(done => requestIdleCallback(done, {timeout: 100}))")
    raise AssertionError("the page is never done with loading")


async def first_visit(hand: Stagehand) -> tuple[int, int]:
    """Requests and bytes of a phone that has never been here, until it follows the room."""
    context = await hand.context()
    page = await context.new_page()
    wire = await Wire.of(page)
    await page.goto(hand.address)
    await until(page, lambda: wire.tick > 0 and len(wire.loaded) >= wire.requests - 1)
    await context.close()
    return wire.requests, wire.bytes


async def next_step(page: Page, wire: Wire) -> int:
    """Bytes of the tick that says that there is something new, and of the part that is fetched then."""
    before = len(wire.loaded)
    await page.evaluate("phone.refresh().then(() => 0)")
    await until(page, lambda: any("/part" in url for url, _ in wire.loaded[before:]))
    return wire.tick + max(size for url, size in wire.loaded[before:] if "/part" in url)


async def weigh(folder: Path) -> list[Row]:
    """One row for every kind of step as it is open, closed and revealed: in a workshop, and in its follow-up."""
    rows: list[Row] = []
    async with stage(folder, file=tour_file) as hand:
        writer, newcomer = await (await hand.context()).new_page(), await (await hand.context()).new_page()
        wire = await Wire.of(writer)
        async for scene in Tour(hand).scenes(writer, newcomer):
            if scene.name.endswith(MEASURED) and not scene.before:
                rows.append((scene.name, *await first_visit(hand), await next_step(writer, wire)))
        path = hand.room.path
        hand.problems.clear()
    async with stage(folder, file=lambda _: follow_up(path)) as hand:
        page = await hand.phone()
        wire = await Wire.of(page)
        while hand.room.public.next.act != "last":
            await hand.do("next")
            step = hand.room.public.step
            if step is not None and step.state != "ready":
                rows.append((f"{step.kind}-{step.state}", *await first_visit(hand), await next_step(page, wire)))
    return rows


def follow_up(path: Path) -> Path:
    """The file of a workshop that goes on with what the one in ``path`` left, with a break in it."""
    with open_session(path, read_only=True) as kept:
        session, steps, actions = follow_up_session(kept)
    steps = [*steps[:2], Step(id="rest", kind="break", minutes=10, title={"fi": "Tauko"}), *steps[2:]]
    made = path.with_name("follow-up.json")
    create(made, session, [*(replace(step, position=number) for number, step in enumerate(steps, 1)), *actions])
    return made


async def test_every_first_visit_fits_in_one_round_trip_and_every_step_in_two_packets(tmp_path: Path) -> None:
    rows = await weigh(tmp_path)
    if os.environ.get("FACILITATOR_PRINT"):
        print("\n" + "\n".join(f"{name:26}{requests:3}{first:8}{step:7}" for name, requests, first, step in rows))
    assert {name.partition("-")[0] for name, *_ in rows} >= kinds().keys()
    assert [row for row in rows if row[1] > REQUESTS or row[2] > FIRST_VISIT or row[3] > NEXT_STEP] == []
