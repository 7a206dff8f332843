"""The workshop in a real terminal: the code on the wall is read by a reader, and the flagship runs by keys alone."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from photographed_terminal import CTRL_Q, ENTER, PAUSE, TAB, RealTerminal

from facilitator.cli.main import main
from facilitator.i18n.messages import say
from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone

PEOPLE = 5


def new_workshop(home: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A flagship workshop of 60 minutes in a file."""
    monkeypatch.setenv("FACILITATOR_HOME", str(home))
    session = home / "workshop.json"
    words = ["new", "--template", "cx-what-can-i-do", "--minutes", "60", "--language", language, "--out", str(session)]
    assert main(words) == 0
    return session


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        return int(other.getsockname()[1])


def code_of(session: Path) -> str:
    """The join code, as the file has it."""
    return str(next(iter(json.loads(session.read_text("utf-8"))["session"].values()))["code"])


def read_by_opencv(picture: Image.Image) -> str:
    """What OpenCV's newer detector reads. Its older one takes chance patterns of modules for corners, and misses one
    or two codes of a hundred at any size (``tests/stage/qr_readers.py`` has the figures)."""
    found = cv2.QRCodeDetectorAruco().detectAndDecode(np.asarray(picture.convert("L")))[0]
    return str(found)


async def at_rest(wall: RealTerminal) -> Image.Image:
    """The screen once two looks at it, a moment apart, are the same."""
    async with asyncio.timeout(20):
        before = wall.picture()
        while True:
            await asyncio.sleep(0.3)
            now = wall.picture()
            if now.tobytes() == before.tobytes():
                return now
            before = now


def read_by_zbar(picture: Image.Image, folder: Path) -> str:
    """What zbar reads: another reader, of other people."""
    file = folder / "wall.png"
    picture.save(file)
    done = subprocess.run(["zbarimg", "-q", "--raw", str(file)], capture_output=True, text=True, timeout=30)
    return done.stdout.strip()


@pytest.mark.parametrize(("theme", "columns", "rows"), [("facilitator-light", 80, 24), ("facilitator-dark", 120, 40)])
async def test_two_readers_read_the_code_of_the_lobby_off_a_real_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, columns: int, rows: int
) -> None:
    session, port = new_workshop(tmp_path, "fi", monkeypatch), free_port()
    (tmp_path / "settings.json").write_text(json.dumps({"theme": theme, "language": "fi"}))
    with RealTerminal(tmp_path, columns, rows, "run", str(session), "--host", "127.0.0.1", "--port", str(port)) as wall:
        await wall.shows("▸ Seuraava: aloita", "Mukana")
        # A terminal is drawn row by row: what is photographed is the screen once it has come to rest.
        picture = await at_rest(wall)
    dark = picture.getpixel((1, 1)) != (255, 255, 255)
    assert dark == (theme == "facilitator-dark")
    wanted = f"http://127.0.0.1:{port}/{code_of(session)}"
    assert read_by_opencv(picture).lower() == wanted
    if shutil.which("zbarimg") or os.environ.get("CI"):
        assert read_by_zbar(picture, tmp_path).lower() == wanted


@pytest.mark.parametrize(("language", "columns", "rows"), [("fi", 80, 24), ("sv", 120, 40)])
async def test_the_flagship_runs_in_a_real_terminal_from_lobby_to_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, columns: int, rows: int
) -> None:
    session, port = new_workshop(tmp_path, language, monkeypatch), free_port()
    options = ("--host", "127.0.0.1", "--port", str(port), "--language", language)
    with RealTerminal(tmp_path, columns, rows, "run", str(session), *options) as terminal:
        await terminal.shows("▸ " + say("stage.next", language, what="").strip())
        room = Room(f"http://127.0.0.1:{port}/{code_of(session)}")
        try:
            await room.fill()
            await run_workshop(terminal, room, language)
        finally:
            await room.leave()
        await to_console(terminal, language)
        await terminal.press("e")
        folder = await exported(tmp_path / "exports")
        await terminal.shows(say("afterwards.question", language))
        await terminal.press(ENTER)
        await terminal.shows(say("afterwards.kept", language, folder="").split(".")[0])
        await quit_by_word(terminal, language)
        assert await terminal.ended() == 0
        assert b"Traceback" not in terminal.raw
    check(folder, session)


class Room:
    """Five simulated people with their phones."""

    def __init__(self, address: str) -> None:
        self.phones = [SimulatedPhone(address, spoken) for spoken in ("fi", "sv", "en", "fi", "fi")]
        self.people = [SimulatedPerson(n) for n in range(PEOPLE)]

    async def fill(self) -> None:
        for phone in self.phones:
            await phone.join()

    async def leave(self) -> None:
        for phone in self.phones:
            await phone.close()

    async def place(self) -> tuple[str, str, str]:
        """Id, kind and state of the step that is current."""
        stage = (await self.phones[0].read_state()).stage
        return (stage.current, stage.step.kind, stage.step.state) if stage.step else ("", "", "")

    async def answer(self) -> None:
        """Everybody says all they have to say to the open step."""
        for phone, person in zip(self.phones, self.people, strict=True):
            glance = await phone.read_state()
            for saying in person.answers(glance.stage, glance.mine):
                sent = await phone.send(glance.stage.current, **saying.fields)
                assert sent.status_code in (200, 201), sent.text


async def run_workshop(terminal: RealTerminal, room: Room, language: str) -> None:
    """The facilitator's part, by keys; the clicker for all that goes on by itself."""
    done = set()
    for _ in range(80):
        step, kind, state = await room.place()
        if state == "open" and step not in done:
            done.add(step)
            await room.answer()
            if kind == "group":
                await group(terminal)
            elif kind == "action":
                await agree(terminal, language)
        if kind == "close":
            break
        await terminal.click()
    assert {"pulse_in", "ideas", "pick", "group", "vote", "commit", "actions", "pulse_out"} <= done


async def group(terminal: RealTerminal) -> None:
    """Two themes named, the other ideas placed by number keys, one act taken back and done again."""
    for name in ("Kerromme heti", "Soitamme ensin"):
        await terminal.press("0")
        await terminal.press(name)
        await terminal.press(ENTER)
        await terminal.shows(name)
    for key in "1212u1":
        await terminal.press(key)


async def agree(terminal: RealTerminal, language: str) -> None:
    """Two actions on the console: one whole, one without an owner, which is said in words on the stage."""
    await to_console(terminal, language)
    await terminal.shows(say("console.new_action", language))
    for fields in (("Kerromme ajan", "Anna", "5.4.2027", "Tekstipohja", "", ""), ("Yksi ohje", "", "", "", "", "")):
        await terminal.press("a")  # what is typed from here on waits for the form, as a person's typing does
        for field in fields:
            await terminal.press(field)
            await terminal.press(ENTER)
        await terminal.shows(fields[0])
    await terminal.press(TAB)
    await terminal.shows("Anna", say("stage.action.missing", language, parts="").strip())


async def to_console(terminal: RealTerminal, language: str) -> None:
    """The console opens after its warning, since everybody would see it."""
    await terminal.press(TAB)
    await terminal.shows(say("live.visible", language)[:40])
    await asyncio.sleep(PAUSE)
    await terminal.press(TAB)
    await terminal.shows(say("console.plan", language))


async def exported(folder: Path) -> Path:
    """The folder of the files, once all of them are there."""
    async with asyncio.timeout(20):
        while len(await asyncio.to_thread(files_in, folder)) < 3:  # noqa: ASYNC110 - they are made by another process
            await asyncio.sleep(0.1)
    return (await asyncio.to_thread(files_in, folder))[0].parent


def files_in(folder: Path) -> list[Path]:
    """The finished files of the one folder in ``folder``."""
    return [file for file in folder.glob("*/*.*") if file.suffix in (".md", ".csv", ".json")]


async def quit_by_word(terminal: RealTerminal, language: str) -> None:
    """Quitting a running workshop asks for a word; ``q`` and Esc do nothing."""
    await terminal.press("q")
    await terminal.press(CTRL_Q)
    word = say("leave.word", language)
    await terminal.shows(word)
    await terminal.press(word)
    await terminal.press(ENTER)


def check(folder: Path, session: Path) -> None:
    """The files against the session file, read as plain JSON."""
    kept = json.loads(session.read_text("utf-8"))
    rows = list(csv.DictReader((folder / "actions.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [list(row.values())[1:4] for row in rows] == [["Kerromme ajan", "Anna", "5.4.2027"], ["Yksi ohje", "", ""]]
    assert len(documents(kept, "seats")) == PEOPLE
    assert len(documents(kept, "promises")) == PEOPLE
    assert {theme["name"] for theme in documents(kept, "themes")} == {"Kerromme heti", "Soitamme ensin"}
    copy = json.loads((folder / "session.json").read_text("utf-8"))
    assert {idea["text"] for idea in documents(copy, "ideas")} == {idea["text"] for idea in documents(kept, "ideas")}
    summary = (folder / "summary.md").read_text("utf-8")
    assert "Anna" in summary
    assert "Soitamme ensin" in summary


def documents(tables: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    """The documents of one table."""
    return list(tables[table].values())
