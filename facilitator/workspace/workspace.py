"""The user's workspace on this computer: saved sessions, samples, templates, settings, and the running workshop."""

from __future__ import annotations

import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from facilitator import network
from facilitator.errors import RuleBroken
from facilitator.files.deletion import DeletionResult, delete_due_sessions, delete_session
from facilitator.files.ledger import FILE_NAME as LEDGER
from facilitator.files.ledger import Ledger
from facilitator.files.opening import open_valid_session, repair
from facilitator.files.rescue import OpeningAlternative, opening_alternative
from facilitator.i18n.messages import language_of, pick, terminal_language
from facilitator.rules.steps import kinds
from facilitator.system import settings
from facilitator.templates import TemplateCard, cards
from facilitator.templates.folder import TemplateFolder
from facilitator.templates.follow_up import FOLLOW_UP_TEMPLATE, follow_up_session
from facilitator.templates.new_session import new_session
from store import salvage
from store import sessions as saved
from store.errors import StoreError
from store.listing import read_listing
from store.records import Language, Session

if TYPE_CHECKING:
    from facilitator.room.options import RoomOptions
    from facilitator.room.read_only import ReadOnlyRoom
    from facilitator.room.room import Room

FLAGSHIP = "cx-what-can-i-do"
"""Id of the default template."""
SUFFIX = ".json"
MAX_NAME_LENGTH = 60
"""Characters of a session's file name, without the date."""
IDLE_SECONDS = 3.0
"""Seconds without a change after which a workshop counts as idle."""
DELETE_AFTER_DAYS = 30
"""Default number of days until a session is deleted."""


class Workspace:
    """Everything that the home screen and the command line need. At most one workshop is open at a time."""

    def __init__(self, home: Path | None = None, language: str = "") -> None:
        self.home = home or settings.data_folder()
        self.templates = TemplateFolder(settings.templates_folder(home))
        """Templates of the user's own."""
        self._packs = settings.packs_folder(home)
        self.options: RoomOptions | None = None
        """Server options from the command line; they apply to every workshop opened in this run."""
        self.room: Room | None = None
        """The running workshop. It goes on if the terminal crashes."""
        self.read_only_room: ReadOnlyRoom | None = None
        """A workshop that another process runs and this one shows read-only."""
        self._language = language
        self._settings = settings.load(self.home / settings.SETTINGS_FILE)
        self._ledger = Ledger(self.ledger_file)

    # --- folders and files ----------------------------------------------------------------------------------

    @property
    def sessions(self) -> Path:
        """Folder of the saved sessions."""
        return self.home / "sessions"

    @property
    def exports(self) -> Path:
        """Default folder of exported results."""
        return self.home / "exports"

    @property
    def ledger_file(self) -> Path:
        """File of the ``Ledger``: where results were written, and when sessions are to be deleted."""
        return self.home / LEDGER

    @property
    def log(self) -> Path:
        """The log file, for tracebacks and other details that users need not see."""
        return self.home / "log" / "facilitator.log"

    def is_idle(self) -> bool:
        """Whether the running workshop, if any, has not changed for ``IDLE_SECONDS``."""
        return self.room is None or self.room.idle_seconds > IDLE_SECONDS

    # --- settings -------------------------------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Language of the user interface: from the command line, else the settings, else the terminal, else Finnish."""
        return language_of(self._language) or language_of(self._settings.language) or terminal_language()

    @language.setter
    def language(self, code: str) -> None:
        self._language = code
        self._save_settings(msgspec.structs.replace(self._settings, language=code))

    @property
    def theme(self) -> str:
        """Name of the chosen colour theme; empty for the program's own."""
        return self._settings.theme

    @theme.setter
    def theme(self, name: str) -> None:
        self._save_settings(msgspec.structs.replace(self._settings, theme=name))

    @property
    def profile(self) -> settings.RoomProfile:
        """Profile of the room that was checked last; a default one if none was."""
        found = (room for room in self._settings.rooms if room.name == self._settings.room)
        return next(found, settings.RoomProfile())

    @property
    def rooms(self) -> tuple[settings.RoomProfile, ...]:
        """The remembered room profiles, the one checked last first."""
        return self._settings.rooms

    def remember_room(self, profile: settings.RoomProfile) -> None:
        """Remember a room profile under its name, as the one checked last."""
        others = tuple(room for room in self._settings.rooms if room.name != profile.name)
        self._save_settings(msgspec.structs.replace(self._settings, room=profile.name, rooms=(profile, *others)))

    @property
    def keys(self) -> object:
        """The unchecked ``keys`` entry of the settings file; None if there is none."""
        return self._settings.keys

    def _save_settings(self, changed: settings.UserSettings) -> None:
        # A setting that cannot be written applies to this run: a full disk must not stop a workshop.
        self._settings = changed
        try:
            settings.save(self.home / settings.SETTINGS_FILE, changed)
        except OSError:
            return

    # --- sessions and templates -----------------------------------------------------------------------------

    def saved_sessions(self) -> list[saved.Listing]:
        """The saved sessions, latest first."""
        return saved.list_sessions(self.sessions)

    def sample_sessions(self) -> list[saved.Listing]:
        """The sample sessions that are shipped with the program."""
        return saved.list_sessions(sample_folder())

    def template_cards(self) -> list[TemplateCard]:
        """The shipped templates, followed by the user's own."""
        return [*cards(kinds()), *self.templates.cards()]

    def create(
        self,
        template: str = FLAGSHIP,
        minutes: int | None = None,
        title: str | None = None,
        language: str = "",
        out: Path | None = None,
        given: Sequence[str] = (),
    ) -> Path:
        """Create a session from a template; the path of its file. Raises ``RuleBroken`` or ``StoreError``.

        ``template``: the id of a shipped template or of the user's own, or a file. ``given``: the names that the
        template asks for. ``out``: the file to create; None for a new one in the sessions folder.
        """
        spoken = cast(Language, language_of(language) or self.language)
        ready = self.templates.find(template)
        session, steps = new_session(ready, minutes, title, spoken, given=given)
        named = slug(pick(session.title, spoken)) or ready.id
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, steps)
        return path

    def follow_up(
        self,
        earlier: Path,
        template: str = FOLLOW_UP_TEMPLATE,
        minutes: int | None = None,
        title: str | None = None,
        language: str = "",
        out: Path | None = None,
    ) -> Path:
        """Create a follow-up of a saved session; the path of its file. Its language is that of the earlier session,
        unless ``language`` names another.

        The earlier session is only read. Raises ``RuleBroken`` or ``StoreError``.
        """
        spoken = cast(Language | None, language_of(language))
        with open_valid_session(earlier, read_only=True) as kept:
            session, steps, actions = follow_up_session(kept, template, minutes, title, spoken)
        named = slug(pick(session.title, session.language)) or template
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, (*steps, *actions))
        return path

    def save_template(self, session: Path, name: str) -> Path:
        """Save the steps of a session as a template called ``name``; the path of its file. The session is only read.

        Raises ``RuleBroken`` or ``StoreError``.
        """
        with saved.open_session(session, read_only=True) as kept:
            return self.templates.save(kept.session, kept.steps.values(), name)

    def find(self, name: str) -> Path:
        """The file that SESSION on the command line names: a path, or the name of a saved session or a sample.

        Raises ``RuleBroken``: no_such_session.
        """
        path = Path(name).expanduser()
        if path.is_file():
            return path
        for folder in (self.sessions, sample_folder()):
            for found in (folder / name, folder / f"{name}{SUFFIX}"):
                if Path(name).name == name and found.is_file():
                    return found
        raise RuleBroken("no_such_session", name=name)

    def last_session(self) -> Path:
        """The file of the workshop that was open last. Raises ``RuleBroken`` if there is none."""
        path = Path(self._settings.last)
        if not self._settings.last or not path.is_file():
            raise RuleBroken("nothing_to_resume")
        return path

    # --- deletion and retention -----------------------------------------------------------------------------

    def delete(self, path: Path, results: bool = True) -> DeletionResult:
        """Delete a session, the files beside it and, unless ``results`` is False, its exported results.

        Raises ``StoreError``; nothing is deleted then.
        """
        erased = delete_session(path, self.home, self._ledger, results)
        if self._settings.last == str(path.resolve()):
            self._save_settings(msgspec.structs.replace(self._settings, last=""))
        return erased

    def delete_later(self, path: Path, days: int | None = DELETE_AFTER_DAYS) -> date | None:
        """Have a session deleted automatically after so many days, or keep it (None); the day.

        Raises ``RuleBroken`` if that cannot be written.
        """
        day = date.today() + timedelta(days=days) if days is not None else None
        try:
            self._ledger.schedule_deletion(read_listing(path).id, path, day)
        except OSError as refused:
            raise RuleBroken("cannot_write", path=self.ledger_file) from refused
        return day

    def delete_due(self) -> list[saved.Listing]:
        """Delete the sessions that are due, and return them, so that the user can be told."""
        return list(delete_due_sessions(date.today(), self.home, self._ledger))

    def deletion_date(self, path: Path) -> date | None:
        """The day on which a session is to be deleted; None if it is kept."""
        return self._ledger.deletion_date(path)

    def note_export(self, session: str, path: Path, folder: Path) -> None:
        """Record in the ledger that results of a session were written to a folder."""
        self._ledger.add_export(session, path, folder)

    @property
    def running_file(self) -> Path:
        """The file of the running workshop. There must be one."""
        assert self.room is not None
        return self.room.path

    def set_retention(self, days: int | None) -> date | None:
        """Like ``delete_later``, for the running workshop. Raises ``RuleBroken``."""
        return self.delete_later(self.running_file, days)

    def delete_running(self) -> DeletionResult:
        """Stop the running workshop and delete its session; exported results stay. Raises ``StoreError``."""
        path = self.running_file
        self.close()
        return self.delete(path, results=False)

    # --- the running workshop -------------------------------------------------------------------------------

    def open(self, path: Path) -> Room:
        """Run a workshop: lock its file and start its web server. Closes the workshop that was open before.

        A sample is first copied to the saved sessions, so that samples never change. Raises ``StoreError`` or
        ``RuleBroken``; nothing is left open then.
        """
        from facilitator.room.options import RoomOptions
        from facilitator.room.room import Room  # late: the web server takes a second to import

        self.close()
        if path.resolve().parent == sample_folder().resolve():
            path = self._copy_sample(path)
        options = self.options or RoomOptions()
        mine = replace(options, exports=options.exports or self.exports, templates=self.templates.path)
        room = Room(path, replace(mine, packs=self._packs, ledger=self.ledger_file))
        room.start()
        self.room = room
        if network.is_local_only(room.address) and options.host in network.ALL_INTERFACES:
            room.notices.append(("only_here", {}))
        self._save_settings(msgspec.structs.replace(self._settings, last=str(path.resolve())))
        return room

    def opening_alternative(self, fault: StoreError, path: Path) -> OpeningAlternative | None:
        """What can be done instead of opening a session that was refused with ``fault``; None if nothing can."""
        return opening_alternative(fault, path, self.language)

    def rescue(self, path: Path) -> Room:
        """Salvage a damaged session into a copy among the saved sessions, repair the copy and open it.

        The damaged file is only read. Raises like ``open``.
        """
        copy = free_path(self.sessions, f"{path.stem}-copy")
        salvage.salvage(path, copy)
        repair(copy)
        room = self.open(copy)
        room.notices.append(("rescued", {"file": path.name, "copy": copy.name}))
        return room

    def open_read_only(self, path: Path) -> ReadOnlyRoom:
        """Show a workshop read-only while another process runs it. Raises ``StoreError``."""
        from facilitator.room.options import RoomOptions

        self.close()
        asked = self.options or RoomOptions()

        def address(session: Session) -> str:
            return network.choose_join_address(
                asked.host, asked.url, session.port, session.code, asked.cert is not None
            )

        usual = asked.exports or self.exports
        self.read_only_room = ReadOnlyRoom(path, address, usual, self.ledger_file, [("reading", {})]).start()
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

    def _copy_sample(self, sample: Path) -> Path:
        copy = free_path(self.sessions, sample.stem)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sample, copy)
        except OSError as wrong:
            raise RuleBroken("cannot_write", path=copy) from wrong
        return copy


def sample_folder() -> Path:
    """The folder of the sample sessions: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "sample_sessions"
    return inside if inside.is_dir() else package.parent / "sample_sessions"


def slug(text: str) -> str:
    """The text as a portable file name: lower-case ASCII letters, digits and ``-``; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_NAME_LENGTH].strip("-")


def free_path(folder: Path, name: str) -> Path:
    """A path in ``folder`` that does not exist yet: ``name.json``, ``name-2.json`` ..."""
    return next(path for path in _candidate_paths(folder, name) if not path.exists())


def _candidate_paths(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{SUFFIX}"
    for number in itertools.count(2):
        yield folder / f"{name}-{number}{SUFFIX}"
