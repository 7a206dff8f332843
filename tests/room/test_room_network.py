"""A running room whose address changes, and whose Wi-Fi code is shown and written nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import httpx2
import pytest

from facilitator.errors import RuleBroken
from facilitator.network.interfaces import Interface, Machine
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store import sessions

SECRET = "vain-seinalle-2027"


def machine() -> Machine:
    """A laptop on two networks that phones could be in."""
    wifi = Interface("wlan0", (ip_address("192.168.1.20"),), wireless=True, gateway=True)
    return Machine((wifi, Interface("eth0", (ip_address("10.1.2.3"),), gateway=True)))


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    return path


@pytest.fixture
def room(session: Path) -> Iterator[Room]:
    room = Room(session, RoomOptions(port=0), machine=machine).start()
    yield room
    room.stop()


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file under a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def here(room: Room) -> str:
    """The room's address on loopback."""
    return f"http://127.0.0.1:{room.port}/{room.public.session.code}"


async def test_another_address_is_on_the_wall_as_soon_as_the_act_returns(room: Room) -> None:
    assert room.address.startswith("http://192.168.1.20:")
    assert room.console.network is not None
    assert room.console.network.doubt == "network.doubt.close"
    await room.execute("address", address="10.1.2.3")
    assert room.public.session.address == room.address == f"http://10.1.2.3:{room.port}/{room.public.session.code}"
    assert room.console.network.chosen


async def test_a_stage_in_another_terminal_hears_of_the_new_address_though_nothing_else_changed(room: Room) -> None:
    version = room.public.version
    async with httpx2.AsyncClient() as client, client.sse(f"{here(room)}/events") as stream:
        events = stream.__aiter__()
        await anext(events)
        await room.execute("address", address="10.1.2.3")
        told = await anext(events)
        assert told.event == "state"
        state = (await client.get(f"{here(room)}/state")).json()
        assert state["stage"]["session"]["address"].startswith("http://10.1.2.3:")
        assert state["version"] == version


async def test_phones_that_came_by_the_old_address_are_still_answered(room: Room) -> None:
    async with SimulatedPhone(here(room)) as phone:
        await phone.join()
        await room.execute("address", address="https://room.example.org")
        assert (await phone.read_state()).stage.session.address.startswith("https://room.example.org/")


@pytest.mark.parametrize("arguments", [{}, {"address": 5}, {"address": "nodots"}, {"address": "10.1.2.3", "more": 1}])
async def test_what_is_no_address_changes_nothing(room: Room, arguments: dict[str, object]) -> None:
    before = room.address
    with pytest.raises(RuleBroken):
        await room.execute("address", **arguments)
    assert room.address == before


async def test_the_wifi_is_public_only_while_it_is_on_the_stage(room: Room) -> None:
    async with httpx2.AsyncClient() as client:
        await room.execute("wifi", name="Vieras", password=SECRET)
        assert room.console.wifi == "Vieras"
        assert SECRET not in (await client.get(f"{here(room)}/state")).text
        await room.execute("wifi", on=True)
        assert room.public.wifi is not None
        assert (await client.get(f"{here(room)}/state")).json()["stage"]["wifi"]["password"] == SECRET
        assert SECRET not in (await client.get(f"{here(room)}/screen")).text
        await room.execute("wifi", on=False)
        assert SECRET not in (await client.get(f"{here(room)}/state")).text


async def test_neither_the_session_nor_any_file_that_is_made_of_it_knows_the_wifi(
    room: Room, session: Path, tmp_path: Path
) -> None:
    await room.execute("wifi", name="Vieras", password=SECRET)
    await room.execute("wifi", on=True)
    await room.execute("next")
    await room.execute("export", out=str(tmp_path / "out"))
    await room.execute("handouts", out=str(tmp_path / "out"))
    room.stop()
    written = contents(tmp_path)
    assert len(written) > 6
    for path, content in written.items():
        assert SECRET.encode() not in content, path
        assert b"Vieras" not in content, path


async def test_cards_say_the_address_that_is_shown(room: Room, tmp_path: Path) -> None:
    await room.execute("address", address="10.1.2.3")
    reply = await room.execute("handouts", out=str(tmp_path / "out"))
    page = next(Path(file) for file in reply["files"] if file.endswith("poster.html")).read_text("utf-8")
    assert f"10.1.2.3:{room.port}/" in page
