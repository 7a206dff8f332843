"""Accidental key presses of a presenter's clicker move the workshop, and have no other effect."""

from __future__ import annotations

import random

from fake_room import console_of, grouping
from headless_terminal import Open

from screens.stage.samples import samples

CLICKER = ("pageup", "pagedown", "full_stop", "f5", "escape")
HARMLESS = {"next", "back", "black", "overlay"}


async def test_random_clicker_keys_only_move_blacken_and_show_the_code(opened: Open) -> None:
    chance = random.Random(8)
    async with opened() as terminal:
        for name in ("text-closed", "vote-revealed", "group-open", "action-open", "close"):
            terminal.room.show(console_of(samples()[name]))
            for _ in range(20):
                terminal.clock.now += chance.choice((0.05, 0.3, 1.0))
                await terminal.pilot.press(chance.choice(CLICKER))
        await terminal.pilot.pause()
        assert set(terminal.room.verbs) == HARMLESS
        assert terminal.app.screen is terminal.live
        assert not terminal.live.console_shown


async def test_a_clicker_drives_even_while_the_facilitator_types_in_the_filter(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        await terminal.press("slash", "s", "pagedown", "f5", "pageup")
        await terminal.until(lambda: terminal.room.verbs == ["next", "overlay", "back"])


async def test_a_clicker_cannot_answer_a_question(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        for opening in (("ctrl+q",), ("0",)):
            await terminal.press(*opening)
            assert terminal.app.screen is not terminal.live
            await terminal.press("pagedown", "pageup", "f5", "pagedown")
            assert terminal.room.done == []
            await terminal.press("escape")
            assert terminal.app.screen is terminal.live


async def test_while_a_step_forward_is_under_way_no_other_is_taken(opened: Open) -> None:
    async with opened() as terminal:
        terminal.room.hold.clear()
        for _ in range(3):
            await terminal.press("pagedown")
            terminal.clock.now += 1.0
        terminal.room.hold.set()
        await terminal.press("p")
        await terminal.until(lambda: "pause" in terminal.room.verbs)
        assert terminal.room.verbs == ["next", "pause"]
