"""Keys typed faster than the screen is drawn reach the intended widget, in order."""

from __future__ import annotations

import pytest
from fake_room import console_of, grouping
from headless_terminal import SECONDS, Open, Terminal
from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import Input

from screens import ordered_keys
from screens.dialogs.action import ActionForm
from screens.dialogs.dialog import Dialog
from screens.stage.samples import samples


@pytest.fixture(autouse=True)
def _busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are held until the one before has been handled, however long that takes."""
    monkeypatch.setattr(ordered_keys, "HOLD_TIMEOUT", SECONDS)


def burst(terminal: Terminal, *keys: str) -> None:
    """All at once, as a busy machine or a paste hands them over."""
    driver = terminal.app._driver
    assert driver is not None
    for key in keys:
        printable = len(key) == 1
        event = Key(_character_to_key(key) if printable and not key.isalnum() else key, key if printable else None)
        event.set_sender(terminal.app)
        driver.send_message(event)


async def test_a_name_typed_before_its_dialog_is_drawn_is_whole(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        burst(terminal, "0", *"Kerromme heti", "enter")
        await terminal.until(lambda: "theme" in terminal.room.verbs)
        assert terminal.room.done == [("theme", {"name": "Kerromme heti", "idea": "i0"})]


async def test_number_keys_after_the_name_place_the_following_ideas(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        burst(terminal, "0", *"Heti", "enter", "1", "2")
        await terminal.until(lambda: len(terminal.room.done) == 3)
        assert terminal.room.verbs == ["theme", "move", "move"]


async def test_a_whole_form_typed_at_once_gives_every_field_its_own_words(opened: Open) -> None:
    async with opened(console_of(samples()["action-open"])) as terminal:
        await terminal.open_console()
        fields = ("Kerromme ajan", "Anna", "5.4.2099", "Tekstipohja", "", "")
        burst(terminal, "a", *(key for field in fields for key in (*field, "enter")))
        await terminal.until(lambda: "action" in terminal.room.verbs)
        given = terminal.room.done[-1][1]
        assert (given["what"], given["owner"], given["due"]) == ("Kerromme ajan", "Anna", "2099-04-05")
        assert given["first_step"] == "Tekstipohja"
        assert terminal.room.verbs == ["action"]


async def test_no_letter_of_a_word_acts_on_the_workshop_below(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        burst(terminal, "0", *"nblpokrutxj")
        await terminal.until(lambda: isinstance(terminal.app.screen, Dialog))
        await terminal.until(lambda: terminal.app.screen.query_one(Input).value == "nblpokrutxj")
        assert terminal.room.done == []


async def test_enter_pressed_twice_in_a_dialog_moves_nothing(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        burst(terminal, "0", *"Heti", "enter", "enter", "enter")
        burst(terminal, "p")
        await terminal.until(lambda: "pause" in terminal.room.verbs)
        assert terminal.room.verbs == ["theme", "pause"]


@pytest.mark.parametrize("times", [2, 3])
async def test_escape_pressed_again_closes_only_the_dialog(opened: Open, times: int) -> None:
    async with opened(console_of(samples()["action-open"])) as terminal:
        await terminal.open_console()
        burst(terminal, "a", *["escape"] * times, "p")
        await terminal.until(lambda: "pause" in terminal.room.verbs)
        assert not isinstance(terminal.app.screen, ActionForm)
        assert terminal.live.console_shown
        assert terminal.room.verbs == ["pause"]


async def test_a_key_that_comes_back_when_the_app_has_ended_is_dropped(opened: Open) -> None:
    async with opened() as terminal:
        key = Key("x", "x")
        key._set_forwarded()
    assert terminal.app.screen_stack == []
    await terminal.app.on_event(key)
    assert terminal.room.done == []
