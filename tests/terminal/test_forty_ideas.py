"""Forty ideas are grouped by number keys: one press places one idea, and one takes one back."""

from __future__ import annotations

from functools import partial

import pytest
from fake_room import grouping
from headless_terminal import Open

from facilitator.view import GroupBody

IDEAS = 40


@pytest.mark.parametrize("console", [False, True])
async def test_forty_ideas_are_placed_with_as_many_presses_and_a_mistake_costs_two(opened: Open, console: bool) -> None:
    async with opened(grouping(IDEAS), size=(100, 30)) as terminal:
        if console:
            await terminal.open_console()
        presses = 0

        def left() -> int:
            body = terminal.room.public.body
            assert isinstance(body, GroupBody)
            return len(body.loose)

        def moved(times: int) -> bool:
            return terminal.room.verbs.count("move") == times

        for key in [*"12" * 10, "backspace", *"12" * 30]:
            if not left():
                break
            await terminal.press(key)
            presses += 1
            # Every press of these is one move: the idea goes somewhere, or it comes back.
            await terminal.until(partial(moved, presses))
        assert left() == 0
        assert presses == IDEAS + 2
