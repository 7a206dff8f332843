"""What a disk may hold after a power cut: everything that was not fsynced may be missing, torn or out of order.

A ``World`` records the operations of a program: which writes of each file and which names in the folder are durable
and which are pending. ``crash`` selects one of the states that a power cut at this moment may leave.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field

SECTOR = 64
"""Bytes that reach the disk together; far smaller than in life, so that short lines can be torn too."""


@dataclass
class Write:
    """Data put at a place; ``data`` None cuts the file there instead."""

    place: int
    data: bytes | None


@dataclass
class Inode:
    """One file, whatever its name."""

    visible: bytes = b""
    durable: bytes = b""
    pending: list[Write] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    """Places that a failed fsync gave up: programs see what they wrote there, and no later fsync writes it."""


@dataclass
class Rename:
    """A name that now leads to another file: ``source`` empty for a new file, ``target`` empty for a removed one."""

    source: str
    target: str
    inode: int


@dataclass
class World:
    """The files of one folder."""

    inodes: list[Inode] = field(default_factory=list)
    visible: dict[str, int] = field(default_factory=dict)
    durable: dict[str, int] = field(default_factory=dict)
    pending: list[Rename] = field(default_factory=list)

    def copy(self) -> World:
        """As it is now."""
        return copy.deepcopy(self)

    def open(self, name: str) -> int:
        """The file of this name; a new one if there is none."""
        if name not in self.visible:
            self.inodes.append(Inode())
            self._rename(Rename("", name, len(self.inodes) - 1))
        return self.visible[name]

    def write(self, inode: int, data: bytes) -> None:
        """Append."""
        file = self.inodes[inode]
        file.pending.append(Write(len(file.visible), data))
        file.visible += data

    def truncate(self, inode: int, size: int) -> None:
        """Cut, or fill with zeros."""
        file = self.inodes[inode]
        if size != len(file.visible):
            file.pending.append(Write(size, None))
            file.visible = file.visible[:size].ljust(size, b"\0")
            file.lost = [(start, min(end, size)) for start, end in file.lost if start < size]

    def fsync(self, inode: int) -> None:
        """The content is on the disk; its name may not be."""
        file = self.inodes[inode]
        content = bytearray(file.visible)
        for start, end in file.lost:
            content[start:end] = file.durable[start:end].ljust(end - start, b"\0")
        file.durable = bytes(content)
        file.pending.clear()

    def fail_fsync(self, inode: int) -> None:
        """Mark the pending writes as lost: the system reports the error once, and no later fsync writes them."""
        file = self.inodes[inode]
        file.lost += [(each.place, each.place + len(each.data)) for each in file.pending if each.data is not None]

    def replace(self, source: str, target: str) -> None:
        """Rename."""
        self._rename(Rename(source, target, self.visible[source]))

    def remove(self, name: str) -> None:
        """Remove a name that may be missing."""
        if name in self.visible:
            self._rename(Rename(name, "", self.visible[name]))

    def fsync_folder(self) -> None:
        """The names are on the disk."""
        self.durable = dict(self.visible)
        self.pending.clear()

    def seen(self) -> dict[str, bytes]:
        """The files as a program sees them: what a killed program leaves behind."""
        return {name: self.inodes[inode].visible for name, inode in self.visible.items()}

    def settled(self) -> bool:
        """Whether all is on the disk."""
        return not self.pending and not any(file.pending for file in self.inodes)

    def crash(self, chance: random.Random) -> dict[str, bytes]:
        """The files that one power cut leaves behind."""
        names = dict(self.durable)
        for each in _some(self.pending, chance):
            _apply(each, names)
        return {name: _content(self.inodes[inode], chance) for name, inode in names.items()}

    def _rename(self, rename: Rename) -> None:
        self.pending.append(rename)
        _apply(rename, self.visible)


def _apply(rename: Rename, names: dict[str, int]) -> None:
    if rename.source:
        names.pop(rename.source, None)
    if rename.target:
        names[rename.target] = rename.inode


def _some(pending: list[Rename], chance: random.Random) -> list[Rename]:
    """All, none, a beginning, or any of them."""
    match chance.randrange(4):
        case 0:
            return pending
        case 1:
            return []
        case 2:
            return pending[: chance.randint(0, len(pending))]
    return [each for each in pending if chance.random() < 0.5]


def _content(file: Inode, chance: random.Random) -> bytes:
    data = bytearray(file.durable)
    for write in file.pending:
        if chance.random() < 0.3:
            continue
        if write.data is None:
            data[write.place :] = b"\0" * (write.place - len(data))
        else:
            _land(data, write.place, write.data, chance)
    return bytes(data)


def _land(data: bytearray, place: int, new: bytes, chance: random.Random) -> None:
    """All of it, a beginning of it, or some sectors of it with zeros in the gaps."""
    how = chance.randrange(3)
    if how == 1:
        new = new[: chance.randint(0, len(new))]
    end = place + len(new)
    if len(data) < end:
        data.extend(b"\0" * (end - len(data)))
    at = place
    while at < end:
        stop = min(end, at - at % SECTOR + SECTOR)
        if how != 2 or chance.random() < 0.5:
            data[at:stop] = new[at - place : stop - place]
        at = stop
