"""Plain mode: the flagship from lobby to files by numbers alone, in three languages, without a control sequence."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from assertions import every
from plain_mode_process import Spoken, place

from facilitator.cli.main import main
from facilitator.i18n.messages import say
from facilitator.rehearsal.person import SimulatedPerson
from facilitator.rehearsal.phone import SimulatedPhone

PEOPLE = 5
NAMES = ("Kerromme heti", "Soitamme ensin")


def new_workshop(home: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A flagship workshop of 60 minutes in a file."""
    monkeypatch.setenv("FACILITATOR_HOME", str(home))
    session = home / "workshop.json"
    assert main(["new", "--minutes", "60", "--language", language, "--out", str(session)]) == 0
    return session


class Crowd:
    """Five simulated people, who answer when they are told to."""

    def __init__(self, address: str) -> None:
        self.phones = [SimulatedPhone(address, spoken) for spoken in ("fi", "sv", "en", "fi", "fi")]
        self.people = [SimulatedPerson(number) for number in range(PEOPLE)]

    async def come(self) -> None:
        for phone in self.phones:
            await phone.join()

    async def go(self) -> None:
        for phone in self.phones:
            await phone.close()

    async def answer(self) -> None:
        for phone, person in zip(self.phones, self.people, strict=True):
            glance = await phone.read_state()
            for saying in person.answers(glance.stage, glance.mine):
                sent = await phone.send(glance.stage.current, **saying.fields)
                assert sent.status_code in (200, 201), sent.text


async def held(talk: Spoken, crowd: Crowd, language: str) -> set[str]:
    """The facilitator's part, by numbers; the ids of the steps that were answered."""
    done: set[str] = set()
    for _ in range(90):
        step, kind, state = await place(crowd.phones[0])
        if state == "open" and step not in done:
            done.add(step)
            await crowd.answer()
            if kind == "group":
                await group(talk, language)
            elif kind == "action":
                await agree(talk, language)
        if kind == "close":
            return done
        talk.type("1")
        await talk.hears("\n")
        await asyncio.sleep(0.1)
    raise AssertionError("it never came to the end")


async def group(talk: Spoken, language: str) -> None:
    """Two themes are made for the first two ideas, one idea comes back, and all the others follow by number."""
    talk.type("14", "0", NAMES[0], "0", NAMES[1], "1", "-", "2")
    await talk.hears(f"2 {NAMES[1]}")
    for _ in range(60):
        said = talk.text
        if say("console.all_placed", language) in said:
            return
        talk.type("1")
        await asyncio.sleep(0.05)
    raise AssertionError("there was no end of ideas")


async def agree(talk: Spoken, language: str) -> None:
    """Two actions: one whole, and one that is named as lacking an owner."""
    talk.type("24", "Kerromme ajan", "Anna", "5.4.2027", "Tekstipohja", "", "")
    await talk.hears(say("console.done.action", language))
    talk.type("24", "Yksi ohje", "", "", "", "", "")
    said = await talk.hears(say("console.done.action", language), say("action.missing.first_step", language))
    for part in ("owner", "due", "first_step"):
        assert say("action.missing", language, parts=say(f"action.missing.{part}", language)) in said


@pytest.mark.parametrize("language", ["fi"])
async def test_the_flagship_runs_by_numbers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    session = new_workshop(tmp_path, language, monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--plain", "--language", language) as talk:
        crowd = Crowd(await talk.address())
        try:
            await crowd.come()
            await talk.hears(say("console.joined", language, n=PEOPLE))
            done = await held(talk, crowd, language)
        finally:
            await crowd.go()
        talk.type("50")
        await talk.hears(say("live.exported", language, n=0, folder="").split("0", 1)[0])
        talk.type("51", "1")
        await talk.hears(say("plain.over", language))
        talk.type("99")
        assert await talk.ended() == 0
    assert {"pulse_in", "ideas", "pick", "group", "vote", "commit", "actions", "pulse_out"} <= done
    check_output(talk)
    check_files(session, tmp_path / "exports")


def check_output(talk: Spoken) -> None:
    """Whole lines of text, nothing that steers a terminal, and no ballot before its time."""
    assert not [character for character in talk.text if ord(character) < 32 and character != "\n"]
    assert "\x7f" not in talk.text
    assert b"Traceback" not in talk.errors
    assert every(len(line) < 500 for line in talk.text.splitlines())


def check_files(session: Path, exports: Path) -> None:
    """What was typed and what phones sent is in the session file; the results were written."""
    kept = json.loads(session.read_text("utf-8"))
    assert {theme["name"] for theme in documents(kept, "themes")} == set(NAMES)
    assert sorted(action["what"] for action in documents(kept, "actions")) == ["Kerromme ajan", "Yksi ohje"]
    assert next(a for a in documents(kept, "actions") if a["owner"])["due"] == "2027-04-05"
    assert len(documents(kept, "promises")) == PEOPLE
    assert every(idea["theme"] for idea in documents(kept, "ideas") if idea["raised"])
    assert next(iter(documents(kept, "session")))["state"] == "closed"
    assert len(list(exports.glob("*/summary.md"))) == 1


def documents(tables: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    """The documents of one table."""
    return list(tables[table].values())


async def test_a_wrong_number_an_empty_line_and_a_strange_one_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_workshop(tmp_path, "en", monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--plain", "--language", "en") as talk:
        for line in ("77", "11", "-1", "1 1", "²", "a\x1b[2J", "9" * 400):
            talk.type(line)
            await talk.hears("does nothing now")
        talk.type("")
        await talk.hears("Before the start", "1 Next: start", "99 quit the program")
    assert "\x1b" not in talk.text


async def test_leaving_a_running_workshop_asks_for_the_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = new_workshop(tmp_path, "en", monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--plain", "--language", "en") as talk:
        await talk.address()
        talk.type("1", "99", "yes")
        await talk.hears("The workshop goes on.")
        talk.type("99", "quit")
        assert await talk.ended() == 0
    assert "facilitator resume" in talk.errors.decode()


async def test_the_end_of_the_input_saves_and_resume_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_workshop(tmp_path, "en", monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--plain", "--language", "en") as talk:
        await talk.address()
        talk.type("1")
        first = (await talk.hears("Step 1/")).split("Step 1/")[1].split(":")[0]
        talk.hang_up()
        assert await talk.ended() == 0
    async with Spoken(tmp_path, "resume", "--plain", "--language", "en") as again:
        await again.hears(f"Step 1/{first}")


async def test_a_terminal_that_only_writes_lines_gets_plain_mode_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_workshop(tmp_path, "en", monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--language", "en", fresh=True, TERM="dumb") as talk:
        await talk.hears("1 Next: start")
    assert b"\x1b" not in talk.output + talk.errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 0), ("SIGINT", 130)])
async def test_a_signal_saves_and_ends_and_an_interrupt_is_asked_for_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str, code: int
) -> None:
    session = new_workshop(tmp_path, "en", monkeypatch)
    async with Spoken(tmp_path, "run", str(session), "--plain", "--language", "en") as talk:
        await talk.address()
        talk.type("1")
        await talk.hears("Step 1/")
        talk.signal(getattr(signal, number))
        if number == "SIGINT":
            await talk.hears("Press Ctrl+C again")
            talk.signal(signal.SIGINT)
        assert await talk.ended() == code
    journal = session.with_name(f"{session.name}.journal")
    assert not journal.exists() or journal.stat().st_size == 0
    kept = json.loads(session.read_text("utf-8"))
    assert next(iter(documents(kept, "session")))["state"] == "running"
    assert b"Traceback" not in talk.errors


def test_without_a_session_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "dumb")
    for command in ([], ["stage", "http://127.0.0.1:1/1"]):
        assert main([*command, "--language", "en"]) == 2
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert os.linesep in said
