"""Read-only view of a workshop that is running in another process: its files are polled, never locked or changed.

It implements ``Facilitation`` like ``Room``, but serves no phones, and ``export`` is its only command.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.ports.protocols import Reply
from facilitator.room.outputs import ExportArguments, run_in_thread, write_files
from facilitator.room.verbs import VERBS
from facilitator.rules.core.context import Context
from facilitator.rules.core.ids import new_id
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.core.verbs import VerbTable
from facilitator.rules.publish import console_view, public_view
from facilitator.view import ConsoleView, PublicView
from store import journal
from store.errors import StoreError
from store.records import Session
from store.sessions import session_snapshot

POLL_SECONDS = 1.0
"""Seconds between two checks of the files."""

READ_BACKOFF = 20
"""A large workshop is read less often: the pause is at least this many times the duration of the last read."""

log = logging.getLogger(__name__)


@dataclass
class ReadOnlyRoom:
    """One workshop that is followed read-only, from ``start`` to ``stop``."""

    path: Path
    address_of: Callable[[Session], str]
    """Makes the join address to show: the files do not contain the options that the other process was started with."""
    exports: Path
    """Default folder of the ``export`` command."""
    ledger: Path | None = None
    """As in ``RoomOptions``."""
    notices: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    """As in ``Room``."""
    read_only: ClassVar[bool] = True
    verb_table: ClassVar[VerbTable[Any]] = VerbTable(verb for verb in VERBS if verb.name == "export")
    """See ``Facilitation.verb_table``."""

    def __post_init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []
        self._stopping = threading.Event()
        self._last_fingerprint: object = None
        self._console: ConsoleView

    def start(self) -> ReadOnlyRoom:
        """Read the session and start to poll its files. Raises ``StoreError`` if it cannot be read."""
        self._last_fingerprint = self._fingerprint()
        self._read()
        threading.Thread(target=self._poll, name="reading", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop polling. Idempotent."""
        self._stopping.set()

    @property
    def public(self) -> PublicView:
        """See ``Facilitation.public``."""
        return self._console.public

    @property
    def console(self) -> ConsoleView:
        """See ``Facilitation.console``."""
        return self._console

    def attach(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See ``Facilitation.attach``. The listener is called in the polling thread."""
        self._listeners = [*self._listeners, listener]

        def detach() -> None:
            self._listeners = [each for each in self._listeners if each is not listener]

        return detach

    async def execute(self, verb: str, **arguments: Any) -> Reply:
        """Carry out ``export``. Raises ``StoreError("read_only")`` for every other verb, or ``RuleBroken``."""
        if verb not in self.verb_table:
            raise StoreError("read_only")
        _, wanted = self.verb_table.parse(verb, arguments)
        return await run_in_thread(self._export, wanted)

    def _export(self, arguments: ExportArguments) -> Reply:
        with open_valid_session(self.path, read_only=True) as kept:
            return write_files(session_snapshot(kept), self.path, self.exports, self.ledger, arguments)

    def _poll(self) -> None:
        pause = POLL_SECONDS
        while not self._stopping.wait(pause):
            looks = self._fingerprint()
            if looks != self._last_fingerprint:
                begun = time.monotonic()
                try:
                    self._read()
                except (StoreError, RuleBroken) as refused:  # a newer version may write what this one does not know
                    log.warning("the session could not be read again: %s", refused)
                else:
                    self._last_fingerprint = looks
                    for listener in self._listeners:
                        listener()
                pause = max(POLL_SECONDS, READ_BACKOFF * (time.monotonic() - begun))

    def _fingerprint(self) -> object:
        """A value that differs once the session file or its journal has changed."""
        return [_file_fingerprint(each) for each in (self.path, journal.journal_path(self.path))]

    def _read(self) -> None:
        with open_valid_session(self.path, read_only=True) as kept:
            here = Context(index=RecordIndex(kept), now=time.time(), new_id=new_id, rng=random.Random(0))
            public = public_view(here, kept.version, self.address_of(kept.session))
            self._console = console_view(here, public, "read_only")


def _file_fingerprint(path: Path) -> tuple[int, int, int]:
    """Inode, size and modification time (ns) of a file; zeros if it is missing."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)
