"""A program that kills copies of itself twice: while a vote closes, and again while the session is opened.

``python kill_twice.py FOLDER STEP`` prints one line per pair of kills after which a file still leads from a closed vote
to a seat, then how many pairs were tried. A program of its own, because a fork of a small process is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kill_at_operation import KillingDisk
from scripted_workshop import make

from store.disk import DISK, Disk
from store.records import Ballot, Change, replace
from store.sessions import open_session

SEAT = b"seat0secret"
MANY = 1000


def killed(at: int, work: Callable[[Disk], None]) -> bool:
    """Do the work in a copy that is killed at its ``at``-th operation on the disk; False when it came to its end."""
    copy = os.fork()
    if copy == 0:
        work(KillingDisk(at))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) != 0


def voted(path: Path) -> Callable[[Disk], None]:
    """Store an open vote in the session file, then close it as the room does."""

    def work(disk: Disk) -> None:
        kept = open_session(path, disk=disk)
        ballots = [Ballot(id=f"b{n}", step="vote", seat=SEAT.decode(), votes={"t1": 1}) for n in range(2)]
        kept.save(Change(put=tuple(ballots)))
        for _ in range(2):
            kept.checkpoint()  # twice: the backup of the file must contain it too
        loose = tuple(replace(each, id=f"c{each.id}", seat="") for each in ballots)
        kept.save(Change(put=loose, remove=tuple(ballots)))
        kept.checkpoint(forget=True)

    return work


def opened(path: Path) -> Callable[[Disk], None]:
    """Nothing but a start."""

    def work(disk: Disk) -> None:
        open_session(path, disk=disk)

    return work


def leading(folder: Path) -> list[str]:
    """Files that still lead from the vote to the seat."""
    return [each.name for each in sorted(folder.iterdir()) if SEAT in each.read_bytes()]


def closings(folder: Path) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Everything that is on the disk after a kill at each operation of the closing."""
    for at in range(1, MANY):
        here = folder / str(at)
        here.mkdir()
        path = make(here)
        if not killed(at, voted(path)):
            return
        yield at, {each.name: each.read_bytes() for each in here.iterdir()}


def main(folder: Path, step: int) -> None:
    """Try second kills ``step`` operations apart; they begin elsewhere after each first kill."""
    tried = 0
    for first, files in closings(folder):
        for second in range(1 + first % step, MANY, step):
            here = folder / f"{first}-{second}"
            here.mkdir()
            for name, content in files.items():
                (here / name).write_bytes(content)
            path = here / "session.json"
            more = killed(second, opened(path))
            with open_session(path, disk=DISK) as kept:
                still_open = any(ballot.seat for ballot in kept.ballots.values())
                if not still_open and (found := leading(here)):
                    print(f"killed at {first}, then at {second}: {', '.join(found)}")
            tried += 1
            if not more:
                break
    print(f"{tried} pairs")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
