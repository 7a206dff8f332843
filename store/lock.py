"""One process at a time: a lock on ``FILE.lock``, held as long as the session is open, freed by the kernel."""

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
"""Windows keeps others from reading what is locked, so the byte that is locked lies far behind the text."""


class Holder(msgspec.Struct):
    """Who has the session open: what the lock file says."""

    pid: int = 0
    """0 when it is not known."""
    since: str = ""
    """Local date and time, to the minute."""


@dataclass
class Lock:
    """The right to write one session. Take it with ``take``; ``release`` gives it back."""

    path: Path
    _handle: int

    @classmethod
    def take(cls, path: Path) -> Lock:
        """Lock or raise: ``StoreError("in_use", since, pid)`` when somebody has it, ``OSError`` on a bad folder."""
        while True:
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
            os.close(handle)  # the holder before us removed it in between: this lock is nobody's

    def _write_holder(self) -> None:
        text = msgspec.json.encode(Holder(os.getpid(), _format_minute(time.time())))
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text)

    def release(self) -> None:
        """Let others in. The file goes away where it can."""
        if sys.platform == "win32":
            os.close(self._handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._handle)


def _lock(handle: int) -> None:
    """Lock without waiting; ``OSError`` when it is taken."""
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
        return Holder(since=_format_minute(os.fstat(handle).st_mtime))  # taken this very moment, and not signed yet


def _format_minute(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


def _is_same_file(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one of this name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False
