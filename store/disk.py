"""The disk as the store uses it: the few operations that can fail, in one place, so that tests can make them fail."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from pathlib import Path

from store.errors import StoreError

if sys.platform == "darwin":
    import fcntl

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Never follow a link, never wait for a pipe, never change line ends."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Disk:
    """Plain files. Everything but ``read`` raises ``OSError``; nothing is on disk for sure before ``fsync``."""

    def read(self, path: Path, max_bytes: int) -> bytes:
        """The whole file. Raises ``StoreError``: no_session, unreadable, file_too_large or not_allowed."""
        try:
            handle = os.open(path, os.O_RDONLY | _NO_LINKS)
        except FileNotFoundError as missing:
            raise StoreError("no_session", file=path.name) from missing
        except PermissionError as refused:
            raise StoreError("not_allowed", file=path.name) from refused
        except OSError as wrong:
            raise unreadable_error(path) from wrong
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise unreadable_error(path)
            if found.st_size > max_bytes:
                raise StoreError("file_too_large", file=path.name, limit=max_bytes // 2**20)
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(max_bytes)
        except OSError as wrong:
            raise unreadable_error(path) from wrong
        finally:
            os.close(handle)

    def open(self, path: Path) -> int:
        """A handle for appending; the file is made, for its owner alone, if it is missing."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINKS, 0o600)

    def append(self, handle: int, data: bytes) -> None:
        """Write all of it at the end. After an error any part of it may have been written."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]

    def fsync(self, handle: int) -> None:
        """Return when what was written through this handle is on the disk itself."""
        if sys.platform == "darwin":
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        elif sys.platform == "linux":
            os.fdatasync(handle)  # the length counts as data; only times are left behind
        else:
            os.fsync(handle)

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file to ``size`` bytes."""
        os.ftruncate(handle, size)

    def close(self, handle: int) -> None:
        """Give the handle back."""
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over ``target``, which is whole at every moment: the old one or the new one."""
        if sys.platform == "win32":
            _replace_with_retries(source, target)
        else:
            os.replace(source, target)

    def remove(self, path: Path) -> None:
        """Remove the file; it need not be there."""
        path.unlink(missing_ok=True)

    def fsync_dir(self, folder: Path) -> None:
        """Return when files made, renamed or removed in this folder are so on the disk itself."""
        if sys.platform != "win32":  # Windows cannot, and keeps its own journal of names
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _replace_with_retries(source: Path, target: Path) -> None:
    """On Windows a file cannot be replaced in the moment that another program reads it."""
    for _ in range(20):
        try:
            return os.replace(source, target)
        except PermissionError:
            time.sleep(0.05)
    os.replace(source, target)


DISK = Disk()


def make_folder(folder: Path, disk: Disk) -> None:
    """Make what is missing of it, for its owner alone. Raises ``OSError``."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        disk.fsync_dir(each.parent)


def unreadable_error(path: Path, place: str = "") -> StoreError:
    """The refusal of a file that is no session, or a damaged one; ``place`` names the first bad record."""
    where = f"{path.name}: {place}" if place else path.name
    return StoreError("unreadable", file=path.name, place=place, where=where)


def write_fault(problem: OSError) -> StoreError:
    """What to tell everybody, phones too, about a change that could not be written."""
    return StoreError("disk_full" if problem.errno in _FULL else "not_saved")


def folder_fault(problem: OSError, path: Path) -> StoreError:
    """What to tell the facilitator about a session that could not be made, opened or removed."""
    if problem.errno in _FORBIDDEN:
        return StoreError("folder_read_only", folder=str(path.parent))
    return write_fault(problem)
