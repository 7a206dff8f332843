"""``facilitator run`` of a workshop that cannot be opened, in a real terminal of 80 x 24: a way on or an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from photographed_terminal import CTRL_Q, ENTER, RealTerminal

from facilitator.i18n.messages import say
from facilitator.templates.new_session import new_session
from store import sessions
from store.records import Change, Idea
from store.sessions import open_session

ESC = b"\x1b"
PORT = ("--host", "127.0.0.1", "--port", "0")


def killed(folder: Path) -> Path:
    """A workshop whose program was killed after three ideas, and whose journal was spoiled at the second."""
    path = folder / "sessions" / "spring.json"
    journal = path.with_name(f"{path.name}.journal")
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    with open_session(path) as kept:
        for number in range(3):
            kept.commit(Change(put=(Idea(id=f"i{number}", step="ideas", text=f"Idea {number}"),))).result(20)
        left = path.read_bytes(), journal.read_bytes()
    path.write_bytes(left[0])
    journal.write_bytes(left[1].replace(b"Idea 1", b"Idea 8"))
    return path


async def test_a_damaged_workshop_can_be_left_alone_or_goes_on_in_a_copy_by_one_key(tmp_path: Path) -> None:
    path = killed(tmp_path)
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    with RealTerminal(tmp_path, 80, 24, "run", "spring", "--language", "sv", *PORT) as terminal:
        await terminal.shows("spring.json.journal", "post 2", say("home.copy.yes", "sv"), "Kopian har 2 id")
        await terminal.press(ESC)
        await terminal.press(CTRL_Q)
        assert await terminal.ended() == 2
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before
    with RealTerminal(tmp_path, 80, 24, "run", "spring", "--language", "sv", *PORT) as terminal:
        await terminal.shows(say("home.copy.yes", "sv"))
        await terminal.press(ENTER)
        await terminal.shows(say("stage.keys", "fi"))
        with open_session(path.with_name("spring-copy.json"), read_only=True) as kept:
            assert set(kept.ideas) == {"i0", "i2"}
    assert {name: (path.parent / name).read_bytes() for name in before} == before


async def test_a_workshop_that_is_open_elsewhere_can_be_left_or_read(tmp_path: Path) -> None:
    path = tmp_path / "sessions" / "spring.json"
    sessions.create(path, *new_session("cx-what-can-i-do", 60))
    with open_session(path) as kept:
        with RealTerminal(tmp_path, 80, 24, "run", "spring", "--language", "en", *PORT) as terminal:
            await terminal.shows("already open in another", say("home.read.yes", "en"))
            await terminal.press(ENTER)
            await terminal.shows(say("stage.keys", "fi"))
            await terminal.press(CTRL_Q)
            assert await terminal.ended() == 0
        with RealTerminal(tmp_path, 80, 24, "run", "spring", "--language", "en", *PORT) as terminal:
            await terminal.shows(say("home.read.yes", "en"))
            await terminal.press(ESC)
            await terminal.press(CTRL_Q)
            assert await terminal.ended() == 3
        assert kept.version == 0
