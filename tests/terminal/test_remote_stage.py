"""The stage in another terminal, over real HTTP: it shows what everybody may see, and outlives the connection."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import msgspec
import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.workspace.workspace import Workspace
from screens.remote_stage import RemoteApp, RemoteScreen, StageClient, StateReply
from screens.stage.samples import samples

SECONDS = 20.0


@dataclass
class Elsewhere:
    """A workshop that runs, and can be stopped and opened again on the same port."""

    house: Workspace
    path: Path
    port: int = 0

    def open(self) -> Room:
        """Start it (again)."""
        self.house.options = RoomOptions(host="127.0.0.1", port=self.port)
        room = self.house.open(self.path)
        self.port = room.port
        return room

    def address(self, room: Room) -> str:
        """Where the stage finds it."""
        return f"http://127.0.0.1:{room.port}/{room.public.session.code}"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    house = Workspace(tmp_path)
    yield Elsewhere(house, house.library.create("workday-checkin", None, None, "fi"))
    house.close()


def shown(app: RemoteApp) -> str:
    """The screen as text."""
    return "\n".join("".join(part.text for part in line) for line in app.screen._compositor.render_strips())


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, shown(pilot.app) if isinstance(pilot.app, RemoteApp) else ""
        await pilot.pause(0.05)


async def test_the_stage_follows_the_workshop_and_keeps_the_last_frame_when_it_is_gone(elsewhere: Elsewhere) -> None:
    room = elsewhere.open()
    async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
        source = StageClient(client, elsewhere.address(room))
        app = RemoteApp(RemoteScreen(source.views, elsewhere.address(room), "fi"))
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: "Avaa kamera" in shown(app))
            await room.execute("next")
            await until(pilot, lambda: "Vaihe 1/" in shown(app))
            frame = shown(app).splitlines()[0]
            elsewhere.house.close()
            await until(pilot, lambda: "Ei yhteyttä" in shown(app))
            assert shown(app).splitlines()[0] == frame
            room = elsewhere.open()
            await until(pilot, lambda: "Ei yhteyttä" not in shown(app))
            await pilot.press("pagedown", "q", "escape", "b")
            assert room.public.session.black is False
            await pilot.press("ctrl+q")
        assert app.return_value == 0


async def test_without_the_code_the_one_open_workshop_is_found(elsewhere: Elsewhere) -> None:
    room = elsewhere.open()
    async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
        view = await anext(StageClient(client, f"127.0.0.1:{room.port}").views())
        assert view.session.code == room.public.session.code


async def test_a_wrong_code_is_said_calmly(elsewhere: Elsewhere) -> None:
    room = elsewhere.open()
    async with httpx2.AsyncClient(timeout=5.0, trust_env=False) as client:
        source = StageClient(client, f"http://127.0.0.1:{room.port}/0")
        app = RemoteApp(RemoteScreen(source.views, "x", "fi"))
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: "ei löydy työpajan näyttöä" in shown(app))


async def test_a_clock_that_is_wrong_does_not_move_the_timer() -> None:
    view = samples()["text-open"]
    theirs, ours = view.timer.ends - 300.0, 5000.0
    seen = msgspec.json.encode(StateReply(stage=view, now=theirs))

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=seen)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as client:
        found = await anext(StageClient(client, "http://elsewhere/4829", clock=lambda: ours).views())
        assert found.timer.left_at(ours) == 300.0
        assert replace(found, timer=view.timer) == view
