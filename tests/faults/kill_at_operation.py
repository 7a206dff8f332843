"""A program that kills a copy of itself at every disk operation of a scripted workshop, and looks at what is left.

``python kill_at_operation.py FOLDER POINTS`` prints one line per fault, then how many points were tried.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scripted_workshop import NAME, Ledger, fault_of, make, play, read

from store.disk import DISK, Disk
from store.errors import StoreError
from store.sessions import open_session

ROUNDS = int(os.environ.get("KILL_ROUNDS", "2"))
"""How long the workshop is; each round has some 60 operations."""


class KillingDisk(Disk):
    """Ends this process at its ``at``-th operation: before it, or in the middle when it is a write."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.eighths = at % 9
        """How much of the last write is written."""

    def _step(self) -> bool:
        self.left -= 1
        return self.left == 0

    def _die(self) -> None:
        if self._step():
            os._exit(9)

    def open(self, path: Path) -> int:
        self._die()
        return super().open(path)

    def append(self, handle: int, data: bytes) -> None:
        if self._step():
            os.write(handle, data[: len(data) * self.eighths // 8])
            os._exit(9)
        super().append(handle, data)

    def fsync(self, handle: int) -> None:
        self._die()

    def truncate(self, handle: int, size: int) -> None:
        self._die()
        super().truncate(handle, size)

    def replace(self, source: Path, target: Path) -> None:
        self._die()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._die()
        super().remove(path)

    def fsync_dir(self, folder: Path) -> None:
        self._die()


def child(path: Path, at: int, told: int, forgotten: int) -> None:
    """Play until killed; says what was promised, and what was forgotten, through the pipes."""
    ledger = Ledger(tell=lambda version: write_all(told, b"%d\n" % version))
    ledger.forgotten = Told(forgotten)
    play(path, ledger, KillingDisk(at), rounds=ROUNDS)
    os._exit(0)


class Told(list[str]):
    """A list that writes each appended word to a pipe."""

    def __init__(self, pipe: int) -> None:
        super().__init__()
        self._pipe = pipe

    def append(self, word: str) -> None:
        super().append(word)
        write_all(self._pipe, word.encode() + b"\n")


def write_all(pipe: int, line: bytes) -> None:
    """Write the line in one call, so that a kill leaves a complete line or none."""
    os.write(pipe, line)


def tried(folder: Path, at: int, expected: Ledger) -> tuple[int, str]:
    """Exit code of the program that was killed at this operation, and what is wrong afterwards."""
    path = make(folder)
    told, tell = os.pipe()
    gone, forget = os.pipe()
    process = os.fork()
    if process == 0:
        child(path, at, tell, forget)
    os.close(tell)
    os.close(forget)
    with os.fdopen(told) as lines, os.fdopen(gone) as words:
        versions, forgotten = [int(line) for line in lines], words.read().split()
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    ledger = Ledger(expected.states, max(versions, default=0), forgotten=forgotten)
    try:
        first = fault_of(read(folder, DISK), contents_of(folder), ledger)
        with open_session(path) as kept:
            kept.checkpoint()
        return code, first or fault_of(read(folder, DISK), contents_of(folder), ledger)
    except StoreError as refused:
        return code, f"refused: {refused}"


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file of the session."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name.startswith(NAME)}


def main(folder: Path, points: int) -> None:
    """Try one point after the other until the workshop ends alive, or there were enough."""
    expected = Ledger()
    whole = folder / "whole"
    whole.mkdir()
    play(make(whole), expected, DISK, rounds=ROUNDS)
    done = 0
    for at in range(1, points + 1):
        here = folder / str(at)
        here.mkdir()
        code, fault = tried(here, at, expected)
        if fault:
            print(f"{at}: {fault}")
        for each in here.iterdir():
            each.unlink()
        if code == 0:
            break
        done = at
    print(f"{done} points")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
