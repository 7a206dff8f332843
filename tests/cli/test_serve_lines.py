"""``serve``: JSON lines in and out, against a room of our own making."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from facilitator.errors import RuleBroken
from facilitator.room.verbs import VERBS
from facilitator.serve.service import serve
from facilitator.system.line_io import MAX_LINE_BYTES, MAX_LINES_AHEAD
from facilitator.view import ConsoleView, LobbyBody, NextPress, PublicSession, PublicView, Timer


class Room:
    """A room whose version grows with every verb but two, which fail."""

    address = "http://127.0.0.1:8000/4829"
    path = Path("workshop.json")
    verb_table = VERBS

    def __init__(self) -> None:
        self.version = 1
        self.stopped = threading.Event()
        self.done: list[tuple[str, Mapping[str, Any]]] = []
        self.listeners: list[Callable[[], None]] = []
        self.called_off = threading.Event()

    @property
    def public(self) -> PublicView:
        face = PublicSession(
            title={"fi": "Työpaja"},
            language="fi",
            code="4829",
            address=self.address,
            state="lobby",
            stage_language="fi",
        )
        return PublicView(
            version=self.version,
            session=face,
            step=None,
            current="",
            timer=Timer(state="off"),
            joined=3,
            answered=0,
            body=LobbyBody(),
            next=NextPress(act="start"),
        )

    @property
    def console(self) -> ConsoleView:
        raise NotImplementedError

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    async def execute(self, verb: str, **arguments: Any) -> Mapping[str, Any]:
        if verb == "refuse":
            raise RuleBroken("no_such_session", name="x")
        if verb == "stumble":
            raise ZeroDivisionError
        self.done.append((verb, arguments))
        if arguments == {"stop": True}:
            self.called_off.set()
        elif verb == "suggest":
            await asyncio.to_thread(self.called_off.wait, 10)
        self.version += 1
        for listener in self.listeners:
            listener()
        return {"version": self.version}


class Talk:
    """The other end of a running ``serve``."""

    def __init__(self, room: Room) -> None:
        self.room = room
        source, self._in = os.pipe()
        out, sink = os.pipe()
        self._out = os.fdopen(out, encoding="utf-8")
        self.result: list[bool] = []
        self._thread = threading.Thread(target=lambda: self.result.append(serve(room, "en", source, sink)))
        self._thread.start()
        self.ready = self.hear()

    def say(self, *lines: bytes) -> None:
        os.write(self._in, b"".join(line + b"\n" for line in lines))

    def hear(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._out.readline())
        return found

    def reply(self) -> dict[str, Any]:
        while "event" in (found := self.hear()):
            pass
        return found

    def ask(self, line: bytes) -> dict[str, Any]:
        self.say(line)
        return self.reply()

    def end(self) -> None:
        if self._in >= 0:
            os.close(self._in)
            self._in = -1
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def talk() -> Iterator[Talk]:
    talk = Talk(Room())
    yield talk
    talk.end()
    talk._out.close()


def test_the_first_line_says_where_the_workshop_is(talk: Talk) -> None:
    assert talk.ready == {
        "event": "ready",
        "url": "http://127.0.0.1:8000/4829",
        "code": "4829",
        "session": "workshop.json",
        "pid": os.getpid(),
    }


def test_the_version_is_told_at_once_and_after_a_change(talk: Talk) -> None:
    assert talk.hear() == {"event": "version", "version": 1, "step": None, "state": "lobby", "joined": 3, "answered": 0}
    talk.say(b'{"n": 1, "do": "next"}')
    lines = [talk.hear(), talk.hear()]
    assert {"n": 1, "ok": True, "version": 2} in lines
    assert {"event": "version", "version": 2, "step": None, "state": "lobby", "joined": 3, "answered": 0} in lines


def test_a_verb_gets_its_fields_and_the_answer_its_number(talk: Talk) -> None:
    assert talk.ask(b'{"n": "a", "do": "move", "idea": "i1", "theme": null}') == {"n": "a", "ok": True, "version": 2}
    assert talk.room.done == [("move", {"idea": "i1", "theme": None})]


def test_a_number_of_any_size_comes_back_as_it_was(talk: Talk) -> None:
    talk.say(b'{"n": 123456789012345678901234567890, "do": "next"}')
    while '"n"' not in (line := talk._out.readline()):
        pass
    assert '"n":123456789012345678901234567890' in line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", "serve_not_json"),
        (b"[1, 2]", "serve_not_json"),
        (b'"next"', "serve_not_json"),
        (b"{" * 5000, "serve_not_json"),
        (b'{"n": 1, "do": "next", "deep": ' + b"[" * 5000 + b"]" * 5000 + b"}", "serve_not_json"),
        (b'\xff\xfe{"n": 1}', "serve_not_json"),
        (b'{"n": 1, "do": "next", "text": "\xff"}', "serve_not_json"),
        (b'{"n": 1}', "serve_no_verb"),
        (b'{"n": 1, "do": 7}', "serve_no_verb"),
        (b'{"n": 1, "do": "next", "self": 1}', "serve_bad_fields"),
        (b'{"n": 1, "do": "refuse"}', "no_such_session"),
        (b'{"n": 1, "do": "stumble"}', "serve_failed"),
        (b'{"n": 1, "do": "' + b"x" * MAX_LINE_BYTES + b'"}', "serve_too_long"),
    ],
)
def test_what_cannot_be_done_is_answered_and_the_workshop_goes_on(talk: Talk, line: bytes, code: str) -> None:
    refused = talk.ask(line)
    assert refused["ok"] is False
    assert refused["error"] == code
    assert refused["message"].endswith((".", "list"))
    assert talk.room.done == []
    assert talk.ask(b'{"n": 9, "do": "next"}')["ok"] is True


@pytest.mark.parametrize("before", [0, MAX_LINES_AHEAD // 2, MAX_LINES_AHEAD - 1])
def test_what_calls_off_a_long_suggestion_goes_before_its_turn_and_nothing_else_does(talk: Talk, before: int) -> None:
    behind = [b'{"n": %d, "do": "next"}' % n for n in range(2 * MAX_LINES_AHEAD)]
    off = b'{"n": "off", "do": "suggest", "stop": true}'
    talk.say(b'{"n": "long", "do": "suggest"}', *behind[:before], off, *behind[before:], b"", b"not json")
    replies = [talk.reply()["n"] for _ in range(len(behind) + 3)]
    assert [n for n in replies if n != "off"] == ["long", *range(2 * MAX_LINES_AHEAD), None]
    assert replies.index("off") < 2
    assert [verb for verb, _ in talk.room.done] == ["suggest", "suggest", *["next"] * 2 * MAX_LINES_AHEAD]


def test_blank_lines_are_passed_over(talk: Talk) -> None:
    talk.say(b"", b"   ")
    assert talk.ask(b'{"n": 3, "do": "next"}')["n"] == 3


def test_stop_is_answered_and_ends_it(talk: Talk) -> None:
    assert talk.ask(b'{"n": 4, "do": "stop"}') == {"n": 4, "ok": True, "version": 1}
    talk.end()
    assert talk.result == [True]
    assert talk.room.done == []


def test_the_end_of_input_ends_it_and_an_unfinished_line_still_counts(talk: Talk) -> None:
    os.write(talk._in, b'{"n": 5, "do": "next"}')
    talk.end()
    assert talk.result == [True]
    assert talk.room.done == [("next", {})]


def test_a_room_that_ends_by_itself_ends_it(talk: Talk) -> None:
    talk.room.stopped.set()
    talk._thread.join(10)
    assert talk.result == [True]


def test_a_reader_that_stopped_reading_holds_up_nothing(talk: Talk) -> None:
    for number in range(3000):
        talk.say(b'{"n": %d, "do": "next"}' % number)
    talk.end()
    assert len(talk.room.done) == 3000
