"""``facilitator serve`` as a process of its own: phones over real HTTP, signals, ports, locks."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import warm_program

from facilitator.rehearsal.phone import SimulatedPhone
from facilitator.workspace.workspace import Workspace

SECONDS = 3.0
"""What a clean end may take (protocol)."""


class Process:
    """A running ``facilitator serve``."""

    def __init__(self, home: Path, session: Path, *options: str) -> None:
        self._number = 0
        words = ("serve", str(session), "--language", "en", *options)
        self._program = warm_program.Piped(*words, environment={"FACILITATOR_HOME": str(home), "PATH": ""})
        self.ready = self._hear()

    def _hear(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._program.stdout.readline() or b"{}")
        return found

    def ask(self, do: str, **fields: object) -> dict[str, Any]:
        """One command and its reply."""
        self._number += 1
        self.write({"n": self._number, "do": do, **fields})
        while (found := self._hear()).get("n") != self._number:
            assert found, "serve has ended"
        return found

    def write(self, *lines: dict[str, Any]) -> None:
        """Commands, all at once."""
        self._program.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())

    def exchange(self, *lines: dict[str, Any]) -> dict[Any, dict[str, Any]]:
        """Commands, all at once, and the replies to all of them by ``n``, in the order they came."""
        self.write(*lines)
        replies: dict[Any, dict[str, Any]] = {}
        while len(replies) < len(lines):
            found = self._hear()
            assert found, "serve has ended"
            if "event" not in found:
                replies[found["n"]] = found
        return replies

    def end(self, number: int | None = None) -> tuple[int, float, str]:
        """End it by closing its input, or by a signal: exit code, seconds, stderr."""
        began = time.monotonic()
        if number is not None:
            self._program.process.send_signal(number)
        else:
            self._program.stdin.close()
        code, seconds = self._program.process.wait(10), time.monotonic() - began
        said = self._program.stderr.read().decode()
        self.clear()
        return code, seconds, said

    def clear(self) -> None:
        """Make sure that nothing of it is left, whatever the test has done."""
        self._program.clear()

    def open_pulse(self) -> None:
        """Go on to the first question and open it."""
        while (self.ask("state")["state"]["public"]["step"] or {}).get("kind") != "scale":
            self.ask("next")
        self.ask("open")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    return tmp_path / "home"


@pytest.fixture
def session(home: Path) -> Path:
    """A new session of the flagship."""
    return Workspace(home, "en").library.create(minutes=60)


Serving = Callable[..., Process]


@pytest.fixture
def serve(home: Path, session: Path) -> Iterator[Serving]:
    """Starts processes that serve the session, and leaves none behind."""
    started: list[Process] = []

    def start(*options: str) -> Process:
        started.append(Process(home, session, "--host", "127.0.0.1", *options))
        return started[-1]

    yield start
    for process in started:
        process.clear()


@pytest.fixture
def served(serve: Serving) -> Process:
    """The session served on any free port of this computer."""
    return serve("--port", "0")


def test_the_ready_line_of_a_fresh_interpreter_leads_a_phone_to_the_workshop(home: Path, session: Path) -> None:
    words = [sys.executable, "-m", "facilitator", "serve", str(session), "--host", "127.0.0.1", "--port", "0"]
    around = {"FACILITATOR_HOME": str(home), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(words, env=around, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    ready = json.loads(done.stdout.splitlines()[0])
    assert ready["session"] == str(session)
    assert ready["url"].startswith("http://127.0.0.1:")
    assert ready["url"].endswith(f"/{ready['code']}")


async def test_a_phone_answers_and_the_count_is_told(served: Process) -> None:
    served.open_pulse()
    async with SimulatedPhone(served.ready["url"], "sv") as phone:
        await phone.join()
        saved = await phone.send("pulse_in", value=4)
    assert saved.status_code == 201
    view = served.ask("state")["state"]["public"]
    assert (view["joined"], view["answered"]) == (1, 1)


def test_state_after_a_verb_shows_what_the_verb_did(served: Process) -> None:
    for _ in range(5):
        moved = served.ask("next")
        assert served.ask("state")["state"]["public"]["version"] == moved["version"]


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGHUP])
async def test_it_ends_clean_and_soon_although_streams_are_open(
    number: int | None, serve: Serving, session: Path
) -> None:
    process = serve("--port", "0")
    async with SimulatedPhone(process.ready["url"]) as phone:
        await phone.join()
        stream = phone.versions()
        await anext(stream)
        code, seconds, said = process.end(number)
        await stream.aclose()
    assert (code, said) == (0, "")
    assert seconds < SECONDS
    journal = session.with_name(session.name + ".journal")
    assert not journal.exists() or journal.stat().st_size == 0


def test_ctrl_c_saves_and_ends_with_130(serve: Serving, session: Path) -> None:
    process = serve("--port", "0")
    assert process.end(signal.SIGINT)[0] == 130


def test_a_session_that_is_open_elsewhere_is_said_with_3_and_left_alone(served: Process, serve: Serving) -> None:
    second = serve("--port", "0")
    code, _, said = second.end()
    assert code == 3
    assert said.count("\n") == 1
    assert served.ask("next")["ok"] is True


def test_a_taken_port_means_the_next_one_and_a_word_about_it(serve: Serving, session: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = serve("--port", str(port))
        code, _, said = process.end()
    assert code == 0
    assert f":{port}/" not in process.ready["url"]
    assert str(port) in said


def test_the_same_session_comes_back_on_the_same_port(serve: Serving, session: Path) -> None:
    first = serve("--port", "0")
    first.end()
    second = serve()
    second.end()
    assert second.ready["url"] == first.ready["url"]


async def test_a_phone_keeps_its_seat_over_a_kill(serve: Serving, session: Path) -> None:
    first = serve("--port", "0")
    first.open_pulse()
    async with SimulatedPhone(first.ready["url"]) as phone:
        await phone.join()
        assert (await phone.send("pulse_in", value=2)).status_code == 201
        first.end(signal.SIGKILL)
        second = serve()
        glance = await phone.wait_for(lambda glance: glance.mine.value == 2)
    assert second.ready["url"] == first.ready["url"]
    assert glance.stage.joined == 1
    second.end()


def test_a_url_of_ones_own_is_what_the_code_says(serve: Serving, session: Path) -> None:
    process = serve("--port", "0", "--url", "https://cx.example.org")
    process.end()
    assert process.ready["url"] == f"https://cx.example.org/{process.ready['code']}"


def test_there_is_room_for_many_phones_where_the_system_starts_with_little(home: Path, session: Path) -> None:
    code = (
        "import resource, sys, os, io\n"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))\n"
        "from facilitator.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]) or (resource.getrlimit(resource.RLIMIT_NOFILE)[0] < min(1024, hard)))\n"
    )
    words = [sys.executable, "-c", code, "serve", str(session), "--host", "127.0.0.1", "--port", "0"]
    around = {"FACILITATOR_HOME": str(home), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run(words, env=around, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
