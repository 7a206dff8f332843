"""Sessions, changes and disks that fail, for the tests of the store."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store.disk import Disk
from store.records import Change, Idea, Session, Step
from store.sessions import create

HOSTILE = Path(__file__).parent.parent / "data" / "hostile_inputs.jsonl"


def hostile_texts() -> Iterator[tuple[str, str, bool]]:
    """Name, text, and whether it must come out as it went in, of every hostile input that is a text."""
    for line in HOSTILE.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] == "text":
            text = case["payload"]
            if "repeat" in case:
                text = text.replace("{R}", case["repeat"]["unit"] * case["repeat"]["times"])
            yield f"{case['id']}-{case['name']}", text, case["expected"].startswith("BENIGN")


def new_session(folder: Path, name: str = "session.json") -> Path:
    """A fresh session of two steps, and its path."""
    path = folder / name
    steps = [
        Step(id="ideas", position=1, kind="text", settings={"answer": {"max_chars": 280}, "tags": [{"id": "a"}]}),
        Step(id="vote", position=2, kind="vote", title={"fi": "Äänestys", "sv": "Omröstning"}),
    ]
    create(path, Session(id="s1", title={"fi": "Työpaja"}, seat_key="ab" * 32, code="4829"), steps)
    return path


def idea(number: int, text: str = "Soitetaan asiakkaalle heti") -> Idea:
    """An idea with an id of its own."""
    return Idea(id=f"i{number}", step="ideas", seat=f"p{number % 7}", text=text)


def put(number: int, text: str = "Soitetaan asiakkaalle heti") -> Change:
    """The change that adds ``idea(number)``."""
    return Change(put=(idea(number, text),), key=f"key-{number}")


def files(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, byte for byte."""
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir()) if each.is_file()}


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.005)


class FailingDisk(Disk):
    """A disk that refuses while ``refuse`` says so; a refused write leaves half of itself behind."""

    def __init__(self) -> None:
        self.refuse: dict[str, int] = {}
        """Operation -> errno; an operation that is not named works."""
        self.done: list[str] = []

    def fill(self) -> None:
        """From now on there is no space."""
        self.refuse = {"append": errno.ENOSPC}

    def mend(self) -> None:
        """From now on all works."""
        self.refuse = {}

    def append(self, handle: int, data: bytes) -> None:
        try:
            self._step("append")
        except OSError:
            os.write(handle, data[: len(data) // 2])
            raise
        super().append(handle, data)

    def fsync(self, handle: int) -> None:
        self._step("fsync")
        super().fsync(handle)

    def truncate(self, handle: int, size: int) -> None:
        self._step("truncate")
        super().truncate(handle, size)

    def replace(self, source: Path, target: Path) -> None:
        self._step("replace")
        super().replace(source, target)

    def fsync_dir(self, folder: Path) -> None:
        self._step("fsync_dir")
        super().fsync_dir(folder)

    def _step(self, name: str) -> None:
        self.done.append(name)
        if name in self.refuse:
            raise OSError(self.refuse[name], os.strerror(self.refuse[name]))


class SlowDisk(FailingDisk):
    """A disk on which nothing is written or fsynced while ``go`` is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.go.set()

    def _step(self, name: str) -> None:
        assert self.go.wait(20)
        super()._step(name)
