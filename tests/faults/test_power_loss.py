"""A power cut at any moment loses no confirmed change, whichever other writes reached the disk, in any order.

``POWER_STATES`` in the environment says how many states to look at; the default is for every day.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from power_cut_states import World
from recording_disk import MemoryDisk, RecordingDisk
from scripted_workshop import NAME, Ledger, fault_of, make, play, read

from store import contents, journal, snapshot
from store.disk import DISK, Disk
from store.errors import StoreError
from store.journal import Journal
from store.sessions import open_session
from store.writer import Writer, _Snapshot

STATES = int(os.environ.get("POWER_STATES", "1000"))


class Cuts:
    """Looks at states that a power cut would leave, and gathers what is wrong with them."""

    def __init__(self, world: World, ledger: Ledger, each: int) -> None:
        self.world, self.ledger, self.each = world, ledger, each
        self.seen: set[int] = set()
        self.faults: list[str] = []
        self._chance = random.Random(7)

    def look(self) -> None:
        """At this moment; one state is enough when all is on the disk."""
        for _ in range(1 if self.world.settled() else self.each):
            files = self.world.crash(self._chance)
            state = hash((self.ledger.promised, len(self.ledger.forgotten), *sorted(files.items())))
            if state not in self.seen:
                self.seen.add(state)
                if fault := self._fault(files):
                    self.faults.append(fault)

    def _fault(self, files: dict[str, bytes]) -> str:
        try:
            return fault_of(read(Path(), MemoryDisk(files)), files, self.ledger)
        except StoreError as refused:
            return f"refused: {refused}"


def recorded(
    folder: Path, each: int, disk: Callable[[World], RecordingDisk] = RecordingDisk, rounds: int = 2, shift: int = 0
) -> Cuts:
    """The states of power cuts of one scripted workshop; ``shift`` makes it another one."""
    folder.mkdir()
    world = World()
    maker = disk(world)
    path = make(folder, maker)
    cuts = Cuts(world, Ledger(), each)
    maker.look = cuts.look
    play(path, cuts.ledger, maker, rounds, shift)
    return cuts


def test_no_power_cut_loses_what_was_promised(tmp_path: Path) -> None:
    seen: set[int] = set()
    for shift in itertools.count(0, 7):
        cuts = recorded(tmp_path / str(shift), each=60, rounds=4, shift=shift)
        assert not cuts.faults
        seen |= cuts.seen
        if len(seen) >= STATES:
            break
    print(f"{len(seen)} states")


def killed_states(folder: Path) -> Iterator[tuple[World, Ledger]]:
    """What the disk and the ledger say at every operation of the workshop, were the program killed there."""
    found: list[tuple[World, Ledger]] = []
    folder.mkdir()
    world, ledger = World(), Ledger()
    maker = RecordingDisk(world)
    path = make(folder, maker)

    def keep() -> None:
        found.append((world.copy(), Ledger(ledger.states, ledger.promised, list(ledger.forgotten))))

    maker.look = keep
    play(path, ledger, maker, rounds=1)
    yield from found


def test_nor_one_after_a_kill_while_the_session_is_opened_again(tmp_path: Path) -> None:
    states = 0
    for number, (world, ledger) in enumerate(killed_states(tmp_path / "first")):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in world.seen().items():
            (folder / name).write_bytes(content)
        cuts = Cuts(world, ledger, STATES // 250)
        with open_session(folder / NAME, disk=RecordingDisk(world, cuts.look)) as kept:
            # Whatever was read is shown to the room from now on.
            ledger.promised = max(ledger.promised, kept.version)
            cuts.look()
        assert not cuts.faults, number
        states += len(cuts.seen)
    print(f"{states} states")
    assert states > STATES // 5


class NoJournalFsync(RecordingDisk):
    """Seeded fault: the reply comes before the fsync."""

    def fsync(self, handle: int) -> None:
        if self.world.visible.get(f"{NAME}.journal") != self._inodes[handle]:
            super().fsync(handle)


class NoTemporaryFsync(RecordingDisk):
    """Seeded fault: the new session file is renamed before its content is on the disk."""

    def fsync(self, handle: int) -> None:
        if self.world.visible.get(f"{NAME}.new") != self._inodes[handle]:
            super().fsync(handle)


class NoFolderFsyncAfterRename(RecordingDisk):
    """Seeded fault: the journal is cut while the new file's name is only on its way."""

    def fsync_dir(self, folder: Path) -> None:
        if not any(each.source and each.target for each in self.world.pending):
            super().fsync_dir(folder)


class NoFolderFsyncAfterCreating(RecordingDisk):
    """Seeded fault: the journal is written to although its name is only on its way."""

    def fsync_dir(self, folder: Path) -> None:
        if any(each.source for each in self.world.pending):
            super().fsync_dir(folder)


@pytest.mark.parametrize(
    "fault", [NoJournalFsync, NoTemporaryFsync, NoFolderFsyncAfterRename, NoFolderFsyncAfterCreating]
)
def test_a_step_of_the_protocol_that_is_left_out_is_found(
    tmp_path: Path, fault: Callable[[World], RecordingDisk]
) -> None:
    assert recorded(tmp_path / "one", 10, fault).faults


def test_a_journal_that_is_cut_too_early_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def early(self: Writer, wanted: _Snapshot) -> None:
        self._journal.cut()
        snapshot.write(self._path, wanted.data, self._disk)

    monkeypatch.setattr(Writer, "_write_snapshot", early)
    assert recorded(tmp_path / "one", 40).faults


def test_a_journal_that_is_emptied_at_the_start_before_the_file_has_its_name_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hasty(Journal):
        def __init__(self, path: Path, session_id: str, disk: Disk, size: int = 0) -> None:
            tables, _ = contents.tables_of(path, path.read_bytes())
            lines, _, _ = journal.read(path, session_id, 1, DISK)
            if lines and lines[-1].sequence <= contents.version_of(tables[snapshot.STORE_TABLE]):
                size = 0  # nothing that the file does not say
            handle = disk.open(journal.journal_path(path))
            disk.truncate(handle, size)
            disk.fsync(handle)
            disk.close(handle)
            super().__init__(path, session_id, disk, size)

    monkeypatch.setattr("store.open_session.Journal", Hasty)
    with pytest.raises(AssertionError):
        test_nor_one_after_a_kill_while_the_session_is_opened_again(tmp_path)


def test_what_is_played_is_what_the_disk_holds_in_the_end(tmp_path: Path) -> None:
    path, ledger = make(tmp_path), Ledger()
    play(path, ledger, DISK)
    found = read(tmp_path, DISK)
    files = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert fault_of(found, files, ledger) == ""
    assert found.version == len(ledger.states) - 1 == ledger.promised
