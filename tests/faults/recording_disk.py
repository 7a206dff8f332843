"""Disks for the fault tests: one that records which writes are durable, and one in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from power_cut_states import World

from store.disk import Disk
from store.errors import StoreError


class RecordingDisk(Disk):
    """Real files in one folder; before each operation ``look`` is told that it comes."""

    def __init__(self, world: World, look: Callable[[], None] = lambda: None) -> None:
        self.world = world
        self.look = look
        self._inodes: dict[int, int] = {}

    def open(self, path: Path) -> int:
        self.look()
        handle = super().open(path)
        self._inodes[handle] = self.world.open(path.name)
        return handle

    def append(self, handle: int, data: bytes) -> None:
        self.look()
        super().append(handle, data)
        self.world.write(self._inodes[handle], data)

    def fsync(self, handle: int) -> None:
        self.look()
        self.world.fsync(self._inodes[handle])

    def truncate(self, handle: int, size: int) -> None:
        self.look()
        super().truncate(handle, size)
        self.world.truncate(self._inodes[handle], size)

    def replace(self, source: Path, target: Path) -> None:
        self.look()
        super().replace(source, target)
        self.world.replace(source.name, target.name)

    def remove(self, path: Path) -> None:
        self.look()
        super().remove(path)
        self.world.remove(path.name)

    def fsync_dir(self, folder: Path) -> None:
        self.look()
        self.world.fsync_folder()


class MemoryDisk(Disk):
    """Files to be read that lie in memory only."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: Path, most: int) -> bytes:
        if path.name not in self.files:
            raise StoreError("no_session", file=path.name)
        return self.files[path.name]
