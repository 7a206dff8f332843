"""Untrusted session files: each is refused with little memory, or opened without harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from workshops import make_workshop

from facilitator.room.options import RoomOptions
from facilitator.room.room import Room
from store import journal_lines
from store.errors import StoreError
from store.journal import seed_of

ROOT = Path(__file__).parent.parent.parent
SESSION = b'{"session": {"1": {"id": "s1", "format": 1}}'

OPEN_IN_LITTLE_MEMORY = """
import os, resource, signal, sys
from pathlib import Path
from store.errors import StoreError
from store.sessions import list_sessions, open_session
for line in sys.stdin:
    copy = os.fork()
    if not copy:
        signal.alarm(60)
        resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20,) * 2)
        path = Path(line.strip())
        list_sessions(path.parent)
        try:
            open_session(path).close()
            print("opened", flush=True)
        except StoreError as refused:
            print(refused.code, flush=True)
        os._exit(0)
    if code := os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]):
        print(f"ended with {code}", flush=True)
"""
"""Opens each file in a copy of its own, which may use little memory and a reasonable time."""

Opens = Callable[[Path], str]


@pytest.fixture(scope="module")
def opened() -> Iterator[Opens]:
    """What a program that may use only little memory says of a file."""
    with subprocess.Popen(
        [sys.executable, "-c", OPEN_IN_LITTLE_MEMORY],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip

        def outcome_of(path: Path) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{path}\n")
            return process.stdout.readline().strip()

        yield outcome_of


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "a million lines": lambda: b"[\n" * 1_000_000,
    "a million lines of documents": lambda: SESSION + b', "ideas": {' + b'"1": {},\n' * 1_000_000 + b'"2": {}}}',
    "deeply nested": lambda: SESSION + b', "ideas": ' + b'{"1":' * 900_000,
    "one long list": lambda: SESSION + b', "ideas": {"1": {"text": [' + b"0," * 8_100_000 + b"0]}}}",
    "one long number": lambda: SESSION + b', "ideas": {"1": {"text": ' + b"9" * 2_000_000 + b"}}}",
    "one long text": lambda: SESSION + b', "ideas": {"1": {"id": "i1", "text": "' + b"x" * 60_000_000 + b'"}}}',
    "the same key again": lambda: SESSION + b', "ideas": {' + b'"1": 0, ' * 7_000_000 + b'"1": 0}}',
    "zeros": lambda: b"\0" * 60_000_000,
}
"""Made when they are needed: some have sixty million bytes."""


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a program")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory(tmp_path: Path, opened: Opens, kind: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(HOSTILE[kind]())
    assert opened(path) == "unreadable"


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a program")
@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((b'{"put":{"ideas":{"1":{"id":[', b"[],", 15_000_000, b"[]]}}}}"), "unreadable"),
        ((b'{"put":{"ideas":{"1":{"text":"', b"x", 50_000_000, b'"}}}}'), "damaged"),
        ((b"", b"[", 900_000, b""), "damaged"),
        ((b'{"put":{"ideas":{"1":{"id":"i1","admin":true}}}}', b"", 0, b""), "damaged"),
        ((b'{"put":{"ideas":{"1":{"id":"i1","text":"\\u001b[2J"}}}}', b"", 0, b""), "damaged"),
        ((b'{"gone":{"session":["1"]}}', b"", 0, b""), "damaged"),
        ((b'{"put":{"session":{"2":{"id":"s2","format":1}}}}', b"", 0, b""), "damaged"),
        ((b'{"put":{"secrets":{"1":{"id":"i1"}}}}', b"", 0, b""), "damaged"),
    ],
    ids=["lists", "text", "deep", "field", "unclean", "no session", "two sessions", "table"],
)
def test_a_hostile_journal_with_right_checksums_is_refused(
    tmp_path: Path, opened: Opens, pieces: tuple[bytes, bytes, int, bytes], expected: str
) -> None:
    before, again, times, after = pieces
    body = before + again * times + after
    path = tmp_path / "x.json"
    path.write_bytes(SESSION + b"}")
    (tmp_path / "x.json.journal").write_bytes(journal_lines.write(1, 1, body, seed_of("s1")))
    assert opened(path) == expected


@pytest.mark.parametrize("field", ["step", "looking"])
def test_a_session_that_points_at_nothing_is_refused_and_left_as_it_is(tmp_path: Path, field: str) -> None:
    path = tmp_path / "workshop.json"
    make_workshop(path)
    data = json.loads(path.read_bytes())
    data["session"]["1"].update({field: "nothere", "state": "running"})
    path.write_text(json.dumps(data), "utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="impossible"):
        Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    assert path.read_bytes() == before


async def test_a_session_that_places_an_idea_that_is_not_there_is_opened_and_runs(tmp_path: Path) -> None:
    path = tmp_path / "workshop.json"
    make_workshop(path)
    data = json.loads(path.read_bytes())
    data["session"]["1"].update({"focus": "nothere"})
    path.write_text(json.dumps(data), "utf-8")
    room = Room(path, RoomOptions(host="127.0.0.1", port=0)).start()
    try:
        assert room.public.session.state == "lobby"
        await room.execute("state")
        await room.execute("next")
    finally:
        room.stop()
    assert room.stopped.is_set()
