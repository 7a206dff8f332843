"""Every store error is reported to the user in one plain sentence, in every interface.

The errors are real; only the failing disk is simulated. The message is checked where users see it: on the command line,
in the terminal, on a phone and on the console.
"""

from __future__ import annotations

import ast
import asyncio
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from assertions import every
from fake_room import FakeWorkspace, Saved
from headless_terminal import Clock, Open, Terminal
from test_ways_on import flat

import store
from facilitator.cli import main as cli
from facilitator.cli import running
from facilitator.cli import sessions as saved
from facilitator.cli.main import main
from facilitator.cli.output import print_error
from facilitator.i18n.messages import LANGUAGES, explain, has_message, say
from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from facilitator.templates.new_session import new_session
from screens.app import FacilitatorApp
from store import sessions
from store.disk import Disk
from store.errors import StoreError
from store.records import Change, Idea
from store.sessions import open_session

Said = pytest.CaptureFixture[str]
IMPORTED = (saved, running)
"""Had before the disk refuses anything."""

ELSEWHERE = {"no_session": "no_such_session", "read_only": "live.refused"}
"""Faults that the command line cannot meet: what it says instead, or where the terminal's test of them is."""


def codes() -> set[str]:
    """Every code that the store raises."""
    found = set()
    for file in Path(store.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "StoreError":
                found |= {each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str)}


@dataclass(frozen=True)
class Case:
    """A command that meets a fault."""

    code: str
    words: tuple[str, ...]
    exit_code: int
    wrong: Callable[[], AbstractContextManager[None]] = nullcontext
    """What is wrong meanwhile."""


@contextmanager
def refusing(name: str, number: int) -> Iterator[None]:
    """The system refuses to open files that begin with this name."""
    really = os.open

    def opening(path: Any, *arguments: Any, **named: Any) -> int:
        if Path(path).name.startswith(name):
            raise OSError(number, os.strerror(number))
        return really(path, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", opening)
        yield


@contextmanager
def writing_fails(number: int) -> Iterator[None]:
    """No write gets through."""

    def fails(self: Disk, handle: int, data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Disk, "append", fails)
        yield


def damaged(path: Path) -> None:
    """Leave it as a kill and a bad sector do."""
    journal = path.with_name(f"{path.name}.journal")
    with open_session(path) as opened:
        for number in range(3):
            opened.commit(Change(put=(Idea(id=f"i{number}", step="ideas", text=f"Idea {number}"),))).result(20)
        left = path.read_bytes(), journal.read_bytes()
    path.write_bytes(left[0])
    journal.write_bytes(left[1].replace(b"Idea 1", b"Idea 8"))


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """All of them, in a folder of workshops."""
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name in ("whole", "open", "damaged"):
        sessions.create(tmp_path / f"{name}.json", *new_session("cx-what-can-i-do", 60))
    damaged(tmp_path / "damaged.json")
    (tmp_path / "letter.json").write_bytes(b"Hei")
    (tmp_path / "newer.json").write_text('{"session": {"1": {"id": "s1", "format": 7}}}')
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(300 * 2**20)

    @contextmanager
    def opened() -> Iterator[None]:
        with open_session(Path("open.json")):
            yield

    def serve(name: str) -> tuple[str, ...]:
        return ("serve", name, "--host", "127.0.0.1", "--port", "0")

    return [
        Case("exists", ("new", "--out", "whole.json"), 2),
        Case("in_use", serve("open.json"), 3, opened),
        Case("unreadable", ("check", "letter.json"), 2),
        Case("damaged", ("check", "damaged.json"), 2),
        Case("newer_format", ("check", "newer.json"), 2),
        Case("file_too_large", ("check", "huge.json"), 2),
        Case("not_allowed", ("check", "whole.json"), 2, lambda: refusing("whole.json", errno.EACCES)),
        Case("folder_read_only", serve("whole.json"), 1, lambda: refusing("whole.json.lock", errno.EROFS)),
        Case("disk_full", ("new", "--out", "new.json"), 1, lambda: writing_fails(errno.ENOSPC)),
        Case("not_saved", ("new", "--out", "new.json"), 1, lambda: writing_fails(errno.EIO)),
    ]


def test_no_fault_of_the_store_is_left_out(cases: list[Case]) -> None:
    assert {case.code for case in cases} | ELSEWHERE.keys() == codes()
    assert every(has_message(f"hint.{code}") for code in codes())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_fault_is_one_sentence_on_the_command_line_and_in_the_terminal(
    cases: list[Case], capsys: Said, monkeypatch: pytest.MonkeyPatch, at_home: Open, language: str
) -> None:
    met: list[StoreError] = []

    def telling(code: str, spoken: str, **fields: object) -> None:
        met.append(StoreError(code, **fields))
        print_error(code, spoken, **fields)

    monkeypatch.setattr(cli, "print_error", telling)
    for case in cases:
        with case.wrong():
            assert await asyncio.to_thread(main, [*case.words, "--language", language]) == case.exit_code, case.code
        said = capsys.readouterr()
        assert met[-1].code == case.code
        assert said.err == explain(case.code, language, **met[-1].fields) + "\n"
        assert said.out == ""
    assert main(["check", "none.json", "--language", language]) == 2
    assert capsys.readouterr().err == explain("no_such_session", language, name="none.json") + "\n"

    house = FakeWorkspace(recent=[Saved()])
    house.language = language
    async with at_home(house) as terminal:
        for fault in met:
            house.fails = fault
            await terminal.press("enter")
            sentence = explain(fault.code, language, **fault.fields)
            await terminal.until(lambda: sentence in flat(terminal.text))  # noqa: B023 - awaited at once


async def test_a_full_disk_is_told_on_phones_in_their_language_and_by_one_line_on_the_console(tmp_path: Path) -> None:
    path, clock = tmp_path / "session.json", Clock()
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    room = await asyncio.to_thread(Room(path, RoomOptions(host="127.0.0.1", port=0)).start)
    app = FacilitatorApp(FakeWorkspace(), None, room, clock)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            terminal = Terminal(app, pilot, FakeWorkspace().room, FakeWorkspace(), clock)
            await terminal.until(lambda: app.screen is terminal.live)
            await terminal.open_console()
            await room.execute("goto", step="ideas")
            await room.execute("open")
            for language in LANGUAGES:
                await told_not_saved(room, language)
            red = explain("disk_full", "fi")
            await terminal.until(lambda: red in flat(terminal.text))
            assert flat(terminal.text).count(say("error.disk_full", "fi")) == 1
            async with SimulatedPhone(room.address) as phone:
                await phone.join()
                assert (await phone.send("ideas", text="Tämä mahtuu")).status_code == 201
            await terminal.until(lambda: red not in flat(terminal.text))
    finally:
        await asyncio.to_thread(room.stop)


async def told_not_saved(room: Room, language: str) -> None:
    """A phone of this language sends to a full disk."""
    async with SimulatedPhone(room.address, language) as phone:
        await phone.join()
        with writing_fails(errno.ENOSPC):
            refused = await phone.send("ideas", text="Tämä ei mahdu")
        assert refused.status_code == 507
        assert refused.json() == {
            "error": "disk_full",
            "message": say("error.disk_full", language),
            "hint": say("hint.disk_full", language),
        }
        assert (await phone.read_state()).mine.ideas == ()
