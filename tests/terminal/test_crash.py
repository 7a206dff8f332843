"""A fault of the terminal: nothing of it on the screen, all of it in the log, and the room runs on."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from fake_room import FakeRoom, FakeWorkspace, console_of
from headless_terminal import Open
from textual import constants

from screens.app import FacilitatorApp, TerminalExit, run_terminal
from screens.stage.samples import samples
from screens.stage.widget import Stage


class Faulty(FakeRoom):
    """Cannot be followed: the live screen fails as it comes up."""

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        raise ZeroDivisionError("a secret value")


@pytest.fixture
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DRIVER", "textual.drivers.headless_driver:HeadlessDriver")


@pytest.mark.usefixtures("_no_window")
def test_a_crash_is_told_in_the_outcome_and_logged_and_not_shown(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    room = Faulty(console_of(samples()["text-open"]))
    outcome = run_terminal(FakeWorkspace(room), None, room)
    assert outcome == TerminalExit(crashed=True, opened=room)
    assert "ZeroDivisionError" in caplog.text
    shown = capfd.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert "secret" not in shown.out + shown.err


async def test_a_view_that_cannot_be_drawn_leaves_the_last_frame_on_the_stage(
    opened: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(console_of(samples()["text-open"])) as terminal:
        before = terminal.text
        with caplog.at_level(logging.ERROR):
            monkeypatch.setattr(Stage, "show", _fails)
            terminal.room.show(console_of(samples()["vote-open"]))
            await terminal.until(lambda: "ValueError" in caplog.text)
        stage_rows = [line for line in terminal.text.splitlines() if "ohjausnäkymässä" not in line]
        assert stage_rows[0] == before.splitlines()[0]
        assert "ValueError" not in terminal.text
        await terminal.open_console()
        assert "Äänestys" in terminal.text


def _fails(stage: Stage, view: object) -> None:
    raise ValueError("cannot be drawn")


async def test_the_console_of_a_terminal_that_came_back_says_that_the_data_is_safe() -> None:
    room = FakeRoom(console_of(samples()["text-open"]))
    app = FacilitatorApp(FakeWorkspace(room), None, room, after_crash=True)
    async with app.run_test() as pilot:
        await pilot.press("b", "tab")
        await pilot.pause()
        assert "tiedot ovat tallessa" in str(app.screen.query_one("#console-status").render())


async def test_the_room_goes_on_when_the_terminal_has_ended(opened: Open) -> None:
    async with opened() as terminal:
        room = terminal.room
    assert room.listeners == []
    room.show(console_of(samples()["lobby"]))
