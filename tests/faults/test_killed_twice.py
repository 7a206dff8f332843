"""The program is killed after a vote closes and again at the next start: then the links of votes to seats are gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kill_at_operation import KillingDisk
from scripted_workshop import make

from store.disk import DISK, Disk
from store.records import Ballot, Change, replace
from store.sessions import open_session

pytestmark = pytest.mark.skipif(os.name == "nt", reason="copies itself by fork")

SEAT = b"seat0secret"
MANY = 1000
STEP = int(os.environ.get("KILL_STEP", "3"))
"""Operations from one second kill to the next. They begin elsewhere after each first kill; 1 tries every pair."""


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


def test_two_kills_in_a_row_leave_nothing_of_a_closed_vote_behind(tmp_path: Path) -> None:
    again = 0
    for first, files in closings(tmp_path):
        for second in range(1 + first % STEP, MANY, STEP):
            here = tmp_path / f"{first}-{second}"
            here.mkdir()
            for name, content in files.items():
                (here / name).write_bytes(content)
            path = here / "session.json"
            more = killed(second, opened(path))
            with open_session(path, disk=DISK) as kept:
                still_open = any(ballot.seat for ballot in kept.ballots.values())
                assert still_open or leading(here) == [], f"killed at {first}, then at {second}"
            again += 1
            if not more:
                break
    assert again > 100 // STEP
