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

from facilitator import network, settings
from facilitator.drafts import draft
from facilitator.errors import RuleBroken
from facilitator.followup.following import FOLLOW_UP, following
from facilitator.house.erasing import Erased, erase, erase_due
from facilitator.house.ledger import FILE as LEDGER
from facilitator.house.ledger import Ledger
from facilitator.opening import mend, open_sound
from facilitator.opening.rescued import WayOn, way_on
from facilitator.steps import kinds
from facilitator.templates import TemplateCard, cards
from facilitator.templates.folder import Folder
from facilitator.words import language_of, pick, terminal_language
from store import salvage
from store import sessions as saved
from store.errors import StoreError
from store.listing import outlined
from store.records import Language, Session

if TYPE_CHECKING:
    from facilitator.opening.reading import Reading
    from facilitator.room import Room, RoomOptions

FLAGSHIP = "cx-what-can-i-do"
"""Id of the default template."""
SUFFIX = ".json"
LONGEST_NAME = 60
"""Characters of a session's file name, without the date."""
CALM = 3.0
"""Seconds without a change after which a workshop counts as idle."""
LATER = 30
"""Default number of days until a session is deleted."""


class House:
    """Everything that the home screen and the command line need. At most one workshop is open at a time."""

    def __init__(self, home: Path | None = None, language: str = "") -> None:
        self.home = home or settings.data_folder()
        self.templates = Folder(settings.own_templates(home))
        """Templates of the user's own."""
        self._packs = settings.own_packs(home)
        self.options: RoomOptions | None = None
        """Server options from the command line; they apply to every workshop opened in this run."""
        self.room: Room | None = None
        """The running workshop. It goes on if the terminal crashes."""
        self.reading: Reading | None = None
        """A workshop that another process runs and this one shows read-only."""
        self._language = language
        self._settings = settings.load(self.home / settings.FILE)
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

    def calm(self) -> bool:
        """Whether the running workshop, if any, has not changed for ``IDLE_SECONDS``."""
        return self.room is None or self.room.still > CALM

    # --- settings -------------------------------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Language of the user interface: from the command line, else the settings, else the terminal, else Finnish."""
        return language_of(self._language) or language_of(self._settings.language) or terminal_language()

    @language.setter
    def language(self, code: str) -> None:
        self._language = code
        self._keep(msgspec.structs.replace(self._settings, language=code))

    @property
    def theme(self) -> str:
        """Name of the chosen colour theme; empty for the program's own."""
        return self._settings.theme

    @theme.setter
    def theme(self, name: str) -> None:
        self._keep(msgspec.structs.replace(self._settings, theme=name))

    @property
    def profile(self) -> settings.Profile:
        """Profile of the room that was checked last; a default one if none was."""
        found = (room for room in self._settings.rooms if room.name == self._settings.room)
        return next(found, settings.Profile())

    @property
    def rooms(self) -> tuple[settings.Profile, ...]:
        """The remembered room profiles, the one checked last first."""
        return self._settings.rooms

    def keep_room(self, profile: settings.Profile) -> None:
        """Remember a room profile under its name, as the one checked last."""
        others = tuple(room for room in self._settings.rooms if room.name != profile.name)
        self._keep(msgspec.structs.replace(self._settings, room=profile.name, rooms=(profile, *others)))

    @property
    def keys(self) -> object:
        """The unchecked ``keys`` entry of the settings file; None if there is none."""
        return self._settings.keys

    def _keep(self, changed: settings.Settings) -> None:
        # A setting that cannot be written applies to this run: a full disk must not stop a workshop.
        self._settings = changed
        try:
            settings.save(self.home / settings.FILE, changed)
        except OSError:
            return

    # --- sessions and templates -----------------------------------------------------------------------------

    def recent(self) -> list[saved.Listing]:
        """The saved sessions, latest first."""
        return saved.listed(self.sessions)

    def samples(self) -> list[saved.Listing]:
        """The sample sessions that are shipped with the program."""
        return saved.listed(sample_folder())

    def cards(self) -> list[TemplateCard]:
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
        session, steps = draft(ready, minutes, title, spoken, given=given)
        named = slug(pick(session.title, spoken)) or ready.id
        path = out or free_path(self.sessions, f"{date.today().isoformat()}-{named}")
        saved.create(path, session, steps)
        return path

    def follow_up(
        self,
        earlier: Path,
        template: str = FOLLOW_UP,
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
        with open_sound(earlier, read_only=True) as kept:
            session, steps, actions = following(kept, template, minutes, title, spoken)
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

    def last(self) -> Path:
        """The file of the workshop that was open last. Raises ``RuleBroken`` if there is none."""
        path = Path(self._settings.last)
        if not self._settings.last or not path.is_file():
            raise RuleBroken("nothing_to_resume")
        return path

    # --- deletion and retention -----------------------------------------------------------------------------

    def delete(self, path: Path, results: bool = True) -> Erased:
        """Delete a session, the files beside it and, unless ``results`` is False, its exported results.

        Raises ``StoreError``; nothing is deleted then.
        """
        erased = erase(path, self.home, self._ledger, results)
        if self._settings.last == str(path.resolve()):
            self._keep(msgspec.structs.replace(self._settings, last=""))
        return erased

    def delete_later(self, path: Path, days: int | None = LATER) -> date | None:
        """Have a session deleted automatically after so many days, or keep it (None); the day.

        Raises ``RuleBroken`` if that cannot be written.
        """
        day = date.today() + timedelta(days=days) if days is not None else None
        try:
            self._ledger.delete_on(outlined(path).id, path, day)
        except OSError as refused:
            raise RuleBroken("cannot_write", path=self.ledger_file) from refused
        return day

    def delete_due(self) -> list[saved.Listing]:
        """Delete the sessions that are due, and return them, so that the user can be told."""
        return list(erase_due(date.today(), self.home, self._ledger))

    def deleted_on(self, path: Path) -> date | None:
        """The day on which a session is to be deleted; None if it is kept."""
        return self._ledger.day(path)

    def exported(self, session: str, path: Path, folder: Path) -> None:
        """Record in the ledger that results of a session were written to a folder."""
        self._ledger.exported(session, path, folder)

    @property
    def running(self) -> Path:
        """The file of the running workshop. There must be one."""
        assert self.room is not None
        return self.room.path

    def keep_open(self, days: int | None) -> date | None:
        """Like ``delete_later``, for the running workshop. Raises ``RuleBroken``."""
        return self.delete_later(self.running, days)

    def delete_open(self) -> Erased:
        """Stop the running workshop and delete its session; exported results stay. Raises ``StoreError``."""
        path = self.running
        self.close()
        return self.delete(path, results=False)

    # --- the running workshop -------------------------------------------------------------------------------

    def open(self, path: Path) -> Room:
        """Run a workshop: lock its file and start its web server. Closes the workshop that was open before.

        A sample is first copied to the saved sessions, so that samples never change. Raises ``StoreError`` or
        ``RuleBroken``; nothing is left open then.
        """
        from facilitator.room import Room, RoomOptions  # late: the web server takes a second to import

        self.close()
        if path.resolve().parent == sample_folder().resolve():
            path = self._copy(path)
        options = self.options or RoomOptions()
        mine = replace(options, exports=options.exports or self.exports, templates=self.templates.path)
        room = Room(path, replace(mine, packs=self._packs, ledger=self.ledger_file))
        room.start()
        self.room = room
        if network.only_here(room.address) and options.host in network.ANYWHERE:
            room.notices.append(("only_here", {}))
        self._keep(msgspec.structs.replace(self._settings, last=str(path.resolve())))
        return room

    def way_on(self, fault: StoreError, path: Path) -> WayOn | None:
        """What can be done instead of opening a session that was refused with ``fault``; None if nothing can."""
        return way_on(fault, path, self.language)

    def rescue(self, path: Path) -> Room:
        """Salvage a damaged session into a copy among the saved sessions, repair the copy and open it.

        The damaged file is only read. Raises like ``open``.
        """
        copy = free_path(self.sessions, f"{path.stem}-copy")
        salvage.salvage(path, copy)
        mend(copy)
        room = self.open(copy)
        room.notices.append(("rescued", {"file": path.name, "copy": copy.name}))
        return room

    def read(self, path: Path) -> Reading:
        """Show a workshop read-only while another process runs it. Raises ``StoreError``."""
        from facilitator.opening.reading import Reading
        from facilitator.room import RoomOptions

        self.close()
        asked = self.options or RoomOptions()

        def address(session: Session) -> str:
            return network.choose(asked.host, asked.url, session.port, session.code, asked.cert is not None)

        usual = asked.exports or self.exports
        self.reading = Reading(path, address, usual, self.ledger_file, [("reading", {})]).start()
        return self.reading

    def close(self) -> None:
        """Stop the running workshop, if any: save it, end its streams, unlock its file. Idempotent."""
        if self.reading is not None:
            self.reading.stop()
            self.reading = None
        if (room := self.room) is not None:
            # Cleared only afterwards, so that a second caller in another thread also waits for the end.
            room.stop()
            self.room = None

    def _copy(self, sample: Path) -> Path:
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
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")


def free_path(folder: Path, name: str) -> Path:
    """A path in ``folder`` that does not exist yet: ``name.json``, ``name-2.json`` ..."""
    return next(path for path in _paths(folder, name) if not path.exists())


def _paths(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{SUFFIX}"
    for number in itertools.count(2):
        yield folder / f"{name}-{number}{SUFFIX}"
