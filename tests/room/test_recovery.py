"""After a failed write: what memory holds is what the disk holds, also when the disk could not be read at once."""

from __future__ import annotations

import errno
import json
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.read_only import ReadOnlyRoom
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store import contents, sessions
from store.disk import Disk
from store.errors import StoreError


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "workshop.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    return path


@pytest.fixture
def room(session: Path) -> Iterator[Room]:
    room = Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    yield room
    room.stop()


async def walk_to(room: Room, step: str) -> None:
    while room.public.current != step or room.public.step is None or room.public.step.state != "open":
        await room.execute("next")


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def unreadable(*_: object) -> contents.Contents:
    raise StoreError("unreadable", file="workshop.json")


async def test_what_was_lost_while_the_disk_could_not_be_read_is_gone_from_every_view(
    room: Room, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SimulatedPhone(room.address) as phone:
        await phone.join()
        await walk_to(room, "ideas")
        with monkeypatch.context() as broken:
            broken.setattr(Disk, "append", no_space)
            broken.setattr(contents, "read", unreadable)
            assert (await phone.send("ideas", text="Tämä katoaa")).status_code == 507
        key = secrets.token_hex(16)
        saved = await phone.send("ideas", key=key, text="Tämä jää")
        assert saved.status_code == 201
        assert [idea.text for idea in (await phone.read_state()).mine.ideas] == ["Tämä jää"]
        assert room.public.answered == 1
        assert room.console.trouble == ""
        with sessions.open_session(session, read_only=True) as kept:
            assert [idea.text for idea in kept.ideas.values()] == ["Tämä jää"]
            assert saved.json()["version"] == kept.version
        again = await phone.send("ideas", key=key, text="Tämä jää")
        assert again.json() == saved.json()


async def test_a_verb_is_decided_again_on_what_the_disk_holds(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await walk_to(room, "ideas")
    with monkeypatch.context() as broken:
        broken.setattr(Disk, "append", no_space)
        broken.setattr(contents, "read", unreadable)
        with pytest.raises(StoreError, match="disk_full"):
            await room.execute("black")
    # The black stage was never saved, so the same press makes the stage black, and not light again.
    await room.execute("black")
    assert room.public.session.black


def test_a_room_that_cannot_write_says_so_and_leaves_the_session_free(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(Disk, "append", no_space)
        with pytest.raises(StoreError, match="disk_full"):
            Room(session, RoomOptions(host="127.0.0.1", port=0)).start()
    Room(session, RoomOptions(host="127.0.0.1", port=0)).start().stop()


def test_a_reader_goes_on_after_a_file_that_it_does_not_understand(session: Path) -> None:
    file = json.loads(session.read_bytes())
    first = min(file["steps"].values(), key=lambda step: step["position"])
    next(iter(file["session"].values())).update(state="running", step=first["id"])
    known = json.dumps(file).encode()
    session.write_bytes(known)
    first["kind"] = "hologram"  # a newer version of the program may know more kinds
    changed = threading.Event()
    reading = ReadOnlyRoom(session, lambda session: "http://192.168.1.20:8000/4829", session.parent).start()
    try:
        reading.attach(changed.set)
        session.write_bytes(json.dumps(file).encode())
        assert not changed.wait(3)
        session.write_bytes(known + b"\n")
        assert changed.wait(20)
        assert reading.public.current == first["id"]
    finally:
        reading.stop()
