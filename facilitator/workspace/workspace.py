"""The user's workspace on this computer: the library, the preferences, and the one workshop that is running."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.files.deletion import DeletionResult
from facilitator.files.opening import repair
from facilitator.files.rescue import OpeningAlternative, opening_alternative
from facilitator.network import address_choice
from facilitator.system import settings
from facilitator.templates.folder import TemplateFolder
from facilitator.workspace.library import Library, free_path
from facilitator.workspace.preferences import Preferences
from store import salvage
from store.errors import StoreError
from store.records import Session

if TYPE_CHECKING:
    from facilitator.room.options import RoomOptions
    from facilitator.room.read_only import ReadOnlyRoom
    from facilitator.room.room import Room

IDLE_SECONDS = 3.0
"""Seconds without a change after which a workshop counts as idle."""


class Workspace:
    """Everything that the home screen and the command line need. At most one workshop is open at a time.

    ``home``: folder of the data; None for the usual one. ``language``: from the command line.
    """

    def __init__(self, home: Path | None = None, language: str = "") -> None:
        self.home = home or settings.data_folder()
        self.preferences = Preferences(self.home, language)
        self.library = Library(self.home, TemplateFolder(settings.templates_folder(home)), self.preferences)
        self._packs = settings.packs_folder(home)
        self.options: RoomOptions | None = None
        """Server options from the command line; they apply to every workshop opened in this run."""
        self.room: Room | None = None
        """The running workshop. It goes on if the terminal crashes."""
        self.read_only_room: ReadOnlyRoom | None = None
        """A workshop that another process runs and this one shows read-only."""

    @property
    def log(self) -> Path:
        """The log file, for tracebacks and other details that users need not see."""
        return self.home / "log" / "facilitator.log"

    def is_idle(self) -> bool:
        """Whether the running workshop, if any, has not changed for ``IDLE_SECONDS``."""
        return self.room is None or self.room.idle_seconds > IDLE_SECONDS

    @property
    def running_file(self) -> Path:
        """The file of the running workshop. There must be one."""
        if self.room is None:
            raise RuntimeError("no workshop is running")
        return self.room.path

    def set_retention(self, days: int | None) -> date | None:
        """Like ``delete_later``, for the running workshop. Raises ``RuleBroken``."""
        return self.library.delete_later(self.running_file, days)

    def delete_running(self) -> DeletionResult:
        """Stop the running workshop and delete its session; exported results stay. Raises ``StoreError``."""
        path = self.running_file
        self.close()
        return self.library.delete(path, results=False)

    # --- the running workshop -------------------------------------------------------------------------------

    def open(self, path: Path) -> Room:
        """Run a workshop: lock its file and start its web server. Closes the workshop that was open before.

        A sample is first copied to the saved sessions, so that samples never change. Raises ``StoreError`` or
        ``RuleBroken``; nothing is left open then.
        """
        from facilitator.room.options import RoomOptions
        from facilitator.room.room import Room  # late: the web server takes a second to import

        self.close()
        path, library = self.library.working_copy(path), self.library
        options = self.options or RoomOptions()
        mine = replace(options, exports=options.exports or library.exports, templates=library.templates.path)
        room = Room(path, replace(mine, packs=self._packs, ledger=library.ledger_file))
        room.start()
        self.room = room
        if address_choice.is_local_only(room.address) and options.host in address_choice.ALL_INTERFACES:
            room.notices.append(("only_here", {}))
        self.preferences.last_session = path
        return room

    def opening_alternative(self, fault: StoreError, path: Path) -> OpeningAlternative | None:
        """What can be done instead of opening a session that was refused with ``fault``; None if nothing can."""
        return opening_alternative(fault, path, self.preferences.language)

    def rescue(self, path: Path) -> Room:
        """Salvage a damaged session into a copy among the saved sessions, repair the copy and open it.

        The damaged file is only read. Raises like ``open``.
        """
        copy = free_path(self.library.sessions, f"{path.stem}-copy")
        salvage.salvage(path, copy)
        repair(copy)
        room = self.open(copy)
        room.notices.append(("rescued", {"file": path.name, "copy": copy.name}))
        return room

    def open_read_only(self, path: Path) -> ReadOnlyRoom:
        """Show a workshop read-only while another process runs it. Raises ``StoreError``."""
        from facilitator.room.options import RoomOptions
        from facilitator.room.read_only import ReadOnlyRoom

        self.close()
        asked = self.options or RoomOptions()

        def address(session: Session) -> str:
            return address_choice.choose_join_address(
                asked.host, asked.url, session.port, session.code, asked.cert is not None
            )

        exports, ledger = asked.exports or self.library.exports, self.library.ledger_file
        self.read_only_room = ReadOnlyRoom(path, address, exports, ledger, [("reading", {})]).start()
        return self.read_only_room

    def close(self) -> None:
        """Stop the running workshop, if any: save it, end its streams, unlock its file. Idempotent."""
        if self.read_only_room is not None:
            self.read_only_room.stop()
            self.read_only_room = None
        if (room := self.room) is not None:
            # Cleared only afterwards, so that a second caller in another thread also waits for the end.
            room.stop()
            self.room = None
