"""Exports run in another thread: the room is not blocked, and the files show the session at the time of the request."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from facilitator.errors import RuleBroken
from facilitator.files.ledger import SessionLedger
from facilitator.files.result_folder import MARK_FILE
from facilitator.handouts import HANDOUTS, HandoutFacts
from facilitator.ports.protocols import Reply
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from store.sessions import create

WAIT = 20.0


class Gate:
    """A progress that does not go on before it is let; called in the thread that makes the files."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.threads: set[str] = set()

    def __call__(self, done: int, total: int, name: str) -> None:
        self.threads.add(threading.current_thread().name)
        self.reached.set()
        assert self.open.wait(WAIT)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    path = tmp_path / "workshop.json"
    create(path, *new_session("cx-what-can-i-do", 60))
    options = RoomOptions(host="127.0.0.1", port=0, exports=tmp_path / "out", ledger=tmp_path / "ledger.json")
    running = Room(path, options).start()
    yield running
    running.stop()


async def to_ideas(room: Room) -> None:
    """Go on until ideas are taken."""
    while room.public.step is None or room.public.step.kind != "text" or room.public.step.state != "open":
        await room.execute("next")


async def test_while_files_are_made_the_room_takes_acts_and_the_files_do_not_change_under_way(room: Room) -> None:
    await to_ideas(room)
    await room.execute("add", text="Ennen vientiä")
    gate = Gate()
    making = asyncio.ensure_future(room.execute("export", progress=gate))
    assert await asyncio.to_thread(gate.reached.wait, WAIT)
    # Held: whatever the room does now, it does beside the export.
    for number in range(5):
        await asyncio.wait_for(room.execute("add", text=f"Kesken viennin {number}"), WAIT)
    assert not making.done()
    gate.open.set()
    reply = await asyncio.wait_for(making, WAIT)
    assert gate.threads == {"export"}
    folder = Path(reply["folder"])
    assert len(reply["files"]) == 14
    copied = json.loads((folder / "session.json").read_text("utf-8"))
    assert [idea["text"] for idea in copied["ideas"].values()] == ["Ennen vientiä"]
    summary = (folder / "summary.md").read_text("utf-8")
    assert "Ennen vientiä" in summary
    assert "Kesken" not in summary


async def test_where_the_files_went_is_noted(room: Room, tmp_path: Path) -> None:
    reply = await room.execute("export", format=["md"], also=["sv"])
    assert [Path(file).name for file in reply["files"]] == ["summary.md", "summary-sv.md"]
    assert SessionLedger(tmp_path / "ledger.json").export_folders(room.path) == [Path(reply["folder"])]


async def test_what_cannot_be_made_is_refused_and_the_room_goes_on(room: Room, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    wrongs: list[dict[str, object]] = [
        {"language": "xx"},
        {"also": ["xx"]},
        {"format": "pdf"},
        {"format": 5},
        {"also": {"sv": 1}},
        {"also": [["sv"]]},
        {"out": str(tmp_path / "file")},
    ]
    for wrong in wrongs:
        with pytest.raises(RuleBroken):
            await room.execute("export", **wrong)
    await room.execute("next")


async def test_stopping_does_not_wait_for_files(room: Room) -> None:
    gate = Gate()
    making = asyncio.ensure_future(room.execute("export", progress=gate))
    assert await asyncio.to_thread(gate.reached.wait, WAIT)
    await asyncio.to_thread(room.stop)
    assert room.stopped.is_set()
    assert not gate.open.is_set()  # the files are still being made
    making.cancel()
    gate.open.set()


async def test_while_the_poster_and_the_cards_are_drawn_the_room_takes_acts(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await to_ideas(room)
    await room.execute("address", address="10.1.2.3")
    gate, draw = Gate(), HANDOUTS["poster.png"]

    def held(facts: HandoutFacts) -> bytes:
        gate(0, 1, "poster.png")
        return draw(facts)

    monkeypatch.setitem(cast(dict[str, object], HANDOUTS), "poster.png", held)
    drawing = asyncio.ensure_future(room.execute("handouts"))
    assert await asyncio.to_thread(gate.reached.wait, WAIT)
    await asyncio.wait_for(room.execute("add", text="Kesken piirtämisen"), WAIT)
    assert not drawing.done()
    gate.open.set()
    reply = await asyncio.wait_for(drawing, WAIT)
    assert gate.threads == {"export"}
    assert {Path(file).name for file in reply["files"]} == set(HANDOUTS)
    assert sizes(reply)["poster.png"] > 1000


async def test_files_of_two_kinds_made_at_once_are_all_known_as_ours(room: Room) -> None:
    await room.execute("address", address="10.1.2.3")
    made = await asyncio.gather(room.execute("export"), room.execute("handouts"), room.execute("export", format="md"))
    assert len({reply["folder"] for reply in made}) == 1
    assert sizes(made[0]).keys() <= known(made[0])


def sizes(reply: Reply) -> Mapping[str, int]:
    """The files that lie where some were made, and how large they are."""
    return {file.name: file.stat().st_size for file in Path(reply["folder"]).iterdir() if file.name != MARK_FILE}


def known(reply: Reply) -> set[str]:
    """The names that the folder's mark has."""
    return set(Path(reply["folder"], MARK_FILE).read_text("utf-8").splitlines())
