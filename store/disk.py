"""The disk operations that the store uses, in one place, so that tests can make each of them fail."""

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
"""Do not follow symbolic links, do not block on a pipe, do not translate line ends."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Disk:
    """Plain files. All methods except ``read`` raise ``OSError``. Nothing is certain to be on disk before ``fsync``."""

    def read(self, path: Path, max_bytes: int) -> bytes:
        """The whole file, of at most ``max_bytes``.

        Raises ``StoreError``: no_session, unreadable, file_too_large (limit in MiB), not_allowed.
        """
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
        """A file descriptor for appending. A missing file is created, readable by its owner only."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINKS, 0o600)

    def append(self, handle: int, data: bytes) -> None:
        """Append all of the data. After an error, any part of it may have been written."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]

    def fsync(self, handle: int) -> None:
        """Return when everything written through this handle is on the storage device."""
        if sys.platform == "darwin":
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # macOS's fsync does not flush the drive's own cache
        elif sys.platform == "linux":
            os.fdatasync(handle)  # includes the file's length; leaves out only its times
        else:
            os.fsync(handle)

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file to ``size`` bytes."""
        os.ftruncate(handle, size)

    def close(self, handle: int) -> None:
        """Close the file descriptor."""
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Rename ``source`` over ``target`` atomically: at any moment ``target`` is the old or the new file."""
        if sys.platform == "win32":
            _replace_with_retries(source, target)
        else:
            os.replace(source, target)

    def remove(self, path: Path) -> None:
        """Remove the file; it need not be there."""
        path.unlink(missing_ok=True)

    def fsync_dir(self, folder: Path) -> None:
        """Return when creations, renames and removals in this folder are on the storage device."""
        if sys.platform != "win32":  # not possible on Windows, where NTFS journals its metadata
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _replace_with_retries(source: Path, target: Path) -> None:
    """Replace a file on Windows, where that fails while another program reads it: retry for one second."""
    for _ in range(20):
        try:
            return os.replace(source, target)
        except PermissionError:
            time.sleep(0.05)
    os.replace(source, target)


DISK = Disk()


def make_folder(folder: Path, disk: Disk) -> None:
    """Create the folder and its missing parents, accessible to the owner only. Raises ``OSError``."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        disk.fsync_dir(each.parent)


def unreadable_error(path: Path, place: str = "") -> StoreError:
    """The error for a file that is not a valid session; ``place`` names the first invalid record."""
    where = f"{path.name}: {place}" if place else path.name
    return StoreError("unreadable", file=path.name, place=place, where=where)


def write_fault(problem: OSError) -> StoreError:
    """The error, also for phones, for a change that could not be written: disk_full or not_saved."""
    return StoreError("disk_full" if problem.errno in _FULL else "not_saved")


def folder_fault(problem: OSError, path: Path) -> StoreError:
    """The error for a session that could not be created, opened or removed: folder_read_only or as ``write_fault``."""
    if problem.errno in _FORBIDDEN:
        return StoreError("folder_read_only", folder=str(path.parent))
    return write_fault(problem)
