"""A workshop that is open in another window, to look at: read from its files, never locked, never changed.

To the terminal it is a ``Driver`` like ``Room``, but there are no phones, and of the verbs only ``export`` works.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from facilitator.files.opening import open_sound
from facilitator.ports.protocols import Reply
from facilitator.room.outputs import beside, write_files
from facilitator.rules.core.context import Here
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import Book
from facilitator.rules.publish import console_view, public_view
from facilitator.view import ConsoleView, PublicView
from store import journal
from store.errors import StoreError
from store.records import Session
from store.sessions import still

PAUSE = 1.0
"""Seconds from one look at the files to the next."""

REST = 20
"""A large workshop is read less often: the pause is at least this many times as long as the reading took."""

log = logging.getLogger(__name__)


@dataclass
class Reading:
    """One workshop being read. ``start`` raises ``StoreError`` when it cannot be; ``stop`` ends the looking."""

    path: Path
    address_of: Callable[[Session], str]
    """The join address to show; the files do not say how the other window was started."""
    exports: Path
    """Folder that ``export`` writes in when it names none."""
    ledger: Path | None = None
    """As in ``RoomOptions``."""
    notices: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    """As in ``Room``."""
    only_read: ClassVar[bool] = True

    def __post_init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []
        self._stopping = threading.Event()
        self._seen: object = None
        self._console: ConsoleView

    def start(self) -> Reading:
        """Read it for the first time, and look again from now on."""
        self._seen = self._looks()
        self._read()
        threading.Thread(target=self._follow, name="reading", daemon=True).start()
        return self

    def stop(self) -> None:
        """Look no more. May be called twice."""
        self._stopping.set()

    @property
    def public(self) -> PublicView:
        """See ``Driver.public``."""
        return self._console.public

    @property
    def console(self) -> ConsoleView:
        """See ``Driver.console``."""
        return self._console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Driver.attach``."""
        self._listeners = [*self._listeners, listener]

        def detach() -> None:
            self._listeners = [each for each in self._listeners if each is not listener]

        return detach

    async def do(self, verb: str, **arguments: Any) -> Reply:
        """Write files of what there is. Raises ``StoreError("read_only")`` for every other verb."""
        if verb != "export":
            raise StoreError("read_only")
        return await beside(self._export, arguments)

    def _export(self, arguments: Mapping[str, Any]) -> Reply:
        with open_sound(self.path, read_only=True) as kept:
            return write_files(still(kept), self.path, self.exports, self.ledger, arguments)

    def _follow(self) -> None:
        pause = PAUSE
        while not self._stopping.wait(pause):
            looks = self._looks()
            if looks != self._seen:
                begun = time.monotonic()
                try:
                    self._read()
                except StoreError as refused:
                    log.warning("what is read was not read again: %s", refused)
                else:
                    self._seen = looks
                    for listener in self._listeners:
                        listener()
                pause = max(PAUSE, REST * (time.monotonic() - begun))

    def _looks(self) -> object:
        """Something that is another once the files have changed."""
        return [_look(each) for each in (self.path, journal.beside(self.path))]

    def _read(self) -> None:
        with open_sound(self.path, read_only=True) as kept:
            here = Here(book=Book(kept), now=time.time(), new_id=new_id, chance=random.Random(0))
            public = public_view(here, kept.version, self.address_of(kept.session))
            self._console = console_view(here, public, "read_only")


def _look(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)
