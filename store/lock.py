"""An advisory lock on ``FILE.lock``, so that one process at a time has a session open. The kernel frees it at exit."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from store.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK_OFFSET = 1 << 30
"""Offset of the locked byte on Windows. Others cannot read a locked range there, so it lies far beyond the text."""


class Holder(msgspec.Struct):
    """The process that has the session open, as the lock file names it."""

    pid: int = 0
    """Process id; 0 if unknown."""
    since: str = ""
    """Local date and time, to the minute."""


@dataclass
class Lock:
    """The exclusive right to write one session, from ``take`` to ``release``."""

    path: Path
    _handle: int

    @classmethod
    def take(cls, path: Path) -> Lock:
        """Take the lock. Raises ``StoreError`` (in_use, with ``since`` and ``pid``) if another process has it, or
        ``OSError``."""
        while True:
            # Symbolic links are not followed: the file is written to, and a link could lead anywhere.
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                _lock(handle)
            except OSError as taken:
                held = _read(handle)
                os.close(handle)
                raise StoreError("in_use", file=path.stem, since=held.since, pid=held.pid) from taken
            if _is_same_file(handle, path):
                lock = cls(path, handle)
                lock._write_holder()
                return lock
            # The previous holder removed the file between our open and our lock. A lock on a removed file excludes no
            # one, so try again with the new file.
            os.close(handle)

    def _write_holder(self) -> None:
        text = msgspec.json.encode(Holder(os.getpid(), _format_minute(time.time())))
        with contextlib.suppress(OSError):  # the lock is valid without its text, for example on a full disk
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text)

    def release(self) -> None:
        """Release the lock and remove its file if possible."""
        if sys.platform == "win32":
            os.close(self._handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._handle)


def _lock(handle: int) -> None:
    """Lock without waiting. Raises ``OSError`` if another process has the lock."""
    if sys.platform == "win32":
        os.lseek(handle, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read(handle: int) -> Holder:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        return msgspec.json.decode(os.read(handle, 1000), type=Holder)
    except (OSError, msgspec.MsgspecError, ValueError):
        return Holder(since=_format_minute(os.fstat(handle).st_mtime))  # the holder has not written its text yet


def _format_minute(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


def _is_same_file(handle: int, path: Path) -> bool:
    """Whether the path still names the file that was locked."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False
